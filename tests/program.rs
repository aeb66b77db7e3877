//! The program from the terminal: what it writes, and that it always writes the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use pluim_tests::program::{copy_demo, run_in, said};

/// The demo made small: one group of roads, coarse cells, a few days of weather are not offered,
/// so a coarse grid and few places for the error.
fn small_scenario(folder: &Path) {
    copy_demo(folder).unwrap();
    let text = std::fs::read_to_string(folder.join("scenario.toml")).unwrap();
    let text = text.replace("cell_m = 20", "cell_m = 150");
    let cut = text.find("[[sources]]\ngroup = \"industry\"").unwrap();
    let text = format!(
        "{}[solver]\nsample = 4\n\n[output]\npollutants = [\"nox\", \"pm10\"]\n",
        &text[..cut]
    );
    std::fs::write(folder.join("scenario.toml"), text).unwrap();
}

#[test]
fn a_run_leaves_the_promised_folder() {
    let folder = tempfile::tempdir().unwrap();
    small_scenario(folder.path());
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        output.stderr.is_empty(),
        "silent in a pipe: {}",
        said(&output)
    );
    let out = folder.path().join("out");

    let record = Record::read(&out).unwrap();
    assert_eq!(record.solver.rung, "raster");
    let measured = record.solver.measured.unwrap();
    assert_eq!(measured.compared_with, "climatology");
    assert!(measured.worst < 0.03, "{measured:?}");
    let kernels = record.solver.kernels.unwrap();
    assert_eq!(kernels.compared_with, "profile");
    assert!(kernels.percentile_99 < 0.01, "{kernels:?}");
    assert_eq!(
        record.hours.ordinary + record.hours.calm + record.hours.variable,
        8760
    );
    for file in &record.outputs {
        assert!(
            file.matches(&out.join(&file.path)).unwrap(),
            "{}",
            file.path
        );
    }

    let raster = RasterFile::open(&out.join("nox_mean.tif")).unwrap();
    assert_eq!(raster.epsg().unwrap(), 28992);
    let label = raster.label().unwrap();
    assert_eq!(
        (label.unit.as_str(), label.provenance.pollutant.as_str()),
        ("ug/m3", "nox")
    );
    let values = raster.values().unwrap();
    assert!(
        values
            .iter()
            .all(|value| value.is_finite() && *value >= 0.0)
    );
    assert!(values.iter().any(|value| *value > 1.0));

    let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
    assert_eq!(table.quantities[0], Quantity::new("nox", "mean"));
    assert_eq!(table.receptors.len(), 332);
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    small_scenario(folder.path());
    for threads in ["1", "2", "4"] {
        let arguments = [
            "run",
            "scenario.toml",
            "--out",
            threads,
            "--threads",
            threads,
        ];
        let output = run_in(folder.path(), &arguments);
        assert!(output.status.success(), "{}", said(&output));
    }
    for name in ["nox_mean.tif", "pm10_mean.tif", "receptors.csv"] {
        let bytes = |threads: &str| std::fs::read(folder.path().join(threads).join(name)).unwrap();
        assert!(
            bytes("1") == bytes("2"),
            "{name} differs between 1 and 2 threads"
        );
        assert!(
            bytes("1") == bytes("4"),
            "{name} differs between 1 and 4 threads"
        );
    }
}

#[test]
fn check_and_emissions_read_without_computing() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let output = run_in(folder.path(), &["check", "scenario.toml", "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["scenario"]["sources"], 338);

    let output = run_in(
        folder.path(),
        &["emissions", "scenario.toml", "--csv", "emissions.csv"],
    );
    assert!(output.status.success(), "{}", said(&output));
    let table = std::fs::read_to_string(folder.path().join("emissions.csv")).unwrap();
    assert!(table.starts_with("id,group,nox_kg_per_year"), "{table:.80}");
    assert_eq!(table.lines().count(), 339);
    // the stack's emission comes out as it went in
    let stack = table
        .lines()
        .find(|line| line.starts_with("stack-1,"))
        .unwrap();
    assert!(stack.contains(",62000"), "{stack}");
}

#[test]
fn the_schema_is_json() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_in(folder.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(schema["properties"]["meteorology"].is_object());
}
