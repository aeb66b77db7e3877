//! What the commands that answer questions about runs share: areas, derived rasters, the end of
//! their output.

mod apart;
mod areas;
mod derived;
mod ending;
mod gis;

pub(crate) use apart::{apart, apart_from_inputs, not_over};
pub(crate) use areas::{AreaArgs, Zones, of_areas};
pub(crate) use derived::{Derived, OfCell, beside, same_grid, write_derived};
pub use ending::Answer;
pub(crate) use ending::folder_for;
pub(crate) use gis::{dress, style};
