//! `pluim report`: a run as one page that opens from disk.
//!
//! The page holds its own program (made in `web/`), the rasters as pixels, the receptors and the
//! record; it reads nothing from elsewhere.

mod frame;
mod layer;
mod layers;
mod page;
mod raster;
mod receptors;
mod thresholds;

use std::path::PathBuf;

use clap::Args;
use pluim_io::page::pack_text;
use pluim_io::partial::write_whole;
use pluim_io::run_folder::{RECORD, Results, Warning};
use serde_json::{Value, json};

use self::layers::{Layers, of_rasters, of_receptors};
use crate::answer::not_over;
use crate::assess::{Language, LimitSet, default_limits, explain, read_limits};
use crate::error::Result;

/// Name of the page in a run folder.
const REPORT: &str = "report.html";

/// Arguments of `pluim report`.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The run folder
    pub run: PathBuf,
    /// The page [default: report.html in the run folder]
    #[arg(long, value_name = "FILE.html")]
    pub out: Option<PathBuf>,
    /// Language that the page opens in; the reader can switch
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// Another run on the same grid: adds the difference with it to the map
    #[arg(long, value_name = "RUN")]
    pub against: Option<PathBuf>,
    /// Limits to use instead of those that pluim carries
    #[arg(long, value_name = "FILE.toml")]
    pub limits: Option<PathBuf>,
}

/// Writes the page and says where it is.
///
/// # Errors
/// When a run cannot be read, the two runs have different grids, or the page cannot be written.
pub fn execute(args: &ReportArgs) -> Result<()> {
    let run = Results::open(&args.run)?;
    run.check_filled()?;
    let other = args.against.as_deref().map(Results::open).transpose()?;
    let limits = match &args.limits {
        Some(file) => read_limits(file)?,
        None => default_limits()?,
    };
    let page = report(&run, other.as_ref(), &limits, args.lang)?;
    let out = args.out.clone().unwrap_or_else(|| args.run.join(REPORT));
    let of_run = run.record.outputs.iter().map(|it| args.run.join(&it.path));
    let read = of_run.chain([args.run.join(RECORD)]);
    not_over(("--out", &out), read)?;
    write_whole(&out, page.as_bytes())?;
    println!(
        "report in {} ({:.1} MB); open it in a browser",
        out.display(),
        page.len() as f64 / 1e6
    );
    Ok(())
}

/// What the rules of warnings mean, by rule and language; those without a text are left out.
fn meanings(warnings: &[Warning]) -> Value {
    let meaning = |warning: &Warning| {
        let [nl, en] = [Language::Nl, Language::En].map(|it| explain(&warning.rule, it));
        Some((warning.rule.clone(), json!({ "nl": nl?, "en": en? })))
    };
    warnings.iter().filter_map(meaning).collect()
}

fn report(
    run: &Results,
    other: Option<&Results>,
    limits: &LimitSet,
    language: Language,
) -> Result<String> {
    let receptors = run.receptors()?;
    let layers = match &receptors {
        Some(table) if run.rasters.is_empty() => of_receptors(table, limits),
        _ => of_rasters(run, other, limits)?,
    };
    let report = json!({
        "language": language.code(),
        "record": run.record,
        "other": other.map(|it| &it.record),
        "meanings": meanings(&run.record.warnings),
        "pollutants": layers.pollutants(),
        "frame": layers.frame,
        "layers": layers.layers,
        "receptors": receptors::columns(receptors.as_ref()),
    });
    let Layers { mut data, .. } = layers;
    data.push(("report".to_owned(), pack_text(&report.to_string())));
    Ok(page::page(&run.record.title, language, &data))
}
