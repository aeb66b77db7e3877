//! The instructions of small pieces of work, counted by callgrind, against those counted before.
//!
//! A piece may take a fifth more than `instructions.toml` says; compilers differ by less. What
//! makes one cheaper or dearer on purpose changes the file too: the test prints what it counted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::BTreeMap;
use std::process::Command;

use pluim_benches::guard::PIECES;

/// A piece may take so many times its number.
const MOST: f64 = 1.2;

/// Instructions of a piece; none where there is no callgrind.
fn count(piece: &str) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!(
            "--toggle-collect=pluim_benches::guard::{}",
            function(piece)
        ))
        .args([env!("CARGO_BIN_EXE_guard"), piece])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let line = said.lines().find(|line| line.contains("Collected :"));
    let number = line.and_then(|line| line.split_whitespace().last());
    Some(number.unwrap().parse().unwrap())
}

/// The function that does a piece.
fn function(piece: &str) -> &str {
    match piece {
        "percentile" => "percentiles",
        "raster" => "solve_raster",
        other => other,
    }
}

#[test]
fn no_piece_of_work_takes_more_instructions_than_before() {
    let known = include_str!("../instructions.toml");
    let known: BTreeMap<String, f64> = toml::from_str(known).unwrap();
    let mut dearer = Vec::new();
    for piece in PIECES {
        let Some(found) = count(piece) else {
            println!("skipped: valgrind is absent");
            return;
        };
        let before = known[piece];
        println!("{piece} = {found} # was {before}");
        assert!(found > 1e4, "{piece}: nothing was counted");
        if found > MOST * before {
            dearer.push(format!("{piece}: {found} instructions, {before} before"));
        }
    }
    assert!(dearer.is_empty(), "{dearer:#?}");
}
