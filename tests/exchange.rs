//! `pluim exchange`: what the files of the exchange formats hold, and a round trip without loss.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use pluim_tests::program::{copy_demo, documented, run_in, said};
use pluim_tests::shared;
use serde_json::Value;

fn exchange(folder: &Path, files: &[PathBuf], more: &[&str]) -> std::process::Output {
    let files = files.iter().map(|file| file.to_str().unwrap());
    let arguments: Vec<&str> = std::iter::once("exchange")
        .chain(files)
        .chain(more.iter().copied())
        .collect();
    run_in(folder, &arguments)
}

fn record(folder: &Path, files: &[PathBuf], more: &[&str]) -> Value {
    let output = exchange(folder, files, &[more, &["--json"]].concat());
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_city_is_written_back_byte_for_byte() {
    let Some(city) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let names = [
        "Wegdelen.csv",
        "Receptoren.csv",
        "Maatregelen.csv",
        "Correcties.csv",
        "Rekenresultaten.csv",
    ];
    let files = names.map(|name| city.join(name));
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path(), &files, &["--out", "tables"]);
    for (name, file) in names.iter().zip(&files) {
        let written = std::fs::read(folder.path().join("tables").join(name)).unwrap();
        assert!(written == std::fs::read(file).unwrap(), "{name}");
    }
    let written = record["written"].as_array().unwrap();
    assert!(written.iter().all(|it| it["unchanged"] == true));
    assert_eq!(written[0]["rows"], 3449);
}

#[test]
fn every_sample_of_the_standards_is_read() {
    let Some(samples) = shared("data/imaer-schema") else {
        return;
    };
    let mut files: Vec<PathBuf> = [samples.clone(), samples.join("gml")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "csv" || it == "gml")
        })
        .collect();
    files.sort();
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path(), &files, &[]);
    let read = record["files"].as_array().unwrap();
    assert_eq!(read.len(), files.len());
    assert!(read.len() >= 15, "{}", read.len());
    for file in read {
        assert!(!file["holds"].as_object().unwrap().is_empty(), "{file}");
    }
}

#[test]
fn gml_becomes_tables_that_read_back() {
    let Some(samples) = shared("data/imaer-schema") else {
        return;
    };
    for (name, rows) in [
        ("wegverkeer.gml", 10 + 3 + 36 + 3 + 2),
        ("veehouderij.gml", 134 + 3 + 10),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let first = record(folder.path(), &[samples.join(name)], &["--out", "tables"]);
        let written = first["written"].as_array().unwrap();
        let total: u64 = written.iter().map(|it| it["rows"].as_u64().unwrap()).sum();
        assert_eq!(total, rows, "{name}");
        let tables: Vec<PathBuf> = written
            .iter()
            .map(|it| folder.path().join(it["file"].as_str().unwrap()))
            .collect();
        let again = record(folder.path(), &tables, &["--out", "again"]);
        let again = again["written"].as_array().unwrap();
        assert!(again.iter().all(|it| it["unchanged"] == true), "{name}");
    }
}

#[test]
fn wrong_files_are_all_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let at = |name: &str| folder.path().join(name);
    let text = std::fs::read_to_string(at("Wegdelen.csv")).unwrap();
    std::fs::write(at("broken.csv"), text.replacen(";SRM1;", ";SRM9;", 1)).unwrap();
    std::fs::write(at("other.csv"), "a;b\n1;2\n").unwrap();
    let files = ["Receptoren.csv", "broken.csv", "other.csv"].map(at);
    let output = exchange(folder.path(), &files, &["--out", "tables"]);
    assert_eq!(output.status.code(), Some(2));
    let message = said(&output);
    assert!(
        message.contains("broken.csv, line 54, field \"rekenmethode\""),
        "{message}"
    );
    assert!(
        message.contains("other.csv, line 1: found \"a;b\""),
        "{message}"
    );
    assert!(!at("tables").exists());

    let twice = [at("Wegdelen.csv"), at("Wegdelen.csv")];
    let output = exchange(folder.path(), &twice, &["--out", "tables"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("one file with road parts"),
        "{}",
        said(&output)
    );
    assert!(!at("tables").exists());
}

#[test]
fn the_page_works_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("pluim-demo/scenario");
    std::fs::create_dir_all(&scenario).unwrap();
    copy_demo(&scenario).unwrap();
    let (commands, _) = documented("exchange.md");
    assert!(commands.len() >= 2);
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = run_in(folder.path(), &words);
        assert!(output.status.success(), "{command:?}: {}", said(&output));
    }
}
