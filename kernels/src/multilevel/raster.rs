//! The receptors: the centres of the cells of a north-up raster.

/// A raster of square cells; row 0 is the northernmost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raster {
    /// Centre of the cell in column 0 of row 0 (m).
    pub first: [f64; 2],
    /// Side of a cell (m), above 0.
    pub cell: f64,
    /// Cells in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

impl Raster {
    /// Centre of a cell (m).
    #[must_use]
    pub fn centre(&self, column: usize, row: usize) -> [f64; 2] {
        [
            self.first[0] + column as f64 * self.cell,
            self.first[1] - row as f64 * self.cell,
        ]
    }

    /// A position (m) in cells east and south of the first centre.
    pub(super) fn cells(&self, at: [f64; 2]) -> [f64; 2] {
        [
            (at[0] - self.first[0]) / self.cell,
            (self.first[1] - at[1]) / self.cell,
        ]
    }
}
