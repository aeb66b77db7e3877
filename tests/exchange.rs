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

/// The tables of a city.
const CITY: [&str; 5] = [
    "Wegdelen.csv",
    "Receptoren.csv",
    "Maatregelen.csv",
    "Correcties.csv",
    "Rekenresultaten.csv",
];

#[test]
fn a_city_is_written_back_byte_for_byte() {
    let Some(city) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let files = CITY.map(|name| city.join(name));
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path(), &files, &["--out", "tables"]);
    for (name, file) in CITY.iter().zip(&files) {
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

/// The tables of a file, in the spelling that pluim gives them.
fn tables_of(folder: &Path, files: &[PathBuf], name: &str) -> Vec<(String, String)> {
    let record = record(folder, files, &["--out", name]);
    let written = record["written"].as_array().unwrap();
    let table = |it: &Value| {
        let path = folder.join(it["file"].as_str().unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), text)
    };
    written.iter().map(table).collect()
}

/// A row as a map from columns to cells; -999 is empty, and numbers are in their shortest spelling.
fn rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let value = |cell: &str| match cell.parse::<f64>() {
        Ok(-999.0) => String::new(),
        Ok(number) => number.to_string(),
        Err(_) => cell.trim().to_owned(),
    };
    let row = |row: csv::StringRecord| {
        let cells = names.iter().zip(&row);
        cells
            .map(|(name, cell)| (name.clone(), value(cell)))
            .collect()
    };
    reader.records().map(|it| row(it.unwrap())).collect()
}

fn without(rows: Vec<Vec<(String, String)>>, columns: &[&str]) -> Vec<Vec<(String, String)>> {
    let mut rows: Vec<Vec<(String, String)>> = rows
        .into_iter()
        .map(|row| {
            let kept = row.into_iter();
            kept.filter(|(name, _)| !columns.contains(&name.as_str()))
                .collect()
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn a_city_goes_to_gml_and_back_but_for_its_authorities() {
    let Some(city) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let files = CITY.map(|name| city.join(name));
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path(), &files, &["--out", "gml", "--format", "gml"]);
    let written = &record["written"][0];
    assert_eq!(written["file"], "gml/cimlk.gml");
    assert_eq!(written["rows"], 3449 + 10_469 + 285 + 3 + 7187);
    let remarks = written["remarks"].to_string();
    assert!(
        remarks.contains("naamOverheid of 3449 road parts has no place in GML")
            && remarks.contains("1476 receptors made from their results"),
        "{remarks}"
    );
    let gml = [folder.path().join("gml/cimlk.gml")];
    let back = tables_of(folder.path(), &gml, "back");
    assert_eq!(back.len(), CITY.len());
    for ((name, text), file) in back.iter().zip(&files) {
        let before = std::fs::read_to_string(file).unwrap();
        let lost = ["naamOverheid", "typeOverheid"];
        let before = without(rows(&before), &lost);
        let mut after = without(rows(text), &lost);
        // results bring along the receptors that the table lacks
        after.retain(|row| name != "Receptoren.csv" || before.binary_search(row).is_ok());
        assert!(before == after, "{name}");
    }
}

#[test]
fn gml_is_written_as_it_was_read() {
    let Some(samples) = shared("data/imaer-schema") else {
        return;
    };
    for name in ["wegverkeer.gml", "veehouderij.gml"] {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let first = tables_of(folder.path(), &[samples.join(name)], "first");
        let gml = ["--format", "gml", "--out"];
        record(
            folder.path(),
            &[samples.join(name)],
            &[&gml[..], &["one"]].concat(),
        );
        let second = tables_of(folder.path(), &[at("one/cimlk.gml")], "second");
        assert!(first == second, "{name}");
        let tables: Vec<PathBuf> = first.iter().map(|(it, _)| at("first").join(it)).collect();
        record(folder.path(), &tables, &[&gml[..], &["two"]].concat());
        let (one, two) = (at("one/cimlk.gml"), at("two/cimlk.gml"));
        assert!(
            std::fs::read(&one).unwrap() == std::fs::read(two).unwrap(),
            "{name}"
        );
        let again = record(folder.path(), &[one], &[&gml[..], &["three"]].concat());
        assert_eq!(again["written"][0]["unchanged"], true, "{name}");
    }
}

#[test]
fn what_gml_cannot_hold_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let at = |name: &str| folder.path().join(name);
    let text = std::fs::read_to_string(at("Wegdelen.csv")).unwrap();
    let first: Vec<&str> = text.lines().take(2).collect();
    let names: Vec<&str> = first[0].split(';').collect();
    let with = |column: &str, value: &str| {
        let mut cells: Vec<&str> = first[1].split(';').collect();
        cells[names.iter().position(|it| *it == column).unwrap()] = value;
        std::fs::write(
            at("one.csv"),
            format!("{}\n{}\n", first[0], cells.join(";")),
        )
        .unwrap();
        exchange(
            folder.path(),
            &[at("one.csv")],
            &["--out", "gml", "--format", "gml"],
        )
    };
    for (column, value, rule) in [
        ("intensiteitZwaarVerkeer", "12.5", "a whole number"),
        (
            "tijdstipRegistratie",
            "gisteren",
            "a time such as 27-9-2022 09:13",
        ),
        ("opmerking", "bel\u{7}", "without control characters"),
    ] {
        let output = with(column, value);
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(
            message.contains(&format!("field \"{column}\"")) && message.contains(rule),
            "{message}"
        );
        assert!(message.contains("<Wegdeel> "), "{message}");
        assert!(!at("gml").exists());
    }
    let missing = with("maximumsnelheid", "");
    assert!(missing.status.success(), "{}", said(&missing));
    let gml = std::fs::read_to_string(at("gml/cimlk.gml")).unwrap();
    assert!(gml.contains("<cimlk:maximumsnelheid>-999</cimlk:maximumsnelheid>"));
    let alone = exchange(folder.path(), &[at("one.csv")], &["--format", "gml"]);
    assert_eq!(alone.status.code(), Some(2));
}

#[test]
fn what_a_gml_file_holds_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let at = |name: &str| folder.path().join(name);
    let files = ["Wegdelen.csv", "Receptoren.csv"].map(at);
    record(folder.path(), &files, &["--out", "gml", "--format", "gml"]);
    let gml = std::fs::read_to_string(at("gml/cimlk.gml")).unwrap();
    for name in ["Wegdeel", "ReceptorWegverkeer"] {
        let from = gml.find(&format!("<cimlk:{name} ")).unwrap();
        let end = format!("</cimlk:{name}>");
        let upto = from + gml[from..].find(&end).unwrap() + end.len();
        let twice = format!("{}\n{}{}", &gml[..upto], &gml[from..upto], &gml[upto..]);
        std::fs::write(at("twice.gml"), twice).unwrap();
        let output = exchange(folder.path(), &[at("twice.gml")], &[]);
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(
            message.contains("an identification that no other feature has")
                && message.contains("has it too")
                && message.contains("twice.gml, line "),
            "{message}"
        );
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
