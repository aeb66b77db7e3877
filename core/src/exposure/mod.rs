//! Who breathes what, and what that does: exposure of people, and the deaths and years of life
//! attributable to it.

mod distribution;
mod relative_risk;

pub use distribution::{Distribution, Exposed};
pub use relative_risk::{Band, RelativeRisk, RelativeRiskError};
