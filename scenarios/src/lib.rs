//! Scenario file to results.
