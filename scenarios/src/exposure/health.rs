//! Relative risks and mortality, from a data file.

use std::path::Path;

use pluim_core::exposure::{Band, RelativeRisk};
use pluim_io::error::{InputError, Result, read_text};
use serde::Deserialize;

use crate::scenario::parse_text;

/// The data that pluim carries, which a file of the user may replace.
const DEFAULT: &str = include_str!("../../data/health.toml");

/// What is known of concentrations and health.
pub(super) struct Health {
    pub(super) version: String,
    pub(super) mortality: Mortality,
    pub(super) risks: Vec<Risk>,
}

/// The relative risk of a pollutant.
pub(super) struct Risk {
    pub(super) pollutant: String,
    pub(super) outcome: String,
    pub(super) source: String,
    pub(super) certainty: String,
    pub(super) risk: RelativeRisk,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HealthFile {
    version: String,
    mortality: Mortality,
    relative_risk: Vec<RiskRecord>,
}

/// Deaths, and what one of them takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mortality {
    deaths_per_1000: f64,
    pub(super) deaths_source: String,
    pub(super) years_per_death: f64,
    pub(super) years_source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskRecord {
    pollutant: String,
    outcome: String,
    central: f64,
    low: f64,
    high: f64,
    step: f64,
    source: String,
    certainty: String,
}

impl Mortality {
    /// Share of the people that dies in a year (1/yr).
    pub(super) fn death_rate(&self) -> f64 {
        self.deaths_per_1000 / 1000.0
    }
}

impl Health {
    /// The relative risk of a pollutant.
    pub(super) fn risk(&self, pollutant: &str) -> Option<&Risk> {
        self.risks.iter().find(|it| it.pollutant == pollutant)
    }

    /// Where the numbers stand.
    pub(super) fn sources(&self) -> Vec<String> {
        let risks = self
            .risks
            .iter()
            .map(|it| format!("{}: {}", it.pollutant, it.source));
        let mortality = [
            format!("deaths: {}", self.mortality.deaths_source),
            format!("years of life: {}", self.mortality.years_source),
        ];
        risks.chain(mortality).collect()
    }
}

/// The data that pluim carries.
pub(super) fn default_health() -> Result<Health> {
    parse(Path::new("health.toml"), DEFAULT)
}

/// Reads a file of the user.
pub(super) fn read_health(file: &Path) -> Result<Health> {
    parse(file, &read_text(file)?)
}

fn parse(file: &Path, text: &str) -> Result<Health> {
    let read: HealthFile = parse_text(file, text)?;
    let fault = |field: &str, expected: &str, found: &dyn std::fmt::Display| {
        InputError::new(file, expected).field(field).found(found)
    };
    let mortality = read.mortality;
    for (field, value, most) in [
        (
            "mortality.deaths_per_1000",
            mortality.deaths_per_1000,
            100.0,
        ),
        (
            "mortality.years_per_death",
            mortality.years_per_death,
            100.0,
        ),
    ] {
        if !(value > 0.0 && value <= most) {
            return Err(fault(field, "a number above 0, up to 100", &value));
        }
    }
    let mut risks: Vec<Risk> = Vec::new();
    for record in read.relative_risk {
        let RiskRecord {
            low, central, high, ..
        } = record;
        let risk =
            RelativeRisk::new(Band { low, central, high }, record.step).map_err(|cause| {
                fault("relative_risk", "a relative risk", &cause).record(&record.pollutant)
            })?;
        if risks.iter().any(|it| it.pollutant == record.pollutant) {
            return Err(fault(
                "relative_risk",
                "one relative risk a pollutant",
                &record.pollutant,
            ));
        }
        risks.push(Risk {
            pollutant: record.pollutant,
            outcome: record.outcome,
            source: record.source,
            certainty: record.certainty,
            risk,
        });
    }
    Ok(Health {
        version: read.version,
        mortality,
        risks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_that_pluim_carries_are_sound() {
        let health = default_health().unwrap();
        assert!(health.risk("pm2_5").is_some() && health.risk("nox").is_none());
        assert!((health.mortality.death_rate() - 0.0089).abs() < 1e-12);
    }

    #[test]
    fn contradictions_are_named() {
        let bad = DEFAULT.replacen("high = 1.09", "high = 1.01", 1);
        let error = parse(Path::new("h.toml"), &bad).err().unwrap().to_string();
        assert!(
            error.contains("pm2_5") && error.contains("low <= central"),
            "{error}"
        );
        let bad = DEFAULT.replace("years_per_death =", "years_per_deth =");
        let error = parse(Path::new("h.toml"), &bad).err().unwrap().to_string();
        assert!(error.contains("did you mean years_per_death?"), "{error}");
    }
}
