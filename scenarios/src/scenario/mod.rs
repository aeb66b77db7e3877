//! The scenario file: what a user writes, checked and with defaults filled in.

mod chemistry;
mod file;
mod paths;
mod read;
mod variant;

pub use chemistry::Chemistry;
pub use file::{
    Factors, GridTable, Meteorology, NearSurfaceChoice, Output, PblTable, Profile, Receptors,
    RungChoice, Scenario, SchemeChoice, Solver, SourceKind, SourceTable, SplitBy, UrbanTable,
};
pub use read::{overlay_schema, read_scenario, schema, variant_names};
pub use variant::{Overlay, Variant};

pub(crate) use paths::resolve_paths;
pub(crate) use read::{check_group_name, parse, parse_text, scenario_of};
