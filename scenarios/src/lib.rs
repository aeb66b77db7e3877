//! Scenario file -> plan -> run -> results.
//!
//! [`scenario`] reads what a user wrote, [`plan`] reads everything that it names, [`mod@run`]
//! computes and writes, and [`commands`] are the commands of the program around them.

pub mod commands;
pub mod error;
pub mod plan;
pub mod run;
pub mod scenario;
