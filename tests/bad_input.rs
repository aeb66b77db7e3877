//! Wrong input: exit code 2, one message that says where and what, nothing written.

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

/// Replaces text in one of the files.
fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name} holds no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Replaces a cell of the first road.
fn edit_first_road(folder: &Path, column: &str, value: &str) {
    let path = folder.join("Wegdelen.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines[0]
        .split(';')
        .position(|name| name.trim_matches('"') == column)
        .unwrap();
    let mut cells: Vec<&str> = lines[1].split(';').collect();
    cells[at] = value;
    lines[1] = cells.join(";");
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn holds(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

#[test]
fn a_misspelt_key_is_corrected() {
    let message = refused(|at| edit(at, "scenario.toml", "cell_m", "celm"));
    holds(&message, &["scenario.toml", "line", "celm", "cell_m"]);
}

#[test]
fn a_missing_column_is_named() {
    let message = refused(|at| edit(at, "Wegdelen.csv", "wegsoort", "wegsort"));
    holds(&message, &["Wegdelen.csv", "wegsoort"]);
}

#[test]
fn text_where_a_number_belongs_is_named() {
    let message = refused(|at| edit_first_road(at, "intensiteitLichtVerkeer", "many"));
    holds(
        &message,
        &["Wegdelen.csv", "line 2", "intensiteitLichtVerkeer", "many"],
    );
}

#[test]
fn a_road_with_one_point_is_named() {
    let message = refused(|at| edit_first_road(at, "geometrie", "LINESTRING(146000 508000)"));
    holds(&message, &["Wegdelen.csv", "line 2", "geometrie"]);
}

#[test]
fn coordinates_that_are_no_numbers_are_named() {
    for bad in ["NaN", "inf"] {
        let line = format!("LINESTRING({bad} 508000,146100 508000)");
        let message = refused(|at| edit_first_road(at, "geometrie", &line));
        holds(&message, &["Wegdelen.csv", "line 2", "geometrie"]);
    }
}

#[test]
fn weather_without_its_columns_is_named() {
    let message = refused(|at| {
        std::fs::write(
            at.join("weather.txt"),
            "# STN,YYYYMMDD,   HH,   DD,   FH\n\n  240,20230101,    1,  260,   50\n",
        )
        .unwrap();
        edit(at, "scenario.toml", "uurgeg_999_2023.zip", "weather.txt");
    });
    holds(&message, &["weather.txt", "expected"]);
}

#[test]
fn an_absent_file_is_named() {
    let message = refused(|at| edit(at, "scenario.toml", "stacks.geojson", "chimneys.geojson"));
    holds(&message, &["chimneys.geojson"]);
}

#[test]
fn an_unset_variable_is_named() {
    let message = refused(|at| {
        edit(
            at,
            "scenario.toml",
            "stacks.geojson",
            "${PLUIM_NOT_SET}/s.geojson",
        )
    });
    holds(&message, &["PLUIM_NOT_SET", "export"]);
}

#[test]
fn an_unknown_pollutant_is_corrected() {
    let message = refused(|at| edit(at, "scenario.toml", "\"pm10\"]", "\"pm_10\"]"));
    holds(
        &message,
        &["output.pollutants", "pm_10", "did you mean pm10?"],
    );
}

#[test]
fn a_raster_beyond_reason_is_refused() {
    let message = refused(|at| edit(at, "scenario.toml", "cell_m = 20", "cell_m = 0.02"));
    holds(&message, &["grid", "cells"]);
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
    holds(&message, &["solver.pbl.near_surface", "venkatram2013"]);
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

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    std::fs::write(folder.path().join("taken"), "a file").unwrap();
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "taken"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    holds(&said(&output), &["taken", "folder"]);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("taken")).unwrap(),
        "a file"
    );
}
