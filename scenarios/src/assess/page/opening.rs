//! The answer, and what it is about.

use pluim_core::assessment::Regime;

use super::super::args::Assessment;
use super::super::conclusion::{Overall, overall};
use super::super::html::Html;
use super::super::judge::LimitSummary;
use super::super::terms::term;
use super::super::words::{LEGAL_STATUS, Language};
use super::Pair;

pub(super) fn conclusion(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
    let silent = not_computed(assessment, language);
    if !silent.is_empty() {
        html.paragraph(&format!(
            "{} {}.",
            language.pick(
                "Niet berekend, zodat deze toetsing er niets over zegt:",
                "Not computed, so that this assessment says nothing of:",
            ),
            silent.join(", ")
        ));
    }
    html.paragraph(LEGAL_STATUS[0].pick(language));
}

/// Pollutants with a limit in force of which the run has no values.
fn not_computed(assessment: &Assessment<'_>, language: Language) -> Vec<String> {
    let computed = |pollutant: &str| {
        let mut summaries = assessment.summaries.iter();
        summaries.any(|it| it.limit.pollutant == pollutant)
    };
    let mut names: Vec<&str> = Vec::new();
    for limit in &assessment.limits.limits {
        let name = limit.pollutant.as_str();
        if limit.regime == Regime::InForce && !computed(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .map(|name| language.pollutant(name))
        .collect()
}

fn named(summary: &LimitSummary<'_>, language: Language) -> String {
    let limit = summary.limit;
    format!(
        "{}: {}",
        language.pollutant(&limit.pollutant),
        language.limit(limit)
    )
}

pub(super) fn subject(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
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
        files.map(|it| vec![it.path.clone(), term(&it.role, language), it.sha256.clone()]),
    );
}
