//! Scenario file to results.

pub mod srm;
