//! A city at one metre, as a user runs it: seconds, error and memory of the whole command.
//!
//! ```text
//! cargo run --release -p pluim-benches --bin city -- [SCENARIO.toml [CASE ...]]
//! ```
//!
//! With a scenario, such as examples/amsterdam/scenario.toml, its roads and weather are taken; else
//! a network of the same size is made up. `pluim` must have been built beside it, with
//! `cargo build --release`. The table is that of the README: seconds are those of the whole command;
//! solving is what `run.json` tells under `kernels` and `rasters`, which is all but reading, measuring
//! the error, and packing, writing and hashing files; GDAL's write is measured just after. Where words
//! follow the scenario, only cases are run of which the name holds one of them, such as "edited".

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pluim_benches::city::{Case, Finished, Network, cases, edited, run, seconds_of_gdal};
use pluim_io::run_folder::Record;

fn main() -> ExitCode {
    match measured() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("city: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn measured() -> Result<(), Box<dyn Error>> {
    let program = std::env::current_exe()?.with_file_name("pluim");
    if !program.exists() {
        return Err(format!("{}: build it with cargo build --release", program.display()).into());
    }
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/demo");
    let network = match std::env::args_os().nth(1) {
        Some(scenario) => Network::of_scenario(Path::new(&scenario))?,
        None => Network::generated(&demo)?,
    };
    let folder = tempfile::tempdir()?;
    println!("{}: {} roads\n", network.name, network.roads.len());
    println!(
        "| case | cells (million) | seconds | goal | seconds / GDAL write | solving / GDAL write | \
         error, 99 % | peak (GB) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let words: Vec<String> = std::env::args().skip(2).collect();
    let asked =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    for case in cases(&network, folder.path())? {
        if asked(&case.name) {
            row(&program, &case)?;
        }
    }
    if asked(EDITED) {
        edit(&program, &network, folder.path())?;
    }
    Ok(())
}

/// Name of the case of an edit.
const EDITED: &str = "10 x 10 km at 1 m, one road in a hundred edited";

/// Runs a case and prints its row.
fn row(program: &Path, case: &Case) -> Result<(), Box<dyn Error>> {
    let out = case.scenario.with_file_name("run");
    let command = [Path::new("run"), &case.scenario, Path::new("--out"), &out];
    let finished = run(program, &words(&command))?;
    print(case, finished, &out)?;
    std::fs::remove_dir_all(&out)?;
    Ok(())
}

/// Prints the row of a case that was run into `out`.
fn print(case: &Case, finished: Finished, out: &Path) -> Result<(), Box<dyn Error>> {
    let record = Record::read(out)?;
    let solving = solving(&record);
    let raster = out.join("nox_mean.tif");
    let cells = pluim_io::raster::RasterFile::open(&raster)?.grid().cells();
    let gdal = seconds_of_gdal(&raster, out)?;
    let means = record.solver.measured.map_or(0.0, |it| it.percentile_99);
    let statistics = record.solver.statistics.map_or(0.0, |it| {
        let shares = it.measured.iter().filter(|it| it.unit == "share");
        shares.map(|it| it.worst).fold(0.0, f64::max)
    });
    println!(
        "| {} | {:.0} | {:.1} | {:.0} | {:.2} | {:.2} | {:.2} % | {:.1} |",
        case.name,
        cells as f64 / 1e6,
        finished.seconds,
        case.goal,
        finished.seconds / gdal,
        solving / gdal,
        100.0 * means.max(statistics),
        finished.peak
    );
    Ok(())
}

/// Seconds of a run that its kernels and the sums over sources took.
fn solving(record: &Record) -> f64 {
    let solving = [
        "kernels",
        "rasters",
        "representative hours",
        "hourly rasters",
    ];
    let phases = record.times.phases.iter();
    let own = phases.filter(|it| solving.contains(&it.name.as_str()));
    own.map(|it| it.seconds).sum()
}

/// Runs the first case, edits one road in a hundred, and runs it again beside the first.
fn edit(program: &Path, network: &Network, folder: &Path) -> Result<(), Box<dyn Error>> {
    let [before, after] = edited(network, folder)?;
    let out = |scenario: &PathBuf| scenario.with_file_name("run");
    let (base, edited) = (out(&before), out(&after));
    run(
        program,
        &words(&[Path::new("run"), &before, Path::new("--out"), &base]),
    )?;
    let command = [
        Path::new("run"),
        &after,
        Path::new("--base"),
        &base,
        Path::new("--out"),
        &edited,
    ];
    let finished = run(program, &words(&command))?;
    let case = Case {
        name: EDITED.to_owned(),
        goal: 5.0,
        scenario: after,
    };
    print(&case, finished, &edited)
}

fn words<'a>(command: &'a [&Path]) -> Vec<&'a str> {
    command.iter().filter_map(|word| word.to_str()).collect()
}
