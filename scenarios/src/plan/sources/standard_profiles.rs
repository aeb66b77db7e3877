//! The standard time profiles that IMAER files name.

use std::collections::BTreeMap;

use serde::Deserialize;

const FILE: &str = include_str!("../../../data/time_profiles.toml");
/// Hours of one block.
const BLOCK: usize = 2;

/// How a profile runs through the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Months {
    /// The same in every month.
    Even,
    /// After the cold of the run's own weather.
    Cold,
}

/// A standard time profile.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StandardProfile {
    /// How it runs through the year.
    pub(super) months: Months,
    #[serde(rename = "code")]
    _code: u32,
    hours: [f64; 12],
}

impl StandardProfile {
    /// Relative emission by hour of the day.
    pub(super) fn day(&self) -> [f64; 24] {
        let hours = self.hours.iter();
        let mut each = hours.flat_map(|hour| std::iter::repeat_n(*hour, BLOCK));
        std::array::from_fn(|_| each.next().unwrap_or_default())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "source")]
    _source: String,
    profile: BTreeMap<String, StandardProfile>,
}

/// The standard profiles by code; none where the file that pluim carries is broken, which a test
/// excludes.
pub(super) fn standard_profiles() -> BTreeMap<String, StandardProfile> {
    toml::from_str::<ProfileFile>(FILE).map_or_else(|_| BTreeMap::new(), |file| file.profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sound_and_every_day_has_mean_one() {
        let profiles = standard_profiles();
        assert_eq!(profiles.len(), 8);
        for (code, profile) in &profiles {
            let mean = profile.day().iter().sum::<f64>() / 24.0;
            assert!((mean - 100.0).abs() < 1.0, "{code} {mean}");
        }
        let traffic = profiles["TRAFFIC"].day();
        assert_eq!((traffic[0], traffic[1], traffic[17]), (24.0, 24.0, 190.0));
        assert_eq!(profiles["SPACE_HEATING"].months, Months::Cold);
    }
}
