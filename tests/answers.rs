//! From maps to answers: variants, comparison, contributions, exposure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::{Path, PathBuf};

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record, Results};
use pluim_tests::program::{copy_demo, run_in, said};
use serde_json::Value;

/// Two neighbourhoods of Pluimwijk, one of them smaller than a cell.
const AREAS: &str = r#"id,name,population,wkt
BU1,Centrum,12000,"POLYGON((147500 509500,148500 509500,148500 510500,147500 510500,147500 509500))"
BU2,Hof,40,"POLYGON((149003 511003,149006 511003,149006 511006,149003 511006,149003 511003))"
"#;

const VARIANTS: &str = r#"
[solver]
sample = 2

[variants.half-roads]
[[variants.half-roads.measures]]
kind = "scale"
sources = { group = "roads" }
factor = 0.5

[variants.no-stoves]
title = "Pluimwijk without wood stoves"
[[variants.no-stoves.measures]]
kind = "wood_stove_ban"
group = "stoves"

[variants.zone]
[[variants.zone.measures]]
kind = "zero_emission_zone"
area = "areas.csv"
factors = { light = 0.0, medium = 0.0, heavy = 0.0, bus = 0.0 }

[output]"#;

/// The demo on coarse cells, with variants and a file of areas.
fn scenario(folder: &Path) {
    copy_demo(folder).unwrap();
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text
        .replace("cell_m = 20", "cell_m = 100")
        .replace("\n[output]", VARIANTS);
    std::fs::write(file, text).unwrap();
    std::fs::write(folder.join("areas.csv"), AREAS).unwrap();
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run_in(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let output = run_in(folder, arguments);
    let message = said(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert_eq!(message.trim_end().lines().count(), 1, "{message}");
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn values(folder: &Path, quantity: &str) -> Vec<f32> {
    let raster = RasterFile::open(&folder.join(format!("{quantity}.tif"))).unwrap();
    raster.values().unwrap()
}

/// The runs of the scenario and its variants, made once for all that look at them.
fn runs() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path());
    done(
        folder.path(),
        &["run", "scenario.toml", "--all-variants", "--out", "runs"],
    );
    let runs = folder.path().join("runs");
    (folder, runs)
}

fn close(one: f32, other: f32, share: f32) -> bool {
    (one - other).abs() <= share * one.abs().max(other.abs())
}

#[test]
fn variants_share_what_they_do_not_change() {
    let (folder, runs) = runs();
    let told = |name: &str| Record::read(&runs.join(name)).unwrap().variant.unwrap();
    assert_eq!(told("base").computed.len(), 4);
    assert_eq!(told("half-roads").computed, ["roads"]);
    assert_eq!(told("no-stoves").computed, ["wood-stoves"]);
    assert_eq!(told("no-stoves").shared, ["roads", "industry", "shipping"]);
    let base = values(&runs.join("base"), "nox_mean__roads");
    let half = values(&runs.join("half-roads"), "nox_mean__roads");
    for (all, half) in base.iter().zip(&half) {
        assert!(close(0.5 * all, *half, 1e-5), "{all} and {half}");
    }
    let same = |quantity: &str| {
        values(&runs.join("base"), quantity) == values(&runs.join("half-roads"), quantity)
    };
    assert!(same("nox_mean__industry") && !same("nox_mean"));
    assert!(!runs.join(".pieces").exists());

    // by itself, and beside the run of the base, a variant comes out the same
    done(
        folder.path(),
        &[
            "run",
            "scenario.toml",
            "--variant",
            "zone",
            "--out",
            "alone",
        ],
    );
    done(
        folder.path(),
        &[
            "run",
            "scenario.toml",
            "--variant",
            "zone",
            "--base",
            "runs/base",
            "--out",
            "beside",
        ],
    );
    let beside = Record::read(&folder.path().join("beside")).unwrap();
    assert_eq!(beside.variant.as_ref().unwrap().computed, ["roads"]);
    assert!(beside.variant.unwrap().kept_from.is_some());
    for quantity in ["nox_mean", "pm10_mean", "nox_mean__roads"] {
        let alone = values(&folder.path().join("alone"), quantity);
        for other in [runs.join("zone"), folder.path().join("beside")] {
            let other = values(&other, quantity);
            let off = alone
                .iter()
                .zip(&other)
                .find(|(a, b)| !close(**a, **b, 2e-5));
            assert_eq!(off, None, "{quantity}");
        }
    }
    let table = |name: &Path| ReceptorTable::read(&name.join("receptors.csv")).unwrap();
    let nox = Quantity::new("nox", "mean");
    let alone = table(&folder.path().join("alone")).column(&nox).unwrap();
    let zone = table(&runs.join("zone")).column(&nox).unwrap();
    for (alone, zone) in alone.iter().zip(&zone) {
        assert!((alone - zone).abs() < 1e-5 * alone, "{alone} and {zone}");
    }
}

#[test]
fn a_difference_map_is_the_difference_of_the_maps() {
    let (folder, runs) = runs();
    let text = done(
        folder.path(),
        &[
            "compare",
            "runs/base",
            "runs/zone",
            "--areas",
            "areas.csv",
            "--out",
            "change",
            "--json",
        ],
    );
    let told = json(&text);
    assert_eq!(told["only_sources_differ"], true);
    assert_eq!(told["differences"][0]["what"], "measures");
    let (a, b) = (
        values(&runs.join("base"), "nox_mean"),
        values(&runs.join("zone"), "nox_mean"),
    );
    let change = values(&folder.path().join("change"), "nox_mean_difference");
    let relative = values(&folder.path().join("change"), "nox_mean_relative");
    for at in 0..a.len() {
        assert_eq!(change[at], b[at] - a[at], "cell {at}");
        assert!(
            close(relative[at], 100.0 * change[at] / a[at], 1e-5),
            "cell {at}"
        );
    }
    assert!(change.iter().any(|it| *it < -0.5));
    let areas = told["areas"].as_array().unwrap();
    assert!(areas[0]["nox_mean_difference"].as_f64().unwrap() < -1.0);
    assert_eq!(areas[1]["cells"], 1);
    let first = &told["receptors"]["largest_change"][0];
    assert!(first["difference"].as_f64().unwrap() < 0.0);
    for file in [
        "receptors.csv",
        "areas.csv",
        "compare.gpkg",
        "nox_mean_difference.png",
    ] {
        assert!(folder.path().join("change").join(file).exists(), "{file}");
    }
    let label = RasterFile::open(&folder.path().join("change/nox_mean_relative.tif"))
        .unwrap()
        .label()
        .unwrap();
    assert_eq!(label.unit, "%");
    refused(
        folder.path(),
        &["compare", "runs/base", "nowhere"],
        &["nowhere", "no such file"],
    );
}

#[test]
fn other_grids_and_other_weather_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path());
    let text = std::fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    let text = text.replace("cell_m = 100", "cell_m = 200");
    let run = |name: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        std::fs::write(folder.path().join("other.toml"), text.replace(from, to)).unwrap();
        done(folder.path(), &["run", "other.toml", "--out", name]);
    };
    run("a", "cell_m = 200", "cell_m = 200");
    run("b", "cell_m = 200", "cell_m = 250");
    run("c", "title = \"Pluimwijk\"\n", "title = \"Again\"\n");
    refused(
        folder.path(),
        &["compare", "a", "b"],
        &["200 m", "250 m", "cell_m"],
    );
    run("d", "roughness_length_m = 0.4", "roughness_length_m = 0.8");
    let told = json(&done(folder.path(), &["compare", "a", "d", "--json"]));
    assert_eq!(told["only_sources_differ"], false);
    assert_eq!(
        told["differences"][0]["what"],
        "meteorology.roughness_length_m"
    );
    refused(
        folder.path(),
        &["compare", "a", "d", "--strict"],
        &["meteorology.roughness_length_m", "--strict"],
    );
    let told = json(&done(folder.path(), &["compare", "a", "c", "--json"]));
    assert_eq!(told["differences"].as_array().unwrap().len(), 0);
    assert_eq!(told["maps"][0]["mean_difference"], 0.0);
}

