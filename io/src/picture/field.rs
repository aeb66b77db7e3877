//! Values, one a pixel.

use crate::error::Result;
use crate::raster::RasterFile;

/// A rectangle of values, row by row from the north; NaN where there is none.
pub(super) struct Field {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) values: Vec<f32>,
}

impl Field {
    /// The raster in `longest` pixels along its longer side: many cells to a pixel are averaged,
    /// few are repeated.
    pub(super) fn of(raster: &RasterFile, longest: usize) -> Result<Self> {
        let grid = raster.grid();
        let scale = longest as f64 / grid.columns().max(grid.rows()) as f64;
        let size = |cells: usize| ((cells as f64 * scale).round() as usize).max(1);
        let (columns, rows) = (size(grid.columns()), size(grid.rows()));
        let fine = Self::near(raster, 2 * longest)?;
        let (across, down) = (spans(fine.columns, columns), spans(fine.rows, rows));
        let mut values = Vec::with_capacity(columns * rows);
        for rows in &down {
            values.extend(across.iter().map(|columns| fine.mean(columns, rows)));
        }
        Ok(Self {
            columns,
            rows,
            values,
        })
    }

    /// The raster, or the finest of its overviews that is not much larger than wanted.
    fn near(raster: &RasterFile, most: usize) -> Result<Self> {
        let (columns, rows, values) = raster.overview(most.max(1024))?;
        Ok(Self {
            columns,
            rows,
            values,
        })
    }

    fn mean(&self, columns: &Span, rows: &Span) -> f32 {
        let (mut sum, mut count) = (0.0, 0_u32);
        for row in rows.clone() {
            let start = row * self.columns;
            let cells = self.values.get(start + columns.start..start + columns.end);
            for value in cells.unwrap_or_default().iter().filter(|it| !it.is_nan()) {
                sum += f64::from(*value);
                count += 1;
            }
        }
        (sum / f64::from(count)) as f32
    }
}

type Span = std::ops::Range<usize>;

/// Which of `cells` cells fall into each of `pixels` pixels; at least one in each.
fn spans(cells: usize, pixels: usize) -> Vec<Span> {
    let edge = |pixel: usize| pixel * cells / pixels;
    let span = |pixel: usize| {
        let start = edge(pixel).min(cells - 1);
        start..edge(pixel + 1).max(start + 1)
    };
    (0..pixels).map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_falls_into_a_pixel() {
        assert_eq!(spans(5, 2), [0..2, 2..5]);
        assert_eq!(spans(2, 4), [0..1, 0..1, 1..2, 1..2]);
        assert_eq!(spans(1, 1).first(), Some(&(0..1)));
    }

    #[test]
    fn pixels_average_the_cells_that_have_a_value() {
        let field = Field {
            columns: 2,
            rows: 2,
            values: vec![1.0, f32::NAN, 3.0, f32::NAN],
        };
        assert_eq!(field.mean(&(0..2), &(0..2)), 2.0);
        assert!(field.mean(&(1..2), &(0..2)).is_nan());
    }
}
