//! Options of the scheme `pbl` that are wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_tests::program::{copy_demo, run_in, said};

/// Runs the demo's scenario after `spoil` has had its way with its folder; the message.
fn refused(spoil: impl FnOnce(&Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    spoil(folder.path());
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    let message = said(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(message.trim_end().lines().count(), 1, "{message}");
    assert!(
        !folder.path().join("out").exists(),
        "something was written: {message}"
    );
    message
}

fn holds(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

/// The message on the demo with this `[solver]` table.
fn refused_solver(table: &str) -> String {
    refused(|at| {
        let path = at.join("scenario.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("[solver]"));
        std::fs::write(path, format!("{text}\n[solver]\n{table}\n")).unwrap();
    })
}

#[test]
fn options_of_pbl_need_the_scheme() {
    let message = refused_solver("[solver.pbl]\nnear_surface = \"venkatram2013\"");
    holds(&message, &["solver.scheme", "surface_layer", "pbl"]);
}

#[test]
fn an_unknown_law_near_the_ground_is_corrected() {
    let message = refused_solver("scheme = \"pbl\"\n[solver.pbl]\nnear_surface = \"venkatram\"");
    holds(&message, &["line", "venkatram2013"]);
}

#[test]
fn a_city_without_people_or_of_towers_is_refused() {
    let city =
        |rest: &str| refused_solver(&format!("scheme = \"pbl\"\n[solver.pbl.urban]\n{rest}"));
    holds(
        &city("population = 5"),
        &["solver.pbl.urban.population", "5", "100"],
    );
    let towers = city("population = 1e5\nroughness_length_m = 50");
    holds(&towers, &["solver.pbl.urban.roughness_length_m", "50"]);
    holds(&city("roughness_length_m = 1"), &["population"]);
}

#[test]
fn a_misspelt_option_of_pbl_is_corrected() {
    let message = refused_solver("scheme = \"pbl\"\n[solver.pbl]\nnear_surfase = \"original\"");
    holds(&message, &["near_surfase", "near_surface"]);
}

#[test]
fn an_unknown_law_is_refused_by_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["aermod", "none.inp", "--near-surface", "taylor"];
    let output = run_in(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    holds(
        &said(&output),
        &["--near-surface", "taylor", "venkatram2013"],
    );
}
