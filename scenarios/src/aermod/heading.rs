//! What stands above the result files of a run.

use jiff::Zoned;
use pluim_core::boundary_layer::FrictionMethod;
use pluim_core::deposition::Exposure;
use pluim_io::aermet::{DateChecks, Meteorology};
use pluim_io::aermod::{
    Areas, Chemistry, ControlFile, Depletion, Heading, Maturity, Substance, Terrain, UrbanMorning,
};

/// The heading of the result files of `deck`, run at `now`.
#[must_use]
pub(super) fn heading(deck: &ControlFile, meteorology: &Meteorology, now: &Zoned) -> Heading {
    Heading {
        title: deck.control.title.clone(),
        version: "pluim".to_owned(),
        aermet: meteorology.header.version.clone(),
        options: options(deck, meteorology),
        results: deck.control.options.results.clone(),
        date: now.strftime("%m/%d/%y").to_string(),
        time: now.strftime("%H:%M:%S").to_string(),
    }
}

/// The model options in AERMOD's words, each after two blanks.
fn options(deck: &ControlFile, meteorology: &Meteorology) -> String {
    let options = &deck.control.options;
    let flat = options.terrain == Terrain::Flat;
    let results: Vec<&str> = options.results.iter().map(|kind| kind.option()).collect();
    let results = results.join("  ");
    let words = [
        match (options.regulatory, flat) {
            (true, _) => "RegDFAULT",
            (false, true) => "NonDFAULT",
            (false, false) => "",
        },
        results.as_str(),
        if flat { "FLAT" } else { "ELEV" },
        deck.control.flagpole.map_or("", |_| "FLGPOL"),
        match options.date_checks {
            DateChecks::Strict => "",
            DateChecks::Warn => "WARNCHKD",
            DateChecks::Off => "NOCHKD",
        },
        match (options.areas, options.quiet) {
            (Areas::Fast, _) => "FASTAREA",
            (Areas::Full, true) => "NOWARN",
            (Areas::Full, false) => "",
        },
        dry_depletion(deck),
        wet_depletion(deck),
        match options.chemistry {
            Chemistry::Inert => "",
            chemistry => chemistry.name(),
        },
        match options.maturity {
            Maturity::Established => "",
            Maturity::Beta => "BETA",
            Maturity::Alpha => "ALPHA",
        },
        setting(deck),
        match options.urban_morning {
            UrbanMorning::Transition => "",
            UrbanMorning::NoTransition => "NoUrbTran",
        },
        adjusted(meteorology),
        turbulence(meteorology),
        match meteorology.header.friction_method {
            FrictionMethod::AdjustedBulkRichardson => "BULKRN",
            _ => "",
        },
    ];
    let words = words.into_iter().filter(|word| !word.is_empty());
    words.map(|word| format!("  {word}")).collect()
}

fn dry_depletion(deck: &ControlFile) -> &'static str {
    let options = &deck.control.options;
    match (deposits(deck), options.depletion[0], options.exposure) {
        (_, Depletion::Off, _) => "NODRYDPLT",
        (true, Depletion::On, Exposure::TwoNodes) => "DRYDPLT",
        (true, Depletion::On, Exposure::Integrated | Exposure::Romberg) => "ROMBERG",
        (false, Depletion::On, _) => "",
    }
}

fn wet_depletion(deck: &ControlFile) -> &'static str {
    match (deposits(deck), deck.control.options.depletion[1]) {
        (_, Depletion::Off) => "NOWETDPLT",
        (true, Depletion::On) => "WETDPLT",
        (false, Depletion::On) => "",
    }
}

fn deposits(deck: &ControlFile) -> bool {
    let mut sources = deck.sources.iter();
    sources.any(|source| source.substance != Substance::Inert)
}

fn setting(deck: &ControlFile) -> &'static str {
    let urban = deck.sources.iter().filter(|source| source.urban.is_some());
    match urban.count() {
        0 => "RURAL",
        all if all == deck.sources.len() => "URBAN",
        _ => "Urb&Rur",
    }
}

fn adjusted(meteorology: &Meteorology) -> &'static str {
    match meteorology.header.friction_method {
        FrictionMethod::Similarity => "",
        FrictionMethod::Adjusted | FrictionMethod::AdjustedBulkRichardson => "ADJ_U*",
    }
}

fn turbulence(meteorology: &Meteorology) -> &'static str {
    let hours = || meteorology.hours.iter().map(|hour| hour.turbulence);
    let theta = hours().any(|seen| seen.sigma_theta);
    let w = hours().any(|seen| seen.sigma_w);
    match (theta, w) {
        (true, true) => "SigA&SigW",
        (true, false) => "SigA Data",
        (false, true) => "SigW Data",
        (false, false) => "",
    }
}
