//! Rasters made coarser, for those that want to see all of it at once.

use super::RasterFile;
use crate::error::Result;

/// Cells read at once.
const PIECE: usize = 1 << 22;

/// A raster of square blocks of cells, row by row from the north; NaN where a block holds no value.
#[derive(Debug, Clone, PartialEq)]
pub struct CoarseField {
    /// Blocks from west to east.
    pub columns: usize,
    /// Blocks from north to south.
    pub rows: usize,
    /// Cells along a side of a block; those at the east and south may stick out of the raster.
    pub cells: usize,
    /// The mean of the cells of each block.
    pub values: Vec<f32>,
}

impl RasterFile {
    /// The raster in the smallest whole number of cells to a block at which neither side has more
    /// than `most` blocks. `see` is given every row of cells on the way, from the north.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn coarse(&self, most: usize, see: &mut dyn FnMut(&[f32])) -> Result<CoarseField> {
        let (columns, rows) = (self.grid().columns(), self.grid().rows());
        let cells = columns.max(rows).div_ceil(most.max(1)).max(1);
        let at_once = cells * (PIECE / columns.max(1) / cells).max(1);
        let mut values = Vec::with_capacity(columns.div_ceil(cells) * rows.div_ceil(cells));
        for first in (0..rows).step_by(at_once) {
            let piece = self.rows(first, at_once.min(rows - first))?;
            piece.chunks(columns).for_each(&mut *see);
            let blocks = piece.chunks(columns * cells);
            values.extend(blocks.flat_map(|rows| means(rows, columns, cells)));
        }
        Ok(CoarseField {
            columns: columns.div_ceil(cells),
            rows: rows.div_ceil(cells),
            cells,
            values,
        })
    }
}

/// The means of blocks of `cells` columns, over all of `rows`, each of `columns` cells.
fn means(rows: &[f32], columns: usize, cells: usize) -> Vec<f32> {
    let mut sums = vec![(0.0, 0_u32); columns.div_ceil(cells)];
    for row in rows.chunks(columns) {
        for (block, (sum, count)) in row.chunks(cells).zip(&mut sums) {
            for value in block.iter().filter(|value| !value.is_nan()) {
                *sum += f64::from(*value);
                *count += 1;
            }
        }
    }
    let mean = |(sum, count): (f64, u32)| (sum / f64::from(count)) as f32;
    sums.into_iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_at_the_edge_take_the_cells_that_there_are() {
        let rows = [1.0, 3.0, 10.0, 5.0, f32::NAN, 20.0];
        assert_eq!(means(&rows, 3, 2), [3.0, 15.0]);
        assert!(means(&[f32::NAN; 4], 2, 2)[0].is_nan());
    }
}
