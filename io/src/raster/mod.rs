//! Rasters as Cloud-Optimised GeoTIFF: written row by row, read back whole, by window or by point.
//!
//! In memory a cell without a value is NaN; in the file it holds [`NODATA`], so that a reader that
//! knows nothing of nodata stumbles over an absurd number and not over a NaN that spreads.

mod coarse;
mod compression;
mod label;
mod layout;
mod packing;
mod precision;
mod pyramid;
mod reader;
mod spool;
mod tags;
mod tiles;
mod unit;
mod writer;

pub use coarse::CoarseField;
pub use compression::Compression;
pub use label::{Provenance, RasterLabel};
pub use precision::Precision;
pub use reader::RasterFile;
pub use writer::{RasterWriter, Settings, Threads};

/// What a cell without a value holds in the file.
pub const NODATA: f32 = -9999.0;

/// Rows and columns of a tile.
pub const TILE: usize = 512;
