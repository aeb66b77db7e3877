//! The error of the raster rung on the map.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Record, Results};
use pluim_tests::program::{copy_demo, documented, done, run_in, said};

/// The roads of the demo alone, in cells of 50 m.
fn scenario(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    copy_demo(folder).unwrap();
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("[[sources]]").unwrap();
    let roads = rest.split_once("[[sources]]").unwrap().0;
    let before = before.replace("cell_m = 20", "cell_m = 50");
    let output = "[output]\npollutants = [\"nox\", \"pm10\"]\n\n[solver]\nsample = 64\n";
    std::fs::write(file, format!("{before}[[sources]]{roads}{output}")).unwrap();
}

#[test]
fn the_map_estimates_the_error_and_is_no_concentration() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(&folder.join("pluim-demo/scenario"));
    let (commands, _) = documented("solver.md");
    assert_eq!(commands.len(), 1);
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        done(folder, &words);
    }
    let run = folder.join("run");
    the_map_is_put_to_the_test(&run);
    the_map_is_near_the_error_of_its_cells(folder, &run);
    other_commands_leave_it_aside(folder, &run);
}

fn the_map_is_put_to_the_test(run: &Path) {
    let record = Record::read(run).unwrap();
    assert_eq!(record.solver.rung, "raster");
    let told = record.solver.error_map.unwrap();
    assert_eq!((told.block_m, told.columns, told.rows), (400.0, 15, 15));
    assert_eq!(told.checked, 2 * 64);
    let share = told.not_above_the_map as f64 / told.checked as f64;
    assert!(share > 0.6 && share <= 1.0, "{told:?}");
    for pollutant in ["nox", "pm10"] {
        let map = RasterFile::open(&run.join(format!("{pollutant}_mean_error.tif"))).unwrap();
        let label = map.label().unwrap();
        assert_eq!(
            (label.unit.as_str(), label.provenance.statistic.as_str()),
            ("1", "mean_error")
        );
        assert!(label.band.contains("block of 400 m"), "{}", label.band);
        let values = map.values().unwrap();
        assert!(
            values
                .iter()
                .all(|it| it.is_finite() && *it >= 0.0 && *it < 0.1)
        );
        assert!(
            values.iter().any(|it| *it > 1e-6),
            "an error of nothing at all"
        );
        assert!(run.join(format!("{pollutant}_mean_error.qml")).exists());
    }
}

/// The rung below, at all cells: the map is about as large as what it estimates, and at the block's
/// own cells it is not below.
fn the_map_is_near_the_error_of_its_cells(folder: &Path, run: &Path) {
    let file = folder.join("pluim-demo/scenario/scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let exact = text.replace("sample = 64", "sample = 2\nrung = \"climatology\"");
    std::fs::write(file.with_file_name("exact.toml"), exact).unwrap();
    done(
        folder,
        &["run", "pluim-demo/scenario/exact.toml", "--out", "exact"],
    );
    let values =
        |at: &Path, name: &str| RasterFile::open(&at.join(name)).unwrap().values().unwrap();
    let (raster, exact) = (
        values(run, "nox_mean.tif"),
        values(&folder.join("exact"), "nox_mean.tif"),
    );
    let map = values(run, "nox_mean_error.tif");
    let errors: Vec<f32> = raster
        .iter()
        .zip(&exact)
        .map(|(a, b)| (a - b).abs() / b)
        .collect();
    let below = errors
        .iter()
        .zip(&map)
        .filter(|(error, map)| error <= map)
        .count();
    let share = below as f64 / errors.len() as f64;
    assert!(
        share > 0.6,
        "only {share} of the cells do not err more than the map says"
    );
    let mean =
        |values: &[f32]| values.iter().map(|it| f64::from(*it)).sum::<f64>() / values.len() as f64;
    let (found, told) = (mean(&errors), mean(&map));
    println!("share {share}, mean error {found}, mean of the map {told}");
    assert!(
        told > found && told < 30.0 * found,
        "{told} for an error of {found}"
    );
    // the middle of the first block: two of the cells beside its middle are exactly the lattice's
    let worst_in_block = |column: usize, row: usize| {
        let cells = (0..8).flat_map(|y| (0..8).map(move |x| (row * 8 + y) * 120 + column * 8 + x));
        cells.map(|cell| errors[cell]).fold(0.0, f32::max)
    };
    for (column, row) in [(3, 3), (7, 7), (10, 4)] {
        let corner = map[(row * 8 + 3) * 120 + column * 8 + 3];
        let around = (0..9).map(|at| worst_in_block(column + at % 3 - 1, row + at / 3 - 1));
        let most = around.fold(0.0, f32::max);
        assert!(
            corner <= 1.001 * most,
            "{corner} where no cell around errs more than {most}"
        );
    }
}

