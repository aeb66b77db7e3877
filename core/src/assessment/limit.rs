//! Limit values, target values and guidelines as records.

use thiserror::Error;

use crate::provenance::Provenance;

/// The set of rules to which a limit belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Regime {
    /// What is law now.
    InForce,
    /// What Directive (EU) 2024/2881 asks from 2030.
    Eu2030,
    /// The guidelines of the World Health Organization of 2021.
    Who2021,
}

/// How a limit binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Binding {
    /// Not to be exceeded.
    Limit,
    /// To be reached where possible.
    Target,
    /// Obligation on average exposure.
    ExposureObligation,
    /// Advice on health, without legal force.
    Guideline,
}

/// The period over which concentrations are averaged before comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Averaging {
    /// One hour.
    Hour,
    /// Eight hours, running.
    EightHours,
    /// A calendar day.
    Day,
    /// The six months with the highest mean.
    Season,
    /// A calendar year.
    Year,
}

/// One limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Short name, unique in its file.
    pub id: String,
    /// Set of rules.
    pub regime: Regime,
    /// How it binds.
    pub binding: Binding,
    /// Pollutant as in column names: `no2`, `pm10`, `pm2_5`.
    pub pollutant: String,
    /// Averaging period.
    pub averaging: Averaging,
    /// Value (ug/m3), above 0.
    pub value: f64,
    /// How many periods a year may lie above the value; `None` for an annual or seasonal mean.
    pub allowed: Option<u32>,
    /// Where the value stands.
    pub source: String,
    /// How sure the record is.
    pub provenance: Provenance,
}

/// Why a limit is refused.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LimitError {
    /// The value is not a positive number.
    #[error("limit {id}: the value must be above 0 ug/m3; found {found}")]
    Value {
        /// Name of the limit.
        id: String,
        /// Value found.
        found: f64,
    },
    /// A number of allowed exceedances stands where it means nothing, or is absent where needed.
    #[error(
        "limit {id}: an annual or seasonal mean has no allowed exceedances, and every other period needs them (0 or more); found {found:?}"
    )]
    Allowed {
        /// Name of the limit.
        id: String,
        /// Number found.
        found: Option<u32>,
    },
}

impl Regime {
    /// All regimes.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Eu2030, Self::Who2021];

    /// Name in data files and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Eu2030 => "eu-2030",
            Self::Who2021 => "who-2021",
        }
    }
}

impl Averaging {
    /// Whether the comparison is with a mean, not with a number of exceedances.
    #[must_use]
    pub fn is_long(self) -> bool {
        matches!(self, Self::Season | Self::Year)
    }
}

impl Limit {
    /// Checks that the record says one thing.
    ///
    /// # Errors
    /// When the value is not positive, or the allowed exceedances do not fit the period.
    pub fn check(&self) -> Result<(), LimitError> {
        let id = self.id.clone();
        if !(self.value.is_finite() && self.value > 0.0) {
            let found = self.value;
            return Err(LimitError::Value { id, found });
        }
        if self.averaging.is_long() == self.allowed.is_some() {
            let found = self.allowed;
            return Err(LimitError::Allowed { id, found });
        }
        Ok(())
    }

    /// Decimals to which a concentration is rounded before comparison: as many as the value has,
    /// so 0 for 40 and 1 for 3.4; three at most.
    ///
    /// # References
    /// Rbl 2007 article 68 for whole numbers; the rest follows the same thought.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        (0..3)
            .find(|decimals| {
                let scaled = self.value * 10_f64.powi(i32::from(*decimals));
                (scaled - scaled.round()).abs() < 1e-6
            })
            .unwrap_or(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(averaging: Averaging, value: f64, allowed: Option<u32>) -> Limit {
        Limit {
            id: "test".into(),
            regime: Regime::InForce,
            binding: Binding::Limit,
            pollutant: "no2".into(),
            averaging,
            value,
            allowed,
            source: "none".into(),
            provenance: Provenance::Statute,
        }
    }

    #[test]
    fn contradictions_are_refused() {
        assert!(limit(Averaging::Year, 40.0, None).check().is_ok());
        assert!(limit(Averaging::Year, 40.0, Some(3)).check().is_err());
        assert!(limit(Averaging::Hour, 200.0, None).check().is_err());
        assert!(limit(Averaging::Day, 0.0, Some(3)).check().is_err());
        assert!(limit(Averaging::Day, f64::NAN, Some(3)).check().is_err());
    }

    #[test]
    fn decimals_follow_the_value() {
        let decimals = |value| limit(Averaging::Year, value, None).decimals();
        assert_eq!(decimals(40.0), 0);
        assert_eq!(decimals(3.4), 1);
        assert_eq!(decimals(0.005), 3);
    }
}
