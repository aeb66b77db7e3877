//! Every reader fed with mangled seeds for a few seconds: no bytes may make it panic.
//!
//! The functions and the seeds are those of the fuzz targets in `fuzz/`, which find more in more
//! time. `PLUIM_FUZZ_SECONDS` is the time for each reader, `PLUIM_FUZZ_SEED` chooses other bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

#[allow(unreachable_pub, reason = "the fuzz targets use it as a library")]
#[path = "../fuzz/src/readers.rs"]
mod readers;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use pluim_tests::random::Random;
use readers::{TARGETS, Target};

/// Seconds for each reader where nothing else is asked for.
const SECONDS: u64 = 3;
/// Texts that mean something to one reader or another.
const WORDS: [&str; 24] = [
    ";",
    ",",
    "\n",
    "\"",
    "(",
    ")",
    "<",
    ">",
    "&",
    "=",
    "[",
    "]",
    "{",
    "-999",
    "NaN",
    "inf",
    "1e999",
    "-1",
    "99999999999999999999",
    "\u{feff}",
    "\0",
    "é",
    "20200230",
    "base = \"a\"\n",
];
/// Longest input.
const MOST: usize = 1 << 16;

fn number(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(usual)
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/seeds")
        .join(name);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// A seed with some changes.
fn mangled(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.splice(at..end, [])),
            1 => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].bytes())),
            2 => drop(bytes.splice(at..end, WORDS[random.below(WORDS.len())].bytes())),
            3 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    bytes.truncate(MOST);
    bytes
}

/// How many inputs a reader was fed with.
fn fed(name: &str, target: Target, time: Duration) -> usize {
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let mut random = Random::new(number("PLUIM_FUZZ_SEED", 7));
    let begin = Instant::now();
    let mut count = 0;
    while begin.elapsed() < time {
        let bytes = match seeds.get(count) {
            Some(seed) => seed.clone(),
            None => mangled(&seeds, &mut random),
        };
        if catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_err() {
            let file = std::env::temp_dir().join(format!("pluim-fuzz-{name}"));
            std::fs::write(&file, &bytes).unwrap();
            panic!("{name} panicked on {}", file.display());
        }
        count += 1;
    }
    count
}

#[test]
fn no_bytes_make_a_reader_panic() {
    let time = Duration::from_secs(number("PLUIM_FUZZ_SECONDS", SECONDS));
    for (name, target) in TARGETS {
        let count = fed(name, target, time);
        println!("{name}: {count} inputs in {} s", time.as_secs());
        assert!(count > 20, "{name}: only {count} inputs");
    }
}
