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

/// The case of which single hours do not meet 0.1 %: in very stable hours the search for a road's wind
/// goes back and forth between two winds until its last step, so that the plume jumps by 7 % within
/// metres, hundreds of times. Sums over any nodes but very many are noise there, at `direct` and in
/// AERMOD too. It must not get worse than 0.5 %.
const UNSETTLED: &str = "allsrcs";

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
        let allowed = if name == UNSETTLED { 5e-3 } else { 1e-3 };
        if nearly_all >= allowed || means >= allowed {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "above 0.1 %: {wrong:?}");
}
