//! What stands in for factors that a table lacks.

use thiserror::Error;

use super::factor_table::SpeedCell;
use super::traffic::RoadType;

/// A deviation from the factors that a case asks for, never made without being named.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum Fallback {
    /// Stagnation without effect: the free factors, as the type of road has no stagnating ones.
    #[error("stagnating traffic counted as free: stagnation has no effect on this type of road")]
    StagnatingAsFree,
    /// Another type of road.
    #[error("factors of {} taken", .0.name())]
    RoadType(RoadType),
    /// Another type of road, with stagnating traffic on it.
    #[error("stagnating factors of {} taken", .0.name())]
    Stagnating(RoadType),
    /// The nearest speed limit.
    #[error("factors for the nearest speed limit taken, {0} km/h")]
    Speed(SpeedCell),
    /// A table that does not tell strictly enforced limits from others.
    #[error("the table does not distinguish strictly enforced speed limits")]
    NotStrict,
}
