//! Benchmarks.

pub mod street_plan;
