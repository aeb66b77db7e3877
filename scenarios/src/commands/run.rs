//! `pluim run`: compute a scenario.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use pluim_io::error::InputError;
use pluim_io::run_folder::{MeasuredError, Record, Solver, VariantRecord};

use super::any_plan::{AnyPlan, refuse_variant};
use crate::answer::dress;
use crate::error::{Error, Result};
use crate::plan::Plan;
use crate::run::{Assembled, BASE, Base, ErrorMap, Options, run, run_all, run_beside};
use crate::srm::{SrmPlan, is_srm_scenario, run_network};

/// Arguments of `pluim run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Folder for the results [default: the scenario's name with -run behind it]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Compute this variant of the scenario
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Compute the scenario and all its variants, each into a folder of --out
    #[arg(long, conflicts_with_all = ["variant", "base"])]
    pub all_variants: bool,
    /// Run folder to take the contributions of unchanged source groups from
    #[arg(long, value_name = "RUN")]
    pub base: Option<PathBuf>,
    /// Map the estimated relative error of the raster rung, beside each annual mean
    #[arg(long, conflicts_with_all = ["all_variants", "base"])]
    pub error_map: bool,
    /// Number of threads; results do not depend on it [default: all processors]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Print the record as JSON
    #[arg(long)]
    pub json: bool,
}

/// More threads than any machine has cores only cost memory.
const MOST_THREADS: usize = 1024;

fn threads(text: &str) -> std::result::Result<usize, String> {
    let found = text
        .parse()
        .ok()
        .filter(|it| (1..=MOST_THREADS).contains(it));
    found.ok_or_else(|| format!("expected at least 1 and at most {MOST_THREADS}; found {text:?}"))
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong or the results cannot be written.
pub fn execute(args: &RunArgs) -> Result<()> {
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| default_out(&args.scenario, args.variant.as_deref()));
    let options = Options {
        command: std::env::args().collect(),
        error_map: match args.error_map {
            true => ErrorMap::Mapped,
            false => ErrorMap::Unmapped,
        },
    };
    let pool = pool(args.threads)?;
    if args.all_variants {
        let all = is_srm_scenario(&args.scenario).then_some("--all-variants");
        refuse_variant(&args.scenario, all)?;
        let runs = pool.install(|| run_all(&args.scenario, &out, &options))?;
        for run in &runs {
            dress(&run.folder)?;
        }
        return tell_all(&runs, &out, args.json);
    }
    if args.error_map && is_srm_scenario(&args.scenario) {
        return Err(no_raster(&args.scenario));
    }
    let (plan, base) = pool.join(
        || AnyPlan::read(&args.scenario, args.variant.as_deref()),
        || args.base.as_deref().map(Base::open),
    );
    let plan = plan?;
    if let (AnyPlan::Network(_), Some(base)) = (&plan, &args.base) {
        return Err(nothing_to_share(base));
    }
    let base = base.transpose()?;
    let record = pool.install(|| match (&plan, base) {
        (AnyPlan::Network(plan), _) => run_network(plan, &out, &options),
        (AnyPlan::Sources(plan), Some(base)) => run_beside(plan, base, &out, &options),
        (AnyPlan::Sources(plan), None) => run(plan, &out, &options),
    })?;
    dress(&out)?;
    if args.json {
        println!("{:#}", serde_json::to_value(&record).unwrap_or_default());
        return Ok(());
    }
    let lines = match &plan {
        AnyPlan::Sources(plan) => summary(plan, &record),
        AnyPlan::Network(plan) => network_summary(plan, &record),
    };
    for line in lines {
        println!("{line}");
    }
    println!("results in {}", out.display());
    Ok(())
}

/// A network is computed whole, because its NO2 is not the sum of what its roads cause.
fn nothing_to_share(base: &Path) -> Error {
    InputError::new(base, "no base, as networks are computed whole")
        .found("a run")
        .hint("leave out --base")
        .into()
}

/// A network has receptors alone.
fn no_raster(scenario: &Path) -> Error {
    InputError::new(scenario, "a raster, whose error --error-map maps")
        .found("a network")
        .hint("leave out --error-map")
        .into()
}

