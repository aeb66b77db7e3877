//! A scenario at several cell sizes: what changes, and what it costs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::HashMap;
use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::Record;
use pluim_tests::program::{copy_demo, documented, done, run_in, said};
use serde_json::Value;

/// Everybody lives in the one, nobody in the other.
const AREAS: &str = r#"id,name,population,wkt
BU1,Centrum,12000,"POLYGON((147600 509400,148600 509400,148600 510400,147600 510400,147600 509400))"
BU2,Weg,0,"POLYGON((150000 508000,150400 508000,150400 508600,150000 508600,150000 508000))"
"#;
/// A value (µg/m³) that part of Centrum exceeds, and a file with it.
const LIMIT: f64 = 7.0;
const LIMITS: &str = r#"version = "of a test"
[[limit]]
id = "low"
regime = "who-2021"
binding = "guideline"
pollutant = "nox"
averaging = "year"
value = 7.0
source = "a test"
certainty = "reconstructed"
"#;

/// The motorway, ring road and streets of the demo alone, in cells of 50 m off whole hundreds.
fn scenario(folder: &Path) {
    copy_demo(folder).unwrap();
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("[[sources]]").unwrap();
    let roads = rest.split_once("[[sources]]").unwrap().0;
    let before = before.replace("cell_m = 20", "cell_m = 50").replace(
        "[145000, 507000, 151000, 513000]",
        "[146050, 508050, 150950, 511950]",
    );
    let output = "[output]\npollutants = [\"nox\"]\nstatistics = [\"mean\", \"p98\"]\n\n[solver]\nsample = 2\n";
    std::fs::write(file, format!("{before}[[sources]]{roads}{output}")).unwrap();
    std::fs::write(folder.join("areas.csv"), AREAS).unwrap();
    std::fs::write(folder.join("limits.toml"), LIMITS).unwrap();
}

