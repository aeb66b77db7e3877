//! How many pairs of source and receptor an hour is summed over in a second: the city case of the
//! reference results, 1,000 sources, 1,024 receptors and 24 hours, on both rungs that know every
//! hour, on one and two threads.
//!
//! ```text
//! PLUIM_DATA=FOLDER cargo run --release -p pluim-benches --bin throughput -- [WORD ...]
//! ```
//!
//! PLUIM_DATA names the folder with `reference/`. Words pick cases (rline, line, point, volume) and
//! rungs (direct, profile), all of a kind where none of it is named. Times are those of the sum over
//! sources of all hours, tables and averages included, reading and writing not: the median of
//! several.

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
#[derive(Clone)]
struct Measurement {
    rung: Rung,
    threads: usize,
    /// Every which receptor is taken, as the direct rung takes long: a prime, so that they are drawn
    /// from all rows and columns of the grid, beside roads and between them.
    every: usize,
}

const MEASUREMENTS: [Measurement; 4] = [
    Measurement::of(Rung::Direct, 1),
    Measurement::of(Rung::Direct, 2),
    Measurement::of(Rung::Profile, 1),
    Measurement::of(Rung::Profile, 2),
];

impl Measurement {
    const fn of(rung: Rung, threads: usize) -> Self {
        let every = match rung {
            Rung::Direct => 17,
            _ => 1,
        };
        Self {
            rung,
            threads,
            every,
        }
    }
}

/// What is measured.
struct Asked {
    cases: Vec<(&'static str, [f64; 2])>,
    measurements: Vec<Measurement>,
}

impl Asked {
    fn of(words: &[String]) -> Result<Self, Box<dyn Error>> {
        let case = |word: &String| CASES.into_iter().find(|it| it.0 == *word);
        let rung = |word: &String| {
            [Rung::Direct, Rung::Profile]
                .into_iter()
                .find(|it| it.name() == word)
        };
        let known = |word: &&String| case(word).is_some() || rung(word).is_some();
        if let Some(other) = words.iter().find(|it| !known(it)) {
            return Err(
                format!("{other}: expected rline, line, point, volume, direct or profile").into(),
            );
        }
        let mut cases: Vec<_> = words.iter().filter_map(case).collect();
        if cases.is_empty() {
            cases = CASES.to_vec();
        }
        let rungs: Vec<Rung> = words.iter().filter_map(rung).collect();
        let mut measurements = MEASUREMENTS.to_vec();
        measurements.retain(|it| rungs.is_empty() || rungs.contains(&it.rung));
        Ok(Self {
            cases,
            measurements,
        })
    }
}

fn main() -> ExitCode {
    let Some(folder) = std::env::var_os("PLUIM_DATA").map(PathBuf::from) else {
        eprintln!("skipped: set PLUIM_DATA to the folder that holds reference/");
        return ExitCode::SUCCESS;
    };
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = Asked::of(&words).and_then(|it| table(&folder.join("reference/city"), &it));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("throughput: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn table(folder: &Path, asked: &Asked) -> Result<(), Box<dyn Error>> {
    let mut head = "| case | AERMOD".to_owned();
    for it in &asked.measurements {
        head += &format!(" | {}, {} threads", it.rung.name(), it.threads);
    }
    println!("{head} |");
    println!("|---|{}", "---:|".repeat(1 + asked.measurements.len()));
    for (name, [busy, idle]) in &asked.cases {
        let deck = ControlFile::read(&folder.join(format!("city_{name}.inp")))?;
        let meteorology = read_meteorology(&deck)?;
        let mut row = format!("| {} | {busy} - {idle}", name.to_uppercase());
        for how in &asked.measurements {
            row += &format!(" | {:.2}", rate(&deck, &meteorology, how)? / 1e6);
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
