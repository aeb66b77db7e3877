//! Benchmarks.

pub mod city;
pub mod guard;
pub mod street_plan;
