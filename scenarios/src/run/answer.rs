//! The answer of a plan on a rung of the ladder, and the next rung where it is not good enough.

use geo_types::Coord;
use pluim_core::solve::Rung;
use pluim_io::run_folder::{
    ErrorMapRecord, FileRecord, MeasuredError, Quantity, RunFolder, Warning,
};

use super::clock::Clock;
use super::error_map::{self, ErrorMap};
use super::error_sample::Errors;
use super::kept::Kept;
use super::kernels::{self, Known};
use super::sink::Destination;
use super::solution::Solution;
use super::{error_sample, rasters, receptors};
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::RungChoice;

/// What is to be written where.
pub(super) struct Order<'a> {
    pub(super) plan: &'a Plan,
    pub(super) folder: &'a RunFolder,
    pub(super) run_id: &'a str,
    /// What else stands in the table of receptors.
    pub(super) columns: &'a [Column],
    pub(super) error_map: ErrorMap,
    /// What an earlier run finished.
    pub(super) kept: &'a Kept,
    /// What becomes of its rasters.
    pub(super) destination: &'a dyn Destination,
    /// Mean kernels of all its release groups that another run kept.
    pub(super) known: Option<&'a Known>,
}

/// A column of the table of receptors.
pub(super) type Column = (Quantity, Vec<f64>);

/// What came of an order.
pub(super) struct Answer {
    pub(super) rung: Rung,
    pub(super) outputs: Vec<FileRecord>,
    pub(super) errors: Errors,
    pub(super) error_map: Option<ErrorMapRecord>,
    pub(super) warnings: Vec<Warning>,
}

/// Answers on the first rung that meets the tolerance, else on the last that may be tried.
pub(super) fn answer(order: &Order<'_>, clock: &mut Clock) -> Result<Answer> {
    let (first, next) = rungs(order.plan);
    let mut answer = on_rung(order, first, clock)?;
    for rung in next {
        if !answer.errors.measured_above(tolerance(order)) {
            break;
        }
        let warning = stepped_down(&answer, *rung, tolerance(order));
        answer = on_rung(order, *rung, clock)?;
        answer.warnings.push(warning);
    }
    if order.error_map == ErrorMap::Mapped && answer.error_map.is_none() {
        answer.warnings.push(unmapped(&answer));
    }
    if answer.errors.total() > tolerance(order) {
        answer.warnings.push(missed(&answer, tolerance(order)));
    }
    Ok(answer)
}

fn tolerance(order: &Order<'_>) -> f64 {
    order.plan.scenario.solver.tolerance
}

/// Pairs of source and cell, some ten minutes on two cores, above which `auto` stays on the raster
/// rung.
const MOST_PAIRS: usize = 20_000_000_000;

/// The rung that a plan is solved on, and those tried after it. Means need no hour loop, so
/// `auto` takes the raster rung for a grid and the climatology for receptors alone; it never
/// takes a rung that sums hours, nor the climatology where that takes long: such a cost a user must
/// choose.
fn rungs(plan: &Plan) -> (Rung, &'static [Rung]) {
    match (plan.scenario.solver.rung, &plan.grid) {
        (RungChoice::Direct, _) => (Rung::Direct, &[]),
        (RungChoice::Profile, _) => (Rung::Profile, &[]),
        (RungChoice::Climatology, _) | (RungChoice::Auto | RungChoice::Raster, None) => {
            (Rung::Climatology, &[])
        }
        (RungChoice::Raster, Some(_)) => (Rung::Raster, &[]),
        (RungChoice::Auto, Some(grid)) => {
            let pairs = plan.sources.len().saturating_mul(grid.cells());
            let next: &[Rung] = match pairs > MOST_PAIRS {
                true => &[],
                false => &[Rung::Climatology],
            };
            (Rung::Raster, next)
        }
    }
}

/// Solves on a rung, writes the results and measures their error.
fn on_rung(order: &Order<'_>, rung: Rung, clock: &mut Clock) -> Result<Answer> {
    let plan = order.plan;
    let places = error_sample::places(plan, rung);
    let (solution, mut errors) = solved(order, rung, &places);
    if let Solution::Raster { climatology, .. } = &solution {
        kernels::keep(order.folder.path(), plan, climatology)?;
    }
    clock.lap("kernels");
    let mut outputs = Vec::new();
    let mut error_map = None;
    if let Some(grid) = &plan.grid {
        let mut maps = Vec::new();
        let mut written = rasters::write(order, (grid, &places), &solution)?;
        clock.lap_but("rasters", ("files", written.time));
        errors.rounding = written.rounding;
        if let Solution::Raster { climatology, .. } = &solution {
            errors.measured =
                error_sample::against_climatology(plan, climatology, (&mut written, grid), &places);
            clock.lap("error");
            if order.error_map == ErrorMap::Mapped && is_kept(order, &errors) {
                let (files, record) =
                    error_map::write(order, (grid, &written), climatology, &places)?;
                maps = files;
                error_map = Some(record);
                clock.lap("error map");
            }
        }
        outputs.extend(written.files.into_iter().chain(maps));
    }
    if !plan.receptors.is_empty() {
        outputs.push(receptors::write(order, rung, solution.field())?);
        clock.lap("receptors");
    }
    Ok(Answer {
        rung,
        outputs,
        errors,
        error_map,
        warnings: Vec::new(),
    })
}

/// A plan made ready to be summed on a rung, with the errors that can be had before any raster. Mean
/// kernels that are known have their error with them.
fn solved<'a>(order: &Order<'a>, rung: Rung, places: &[Coord<f64>]) -> (Solution<'a>, Errors) {
    if let Some(known) = order.known
        && rung == Rung::Raster
    {
        let solution = Solution::by_kernels(order.plan, known);
        let kernels = known.error.clone();
        return (
            solution,
            Errors {
                kernels,
                ..Errors::default()
            },
        );
    }
    let groups = order.kept.groups(rung.name());
    let solution = Solution::of(order.plan, rung, places, &groups);
    let errors = solution.errors(order.plan, places);
    (solution, errors)
}

/// Whether the answer of the raster rung, with these errors, is not replaced by that of another.
fn is_kept(order: &Order<'_>, errors: &Errors) -> bool {
    let (_, next) = rungs(order.plan);
    next.is_empty() || !errors.measured_above(tolerance(order))
}

fn unmapped(answer: &Answer) -> Warning {
    Warning {
        rule: "no-error-map".to_owned(),
        message: format!(
            "an error map tells of the raster rung; {} was used",
            answer.rung.name()
        ),
        count: None,
    }
}

fn percent(error: f64) -> String {
    format!("{:.2} %", 100.0 * error)
}

fn stepped_down(answer: &Answer, rung: Rung, tolerance: f64) -> Warning {
    let found = answer.errors.measured.as_ref();
    Warning {
        rule: "rung-stepped-down".to_owned(),
        message: format!(
            "the {} rung erred by {} where {} was asked for; {} was used",
            answer.rung.name(),
            percent(found.map_or(0.0, |error: &MeasuredError| error.percentile_99)),
            percent(tolerance),
            rung.name()
        ),
        count: None,
    }
}

fn missed(answer: &Answer, tolerance: f64) -> Warning {
    let way_out = match answer.rung {
        Rung::Raster => "name the rung climatology, which may take long",
        _ => "name a lower rung, or accept a larger tolerance",
    };
    Warning {
        rule: "tolerance-missed".to_owned(),
        message: format!(
            "the measured error of {} is above the tolerance of {}: {way_out}",
            percent(answer.errors.total()),
            percent(tolerance),
        ),
        count: None,
    }
}
