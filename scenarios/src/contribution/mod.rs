//! `pluim contribution`: which sources cause it, on the map, in areas, at receptors, at an address.

mod at;
mod maps;
mod places;

use std::path::PathBuf;

use clap::Args;
use pluim_io::error::InputError;
use pluim_io::run_folder::Results;
use serde_json::json;

use crate::answer::{Answer, AreaArgs, folder_for};
use crate::error::Result;

pub use at::{Grouping, Place};

/// Arguments of `pluim contribution`.
#[derive(Debug, Clone, Args)]
pub struct ContributionArgs {
    /// Run folder
    pub run: PathBuf,
    /// Folder for maps and tables [default: contribution in the run folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Areas in which the shares are told
    #[command(flatten)]
    pub areas: AreaArgs,
    /// Tell which sources matter most at this place (m), and nothing else
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true)]
    pub at: Option<Place>,
    /// Number of sources to tell
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// What counts as one source
    #[arg(long, value_enum, default_value_t, requires = "at")]
    pub by: Grouping,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the run cannot be read or does not hold what is asked, or results cannot be written.
pub fn execute(args: &ContributionArgs) -> Result<()> {
    let results = Results::open(&args.run)?;
    match &args.at {
        Some(place) => at::execute(&results, *place, args),
        None => shares(&results, args)?.end("contribution", args.json),
    }
}

/// The share of every source group.
fn shares(results: &Results, args: &ContributionArgs) -> Result<Answer> {
    results.check_filled()?;
    let rasters = maps::open(results)?;
    let receptors = places::receptors(results)?;
    if rasters.is_empty() && receptors.is_none() {
        return Err(
            InputError::new(&args.run, "a run with the part of every source group")
                .found("totals alone")
                .hint("set contributions = true under [output] and run again")
                .into(),
        );
    }
    let zones = match rasters.first() {
        Some(first) => args.areas.zones(first.total.grid(), first.total.epsg()?)?,
        None => None,
    };
    let sums = maps::sums(&rasters, results)?;
    let mut answer = Answer {
        record: json!({ "run": results.record.title, "run_id": results.record.run_id }),
        folder: folder_for(args.out.as_deref(), &args.run, "contribution")?,
        ..Answer::default()
    };
    maps::write(&rasters, &sums, &mut answer)?;
    let found = places::Found {
        rasters: &rasters,
        receptors: receptors.as_ref(),
        zones: zones.as_ref(),
        epsg: results.record.settings["epsg"]
            .as_u64()
            .and_then(|epsg| u32::try_from(epsg).ok())
            .unwrap_or(28992),
    };
    places::write(&found, &mut answer)?;
    Ok(answer)
}
