//! The rasters of a run, computed and written in bands of rows.

use std::ops::Range;

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::raster::{Detail, RasterField, Rows};
use pluim_core::solve::{Fields, MeanField, Rung, mean_fields};
use pluim_io::error::InputError;
use pluim_io::raster::{Provenance, RasterFile, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{FileRecord, Quantity, RunFolder};
use rayon::prelude::*;

use super::answer::Order;
use super::kept::Kept;
use super::progress::Bar;
use super::quantities::{Sum, at_cells, at_places, sums, unit, unit_of};
use super::solution::Solution;
use crate::error::Result;
use crate::plan::Plan;

/// Places computed at once at most, so that memory does not grow with the raster, and at least, so
/// that every thread has enough to do.
const MOST_PLACES: usize = 1 << 14;
const LEAST_PLACES: usize = 1 << 8;

/// How many places are computed at once on a rung.
pub(super) fn places_at_once(plan: &Plan, rung: Rung) -> usize {
    // plumes summed at once, some seconds of work that a run loses when it is broken off
    let (hours, plumes) = match rung {
        Rung::Direct => (plan.hours.len(), 1 << 20),
        Rung::Profile => (plan.hours.len(), 1 << 26),
        Rung::Climatology | Rung::Raster => (1, 1 << 26),
    };
    let each = plan.sources.len().saturating_mul(hours).max(1);
    (plumes / each).clamp(LEAST_PLACES, MOST_PLACES)
}

/// What was written.
pub(super) struct Written {
    pub(super) files: Vec<FileRecord>,
    /// What the sources contribute, per pollutant in one raster or several, each with what a g/m3
    /// is in its unit.
    of_sources: Vec<Vec<(RasterFile, f64)>>,
}

impl Written {
    /// Whether any of it tells of pollutant number `number` what its sources contribute.
    pub(super) fn knows(&self, number: usize) -> bool {
        !self.of_sources[number].is_empty()
    }

    /// What the sources contribute of pollutant number `number` (g/m3) in `count` rows of cells from
    /// row `first`, read back from the files.
    pub(super) fn rows(&self, number: usize, first: usize, count: usize) -> Result<Vec<f64>> {
        let mut sums = Vec::new();
        for (raster, scale) in &self.of_sources[number] {
            let values = raster.rows(first, count)?;
            sums.resize(values.len(), 0.0);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += f64::from(value) / scale;
            }
        }
        Ok(sums)
    }

    /// What the sources contribute (g/m3) at places, per pollutant, read back from the files.
    pub(super) fn sampled(&self, grid: &Grid, places: &[Coord<f64>]) -> Fields {
        let at = |(raster, scale): &(RasterFile, f64), place: &Coord<f64>| {
            let inside = grid.cell_of(*place).is_some();
            let value = if inside {
                raster.value_at(*place).ok().flatten()
            } else {
                None
            };
            f64::from(value.unwrap_or(f32::NAN)) / scale
        };
        let total = |rasters: &Vec<(RasterFile, f64)>| {
            let sum = |place| rasters.iter().map(|raster| at(raster, place)).sum();
            places.iter().map(sum).collect()
        };
        Fields {
            values: self.of_sources.iter().map(total).collect(),
        }
    }
}

/// Computes and writes every raster of the plan.
pub(super) fn write(order: &Order<'_>, grid: &Grid, solution: &Solution<'_>) -> Result<Written> {
    let sums = sums(order.plan);
    let mut writers = sums
        .iter()
        .map(|sum| {
            writer(
                (order.folder, order.run_id),
                order.plan,
                grid,
                &sum.quantity,
            )
        })
        .collect::<Result<Vec<_>>>()?;
    let bar = Bar::cells("cells", grid.cells() as u64);
    let bands = Bands {
        plan: order.plan,
        kept: order.kept,
        rung: solution.rung(),
        grid,
        sums: &sums,
        bar: &bar,
    };
    match solution {
        Solution::Places { field, .. } => bands.place_by_place(field.as_ref(), &mut writers)?,
        Solution::Raster { climatology, .. } => bands.band_by_band(climatology, &mut writers)?,
    }
    bar.finish();
    for writer in writers {
        writer.finish()?;
    }
    written(order, &sums)
}

fn written(order: &Order<'_>, sums: &[Sum]) -> Result<Written> {
    let mut written = Written {
        files: Vec::new(),
        of_sources: order.plan.pollutants.iter().map(|_| Vec::new()).collect(),
    };
    for sum in sums {
        let quantity = &sum.quantity;
        written.files.push(order.folder.raster_record(quantity)?);
        if sum.measures_sources(order.plan) {
            let (_, scale) = unit(quantity.pollutant());
            let raster = RasterFile::open(&order.folder.raster(quantity))?;
            written.of_sources[sum.number].push((raster, scale));
        }
    }
    Ok(written)
}

fn detail(plan: &Plan) -> Detail {
    if plan.scenario.output.contributions {
        Detail::Groups
    } else {
        Detail::Pollutants
    }
}

/// What fills the bands of all rasters.
struct Bands<'a> {
    plan: &'a Plan,
    kept: &'a Kept,
    rung: Rung,
    grid: &'a Grid,
    sums: &'a [Sum],
    bar: &'a Bar,
}

