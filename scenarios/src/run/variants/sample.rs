//! Random places at which the error of what is mixed is measured.

use std::ops::Range;

use geo_types::Coord;
use pluim_core::grid::Grid;

use crate::run::error_sample::FLOOR;
use crate::run::quantities::{Sum, unit};

/// What was computed at random places, and what rounding does to totals there.
pub(super) struct Sample {
    /// Column and row of every place.
    cells: Vec<(usize, usize)>,
    /// Per pollutant (g/m3); none where nothing of it was computed.
    values: Vec<Option<Vec<f64>>>,
    /// Totals, and what rounding can make of them.
    totals: Vec<(f64, f64)>,
}

impl Sample {
    pub(super) fn new(grid: &Grid, places: &[Coord<f64>], pollutants: usize) -> Self {
        let cells = places.iter().filter_map(|place| grid.cell_of(*place));
        Self {
            cells: cells.collect(),
            values: vec![None; pollutants],
            totals: Vec::new(),
        }
    }

    /// The places in some rows of so many cells: the number of each, and of its cell among those.
    pub(super) fn cells(&self, rows: &Range<usize>, columns: usize) -> Vec<(usize, usize)> {
        let cells = self.cells.iter().enumerate();
        let inside = cells.filter(|(_, (_, row))| rows.contains(row));
        inside
            .map(|(place, (column, row))| (place, (row - rows.start) * columns + column))
            .collect()
    }

    /// Adds what a contribution, in its unit, gives a place.
    pub(super) fn add(&mut self, place: usize, sum: &Sum, value: f32) {
        let (_, scale) = unit(sum.quantity.pollutant());
        let count = self.cells.len();
        let values = self.values[sum.number].get_or_insert_with(|| vec![0.0; count]);
        values[place] += f64::from(value) / scale;
    }

    /// Notes a total and what rounding can make of it.
    pub(super) fn round(&mut self, value: f64, rounding: f64) {
        self.totals.push((value, rounding));
    }

    /// What was computed (g/m3).
    pub(super) fn values(self) -> Vec<Option<Vec<f64>>> {
        self.values
    }

    /// The largest share of a total that rounding can make, where it is not next to nothing; none
    /// where nothing was noted.
    pub(super) fn rounding(&self) -> Option<f64> {
        let largest = self.totals.iter().map(|it| it.0).reduce(f64::max)?;
        let counted = self.totals.iter().filter(|it| it.0 > FLOOR * largest);
        counted
            .map(|(value, rounding)| rounding / value)
            .reduce(f64::max)
    }
}
