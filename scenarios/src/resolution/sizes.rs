//! The cell sizes of a study, and the extent that they share.

use pluim_core::grid::Grid;
use pluim_io::error::InputError;

use crate::error::Result;
use crate::plan::Plan;

/// How many sizes there may be.
const COUNT: std::ops::RangeInclusive<usize> = 2..=12;
/// What a cell may measure (m), as in a scenario.
const CELL: std::ops::RangeInclusive<f64> = 0.01..=100_000.0;

/// The cell sizes of a study.
#[derive(Debug)]
pub(super) struct Sizes {
    /// The sizes (m), finest first.
    pub(super) cells: Vec<f64>,
    /// What all rasters cover, `[west, south, east, north]` (m): whole cells of the coarsest size.
    pub(super) extent: [f64; 4],
}

impl Sizes {
    /// Checks the sizes that were asked for against the domain of a plan.
    pub(super) fn of(asked: &[f64], plan: &Plan) -> Result<Self> {
        let fault = |expected: &str, found: &dyn std::fmt::Display| {
            InputError::new(&plan.file, expected)
                .field("--cells")
                .found(found)
        };
        let Some(domain) = plan.domain() else {
            return Err(
                InputError::new(&plan.file, "a scenario with a raster, under [grid]")
                    .found("none")
                    .hint("add [grid] with a cell_m and an extent")
                    .into(),
            );
        };
        if !COUNT.contains(&asked.len()) {
            return Err(fault("2 to 12 cell sizes", &asked.len()).into());
        }
        if let Some(found) = asked.iter().find(|cell| !CELL.contains(*cell)) {
            return Err(fault("metres from 0.01 to 100000", found).into());
        }
        let mut cells = asked.to_vec();
        cells.sort_by(f64::total_cmp);
        if let Some(twice) = cells.windows(2).find(|pair| pair[0] == pair[1]) {
            let twice = format!("{} twice", twice[0]);
            return Err(fault("every cell size once", &twice).into());
        }
        let coarsest = cells.last().copied().unwrap_or(f64::NAN);
        let [west, south, east, north] = domain;
        let shorter = (east - west).min(north - south);
        if coarsest > shorter {
            let expected = format!("cells of at most {shorter} m, the shorter side of the domain");
            return Err(fault(&expected, &coarsest)
                .hint("leave out that size, or widen extent under [grid]")
                .into());
        }
        let sizes = Self {
            extent: snapped(domain, coarsest).map_err(|cause| fault("a raster", &cause))?,
            cells,
        };
        for cell in &sizes.cells {
            Grid::covering(sizes.extent, *cell).map_err(|cause| {
                fault("a raster that can be made", &cause)
                    .record(format!("{cell} m"))
                    .hint("leave out that size, or narrow extent under [grid]")
            })?;
        }
        Ok(sizes)
    }

    /// The finest size (m).
    pub(super) fn finest(&self) -> f64 {
        self.cells.first().copied().unwrap_or(f64::NAN)
    }

    /// The coarsest size (m).
    pub(super) fn coarsest(&self) -> f64 {
        self.cells.last().copied().unwrap_or(f64::NAN)
    }

    /// Whether whole cells of the finest size fill those of `cell`.
    pub(super) fn nest_in(&self, cell: f64) -> bool {
        let times = cell / self.finest();
        (times - times.round()).abs() < 1e-9 * times
    }
}

/// The smallest extent of whole cells that covers `domain`.
fn snapped(domain: [f64; 4], cell: f64) -> std::result::Result<[f64; 4], impl std::fmt::Display> {
    Grid::covering(domain, cell).map(|it| [it.west(), it.south(), it.east(), it.north()])
}
