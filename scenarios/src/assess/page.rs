//! The assessment as a page to read and sign.

use pluim_core::assessment::{NIBM_THRESHOLD, Regime, Verdict};

use super::args::Assessment;
use super::conclusion::{Overall, overall};
use super::html::Html;
use super::judge::{Judgement, LimitSummary, NotAssessed};
use super::numbers::number;
use super::plan::PlanReport;
use super::rules::explain;
use super::words::{LEGAL_STATUS, Language};

/// Rows of a table on the page; the rest stands in `assessment.csv`.
const MOST_ROWS: usize = 50;

/// The page.
pub(super) fn page(assessment: &Assessment<'_>, language: Language) -> String {
    let mut html = Html::default();
    let title = format!(
        "{}: {}",
        language.pick("Toetsing luchtkwaliteit", "Air quality assessment"),
        assessment.subject.title
    );
    html.heading(1, &title);
    conclusion(&mut html, assessment, language);
    subject(&mut html, assessment, language);
    for regime in Regime::ALL {
        results(&mut html, assessment, regime, language);
    }
    exceedances(&mut html, assessment, language);
    if let Some(plan) = assessment.plan {
        plan_section(&mut html, plan, language);
    }
    left_out(&mut html, assessment, language);
    warnings(&mut html, assessment, language);
    traces(&mut html, assessment, language);
    method(&mut html, assessment, language);
    html.page(&title, language.code())
}

fn conclusion(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(2, language.pick("1. Conclusie", "1. Conclusion"));
    let answer = overall(assessment.summaries);
    let class = match answer {
        Overall::Met | Overall::MetAfterNatural => "good",
        Overall::Exceeded => "bad",
        Overall::Nothing => "",
    };
    html.verdict(answer.sentence(language), class);
    if let Some(verdict) = assessment.plan.and_then(|plan| plan.nibm) {
        let text = format!(
            "{}: {}.",
            language.pick("Bijdrage van het plan", "Contribution of the plan"),
            language.nibm(verdict)
        );
        html.verdict(&text, "");
    }
    let untold: Vec<String> = assessment
        .summaries
        .iter()
        .filter(|it| it.limit.regime == Regime::InForce && it.unknown > 0)
        .map(|it| named(it, language))
        .collect();
    if !untold.is_empty() {
        html.paragraph(language.pick(
            "Niet te bepalen uit jaargemiddelden, en daarom buiten deze conclusie:",
            "Not to be told from annual means, and therefore outside this conclusion:",
        ));
        html.list(untold);
    }
    html.paragraph(LEGAL_STATUS[0].pick(language));
}

/// One of a pair of texts.
trait Pair {
    fn pick(&self, language: Language) -> &'static str;
}

impl Pair for (&'static str, &'static str) {
    fn pick(&self, language: Language) -> &'static str {
        language.pick(self.0, self.1)
    }
}

fn named(summary: &LimitSummary<'_>, language: Language) -> String {
    let limit = summary.limit;
    format!(
        "{}: {}",
        language.pollutant(&limit.pollutant),
        language.limit(limit)
    )
}

fn subject(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    let subject = assessment.subject;
    html.heading(
        2,
        language.pick("2. Wat is beoordeeld", "2. What was assessed"),
    );
    let unknown = language.pick("onbekend", "unknown");
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| unknown.to_owned());
    let rows = [
        (
            language.pick("Berekend met", "Computed with"),
            known(&subject.tool),
        ),
        (
            language.pick("Afgerond op", "Finished"),
            known(&subject.finished),
        ),
        (
            language.pick("Rekenpunten", "Receptors"),
            subject.sites.len().to_string(),
        ),
        (
            language.pick("Normenbestand", "File of limits"),
            format!(
                "{}, {} {}",
                assessment.limits.origin.display(),
                language.pick("versie", "version"),
                assessment.limits.version
            ),
        ),
        (
            language.pick("Beoordeeld met", "Assessed with"),
            concat!("pluim ", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ];
    let what = language.pick("Gegeven", "Item");
    let value = language.pick("Waarde", "Value");
    html.table(
        &[what, value],
        rows.map(|(name, value)| vec![name.to_owned(), value]),
    );
    html.heading(3, language.pick("Invoerbestanden", "Input files"));
    let heads = [
        language.pick("Bestand", "File"),
        language.pick("Gebruikt als", "Used as"),
        "SHA-256",
    ];
    let files = subject.inputs.iter();
    html.table(
        &heads,
        files.map(|it| vec![it.path.clone(), it.role.clone(), it.sha256.clone()]),
    );
}

fn results(html: &mut Html, assessment: &Assessment<'_>, regime: Regime, language: Language) {
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
        language.pick("Na zeezout", "After sea salt"),
        language.pick("Over", "Above"),
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
    let decimals = if limit.averaging.is_long() {
        limit.decimals()
    } else {
        0
    };
    let highest = summary.highest.and_then(|it| it.finding.rounded);
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
        summary
            .highest
            .map(|it| it.site.id.clone())
            .unwrap_or_default(),
    ]
}

