//! Scenario file -> plan -> run -> results.
//!
//! [`scenario`] reads what a user wrote, [`plan`] reads everything that it names, [`mod@run`]
//! computes and writes, and [`commands`] are the commands of the program around them. [`srm`]
//! computes a CIMLK network by the Dutch standard methods, [`mod@assess`] puts results to limits,
//! [`mod@report`] makes a page of a run, and [`aermod`] runs the control files of another program.

pub mod aermod;
pub mod answer;
pub mod assess;
pub mod background;
pub mod commands;
pub mod compare;
pub mod contribution;
pub mod error;
pub mod exchange;
pub mod exposure;
pub mod interrupt;
pub mod measures;
pub mod plan;
pub mod report;
pub mod resolution;
pub mod run;
pub mod scenario;
pub mod srm;
pub mod validate;
pub mod verify;
