//! Rasters of statistics, strip by strip, so that memory does not grow with the raster.

use std::cell::OnceCell;

use pluim_core::grid::Grid;
use pluim_core::solve::hourly::{RepresentativeFields, Representatives};
use pluim_io::error::InputError;
use pluim_io::raster::RasterWriter;
use pluim_io::run_folder::{FileRecord, RunFolder};

use super::places::Places;
use crate::error::Result;
use crate::run::kept::Kept;
use crate::run::progress::Bar;
use crate::run::quantities::at_cells;
use crate::run::rasters::writer;

/// Values of representative hours that are held at a time: 3 GB.
const HELD: usize = 750_000_000;
/// Cells whose statistics are kept together when they are finished, at least where there are so many.
const KEPT: usize = 16_384;

/// Computes and writes all statistics on a grid.
pub(super) fn write(
    places: &Places<'_>,
    (representatives, kept): (&Representatives<'_>, &Kept),
    (grid, folder, run_id): (&Grid, &RunFolder, &str),
) -> Result<Vec<FileRecord>> {
    let quantities = places.quantities();
    let mut writers = quantities
        .iter()
        .map(|quantity| writer((folder, run_id), places.plan, grid, quantity))
        .collect::<Result<Vec<_>>>()?;
    let fields = representatives.count() * representatives.channels().count();
    let rows = (HELD / (fields.max(1) * grid.columns())).max(1);
    let strips = grid.rows().div_ceil(rows);
    let bar = Bar::cells(
        "hours of rasters",
        (strips * representatives.count()) as u64,
    );
    for first in (0..grid.rows()).step_by(rows) {
        let strip = Strip {
            places,
            representatives,
            grid: grid.strip(first..first + rows),
            first,
            fields: OnceCell::new(),
        };
        strip.write(&mut writers, kept, &bar)?;
    }
    bar.finish();
    let files = writers.into_iter().map(|writer| Ok(writer.finish()?));
    files.collect()
}

/// Rows of the raster whose representative hours are held at once.
struct Strip<'a> {
    places: &'a Places<'a>,
    representatives: &'a Representatives<'a>,
    grid: Grid,
    /// Its first row in the raster.
    first: usize,
    /// Computed when a part was not finished before.
    fields: OnceCell<RepresentativeFields>,
}

impl Strip<'_> {
    /// Writes all statistics, part by part.
    fn write(&self, writers: &mut [RasterWriter], kept: &Kept, bar: &Bar) -> Result<()> {
        let rows = KEPT.div_ceil(self.grid.columns());
        for first in (0..self.grid.rows()).step_by(rows) {
            let part = self.grid.strip(first..first + rows);
            let size = [writers.len(), part.cells()];
            let name = format!("hours-{}", self.first + first);
            let compute = || self.statistics(first, &part, bar);
            let found = kept.rows_or_fault(&name, size, compute)?;
            for (writer, row) in writers.iter_mut().zip(&found) {
                writer.write_rows(row)?;
            }
        }
        Ok(())
    }

    /// All statistics on a part that begins with row `first` of the strip, one row a quantity.
    fn statistics(&self, first: usize, part: &Grid, bar: &Bar) -> Result<Vec<Vec<f32>>> {
        let background = at_cells(self.places.plan, part, 0);
        let from = first * self.grid.columns();
        let span = from..from + part.cells();
        Ok(self.places.rows(self.fields(bar)?, span, &background))
    }

    fn fields(&self, bar: &Bar) -> Result<&RepresentativeFields> {
        if let Some(fields) = self.fields.get() {
            return Ok(fields);
        }
        let fields = self
            .representatives
            .on(&self.grid, &|count| bar.advance(count));
        let fields = fields.map_err(|fault| {
            let file = &self.places.plan.file;
            InputError::new(file, "sources that can be computed").found(fault)
        })?;
        Ok(self.fields.get_or_init(|| fields))
    }
}
