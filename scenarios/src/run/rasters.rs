//! The rasters of a run, computed in bands of rows.

use std::ops::Range;
use std::time::{Duration, Instant};

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::raster::{Detail, RasterField, Rows};
use pluim_core::solve::{MeanField, Rung, mean_fields};
use pluim_io::error::InputError;
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{Quantity, RunFolder};
use rayon::prelude::*;

use super::answer::Order;
use super::kept::Kept;
use super::progress::Bar;
use super::quantities::{Sum, at_cells, at_places, unit, unit_of};
use super::sink::{Sink, Written};
use super::solution::Solution;
use crate::error::Result;
use crate::plan::Plan;

/// Places computed at once at most, so that memory does not grow with the raster, and at least, so
/// that every thread has enough to do.
const MOST_PLACES: usize = 1 << 14;
const LEAST_PLACES: usize = 1 << 8;

/// Rows of the raster rung that take less than this are not kept for a run that is broken off: to keep
/// them and read them again takes about as long as to compute them.
const CHEAP: Duration = Duration::from_millis(500);

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

/// Computes every raster that the order's destination wants and hands it over band by band; the
/// error will be measured at `places`.
pub(super) fn write(
    order: &Order<'_>,
    (grid, places): (&Grid, &[Coord<f64>]),
    solution: &Solution<'_>,
) -> Result<Written> {
    let mut sink = order.destination.sink(order, grid, places)?;
    let sums = sink.sums().to_vec();
    let bar = Bar::cells("cells", grid.cells() as u64);
    let bands = Bands {
        plan: order.plan,
        kept: order.kept,
        rung: solution.rung(),
        grid,
        sums: &sums,
        bar: &bar,
    };
    let handed_over = match solution {
        Solution::Places { field, .. } => bands.place_by_place(field.as_ref(), sink.as_mut())?,
        Solution::Raster { climatology, .. } => bands.band_by_band(climatology, sink.as_mut())?,
    };
    bar.finish();
    let begin = Instant::now();
    let written = sink.finish()?;
    Ok(Written {
        time: handed_over + begin.elapsed(),
        ..written
    })
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
    /// Computes and hands over all rows; how long the handing over took, as of the others here.
    fn place_by_place(&self, field: &dyn MeanField, sink: &mut dyn Sink) -> Result<Duration> {
        let grid = self.grid;
        let channels = self.plan.channels();
        let band_rows = (places_at_once(self.plan, self.rung) / grid.columns()).max(1);
        let mut time = Duration::ZERO;
        for first in (0..grid.rows()).step_by(band_rows) {
            let rows = first..grid.rows().min(first + band_rows);
            time += self.write(rows.clone(), sink, || {
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
        Ok(time)
    }

    /// The coarse levels are solved when the first band is needed that was not finished before.
    fn band_by_band(&self, climatology: &Climatology<'_>, sink: &mut dyn Sink) -> Result<Duration> {
        let grid = self.grid;
        let band_rows = RasterField::band_rows(grid);
        let mut field = None;
        let mut time = Duration::ZERO;
        for (number, first) in (0..grid.rows()).step_by(band_rows).enumerate() {
            let rows = first..grid.rows().min(first + band_rows);
            if field.is_none() && !self.is_kept(&rows) {
                field = Some(self.field(climatology)?);
            }
            time += self.write(rows, sink, || {
                let band = field.as_ref().map(|field| field.band(number));
                band.map_or_else(Vec::new, |band| self.of_band(&band))
            })?;
        }
        Ok(time)
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

    /// Hands over some rows of all rasters, kept before or computed now. On several threads the sink
    /// fetches what it needs while they are computed, and they are kept while it works on them.
    fn write(
        &self,
        rows: Range<usize>,
        sink: &mut dyn Sink,
        compute: impl FnOnce() -> Vec<Vec<f32>> + Send,
    ) -> Result<Duration> {
        let (name, shape) = self.part(&rows);
        let found = self.kept.take_rows(&name, shape);
        let is_new = found.is_none();
        let begin = Instant::now();
        let (bands, fetched) = rayon::join(|| found.unwrap_or_else(compute), || sink.fetch(&rows));
        fetched?;
        let is_dear = begin.elapsed() > CHEAP || self.rung != Rung::Raster;
        let keep = || match is_new && is_dear {
            true => self.kept.keep_rows(&name, &bands),
            false => Ok(()),
        };
        let begin = Instant::now();
        let (kept, taken) = rayon::join(keep, || sink.take(&rows, &bands));
        kept.and(taken)?;
        self.bar.advance(shape[1] as u64);
        Ok(begin.elapsed())
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
