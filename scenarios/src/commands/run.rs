//! `pluim run`: compute a scenario.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::Result;
use crate::plan::Plan;
use crate::run::{Options, run};

/// Arguments of `pluim run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Folder for the results [default: the scenario's name with -run behind it]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of threads; results do not depend on it [default: all processors]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong or the results cannot be written.
pub fn execute(args: &RunArgs) -> Result<()> {
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| default_out(&args.scenario));
    let plan = Plan::read(&args.scenario)?;
    let options = Options {
        command: std::env::args().collect(),
    };
    let pool = pool(args.threads)?;
    let record = pool.install(|| run(&plan, &out, &options))?;
    for line in summary(&plan, &record) {
        println!("{line}");
    }
    println!("results in {}", out.display());
    Ok(())
}

/// The threads that compute: as many as asked for, or as there are processors.
fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|fault| crate::error::Error::System(std::io::Error::other(fault)))
}

fn default_out(scenario: &Path) -> PathBuf {
    let stem = scenario
        .file_stem()
        .map_or_else(|| "pluim".into(), |stem| stem.to_string_lossy());
    PathBuf::from(format!("{stem}-run"))
}

/// A few lines that say what was computed.
pub(super) fn summary(plan: &Plan, record: &pluim_io::run_folder::Record) -> Vec<String> {
    let pollutants: Vec<&str> = plan.pollutants.iter().map(|it| it.name()).collect();
    let mut lines = vec![format!(
        "{}: annual mean of {} from {} sources in {} groups over {} hours",
        plan.scenario.title,
        pollutants.join(", "),
        plan.sources.len(),
        plan.groups.len(),
        plan.hours.len()
    )];
    if let Some(grid) = &plan.grid {
        lines.push(format!(
            "{} x {} cells of {} m, {} receptors",
            grid.columns(),
            grid.rows(),
            grid.cell(),
            plan.receptors.len()
        ));
    }
    if let Some(error) = &record.solver.measured {
        lines.push(format!(
            "solved by {}; error against {} at {} places: median {:.2} %, worst {:.2} %",
            record.solver.rung,
            error.compared_with,
            error.sample,
            100.0 * error.percentile_50,
            100.0 * error.worst
        ));
    }
    lines.push(format!(
        "{:.1} s on {} threads",
        record.times.seconds, record.times.threads
    ));
    lines
}