fn exceedances(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
        html.paragraph(language.pick("Geen.", "None."));
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
                .map(|it| number(it.value, 2, language))
                .unwrap_or_default(),
            it.finding
                .rounded
                .map(|it| number(it, 0, language))
                .unwrap_or_default(),
            number(it.finding.natural, 0, language),
        ]
    });
    html.table(&heads, rows);
    rest(html, above.len(), language);
}

/// Says where the rows that are not shown stand.
fn rest(html: &mut Html, rows: usize, language: Language) {
    if rows > MOST_ROWS {
        let more = rows - MOST_ROWS;
        let text = language.pick("meer in assessment.csv", "more in assessment.csv");
        html.paragraph(&format!("{more} {text}."));
    }
}

fn plan_section(html: &mut Html, plan: &PlanReport, language: Language) {
    html.heading(
        2,
        language.pick("5. Bijdrage van het plan", "5. Contribution of the plan"),
    );
    html.paragraph(&format!(
        "{} {} µg/m³ ({}).",
        language.pick("NIBM-grens:", "NIBM threshold:"),
        number(NIBM_THRESHOLD, 1, language),
        language.pick(
            "3 % van 40 µg/m³, voor NO₂ en PM₁₀ beide, op één decimaal afgerond",
            "3 % of 40 µg/m³, for NO₂ and PM₁₀ both, rounded to one decimal"
        )
    ));
    let answer = plan.nibm.map_or(
        language.pick(
            "Niet te bepalen: NO₂ of PM₁₀ ontbreekt.",
            "Cannot be told: NO₂ or PM₁₀ is missing.",
        ),
        |verdict| language.nibm(verdict),
    );
    html.verdict(answer, "");
    let heads = [
        language.pick("Rekenpunt", "Receptor"),
        language.pick("Stof", "Pollutant"),
        language.pick("Referentie", "Reference"),
        language.pick("Beoogd", "Proposed"),
        language.pick("Toename", "Increment"),
        language.pick("Afgerond", "Rounded"),
    ];
    let rows = plan.rows.iter().take(MOST_ROWS).map(|row| {
        let by = &row.contribution;
        vec![
            row.id.clone(),
            language.pollutant(&row.pollutant),
            number(by.reference, 2, language),
            number(by.proposed, 2, language),
            number(by.increment, 3, language),
            number(by.rounded, 1, language),
        ]
    });
    html.table(&heads, rows);
    rest(html, plan.rows.len(), language);
    if plan.without_reference > 0 {
        html.paragraph(&format!(
            "{} {}",
            plan.without_reference,
            language.pick(
                "rekenpunten ontbreken in de referentie en zijn niet vergeleken.",
                "receptors are not in the reference and were not compared."
            )
        ));
    }
}

