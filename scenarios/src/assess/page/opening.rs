//! The answer, and what it is about.

use pluim_core::assessment::{Averaging, Extent, NaturalSources, Regime};

use super::super::args::Assessment;
use super::super::conclusion::{Overall, overall};
use super::super::html::Html;
use super::super::judge::LimitSummary;
use super::super::numbers::number;
use super::super::site::{Duties, InputFile, Method};
use super::super::terms::term;
use super::super::words::{LEGAL_STATUS, Language};
use super::Pair;

pub(super) fn conclusion(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(2, language.pick("1. Conclusie", "1. Conclusion"));
    let answer = overall(assessment.summaries);
    let class = match answer {
        Overall::Met | Overall::MetAfterNatural => "good",
        Overall::Exceeded => "bad",
        Overall::Nothing | Overall::MetWhereKnown => "",
    };
    html.verdict(answer.sentence(language), class);
    background(html, assessment, language);
    uncertain(html, assessment, language);
    if let Some(plan) = assessment.plan {
        let text = format!(
            "{}: {}.",
            language.pick("Bijdrage van het plan", "Contribution of the plan"),
            language.nibm_answer(plan.nibm)
        );
        html.verdict(&text, "");
    }
    if assessment.subject.leaves_out_sources() {
        let text = language.pick(
            "Niet alle bronnen zijn meegerekend: paragraaf 7 zegt welke niet. De waarden kunnen hoger zijn dan hier staat.",
            "Not all sources were computed: section 7 tells which were not. Values may be higher than stated here.",
        );
        html.verdict(text, "bad");
    }
    let untold: Vec<String> = assessment
        .summaries
        .iter()
        .filter(|it| it.limit.regime == Regime::InForce && it.unknown > 0)
        .filter(|it| it.limit.averaging != Averaging::Year && it.met + it.exceeded == 0)
        .map(|it| named(it, language))
        .collect();
    if !untold.is_empty() {
        html.paragraph(language.pick(
            "Niet te bepalen uit deze jaargemiddelden, en daarom buiten deze conclusie:",
            "Not to be told from these annual means, and therefore outside this conclusion:",
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

/// Says of which pollutants there is no total, everywhere or at some receptors.
fn background(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    let lacking = lacking(assessment);
    let named = |names: Vec<&str>| {
        let names = names.into_iter().map(|name| language.pollutant(name));
        names.collect::<Vec<_>>().join(", ")
    };
    let everywhere = lacking.iter().filter(|it| it.missing == it.receptors);
    let everywhere: Vec<&str> = everywhere.map(|it| it.pollutant).collect();
    if !everywhere.is_empty() {
        let text = language.pick(
            "Deze berekening bevat geen achtergrondconcentratie van",
            "This run holds no background concentration of",
        );
        let rest = language.pick(
            "De waarden daarvan zijn bijdragen van de berekende bronnen, geen concentraties in de buitenlucht. Of aan de normen wordt voldaan, is daaruit niet te bepalen; alleen een overschrijding zou eruit blijken.",
            "Its values are what the computed sources contribute, not concentrations in the air. Whether limits are met cannot be told from them; only an exceedance could be.",
        );
        html.verdict(&format!("{text} {}. {rest}", named(everywhere)), "bad");
    }
    for it in lacking.iter().filter(|it| it.missing < it.receptors) {
        let before = language.pick("Bij", "At");
        let after = language.pick(
            "rekenpunten ontbreekt de achtergrond van",
            "receptors the background is missing of",
        );
        let last = language.pick(
            "daar zijn alleen bijdragen bekend en is niet getoetst",
            "only contributions are known there, and nothing was put to limits",
        );
        html.paragraph(&format!(
            "{before} {} {} {} {after} {}; {last}.",
            it.missing,
            language.pick("van de", "of"),
            it.receptors,
            language.pollutant(it.pollutant)
        ));
    }
}

/// Says which limits in force would be met, were the emission behind a value known better.
fn uncertain(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    let in_force = assessment.summaries.iter();
    for summary in in_force.filter(|it| it.limit.regime == Regime::InForce) {
        let of_limit = assessment.judgements.iter();
        let of_limit = of_limit.filter(|it| it.limit.id == summary.limit.id);
        let assessed: Vec<_> = of_limit.filter(|it| it.not_assessed.is_none()).collect();
        let open = assessed.iter().filter(|it| it.is_open()).count();
        if open > 0 {
            html.paragraph(&format!(
                "{} {open} {} {} {} {}.",
                language.pick("Bij", "At"),
                language.pick("van de", "of"),
                assessed.len(),
                language.pick(
                    "rekenpunten is een emissie te ruw bekend (paragraaf 7) om te bepalen of wordt voldaan aan",
                    "receptors an emission is known too loosely (section 7) to tell whether this is met:",
                ),
                named(summary, language)
            ));
        }
    }
}

/// A pollutant with a limit in force that has no total at some receptors.
struct Lacking<'a> {
    pollutant: &'a str,
    missing: usize,
    receptors: usize,
}

fn lacking<'a>(assessment: &Assessment<'a>) -> Vec<Lacking<'a>> {
    let mut lacking: Vec<Lacking<'a>> = Vec::new();
    for limit in &assessment.limits.limits {
        let pollutant = limit.pollutant.as_str();
        let in_force = limit.regime == Regime::InForce;
        if !in_force || lacking.iter().any(|it| it.pollutant == pollutant) {
            continue;
        }
        let sites = assessment.subject.sites.iter();
        let of = sites.flat_map(|site| site.years.iter().filter(|it| it.pollutant == pollutant));
        let extents: Vec<Extent> = of.map(|year| year.extent).collect();
        let part = |it: &&Extent| **it == Extent::Contribution;
        lacking.push(Lacking {
            pollutant,
            missing: extents.iter().filter(part).count(),
            receptors: extents.len(),
        });
    }
    lacking.retain(|it| it.missing > 0);
    lacking
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

fn salt(assessment: &Assessment<'_>, language: Language) -> String {
    let NaturalSources::SeaSalt(salt) = assessment.natural else {
        return language
            .pick("niet afgetrokken", "not taken off")
            .to_owned();
    };
    let place = assessment.salt_place.as_ref();
    let place = place.map(|it| format!("{it}: ")).unwrap_or_default();
    format!(
        "{place}{} µg/m³ {}, {} {}",
        number(salt.annual_mean, 1, language),
        language.pick("in het jaargemiddelde", "in the annual mean"),
        number(salt.days, 0, language),
        language.pick(
            "dagen; alleen waar een norm wordt overschreden",
            "days; only where a limit is exceeded"
        )
    )
}

/// What the year of a run is: a scheme knows only that of its weather.
fn year(method: Option<&Method>, language: Language) -> &'static str {
    match method {
        Some(Method::Scheme(_)) => language.pick("Jaar van het weer", "Year of the weather"),
        Some(Method::StandardMethods) | None => language.pick("Rekenjaar", "Year"),
    }
}

fn method(method: Option<&Method>, language: Language) -> String {
    match method {
        None => language.pick("onbekend", "unknown").to_owned(),
        Some(Method::StandardMethods) => language
            .pick(
                "standaardrekenmethoden 1 en 2 (SRM1, SRM2)",
                "standard methods 1 and 2 (SRM1, SRM2)",
            )
            .to_owned(),
        Some(Method::Scheme(name)) => format!(
            "{name}, {}",
            language.pick("geen standaardrekenmethode", "not a standard method")
        ),
    }
}

fn duties(duties: Duties, language: Language) -> &'static str {
    match duties {
        Duties::Registered => language.pick(
            "per rekenpunt geregistreerd (toetspuntsoort en grondslag)",
            "registered with each receptor (what for, and on what grounds not)",
        ),
        Duties::Unknown => language.pick(
            "onbekend: elk rekenpunt is voor alle stoffen getoetst",
            "unknown: every receptor was put to all limits",
        ),
    }
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
            language.pick("Kenmerk van de berekening", "Identification of the run"),
            known(&subject.run_id),
        ),
        (
            language.pick("Rekenmethode", "Method"),
            method(subject.method.as_ref(), language),
        ),
        (
            year(subject.method.as_ref(), language),
            known(&subject.year),
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
            language.pick("Beoordelingsplicht", "What to assess"),
            duties(subject.duties, language).to_owned(),
        ),
        (
            language.pick("Zeezout in PM₁₀", "Sea salt in PM₁₀"),
            salt(assessment, language),
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
    input_files(html, &subject.inputs, language);
}

/// Files with what they were used as and the digest of their bytes.
pub(super) fn input_files(html: &mut Html, files: &[InputFile], language: Language) {
    let heads = [
        language.pick("Bestand", "File"),
        language.pick("Gebruikt als", "Used as"),
        "SHA-256",
    ];
    let row = |it: &InputFile| vec![it.path.clone(), term(&it.role, language), it.sha256.clone()];
    html.table(&heads, files.iter().map(row));
}
