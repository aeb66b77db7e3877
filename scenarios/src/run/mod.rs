//! A plan computed and written: rasters, receptor table, record.

pub(crate) mod clock;
mod error_sample;
mod progress;
mod rasters;

use std::path::Path;

use geo_types::Coord;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Channels, Fields, MeanField, Rung, mean_fields};
use pluim_io::run_folder::{
    FileRecord, MeasuredError, Quantity, Receptor, ReceptorTable, Record, RunFolder, Solver,
    Warning, run_id,
};

use self::clock::{Clock, program};
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::RungChoice;

pub use progress::Bar;

/// The only statistic so far.
const MEAN: &str = "mean";
/// Micrograms in a gram.
const MICRO: f64 = 1e6;

/// How a run goes about it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The command line, for the record.
    pub command: Vec<String>,
}

/// Computes `plan` and writes the run folder `out`.
///
/// # Errors
/// When the folder cannot be written or is in use.
pub fn run(plan: &Plan, out: &Path, options: &Options) -> Result<Record> {
    let folder = RunFolder::open(out)?;
    let mut clock = Clock::start();
    let places = error_sample::places(plan);
    let solution = Solution::of(plan, &places);
    clock.lap("kernels");
    let settings = plan.settings.clone();
    let run_id = run_id(env!("CARGO_PKG_VERSION"), &settings, &plan.inputs);
    let mut outputs = Vec::new();
    let mut measured = solution.measured(plan, &places);
    if let Some(grid) = &plan.grid {
        let written = rasters::write(
            &rasters::Order {
                plan,
                grid,
                folder: &folder,
                run_id: &run_id,
            },
            &solution,
        )?;
        outputs.extend(written.files.iter().cloned());
        if let (Solution::Raster { exact, .. }, false) = (&solution, places.is_empty()) {
            let found = written.sampled(grid, &places);
            measured = error_sample::measured(plan, Rung::Profile, &found, exact);
        }
        clock.lap("rasters");
    }
    if !plan.receptors.is_empty() {
        outputs.push(write_receptors(plan, solution.field(), &folder)?);
        clock.lap("receptors");
    }
    let warnings = warnings(plan, measured.as_ref());
    let record = Record {
        title: plan.scenario.title.clone(),
        run_id,
        program: program(),
        command: options.command.clone(),
        inputs: plan.inputs.clone(),
        settings,
        solver: Solver {
            rung: rung(plan).name().to_owned(),
            tolerance: plan.scenario.solver.tolerance,
            measured,
        },
        hours: plan.hour_counts,
        warnings,
        times: clock.stop(),
        outputs,
    };
    record.write(folder.path())?;
    Ok(record)
}

/// The doubts of the plan, and whether the error asked for was met.
fn warnings(plan: &Plan, measured: Option<&MeasuredError>) -> Vec<Warning> {
    let tolerance = plan.scenario.solver.tolerance;
    let missed = measured.filter(|error| error.percentile_99 > tolerance).map(|error| Warning {
        rule: "tolerance-missed".to_owned(),
        message: format!(
            "the measured error of {:.2} % is above the tolerance of {:.2} %: choose a lower rung",
            100.0 * error.percentile_99,
            100.0 * tolerance
        ),
        count: None,
    });
    plan.warnings.iter().cloned().chain(missed).collect()
}

/// Unit of a pollutant's concentration, and how much of it a g/m3 (for odour an ouE/m3) is.
pub(crate) fn unit(pollutant: &str) -> (&'static str, f64) {
    if pollutant == "odour" {
        ("ouE/m3", 1.0)
    } else {
        ("ug/m3", MICRO)
    }
}

/// A plan made ready to be summed.
pub(crate) enum Solution<'a> {
    /// Place by place, with the values of the rung below at the sample.
    Places {
        field: Box<dyn MeanField + 'a>,
        below: Option<(Rung, Fields)>,
    },
    /// All cells together, with the values of the `profile` rung at the sample.
    Raster {
        climatology: Climatology<'a>,
        exact: Fields,
    },
}

