//! What a plan adds at one receptor.

use super::{NIBM_THRESHOLD, NibmVerdict, round_half_even};

/// Contribution of a plan at one receptor: proposed minus reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanContribution {
    /// Annual mean without the plan (ug/m3).
    pub reference: f64,
    /// Annual mean with the plan (ug/m3).
    pub proposed: f64,
    /// Increment (ug/m3), not rounded; negative where the plan improves.
    pub increment: f64,
    /// Increment rounded to one decimal, as the NIBM test wants it.
    pub rounded: f64,
    /// Whether the rounded increment is significant.
    pub nibm: NibmVerdict,
}

/// Compares two annual means (ug/m3) at one receptor.
///
/// ```
/// use pluim_core::assessment::{plan_contribution, NibmVerdict};
/// let plan = plan_contribution(21.4, 22.9);
/// assert_eq!((plan.rounded, plan.nibm), (1.5, NibmVerdict::Significant));
/// ```
#[must_use]
pub fn plan_contribution(reference: f64, proposed: f64) -> PlanContribution {
    let increment = proposed - reference;
    let rounded = round_half_even(increment, 1);
    PlanContribution {
        reference,
        proposed,
        increment,
        rounded,
        nibm: if rounded <= NIBM_THRESHOLD {
            NibmVerdict::NotSignificant
        } else {
            NibmVerdict::Significant
        },
    }
}
