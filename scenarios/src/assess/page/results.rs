//! Limits and exceedances.

use pluim_core::assessment::{Limit, Regime, Verdict};

use super::super::args::Assessment;
use super::super::html::Html;
use super::super::judge::{Judgement, LimitSummary};
use super::super::numbers::number;
use super::super::words::Language;
use super::MOST_ROWS;

pub(super) fn results(
    html: &mut Html,
    assessment: &Assessment<'_>,
    regime: Regime,
    language: Language,
) {
    let of_regime = || {
        assessment
            .summaries
            .iter()
            .filter(|it| it.limit.regime == regime)
    };
    if of_regime().next().is_none() {
        return;
    }
    let number_of = match regime {
        Regime::InForce => "3.1",
        Regime::Eu2030 => "3.2",
        Regime::Who2021 => "3.3",
    };
    html.heading(2, &format!("{number_of} {}", language.regime(regime)));
    let heads = [
        language.pick("Stof", "Pollutant"),
        language.pick("Norm", "Limit"),
        language.pick("Aard", "Kind"),
        language.pick("Voldoet", "Met"),
        language.pick("Voldoet na zeezout", "Met after sea salt"),
        language.pick("Overschreden", "Exceeded"),
        language.pick("Onbekend", "Unknown"),
        language.pick("Hoogste (afgerond)", "Highest (rounded)"),
        language.pick("Rekenpunt", "Receptor"),
    ];
    html.table(&heads, of_regime().map(|it| result_row(it, language)));
    html.paragraph(language.pick(
        "Aantallen beoordeelde rekenpunten. Waarden zijn jaargemiddelden in µg/m³ of aantallen perioden per jaar, afgerond als de norm vraagt; een half wordt naar het even getal afgerond.",
        "Numbers of assessed receptors. Values are annual means in µg/m³ or numbers of periods a year, rounded as the limit asks; halves go to the even number.",
    ));
}

fn result_row(summary: &LimitSummary<'_>, language: Language) -> Vec<String> {
    let limit = summary.limit;
    let decimals = decimals(limit);
    let highest = summary.highest.and_then(|it| it.finding.rounded);
    let place = summary.highest.filter(|it| it.finding.rounded > Some(0.0));
    vec![
        language.pollutant(&limit.pollutant),
        language.limit(limit),
        language.binding(limit.binding).to_owned(),
        summary.met.to_string(),
        summary.met_after_natural.to_string(),
        summary.exceeded.to_string(),
        summary.unknown.to_string(),
        highest
            .map(|it| number(it, decimals, language))
            .unwrap_or_default(),
        place.map(|it| it.site.id.clone()).unwrap_or_default(),
    ]
}

/// The decimals of a value that is compared with a limit: a mean has those of the limit, a number of
/// periods none.
fn decimals(limit: &Limit) -> u8 {
    match limit.averaging.is_long() {
        true => limit.decimals(),
        false => 0,
    }
}

pub(super) fn exceedances(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick(
            "4. Overschrijdingen van geldende waarden",
            "4. Exceedances of values in force",
        ),
    );
    let above: Vec<&Judgement<'_>> = assessment
        .judgements
        .iter()
        .filter(|it| it.limit.regime == Regime::InForce && it.not_assessed.is_none())
        .filter(|it| it.finding.verdict == Verdict::Exceeded)
        .collect();
    if above.is_empty() {
        let unknown = assessment
            .summaries
            .iter()
            .any(|it| it.limit.regime == Regime::InForce && it.unknown > 0);
        html.paragraph(if unknown {
            language.pick(
                "Geen aangetoond. Waar een waarde onbekend is (3.1), is ook onbekend of zij wordt overschreden.",
                "None shown. Where a value is unknown (3.1), so is whether it is exceeded.",
            )
        } else {
            language.pick("Geen.", "None.")
        });
        return;
    }
    let heads = [
        language.pick("Rekenpunt", "Receptor"),
        "x (m)",
        "y (m)",
        language.pick("Norm", "Limit"),
        language.pick("Waarde", "Value"),
        language.pick("Afgerond", "Rounded"),
        language.pick("Zeezout", "Sea salt"),
    ];
    let rows = above.iter().take(MOST_ROWS).map(|it| {
        let value = it.finding.value.as_ref();
        let decimals = decimals(it.limit);
        vec![
            it.site.id.clone(),
            number(it.site.x, 0, language),
            number(it.site.y, 0, language),
            format!(
                "{}: {}",
                language.pollutant(&it.limit.pollutant),
                language.limit(it.limit)
            ),
            value
                .map(|it| number(it.value, decimals + 2, language))
                .unwrap_or_default(),
            it.finding
                .rounded
                .map(|it| number(it, decimals, language))
                .unwrap_or_default(),
            number(it.finding.natural, 0, language),
        ]
    });
    html.table(&heads, rows);
    rest(html, above.len(), "assessment.csv", language);
}

/// Says where the rows that are not shown stand.
pub(super) fn rest(html: &mut Html, rows: usize, file: &str, language: Language) {
    if rows > MOST_ROWS {
        let more = rows - MOST_ROWS;
        let text = language.pick("meer in", "more in");
        html.paragraph(&format!("{more} {text} {file}."));
    }
}
