//! The parts of the `raster` rung: near field, far field level by level, interpolation, all of a
//! band; and the write.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros make the public items; a benchmark may stop where it stands"
)]

mod measured;

use criterion::{Criterion, criterion_group, criterion_main};
use measured::{Count, bench, group};
use pluim_benches::street_plan::{streets, wind_rose};
use pluim_core::grid::Grid;
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings, Threads};
use pluim_kernels::convolution::Convolver;
use pluim_kernels::multilevel::{Options, Parts, Raster, Solver, Sources, Term};
use pluim_kernels::polar_table::PolarTable;

/// Cells along a side of the city that is solved.
const SIDE: usize = 2048;
/// All its cells.
const CELLS: f64 = (SIDE * SIDE) as f64;
/// Bytes of a number.
const NUMBER: f64 = 4.0;
/// A side of the blocks that are convolved.
const BLOCK: usize = 576;

fn raster() -> Raster {
    Raster {
        first: [0.5, SIDE as f64 - 0.5],
        cell: 1.0,
        columns: SIDE,
        rows: SIDE,
    }
}

/// Streets as dense as 10,000 segments on 100 km2.
fn city(times: usize) -> Sources {
    streets(SIDE as f64, times * 420).unwrap()
}

fn parts(kernel: &PolarTable, sources: &Sources) -> Parts {
    let term = Term { kernel, sources };
    Parts::new(raster(), &term, Options::default())
}

/// Operations of a transform of `pixels` real numbers forth and back, and of a product of spectra.
fn of_convolution(pixels: f64) -> f64 {
    5.0 * pixels.log2() + 4.0
}

/// One block, forth and back, without what lays charges and reads results.
fn transform(criterion: &mut Criterion) {
    let convolver = Convolver::new(BLOCK, BLOCK);
    let mut work = convolver.workspace();
    let mut spectrum = convolver.empty_spectrum();
    let mut image = vec![1.0_f32; BLOCK * BLOCK];
    let pixels = (BLOCK * BLOCK) as f64;
    let count = Count {
        number: pixels,
        operations: 5.0 * pixels.log2(),
        bytes: 0.0,
    };
    let mut group = group(criterion, "transform of a block");
    bench(&mut group, "576 x 576", count, || {
        convolver.forward(&mut image, &mut spectrum, &mut work);
        convolver.inverse(&mut spectrum, &mut image, &mut work);
        let scale = 1.0 / pixels as f32;
        image.iter_mut().for_each(|value| *value *= scale);
    });
    group.finish();
}

/// Integrals over the elements near every cell; counts pairs of an element and a cell.
fn near_field(criterion: &mut Criterion) {
    let kernel = wind_rose().unwrap();
    let mut group = group(criterion, "near field");
    for times in [1, 10] {
        let city = city(times);
        let parts = parts(&kernel, &city);
        let count = Count::of(parts.near_pairs());
        bench(&mut group, &format!("{times} x the streets"), count, || {
            parts.near()
        });
    }
    group.finish();
}

/// The far field, level by level; counts nodes.
fn far_field(criterion: &mut Criterion) {
    let kernel = wind_rose().unwrap();
    let city = city(1);
    let parts = parts(&kernel, &city);
    let mut group = group(criterion, "far field");
    for level in 0..parts.levels() {
        let nodes = parts.nodes(level) as f64;
        let count = Count {
            number: nodes,
            operations: of_convolution(nodes.min((BLOCK * BLOCK) as f64)),
            bytes: 0.0,
        };
        let name = format!("level {}, {nodes} nodes", level + 1);
        bench(&mut group, &name, count, || parts.far(level));
    }
    group.finish();
}

/// The second level read at every cell; counts cells.
fn interpolation(criterion: &mut Criterion) {
    let kernel = wind_rose().unwrap();
    let city = city(1);
    let parts = parts(&kernel, &city);
    let coefficients = parts.far(1);
    let mut image = vec![0.0_f32; SIDE * SIDE];
    let mut group = group(criterion, "interpolation");
    let count = Count {
        number: CELLS,
        // four rows of half the length are blended, then pairs take 6 and 7 operations
        operations: 0.5 * (7.0 + 6.0 + 7.0),
        // a quarter of the numbers is copied, as many are read, each cell is read and written
        bytes: NUMBER * (0.5 + 0.25 + 2.0),
    };
    bench(&mut group, "cells", count, || {
        parts.interpolate(&coefficients, &mut image);
    });
    group.finish();
}

/// All of a raster but the write; counts cells.
fn whole(criterion: &mut Criterion) {
    let kernel = wind_rose().unwrap();
    let mut group = group(criterion, "raster");
    for times in [0, 1, 10] {
        let sources = city(times);
        let terms = [Term {
            kernel: &kernel,
            sources: &sources,
        }];
        let name = format!("coarse levels, {times} x the streets");
        bench(&mut group, &name, Count::of(CELLS), || {
            Solver::new(raster(), &terms, Options::default())
        });
        let solver = Solver::new(raster(), &terms, Options::default());
        let name = format!("bands, {times} x the streets");
        let count = Count {
            bytes: NUMBER,
            ..Count::of(CELLS)
        };
        bench(&mut group, &name, count, || {
            (0..solver.bands()).for_each(|band| drop(std::hint::black_box(solver.band(band))));
        });
    }
    group.finish();
}

/// A Cloud-Optimised GeoTIFF; counts cells.
fn write(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.tif");
    let side = SIDE as f64;
    let grid = Grid::covering([0.0, 0.0, side, side], 1.0).unwrap();
    let label = RasterLabel {
        epsg: 28992,
        band: "bench".to_owned(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance::default(),
    };
    let row: Vec<f32> = (0..SIDE)
        .map(|column| (column as f32 * 0.01).sin() + 2.0)
        .collect();
    let settings = Settings {
        threads: Threads::Number(1),
        ..Settings::default()
    };
    let mut group = group(criterion, "GeoTIFF");
    let count = Count {
        bytes: NUMBER,
        ..Count::of(CELLS)
    };
    bench(&mut group, "write 2048 x 2048", count, || {
        let mut writer = RasterWriter::create(&path, &grid, &label, settings).unwrap();
        for _ in 0..SIDE {
            writer.write_rows(&row).unwrap();
        }
        writer.finish().unwrap();
    });
    group.finish();
}

criterion_group!(
    benches,
    transform,
    near_field,
    far_field,
    interpolation,
    whole,
    write
);
criterion_main!(benches);
