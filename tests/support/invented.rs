//! Invented runs, written as `pluim run` writes them.

#![allow(clippy::unwrap_used, reason = "a test that cannot write has failed")]

use std::path::Path;

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{
    FileRecord, Hours, Program, Quantity, RECEPTORS, Receptor, ReceptorTable, Record, RunFolder,
    Solver, Times, Warning,
};

/// Factor on the roads of an invented run.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// 1 leaves them as they are.
    pub roads: f64,
}

/// A cell without a value: column and row.
const EMPTY: [usize; 2] = [2, 2];

/// A run of two pollutants and two groups on 60 by 40 cells of 25 m.
///
/// # Panics
/// When it cannot be written.
pub fn write_run(path: &Path, title: &str, scale: Scale) {
    let grid = grid(60, 40, 25.0);
    let road = |at: Coord<f64>| scale.roads * 40.0 / (1.0 + (at.y - 400_400.0).abs() / 30.0);
    let stove = |at: Coord<f64>| {
        let distance = (at.x - 120_900.0).hypot(at.y - 400_700.0);
        2.0 / (1.0 + distance / 200.0)
    };
    let folder = RunFolder::open(path).unwrap();
    let mut outputs = Vec::new();
    for (pollutant, amount) in [("nox", 1.0), ("pm10", 0.2)] {
        let mean = Quantity::new(pollutant, "mean");
        let total = |at| amount * (road(at) + stove(at));
        outputs.push(write(&folder, &grid, &mean, &total));
        let roads = mean.clone().of_group("roads");
        outputs.push(write(&folder, &grid, &roads, &|at| amount * road(at)));
        let stoves = mean.of_group("stoves");
        outputs.push(write(&folder, &grid, &stoves, &|at| amount * stove(at)));
    }
    let mut table = ReceptorTable::new(vec![
        Quantity::new("nox", "mean"),
        Quantity::new("pm10", "mean"),
    ]);
    let empty = grid.centre(EMPTY[0], EMPTY[1]);
    for (id, x, y) in [
        ("school", 120_300.0, 400_410.0),
        ("market", 120_900.0, 400_690.0),
        ("nowhere", empty.x, empty.y),
    ] {
        let nox = road(Coord { x, y }) + stove(Coord { x, y });
        let values = vec![nox, 0.2 * nox];
        table.receptors.push(Receptor {
            id: id.to_owned(),
            x,
            y,
            values,
        });
    }
    table.write(&folder.receptors()).unwrap();
    outputs.push(FileRecord::of(&folder.receptors(), RECEPTORS).unwrap());
    record(title, outputs).write(path).unwrap();
}

/// A run of 2400 by 2000 cells, with as much detail as a city has.
///
/// # Panics
/// When it cannot be written.
pub fn write_large(path: &Path) {
    let grid = grid(2400, 2000, 10.0);
    let folder = RunFolder::open(path).unwrap();
    let street = |metres: f64| (metres.rem_euclid(270.0) - 135.0).abs();
    let field = |at: Coord<f64>| {
        let near = street(at.x + 0.2 * at.y).min(street(at.y - 0.1 * at.x));
        3.0 + 0.5 * (at.x / 900.0).sin() + 25.0 / (1.0 + near / 12.0)
    };
    let outputs = ["nox", "pm10"].map(|pollutant| {
        let amount = if pollutant == "nox" { 1.0 } else { 0.2 };
        write(&folder, &grid, &Quantity::new(pollutant, "mean"), &|at| {
            amount * field(at)
        })
    });
    record("Large", outputs.to_vec()).write(path).unwrap();
}

fn grid(columns: usize, rows: usize, cell: f64) -> Grid {
    let north = 400_000.0 + rows as f64 * cell;
    Grid::at_corner(
        Coord {
            x: 120_000.0,
            y: north,
        },
        cell,
        columns,
        rows,
    )
    .unwrap()
}

fn write(
    folder: &RunFolder,
    grid: &Grid,
    quantity: &Quantity,
    value: &dyn Fn(Coord<f64>) -> f64,
) -> FileRecord {
    let path = folder.raster(quantity);
    let label = RasterLabel {
        epsg: 28992,
        band: quantity.to_string(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance::default(),
    };
    let mut writer = RasterWriter::create(&path, grid, &label, Settings::default()).unwrap();
    for row in 0..grid.rows() {
        let cell = |column| {
            if [column, row] == EMPTY {
                f32::NAN
            } else {
                value(grid.centre(column, row)) as f32
            }
        };
        let cells: Vec<f32> = (0..grid.columns()).map(cell).collect();
        writer.write_rows(&cells).unwrap();
    }
    writer.finish().unwrap();
    FileRecord::of(&path, quantity.raster_file()).unwrap()
}

fn record(title: &str, outputs: Vec<FileRecord>) -> Record {
    Record {
        title: title.to_owned(),
        run_id: "0123456789abcdef".to_owned(),
        program: Program {
            name: "pluim".to_owned(),
            version: "0.1.0".to_owned(),
            git_commit: None,
        },
        command: vec!["pluim".to_owned(), "run".to_owned()],
        inputs: Vec::new(),
        settings: serde_json::json!({ "title": title }),
        solver: Solver {
            rung: "raster".to_owned(),
            tolerance: 0.01,
            measured: None,
            kernels: None,
            error_map: None,
            statistics: None,
        },
        hours: Hours::default(),
        warnings: vec![Warning {
            rule: "invented-rule".to_owned(),
            message: "sources <b>that</b> do not exist".to_owned(),
            count: Some(3),
        }],
        uncertain: Vec::new(),
        times: Times::default(),
        outputs,
        variant: None,
    }
}
