//! Runs at the edges of what makes sense, and random ones: no NaN, nothing below 0, linear in the
//! emission, indifferent to place and order, and the raster the same as the sum source by source.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim::plan::Plan;
use pluim::run::{Options, run};
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::ReceptorTable;
use pluim_tests::program::copy_world;
use pluim_tests::random::Random;

/// Random scenarios that are tried.
const SCENARIOS: usize = 12;

/// A scenario of sources in a CSV file, with the weather of three days.
#[derive(Clone)]
struct Trial {
    /// Keys of `[grid]`.
    grid: String,
    rung: &'static str,
    /// Rows of sources: height, NOx (kg/yr), shape.
    sources: Vec<(f64, f64, String)>,
    /// Wind direction of all hours, where it is not that of the file.
    direction: Option<u32>,
}

impl Trial {
    fn new(grid: &str, sources: &[(f64, f64, &str)]) -> Self {
        let own = |(height, nox, shape): &(f64, f64, &str)| (*height, *nox, (*shape).to_owned());
        Self {
            grid: grid.to_owned(),
            rung: "raster",
            sources: sources.iter().map(own).collect(),
            direction: None,
        }
    }

    fn on(&self, rung: &'static str) -> Self {
        Self {
            rung,
            ..self.clone()
        }
    }

    /// Writes the scenario, runs it, and gives the values of the raster, row by row.
    fn values(&self) -> Vec<f32> {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        copy_world(folder).unwrap();
        self.write(folder);
        let plan = Plan::read(&folder.join("trial.toml")).unwrap();
        let out = folder.join("out");
        run(&plan, &out, &Options::default()).unwrap();
        let raster = RasterFile::open(&out.join("nox_mean.tif")).unwrap();
        let values = raster.values().unwrap();
        let sound = values.iter().all(|it| it.is_finite() && *it >= 0.0);
        assert!(sound, "{:?}: {values:?}", self.grid);
        values
    }

    fn write(&self, folder: &Path) {
        let rows = self
            .sources
            .iter()
            .enumerate()
            .map(|(number, (height, nox, shape))| format!("{number};{height};{nox};{shape}\n"));
        let table = format!(
            "id;height_m;nox_kg_per_year;wkt\n{}",
            rows.collect::<String>()
        );
        std::fs::write(folder.join("trial.csv"), table).unwrap();
        let (none, sources) = match self.sources.is_empty() {
            true => ("sources = []\n", ""),
            false => ("", "[[sources]]\ngroup = \"all\"\nvector = \"trial.csv\"\n"),
        };
        let (grid, rung) = (&self.grid, self.rung);
        let text = format!(
            "title = \"Trial\"\n{none}[meteorology]\nknmi = \"weather.txt\"\nfirst_year = 2020\n\
             last_year = 2020\n[grid]\n{grid}\n{sources}[solver]\nrung = \"{rung}\"\nsample = 0\n\
             [output]\npollutants = [\"nox\"]\n"
        );
        std::fs::write(folder.join("trial.toml"), text).unwrap();
        if let Some(direction) = self.direction {
            let file = folder.join("weather.txt");
            let turned = |line: &str| match line.starts_with("  999") {
                true => format!("{}{direction:5}{}", &line[..21], &line[26..]),
                false => line.to_owned(),
            };
            let text = std::fs::read_to_string(&file).unwrap();
            let lines: Vec<String> = text.lines().map(turned).collect();
            std::fs::write(file, lines.join("\n") + "\n").unwrap();
        }
    }
}

/// Whether two fields differ by no more than a share of the largest value.
fn close(one: &[f32], other: &[f32], share: f32) {
    assert_eq!(one.len(), other.len());
    let largest = other.iter().copied().fold(0.0, f32::max);
    for (a, b) in one.iter().zip(other) {
        assert!((a - b).abs() <= share * largest, "{a} and {b} of {largest}");
    }
}

const ROAD: &str = "LINESTRING(148000 510000,148200 510050)";

