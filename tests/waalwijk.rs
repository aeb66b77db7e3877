//! The example of Waalwijk, as a new user follows it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Record, Results};
use pluim_tests::program::pluim;
use pluim_tests::shared;
use serde_json::Value;

/// What the whole sequence may take (s).
const MOST_SECONDS: f64 = 180.0;

fn values(folder: &Path, quantity: &str) -> Vec<f32> {
    let raster = RasterFile::open(&folder.join(format!("{quantity}.tif"))).unwrap();
    raster.values().unwrap()
}

#[test]
fn the_sequence_runs_and_its_results_agree() {
    let Some(network) = shared("data/waalwijk-imaer/reference.gml") else {
        return;
    };
    if shared("data/meteo-knmi/uurgeg_350_2011-2020.zip").is_none()
        || shared("facts/road-emission-factors-2022.csv").is_none()
    {
        return;
    }
    let data = network.ancestors().nth(3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/waalwijk/run.sh");
    let begin = Instant::now();
    let output = Command::new("sh")
        .arg(script)
        .args([data, folder.path()])
        .env("PLUIM", pluim())
        .output()
        .unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{seconds:.0} s for the whole sequence");
    assert!(seconds < MOST_SECONDS, "{seconds} s");
    parts_add_up(&folder.path().join("proposed"));
    the_map_of_the_change_is_the_change_of_the_maps(folder.path());
    only_motorways_were_computed_again(&folder.path().join("slower"));
}

fn parts_add_up(run: &Path) {
    let results = Results::open(run).unwrap();
    assert_eq!(results.totals().count(), 3);
    for total in results.totals() {
        let whole = values(run, &total.to_string());
        let mut sum = vec![0.0_f64; whole.len()];
        for part in results.parts(total) {
            let part = values(run, &part.to_string());
            sum.iter_mut()
                .zip(&part)
                .for_each(|(sum, it)| *sum += f64::from(*it));
        }
        for (whole, sum) in whole.iter().zip(&sum) {
            let whole = f64::from(*whole);
            assert!(
                (sum - whole).abs() <= 1e-6 * whole,
                "{total}: {sum} and {whole}"
            );
        }
    }
}

fn the_map_of_the_change_is_the_change_of_the_maps(out: &Path) {
    let before = values(&out.join("reference"), "nox_mean");
    let after = values(&out.join("proposed"), "nox_mean");
    let change = values(&out.join("change"), "nox_mean_difference");
    for ((before, after), change) in before.iter().zip(&after).zip(&change) {
        assert_eq!(after - before, *change);
    }
    let text = std::fs::read(out.join("change/compare.json")).unwrap();
    let told: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(told["only_sources_differ"], true);
    assert!(told["maps"][0]["highest"].as_f64().unwrap() > 10.0);
}

fn only_motorways_were_computed_again(run: &Path) {
    let told = Record::read(run).unwrap().variant.unwrap();
    assert_eq!(told.computed, ["roads-freeway"]);
    assert_eq!(told.shared.len(), 2);
    assert!(told.kept_from.is_some());
}
