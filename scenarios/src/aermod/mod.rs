//! `pluim aermod`: an AERMOD control file, run as it stands.
//!
//! [`run`] reads the control file and its meteorology, models every hour with the `pbl` scheme,
//! averages as AERMOD does, and writes the `PLOTFILE`s, `POSTFILE`s and `MAXIFILE`s asked for in
//! AERMOD's own format. Beside them the run folder gets `receptors.csv` (means and highest
//! values, `RECTABLE`), `maxima.json` (`MAXTABLE`), a GeoTIFF of every quantity over every
//! Cartesian network of square cells, and the record `run.json`.

pub mod averages;
pub mod chemistry;
pub mod deposition;
pub mod design_value;
pub mod field;
mod heading;
pub mod ladder;
pub mod maxima;
pub mod model;
pub mod particle_slip;
pub mod plan;
pub mod ranks;
mod record;
mod refusal;
mod result_files;
mod sight;
mod surroundings;
mod table;
mod tables;
mod years;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Zoned;
use pluim_core::scheme::pbl::NearSurface;
use pluim_core::solve::Rung;
use pluim_io::aermet::{self, Meteorology, Reading};
use pluim_io::aermod::{Action, ControlFile, Unsupported};
use pluim_io::error::InputError;
use pluim_io::projection::check_projected;
use pluim_io::run_folder::{RunFolder, Solver};
use pluim_io::write_error::WriteError;

use crate::error::Result;
use crate::run::Bar;
use chemistry::{OlmRoads, unlimited_roads};
use field::SummedPlumes;
use model::{Event, Results, model};
use particle_slip::{ParticleSlip, taken_of_another};
use plan::Plan;
use record::Recorder;
use result_files::{Context, Destination, GrowingFiles, write_plots};

/// Accuracy asked of the sum over sources.
const TOLERANCE: f64 = 1e-3;

/// Arguments of `pluim aermod`.
#[derive(Debug, Clone, Args)]
pub struct AermodArgs {
    /// The control file
    #[arg(value_name = "FILE.inp")]
    pub file: PathBuf,
    /// Folder for all results [default: result files where the control file says, the rest in
    /// the control file's name with -run behind it]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// EPSG number of the coordinates in the control file, for GeoTIFFs; 0 where unknown
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub epsg: u32,
    /// Leave out sources that pluim cannot model, instead of refusing the control file
    #[arg(long)]
    pub leave_out_unsupported: bool,
    /// Rung of the solver ladder that sums the plumes
    #[arg(long, value_enum, default_value_t = HourlyRung::Profile)]
    pub rung: HourlyRung,
    /// How plumes near the ground spread vertically
    #[arg(long, value_enum, default_value_t = NearSurfaceLaw::Original)]
    pub near_surface: NearSurfaceLaw,
    /// What becomes of the NOx of RLINE sources under OLM
    #[arg(long, value_enum, default_value_t = OlmRoads::Aermod)]
    pub olm_roads: OlmRoads,
    /// Whose slip correction the diffusion of depositing particles takes
    #[arg(long, value_enum, default_value_t = ParticleSlip::Aermod)]
    pub particle_slip: ParticleSlip,
}

/// How plumes near the ground spread vertically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NearSurfaceLaw {
    /// As AERMOD has it
    #[default]
    Original,
    /// By Venkatram et al. (2013), also for sources other than roads
    Venkatram2013,
}

impl NearSurfaceLaw {
    /// The law.
    #[must_use]
    pub fn law(self) -> NearSurface {
        match self {
            Self::Original => NearSurface::Original,
            Self::Venkatram2013 => NearSurface::Venkatram2013,
        }
    }
}

/// The rungs that know every hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum HourlyRung {
    /// The formula at every receptor
    Direct,
    /// Tabulated plumes
    #[default]
    Profile,
}

