//! Scenario file to results.

pub mod assess;
pub mod srm;
