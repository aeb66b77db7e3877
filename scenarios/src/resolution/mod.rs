//! `pluim resolution`: what a finer raster changes, and what it costs.

mod figure;
mod nested;
mod peak_memory;
mod sizes;
mod study;
mod tables;
mod text;

use std::path::{Path, PathBuf};

use clap::Args;
use pluim_io::error::InputError;
use pluim_io::partial::write_whole;
use pluim_io::run_folder::FileRecord;
use pluim_io::vector::Places;
use pluim_io::write_error::WriteError;
use serde_json::{Value, json};

use self::peak_memory::PeakMemory;
use self::sizes::Sizes;
use self::study::{Level, Look, Study};
use crate::answer::{Answer, dress};
use crate::assess::{Language, default_limits, read_limits};
use crate::commands::run::pool;
use crate::error::Result;
use crate::exposure::{People, PeopleArgs};
use crate::plan::Plan;
use crate::run::{Options, run};
use crate::scenario::GridTable;
use crate::srm::is_srm_scenario;

/// Arguments of `pluim resolution`.
#[derive(Debug, Clone, Args)]
pub struct ResolutionArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Cell sizes (m), 2 to 12 of them
    #[arg(
        long,
        value_name = "M,M,...",
        value_delimiter = ',',
        required = true,
        allow_negative_numbers = true
    )]
    pub cells: Vec<f64>,
    /// Neighbourhoods with their inhabitants, or addresses: people above limits at every size
    #[arg(long, value_name = "FILE")]
    pub areas: Option<PathBuf>,
    /// What stands where in the file
    #[command(flatten)]
    pub columns: PeopleArgs,
    /// Limits to use instead of those that pluim carries
    #[arg(long, value_name = "FILE.toml")]
    pub limits: Option<PathBuf>,
    /// Folder for the results [default: the scenario's name with -resolution behind it]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Language of the text and the figure
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// Number of threads; results do not depend on it [default: all processors]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong or the results cannot be written.
pub fn execute(args: &ResolutionArgs) -> Result<()> {
    let answer = pool(args.threads)?.install(|| resolution(args))?;
    answer.end("resolution", args.json)
}

fn resolution(args: &ResolutionArgs) -> Result<Answer> {
    if is_srm_scenario(&args.scenario) {
        return Err(no_raster(&args.scenario).into());
    }
    let mut plan = Plan::read(&args.scenario)?;
    let left_out = plan.means_alone();
    let sizes = Sizes::of(&args.cells, &plan)?;
    let limits = match &args.limits {
        Some(file) => read_limits(file)?,
        None => default_limits()?,
    };
    let places = places(args, &mut plan, &sizes)?;
    let out = folder(args)?;
    let levels = levels(&mut plan, &sizes, &out)?;
    let look = Look {
        sizes: &sizes,
        limits: &limits,
        places: places.as_ref(),
        holds_background: &|name| {
            let mut all = plan.pollutants.iter();
            all.any(|it| it.name() == name && plan.background.knows(*it))
        },
    };
    let study = Study {
        title: plan.scenario.title.clone(),
        maps: look.maps(&out, &levels)?,
        limits: limits.version.clone(),
        sizes,
        levels,
        left_out,
    };
    write(&study, args, out)
}

/// Where people live; refuses a file of which nothing can be told before anything is computed.
fn places(args: &ResolutionArgs, plan: &mut Plan, sizes: &Sizes) -> Result<Option<Places>> {
    let Some(file) = &args.areas else {
        return Ok(None);
    };
    let places = args.columns.read(file, plan.scenario.epsg)?;
    put_on(plan, sizes, sizes.coarsest())?;
    if let Some(grid) = &plan.grid {
        People::new(places.clone(), grid).check(file)?;
    }
    Ok(Some(places))
}