/// The rows of the table, by size.
fn rows(study: &Path) -> HashMap<String, HashMap<String, String>> {
    let text = std::fs::read_to_string(study.join("resolution.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let names: Vec<String> = lines.next().unwrap().collect();
    let row = |cells: Vec<String>| {
        let size = cells[0].clone();
        (size, names.iter().cloned().zip(cells).collect())
    };
    lines.map(|cells| row(cells.collect())).collect()
}

fn near(row: &HashMap<String, String>, column: &str, expected: f64, share: f64) {
    let found: f64 = row[column].parse().unwrap();
    let miss = (found - expected).abs();
    assert!(
        miss <= share * expected.abs() + 1e-6,
        "{column}: {found}, not {expected}"
    );
}

/// The map of the study with cells of `size` m.
fn map(study: &Path, size: usize) -> RasterFile {
    RasterFile::open(&study.join(format!("{size}m/nox_mean.tif"))).unwrap()
}

#[test]
fn sizes_are_compared_over_one_extent() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    let arguments = [
        "resolution",
        "scenario.toml",
        "--cells",
        "200,50,100",
        "--areas",
        "areas.csv",
        "--limits",
        "limits.toml",
        "--lang",
        "en",
        "--out",
        "study",
    ];
    let told = done(folder, &arguments);
    assert!(
        told.contains("left out: p98") && told.contains("low"),
        "{told}"
    );
    let study = folder.join("study");
    every_size_is_the_run_of_a_scenario(folder, &study);
    the_table_is_that_of_the_maps(&study);
    text_and_figure_tell_it(&study);
    the_record_tells_cost_and_what_was_left_out(&study);
}

fn every_size_is_the_run_of_a_scenario(folder: &Path, study: &Path) {
    for size in [50, 100, 200] {
        let raster = map(study, size);
        let grid = raster.grid();
        let extent = [grid.west(), grid.south(), grid.east(), grid.north()];
        assert_eq!(extent, [146_000.0, 508_000.0, 151_000.0, 512_000.0]);
        assert_eq!(grid.cell(), size as f64);
    }
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let alone = text
        .replace("cell_m = 50", "cell_m = 100")
        .replace(
            "[146050, 508050, 150950, 511950]",
            "[146000, 508000, 151000, 512000]",
        )
        .replace(", \"p98\"", "");
    std::fs::write(folder.join("alone.toml"), alone).unwrap();
    done(folder, &["run", "alone.toml", "--out", "alone"]);
    let values = |at: &Path| {
        RasterFile::open(&at.join("nox_mean.tif"))
            .unwrap()
            .values()
            .unwrap()
    };
    assert_eq!(values(&folder.join("alone")), values(&study.join("100m")));
    let settings = |at: &Path| Record::read(at).unwrap().settings;
    assert_eq!(
        settings(&folder.join("alone")),
        settings(&study.join("100m"))
    );
    assert!(!study.join("100m/nox_p98.tif").exists());
}

/// Means, extremes, areas and differences computed again, cell by cell.
fn the_table_is_that_of_the_maps(study: &Path) {
    let rows = rows(study);
    let fine = map(study, 50);
    let fine_values = fine.values().unwrap();
    for size in [100_usize, 200] {
        let row = &rows[&size.to_string()];
        let coarse = map(study, size);
        let values = coarse.values().unwrap();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let wide: Vec<f64> = values.iter().map(|it| f64::from(*it)).collect();
        near(row, "mean", mean(&wide), 1e-6);
        let highest = wide.iter().copied().fold(0.0, f64::max);
        near(row, "maximum", highest, 1e-6);
        let at = ["maximum_x", "maximum_y"].map(|name| row[name].parse::<f64>().unwrap());
        let there = coarse.value_at(geo_types::Coord { x: at[0], y: at[1] });
        assert_eq!(f64::from(there.unwrap().unwrap()), highest);
        let above = wide.iter().filter(|it| **it > LIMIT).count();
        near(
            row,
            "area_above_low_km2",
            (above * size * size) as f64 / 1e6,
            1e-6,
        );

        let times = size / 50;
        let (across, fine_across) = (coarse.grid().columns(), fine.grid().columns());
        let mut sums = vec![0.0; wide.len()];
        let mut differences = Vec::new();
        for (number, value) in fine_values.iter().enumerate() {
            let (column, row) = (number % fine_across / times, number / fine_across / times);
            sums[row * across + column] += f64::from(*value);
            differences.push((wide[row * across + column] - f64::from(*value)).abs());
        }
        near(row, "difference_mean_absolute", mean(&differences), 1e-5);
        let squares: Vec<f64> = differences.iter().map(|it| it * it).collect();
        near(row, "difference_rms", mean(&squares).sqrt(), 1e-5);
        differences.sort_by(f64::total_cmp);
        for (name, part) in [("difference_p95", 0.95), ("difference_p99", 0.99)] {
            let rank = (part * differences.len() as f64).ceil() as usize - 1;
            near(row, name, differences[rank], 1e-3);
        }
        let of_fine = fine_values.iter().copied().fold(0.0, f32::max);
        near(
            row,
            "difference_of_maximum",
            highest - f64::from(of_fine),
            1e-3,
        );
        let cells = (times * times) as f64;
        let centres: Vec<f64> = wide
            .iter()
            .zip(&sums)
            .map(|(value, sum)| (value - sum / cells).abs())
            .collect();
        near(row, "centre_less_mean_mean_absolute", mean(&centres), 1e-4);
        let people: f64 = row["people_above_low"].parse().unwrap();
        assert!(
            people > 0.0 && people < 12_000.0,
            "{people} of the people of Centrum"
        );
    }
    assert_eq!(rows["50"]["difference_rms"], "");
    let difference = |size: &str| rows[size]["difference_rms"].parse::<f64>().unwrap();
    assert!(difference("200") > difference("100"));
}

fn text_and_figure_tell_it(study: &Path) {
    let text = std::fs::read_to_string(study.join("resolution.md")).unwrap();
    for part in [
        "what a finer raster changes",
        "Above 7 µg/m³",
        "people",
        "p98",
        "Without background: NOₓ",
    ] {
        assert!(text.contains(part), "no {part:?} in: {text}");
    }
    assert!(!text.contains("Not every size"), "{text}");
    let svg = std::fs::read_to_string(study.join("resolution.svg")).unwrap();
    for part in [
        "NOₓ: maximum",
        "above 7 µg/m³",
        "difference with cells of 50 m",
    ] {
        assert!(svg.contains(part), "no {part:?}");
    }
    let png = std::fs::read(study.join("resolution.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

fn the_record_tells_cost_and_what_was_left_out(study: &Path) {
    let text = std::fs::read_to_string(study.join("resolution.json")).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(record["left_out"], serde_json::json!(["p98"]));
    assert_eq!(record["background_in"], serde_json::json!([]));
    let runs = record["runs"].as_array().unwrap();
    let folders: Vec<&str> = runs
        .iter()
        .map(|run| run["folder"].as_str().unwrap())
        .collect();
    assert_eq!(folders, ["50m", "100m", "200m"]);
    for run in runs {
        assert!(run["seconds"].as_f64().unwrap() > 0.0);
        let memory = &run["peak_memory_bytes"];
        // a machine that does not tell has none; one that does cannot need less than the weather
        assert!(
            memory.is_null() || memory.as_f64().unwrap() > 1e6,
            "{memory}"
        );
    }
}

#[test]
fn sizes_that_do_not_nest_belong_where_their_centre_lies() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    let arguments = [
        "resolution",
        "scenario.toml",
        "--cells",
        "150,400",
        "--out",
        "study",
        "--json",
    ];
    let record: Value = serde_json::from_str(&done(folder, &arguments)).unwrap();
    let extent = [146_000.0, 508_000.0, 151_200.0, 512_000.0];
    assert_eq!(record["extent"], serde_json::json!(extent));
    let study = folder.join("study");
    let (fine, coarse) = (map(&study, 150), map(&study, 400));
    assert!(
        fine.grid().west() < extent[0],
        "aligned to whole cells of its own size"
    );
    let mut sum = 0.0;
    let mut count = 0.0;
    for (number, value) in fine.values().unwrap().iter().enumerate() {
        let at = fine.grid().centre(
            number % fine.grid().columns(),
            number / fine.grid().columns(),
        );
        let inside = at.x >= extent[0] && at.x < extent[2] && at.y >= extent[1] && at.y < extent[3];
        if inside {
            let held = coarse.value_at(at).unwrap().unwrap();
            sum += f64::from((held - value).abs());
            count += 1.0;
        }
    }
    near(
        &rows(&study)["400"],
        "difference_mean_absolute",
        sum / count,
        1e-5,
    );
    let text = std::fs::read_to_string(study.join("resolution.md")).unwrap();
    assert!(
        text.contains("Niet elke celgrootte is een heel veelvoud"),
        "{text}"
    );
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    let bare = std::fs::read_to_string(folder.join("scenario.toml")).unwrap();
    let (before, after) = bare.split_once("[grid]").unwrap();
    let after = after.split_once("[receptors]").unwrap().1;
    std::fs::write(
        folder.join("bare.toml"),
        format!("{before}[receptors]{after}"),
    )
    .unwrap();
    let many = (1..=13)
        .map(|it| it.to_string())
        .collect::<Vec<_>>()
        .join(",");
    std::fs::write(folder.join("network.toml"), "method = \"srm\"\n").unwrap();
    let cases: [(&str, &str, &[&str]); 10] = [
        (
            "scenario.toml",
            "10,20,10",
            &["--cells", "every cell size once", "10 twice"],
        ),
        (
            "scenario.toml",
            "10,0",
            &["metres from 0.01", "found \"0\""],
        ),
        ("scenario.toml", "10,-5", &["metres from 0.01", "-5"]),
        ("scenario.toml", "10,NaN", &["metres from 0.01", "NaN"]),
        ("scenario.toml", &many, &["2 to 12 cell sizes", "13"]),
        (
            "scenario.toml",
            "10",
            &["2 to 12 cell sizes", "found \"1\""],
        ),
        ("scenario.toml", "100,5000", &["at most 3900 m", "5000"]),
        (
            "scenario.toml",
            "0.01,100",
            &["0.01 m", "leave out that size"],
        ),
        ("bare.toml", "10,20", &["bare.toml", "[grid]"]),
        (
            "network.toml",
            "10,20",
            &["network.toml", "receptors alone"],
        ),
    ];
    for (file, cells, parts) in cases {
        let output = run_in(
            folder,
            &["resolution", file, "--cells", cells, "--out", "study"],
        );
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{cells}: {message}");
        assert_eq!(message.trim_end().lines().count(), 1, "{message}");
        for part in parts {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
        assert!(
            !folder.join("study").exists(),
            "{cells}: something was written"
        );
    }
    let elsewhere = AREAS.replace("14", "24").replace("150", "250");
    std::fs::write(folder.join("elsewhere.csv"), elsewhere).unwrap();
    let arguments = [
        "resolution",
        "scenario.toml",
        "--cells",
        "100,200",
        "--areas",
        "elsewhere.csv",
        "--out",
        "study",
    ];
    let output = run_in(folder, &arguments);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("places on the raster"),
        "{}",
        said(&output)
    );
    assert!(!folder.join("study").exists());
}

#[test]
fn the_documented_examples_work() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("pluim-demo/scenario");
    std::fs::create_dir_all(&folder).unwrap();
    scenario(&folder);
    std::fs::copy(
        folder.join("areas.csv"),
        home.path().join("neighbourhoods.csv"),
    )
    .unwrap();
    let (commands, _) = documented("resolution.md");
    assert_eq!(commands.len(), 2);
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = run_in(home.path(), &words);
        assert!(output.status.success(), "{}", said(&output));
    }
    for file in [
        "scenario-resolution/200m/nox_mean.tif",
        "study/resolution.png",
    ] {
        assert!(home.path().join(file).exists(), "{file}");
    }
}
