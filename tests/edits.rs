//! A scenario in which a few sources change, beside the run of before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record, VariantRecord};
use pluim_tests::program::{copy_demo, done};

const ROADS: &str = "Wegdelen.csv";

/// The demo on coarse cells.
fn scenario(folder: &Path, contributions: bool) {
    copy_demo(folder).unwrap();
    change(folder, "scenario.toml", |text| {
        let wanted = format!("contributions = {contributions}\n\n[solver]\nsample = 2");
        text.replace("cell_m = 20", "cell_m = 100")
            .replace("contributions = true", &wanted)
    });
}

fn change(folder: &Path, name: &str, edit: impl Fn(&str) -> String) {
    change_into(folder, [name, name], edit);
}

fn change_into(folder: &Path, [from, to]: [&str; 2], edit: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(folder.join(from)).unwrap();
    let changed = edit(&text);
    assert_ne!(text, changed);
    std::fs::write(folder.join(to), changed).unwrap();
}

/// A scenario in which the first road is away and the last has other traffic.
fn plan(folder: &Path) {
    change_into(folder, ["scenario.toml", "plan.toml"], |text| {
        text.replace(ROADS, "plan.csv")
    });
    change_into(folder, [ROADS, "plan.csv"], |text| {
        let lines: Vec<&str> = text.lines().collect();
        let columns: Vec<&str> = lines[0].split(';').collect();
        let light = columns
            .iter()
            .position(|it| *it == "intensiteitLichtVerkeer");
        let mut last: Vec<&str> = lines[lines.len() - 1].split(';').collect();
        last[light.unwrap()] = "31000";
        let last = last.join(";");
        let kept = lines[2..lines.len() - 1].iter().copied();
        let lines: Vec<&str> = std::iter::once(lines[0])
            .chain(kept)
            .chain([last.as_str()])
            .collect();
        lines.join("\n") + "\n"
    });
}

fn run(folder: &Path, scenario: &str, out: &str) {
    done(folder, &["run", scenario, "--out", out]);
}

fn run_beside(folder: &Path, scenario: &str, [base, out]: [&str; 2]) -> VariantRecord {
    done(folder, &["run", scenario, "--base", base, "--out", out]);
    Record::read(&folder.join(out)).unwrap().variant.unwrap()
}

fn raster(folder: &Path, quantity: &str) -> Vec<f32> {
    let file = folder.join(format!("{quantity}.tif"));
    RasterFile::open(&file).unwrap().values().unwrap()
}

/// Differences are a trifle of what there was before, which is what 32 bits of it can hold.
fn hold_alike(folder: &Path, [before, whole, beside]: [&str; 3], quantity: &str) {
    let [before, whole, beside] =
        [before, whole, beside].map(|name| raster(&folder.join(name), quantity));
    assert_ne!(before, whole);
    for ((before, whole), beside) in before.iter().zip(&whole).zip(&beside) {
        let scale = before.max(*whole);
        assert!(
            *beside >= 0.0 && (whole - beside).abs() <= 2e-5 * scale,
            "{quantity}: {whole}, {beside}"
        );
    }
}

fn receptors_alike(folder: &Path, [one, other]: [&str; 2]) {
    let column = |name: &str| {
        let table = ReceptorTable::read(&folder.join(name).join("receptors.csv")).unwrap();
        table.column(&Quantity::new("nox", "mean")).unwrap()
    };
    for (one, other) in column(one).iter().zip(column(other)) {
        assert!((one - other).abs() <= 1e-5 * one, "{one}, {other}");
    }
}

#[test]
fn only_the_roads_that_change_are_computed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder, true);
    run(folder, "scenario.toml", "before");
    plan(folder);
    run(folder, "plan.toml", "whole");
    let told = run_beside(folder, "plan.toml", ["before", "beside"]);
    assert_eq!(told.shared, ["industry", "wood-stoves", "shipping"]);
    assert_eq!(told.edited.len(), 1);
    assert_eq!(told.edited[0].groups, ["roads"]);
    assert_eq!(told.edited[0].sources, 2);
    assert!(told.computed.is_empty() && told.kept_from.is_some());
    for quantity in ["nox_mean", "pm10_mean", "nox_mean__roads"] {
        hold_alike(folder, ["before", "whole", "beside"], quantity);
    }
    receptors_alike(folder, ["whole", "beside"]);
    // and back again, beside the run that was made so
    let again = run_beside(folder, "scenario.toml", ["beside", "again"]);
    assert_eq!(again.edited[0].sources, 2);
    receptors_alike(folder, ["before", "again"]);
    assert!(!folder.join("again/.pieces").exists());
}

#[test]
fn a_run_of_totals_alone_is_edited_as_one() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder, false);
    run(folder, "scenario.toml", "before");
    plan(folder);
    run(folder, "plan.toml", "whole");
    let told = run_beside(folder, "plan.toml", ["before", "beside"]);
    assert_eq!(told.edited[0].groups.len(), 4);
    assert_eq!(told.edited[0].sources, 2);
    assert!(!folder.join("beside/nox_mean__roads.tif").exists());
    for quantity in ["nox_mean", "pm10_mean"] {
        hold_alike(folder, ["before", "whole", "beside"], quantity);
    }
    receptors_alike(folder, ["whole", "beside"]);
}

#[test]
fn a_group_that_changes_for_the_most_part_is_computed_whole() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder, true);
    run(folder, "scenario.toml", "before");
    change_into(folder, ["scenario.toml", "half.toml"], |text| {
        text.to_owned()
            + "\n[[measures]]\nkind = \"scale\"\nsources = { group = \"roads\" }\nfactor = 0.5\n"
    });
    let told = run_beside(folder, "half.toml", ["before", "beside"]);
    assert_eq!(told.computed, ["roads"]);
    assert!(told.edited.is_empty());
}

/// What a base kept of its kernels spares time alone, as more threads do.
#[test]
fn an_edit_has_the_same_bits_without_kept_kernels_and_on_any_number_of_threads() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder, false);
    run(folder, "scenario.toml", "before");
    plan(folder);
    run_beside(folder, "plan.toml", ["before", "kept"]);
    let rounding = Record::read(&folder.join("kept")).unwrap().variant;
    let rounding = rounding.unwrap().rounding.unwrap();
    assert!((5e-8..1e-4).contains(&rounding), "{rounding}");
    assert!(folder.join("kept/.kernels").exists());
    std::fs::remove_dir_all(folder.join("before/.kernels")).unwrap();
    let bits = |name: &str| {
        let values = raster(&folder.join(name), "nox_mean").into_iter();
        values.map(f32::to_bits).collect::<Vec<_>>()
    };
    for threads in ["1", "3"] {
        let command = [
            "run",
            "plan.toml",
            "--base",
            "before",
            "--out",
            "averaged",
            "--threads",
            threads,
        ];
        done(folder, &command);
        assert_eq!(bits("averaged"), bits("kept"), "{threads} threads");
    }
    let kernels = |name: &str| Record::read(&folder.join(name)).unwrap().solver.kernels;
    assert_eq!(kernels("kept"), kernels("before"));
    assert!(kernels("averaged").is_some());
}