fn other_commands_leave_it_aside(folder: &Path, run: &Path) {
    let results = Results::open(run).unwrap();
    assert!(results.rasters.iter().all(|it| !it.is_error()));
    assert_eq!(results.error_maps.len(), 2);
    done(folder, &["compare", "run", "exact", "--out", "change"]);
    assert!(folder.join("change/nox_mean_difference.tif").exists());
    let names: Vec<String> = std::fs::read_dir(folder.join("change"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.iter().any(|it| it.contains("error")), "{names:?}");
    done(folder, &["report", "run"]);
    let page = std::fs::read_to_string(run.join("report.html")).unwrap();
    assert!(!page.contains("\"mean_error\""));
    let told = done(folder, &["assess", "run", "--json"]);
    assert!(!told.contains("mean_error"), "{told}");
    let areas = "id,name,population,wkt\nA,A,10,\"POLYGON((147500 509500,148500 509500,148500 510500,147500 509500))\"\n";
    std::fs::write(folder.join("areas.csv"), areas).unwrap();
    done(folder, &["exposure", "run", "--areas", "areas.csv"]);
    let table = std::fs::read_to_string(run.join("exposure/areas.csv")).unwrap();
    assert!(
        table.starts_with("id,name,population,cells,nox_mean,"),
        "{table}"
    );
    assert!(!table.contains("error"), "{table}");
}

#[test]
fn a_map_of_an_error_that_is_not_there_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    let text = std::fs::read_to_string(folder.join("scenario.toml")).unwrap();
    let on = |rung: &str| text.replace("sample = 64", &format!("sample = 2\nrung = \"{rung}\""));
    std::fs::write(folder.join("profile.toml"), on("profile")).unwrap();
    let (before, after) = text.split_once("[grid]").unwrap();
    let bare = format!(
        "{before}[receptors]{}",
        after.split_once("[receptors]").unwrap().1
    );
    std::fs::write(folder.join("bare.toml"), bare).unwrap();
    std::fs::write(folder.join("network.toml"), "method = \"srm\"\n").unwrap();
    for (file, parts) in [
        ("profile.toml", ["profile.toml", "found \"profile\""]),
        ("bare.toml", ["bare.toml", "[grid]"]),
        ("network.toml", ["network.toml", "a network"]),
    ] {
        let output = run_in(folder, &["run", file, "--error-map", "--out", "out"]);
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        for part in parts {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
        assert!(!folder.join("out").exists());
    }
    let both = [
        "run",
        "scenario.toml",
        "--error-map",
        "--all-variants",
        "--out",
        "out",
    ];
    let output = run_in(folder, &both);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn a_raster_that_gives_way_to_another_rung_has_no_map() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    scenario(folder);
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let strict = text
        .replace("sample = 64", "sample = 8\ntolerance = 1e-6")
        .replace("cell_m = 50", "cell_m = 200");
    std::fs::write(&file, strict).unwrap();
    done(
        folder,
        &["run", "scenario.toml", "--error-map", "--out", "run"],
    );
    let record = Record::read(&folder.join("run")).unwrap();
    assert_eq!(record.solver.rung, "climatology");
    assert_eq!(record.solver.error_map, None);
    assert!(record.warnings.iter().any(|it| it.rule == "no-error-map"));
    assert!(!folder.join("run/nox_mean_error.tif").exists());
}
