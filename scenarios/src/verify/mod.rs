//! `pluim verify`: whether a run still stands as it was recorded.
//!
//! Two questions: do the inputs and outputs still have the bytes that the record tells, and do some
//! places, drawn at random, have the value that the formula gives there, summed source by source
//! and hour by hour.

mod files;
mod sample;

use std::path::PathBuf;

use clap::Args;
use pluim_io::run_folder::Results;
use serde_json::json;

use self::files::{Checked, Kind, State};
use self::sample::Sample;
use crate::error::{Error, Result};

/// Arguments of `pluim verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Run folder
    pub run: PathBuf,
    /// Number of cells and of receptors that are computed again by the formula; 0 for none
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub sample: usize,
    /// What their choice is drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the run cannot be read, or something differs from what it was.
pub fn execute(args: &VerifyArgs) -> Result<()> {
    let results = Results::open(&args.run)?;
    let files = files::check(&results);
    let sample = sample::check(&results, &files, args)?;
    if args.json {
        println!("{:#}", as_json(&files, &sample));
    } else {
        print!("{}", text(&files, &sample));
    }
    let changed = files.iter().filter(|it| it.state != State::Same).count();
    let places = sample.places().iter().filter(|it| it.is_off()).count();
    if changed + places == 0 {
        return Ok(());
    }
    Err(Error::Differs(format!(
        "{}: {changed} of {} files and {places} of {} values are not what the record tells",
        args.run.display(),
        files.len(),
        sample.places().len()
    )))
}

fn text(files: &[Checked], sample: &Sample) -> String {
    let mut lines = Vec::new();
    for kind in [Kind::Input, Kind::Output] {
        let own = || files.iter().filter(|it| it.kind == kind);
        let same = own().filter(|it| it.state == State::Same).count();
        lines.push(format!(
            "{:>8}  {same} of {} the same",
            kind.plural(),
            own().count()
        ));
        let others = own().filter(|it| it.state != State::Same);
        lines.extend(others.map(|it| format!("{:>8}  {}", it.state.name(), it.path)));
    }
    match sample {
        Sample::None(why) => lines.push(format!("{:>8}  none: {why}", "sample")),
        Sample::Of(places) => {
            let worst = places.iter().map(|it| it.deviation).fold(0.0, f64::max);
            let count = places.len();
            let worst = 100.0 * worst;
            lines.push(format!(
                "{:>8}  {count} values against the formula: at most {worst:.3} % off",
                "sample"
            ));
            let off = places.iter().filter(|it| it.is_off());
            lines.extend(off.map(|it| format!("{:>8}  {it}", "off")));
        }
    }
    lines.join("\n") + "\n"
}

fn as_json(files: &[Checked], sample: &Sample) -> serde_json::Value {
    let files = files
        .iter()
        .map(|it| json!({ "path": it.path, "kind": it.kind.name(), "state": it.state.name() }));
    let files: Vec<_> = files.collect();
    let places: Vec<_> = sample.places().iter().map(sample::Place::json).collect();
    let why = match sample {
        Sample::None(why) => Some(why),
        Sample::Of(_) => None,
    };
    json!({ "files": files, "sample": places, "not_sampled": why })
}
