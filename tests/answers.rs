//! From maps to answers: variants, comparison, contributions, exposure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record, Results};
use pluim_tests::invented::{Scale, write_run};
use pluim_tests::program::{coarse_demo, copy_demo, documented, done, run_in, said};
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

/// The runs of the scenario and its variants are made once for all that look at them.
#[test]
fn maps_lead_to_answers() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    done(
        folder,
        &["run", "scenario.toml", "--all-variants", "--out", "runs"],
    );
    let runs = folder.join("runs");
    variants_share_what_they_do_not_change(folder, &runs);
    a_difference_map_is_the_difference_of_the_maps(folder, &runs);
    contributions_add_up_to_the_total_in_every_cell(folder, &runs);
    exposure_counts_the_people(folder, &runs);
    rasters_and_receptors_are_dressed_for_a_gis(&runs);
    the_sources_at_an_address_make_its_concentration(folder, &runs);
}

fn close(one: f32, other: f32, share: f32) -> bool {
    (one - other).abs() <= share * one.abs().max(other.abs())
}

fn variants_share_what_they_do_not_change(folder: &Path, runs: &Path) {
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
        folder,
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
        folder,
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
    let beside = Record::read(&folder.join("beside")).unwrap();
    let told = beside.variant.unwrap();
    assert_eq!(told.edited[0].groups, ["roads"]);
    assert!(told.computed.is_empty() && told.kept_from.is_some());
    for quantity in ["nox_mean", "pm10_mean", "nox_mean__roads"] {
        let alone = values(&folder.join("alone"), quantity);
        for other in [runs.join("zone"), folder.join("beside")] {
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
    let alone = table(&folder.join("alone")).column(&nox).unwrap();
    let zone = table(&runs.join("zone")).column(&nox).unwrap();
    for (alone, zone) in alone.iter().zip(&zone) {
        assert!((alone - zone).abs() < 1e-5 * alone, "{alone} and {zone}");
    }
}

fn a_difference_map_is_the_difference_of_the_maps(folder: &Path, runs: &Path) {
    let text = done(
        folder,
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
    let change = values(&folder.join("change"), "nox_mean_difference");
    let relative = values(&folder.join("change"), "nox_mean_relative");
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
        assert!(folder.join("change").join(file).exists(), "{file}");
    }
    let label = RasterFile::open(&folder.join("change/nox_mean_relative.tif"))
        .unwrap()
        .label()
        .unwrap();
    assert_eq!(label.unit, "%");
    refused(
        folder,
        &["compare", "runs/base", "nowhere"],
        &["nowhere", "no such file"],
    );
}

#[test]
fn other_grids_and_other_weather_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path());
    let text = std::fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    // the roads alone, on coarse cells
    let cut = text.find("[[sources]]\ngroup = \"industry\"").unwrap();
    let output = "[solver]\nsample = 2\n\n[output]\npollutants = [\"nox\"]\n";
    let text = format!("{}{output}", &text[..cut]).replace("cell_m = 100", "cell_m = 200");
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

fn contributions_add_up_to_the_total_in_every_cell(folder: &Path, runs: &Path) {
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
        folder,
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
    let share = |group: &str| values(&folder.join("parts"), &format!("nox_mean_share__{group}"));
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

/// The value of the only record in which `key` is `name`.
fn record<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    let list = list.as_array().unwrap();
    list.iter().find(|it| it[key] == name).unwrap()
}

fn exposure_counts_the_people(folder: &Path, runs: &Path) {
    let told = json(&done(
        folder,
        &[
            "exposure",
            "runs/base",
            "--areas",
            "areas.csv",
            "--out",
            "people",
            "--json",
        ],
    ));
    assert_eq!(told["people"], 12_040.0);
    let pm10 = values(&runs.join("base"), "pm10_mean");
    let raster = RasterFile::open(&runs.join("base/pm10_mean.tif")).unwrap();
    let grid = raster.grid();
    let inside = |at: usize| {
        let centre = grid.centre_of(at);
        (147_500.0..148_500.0).contains(&centre.x) && (509_500.0..510_500.0).contains(&centre.y)
    };
    let cells: Vec<f64> = (0..pm10.len())
        .filter(|at| inside(*at))
        .map(|at| f64::from(pm10[at]))
        .collect();
    let centre = cells.iter().sum::<f64>() / cells.len() as f64;
    let areas = &told["areas"];
    let of = |id: &str| record(areas, "id", id)["pm10_mean"].as_f64().unwrap();
    assert!(
        (of("BU1") / centre - 1.0).abs() < 1e-6,
        "{} and {centre}",
        of("BU1")
    );
    let mean = (12_000.0 * of("BU1") + 40.0 * of("BU2")) / 12_040.0;
    let all = record(&told["distribution"], "map", "pm10_mean");
    assert!((all["mean_over_people"].as_f64().unwrap() / mean - 1.0).abs() < 1e-6);
    // AF is nearly linear over such small concentrations
    let health = record(&told["health"], "pollutant", "pm10");
    let expected = 12_040.0 * 0.0089 * (1.0 - 1.04_f64.powf(-mean / 10.0));
    let deaths = |key: &str| health[key].as_f64().unwrap();
    assert!(
        (deaths("deaths_per_year") / expected - 1.0).abs() < 0.01,
        "{health}"
    );
    assert!(deaths("deaths_low") < deaths("deaths_per_year"));
    assert!(deaths("deaths_per_year") < deaths("deaths_high"));
    let who = record(&told["limits"], "limit", "who2021-pm10-year");
    assert_eq!(who["people_above"], 0.0);
    let text = std::fs::read_to_string(folder.join("people/exposure.txt")).unwrap();
    assert!(
        text.contains("wat 12040 mensen inademen") && text.contains("betrouwbaarheidsinterval")
    );
    std::fs::write(
        folder.join("empty.csv"),
        "id,x,y,population\na,147600,509600,\n",
    )
    .unwrap();
    let homes = [
        "exposure",
        "runs/base",
        "--areas",
        "empty.csv",
        "--lang",
        "en",
    ];
    assert!(done(folder, &homes).contains("what 1 people breathe"));
    refused(
        folder,
        &[
            "exposure",
            "runs/base",
            "--areas",
            "areas.csv",
            "--population",
            "peple",
        ],
        &["peple", "population"],
    );
    let far = "id,x,y,population\na,1000,2000,3\n";
    std::fs::write(folder.join("far.csv"), far).unwrap();
    refused(
        folder,
        &["exposure", "runs/base", "--areas", "far.csv"],
        &["raster of the run"],
    );
}

fn rasters_and_receptors_are_dressed_for_a_gis(runs: &Path) {
    let style = std::fs::read_to_string(runs.join("base/pm10_mean.qml")).unwrap();
    assert!(style.contains("above who-2021"), "{style}");
    assert!(style.contains("colorRampType=\"DISCRETE\""));
    let share =
        std::fs::read_to_string(runs.join("base/../../parts/nox_mean_share__roads.qml")).unwrap();
    assert!(share.contains("75 - 90 %"), "{share}");
    assert!(runs.join("zone/receptors.gpkg").exists());
}

fn the_sources_at_an_address_make_its_concentration(folder: &Path, runs: &Path) {
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
    let told = json(&done(folder, &arguments));
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
        folder,
        &["contribution", "runs/none", "--at", "1,2"],
        &["runs/none", "no such file"],
    );
    let output = run_in(folder, &["contribution", "runs/zone", "--at", "here"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("expected X,Y in metres"));
    std::fs::write(folder.join("stacks.geojson"), "{}").unwrap();
    let gone = run_in(folder, &["contribution", "runs/zone", "--at", &place]);
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

#[test]
fn the_examples_of_the_page_on_variants_hold() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/variants.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path());
    let file = |name: &str| folder.path().join(name);
    std::fs::copy(file("areas.csv"), file("zone.csv")).unwrap();
    std::fs::copy(file("road_emission_factors.csv"), file("factors-2030.csv")).unwrap();
    std::fs::copy(file("Wegdelen.csv"), file("Wegdelen-plan.csv")).unwrap();
    let base = std::fs::read_to_string(file("scenario.toml")).unwrap();
    let mut variants = 0;
    for block in blocks {
        if block.starts_with("base") {
            std::fs::write(file("overlay.toml"), block).unwrap();
            done(folder.path(), &["check", "overlay.toml"]);
            continue;
        }
        std::fs::write(file("with.toml"), format!("{base}\n{block}")).unwrap();
        for line in block.lines() {
            let name = line
                .strip_prefix("[variants.")
                .and_then(|it| it.strip_suffix(']'));
            let Some(name) = name.filter(|it| !it.contains('.') && !it.starts_with('[')) else {
                continue;
            };
            variants += 1;
            let told = done(folder.path(), &["check", "with.toml", "--variant", name]);
            assert!(!told.contains("measure-without-effect"), "{name}: {told}");
        }
    }
    assert!(variants >= 9, "{variants} variants on the page");
}

