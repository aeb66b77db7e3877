//! How many pairs of source and receptor an hour is summed over in a second: the city case of the
//! reference results, 1,000 sources, 1,024 receptors and 24 hours, on both rungs that know every
//! hour, on one and two threads.
//!
//! ```text
//! PLUIM_DATA=FOLDER cargo run --release -p pluim-benches --bin throughput -- [CASE ...]
//! ```
//!
//! PLUIM_DATA names the folder with `reference/`; cases are rline, line, point and volume, all of
//! them where none is named. Times are those of the sum over sources of all hours, tables and
//! averages included, reading and writing not: the median of several.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use pluim::aermod::field::SummedPlumes;
use pluim::aermod::model::model;
use pluim::aermod::plan::Plan;
use pluim::aermod::read_meteorology;
use pluim_core::solve::Rung;
use pluim_io::aermet::Meteorology;
use pluim_io::aermod::ControlFile;
use rayon::ThreadPoolBuilder;

/// The cases, with what AERMOD 24142 does in a second on a machine of two cores (million pairs;
/// gfortran 12 -O2, one process; AERMOD is serial), busy and idle.
const CASES: [(&str, [f64; 2]); 4] = [
    ("rline", [0.17, 0.23]),
    ("line", [0.11, 0.15]),
    ("point", [0.50, 0.75]),
    ("volume", [0.78, 1.1]),
];

/// A rung is measured at least and at most so often, and no more after this many seconds.
const LEAST: usize = 1;
const MOST: usize = 15;
const ENOUGH: f64 = 5.0;

/// How a rung is measured.
struct Measurement {
    rung: Rung,
    threads: usize,
    /// Every which receptor is taken, as the direct rung takes long: a prime, so that they are drawn
    /// from all rows and columns of the grid, beside roads and between them.
    every: usize,
}

fn measurements() -> [Measurement; 4] {
    let of = |rung, threads| Measurement {
        rung,
        threads,
        every: if rung == Rung::Direct { 17 } else { 1 },
    };
    [
        of(Rung::Direct, 1),
        of(Rung::Direct, 2),
        of(Rung::Profile, 1),
        of(Rung::Profile, 2),
    ]
}

fn main() -> ExitCode {
    let Some(folder) = std::env::var_os("PLUIM_DATA").map(PathBuf::from) else {
        eprintln!("skipped: set PLUIM_DATA to the folder that holds reference/");
        return ExitCode::SUCCESS;
    };
    let asked: Vec<String> = std::env::args().skip(1).collect();
    match table(&folder.join("reference/city"), &asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("throughput: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn table(folder: &Path, asked: &[String]) -> Result<(), Box<dyn Error>> {
    if let Some(other) = asked
        .iter()
        .find(|name| !CASES.iter().any(|it| it.0 == **name))
    {
        return Err(format!("{other}: expected rline, line, point or volume").into());
    }
    let named = |name: &str| asked.is_empty() || asked.iter().any(|it| it == name);
    println!("| case | AERMOD | direct, 1 thread | 2 threads | profile, 1 thread | 2 threads |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (name, [busy, idle]) in CASES.into_iter().filter(|it| named(it.0)) {
        let deck = ControlFile::read(&folder.join(format!("city_{name}.inp")))?;
        let meteorology = read_meteorology(&deck)?;
        let rates = measurements().map(|it| rate(&deck, &meteorology, &it));
        let mut row = format!("| {} | {busy} - {idle}", name.to_uppercase());
        for found in rates {
            row += &format!(" | {:.2}", found? / 1e6);
        }
        println!("{row} |");
    }
    Ok(())
}

/// Pairs of source and receptor in an hour, in a second.
fn rate(
    deck: &ControlFile,
    meteorology: &Meteorology,
    how: &Measurement,
) -> Result<f64, Box<dyn Error>> {
    let receptors: Vec<usize> = (0..deck.receptors.len()).step_by(how.every).collect();
    let plan = Plan::of(deck).at(&receptors);
    let pool = ThreadPoolBuilder::new().num_threads(how.threads).build()?;
    let mut seconds = Vec::new();
    let mut hours = 0;
    while seconds.len() < LEAST || seconds.iter().sum::<f64>() < ENOUGH && seconds.len() < MOST {
        let clock = Instant::now();
        let results = pool.install(|| {
            let field = SummedPlumes::new(&plan, how.rung);
            model(deck, meteorology, &plan, &field, &mut |_| {})
        })?;
        seconds.push(clock.elapsed().as_secs_f64());
        hours = results.hours.modelled();
    }
    seconds.sort_by(f64::total_cmp);
    let pairs = (deck.sources.len() * receptors.len() * hours) as f64;
    Ok(pairs / seconds[seconds.len() / 2])
}
