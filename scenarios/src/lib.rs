//! Scenario file to results.

pub mod aermod;
