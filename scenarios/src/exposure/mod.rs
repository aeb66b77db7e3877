//! `pluim exposure`: who breathes what, and what that does to health.

mod health;
mod people;
mod tables;
mod text;

use std::path::PathBuf;

use clap::Args;
use pluim_io::error::InputError;
use pluim_io::geopackage::write_geopackage;
use pluim_io::run_folder::{FileRecord, Quantity, Results};
use serde_json::json;

use self::health::{Health, default_health, read_health};
pub use self::people::PeopleArgs;
pub(crate) use self::people::{People, Reached};
use crate::answer::{Answer, folder_for};
use crate::assess::{Language, LimitSet, default_limits, read_limits};
use crate::error::Result;

/// Arguments of `pluim exposure`.
#[derive(Debug, Clone, Args)]
pub struct ExposureArgs {
    /// Run folder
    pub run: PathBuf,
    /// Neighbourhoods with their inhabitants (such as "CBS wijken en buurten"), or addresses
    #[arg(long, value_name = "FILE")]
    pub areas: PathBuf,
    /// What stands where in the file
    #[command(flatten)]
    pub columns: PeopleArgs,
    /// Relative risks and mortality to use instead of those that pluim carries
    #[arg(long, value_name = "FILE.toml")]
    pub health: Option<PathBuf>,
    /// Limits to use instead of those that pluim carries
    #[arg(long, value_name = "FILE.toml")]
    pub limits: Option<PathBuf>,
    /// Folder for tables [default: exposure in the run folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Language of the text
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Everything that the tables and the text tell.
struct Told<'a> {
    results: &'a Results,
    people: &'a People,
    reached: &'a [Reached],
    health: &'a Health,
    limits: &'a LimitSet,
}

/// Runs the command.
///
/// # Errors
/// When the run, the areas or a data file cannot be read, or the results cannot be written.
pub fn execute(args: &ExposureArgs) -> Result<()> {
    exposure(args)?.end("exposure", args.json)
}

fn exposure(args: &ExposureArgs) -> Result<Answer> {
    let results = Results::open(&args.run)?;
    let means: Vec<&Quantity> = results
        .totals()
        .filter(|it| it.statistic() == "mean")
        .collect();
    let Some(first) = means.first() else {
        return Err(
            InputError::new(&args.run, "a run with a raster of annual means")
                .found("none")
                .hint("add a [grid] to the scenario and run it again")
                .into(),
        );
    };
    let health = match &args.health {
        Some(file) => read_health(file)?,
        None => default_health()?,
    };
    let limits = match &args.limits {
        Some(file) => read_limits(file)?,
        None => default_limits()?,
    };
    let raster = results.raster(first)?;
    let epsg = raster.epsg()?;
    let people = People::new(args.columns.read(&args.areas, epsg)?, raster.grid());
    people.check(&args.areas)?;
    let reached = means
        .iter()
        .map(|of| people.reached(of, &results.raster(of)?))
        .collect::<Result<Vec<_>>>()?;
    let told = Told {
        results: &results,
        people: &people,
        reached: &reached,
        health: &health,
        limits: &limits,
    };
    let folder = folder_for(args.out.as_deref(), &args.run, "exposure")?;
    write(&told, args, folder, epsg)
}

fn write(told: &Told<'_>, args: &ExposureArgs, folder: PathBuf, epsg: u32) -> Result<Answer> {
    let areas = tables::areas(told);
    let parts = [
        ("areas", &areas),
        ("distribution", &tables::distribution(told)),
        ("limits", &tables::limits(told)),
        ("health", &tables::health(told)),
    ];
    let places = FileRecord::of(&args.areas, args.areas.display().to_string())?.used_as("areas");
    let mut answer = Answer {
        record: json!({
            "run": told.results.record.title,
            "run_id": told.results.record.run_id,
            "areas_from": places,
            "health_data": { "version": told.health.version, "sources": told.health.sources() },
            "limits": told.limits.version,
            "people": told.people.counted(),
            "places_without_population": told.people.uncounted(),
            "places_outside_the_raster": told.people.outside(),
            "uncertainty": text::caveats(Language::En),
        }),
        folder,
        ..Answer::default()
    };
    for (name, table) in parts {
        let file = format!("{name}.csv");
        table.write_csv(&answer.folder.join(&file))?;
        answer.files.push(file);
        answer.record[name] = table.json();
    }
    write_geopackage(
        &answer.folder.join("exposure.gpkg"),
        epsg,
        &[told.people.layer(&areas)],
    )?;
    answer.files.push("exposure.gpkg".to_owned());
    answer.text = text::text(told, args.lang);
    let file = answer.folder.join("exposure.txt");
    pluim_io::partial::write_whole(&file, answer.text.as_bytes())?;
    answer.files.push("exposure.txt".to_owned());
    Ok(answer)
}
