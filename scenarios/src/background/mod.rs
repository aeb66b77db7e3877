//! The large-scale background: what a scenario names of it, and its value at a place.
//!
//! A background comes from earlier results, receptor by receptor, or from maps (GCN) with their
//! correction for double counting and the authority's own corrections. Results go before maps.

mod field;
mod table;

pub use field::BackgroundField;
pub use table::{BackgroundMap, BackgroundTable};

/// The source group under which the background stands among the contributions.
pub const BACKGROUND: &str = "background";
/// The source group under which all sources of a run stand together beside the background.
pub const SOURCES: &str = "sources";
