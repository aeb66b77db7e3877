//! Rasters of statistics, strip by strip, so that memory does not grow with the raster.

use pluim_core::grid::Grid;
use pluim_core::solve::hourly::Representatives;
use pluim_io::error::InputError;
use pluim_io::run_folder::{FileRecord, RunFolder};

use super::places::Places;
use crate::error::Result;
use crate::run::kept::Kept;
use crate::run::progress::Bar;
use crate::run::quantities::at_places;
use crate::run::rasters::{centres, writer};

/// Values of representative hours that are held at a time: 3 GB.
const HELD: usize = 750_000_000;

/// Computes and writes all statistics on a grid.
pub(super) fn write(
    places: &Places<'_>,
    (representatives, kept): (&Representatives<'_>, Option<&Kept>),
    (grid, folder, run_id): (&Grid, &RunFolder, &str),
) -> Result<Vec<FileRecord>> {
    let plan = places.plan;
    let quantities = places.quantities();
    let mut writers = quantities
        .iter()
        .map(|quantity| writer((folder, run_id), plan, grid, quantity))
        .collect::<Result<Vec<_>>>()?;
    let fields = representatives.count() * representatives.channels().count();
    let rows = (HELD / (fields.max(1) * grid.columns())).max(1);
    let strips = grid.rows().div_ceil(rows);
    let bar = Bar::cells(
        "hours of rasters",
        (strips * representatives.count()) as u64,
    );
    for first in (0..grid.rows()).step_by(rows) {
        let strip = grid.strip(first..first + rows);
        let size = [quantities.len(), strip.cells()];
        let name = format!("hours-{first}");
        let compute = || statistics(places, representatives, &strip, &bar);
        let found = match kept {
            Some(kept) => kept.rows_or_fault(&name, size, compute)?,
            None => compute()?,
        };
        for (writer, row) in writers.iter_mut().zip(&found) {
            writer.write_rows(row)?;
        }
    }
    bar.finish();
    for writer in writers {
        writer.finish()?;
    }
    quantities
        .iter()
        .map(|quantity| Ok(folder.raster_record(quantity)?))
        .collect()
}

/// All statistics on a strip, one row a quantity.
fn statistics(
    places: &Places<'_>,
    representatives: &Representatives<'_>,
    strip: &Grid,
    bar: &Bar,
) -> Result<Vec<Vec<f32>>> {
    let fields = representatives.on(strip, &|count| bar.advance(count));
    let fields = fields.map_err(|fault| {
        InputError::new(&places.plan.file, "sources that can be computed").found(fault)
    })?;
    let centres = centres(strip, 0..strip.rows());
    let background = at_places(places.plan, &centres);
    Ok(places.rows(&fields, strip.cells(), &background))
}
