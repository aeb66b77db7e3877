//! `pluim validate`: a run beside measurements.
//!
//! A total is mostly background, so that it agrees with measurements without any model. What the
//! sources add to the background is therefore scored apart, and so is the background alone.

mod background;
mod figure;
mod modelled;
mod scores;
mod stations;

use std::path::{Path, PathBuf};

use clap::Args;
use pluim_core::emission::Pollutant;
use pluim_io::error::{InputError, nearest};
use pluim_io::observation::{Columns, Observations, read};
use pluim_io::run_folder::Results;
use serde_json::json;

use self::background::Background;
use self::modelled::Modelled;
use self::scores::Validation;
use self::stations::{LeftOut, compared};
use crate::answer::{Answer, folder_for};
use crate::error::Result;

/// Arguments of `pluim validate`.
#[derive(Debug, Clone, Args)]
pub struct ValidateArgs {
    /// Measurements: an hourly export of Luchtmeetnet, or a table with one measurement a row
    pub observations: PathBuf,
    /// The run folder
    pub run: PathBuf,
    /// Stations that measure the background, whose mean without the run's part is taken as such
    /// [default: the background of the run]
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub background: Vec<String>,
    /// Measurements of ozone, with which the NO of the run becomes NO2
    #[arg(long, value_name = "FILE")]
    pub ozone: Option<PathBuf>,
    /// Stations to leave out
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub leave_out: Vec<String>,
    /// Least share of the possible measurements that a station must have
    #[arg(long, value_name = "SHARE", default_value_t = 0.75, value_parser = share)]
    pub capture: f64,
    /// What a table holds, such as no2; an export says so itself
    #[arg(long, value_name = "NAME", value_parser = pollutant)]
    pub pollutant: Option<Pollutant>,
    /// Column of a table by its role: id, x and y (m) or lon and lat (degrees), value
    #[arg(long = "column", value_name = "ROLE=NAME")]
    pub columns: Vec<String>,
    /// Folder for table, figure and record [default: validate in the run folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn share(text: &str) -> std::result::Result<f64, String> {
    let found = text.parse().ok().filter(|it| (0.0..=1.0).contains(it));
    found.ok_or_else(|| format!("expected a share from 0 to 1; found {text:?}"))
}

fn pollutant(name: &str) -> std::result::Result<Pollutant, String> {
    let names = Pollutant::ALL.map(Pollutant::name).join(", ");
    Pollutant::named(name).ok_or_else(|| format!("expected one of {names}"))
}

/// Runs the command.
///
/// # Errors
/// When the measurements or the run cannot be read, no station can be compared, or the results
/// cannot be written.
pub fn execute(args: &ValidateArgs) -> Result<()> {
    validate(args)?.end("validate", args.json)
}

/// Compares and writes a table and a figure.
///
/// # Errors
/// As [`execute`].
pub fn validate(args: &ValidateArgs) -> Result<Answer> {
    let run = Results::open(&args.run)?;
    let epsg = epsg(&run)?;
    let observations = read(&args.observations, &columns(args)?, epsg)?;
    let ozone = match &args.ozone {
        Some(file) => Some(background::ozone(file, &args.background, epsg)?),
        None => None,
    };
    let modelled = Modelled::of(&run, observations.pollutant, ozone)?;
    let background = Background::of(args, &observations, &modelled)?;
    let (stations, left_out) = compared(args, &observations, &modelled, &background)?;
    if stations.is_empty() {
        return Err(nothing_to_compare(args, &observations, &left_out).into());
    }
    let validation = Validation {
        pollutant: observations.pollutant,
        modelled: &modelled,
        background: &background,
        stations: &stations,
        left_out: &left_out,
        warnings: warnings(&run, &observations, stations.len(), &background),
    };
    let folder = folder_for(args.out.as_deref(), &args.run, "validate")?;
    write(&validation, &run, folder)
}

fn write(validation: &Validation<'_>, run: &Results, folder: PathBuf) -> Result<Answer> {
    let name = validation.pollutant.name();
    let files = [format!("{name}_stations.csv"), format!("{name}_scores.svg")];
    validation.table().write_csv(&folder.join(&files[0]))?;
    figure::figure(validation, &run.record.title).write(&folder.join(&files[1]))?;
    let mut record = validation.json();
    record["run"] = json!({
        "folder": run.folder.display().to_string(),
        "title": run.record.title,
        "run_id": run.record.run_id,
    });
    Ok(Answer {
        record,
        text: validation.text(),
        folder,
        files: files.to_vec(),
    })
}

/// EPSG number of the run's coordinates.
fn epsg(run: &Results) -> Result<u32> {
    match run.totals().next() {
        Some(total) => Ok(run.raster(total)?.epsg()?),
        None => Err(InputError::new(&run.folder, "a run with rasters")
            .found("none")
            .hint("give the scenario a [grid] and run it again")
            .into()),
    }
}

fn columns(args: &ValidateArgs) -> Result<Columns> {
    let mut columns = Columns {
        pollutant: args.pollutant,
        ..Columns::default()
    };
    for column in &args.columns {
        let (role, name) = column.split_once('=').unwrap_or((column, ""));
        let assigned = columns.assign(role, name);
        assigned.map_err(|fault| fault.at(&args.observations).field("--column"))?;
    }
    Ok(columns)
}

fn nothing_to_compare(
    args: &ValidateArgs,
    observations: &Observations,
    left_out: &[LeftOut],
) -> InputError {
    let outside = left_out.iter().filter(|it| it.why == stations::OUTSIDE);
    let found = format!(
        "{} stations, {} of them outside the rasters of the run",
        observations.stations.len(),
        outside.count()
    );
    InputError::new(
        &args.observations,
        "a station within the run, beside those of the background",
    )
    .found(found)
}

fn warnings(
    run: &Results,
    observations: &Observations,
    stations: usize,
    background: &Background,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let year = |name: &str| run.record.settings["meteorology"][name].as_i64();
    if let (Some(measured), Some(first), Some(last)) =
        (observations.years, year("first_year"), year("last_year"))
    {
        let (begin, end) = (i64::from(measured.0), i64::from(measured.1));
        if begin != first || end != last {
            warnings.push(format!(
                "the measurements are of {begin} to {end}, the weather of the run of {first} to {last}"
            ));
        }
    }
    if stations < 10 {
        warnings.push(format!(
            "{stations} stations: correlation and MQI say little below ten"
        ));
    }
    let unplaced = observations.without_place.len();
    if unplaced > 0 {
        warnings.push(format!("{unplaced} stations without a place are left out"));
    }
    if *background != Background::OfRun {
        warnings.push(
            "the increment holds the sources of the run alone; what else there is near a station \
             is missing"
                .to_owned(),
        );
    }
    warnings
}

/// A fault of the stations that are named on the command line.
fn unknown_station(file: &Path, id: &str, observations: &Observations) -> InputError {
    let ids = observations.stations.iter().map(|it| it.id.as_str());
    let error = InputError::new(file, "a station of the file").found(id);
    match nearest(id, ids) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error,
    }
}
