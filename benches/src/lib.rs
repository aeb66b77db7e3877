//! Benchmarks.

pub mod city;
pub mod street_plan;
