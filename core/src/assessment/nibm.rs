//! NIBM: plans that add so little that no further test is needed.

use super::round_half_even;

/// Threshold (ug/m3): 3 % of the annual limit of 40 ug/m3, for NO2 and PM10 alike.
///
/// # References
/// Besluit niet in betekenende mate bijdragen, article 2; Bkl articles 5.53 and 5.54.
pub const NIBM_THRESHOLD: f64 = 1.2;

/// Distance (m) within which sites that share access roads count as one.
pub const CUMULATION_DISTANCE: f64 = 1000.0;

/// Increment (ug/m3) up to which a site is left out of cumulation.
pub const THRESHOLD_CUMULATION: f64 = 0.1;

/// Homes per ug/m3, offices per ug/m3, in a mixed plan.
const PER_HOME: f64 = 0.0008;
/// ug/m3 per square metre of office.
const PER_SQUARE_METRE: f64 = 0.000_012;

/// Outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NibmVerdict {
    /// Does not add significantly.
    NotSignificant,
    /// Adds significantly: a full test against the limits is needed.
    Significant,
}

/// Number of access roads of a housing or office site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessRoads {
    /// One road carries all traffic.
    One,
    /// Two roads with traffic evenly divided.
    Two,
}

/// Homes and offices on one site.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MixedPlan {
    /// Number of new homes.
    pub homes: f64,
    /// Gross floor area of new offices (m2).
    pub offices: f64,
}

/// Whether increments of NO2 and PM10 (ug/m3, annual means, greatest over all receptors) are not
/// significant: both, rounded to one decimal, at most 1.2.
///
/// ```
/// use pluim_core::assessment::{adds_not_significantly, NibmVerdict};
/// assert_eq!(adds_not_significantly(1.25, 0.3), NibmVerdict::NotSignificant);
/// assert_eq!(adds_not_significantly(1.26, 0.3), NibmVerdict::Significant);
/// assert_eq!(adds_not_significantly(0.3, 1.4), NibmVerdict::Significant);
/// ```
#[must_use]
pub fn adds_not_significantly(no2: f64, pm10: f64) -> NibmVerdict {
    let small = |increment: f64| round_half_even(increment, 1) <= NIBM_THRESHOLD;
    if small(no2) && small(pm10) {
        NibmVerdict::NotSignificant
    } else {
        NibmVerdict::Significant
    }
}

impl MixedPlan {
    /// Increment (ug/m3) by the rule for mixed plans: 0.0008 a home and 0.000012 a square metre.
    ///
    /// # References
    /// Regeling niet in betekenende mate bijdragen, annex 3B.
    ///
    /// ```
    /// use pluim_core::assessment::MixedPlan;
    /// let plan = MixedPlan { homes: 900.0, offices: 30_000.0 };
    /// assert!((plan.increment() - 1.08).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn increment(&self) -> f64 {
        PER_HOME * self.homes + PER_SQUARE_METRE * self.offices
    }

    /// Whether the plan is in the list of plans that never add significantly: up to 1,500 homes
    /// or 100,000 m2 of offices on one access road, twice that on two, or a mix of both.
    ///
    /// ```
    /// use pluim_core::assessment::{AccessRoads, MixedPlan, NibmVerdict};
    /// let plan = |homes| MixedPlan { homes, offices: 0.0 };
    /// assert_eq!(plan(1500.0).verdict(AccessRoads::One), NibmVerdict::NotSignificant);
    /// assert_eq!(plan(1501.0).verdict(AccessRoads::One), NibmVerdict::Significant);
    /// assert_eq!(plan(3000.0).verdict(AccessRoads::Two), NibmVerdict::NotSignificant);
    /// ```
    #[must_use]
    pub fn verdict(&self, roads: AccessRoads) -> NibmVerdict {
        let share = match roads {
            AccessRoads::One => 1.0,
            AccessRoads::Two => 0.5,
        };
        if share * self.increment() <= NIBM_THRESHOLD + 1e-9 {
            NibmVerdict::NotSignificant
        } else {
            NibmVerdict::Significant
        }
    }
}

/// Whether a rail yard with `diesel_hours` a year is small enough: at most 7,500.
#[must_use]
pub fn rail_yard_is_small(diesel_hours: f64) -> bool {
    diesel_hours <= 7500.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_threshold_agree() {
        let homes = MixedPlan {
            homes: 1500.0,
            offices: 0.0,
        };
        let offices = MixedPlan {
            homes: 0.0,
            offices: 100_000.0,
        };
        for plan in [homes, offices] {
            assert!((plan.increment() - NIBM_THRESHOLD).abs() < 1e-12);
            assert_eq!(plan.verdict(AccessRoads::One), NibmVerdict::NotSignificant);
        }
        assert!(rail_yard_is_small(7500.0) && !rail_yard_is_small(7501.0));
    }
}