impl<'a> Solution<'a> {
    fn of(plan: &'a Plan, places: &[Coord<f64>]) -> Self {
        let case = plan.case();
        let bar = Bar::spinner("averaging the plumes of all hours");
        let solution = match rung(plan) {
            Rung::Direct => Self::Places {
                field: Box::new(Direct::new(case)),
                below: None,
            },
            Rung::Profile => {
                let exact = mean_fields(&Direct::new(case), places, &|_| {});
                let field = Box::new(Profiles::new(case));
                Self::Places {
                    field,
                    below: Some((Rung::Direct, exact)),
                }
            }
            Rung::Climatology => {
                let (field, exact) = Climatology::witnessed(case, places);
                Self::Places {
                    field: Box::new(field),
                    below: Some((Rung::Profile, exact)),
                }
            }
            Rung::Raster => {
                let (climatology, exact) = Climatology::witnessed(case, places);
                Self::Raster { climatology, exact }
            }
        };
        bar.finish();
        solution
    }

    /// The field at single places.
    fn field(&self) -> &dyn MeanField {
        match self {
            Self::Places { field, .. } => field.as_ref(),
            Self::Raster { climatology, .. } => climatology,
        }
    }

    /// The error against the rung below, where it can be had before any raster.
    fn measured(&self, plan: &Plan, places: &[Coord<f64>]) -> Option<MeasuredError> {
        let Self::Places {
            field,
            below: Some((below, exact)),
        } = self
        else {
            return None;
        };
        let found = mean_fields(field.as_ref(), places, &|_| {});
        error_sample::measured(plan, *below, &found, exact)
    }
}

/// The rung that a plan is solved on. Means need no hour loop, so `auto` takes the raster rung
/// for a grid and the climatology for receptors alone.
fn rung(plan: &Plan) -> Rung {
    match (plan.scenario.solver.rung, &plan.grid) {
        (RungChoice::Direct, _) => Rung::Direct,
        (RungChoice::Profile, _) => Rung::Profile,
        (RungChoice::Climatology, _) | (RungChoice::Auto | RungChoice::Raster, None) => {
            Rung::Climatology
        }
        (RungChoice::Auto | RungChoice::Raster, Some(_)) => Rung::Raster,
    }
}

/// What is written: totals first, then contributions, each with the channels that it sums.
fn quantities(plan: &Plan) -> Vec<(Quantity, Vec<usize>)> {
    let channels: Channels = plan.channels();
    let named = |pollutant: usize| Quantity::new(plan.pollutants[pollutant].name(), MEAN);
    let mut list: Vec<_> = (0..plan.pollutants.len())
        .map(|pollutant| {
            let all = (0..plan.groups.len()).map(|group| channels.index(pollutant, group));
            (named(pollutant), all.collect())
        })
        .collect();
    if plan.scenario.output.contributions {
        for pollutant in 0..plan.pollutants.len() {
            for (group, name) in plan.groups.iter().enumerate() {
                let channel = vec![channels.index(pollutant, group)];
                list.push((named(pollutant).of_group(name), channel));
            }
        }
    }
    list
}

/// The values of one quantity, in its unit.
fn values(fields: &Fields, quantity: &Quantity, channels: &[usize]) -> Vec<f64> {
    let (_, scale) = unit(quantity.pollutant());
    let receptors = fields.values.first().map_or(0, Vec::len);
    (0..receptors)
        .map(|at| {
            scale
                * channels
                    .iter()
                    .map(|channel| fields.values[*channel][at])
                    .sum::<f64>()
        })
        .collect()
}

fn write_receptors(plan: &Plan, field: &dyn MeanField, folder: &RunFolder) -> Result<FileRecord> {
    let places: Vec<Coord<f64>> = plan.receptors.iter().map(|receptor| receptor.at).collect();
    let bar = Bar::cells("receptors", places.len() as u64);
    let fields = mean_fields(field, &places, &|count| bar.advance(count));
    bar.finish();
    let quantities = quantities(plan);
    let columns: Vec<Vec<f64>> = quantities
        .iter()
        .map(|(quantity, channels)| values(&fields, quantity, channels))
        .collect();
    let mut table = ReceptorTable::new(quantities.into_iter().map(|(name, _)| name).collect());
    table.receptors = plan
        .receptors
        .iter()
        .enumerate()
        .map(|(row, receptor)| Receptor {
            id: receptor.id.clone(),
            x: receptor.at.x,
            y: receptor.at.y,
            values: columns.iter().map(|column| column[row]).collect(),
        })
        .collect();
    let path = folder.receptors();
    table.write(&path)?;
    Ok(FileRecord::of(&path, pluim_io::run_folder::RECEPTORS)?)
}
