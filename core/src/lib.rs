//! The words of the field and its physics: sources, meteorology, plumes, and their sum.
//!
//! `pluim-core` reads no file, no clock and no environment variable, starts no thread pool and
//! does not panic on input. Units are SI unless a name says otherwise; concentrations leave in
//! g/m3 per unit of emission and are converted to ug/m3 at the border of a run.

pub mod assessment;
pub mod boundary_layer;
pub mod chemistry;
pub mod deposition;
pub mod emission;
pub mod exposure;
pub mod grid;
pub mod meteorology;
pub mod plane;
pub mod plume_rise;
pub mod provenance;
pub mod scheme;
pub mod solve;
pub mod source;
pub mod statistics;
pub mod zones;
