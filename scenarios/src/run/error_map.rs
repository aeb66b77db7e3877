//! The error of the raster rung over the map, estimated from five cells in each block of cells.
//!
//! Four are the middles of its quarters. The fifth is the cell in which the sources contribute
//! most: near to them the raster errs most, and a regular lattice seldom meets it. The largest of
//! their errors stands for the block, and between the middles of blocks it is interpolated.

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::Fields;
use pluim_core::solve::climatology::Climatology;
use pluim_io::error::InputError;
use pluim_io::raster::{RasterLabel, RasterWriter, Settings, TILE};
use pluim_io::run_folder::{ErrorMapRecord, FileRecord, Quantity};

use super::answer::Order;
use super::error_sample::{FLOOR, of_pollutants};
use super::quantities::MEAN;
use super::rasters::label_of;
use super::sink::Written;
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::RungChoice;

/// The quarters of a block: whether to the right, and whether below.
const QUARTERS: [[usize; 2]; 4] = [[0, 0], [1, 0], [0, 1], [1, 1]];
/// Blocks along the longer side of the raster, at most.
const MOST_BLOCKS: usize = 16;

/// Whether a run maps the error of its raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorMap {
    /// It does not.
    #[default]
    Unmapped,
    /// One map a pollutant.
    Mapped,
}

impl ErrorMap {
    /// Refuses a map of the error of a raster rung that is not used.
    pub(super) fn check(self, plan: &Plan) -> Result<()> {
        let rung = plan.scenario.solver.rung;
        let raster = matches!(rung, RungChoice::Auto | RungChoice::Raster) && plan.grid.is_some();
        if self == Self::Unmapped || raster {
            return Ok(());
        }
        let expected = "a raster on the rung raster, whose error --error-map maps";
        let fault = InputError::new(&plan.file, expected);
        Err(match plan.grid {
            None => fault.field("grid").found("none").hint("add a [grid]"),
            Some(_) => fault
                .field("solver.rung")
                .found(rung_name(rung))
                .hint("take auto or raster, or leave out --error-map"),
        }
        .into())
    }
}

fn rung_name(rung: RungChoice) -> String {
    let value = serde_json::to_value(rung).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The blocks of a raster.
struct Blocks<'a> {
    grid: &'a Grid,
    /// Cells along a side.
    side: usize,
    columns: usize,
    rows: usize,
}

impl<'a> Blocks<'a> {
    fn of(grid: &'a Grid) -> Self {
        let longer = grid.columns().max(grid.rows());
        let side = longer.div_ceil(MOST_BLOCKS);
        Self {
            grid,
            side,
            columns: grid.columns().div_ceil(side),
            rows: grid.rows().div_ceil(side),
        }
    }

    fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// The block of a cell.
    fn block(&self, column: usize, row: usize) -> usize {
        row / self.side * self.columns + column / self.side
    }

    /// The middles of the quarters of every block, block by block; cells at the edge of the raster
    /// where a block sticks out of it.
    fn quarters(&self) -> Vec<Coord<f64>> {
        let centre = |block: usize, [right, down]: [usize; 2]| {
            let cell = |block: usize, half: usize, cells: usize| {
                (block * self.side + (1 + 2 * half) * self.side / 4).min(cells - 1)
            };
            self.grid.centre(
                cell(block % self.columns, right, self.grid.columns()),
                cell(block / self.columns, down, self.grid.rows()),
            )
        };
        let of_block = |block| QUARTERS.map(|quarter| centre(block, quarter));
        (0..self.count()).flat_map(of_block).collect()
    }

    /// The cell of every block in which the sources contribute most of a pollutant.
    fn peaks(&self, written: &Written, number: usize) -> Result<Vec<Coord<f64>>> {
        let mut highest = vec![(f64::NEG_INFINITY, Coord::default()); self.count()];
        for top in (0..self.grid.rows()).step_by(TILE) {
            let count = TILE.min(self.grid.rows() - top);
            let values = written.rows(number, top, count)?;
            for (at, value) in values.into_iter().enumerate() {
                let (column, row) = (at % self.grid.columns(), top + at / self.grid.columns());
                let found = &mut highest[self.block(column, row)];
                if value > found.0 {
                    *found = (value, self.grid.centre(column, row));
                }
            }
        }
        Ok(highest.into_iter().map(|(_, at)| at).collect())
    }

    /// The value in a cell, from those of the blocks: linear between their middles, and that of the
    /// last block beyond them.
    fn value(&self, of_blocks: &[f64], column: usize, row: usize) -> f64 {
        let (left, right, across) = self.between(column, self.columns);
        let (upper, lower, down) = self.between(row, self.rows);
        let at = |column, row| of_blocks[row * self.columns + column];
        let on = |row| (1.0 - across) * at(left, row) + across * at(right, row);
        (1.0 - down) * on(upper) + down * on(lower)
    }

    /// The blocks between whose middles a cell lies, and how far it is from the first to the second.
    fn between(&self, cell: usize, blocks: usize) -> (usize, usize, f64) {
        let place = (cell as f64 + 0.5) / self.side as f64 - 0.5;
        let place = place.clamp(0.0, (blocks - 1) as f64);
        let first = place.floor() as usize;
        (first, (first + 1).min(blocks - 1), place - first as f64)
    }
}

