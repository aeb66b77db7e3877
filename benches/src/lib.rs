//! Benchmarks.

pub mod city;
pub mod guard;
pub mod ladder;
pub mod machine;
pub mod street_plan;
pub mod town;