fn tell_all(runs: &[Assembled], out: &Path, as_json: bool) -> Result<()> {
    if as_json {
        let records = runs.iter().map(|run| {
            let folder = run.folder.display().to_string();
            json!({ "folder": folder, "record": run.record })
        });
        println!("{:#}", records.collect::<serde_json::Value>());
        return Ok(());
    }
    for run in runs {
        let told = run.record.variant.clone().unwrap_or_default();
        let name = told.name.as_deref().unwrap_or(BASE);
        let list = |groups: &[String]| match groups.join(", ") {
            none if none.is_empty() => "nothing".to_owned(),
            some => some,
        };
        println!(
            "{name}: {}; computed {}; shared {}",
            run.plan.scenario.title,
            list(&told.computed),
            list(&told.shared)
        );
    }
    println!("results in the folders of {}", out.display());
    Ok(())
}

/// The threads that compute: as many as asked for, or as there are processors.
pub(crate) fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|fault| crate::error::Error::System(std::io::Error::other(fault)))
}

fn default_out(scenario: &Path, variant: Option<&str>) -> PathBuf {
    let stem = scenario
        .file_stem()
        .map_or_else(|| "pluim".into(), |stem| stem.to_string_lossy());
    match variant {
        Some(name) => PathBuf::from(format!("{stem}-{name}-run")),
        None => PathBuf::from(format!("{stem}-run")),
    }
}

/// A few lines that say what was computed.
pub(super) fn summary(plan: &Plan, record: &Record) -> Vec<String> {
    let pollutants: Vec<&str> = plan.pollutants.iter().map(|it| it.name()).collect();
    let mut lines = vec![format!(
        "{}: annual mean of {} from {} in {} over {}",
        plan.scenario.title,
        pollutants.join(", "),
        counted(plan.sources.len(), "source"),
        counted(plan.groups.len(), "group"),
        counted(plan.hours.len(), "hour")
    )];
    if let Some(grid) = &plan.grid {
        lines.push(format!(
            "{} x {} cells of {} m, {}",
            grid.columns(),
            grid.rows(),
            grid.cell(),
            counted(plan.receptors.len(), "receptor")
        ));
    }
    lines.extend(errors(&record.solver));
    if record.times.parts_taken > 0 {
        let parts = counted(record.times.parts_taken, "finished part");
        lines.push(format!("went on from {parts} of a run that was broken off"));
    }
    lines.extend(record.variant.iter().flat_map(taken_from_base));
    lines.push(time(record));
    lines
}

/// What a run shares with another that was made before.
fn taken_from_base(told: &VariantRecord) -> Vec<String> {
    if told.kept_from.is_none() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if !told.shared.is_empty() {
        lines.push(format!(
            "unchanged from the base: {}",
            told.shared.join(", ")
        ));
    }
    for edited in &told.edited {
        lines.push(format!(
            "computed of {}: the {} that changed",
            edited.groups.join(", "),
            counted(edited.sources, "source")
        ));
    }
    lines
}

/// A few lines that say what was computed of a network.
fn network_summary(plan: &SrmPlan, record: &Record) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: SRM1 and SRM2 from {} at {}",
        plan.scenario.title,
        counted(plan.network.roads().len(), "road part"),
        counted(plan.network.receptors(), "receptor")
    )];
    if plan.scenario.background.is_empty() {
        lines.push("no background: the means are what the roads contribute".to_owned());
    }
    for warning in &record.warnings {
        let count = warning.count.unwrap_or(1);
        let message = &warning.message;
        lines.push(format!("warning {} ({count}): {message}", warning.rule));
    }
    lines.push(time(record));
    lines
}

/// How long it took.
fn time(record: &Record) -> String {
    format!(
        "{:.1} s on {}",
        record.times.seconds,
        counted(record.times.threads, "thread")
    )
}

/// What the errors of a run are, in a line.
fn errors(solver: &Solver) -> Option<String> {
    let of = |error: &MeasuredError, what: &str| {
        format!(
            "{} at {} {what}: median {:.2} %, worst {:.2} %",
            error.compared_with,
            error.sample,
            100.0 * error.percentile_50,
            100.0 * error.worst
        )
    };
    let measured = solver.measured.as_ref().map(|it| of(it, "places"))?;
    let kernels = solver.kernels.as_ref().map(|it| of(it, "plumes"));
    let all: Vec<String> = std::iter::once(measured).chain(kernels).collect();
    Some(format!(
        "solved by {}; error against {}",
        solver.rung,
        all.join(", against ")
    ))
}

/// A count and what is counted, such as `1 group` and `3 groups`.
fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
