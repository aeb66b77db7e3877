//! The scenario file: what a user writes, checked and with defaults filled in.

mod file;
mod paths;
mod read;

pub use file::{
    Factors, GridTable, Meteorology, Output, Profile, Receptors, RungChoice, Scenario,
    SchemeChoice, Solver, SourceTable,
};
pub use read::{read_scenario, schema};

pub(crate) use paths::resolve_paths;
pub(crate) use read::parse;
