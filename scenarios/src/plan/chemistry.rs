//! NO2 from NOx, hour by hour.

use std::path::Path;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use pluim_core::chemistry::arm2::Arm2;
use pluim_core::chemistry::olm::{Nox, Olm};
use pluim_core::emission::Pollutant;
use pluim_core::meteorology::Hour;
use pluim_io::error::InputError;
use pluim_io::observation::{StationHours, read_hours};
use pluim_io::run_folder::{FileRecord, Warning};

use super::shown;
use crate::error::Result;
use crate::scenario::{Chemistry, Scenario};

/// How NO2 follows from NOx.
#[derive(Debug, Clone, PartialEq)]
pub enum No2 {
    /// It is what leaves the sources as NO2.
    Emitted,
    /// By a share that falls with NOx.
    Arm2,
    /// As far as there is ozone.
    Olm {
        /// Ozone (ug/m3) in every hour that is computed; none where it is missing, which converts
        /// all.
        ozone: Vec<Option<f64>>,
    },
}

impl No2 {
    /// Whether NO2 needs every hour.
    #[must_use]
    pub fn needs_hours(&self) -> bool {
        *self != Self::Emitted
    }

    /// Turns what leaves the sources as NO2 into all NO2, given NOx (as NO2), hour by hour
    /// (both ug/m3).
    pub(crate) fn convert(&self, nox: &[f32], no2: &mut [f32]) {
        for (hour, (no2, nox)) in no2.iter_mut().zip(nox).enumerate() {
            let (total, emitted_no2) = (f64::from(*nox), f64::from(*no2));
            let ratio = match self {
                Self::Emitted => continue,
                Self::Arm2 => Arm2::default().ratio(total),
                Self::Olm { ozone } => {
                    let nox = Nox { total, emitted_no2 };
                    Olm::default().ratio(&nox, ozone.get(hour).copied().flatten())
                }
            };
            *no2 = (ratio * total) as f32;
        }
    }
}

/// The chemistry of a scenario and what is doubtful about it.
pub(super) struct Loaded {
    pub(super) no2: No2,
    pub(super) warnings: Vec<Warning>,
}

/// Reads the ozone that the scenario names.
pub(super) fn load(
    (scenario, file): (&Scenario, &Path),
    pollutants: &[Pollutant],
    hours: &[Hour],
    inputs: &mut Vec<FileRecord>,
) -> Result<Loaded> {
    let quiet = |no2| Loaded {
        no2,
        warnings: Vec::new(),
    };
    let Some(chemistry) = &scenario.chemistry else {
        return Ok(quiet(No2::Emitted));
    };
    for needed in [Pollutant::Nox, Pollutant::No2] {
        if !pollutants.contains(&needed) {
            let expected = "both nox and no2 where there is a [chemistry]";
            let error = InputError::new(file, expected).field("output.pollutants");
            return Err(error.found(format!("no {needed}")).into());
        }
    }
    match chemistry {
        Chemistry::Arm2 {} => Ok(quiet(No2::Arm2)),
        Chemistry::Olm {
            ozone: ozone_file,
            ozone_station,
        } => {
            inputs.push(FileRecord::of(ozone_file, shown(ozone_file))?.used_as("ozone"));
            let station = read_hours(ozone_file, ozone_station)?;
            if station.pollutant != Pollutant::O3 {
                let error = InputError::new(ozone_file, "ozone").field("Component");
                return Err(error.found(station.pollutant).into());
            }
            let loaded = of_ozone(&station, hours, &zone(scenario));
            match &loaded.no2 {
                No2::Olm { ozone } if ozone.iter().all(Option::is_none) => {
                    let years = "hours in the years of the weather";
                    Err(InputError::new(ozone_file, years).found("none").into())
                }
                _ => Ok(loaded),
            }
        }
    }
}

/// The zone was checked with the weather.
fn zone(scenario: &Scenario) -> TimeZone {
    TimeZone::get(&scenario.meteorology.time_zone).unwrap_or(TimeZone::UTC)
}

fn of_ozone(station: &StationHours, hours: &[Hour], zone: &TimeZone) -> Loaded {
    let ozone: Vec<Option<f64>> = hours
        .iter()
        .map(|hour| {
            let instant = zone.to_zoned(hour.begins).ok()?;
            let begins: DateTime = instant.with_time_zone(TimeZone::UTC).datetime();
            station.hours.get(&begins).copied()
        })
        .collect();
    let missing = ozone.iter().filter(|it| it.is_none()).count();
    let warning = Warning {
        rule: "ozone-missing".to_owned(),
        message: "hours without ozone, in which all NO becomes NO2".to_owned(),
        count: Some(missing),
    };
    Loaded {
        no2: No2::Olm { ozone },
        warnings: (missing > 0).then_some(warning).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ozone_limits_and_missing_ozone_does_not() {
        let olm = No2::Olm {
            ozone: vec![Some(48.0), None],
        };
        let mut no2 = [10.0, 10.0];
        olm.convert(&[100.0, 100.0], &mut no2);
        assert_eq!(no2, [56.0, 90.0]);
        No2::Emitted.convert(&[100.0, 100.0], &mut no2);
        assert_eq!(no2, [56.0, 90.0]);
        No2::Arm2.convert(&[10.0, 2000.0], &mut no2);
        assert_eq!(no2, [9.0, 1000.0]);
    }
}
