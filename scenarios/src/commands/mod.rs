//! The commands of the program, one a file.

mod any_plan;
pub mod assess;
pub mod check;
pub mod demo;
pub mod emissions;
pub mod run;
pub mod shell;
