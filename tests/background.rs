//! A background in runs of any kind, from the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use geo_types::Coord;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use pluim_tests::program::{copy_demo, run_in, said};

/// Two cells of 10 km, of which the eastern one has no value; double counting lowers the west.
const MAPS: [(&str, &str); 2] = [("conc_pm10.asc", "15 -999"), ("dbt_pm10.asc", "-0.5 -0.5")];

/// Two groups of sources with the demo's weather and receptors, and maps of PM10.
fn demo(folder: &Path, contributions: bool) {
    copy_demo(folder).unwrap();
    for (name, values) in MAPS {
        let head = "NCOLS 2\nNROWS 1\nXLLCORNER 140000\nYLLCORNER 505000\nCELLSIZE 10000\n";
        let text = format!("{head}NODATA_VALUE -999\n{values}\n");
        std::fs::write(folder.join(name), text).unwrap();
    }
    let sources = "id,group,x,y,height_m,pm10_kg_per_year,nox_kg_per_year\n\
                   a,one,147000,509000,5,900,100\nb,two,149000,510000,5,400,50\n";
    std::fs::write(folder.join("sources.csv"), sources).unwrap();
    let scenario = SCENARIO.replace("CONTRIBUTIONS", &contributions.to_string());
    std::fs::write(folder.join("scenario.toml"), scenario).unwrap();
}

const SCENARIO: &str = r#"
title = "Background"
[meteorology]
knmi = "uurgeg_999_2023.zip"
first_year = 2023
last_year = 2023
latitude = 52.6
longitude = 5.3
[grid]
cell_m = 200
extent = [145000, 507000, 151000, 513000]
[receptors]
cimlk = "Receptoren.csv"
[[sources]]
group = "all"
vector = "sources.csv"
[output]
pollutants = ["nox", "pm10"]
contributions = CONTRIBUTIONS
[background.maps.pm10]
gcn = "conc_pm10.asc"
double_counting = "dbt_pm10.asc"
"#;

fn run(folder: &Path, out: &str) {
    let output = run_in(folder, &["run", "scenario.toml", "--out", out]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn contributions_add_up_to_the_mean() {
    let folder = tempfile::tempdir().unwrap();
    demo(folder.path(), true);
    run(folder.path(), "out");
    let out = folder.path().join("out");
    let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
    let total = Quantity::new("pm10", "mean");
    let parts = table
        .quantities
        .iter()
        .filter(|it| it.pollutant() == "pm10" && it.statistic() == "mean" && it.group().is_some());
    let parts: Vec<Vec<f64>> = parts.map(|it| table.column(it).unwrap()).collect();
    let mean = table.column(&total).unwrap();
    let background = table.column(&total.clone().of_group("background")).unwrap();
    let mut covered = 0;
    for (row, receptor) in table.receptors.iter().enumerate() {
        let sum: f64 = parts.iter().map(|part| part[row]).sum();
        if receptor.x < 150_000.0 {
            assert_eq!(background[row], 14.5);
            assert!((mean[row] - sum).abs() < 1e-4, "{}", receptor.id);
            covered += 1;
        } else {
            assert!(mean[row].is_nan() && background[row].is_nan());
        }
    }
    assert!(covered > 10 && covered < mean.len());
    // nothing is said of NOx, of which there is no background
    let nox = Quantity::new("nox", "mean");
    assert!(table.column(&nox.clone().of_group("background")).is_none());
    assert!(table.column(&nox).unwrap().iter().all(|it| *it > 0.0));
    let rules: Vec<String> = Record::read(&out)
        .unwrap()
        .warnings
        .into_iter()
        .map(|it| it.rule)
        .collect();
    assert!(rules.contains(&"background.missing".to_owned()));
    assert!(rules.contains(&"background.pollutant".to_owned()));
}

#[test]
fn rasters_hold_the_background_too_and_the_error_is_that_of_the_sources() {
    let folder = tempfile::tempdir().unwrap();
    demo(folder.path(), false);
    run(folder.path(), "out");
    let out = folder.path().join("out");
    let raster = |name: &str| RasterFile::open(&out.join(name)).unwrap();
    let at = |name: &str, x: f64| {
        let place = Coord { x, y: 509_300.0 };
        raster(name).value_at(place).unwrap()
    };
    for x in [145_300.0, 147_900.0] {
        let sources = at("pm10_mean__sources.tif", x).unwrap();
        assert!(sources > 0.0);
        assert_eq!(at("pm10_mean__background.tif", x), Some(14.5));
        assert_eq!(at("pm10_mean.tif", x), Some(14.5 + sources));
    }
    assert_eq!(at("pm10_mean.tif", 150_500.0), None);
    assert!(at("pm10_mean__sources.tif", 150_500.0).is_some());
    assert!(!out.join("nox_mean__sources.tif").exists());
    let record = Record::read(&out).unwrap();
    assert!(record.solver.measured.unwrap().worst < 0.05);
}

#[test]
fn a_background_that_does_not_serve_is_refused() {
    let cases: [(&str, &str, &[&str]); 3] = [
        (
            "maps.pm10",
            "maps.pm11",
            &["pm11", "did you mean \"pm10\"?"],
        ),
        ("gcn = \"conc", "gcn = \"cons", &["cons_pm10.asc"]),
        (
            "[background.maps.pm10]",
            "[background]\nresults = \"Rekenresultaten.csv\"\n[background.maps.no2]",
            &["Rekenresultaten.csv"],
        ),
    ];
    for (from, to, parts) in cases {
        let folder = tempfile::tempdir().unwrap();
        demo(folder.path(), false);
        let path = folder.path().join("scenario.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        std::fs::write(&path, text.replace(from, to)).unwrap();
        let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(!folder.path().join("out").exists());
        for part in parts {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
    }
}