impl HourlyRung {
    /// The rung of the ladder.
    #[must_use]
    pub fn rung(self) -> Rung {
        match self {
            Self::Direct => Rung::Direct,
            Self::Profile => Rung::Profile,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone)]
pub struct AermodRun {
    /// Folder of the run.
    pub folder: PathBuf,
    /// Files written.
    pub outputs: Vec<PathBuf>,
    /// Remarks on the input.
    pub warnings: Vec<String>,
    /// What was computed; absent where the control file only asks to be checked.
    pub results: Option<Results>,
}

/// Reads and runs a control file.
///
/// # Errors
/// When an input is wrong or asks for what pluim does not do, or a result cannot be written.
pub fn run(args: &AermodArgs) -> Result<AermodRun> {
    let started = Zoned::now();
    if args.epsg != 0 {
        check_projected(args.epsg).map_err(|fault| fault.at("--epsg"))?;
    }
    let unsupported = match args.leave_out_unsupported {
        true => Unsupported::LeaveOut,
        false => Unsupported::Refuse,
    };
    let deck = ControlFile::read_with(&args.file, unsupported)?;
    let meteorology = read_meteorology(&deck)?;
    refusal::refuse(&deck, &meteorology)?;
    let mut warnings = warnings(&deck, &meteorology);
    warnings.extend(unlimited_roads(&deck, args.olm_roads));
    warnings.extend(taken_of_another(&deck, args.particle_slip));
    let path = run_folder(args);
    if deck.control.action == Action::CheckOnly {
        return Ok(AermodRun {
            folder: path,
            outputs: Vec::new(),
            warnings,
            results: None,
        });
    }
    let folder = RunFolder::open(&path)?;
    let destination = Destination {
        folder: args.out.clone(),
        beside: args.file.parent().unwrap_or(Path::new("")).to_owned(),
    };
    let heading = heading::heading(&deck, &meteorology, &started);
    let context = Context {
        deck: &deck,
        heading: &heading,
        destination: &destination,
    };
    let plan = Plan::of(&deck)
        .with_olm_roads(&deck, args.olm_roads)
        .with_particle_slip(&deck, args.particle_slip)
        .growing_by(args.near_surface.law());
    let rung = args.rung.rung();
    let (results, mut outputs) = compute(context, &meteorology, &plan, rung)?;
    let solver = solver(rung, &deck, &meteorology, &plan)?;
    let mut recorder = Recorder::new(&deck, &meteorology, &plan, &started, solver)?;
    outputs.extend(write_folder(&folder, &deck, &results, &recorder, args)?);
    recorder.finish(&folder, &results, &warnings, &outputs)?;
    Ok(AermodRun {
        folder: path,
        outputs,
        warnings,
        results: Some(results),
    })
}

/// What the record says of the rung.
fn solver(
    rung: Rung,
    deck: &ControlFile,
    meteorology: &Meteorology,
    plan: &Plan,
) -> Result<Solver> {
    let measured = match rung {
        Rung::Direct => None,
        _ => ladder::measured(deck, meteorology, plan)?,
    };
    Ok(Solver {
        rung: rung.name().to_owned(),
        tolerance: TOLERANCE,
        measured,
        kernels: None,
        error_map: None,
        statistics: None,
    })
}

/// Runs the command `pluim aermod`: remarks go to standard error, a summary to standard output.
///
/// # Errors
/// As [`run`].
pub fn execute(args: &AermodArgs) -> Result<()> {
    let run = run(args)?;
    for warning in &run.warnings {
        eprintln!("pluim: {warning}");
    }
    let Some(results) = &run.results else {
        println!(
            "{}: no fault found; RUNORNOT NOT asks for no run",
            args.file.display()
        );
        return Ok(());
    };
    let hours = results.hours;
    println!(
        "{} hours: {} modelled, {} calm, {} missing",
        hours.all,
        hours.modelled(),
        hours.calm,
        hours.missing
    );
    for output in &run.outputs {
        println!("{}", output.display());
    }
    println!("record in {}", run.folder.display());
    Ok(())
}

/// The meteorology that `deck` asks for.
///
/// # Errors
/// When a file cannot be read or a record is wrong.
pub fn read_meteorology(deck: &ControlFile) -> std::result::Result<Meteorology, InputError> {
    let plan = &deck.meteorology;
    let reading = Reading {
        date_checks: deck.control.options.date_checks,
        turbulence: plan.turbulence,
        base_elevation: plan.base_elevation,
        rotation: plan.rotation,
    };
    aermet::read(&plan.surface, &plan.profile, reading)
}

fn run_folder(args: &AermodArgs) -> PathBuf {
    match &args.out {
        Some(folder) => folder.clone(),
        None => {
            let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
            PathBuf::from(format!("{stem}-run"))
        }
    }
}

fn warnings(deck: &ControlFile, meteorology: &Meteorology) -> Vec<String> {
    let of_deck = deck.warnings.iter().map(ToString::to_string);
    let gaps = meteorology.gaps.iter().cloned();
    of_deck
        .chain(gaps)
        .chain(early_end(deck, meteorology))
        .collect()
}

/// The remark that the meteorology ends before the period asked for.
fn early_end(deck: &ControlFile, meteorology: &Meteorology) -> Option<String> {
    let [_, end] = deck.meteorology.window?;
    let last = meteorology.hours.last()?.stamp;
    (last < end).then(|| format!("the meteorology ends with hour {last}, before {end} of STARTEND"))
}

/// Models all hours and writes AERMOD's files.
fn compute(
    context: Context<'_>,
    meteorology: &Meteorology,
    plan: &Plan,
    rung: Rung,
) -> Result<(Results, Vec<PathBuf>)> {
    let field = SummedPlumes::new(plan, rung);
    let mut growing = GrowingFiles::open(context)?;
    let bar = Bar::cells("hours", meteorology.hours.len() as u64);
    let results = model(context.deck, meteorology, plan, &field, &mut |event| {
        if let Event::Hours(count) = event {
            bar.advance(count as u64);
        }
        growing.take(event);
    })?;
    bar.finish();
    let mut outputs = write_plots(context, &results)?;
    outputs.extend(growing.finish(&results)?);
    Ok((results, outputs))
}

/// Writes what goes into the run folder beside AERMOD's files.
fn write_folder(
    folder: &RunFolder,
    deck: &ControlFile,
    results: &Results,
    recorder: &Recorder,
    args: &AermodArgs,
) -> std::result::Result<Vec<PathBuf>, WriteError> {
    let columns = tables::columns(deck, results);
    let mut written = vec![folder.receptors()];
    tables::write_receptors(&folder.receptors(), deck, &columns)?;
    if deck.outputs.maxima > 0 {
        let path = folder.path().join("maxima.json");
        tables::write_maxima(&path, deck, results)?;
        written.push(path);
    }
    let name = args.file.to_string_lossy();
    let origin = tables::RasterOrigin {
        epsg: args.epsg,
        run_id: recorder.run_id(),
        deck: &name,
    };
    written.extend(tables::write_rasters(
        folder.path(),
        deck,
        &columns,
        &origin,
    )?);
    Ok(written)
}
