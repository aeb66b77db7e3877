//! Where the bands of rasters go when they are computed.

use std::ops::Range;
use std::time::Duration;

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::Fields;
use pluim_io::raster::{RasterFile, RasterWriter};
use pluim_io::run_folder::FileRecord;

use super::answer::Order;
use super::quantities::{Sum, sums, unit};
use super::rasters::writer;
use crate::error::Result;

/// What is to become of rasters.
pub(super) trait Destination: Sync {
    /// Opens the sink of an order; the error will be measured at `places`.
    fn sink<'a>(
        &'a self,
        order: &'a Order<'_>,
        grid: &'a Grid,
        places: &'a [Coord<f64>],
    ) -> Result<Box<dyn Sink + 'a>>;
}

/// Takes rows of rasters from north to south.
pub(super) trait Sink: Send {
    /// What it wants to be computed.
    fn sums(&self) -> &[Sum];

    /// Fetches what else it needs of some rows, the next that it takes.
    fn fetch(&mut self, rows: &Range<usize>) -> Result<()>;

    /// Takes some rows of every sum.
    fn take(&mut self, rows: &Range<usize>, bands: &[Vec<f32>]) -> Result<()>;

    /// Completes the rasters.
    fn finish(self: Box<Self>) -> Result<Written>;
}

/// What was written.
pub(super) struct Written {
    pub(super) files: Vec<FileRecord>,
    pub(super) computed: Computed,
    /// The largest share of a value that rounding can make, where values are differences.
    pub(super) rounding: Option<f64>,
    /// How long it took to pack and write it, and to hash it.
    pub(super) time: Duration,
}

/// What sources contribute to rasters, for measuring its error.
pub(super) enum Computed {
    /// Per pollutant in one raster or several, each with what a g/m3 is in its unit.
    Files(Vec<Vec<(RasterFile, f64)>>),
    /// At the places of the sample (g/m3), per pollutant; none where the rasters do not tell.
    Places(Vec<Option<Vec<f64>>>),
}

impl Written {
    /// Whether any of it tells of pollutant number `number` what its sources contribute.
    pub(super) fn knows(&self, number: usize) -> bool {
        match &self.computed {
            Computed::Files(files) => !files[number].is_empty(),
            Computed::Places(values) => values[number].is_some(),
        }
    }

    /// What the sources contribute of pollutant number `number` (g/m3) in `count` rows of cells from
    /// row `first`, read back from the files; nothing where these hold more than that.
    pub(super) fn rows(&self, number: usize, first: usize, count: usize) -> Result<Vec<f64>> {
        let mut sums = Vec::new();
        let Computed::Files(files) = &self.computed else {
            return Ok(sums);
        };
        for (raster, scale) in &files[number] {
            let values = raster.rows(first, count)?;
            sums.resize(values.len(), 0.0);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += f64::from(value) / scale;
            }
        }
        Ok(sums)
    }

    /// What the sources contribute (g/m3) at places, per pollutant, as it was written; of rasters
    /// that hold more than that, `places` are those of the sample.
    pub(super) fn sampled(&self, grid: &Grid, places: &[Coord<f64>]) -> Fields {
        let values = match &self.computed {
            Computed::Files(files) => files.iter().map(|it| totals(it, grid, places)).collect(),
            Computed::Places(values) => values
                .iter()
                .map(|it| it.clone().unwrap_or_else(|| vec![0.0; places.len()]))
                .collect(),
        };
        Fields { values }
    }
}

/// The sum of rasters at places (g/m3).
fn totals(rasters: &[(RasterFile, f64)], grid: &Grid, places: &[Coord<f64>]) -> Vec<f64> {
    let at = |(raster, scale): &(RasterFile, f64), place: &Coord<f64>| {
        let inside = grid.cell_of(*place).is_some();
        let value = if inside {
            raster.value_at(*place).ok().flatten()
        } else {
            None
        };
        f64::from(value.unwrap_or(f32::NAN)) / scale
    };
    let sum = |place| rasters.iter().map(|raster| at(raster, place)).sum();
    places.iter().map(sum).collect()
}

/// Rasters as they are, in the folder of the run.
pub(super) struct Files;

impl Destination for Files {
    fn sink<'a>(
        &'a self,
        order: &'a Order<'_>,
        grid: &'a Grid,
        _: &'a [Coord<f64>],
    ) -> Result<Box<dyn Sink + 'a>> {
        let sums = sums(order.plan);
        let of_run = (order.folder, order.run_id);
        let writers = sums
            .iter()
            .map(|sum| writer(of_run, order.plan, grid, &sum.quantity))
            .collect::<Result<_>>()?;
        Ok(Box::new(OfFiles {
            order,
            sums,
            writers,
        }))
    }
}

struct OfFiles<'a, 'o> {
    order: &'a Order<'o>,
    sums: Vec<Sum>,
    writers: Vec<RasterWriter>,
}

impl Sink for OfFiles<'_, '_> {
    fn sums(&self) -> &[Sum] {
        &self.sums
    }

    fn fetch(&mut self, _: &Range<usize>) -> Result<()> {
        Ok(())
    }

    fn take(&mut self, _: &Range<usize>, bands: &[Vec<f32>]) -> Result<()> {
        for (writer, band) in self.writers.iter_mut().zip(bands) {
            writer.write_rows(band)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Written> {
        let Order { plan, folder, .. } = self.order;
        let files = self.writers.into_iter().map(RasterWriter::finish);
        let files = files.collect::<std::result::Result<_, _>>()?;
        let mut of_sources: Vec<Vec<_>> = plan.pollutants.iter().map(|_| Vec::new()).collect();
        for sum in &self.sums {
            let quantity = &sum.quantity;
            if sum.measures_sources(plan) {
                let (_, scale) = unit(quantity.pollutant());
                let raster = RasterFile::open(&folder.raster(quantity))?;
                of_sources[sum.number].push((raster, scale));
            }
        }
        Ok(Written {
            files,
            computed: Computed::Files(of_sources),
            rounding: None,
            time: Duration::ZERO,
        })
    }
}
