//! Where the pixels of the map lie.

use pluim_core::grid::Grid;
use serde::Serialize;

/// The pixels of the map, which all its layers share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Frame {
    epsg: u32,
    west: f64,
    north: f64,
    /// Side of a pixel (m).
    pixel: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Side of a cell of the rasters (m).
    cell: f64,
    cells_per_pixel: usize,
}

impl Frame {
    /// The frame of a raster on `grid`, with `cells` cells along a side of a pixel.
    pub(super) fn of(grid: &Grid, epsg: u32, cells: usize) -> Self {
        Self {
            epsg,
            west: grid.west(),
            north: grid.north(),
            pixel: grid.cell() * cells as f64,
            columns: grid.columns().div_ceil(cells),
            rows: grid.rows().div_ceil(cells),
            cell: grid.cell(),
            cells_per_pixel: cells,
        }
    }
}
