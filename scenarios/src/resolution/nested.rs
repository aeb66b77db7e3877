//! A map of coarse cells beside one of fine cells.

use pluim_core::grid::Grid;
use pluim_core::statistics::field::FieldSummary;
use pluim_core::statistics::field_difference::FieldDifference;
use pluim_io::raster::{RasterFile, TILE};

use crate::error::Result;

/// What a map of coarse cells differs from one of fine cells.
#[derive(Debug, Default)]
pub(super) struct Nested {
    /// In every fine cell: the coarse cell that holds its centre, less the fine cell.
    pub(super) at_fine_cells: FieldDifference,
    /// In every coarse cell: its value, which is that of its centre, less the mean of the fine
    /// cells whose centre lies in it.
    pub(super) centre_less_mean: FieldDifference,
}

/// Compares two maps in the cells whose centre lies in `extent`.
pub(super) fn nested(coarse: &RasterFile, fine: &RasterFile, extent: [f64; 4]) -> Result<Nested> {
    let mut nested = Nested::default();
    let columns = coarse_columns(fine.grid(), coarse.grid(), extent);
    let mut row = CoarseRow::none(coarse.grid(), extent);
    for_rows(fine, extent, |number, values| {
        let centre = fine.grid().centre(0, number);
        let at = coarse.grid().centre(0, 0).x;
        let place = geo_types::Coord { x: at, y: centre.y };
        let Some((_, of)) = coarse.grid().cell_of(place) else {
            return Ok(());
        };
        if row.number != Some(of) {
            row.end(&mut nested);
            row.begin(of, coarse.rows(of, 1)?);
        }
        for (value, column) in values.iter().zip(&columns) {
            let Some(column) = *column else { continue };
            nested.at_fine_cells.add(row.values[column], *value);
            row.take(column, *value);
        }
        Ok(())
    })?;
    row.end(&mut nested);
    Ok(nested)
}

/// Statistics of a map over the cells whose centre lies in `extent`; the numbers of its cells run
/// over those alone, row by row.
pub(super) fn summary(
    raster: &RasterFile,
    extent: [f64; 4],
    thresholds: Vec<f64>,
) -> Result<FieldSummary> {
    let mut summary = FieldSummary::new(thresholds);
    for_rows(raster, extent, |_, values| {
        summary.add(values);
        Ok(())
    })?;
    Ok(summary)
}

/// Calls `each` with the number and the cells of every row, those whose centre lies in `extent`.
fn for_rows(
    raster: &RasterFile,
    extent: [f64; 4],
    mut each: impl FnMut(usize, &[f32]) -> Result<()>,
) -> Result<()> {
    let grid = raster.grid();
    let (columns, rows) = grid.within(extent);
    for top in rows.clone().step_by(TILE) {
        let count = TILE.min(rows.end - top);
        let band = raster.rows(top, count)?;
        for (number, row) in (top..).zip(band.chunks(grid.columns())) {
            each(number, &row[columns.clone()])?;
        }
    }
    Ok(())
}

/// For every column of `fine` in `extent` the column of `coarse` that holds its centre.
fn coarse_columns(fine: &Grid, coarse: &Grid, extent: [f64; 4]) -> Vec<Option<usize>> {
    let y = coarse.centre(0, 0).y;
    let column = |column| {
        let x = fine.centre(column, 0).x;
        let place = geo_types::Coord { x, y };
        coarse.cell_of(place).map(|(column, _)| column)
    };
    fine.within(extent).0.map(column).collect()
}

/// A row of coarse cells, with what their fine cells add up to so far.
struct CoarseRow {
    number: Option<usize>,
    values: Vec<f32>,
    sums: Vec<(f64, u32)>,
    inside: (std::ops::Range<usize>, std::ops::Range<usize>),
}

impl CoarseRow {
    fn none(grid: &Grid, extent: [f64; 4]) -> Self {
        Self {
            number: None,
            values: vec![f32::NAN; grid.columns()],
            sums: vec![(0.0, 0); grid.columns()],
            inside: grid.within(extent),
        }
    }

    fn begin(&mut self, number: usize, values: Vec<f32>) {
        self.number = Some(number);
        self.values = values;
        self.sums.fill((0.0, 0));
    }

    fn take(&mut self, column: usize, value: f32) {
        if !value.is_nan() {
            let (sum, count) = &mut self.sums[column];
            *sum += f64::from(value);
            *count += 1;
        }
    }

    fn end(&mut self, nested: &mut Nested) {
        let (columns, rows) = self.inside.clone();
        if !self.number.is_some_and(|number| rows.contains(&number)) {
            return;
        }
        for column in columns {
            let (sum, count) = self.sums[column];
            if count > 0 {
                let mean = (sum / f64::from(count)) as f32;
                nested.centre_less_mean.add(self.values[column], mean);
            }
        }
    }
}
