//! Time profiles: those of the scenario, and those that always exist.

use std::collections::BTreeMap;
use std::path::Path;

use pluim_core::emission::wood_stoves::{TimeOfDay, degree_day};
use pluim_core::meteorology::Hour;
use pluim_core::source::TimeProfile;
use pluim_io::error::{InputError, nearest};

use super::standard_profiles::{Months, standard_profiles};
use crate::error::Result;
use crate::scenario::{Scenario, SourceTable};

/// Profiles with their names and numbers.
pub(super) struct Profiles {
    numbers: BTreeMap<String, usize>,
    /// The profiles, by number.
    pub(super) all: Vec<TimeProfile>,
}

/// Names of the profiles that follow the cold of the run's own weather.
const COLD: [(&str, TimeOfDay); 2] = [
    ("wood_stoves", TimeOfDay::Evening),
    ("heating", TimeOfDay::Heating),
];

/// The word for the profiles that the file itself states; sources for which it states none emit
/// the same in every hour.
pub(super) const STATED: &str = "stated";
const CONSTANT: &str = "constant";

impl Profiles {
    /// The profiles of `scenario` for the weather of `hours`; `constant` is number 0, and a
    /// profile of the scenario goes before one that always exists.
    pub(super) fn of(scenario: &Scenario, file: &Path, hours: &[Hour]) -> Result<Self> {
        let mut profiles = Self {
            numbers: BTreeMap::new(),
            all: Vec::new(),
        };
        profiles.add(CONSTANT, TimeProfile::constant());
        let cold = cold_months(hours);
        for (name, time_of_day) in COLD {
            let day = std::array::from_fn(|hour| time_of_day.weight(hour));
            if let Ok(profile) = TimeProfile::new(day, [1.0; 7], cold) {
                profiles.add(name, profile);
            }
        }
        for (code, standard) in standard_profiles() {
            let months = match standard.months {
                Months::Even => [1.0; 12],
                Months::Cold => cold,
            };
            if let Ok(profile) = TimeProfile::new(standard.day(), [1.0; 7], months) {
                profiles.add(&code, profile);
            }
        }
        for (name, table) in &scenario.profiles {
            let profile =
                TimeProfile::new(table.hours, table.weekdays, table.months).map_err(|fault| {
                    InputError::new(file, "relative factors")
                        .field(format!("profiles.{name}"))
                        .found(fault)
                })?;
            profiles.add(name, profile);
        }
        Ok(profiles)
    }

    fn add(&mut self, name: &str, profile: TimeProfile) {
        self.numbers.insert(name.to_owned(), self.all.len());
        self.all.push(profile);
    }

    /// Whether there is a profile of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    /// The number of the profile that a source follows whose file states `code`, where that of its
    /// table has the number `table`.
    pub(super) fn of_source(&self, code: Option<&str>, table: usize) -> usize {
        let known = code.and_then(|code| self.numbers.get(code));
        known.copied().unwrap_or(table)
    }

    /// The number of the profile that a table of sources follows.
    pub(super) fn number(&self, table: &SourceTable, file: &Path) -> Result<usize> {
        let wanted = match table.profile_name() {
            STATED => CONSTANT,
            other => other,
        };
        self.numbers.get(wanted).copied().ok_or_else(|| {
            // Codes of IMAER come last, as `nearest` makes no difference between traffic and TRAFFIC.
            let names = self.numbers.keys().rev().map(String::as_str);
            let known: Vec<&str> = names.chain([STATED]).collect();
            let error = InputError::new(file, format!("one of the profiles {}", known.join(", ")))
                .field("sources.profile")
                .found(wanted);
            match nearest(wanted, known) {
                Some(near) => error.hint(format!("did you mean {near}?")).into(),
                None => error.into(),
            }
        })
    }
}

/// Mean degree day of every month, over the hours of the run; all 1 where no day was cold.
fn cold_months(hours: &[Hour]) -> [f64; 12] {
    let (mut sums, mut days) = ([0.0; 12], [0.0_f64; 12]);
    for day in hours.chunk_by(|a, b| a.begins.date() == b.begins.date()) {
        let count = day.len() as f64;
        let kelvin = day.iter().map(|hour| hour.layer.temperature).sum::<f64>() / count;
        let wind = day.iter().map(|hour| hour.layer.wind.speed).sum::<f64>() / count;
        let month = usize::from(day[0].begins.month().unsigned_abs()) - 1;
        sums[month] += degree_day(kelvin - 273.15, wind);
        days[month] += 1.0;
    }
    if sums.iter().sum::<f64>() <= 0.0 {
        return [1.0; 12];
    }
    std::array::from_fn(|month| sums[month] / days[month].max(1.0))
}