#[test]
fn contributions_add_up_to_the_total_in_every_cell() {
    let (folder, runs) = runs();
    let run = runs.join("base");
    let results = Results::open(&run).unwrap();
    for total in results.totals() {
        let whole = values(&run, &total.to_string());
        let parts: Vec<Vec<f32>> = results
            .parts(total)
            .map(|part| values(&run, &part.to_string()))
            .collect();
        assert_eq!(parts.len(), 4);
        for (at, whole) in whole.iter().enumerate() {
            let sum: f64 = parts.iter().map(|part| f64::from(part[at])).sum();
            assert!(
                close(sum as f32, *whole, 1e-6),
                "{total}, cell {at}: {sum} and {whole}"
            );
        }
    }
    let text = done(
        folder.path(),
        &[
            "contribution",
            "runs/base",
            "--areas",
            "areas.csv",
            "--out",
            "parts",
            "--json",
        ],
    );
    let told = json(&text);
    assert!(told["largest_deviation_of_the_sum"].as_f64().unwrap() < 1e-6);
    let share = |group: &str| {
        values(
            &folder.path().join("parts"),
            &format!("nox_mean_share__{group}"),
        )
    };
    let groups = ["roads", "industry", "wood-stoves", "shipping"].map(share);
    for at in 0..groups[0].len() {
        let sum: f32 = groups.iter().map(|share| share[at]).sum();
        assert!((sum - 100.0).abs() < 1e-3, "cell {at}: {sum} %");
    }
    let area = &told["areas"][0];
    let sum: f64 = ["roads", "industry", "wood-stoves", "shipping"]
        .iter()
        .map(|group| area[format!("pm10_mean_share__{group}")].as_f64().unwrap())
        .sum();
    assert!((sum - 100.0).abs() < 1e-3, "{sum} %");
}

