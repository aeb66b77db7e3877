//! The time profiles of a scenario.

use std::collections::BTreeMap;
use std::path::Path;

use pluim_core::source::TimeProfile;
use pluim_io::error::{InputError, nearest};

use crate::error::Result;
use crate::scenario::{Scenario, SourceTable};

/// The time profiles and their numbers; `constant` is number 0.
pub(super) fn profiles(
    scenario: &Scenario,
    file: &Path,
) -> Result<(BTreeMap<String, usize>, Vec<TimeProfile>)> {
    let mut names = BTreeMap::from([("constant".to_owned(), 0)]);
    let mut profiles = vec![TimeProfile::constant()];
    for (name, table) in &scenario.profiles {
        let profile =
            TimeProfile::new(table.hours, table.weekdays, table.months).map_err(|fault| {
                InputError::new(file, "relative factors")
                    .field(format!("profiles.{name}"))
                    .found(fault)
            })?;
        names.insert(name.clone(), profiles.len());
        profiles.push(profile);
    }
    Ok((names, profiles))
}

pub(super) fn profile_number(
    table: &SourceTable,
    names: &BTreeMap<String, usize>,
    file: &Path,
) -> Result<usize> {
    names.get(&table.profile).copied().ok_or_else(|| {
        let known: Vec<&str> = names.keys().map(String::as_str).collect();
        let error = InputError::new(file, format!("one of the profiles {}", known.join(", ")))
            .field("sources.profile")
            .found(&table.profile);
        match nearest(&table.profile, known) {
            Some(near) => error.hint(format!("did you mean {near}?")).into(),
            None => error.into(),
        }
    })
}
