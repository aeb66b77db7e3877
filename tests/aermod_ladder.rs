//! The `profile` rung of `pluim aermod` against its `direct` rung on every reference case.
//!
//! ```text
//! cargo test --release -p pluim-tests --test aermod_ladder -- --nocapture
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::path::Path;

use pluim::aermod::ladder::{Errors, Sample, errors};
use pluim::aermod::plan::Plan;
use pluim::aermod::read_meteorology;
use pluim_io::aermod::{ControlFile, Unsupported};
use pluim_tests::reference::{decks, reference};

/// Hours and receptors compared, evenly drawn from all, and how many plumes that may take.
const HOURS: usize = 24;
const RECEPTORS: usize = 60;
const EVALUATIONS: usize = 60_000;
/// The largest relative difference at 99.9 % of the hours at receptors, and of their means.
const ALLOWED: f64 = 1e-3;

fn compare(file: &Path) -> Option<Errors> {
    let deck = ControlFile::read_with(file, Unsupported::LeaveOut).ok()?;
    let meteorology = read_meteorology(&deck).unwrap();
    let pairs = EVALUATIONS / deck.sources.len();
    let found = errors(&deck, &meteorology, &Plan::of(&deck), |hours, receptors| {
        let hours = spread(hours, HOURS.min(pairs.div_ceil(8)));
        let most = pairs / hours.len().max(1);
        Sample {
            receptors: spread(receptors, RECEPTORS.min(most.max(8))),
            hours,
        }
    });
    Some(found.unwrap())
}

/// At most `most` of `count` numbers, evenly spread.
fn spread(count: usize, most: usize) -> Vec<usize> {
    let most = most.min(count);
    (0..most)
        .map(|number| (2 * number + 1) * count / (2 * most))
        .collect()
}

fn at(errors: &[f64], share: f64) -> f64 {
    let last = errors.len().saturating_sub(1);
    errors
        .get((last as f64 * share).ceil() as usize)
        .copied()
        .unwrap_or(0.0)
}

#[test]
fn profile_follows_direct_on_every_reference_case() {
    let Some(reference) = reference() else { return };
    let mut wrong = Vec::new();
    println!(
        "{:32} {:>6} {:>9} {:>9} {:>9} {:>9}",
        "case", "values", "median", "99 %", "99.9 %", "means"
    );
    for file in decks(&reference) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(Errors { hourly, mean }) = compare(&file) else {
            println!("{name:32} refused");
            continue;
        };
        let [median, most, nearly_all] = [0.5, 0.99, 0.999].map(|share| at(&hourly, share));
        let means = at(&mean, 0.999);
        println!(
            "{name:32} {:6} {median:9.6} {most:9.6} {nearly_all:9.6} {means:9.6}",
            hourly.len()
        );
        if nearly_all >= ALLOWED || means >= ALLOWED {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "above 0.1 %: {wrong:?}");
}
