//! `pluim compare`: what changes from one run to another, and that nothing else does.

mod maps;
mod places;
mod ranking;
mod records;

use std::path::{Path, PathBuf};

use clap::Args;
use pluim_io::error::InputError;
use pluim_io::run_folder::{Quantity, RECORD, Results};
use serde_json::json;

use crate::answer::{Answer, AreaArgs, apart, folder_for};
use crate::error::Result;

pub use records::{Difference, Kind, differences};

/// Arguments of `pluim compare`.
#[derive(Debug, Clone, Args)]
pub struct CompareArgs {
    /// Run folder to compare with: the reference
    pub a: PathBuf,
    /// Run folder that is compared: the plan or the measure; several are ranked
    #[arg(required = true)]
    pub b: Vec<PathBuf>,
    /// Folder for maps and tables [default: compare in the folder of B, of A where there are several B]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Areas whose means are compared
    #[command(flatten)]
    pub areas: AreaArgs,
    /// Number of receptors to show, those with the largest change
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Refuse runs that differ in more than their sources
    #[arg(long)]
    pub strict: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Values closer than this share of themselves differ by the rounding of files alone.
const ROUNDING: f64 = 2e-6;

/// Whether two values differ by more than rounding.
fn differ(a: f64, b: f64) -> bool {
    (b - a).abs() > ROUNDING * a.abs().max(b.abs())
}

/// Two runs and what they have in common.
struct Pair {
    a: Results,
    b: Results,
    /// Rasters that both have.
    common: Vec<Quantity>,
    /// What only one of them has.
    alone: Vec<String>,
}

impl Pair {
    fn open(a: &Path, b: &Path) -> Result<Self> {
        let (a, b) = (Results::open(a)?, Results::open(b)?);
        a.check_filled()?;
        b.check_filled()?;
        let common: Vec<Quantity> = a
            .rasters
            .iter()
            .filter(|it| b.rasters.contains(it))
            .cloned()
            .collect();
        let alone = |of: &Results, other: &Results| -> Vec<String> {
            let missing = of.rasters.iter().filter(|it| !other.rasters.contains(it));
            missing
                .map(|it| format!("{it}.tif only in {}", of.folder.display()))
                .collect()
        };
        let alone = [alone(&a, &b), alone(&b, &a)].concat();
        Ok(Self {
            a,
            b,
            common,
            alone,
        })
    }
}

/// Runs the command.
///
/// # Errors
/// When a run cannot be read, the grids differ, or the results cannot be written.
pub fn execute(args: &CompareArgs) -> Result<()> {
    let answer = match args.b.as_slice() {
        [one] => compare(args, one)?,
        _ => ranking::rank(args)?,
    };
    answer.end("compare", args.json)
}

/// Compares `run` with the reference of `args`, and writes maps and tables.
///
/// # Errors
/// As [`execute`].
pub fn compare(args: &CompareArgs, run: &Path) -> Result<Answer> {
    let pair = Pair::open(&args.a, run)?;
    let differences = differences(&pair.a.record, &pair.b.record);
    let others: Vec<&Difference> = differences
        .iter()
        .filter(|it| it.kind == Kind::Other)
        .collect();
    if let (true, Some(other)) = (args.strict, others.first()) {
        return Err(
            InputError::new(run, "a run that differs in its sources alone")
                .found(other)
                .hint("leave out --strict to compare all the same")
                .into(),
        );
    }
    let pairs = maps::open(&pair)?;
    let receptors = places::receptors(&pair)?;
    if pairs.is_empty() && receptors.as_ref().is_none_or(places::Receptors::is_empty) {
        return Err(InputError::new(run, "a raster or receptors in common")
            .found("none")
            .hint("run both scenarios with the same pollutants, raster or receptors")
            .into());
    }
    let zones = match pairs.first() {
        Some(first) => args.areas.zones(first.a.grid(), first.a.epsg()?)?,
        None => None,
    };
    if let Some(out) = &args.out {
        apart(out, [args.a.join(RECORD).as_path()])?;
    }
    let folder = folder_for(args.out.as_deref(), run, "compare")?;
    let mut answer = Answer {
        record: json!({
            "a": told(&pair.a),
            "b": told(&pair.b),
            "only_sources_differ": others.is_empty(),
            "differences": differences.iter().map(Difference::json).collect::<Vec<_>>(),
            "not_compared": pair.alone,
        }),
        text: records::text(&differences),
        folder,
        files: Vec::new(),
    };
    maps::write(&pairs, &pair, &mut answer)?;
    places::write(
        &places::Found {
            pairs: &pairs,
            receptors: receptors.as_ref(),
            zones: zones.as_ref(),
            top: args.top,
        },
        &mut answer,
    )?;
    Ok(answer)
}

fn told(run: &Results) -> serde_json::Value {
    json!({
        "folder": run.folder.display().to_string(),
        "title": run.record.title,
        "run_id": run.record.run_id,
    })
}
