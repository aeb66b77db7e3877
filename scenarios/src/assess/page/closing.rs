//! What was left out, doubts, origins, method and signature.

use pluim_core::assessment::Regime;

use super::super::args::Assessment;
use super::super::html::Html;
use super::super::judge::{Judgement, NotAssessed};
use super::super::numbers::number;
use super::super::recomputed::{Followed, Recomputed};
use super::super::rules::explain;
use super::super::terms::term;
use super::super::words::{LEGAL_STATUS, Language};
use super::Pair;

pub(super) fn left_out(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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

pub(super) fn warnings(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
        language.pick("Eerste geval (Engels)", "First case"),
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
    if let Some(file) = &assessment.subject.warnings_by_receptor {
        html.paragraph(&format!(
            "{} {file} {}.",
            language.pick(
                "Bij welke rekenpunten een waarschuwing hoort, staat in",
                "To which receptors a warning belongs stands in"
            ),
            language.pick("in de map van de berekening", "in the run folder")
        ));
    }
}

/// How the highest value of every limit in force comes about.
pub(super) fn traces(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
        let highest = summary.highest;
        let Some(judgement) = highest.filter(|it| it.finding.rounded > Some(0.0)) else {
            continue;
        };
        trace(html, assessment, judgement, language);
    }
    recomputed(html, &assessment.subject.recomputed, language);
    html.paragraph(language.pick(
        "Voor elk rekenpunt en elke norm staat hetzelfde in assessment.csv en assessment.json.",
        "For every receptor and limit the same stands in assessment.csv and assessment.json.",
    ));
}

/// What was computed again from the parts that a results file holds.
fn recomputed(html: &mut Html, found: &[Recomputed], language: Language) {
    if found.is_empty() {
        return;
    }
    html.heading(
        3,
        language.pick(
            "Nagerekend uit de onderdelen in het bestand",
            "Computed again from the parts in the file",
        ),
    );
    let heads = [
        language.pick("Kolom", "Column"),
        language.pick("Rekenpunten", "Receptors"),
        language.pick("Grootste verschil", "Greatest difference"),
        language.pick("Meer dan afronding", "More than rounding"),
    ];
    let row = |it: &Recomputed| {
        let (dutch, english, unit) = match it.what {
            Followed::No2 => (
                "NO₂ (achtergrond, bijdragen en ozon)",
                "NO₂ (background, contributions and ozone)",
                "µg/m³",
            ),
            Followed::Pm10 => (
                "PM₁₀ (achtergrond en bijdragen)",
                "PM₁₀ (background and contributions)",
                "µg/m³",
            ),
            Followed::Pm10Days => (
                "dagen met PM₁₀ boven 50 µg/m³",
                "days with PM₁₀ above 50 µg/m³",
                language.pick("dagen", "days"),
            ),
        };
        vec![
            language.pick(dutch, english).to_owned(),
            it.receptors.to_string(),
            format!("{} {unit}", number(it.greatest, 4, language)),
            it.beyond.to_string(),
        ]
    };
    html.table(&heads, found.iter().map(row));
}

fn trace(
    html: &mut Html,
    assessment: &Assessment<'_>,
    judgement: &Judgement<'_>,
    language: Language,
) {
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
        "{} {}: {} ({}); {} {}.",
        number(value.value, 4, language),
        term(value.unit, language),
        term(&value.rule, language),
        language.provenance(value.provenance),
        language.pick("norm:", "limit:"),
        assessment.limits.source(limit, language)
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
            term(&input.name, language),
            number(input.value, 4, language),
            term(input.unit, language),
            term(&input.origin, language),
        ]
    });
    html.table(&heads, rows);
}

pub(super) fn method(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
                assessment.limits.source(it.limit, language),
                language.provenance(it.limit.provenance)
            )
        })
        .collect();
    sources.sort_unstable();
    sources.dedup();
    html.list(sources);
}

/// What the one who signs must have seen to, because no program can.
const SIGNER: [(&str, &str); 6] = [
    (
        "Verkeer, wegkenmerken, maatregelen en plangegevens zijn die van het besluit en van het juiste jaar.",
        "Traffic, roads, measures and plan are those of the decision and of the right year.",
    ),
    (
        "Emissiefactoren, achtergrond en meteorologie zijn de door het Rijk bekendgemaakte van dat jaar; hun bestanden staan in paragraaf 2.",
        "Emission factors, background and meteorology are those that the state published for that year; their files are in section 2.",
    ),
    (
        "Rekenpunten liggen waar moet worden beoordeeld: ten hoogste 10 m van de wegrand, representatief voor ten minste 100 m straat.",
        "Receptors lie where assessment is due: at most 10 m from the road edge, representative for 100 m of street or more.",
    ),
    (
        "Alle SRM2-wegen binnen 5 km zijn meegenomen wanneer de achtergrond voor dubbeltelling is gecorrigeerd.",
        "All SRM2 roads within 5 km are included where the background is corrected for double counting.",
    ),
    (
        "Elke waarschuwing in paragraaf 7 is weggenomen of gemotiveerd, ook elke bomenfactor boven 1.",
        "Every warning in section 7 is resolved or argued, each tree factor above 1 included.",
    ),
    (
        "De uitkomst is bevestigd met het aangewezen instrument, of gemotiveerd is waarom dat niet nodig is.",
        "The outcome is confirmed with the instrument that the law names, or it is argued why that is not needed.",
    ),
];

pub(super) fn signer(html: &mut Html, language: Language) {
    html.heading(
        2,
        language.pick("10. Voor de ondertekenaar", "10. For the one who signs"),
    );
    html.checks(SIGNER.iter().map(|it| it.pick(language).to_owned()));
    let heads = [
        language.pick("Naam", "Name"),
        language.pick("Datum", "Date"),
        language.pick("Handtekening", "Signature"),
    ];
    html.table(&heads, [vec!["\u{a0}".to_owned(); heads.len()]]);
}