#[test]
fn shells_and_readers_of_manuals_are_served() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let text = done(folder.path(), &["completions", shell]);
        assert!(text.contains("contribution"), "{shell}");
    }
    assert!(done(folder.path(), &["man"]).contains(".TH pluim 1"));
    done(folder.path(), &["man", "--out", "man"]);
    let page = std::fs::read_to_string(folder.path().join("man/pluim-compare.1")).unwrap();
    assert!(page.contains("\\-\\-strict"));
    let output = run_in(folder.path(), &["completions", "basj"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("'bash'"), "{}", said(&output));
    let overlay = json(&done(folder.path(), &["schema", "--overlay"]));
    assert!(overlay["properties"]["base"].is_object());
}

#[test]
fn the_help_of_every_command_shows_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let help = done(folder.path(), &["--help"]);
    let commands = help.split("Commands:").nth(1).unwrap();
    let commands = commands.lines().skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"compare"), "{help}");
    for name in names.iter().filter(|name| **name != "help") {
        let text = done(folder.path(), &[name, "--help"]);
        assert!(
            text.contains(&format!("  pluim {name}")) || text.contains(&format!(" pluim {name} ")),
            "{text}"
        );
    }
}

#[test]
fn the_page_of_questions_works_as_written() {
    let folder = tempfile::tempdir().unwrap();
    coarse_demo(folder.path());
    let (commands, _) = documented("questions.md");
    assert_eq!(commands.len(), 9);
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = run_in(folder.path(), &words);
        assert!(output.status.success(), "{command:?}: {}", said(&output));
    }
    let ranking = std::fs::read_to_string(folder.path().join("change/ranking.csv")).unwrap();
    let first = |area: &str| {
        let rows = ranking
            .lines()
            .find(|it| it.starts_with(&format!("nox_mean,{area},")));
        rows.unwrap().split(',').nth(2).unwrap().to_owned()
    };
    assert_eq!(first("whole map"), "year-2035");
    assert_eq!(first("Binnenstad"), "year-2035");
    let made = folder
        .path()
        .join("change/clean-lorries/nox_mean_difference.png");
    assert!(made.exists());
}

#[test]
fn runs_without_anything_in_common_are_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_run(&at("a"), "One", Scale { roads: 1.0 });
    write_run(&at("b"), "Other", Scale { roads: 1.0 });
    let mut record = Record::read(&at("b")).unwrap();
    record.outputs.retain(|it| !it.path.ends_with(".tif"));
    record.write(&at("b")).unwrap();
    let table = std::fs::read_to_string(at("b/receptors.csv")).unwrap();
    let moved = table
        .replace("school,", "hall,")
        .replace("market,", "square,");
    std::fs::write(at("b/receptors.csv"), moved.replace("nowhere,", "there,")).unwrap();
    let output = run_in(folder.path(), &["compare", "a", "b"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("a raster or receptors in common"),
        "{}",
        said(&output)
    );
}