#[test]
fn the_raster_rung_holds_at_the_edges() {
    let small = "cell_m = 20\nextent = [147900, 509900, 148300, 510200]";
    for (name, trial) in [
        ("one source", Trial::new(small, &[(1.0, 100.0, ROAD)])),
        (
            "sources outside the domain",
            Trial::new(
                small,
                &[
                    (1.0, 100.0, "POINT(146000 510000)"),
                    (1.0, 100.0, "LINESTRING(149000 509000,149000 511000)"),
                    (
                        1.0,
                        10.0,
                        "POLYGON((147000 511000,147500 511000,147500 511500,147000 511000))",
                    ),
                ],
            ),
        ),
        (
            "a source across the border of the domain",
            Trial::new(
                small,
                &[(1.0, 100.0, "LINESTRING(147000 510050,149000 510060)")],
            ),
        ),
        (
            "one cell",
            Trial::new(
                "cell_m = 100\nextent = [148000, 510100, 148100, 510200]",
                &[(1.0, 100.0, ROAD)],
            ),
        ),
        (
            "one row",
            Trial::new(
                "cell_m = 20\nextent = [147600, 510100, 148600, 510120]",
                &[(1.0, 100.0, ROAD)],
            ),
        ),
        (
            "one column",
            Trial::new(
                "cell_m = 20\nextent = [148080, 509600, 148100, 510600]",
                &[(1.0, 100.0, ROAD)],
            ),
        ),
        (
            "cells larger than the roads",
            Trial::new(
                "cell_m = 500\nextent = [146000, 508000, 150000, 512000]",
                &[
                    (1.0, 100.0, "LINESTRING(148010 510010,148020 510015)"),
                    (1.0, 100.0, "LINESTRING(147250 509750,147260 509750)"),
                ],
            ),
        ),
    ] {
        println!("{name}");
        let raster = trial.values();
        assert!(raster.iter().any(|it| *it > 0.0), "{name}");
        close(&raster, &trial.on("climatology").values(), 0.01);
    }
}

#[test]
fn without_sources_there_is_nothing_everywhere() {
    let grid = "cell_m = 20\nextent = [147900, 509900, 148300, 510200]";
    for rung in ["raster", "climatology", "profile", "direct"] {
        let values = Trial::new(grid, &[]).on(rung).values();
        assert!(values.iter().all(|it| *it == 0.0), "{rung}");
    }
}

#[test]
fn receptors_on_a_road_have_a_value_near_those_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    copy_world(folder).unwrap();
    let trial = Trial::new(
        "cell_m = 100\nextent = [148000, 510000, 148100, 510100]",
        &[(1.0, 100.0, "LINESTRING(148000 510000,148200 510000)")],
    );
    let places = [("end", 148_000.0, 510_000.0), ("on", 148_100.0, 510_000.0)];
    let beside = [
        ("beside", 148_100.0, 510_000.5),
        ("far", 148_100.0, 510_090.0),
    ];
    let file = folder.join("Receptoren.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let (head, row) = text.split_once('\n').unwrap();
    let (row, _) = row.split_once('\n').unwrap();
    let own = places.iter().chain(&beside).map(|(id, x, y)| {
        row.replace("point-1", id)
            .replace("POINT(148100 510000)", &format!("POINT({x} {y})"))
    });
    let rows: Vec<String> = std::iter::once(head.to_owned()).chain(own).collect();
    std::fs::write(&file, rows.join("\n") + "\n").unwrap();
    for rung in ["raster", "climatology", "profile", "direct"] {
        trial.on(rung).write(folder);
        let scenario = folder.join("trial.toml");
        let text = std::fs::read_to_string(&scenario).unwrap();
        let text = text.replace(
            "[solver]",
            "[receptors]\ncimlk = \"Receptoren.csv\"\n[solver]",
        );
        std::fs::write(&scenario, text).unwrap();
        let plan = Plan::read(&scenario).unwrap();
        let out = folder.join(rung);
        run(&plan, &out, &Options::default()).unwrap();
        let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
        let value = |id: &str| {
            let row = table.receptors.iter().find(|it| it.id == id).unwrap();
            row.values[0]
        };
        let (on, beside, far) = (value("on"), value("beside"), value("far"));
        assert!(
            on.is_finite() && (on / beside - 1.0).abs() < 0.25,
            "{rung}: {on} {beside}"
        );
        assert!(
            far < on && value("end") > 0.0 && value("end").is_finite(),
            "{rung}"
        );
    }
}