fn left_out(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick(
            "6. Niet beoordeelde rekenpunten",
            "6. Receptors not assessed",
        ),
    );
    let reasons = [
        NotAssessed::NotApplicable,
        NotAssessed::NoExposure,
        NotAssessed::Other,
        NotAssessed::OtherPollutants,
    ];
    let counted: Vec<Vec<String>> = reasons
        .into_iter()
        .map(|reason| {
            let mut ids: Vec<&str> = assessment
                .judgements
                .iter()
                .filter(|it| it.not_assessed == Some(reason))
                .map(|it| it.site.id.as_str())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            (reason, ids.len())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(reason, count)| vec![language.not_assessed(reason).to_owned(), count.to_string()])
        .collect();
    if counted.is_empty() {
        html.paragraph(language.pick(
            "Alle rekenpunten zijn beoordeeld. Of daar mensen verblijven en het publiek toegang heeft (blootstellingscriterium, toepasbaarheidsbeginsel), is aan de opsteller.",
            "All receptors were assessed. Whether people stay there and the public has access (exposure criterion, applicability principle) is for the author to see to.",
        ));
        return;
    }
    let heads = [
        language.pick("Reden", "Reason"),
        language.pick("Rekenpunten", "Receptors"),
    ];
    html.table(&heads, counted);
}

fn warnings(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick(
            "7. Buiten het toepassingsbereik, en andere kanttekeningen",
            "7. Out of scope, and other doubts",
        ),
    );
    let warnings = &assessment.subject.warnings;
    if warnings.is_empty() {
        html.paragraph(language.pick(
            "De invoer bevat geen waarschuwingen van de berekening. Een resultatenbestand van derden draagt die niet mee.",
            "The input holds no warnings of the calculation. A results file of others does not carry them.",
        ));
        return;
    }
    let heads = [
        language.pick("Regel", "Rule"),
        language.pick("Aantal", "Number"),
        language.pick("Betekenis", "Meaning"),
        language.pick("Eerste geval", "First case"),
    ];
    let rows = warnings.iter().map(|it| {
        vec![
            it.rule.clone(),
            it.count.map(|count| count.to_string()).unwrap_or_default(),
            explain(&it.rule, language)
                .unwrap_or(&it.message)
                .to_owned(),
            it.message.clone(),
        ]
    });
    html.table(&heads, rows);
}

/// How the highest value of every limit in force comes about.
fn traces(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick(
            "8. Herkomst van de hoogste waarden",
            "8. Where the highest values come from",
        ),
    );
    let in_force = assessment
        .summaries
        .iter()
        .filter(|it| it.limit.regime == Regime::InForce);
    for summary in in_force {
        let Some(judgement) = summary.highest else {
            continue;
        };
        trace(html, judgement, language);
    }
    html.paragraph(language.pick(
        "Voor elk rekenpunt en elke norm staat hetzelfde in assessment.csv en assessment.json.",
        "For every receptor and limit the same stands in assessment.csv and assessment.json.",
    ));
}

fn trace(html: &mut Html, judgement: &Judgement<'_>, language: Language) {
    let Some(value) = &judgement.finding.value else {
        return;
    };
    let limit = judgement.limit;
    html.heading(
        3,
        &format!(
            "{}, {}: {}",
            language.pollutant(&limit.pollutant),
            language.averaging(limit.averaging),
            judgement.site.id
        ),
    );
    html.paragraph(&format!(
        "{} {} — {} ({}); {} {}.",
        number(value.value, 4, language),
        value.unit,
        value.rule,
        language.provenance(value.provenance),
        language.pick("norm:", "limit:"),
        limit.source
    ));
    if value.inputs.is_empty() {
        return;
    }
    let heads = [
        language.pick("Uit", "From"),
        language.pick("Waarde", "Value"),
        language.pick("Eenheid", "Unit"),
        language.pick("Bron", "Origin"),
    ];
    let rows = value.inputs.iter().map(|input| {
        vec![
            input.name.clone(),
            number(input.value, 4, language),
            input.unit.to_owned(),
            input.origin.clone(),
        ]
    });
    html.table(&heads, rows);
}

fn method(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick(
            "9. Methode en juridische status",
            "9. Method and legal status",
        ),
    );
    html.list(LEGAL_STATUS.iter().map(|it| it.pick(language).to_owned()));
    html.heading(
        3,
        language.pick("Bronnen van de normen", "Sources of the limits"),
    );
    let mut sources: Vec<String> = assessment
        .summaries
        .iter()
        .map(|it| {
            format!(
                "{} ({})",
                it.limit.source,
                language.provenance(it.limit.provenance)
            )
        })
        .collect();
    sources.sort_unstable();
    sources.dedup();
    html.list(sources);
}
