//! A plan computed and written: rasters, receptor table, record.

mod answer;
pub(crate) mod clock;
mod error_map;
pub(crate) mod error_sample;
mod formula;
mod hourly;
mod kept;
mod kernels;
mod progress;
mod quantities;
mod rasters;
mod receptors;
mod room;
mod sink;
mod solution;
mod variants;

use std::path::Path;

use pluim_io::run_folder::{Record, RunFolder, Solver, Times, VariantRecord, run_id};

use self::answer::{Order, answer};
use self::clock::{Clock, program};
use self::kept::{Kept, depends_on};
use self::kernels::Known;
use self::sink::{Destination, Files};
use crate::answer::apart_from_inputs;
use crate::error::Result;
use crate::plan::{Plan, uncertain_groups};

pub use error_map::ErrorMap;
pub(crate) use formula::by_formula;
pub use progress::Bar;
pub(crate) use quantities::{counts, unit, unit_of};
pub use variants::{Assembled, BASE, Base, run_all, run_beside};

/// How a run goes about it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The command line, for the record.
    pub command: Vec<String>,
    /// Whether the error of the raster is mapped.
    pub error_map: ErrorMap,
}

/// Computes `plan` and writes the run folder `out`. Where a run of the same plan was broken off
/// there, it goes on from the parts that were finished, to the same bytes.
///
/// # Errors
/// When the folder cannot be written or is in use.
pub fn run(plan: &Plan, out: &Path, options: &Options) -> Result<Record> {
    let depends_on = depends_on(&[id_of(plan)])?;
    run_for(plan, out, (options, &depends_on), (&Files, None))
}

/// The identification of the run of a plan.
fn id_of(plan: &Plan) -> String {
    run_id(env!("CARGO_PKG_VERSION"), &plan.settings, &plan.inputs)
}

/// Computes `plan` as [`run`] does; what it finishes depends on `depends_on`, its rasters go to
/// `destination`, and mean kernels that are `known` are not averaged again.
fn run_for(
    plan: &Plan,
    out: &Path,
    (options, depends_on): (&Options, &str),
    (destination, known): (&dyn Destination, Option<&Known>),
) -> Result<Record> {
    options.error_map.check(plan)?;
    room::check(plan, out)?;
    apart_from_inputs(out, &plan.inputs)?;
    let folder = RunFolder::open(out)?;
    let mut clock = Clock::start();
    let settings = plan.settings.clone();
    let run_id = id_of(plan);
    let kept = Kept::open(out, depends_on)?;
    let hourly = hourly::answer(plan, (&folder, &run_id), (&kept, &mut clock))?;
    let order = Order {
        plan,
        folder: &folder,
        run_id: &run_id,
        columns: &hourly.columns,
        error_map: options.error_map,
        kept: &kept,
        destination,
        known,
    };
    let answer = answer(&order, &mut clock)?;
    let record = Record {
        title: plan.scenario.title.clone(),
        run_id,
        program: program(),
        command: options.command.clone(),
        inputs: plan.inputs.clone(),
        settings,
        solver: Solver {
            rung: answer.rung.name().to_owned(),
            tolerance: plan.scenario.solver.tolerance,
            measured: answer.errors.measured,
            kernels: answer.errors.kernels,
            error_map: answer.error_map,
            statistics: hourly.record,
        },
        hours: plan.hour_counts,
        warnings: plan
            .warnings
            .iter()
            .cloned()
            .chain(answer.warnings)
            .chain(hourly.warnings)
            .collect(),
        uncertain: uncertain_groups(&plan.emissions),
        times: Times {
            parts_taken: kept.taken(),
            ..clock.stop()
        },
        outputs: [answer.outputs, hourly.files].concat(),
        variant: told(plan, answer.errors.rounding),
    };
    record.write(folder.path())?;
    kept.remove()?;
    Ok(record)
}

/// What the record of a run that is computed by itself says of variants, and of rounding where it is
/// mixed into another.
fn told(plan: &Plan, rounding: Option<f64>) -> Option<VariantRecord> {
    let name = plan.variant.clone();
    (name.is_some() || rounding.is_some()).then(|| VariantRecord {
        name,
        rounding,
        ..VariantRecord::default()
    })
}
