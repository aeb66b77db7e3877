//! Deaths attributable to a concentration, from a relative risk.
//!
//! Source: WHO Regional Office for Europe, "Health risks of air pollution in Europe - HRAPIE
//! project" (2013) and AirQ+ 2.x: a log-linear relation, with RR the relative risk per `step`,
//!
//! AF = 1 - exp(-ln(RR) C / step),   attributable deaths = AF x deaths
//!
//! For a contribution C on top of other air the same AF tells which part of the deaths would not
//! have come without it, since the ratio of two risks depends on the difference alone.

use thiserror::Error;

use super::Distribution;

/// A value with the bounds of its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// Lower bound.
    pub low: f64,
    /// Central estimate.
    pub central: f64,
    /// Upper bound.
    pub high: f64,
}

impl Band {
    /// The band with `of` applied to each of its values.
    #[must_use]
    pub fn map(self, of: impl Fn(f64) -> f64) -> Self {
        Self {
            low: of(self.low),
            central: of(self.central),
            high: of(self.high),
        }
    }
}

/// How much more often people die where the air holds more of a pollutant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RelativeRisk {
    risk: Band,
    step: f64,
}

/// Why a relative risk is refused.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum RelativeRiskError {
    /// The bounds do not enclose the central estimate, or are not 1 or more.
    #[error("a relative risk needs 1 <= low <= central <= high; found {low}, {central}, {high}")]
    Band {
        /// Lower bound.
        low: f64,
        /// Central estimate.
        central: f64,
        /// Upper bound.
        high: f64,
    },
    /// The step is not a positive number.
    #[error("a relative risk needs a step above 0 ug/m3; found {0}")]
    Step(f64),
}

impl RelativeRisk {
    /// A relative risk per `step` (ug/m3).
    ///
    /// # Errors
    /// When the bounds do not enclose the estimate or lie below 1, or the step is not above 0.
    pub fn new(risk: Band, step: f64) -> Result<Self, RelativeRiskError> {
        let Band { low, central, high } = risk;
        let ordered = 1.0 <= low && low <= central && central <= high && high.is_finite();
        if !ordered {
            return Err(RelativeRiskError::Band { low, central, high });
        }
        if !(step.is_finite() && step > 0.0) {
            return Err(RelativeRiskError::Step(step));
        }
        Ok(Self { risk, step })
    }

    /// The share (0 to 1) of the deaths that is attributable to `concentration` (ug/m3); 0 below 0.
    ///
    /// ```
    /// use pluim_core::exposure::{Band, RelativeRisk};
    /// let risk = RelativeRisk::new(Band { low: 1.06, central: 1.08, high: 1.09 }, 10.0)?;
    /// // 1 - 1 / 1.08 at one step
    /// assert!((risk.attributable(10.0).central - 0.074_074).abs() < 1e-6);
    /// assert!((risk.attributable(5.0).low - 0.028_715).abs() < 1e-6);
    /// assert_eq!(risk.attributable(0.0).high, 0.0);
    /// # Ok::<(), pluim_core::exposure::RelativeRiskError>(())
    /// ```
    #[must_use]
    pub fn attributable(&self, concentration: f64) -> Band {
        let steps = concentration.max(0.0) / self.step;
        self.risk.map(|risk| -libm::expm1(-libm::log(risk) * steps))
    }

    /// Deaths a year attributable to what people breathe, where of each of them `death_rate` (1/yr)
    /// die.
    #[must_use]
    pub fn deaths(&self, distribution: &Distribution, death_rate: f64) -> Band {
        let mut sum = Band::default();
        for exposed in distribution.exposed() {
            let share = self.attributable(exposed.concentration);
            let deaths = exposed.people * death_rate;
            sum.low += deaths * share.low;
            sum.central += deaths * share.central;
            sum.high += deaths * share.high;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::Exposed;
    use super::*;

    const PM: Band = Band {
        low: 1.06,
        central: 1.08,
        high: 1.09,
    };

    #[test]
    fn deaths_follow_the_people() {
        let risk = RelativeRisk::new(PM, 10.0).unwrap();
        let exposed = |people, concentration| Exposed {
            people,
            concentration,
        };
        let all = Distribution::new(vec![exposed(1e5, 10.0), exposed(1e5, 0.0)]);
        let deaths = risk.deaths(&all, 0.009);
        assert!((deaths.central - 900.0 * (1.0 - 1.0 / 1.08)).abs() < 1e-9);
        assert!(deaths.low < deaths.central && deaths.central < deaths.high);
    }

    #[test]
    fn contradictions_are_refused() {
        let band = |low, central, high| RelativeRisk::new(Band { low, central, high }, 10.0);
        assert!(band(1.09, 1.08, 1.1).is_err());
        assert!(band(0.99, 1.0, 1.1).is_err());
        assert!(band(1.0, f64::NAN, 1.1).is_err());
        assert!(RelativeRisk::new(PM, 0.0).is_err());
    }
}
