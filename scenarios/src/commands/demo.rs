//! `pluim demo`: an embedded, fictional municipality, end to end.

use std::path::{Path, PathBuf};

use clap::Args;
use pluim_io::error::InputError;
use pluim_io::picture::{MapPicture, printed};
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::Record;

use super::run::summary;
use crate::answer::dress;
use crate::error::Result;
use crate::plan::Plan;
use crate::run::{Options, run};

/// Arguments of `pluim demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the scenario and its results
    #[arg(long, value_name = "DIR", default_value = "pluim-demo")]
    pub out: PathBuf,
}

/// The embedded files of the municipality.
const FILES: [(&str, &[u8]); 12] = [
    ("scenario.toml", include_bytes!("../../demo/scenario.toml")),
    ("variants.toml", include_bytes!("../../demo/variants.toml")),
    ("README.md", include_bytes!("../../demo/README.md")),
    ("Wegdelen.csv", include_bytes!("../../demo/Wegdelen.csv")),
    (
        "Receptoren.csv",
        include_bytes!("../../demo/Receptoren.csv"),
    ),
    (
        "stacks.geojson",
        include_bytes!("../../demo/stacks.geojson"),
    ),
    (
        "wood_stoves.geojson",
        include_bytes!("../../demo/wood_stoves.geojson"),
    ),
    (
        "neighbourhoods.geojson",
        include_bytes!("../../demo/neighbourhoods.geojson"),
    ),
    ("canal.geojson", include_bytes!("../../demo/canal.geojson")),
    (
        "road_emission_factors.csv",
        include_bytes!("../../demo/road_emission_factors.csv"),
    ),
    (
        "road_emission_factors_2035.csv",
        include_bytes!("../../demo/road_emission_factors_2035.csv"),
    ),
    (
        "uurgeg_999_2023.zip",
        include_bytes!("../../demo/uurgeg_999_2023.zip"),
    ),
];

/// Runs the command.
///
/// # Errors
/// When the folder cannot be written.
pub fn execute(args: &DemoArgs) -> Result<()> {
    let scenario = unpack(&args.out.join("scenario"))?;
    let plan = Plan::read(&scenario)?;
    let results = args.out.join("run");
    let options = Options {
        command: std::env::args().collect(),
        ..Options::default()
    };
    let record = run(&plan, &results, &options)?;
    let maps = draw(&plan, &record, &results)?;
    dress(&results)?;
    for line in summary(&plan, &record) {
        println!("{line}");
    }
    let maps: Vec<String> = maps.iter().map(|map| map.display().to_string()).collect();
    println!("maps to look at: {}", maps.join(", "));
    println!(
        "a page with a map to move in: pluim report {}",
        results.display()
    );
    println!(
        "results in {}, the scenario in {}",
        results.display(),
        scenario.display()
    );
    Ok(())
}

/// Writes the embedded files; the path of the scenario file.
fn unpack(folder: &Path) -> Result<PathBuf> {
    let unwritable = |cause: std::io::Error| {
        InputError::new(folder, "a folder that can be made and written")
            .found(cause)
            .hint("choose another with --out")
    };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    for (name, bytes) in FILES {
        pluim_io::partial::write_whole(&folder.join(name), bytes)?;
    }
    Ok(folder.join("scenario.toml"))
}

/// Draws a map of every total beside its raster.
fn draw(plan: &Plan, record: &Record, results: &Path) -> Result<Vec<PathBuf>> {
    let roads = plan
        .sources
        .iter()
        .filter_map(|source| match &source.shape {
            pluim_core::source::Shape::Line(line) => Some(line.0.clone()),
            _ => None,
        });
    let lines: Vec<_> = roads.collect();
    let mut maps = Vec::new();
    for pollutant in &plan.pollutants {
        let raster = results.join(format!("{pollutant}_mean.tif"));
        let picture = MapPicture {
            title: format!("{}, annual mean", printed(pollutant.name())),
            subtitle: plan.scenario.title.clone(),
            source: format!("pluim {}, run {}", record.program.version, record.run_id),
            lines: lines.clone(),
            ..MapPicture::default()
        };
        let map = raster.with_extension("png");
        picture.draw(&RasterFile::open(&raster)?, &map)?;
        maps.push(map);
    }
    Ok(maps)
}