#[test]
fn the_sources_at_an_address_make_its_concentration() {
    let (folder, runs) = runs();
    let table = ReceptorTable::read(&runs.join("zone/receptors.csv")).unwrap();
    let receptor = &table.receptors[40];
    let place = format!("{},{}", receptor.x, receptor.y);
    let arguments = [
        "contribution",
        "runs/zone",
        "--at",
        &place,
        "--top",
        "3",
        "--json",
    ];
    let told = json(&done(folder.path(), &arguments));
    let nox = &told["contributions"][0];
    let total = nox["total"].as_f64().unwrap();
    // the table is of the climatology rung, this of the profile rung
    assert!(
        (total / receptor.values[0] - 1.0).abs() < 0.02,
        "{total} and {receptor:?}"
    );
    let sources = nox["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 3);
    let share = |at: usize| sources[at]["share_percent"].as_f64().unwrap();
    assert!(share(0) >= share(1) && share(1) >= share(2));
    refused(
        folder.path(),
        &["contribution", "runs/none", "--at", "1,2"],
        &["runs/none", "no such file"],
    );
    let output = run_in(
        folder.path(),
        &["contribution", "runs/zone", "--at", "here"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("expected X,Y in metres"));
    std::fs::write(folder.path().join("stacks.geojson"), "{}").unwrap();
    let gone = run_in(
        folder.path(),
        &["contribution", "runs/zone", "--at", &place],
    );
    assert_eq!(gone.status.code(), Some(2));
}

#[test]
fn slips_in_variants_and_measures_are_named() {
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path());
    let text = std::fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    let check = |from: &str, to: &str, parts: &[&str]| {
        assert!(text.contains(from), "{from}");
        std::fs::write(folder.path().join("bad.toml"), text.replace(from, to)).unwrap();
        refused(
            folder.path(),
            &["check", "bad.toml", "--variant", "zone"],
            parts,
        );
    };
    check(
        "[variants.zone]\n",
        "[variants.zones]\n[variants.zone]\nmeasure = 1\n",
        &["measure", "did you mean measures?"],
    );
    check(
        "zero_emission_zone",
        "zero_emision_zone",
        &["did you mean zero_emission_zone?"],
    );
    check(
        "light = 0.0",
        "ligth = 0.0",
        &["ligth", "did you mean light?"],
    );
    check(
        "heavy = 0.0",
        "heavy = 2.0",
        &["zero_emission_zone", "0 to 1"],
    );
    check(
        "area = \"areas.csv\"",
        "area = \"zone.csv\"",
        &["zone.csv", "no such file"],
    );
    refused(
        folder.path(),
        &["run", "scenario.toml", "--variant", "no-stove"],
        &["did you mean no-stoves?"],
    );
    let told = json(&done(folder.path(), &["schema"]));
    assert!(told["properties"]["variants"].is_object());
    assert!(told.to_string().contains("zero_emission_zone"));
}

#[test]
fn an_overlay_file_says_only_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let (base, plans) = (folder.path().join("base"), folder.path().join("plans"));
    std::fs::create_dir_all(&base).unwrap();
    std::fs::create_dir_all(&plans).unwrap();
    scenario(&base);
    let overlay =
        "base = \"../base/scenario.toml\"\ntitle = \"No ships\"\nwithout = [\"shipping\"]\n";
    std::fs::write(plans.join("plan.toml"), overlay).unwrap();
    let told = json(&done(&plans, &["check", "plan.toml", "--json"]));
    assert_eq!(told["scenario"]["title"], "No ships");
    assert_eq!(
        told["scenario"]["source groups"],
        "roads, industry, wood-stoves"
    );
    std::fs::write(
        plans.join("plan.toml"),
        overlay.replace("without", "witout"),
    )
    .unwrap();
    refused(
        &plans,
        &["check", "plan.toml"],
        &["line 3", "did you mean without?"],
    );
    std::fs::write(plans.join("plan.toml"), "base = \"plan.toml\"\n").unwrap();
    refused(&plans, &["check", "plan.toml"], &["base", "name itself"]);
}
