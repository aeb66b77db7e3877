//! A plan computed and written: rasters, receptor table, record.

mod error_sample;
mod progress;
mod rasters;

use std::path::Path;
use std::time::Instant;

use geo_types::Coord;
use jiff::Timestamp;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Channels, Fields, MeanField, Rung, mean_fields};
use pluim_io::run_folder::{
    FileRecord, MeasuredError, Phase, Program, Quantity, Receptor, ReceptorTable, Record,
    RunFolder, Solver, Times, run_id,
};

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
    let (field, measured) = prepare(plan);
    clock.lap("kernels");
    let settings = serde_json::to_value(&plan.scenario).unwrap_or_default();
    let run_id = run_id(env!("CARGO_PKG_VERSION"), &settings, &plan.inputs);
    let mut outputs = Vec::new();
    if let Some(grid) = &plan.grid {
        outputs.extend(rasters::write(
            plan,
            grid,
            field.as_ref(),
            &folder,
            &run_id,
        )?);
        clock.lap("rasters");
    }
    if !plan.receptors.is_empty() {
        outputs.push(write_receptors(plan, field.as_ref(), &folder)?);
        clock.lap("receptors");
    }
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
        warnings: plan.warnings.clone(),
        times: clock.stop(),
        outputs,
    };
    record.write(folder.path())?;
    Ok(record)
}

fn program() -> Program {
    Program {
        name: "pluim".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        git_commit: option_env!("PLUIM_GIT_COMMIT").map(str::to_owned),
    }
}

/// The field to sum, and its error measured against the rung below.
fn prepare(plan: &Plan) -> (Box<dyn MeanField + '_>, Option<MeasuredError>) {
    let (case, places) = (plan.case(), error_sample::sample(plan));
    let bar = Bar::spinner("averaging the plumes of all hours");
    let of = |field: &dyn MeanField| mean_fields(field, &places, &|_| {});
    let (field, below): (Box<dyn MeanField + '_>, _) = match rung(plan) {
        Rung::Direct => (Box::new(Direct::new(case)), None),
        Rung::Profile => {
            let exact = of(&Direct::new(case));
            (Box::new(Profiles::new(case)), Some((Rung::Direct, exact)))
        }
        Rung::Climatology | Rung::Raster => {
            let (field, exact) = Climatology::witnessed(case, &places);
            (Box::new(field), Some((Rung::Profile, exact)))
        }
    };
    let measured = below.and_then(|(below, exact)| {
        error_sample::measured(plan, below, &of(field.as_ref()), &exact)
    });
    bar.finish();
    (field, measured)
}

/// The rung that a plan is solved on. Means need no hour loop, so `auto` takes the climatology.
fn rung(plan: &Plan) -> Rung {
    match plan.scenario.solver.rung {
        RungChoice::Direct => Rung::Direct,
        RungChoice::Profile => Rung::Profile,
        RungChoice::Auto | RungChoice::Climatology => Rung::Climatology,
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

/// The values of one quantity (ug/m3).
fn values(fields: &Fields, channels: &[usize]) -> Vec<f64> {
    let receptors = fields.values.first().map_or(0, Vec::len);
    (0..receptors)
        .map(|at| {
            MICRO
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
        .map(|(_, channels)| values(&fields, channels))
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

/// Times of a run and its parts.
struct Clock {
    started: Timestamp,
    begin: Instant,
    lap: Instant,
    phases: Vec<Phase>,
}

impl Clock {
    fn start() -> Self {
        let now = Instant::now();
        Self {
            started: Timestamp::now(),
            begin: now,
            lap: now,
            phases: Vec::new(),
        }
    }

    fn lap(&mut self, name: &str) {
        let seconds = self.lap.elapsed().as_secs_f64();
        self.phases.push(Phase {
            name: name.to_owned(),
            seconds,
        });
        self.lap = Instant::now();
    }

    fn stop(self) -> Times {
        Times {
            started: self.started.to_string(),
            finished: Timestamp::now().to_string(),
            seconds: self.begin.elapsed().as_secs_f64(),
            threads: rayon::current_num_threads(),
            phases: self.phases,
        }
    }
}