/// Maps the error of the raster that was `written` against its mean kernels, for each pollutant that
/// is in it, and counts how many of the random `places` have no larger error than the map says.
pub(super) fn write(
    order: &Order<'_>,
    (grid, written): (&Grid, &Written),
    climatology: &Climatology<'_>,
    places: &[Coord<f64>],
) -> Result<(Vec<FileRecord>, ErrorMapRecord)> {
    let blocks = Blocks::of(grid);
    let mut record = ErrorMapRecord {
        block_m: blocks.side as f64 * grid.cell(),
        columns: blocks.columns,
        rows: blocks.rows,
        cells_in_a_block: QUARTERS.len() + 1,
        ..ErrorMapRecord::default()
    };
    let compared = Compared::at(places, (order.plan, grid), written, climatology);
    let mut files = Vec::new();
    for (number, pollutant) in order.plan.pollutants.iter().enumerate() {
        if !written.knows(number) {
            continue;
        }
        let sample = [blocks.quarters(), blocks.peaks(written, number)?].concat();
        let found = Compared::at(&sample, (order.plan, grid), written, climatology);
        let errors = found.errors(number, found.floor(number));
        let (quarters, peaks) = errors.split_at(QUARTERS.len() * blocks.count());
        let largest = |(four, peak): (&[f64], &f64)| four.iter().copied().fold(*peak, f64::max);
        let of_blocks: Vec<f64> = quarters
            .chunks(QUARTERS.len())
            .zip(peaks)
            .map(largest)
            .collect();

        let quantity = Quantity::new(pollutant.name(), MEAN).of_error();
        let path = order.folder.raster(&quantity);
        let label = label(order, &quantity, &blocks);
        let mut writer = RasterWriter::create(&path, grid, &label, Settings::default())?;
        for row in 0..grid.rows() {
            let value = |column| blocks.value(&of_blocks, column, row) as f32;
            let values: Vec<f32> = (0..grid.columns()).map(value).collect();
            writer.write_rows(&values)?;
        }
        files.push(writer.finish()?);

        let there = compared.errors(number, found.floor(number));
        for (error, place) in there.into_iter().zip(places) {
            let Some((column, row)) = grid.cell_of(*place) else {
                continue;
            };
            record.checked += 1;
            let told = blocks.value(&of_blocks, column, row);
            record.not_above_the_map += usize::from(error <= told);
        }
    }
    Ok((files, record))
}

fn label(order: &Order<'_>, quantity: &Quantity, blocks: &Blocks<'_>) -> RasterLabel {
    RasterLabel {
        band: format!(
            "{}, estimated relative error of the raster rung against the climatology rung: \
             the largest of five cells in each block of {} m, interpolated; not an error of the physics",
            quantity.pollutant(),
            blocks.side as f64 * blocks.grid.cell()
        ),
        unit: "1".to_owned(),
        ..label_of(order.plan, order.run_id, quantity)
    }
}

/// What the sources contribute (g/m3) at places, by the raster and by its mean kernels.
struct Compared {
    raster: Fields,
    exact: Fields,
}

impl Compared {
    fn at(
        places: &[Coord<f64>],
        (plan, grid): (&Plan, &Grid),
        written: &Written,
        climatology: &Climatology<'_>,
    ) -> Self {
        Self {
            raster: written.sampled(grid, places),
            exact: of_pollutants(plan, climatology, places),
        }
    }

    /// What an error is put to at least (g/m3), so that nothing over nothing is not large.
    fn floor(&self, number: usize) -> f64 {
        let largest = self.exact.values[number]
            .iter()
            .copied()
            .fold(0.0, f64::max);
        FLOOR * largest
    }

    /// The relative errors of a pollutant.
    fn errors(&self, number: usize, floor: f64) -> Vec<f64> {
        let pairs = self.raster.values[number]
            .iter()
            .zip(&self.exact.values[number]);
        let error = |(found, exact): (&f64, &f64)| match exact.max(floor) {
            least if least > 0.0 => (found - exact).abs() / least,
            _ => 0.0,
        };
        pairs.map(error).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize) -> Grid {
        Grid::at_corner(Coord { x: 100.0, y: 500.0 }, 10.0, columns, rows).unwrap()
    }

    #[test]
    fn a_small_raster_is_its_own_lattice() {
        let grid = grid(3, 2);
        let blocks = Blocks::of(&grid);
        assert_eq!((blocks.side, blocks.columns, blocks.rows), (1, 3, 2));
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(blocks.value(&values, 2, 1), 6.0);
        assert_eq!(blocks.quarters()[16], grid.centre(1, 1));
    }

    #[test]
    fn values_are_linear_between_blocks_and_level_beyond() {
        let grid = grid(33, 3);
        let blocks = Blocks::of(&grid);
        assert_eq!((blocks.side, blocks.columns, blocks.rows), (3, 11, 1));
        let values: Vec<f64> = (0..11).map(f64::from).collect();
        assert_eq!(blocks.value(&values, 1, 1), 0.0);
        assert_eq!(blocks.value(&values, 0, 2), 0.0);
        assert!((blocks.value(&values, 2, 0) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(blocks.value(&values, 32, 0), 10.0);
        assert_eq!(blocks.block(32, 2), 10);
    }

    #[test]
    fn a_block_that_sticks_out_keeps_its_cells_inside() {
        let grid = grid(49, 1);
        let blocks = Blocks::of(&grid);
        assert_eq!((blocks.side, blocks.columns), (4, 13));
        let quarters = blocks.quarters();
        assert_eq!(quarters.len(), 4 * blocks.count());
        assert!(quarters.iter().all(|it| grid.cell_of(*it).is_some()));
        let first: Vec<_> = quarters
            .iter()
            .take(2)
            .map(|it| grid.cell_of(*it))
            .collect();
        assert_eq!(first, [Some((1, 0)), Some((3, 0))]);
    }
}
