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

/// Cells that a thread sums at once.
pub(super) const CELLS: usize = 1 << 12;

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

/// Some rows of every raster.
struct ComputedRows {
    bands: Vec<Vec<f32>>,
    /// Whether a run that was broken off should not lose them.
    is_dear: bool,
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
        self.write(band_rows, sink, |rows| {
            let places = centres(grid, rows);
            let fields = mean_fields(field, &places, &|_| {});
            let background = at_places(self.plan, &places);
            let values = |sum: &Sum| -> Vec<f32> {
                let values = sum
                    .values((&fields, channels, places.len()), &background)
                    .into_iter();
                values.map(|value| value as f32).collect()
            };
            Ok(ComputedRows {
                bands: self.sums.iter().map(values).collect(),
                is_dear: true,
            })
        })
    }

    /// The coarse levels are solved when the first band is needed that was not finished before.
    fn band_by_band(&self, climatology: &Climatology<'_>, sink: &mut dyn Sink) -> Result<Duration> {
        let band_rows = RasterField::band_rows(self.grid);
        let mut field = None;
        self.write(band_rows, sink, |rows| {
            let known = field.take().map_or_else(|| self.field(climatology), Ok)?;
            let (bands, time) = timed(|| self.of_band(&known.band(rows.start / band_rows)));
            field = Some(known);
            Ok(ComputedRows {
                bands,
                is_dear: time > CHEAP,
            })
        })
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
                let cells = band.par_iter_mut().with_min_len(CELLS).enumerate();
                cells.for_each(|(at, value)| {
                    *value += background(sum.pollutant, at).unwrap_or(f64::NAN) as f32;
                });
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

    /// Hands over all rows of all rasters, `at_once` at a time. On several threads the sink works on
    /// some while the next are computed.
    fn write(
        &self,
        at_once: usize,
        sink: &mut dyn Sink,
        mut compute: impl FnMut(Range<usize>) -> Result<ComputedRows> + Send,
    ) -> Result<Duration> {
        let rows = self.grid.rows();
        let mut time = Duration::ZERO;
        let mut ready: Option<(Range<usize>, Vec<Vec<f32>>)> = None;
        for first in (0..rows).step_by(at_once) {
            let next = first..rows.min(first + at_once);
            let handed = ready.take();
            let hand_over = || {
                if let Some((rows, bands)) = handed {
                    self.take(&rows, &bands, sink)?;
                }
                sink.fetch(&next)
            };
            let prepare = || self.ready(next.clone(), &mut compute);
            let begin = Instant::now();
            let ((computed, solving), (handed, handing)) =
                rayon::join(|| timed(prepare), || timed(hand_over));
            time += share(begin.elapsed(), [handing, solving]);
            handed?;
            ready = Some((next, computed?));
        }
        let begin = Instant::now();
        if let Some((rows, bands)) = ready {
            self.take(&rows, &bands, sink)?;
        }
        Ok(time + begin.elapsed())
    }

    /// Some rows, kept before or computed now; those that took long are kept.
    fn ready(
        &self,
        rows: Range<usize>,
        compute: impl FnOnce(Range<usize>) -> Result<ComputedRows>,
    ) -> Result<Vec<Vec<f32>>> {
        let (name, shape) = self.part(&rows);
        if let Some(found) = self.kept.take_rows(&name, shape) {
            return Ok(found);
        }
        let ComputedRows { bands, is_dear } = compute(rows)?;
        if is_dear {
            self.kept.keep_rows(&name, &bands)?;
        }
        Ok(bands)
    }

    fn take(&self, rows: &Range<usize>, bands: &[Vec<f32>], sink: &mut dyn Sink) -> Result<()> {
        sink.take(rows, bands)?;
        self.bar.advance((rows.len() * self.grid.columns()) as u64);
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
        let mut values = vec![0.0; cells];
        let parts = values.par_chunks_mut(CELLS).enumerate();
        parts.for_each_init(
            || vec![0.0; CELLS],
            |sums, (part, values)| {
                sums.fill(0.0);
                for number in &numbers {
                    add_positive(sums, &fields[*number][part * CELLS..][..values.len()]);
                }
                for (value, sum) in values.iter_mut().zip(sums) {
                    *value = (scale * *sum) as f32;
                }
            },
        );
        values
    }
}

/// Adds what is above 0: far from a source the transforms leave a rounding below it, where there is
/// nothing.
fn add_positive(sums: &mut [f64], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += f64::from(*value).max(0.0);
    }
}

/// What `work` gives, and how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let given = work();
    (given, begin.elapsed())
}

/// The share in `all` of the first of two that were done meanwhile, by how long each took.
fn share(all: Duration, [first, other]: [Duration; 2]) -> Duration {
    let both = (first + other).as_secs_f64().max(f64::MIN_POSITIVE);
    all.mul_f64(first.as_secs_f64() / both)
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
