//! Does it comply: limits, rounding, exposure, and the contribution of a plan.
//!
//! Limits are records, given from outside; this module knows how to compare with them. Every
//! number carries the rule and the inputs from which it follows.

mod exposure;
mod finding;
mod limit;
mod nibm;
mod place;
mod plan;
mod rounding;
mod sea_salt;
mod trace;

pub use exposure::{AssessmentDuty, ExposurePeriod, Place, Scope};
pub use finding::{
    CountedExceedances, Extent, Finding, NaturalSources, PollutantYear, Verdict, assess,
};
pub use limit::{Averaging, Binding, Limit, LimitError, Regime};
pub use nibm::{
    AccessRoads, CUMULATION_DISTANCE, MixedPlan, NIBM_THRESHOLD, NibmVerdict, THRESHOLD_CUMULATION,
    adds_not_significantly, rail_yard_is_small,
};
pub use place::{FURTHEST_FROM_EDGE, PlaceWarning, ReceptorPlace, SHORTEST_STREET};
pub use plan::{PlanContribution, plan_contribution};
pub use rounding::{round_half_even, whole};
pub use sea_salt::{SeaSalt, days_of_province};
pub use trace::{Input, Traced};