impl Bands<'_> {
    fn place_by_place(&self, field: &dyn MeanField, writers: &mut [RasterWriter]) -> Result<()> {
        let grid = self.grid;
        let channels = self.plan.channels();
        let band_rows = (places_at_once(self.plan, self.rung) / grid.columns()).max(1);
        for first in (0..grid.rows()).step_by(band_rows) {
            let rows = first..grid.rows().min(first + band_rows);
            self.write(rows.clone(), writers, || {
                let places = centres(grid, rows);
                let fields = mean_fields(field, &places, &|_| {});
                let background = at_places(self.plan, &places);
                let values = |sum: &Sum| -> Vec<f32> {
                    let values = sum
                        .values((&fields, channels, places.len()), &background)
                        .into_iter();
                    values.map(|value| value as f32).collect()
                };
                self.sums.iter().map(values).collect()
            })?;
        }
        Ok(())
    }

    /// The coarse levels are solved when the first band is needed that was not finished before.
    fn band_by_band(
        &self,
        climatology: &Climatology<'_>,
        writers: &mut [RasterWriter],
    ) -> Result<()> {
        let grid = self.grid;
        let band_rows = RasterField::band_rows(grid);
        let mut field = None;
        for (number, first) in (0..grid.rows()).step_by(band_rows).enumerate() {
            let rows = first..grid.rows().min(first + band_rows);
            if field.is_none() && !self.is_kept(&rows) {
                field = Some(self.field(climatology)?);
            }
            self.write(rows, writers, || {
                let band = field.as_ref().map(|field| field.band(number));
                band.map_or_else(Vec::new, |band| self.of_band(&band))
            })?;
        }
        Ok(())
    }

    fn field(&self, climatology: &Climatology<'_>) -> Result<RasterField> {
        let field = RasterField::new(climatology, self.grid, detail(self.plan));
        let wrong = InputError::new(&self.plan.file, "sources that can be computed");
        field.map_err(|fault| wrong.found(fault).into())
    }

    /// What every raster holds in a band.
    fn of_band(&self, rows: &Rows) -> Vec<Vec<f32>> {
        let cells = rows.count * self.grid.columns();
        let background = at_cells(self.plan, self.grid, rows.first);
        let band = |sum: &Sum| {
            let mut band = self.of_sources(&rows.fields, cells, sum);
            if sum.background {
                for (at, value) in band.iter_mut().enumerate() {
                    *value += background(sum.pollutant, at).unwrap_or(f64::NAN) as f32;
                }
            }
            band
        };
        self.sums.iter().map(band).collect()
    }

    /// Name and shape of what is kept of some rows.
    fn part(&self, rows: &Range<usize>) -> (String, [usize; 2]) {
        let name = format!("{}-rows-{}", self.rung.name(), rows.start);
        (name, [self.sums.len(), rows.len() * self.grid.columns()])
    }

    fn is_kept(&self, rows: &Range<usize>) -> bool {
        let (name, shape) = self.part(rows);
        self.kept.find_rows::<f32>(&name, shape).is_some()
    }

    /// Writes some rows of all rasters, kept before or computed now.
    fn write(
        &self,
        rows: Range<usize>,
        writers: &mut [RasterWriter],
        compute: impl FnOnce() -> Vec<Vec<f32>>,
    ) -> Result<()> {
        let (name, shape) = self.part(&rows);
        let bands = self.kept.rows(&name, shape, compute)?;
        for (writer, band) in writers.iter_mut().zip(&bands) {
            writer.write_rows(band)?;
        }
        self.bar.advance(shape[1] as u64);
        Ok(())
    }

    /// What sources add to a quantity, in its unit, from fields in g/m3; nothing in the background.
    fn of_sources(&self, fields: &[Vec<f32>], cells: usize, sum: &Sum) -> Vec<f32> {
        let (_, scale) = unit(sum.quantity.pollutant());
        let numbers = match detail(self.plan) {
            _ if sum.groups.is_empty() => Vec::new(),
            Detail::Pollutants => vec![sum.number],
            Detail::Groups => sum.channels(self.plan.channels()),
        };
        let value = |cell: usize| -> f64 {
            // far from a source the transforms leave a rounding below 0, where there is nothing
            let parts = numbers
                .iter()
                .map(|number| f64::from(fields[*number][cell]).max(0.0));
            scale * parts.sum::<f64>()
        };
        let cells = (0..cells).into_par_iter().with_min_len(1 << 12);
        cells.map(|cell| value(cell) as f32).collect()
    }
}

/// The centres of the cells in some rows, row by row.
fn centres(grid: &Grid, rows: Range<usize>) -> Vec<Coord<f64>> {
    rows.flat_map(|row| (0..grid.columns()).map(move |column| grid.centre(column, row)))
        .collect()
}

/// Begins the raster of `quantity` of `plan` in the folder of the run with this id.
pub(super) fn writer(
    (folder, run_id): (&RunFolder, &str),
    plan: &Plan,
    grid: &Grid,
    quantity: &Quantity,
) -> Result<RasterWriter> {
    let label = label_of(plan, run_id, quantity);
    let path = folder.raster(quantity);
    Ok(RasterWriter::create(
        &path,
        grid,
        &label,
        Settings::default(),
    )?)
}

/// What the raster of `quantity` in the run `run_id` of `plan` says of itself.
pub(super) fn label_of(plan: &Plan, run_id: &str, quantity: &Quantity) -> RasterLabel {
    let scenario = &plan.scenario;
    let of_group = quantity
        .group()
        .map_or(String::new(), |group| format!(" of {group}"));
    RasterLabel {
        epsg: scenario.epsg,
        band: format!(
            "{}, {}{of_group}",
            quantity.pollutant(),
            quantity.statistic()
        ),
        unit: unit_of(quantity).to_owned(),
        provenance: Provenance {
            software: format!("pluim {}", env!("CARGO_PKG_VERSION")),
            pollutant: quantity.pollutant().to_owned(),
            statistic: quantity.statistic().to_owned(),
            group: quantity.group().map(str::to_owned),
            scenario: scenario.title.clone(),
            run_id: run_id.to_owned(),
        },
    }
}