/// Runs the plan at every size, coarsest first, so that memory that the process keeps for later
/// hardly counts at the next; tells the finest first.
fn levels(plan: &mut Plan, sizes: &Sizes, out: &Path) -> Result<Vec<Level>> {
    let options = Options {
        command: std::env::args().collect(),
        ..Options::default()
    };
    let mut levels = Vec::new();
    for cell in sizes.cells.iter().rev() {
        put_on(plan, sizes, *cell)?;
        let folder = format!("{cell}m");
        let peak = PeakMemory::start();
        let record = run(plan, &out.join(&folder), &options)?;
        let peak_memory = peak.stop();
        dress(&out.join(&folder))?;
        levels.push(Level {
            cell: *cell,
            folder,
            record,
            peak_memory,
        });
    }
    levels.reverse();
    Ok(levels)
}

/// Puts the plan on cells of one of the sizes.
fn put_on(plan: &mut Plan, sizes: &Sizes, cell: f64) -> Result<()> {
    let Some(table) = plan.scenario.grid.clone() else {
        return Err(no_raster(&plan.file).into());
    };
    plan.put_on(GridTable {
        cell_m: cell,
        extent: Some(sizes.extent),
        ..table
    })
}

fn no_raster(scenario: &Path) -> InputError {
    InputError::new(scenario, "a scenario with a raster, under [grid]")
        .found("receptors alone")
        .hint("add [grid] with a cell_m and an extent to a scenario without a method")
}

fn folder(args: &ResolutionArgs) -> Result<PathBuf> {
    let stem = args.scenario.file_stem().unwrap_or_default();
    let default = || PathBuf::from(format!("{}-resolution", stem.to_string_lossy()));
    let folder = args.out.clone().unwrap_or_else(default);
    std::fs::create_dir_all(&folder).map_err(|cause| WriteError::file(&folder, cause))?;
    Ok(folder)
}

fn write(study: &Study, args: &ResolutionArgs, folder: PathBuf) -> Result<Answer> {
    let table = tables::all(study);
    let text = text::text(study, args.lang);
    table.write_csv(&folder.join("resolution.csv"))?;
    write_whole(&folder.join("resolution.md"), text.as_bytes())?;
    figure::figure(study, args.lang).write(
        &folder.join("resolution.png"),
        &folder.join("resolution.svg"),
    )?;
    let areas = args.areas.as_ref().map(|file| {
        let record = FileRecord::of(file, file.display().to_string());
        record.map(|it| it.used_as("areas"))
    });
    let files = ["csv", "md", "png", "svg"].map(|ending| format!("resolution.{ending}"));
    Ok(Answer {
        record: json!({
            "title": study.title,
            "extent": study.sizes.extent,
            "runs": study.levels.iter().map(of_level).collect::<Value>(),
            "peak_memory_is": peak_memory::MEANING,
            "limits": study.limits,
            "areas_from": areas.transpose()?,
            "left_out": study.left_out.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "background_in": study.maps.iter().filter(|it| it.background)
                .map(|it| it.quantity.to_string()).collect::<Vec<_>>(),
            "maps": table.json(),
        }),
        text: shown(study),
        folder,
        files: files.into(),
    })
}

/// The tables for a terminal.
fn shown(study: &Study) -> String {
    let mut text = format!("{}\n\n{}\n", study.title, tables::shown(study).text());
    let exceeded = tables::exceeded(study);
    if !exceeded.rows().is_empty() {
        text.push_str(&format!("{}\n", exceeded.text()));
    }
    if !study.left_out.is_empty() {
        let names: Vec<String> = study.left_out.iter().map(ToString::to_string).collect();
        text.push_str(&format!("means alone; left out: {}\n", names.join(", ")));
    }
    text
}

fn of_level(level: &Level) -> Value {
    json!({
        "cell_m": level.cell,
        "folder": level.folder,
        "run_id": level.record.run_id,
        "rung": level.record.solver.rung,
        "error": level.record.solver.measured,
        "seconds": level.record.times.seconds,
        "parts_taken": level.record.times.parts_taken,
        "threads": level.record.times.threads,
        "peak_memory_bytes": level.peak_memory,
    })
}