/// A scenario drawn at random: points, lines and polygons in and around a raster of any shape.
fn drawn(random: &mut Random) -> Trial {
    let cell = [5.0, 20.0, 50.0, 200.0][random.below(4)];
    let (columns, rows) = (1 + random.below(40), 1 + random.below(40));
    let (west, south) = (147_000.0, 509_000.0);
    let (east, north) = (west + cell * columns as f64, south + cell * rows as f64);
    let place = |random: &mut Random| {
        let x = random.between(west - 500.0, east + 500.0);
        let y = random.between(south - 500.0, north + 500.0);
        (x.round(), y.round())
    };
    let count = 1 + random.below(8);
    let sources = (0..count).map(|_| {
        let (x, y) = place(random);
        let shape = match random.below(3) {
            0 => format!("POINT({x} {y})"),
            1 => {
                let (to_x, to_y) = place(random);
                format!("LINESTRING({x} {y},{} {})", to_x + 0.5, to_y)
            }
            _ => {
                let (a, b) = (random.between(5.0, 300.0), random.between(5.0, 300.0));
                let (a, b) = (x + a.round(), y + b.round());
                format!("POLYGON(({x} {y},{a} {y},{a} {b},{x} {b},{x} {y}))")
            }
        };
        (
            random.between(0.0, 40.0),
            10_f64.powf(random.between(-3.0, 6.0)),
            shape,
        )
    });
    Trial {
        sources: sources.collect(),
        ..Trial::new(
            &format!("cell_m = {cell}\nextent = [{west}, {south}, {east}, {north}]"),
            &[],
        )
    }
}

#[test]
fn random_scenarios_are_sound_linear_and_indifferent_to_order() {
    let mut random = Random::from_variable("PLUIM_SCENARIO_SEED", 1);
    for number in 0..SCENARIOS {
        let rung = ["raster", "climatology", "raster", "profile"][number % 4];
        let trial = drawn(&mut random).on(rung);
        println!("{number} {rung}: {:?} {:?}", trial.grid, trial.sources);
        let values = trial.values();
        let mut thrice = trial.clone();
        for source in &mut thrice.sources {
            source.1 *= 3.0;
        }
        let third: Vec<f32> = thrice.values().iter().map(|it| it / 3.0).collect();
        close(&third, &values, 1e-5);
        let mut turned = trial.clone();
        turned.sources.reverse();
        close(&turned.values(), &values, 1e-4);
    }
    println!("{SCENARIOS} random scenarios");
}

/// In wind from the north a plume is the same to the east and to the west.
#[test]
fn a_plume_is_symmetric_about_its_axis() {
    let grid = "cell_m = 20\nextent = [147500, 509500, 148500, 510500]";
    for rung in ["raster", "climatology", "profile", "direct"] {
        let mut trial = Trial::new(grid, &[(5.0, 100.0, "POINT(148000 510100)")]).on(rung);
        trial.direction = Some(360);
        let values = trial.values();
        let mirrored: Vec<f32> = values
            .chunks(50)
            .flat_map(|row| row.iter().rev().copied())
            .collect();
        close(&mirrored, &values, 0.002);
        assert!(
            values[..1000].iter().sum::<f32>() < values[1500..].iter().sum(),
            "{rung}"
        );
    }
}

/// Tests run with checks of overflow, so that no wrong size passes in silence.
#[test]
fn arithmetic_is_checked_for_overflow() {
    let most = std::hint::black_box(u32::MAX);
    assert!(std::panic::catch_unwind(|| most + std::hint::black_box(1)).is_err());
}
