//! What the sources of an IMAER file state and no rung computes, told with the sources it concerns.

use std::collections::BTreeMap;

use pluim_core::source::Shape;
use pluim_io::imaer::{Characteristics, EmissionSource};
use pluim_io::run_folder::Warning;

/// Most sources that one warning names.
const NAMED: usize = 5;
/// The time profile of an emission that does not vary, in IMAER and in scenarios.
const CONTINUOUS: &str = "CONTINUOUS";
const CONSTANT: &str = "constant";

/// Warnings of what `sources` state and is not used; `instead` tells by the code of a time profile
/// which one counts in its place, and nothing where it counts itself.
pub(super) fn not_used<'a>(
    sources: &[EmissionSource],
    instead: impl Fn(&str) -> Option<&'a str>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |rule: &str, message: &str, which: &[&EmissionSource]| {
        if !which.is_empty() {
            warnings.push(Warning {
                rule: rule.to_owned(),
                message: format!("{message}: {}", named(which)),
                count: Some(which.len()),
            });
        }
    };
    warn(
        "imaer.heat",
        "lines and areas whose heat is not used; they are computed without plume rise",
        &sources
            .iter()
            .filter(|it| spreads_heat(it))
            .collect::<Vec<_>>(),
    );
    warn(
        "imaer.building",
        "sources beside a building, whose wake is not computed",
        &stating(sources, |it| it.building.is_some()),
    );
    for (code, which) in time_profiles(sources) {
        if let Some(profile) = instead(code) {
            warn("imaer.time-profile", &time_profile(code, profile), &which);
        }
    }
    warnings
}

fn spreads_heat(source: &EmissionSource) -> bool {
    source.gives_off_heat() && !matches!(source.shape, Shape::Point(_))
}

fn stating(
    sources: &[EmissionSource],
    what: impl Fn(&Characteristics) -> bool,
) -> Vec<&EmissionSource> {
    let states = |it: &&EmissionSource| it.characteristics.as_ref().is_some_and(&what);
    sources.iter().filter(states).collect()
}

/// Sources by the code of the time profile that they state, but for those that emit evenly.
fn time_profiles(sources: &[EmissionSource]) -> BTreeMap<&str, Vec<&EmissionSource>> {
    let mut by_code: BTreeMap<&str, Vec<&EmissionSource>> = BTreeMap::new();
    for source in sources {
        let Some(stated) = &source.characteristics else {
            continue;
        };
        let code = stated.time_profile.as_str();
        if !code.is_empty() && code != CONTINUOUS {
            by_code.entry(code).or_default().push(source);
        }
    }
    by_code
}

fn time_profile(code: &str, instead: &str) -> String {
    if instead == CONSTANT {
        return format!(
            "sources whose time profile {code} is not known: they emit the same in every hour; \
             give it as [profiles.{code}], or another as `profile` beside `imaer`"
        );
    }
    format!("sources whose time profile {code} gave way to {instead} of the scenario")
}

/// The sources by identification and label, the first few of them.
fn named(sources: &[&EmissionSource]) -> String {
    let name = |it: &&EmissionSource| match it.label.as_str() {
        "" => it.id.clone(),
        label => format!("{} ({label})", it.id),
    };
    let names: Vec<String> = sources.iter().take(NAMED).map(name).collect();
    match sources.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
