//! The same bytes again, and a record that can be checked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_tests::program::{copy_world, done, run_in, said};
use serde_json::Value;

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name} holds no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Rasters and tables do not depend on the number of threads, whatever the rung or the method.
#[test]
fn the_same_bytes_on_one_two_and_three_threads() {
    for rung in ["direct", "profile", "climatology", "raster", "network"] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        copy_world(folder).unwrap();
        // the formula takes long for polygons
        if rung == "direct" {
            edit(
                folder,
                "scenario.toml",
                "[grid]\ncell_m = 100",
                "[grid]\ncell_m = 250",
            );
        } else {
            edit(folder, "scenario.toml", "cell_m = 100", "cell_m = 50");
        }
        edit(
            folder,
            "scenario.toml",
            "sample = 2",
            &format!("sample = 2\nrung = \"{rung}\""),
        );
        let file = if rung == "network" {
            "srm.toml"
        } else {
            "scenario.toml"
        };
        for threads in ["1", "2", "3"] {
            done(
                folder,
                &["run", file, "--out", threads, "--threads", threads],
            );
        }
        let mut compared = 0;
        for entry in std::fs::read_dir(folder.join("1")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if ![".tif", ".csv", ".qml"].iter().any(|it| name.ends_with(it)) {
                continue;
            }
            let bytes = |threads: &str| std::fs::read(folder.join(threads).join(&name)).unwrap();
            assert!(bytes("1") == bytes("2"), "{rung}: {name} on 2 threads");
            assert!(bytes("1") == bytes("3"), "{rung}: {name} on 3 threads");
            compared += 1;
        }
        assert!(compared > 0, "{rung}");
    }
}

/// What `pluim verify` says of a run that was tampered with.
fn refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let output = run_in(folder, arguments);
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        said(&output)
    );
    assert_eq!(output.status.code(), Some(1), "{told}");
    for part in parts {
        assert!(told.contains(part), "no {part:?} in: {told}");
    }
}

#[test]
fn a_run_that_nobody_touched_is_verified() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    copy_world(folder).unwrap();
    done(folder, &["run", "scenario.toml", "--out", "out"]);
    let told = done(folder, &["verify", "out", "--seed", "7"]);
    assert!(
        told.contains("11 of 11 the same") && told.contains("against the formula"),
        "{told}"
    );
    let told: Value = serde_json::from_str(&done(folder, &["verify", "out", "--json"])).unwrap();
    let places = told["sample"].as_array().unwrap();
    let receptors = places
        .iter()
        .filter(|it| it["place"].as_str().unwrap().starts_with("rec"));
    assert!(receptors.count() >= 4 && places.len() >= 8, "{places:?}");
    for place in places {
        assert!(place["deviation"].as_f64().unwrap() <= place["allowed"].as_f64().unwrap());
    }
}

#[test]
fn another_byte_in_an_input_or_an_output_is_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    copy_world(folder).unwrap();
    done(folder, &["run", "scenario.toml", "--out", "out"]);
    let table = std::fs::read(folder.join("out/receptors.csv")).unwrap();
    edit(folder, "out/receptors.csv", "point-1", "point-9");
    refused(
        folder,
        &["verify", "out"],
        &["changed  receptors.csv", "out: 1 of"],
    );
    std::fs::write(folder.join("out/receptors.csv"), table).unwrap();
    done(folder, &["verify", "out", "--sample", "0"]);
    let tif = folder.join("out/nox_mean.tif");
    std::fs::rename(&tif, folder.join("elsewhere.tif")).unwrap();
    refused(folder, &["verify", "out"], &["gone  nox_mean.tif"]);
    std::fs::rename(folder.join("elsewhere.tif"), &tif).unwrap();
    edit(folder, "Wegdelen.csv", "36000", "36001");
    refused(
        folder,
        &["verify", "out"],
        &["changed  ", "Wegdelen.csv", "none: "],
    );
}

/// Values that are wrong are found even where the record was made to fit them.
#[test]
fn a_value_that_the_formula_does_not_give_is_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    copy_world(folder).unwrap();
    done(folder, &["run", "scenario.toml", "--out", "out"]);
    let file = folder.join("out/receptors.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let before = pluim_io::run_folder::sha256_of(text.as_bytes());
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .map(|row| row.split(',').map(str::to_owned).collect())
        .collect();
    for row in &mut rows[1..] {
        row[3] = format!("{}", 1.5 * row[3].parse::<f64>().unwrap());
    }
    let rows: Vec<String> = rows.into_iter().map(|row| row.join(",")).collect();
    let forged = rows.join("\n") + "\n";
    std::fs::write(&file, &forged).unwrap();
    edit(
        folder,
        "out/run.json",
        &before,
        &pluim_io::run_folder::sha256_of(forged.as_bytes()),
    );
    let size = format!("\"bytes\": {}", text.len());
    edit(
        folder,
        "out/run.json",
        &size,
        &format!("\"bytes\": {}", forged.len()),
    );
    refused(
        folder,
        &["verify", "out"],
        &["nox_mean at receptor point-", "50.0", "0 of "],
    );
}

#[test]
fn networks_and_control_files_are_verified_too() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    copy_world(folder).unwrap();
    done(folder, &["run", "srm.toml", "--out", "network"]);
    let told = done(folder, &["verify", "network"]);
    assert!(told.contains("at most 0.000 % off"), "{told}");
    done(folder, &["aermod", "two.inp", "--out", "deck"]);
    let told = done(folder, &["verify", "deck"]);
    assert!(told.contains("not that of a scenario"), "{told}");
    std::fs::write(folder.join("deck/period.plt"), "x").unwrap();
    refused(folder, &["verify", "deck"], &["changed  period.plt"]);
    let output = run_in(folder, &["verify", "."]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}
