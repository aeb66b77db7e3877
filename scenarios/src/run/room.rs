//! Whether there is room for a raster on the disk and in memory.

use std::path::Path;

use pluim_io::error::InputError;
use pluim_io::room::{in_memory, on_disk};

use super::quantities::sums;
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::RungChoice;

/// Bytes of a cell in a file.
const CELL: f64 = 4.0;
/// Copies of a raster on the disk at most: as finished parts, and twice packed with its overviews,
/// which takes no more than unpacked: tiles as they came, and in their order.
const COPIES: f64 = 1.0 + 4.0 / 3.0 + 4.0 / 3.0;
/// Share of a field that the coarse levels of the raster rung hold in memory.
const COARSE: f64 = 1.0 / 3.0;
const GIGABYTE: f64 = 1e9;

/// Refuses a raster for which there is no room, before anything is written to `out`.
pub(super) fn check(plan: &Plan, out: &Path) -> Result<()> {
    let Some(grid) = &plan.grid else {
        return Ok(());
    };
    let field = grid.cells() as f64 * CELL;
    let rasters = sums(plan).len();
    let disk = field * COPIES * rasters as f64;
    let fields = match plan.scenario.output.contributions {
        true => plan.channels().count(),
        false => plan.pollutants.len(),
    };
    let memory = match plan.scenario.solver.rung {
        RungChoice::Auto | RungChoice::Raster => field * COARSE * fields as f64,
        _ => 0.0,
    };
    let needs = [
        (disk, on_disk(out), "on the disk"),
        (memory, in_memory(), "of memory"),
    ];
    for (needed, there, what) in needs {
        if let Some(there) = there
            && needed > there as f64
        {
            let size = format!("{} x {}", grid.columns(), grid.rows());
            let found = format!("{size} cells, {:.0} GB {what}", needed / GIGABYTE);
            let expected = format!(
                "rasters that fit: {rasters} of them in the {:.0} GB {what} that are free",
                there as f64 / GIGABYTE
            );
            return Err(InputError::new(&plan.file, expected)
                .field("grid")
                .found(found)
                .hint("take larger cells, a smaller extent or fewer pollutants")
                .into());
        }
    }
    Ok(())
}
