//! `pluim validate`: scores that follow from the rasters, and faults that are named.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use geo_types::Coord;
use pluim_io::raster::RasterFile;
use pluim_tests::invented::{Scale, write_run};
use pluim_tests::program::{coarse_demo, documented, pluim, run_in, said};
use pluim_tests::shared;
use serde_json::Value;

/// Three places in the invented run, the last for the background.
const PLACES: [(&str, f64, f64); 3] = [
    ("street", 120_300.0, 400_410.0),
    ("square", 120_900.0, 400_690.0),
    ("field", 121_400.0, 400_950.0),
];

fn increment(folder: &Path, x: f64, y: f64) -> f64 {
    let raster = RasterFile::open(&folder.join("run/pm10_mean.tif")).unwrap();
    f64::from(raster.value_at(Coord { x, y }).unwrap().unwrap())
}

/// Measurements that are `factor` times the run above a background of 20.
fn measured(folder: &Path, factor: f64) {
    write_run(&folder.join("run"), "Invented", Scale { roads: 1.0 });
    let mut text = String::from("id,x,y,value\n");
    for (id, x, y) in PLACES {
        let above = increment(folder, x, y) * if id == "field" { 1.0 } else { factor };
        text.push_str(&format!("{id},{x},{y},{}\n", 20.0 + above));
    }
    text.push_str("elsewhere,1000,2000,30\n");
    std::fs::write(folder.join("tubes.csv"), text).unwrap();
}

fn validate(folder: &Path, more: &[&str]) -> Value {
    let mut words = vec![
        "validate",
        "tubes.csv",
        "run",
        "--pollutant",
        "pm10",
        "--json",
    ];
    words.extend(more);
    let output = run_in(folder, &words);
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn scores_follow_from_the_rasters() {
    let folder = tempfile::tempdir().unwrap();
    measured(folder.path(), 2.0);
    let found = validate(folder.path(), &["--background", "field"]);
    let background = found["background"]["value"].as_f64().unwrap();
    assert!(
        (background - 20.0).abs() < 1e-4,
        "the run's part is taken off: {background}"
    );
    let score = |row: usize, name: &str| found["scores"][row][name].as_f64();
    assert_eq!(found["scores"][1]["scored"], "increment");
    // the model has half of what was measured: 2 (2 - 1) / (2 + 1), and R is 1
    assert!(
        (score(1, "FB").unwrap() - 2.0 / 3.0).abs() < 2e-3,
        "{found}"
    );
    assert!((score(1, "R").unwrap() - 1.0).abs() < 1e-3, "{found}");
    assert!((score(0, "observed").unwrap() - score(1, "observed").unwrap() - 20.0).abs() < 2e-3);
    assert_eq!(score(1, "MQI"), None);
    assert_eq!(score(2, "R"), None, "the background is the same everywhere");
    assert!(score(0, "MQI").unwrap() < score(2, "MQI").unwrap());
    let stations = found["stations"].as_array().unwrap();
    assert_eq!(stations.len(), 2);
    let street = increment(folder.path(), PLACES[0].1, PLACES[0].2);
    assert!((stations[0]["modelled_increment"].as_f64().unwrap() - street).abs() < 1e-3);
    assert!(stations[0]["lowest_around"].as_f64() < stations[0]["highest_around"].as_f64());
    let why = found["not_compared"].to_string();
    assert!(
        why.contains("outside the run") && why.contains("\"background\""),
        "{why}"
    );
    let figure =
        std::fs::read_to_string(folder.path().join("run/validate/pm10_scores.svg")).unwrap();
    assert!(
        figure.contains(">street</text>") && figure.contains("Target"),
        "{figure:.200}"
    );
}

#[test]
fn a_perfect_model_meets_the_objective() {
    let folder = tempfile::tempdir().unwrap();
    measured(folder.path(), 1.0);
    let found = validate(folder.path(), &["--background", "field"]);
    for row in [0, 1] {
        assert_eq!(found["scores"][row]["FAC2"], 1.0);
        assert!(found["scores"][row]["FB"].as_f64().unwrap().abs() < 1e-3);
    }
    assert_eq!(found["scores"][0]["MQI"], 0.0);
}

#[test]
fn faults_are_named() {
    let folder = tempfile::tempdir().unwrap();
    measured(folder.path(), 1.0);
    let refused = |arguments: &[&str], words: &str| {
        let mut all = vec!["validate", "tubes.csv", "run"];
        all.extend(arguments);
        let output = run_in(folder.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    };
    let pm10 = ["--pollutant", "pm10"];
    refused(&["--background", "field"], "--pollutant");
    refused(&[pm10[0], pm10[1]], "--background");
    refused(
        &[pm10[0], pm10[1], "--background", "feild"],
        "did you mean field",
    );
    refused(&["--pollutant", "no2", "--background", "field"], "--ozone");
    refused(
        &["--pollutant", "ec", "--background", "field"],
        "ec_mean.tif",
    );
    refused(&["--pollutant", "coal", "--background", "field"], "pm2_5");
    let column = ["--column", "valu=no2", "--background", "field"];
    refused(&[&pm10[..], &column].concat(), "value");
    let away = ["--leave-out", "street,square", "--background", "field"];
    refused(&[&pm10[..], &away].concat(), "outside the rasters");
    assert!(
        !folder.path().join("run/validate").exists(),
        "nothing is written"
    );
}

#[test]
fn the_documented_example_works() {
    let folder = tempfile::tempdir().unwrap();
    coarse_demo(folder.path());
    let (commands, tables) = documented("validate.md");
    std::fs::write(folder.path().join("tubes.csv"), &tables[0]).unwrap();
    assert_eq!(commands.len(), 1);
    let words: Vec<&str> = commands[0].iter().map(String::as_str).collect();
    let output = run_in(folder.path(), &words);
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("increment") && text.contains("background alone"),
        "{text}"
    );
    assert!(
        folder
            .path()
            .join("pluim-demo/run/validate/nox_scores.svg")
            .exists()
    );
}

#[test]
fn amsterdam_is_compared_as_its_study_says() {
    let Some(measured) = shared("data/luchtmeetnet/2018_NO2.csv.gz") else {
        return;
    };
    let data = measured.ancestors().nth(3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/amsterdam/validate.sh");
    let output = std::process::Command::new(script)
        .arg(data)
        .arg(folder.path())
        .env("PLUIM", pluim())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let record = std::fs::read_to_string(folder.path().join("no2-streets/validate.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/validation/amsterdam-2018.md");
    let page = std::fs::read_to_string(page).unwrap();
    for row in record["scores"].as_array().unwrap() {
        let told = format!(
            "| {} | {:.1} | {:.1} | {:.2} |",
            row["scored"].as_str().unwrap(),
            row["observed"].as_f64().unwrap(),
            row["modelled"].as_f64().unwrap(),
            row["FB"].as_f64().unwrap()
        );
        assert!(page.contains(&told), "the study does not say: {told}");
    }
}
