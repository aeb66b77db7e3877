//! The parts of the `raster` rung, with their throughput; beside them, copying the same amount
//! of memory, which is the least that any of them could take.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros make the public items; a benchmark may stop where it stands"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pluim_benches::street_plan::{streets, wind_rose};
use pluim_kernels::convolution::Convolver;
use pluim_kernels::multilevel::{Options, Raster, Solver, Sources, Term};

/// Cells along a side of the city that is solved.
const SIDE: usize = 2048;

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

/// One block of the first level, forth and back.
fn convolution(bench: &mut Criterion) {
    let convolver = Convolver::new(576, 576);
    let mut work = convolver.workspace();
    let mut spectrum = convolver.empty_spectrum();
    let mut image = vec![1.0_f32; 576 * 576];
    let mut group = bench.benchmark_group("convolution");
    group.throughput(Throughput::Elements(576 * 576));
    group.bench_function("576 x 576, forth and back", |bench| {
        bench.iter(|| {
            convolver.forward(&mut image, &mut spectrum, &mut work);
            convolver.inverse(&mut spectrum, &mut image, &mut work);
            image
                .iter_mut()
                .for_each(|value| *value *= 1.0 / (576.0 * 576.0));
        });
    });
    group.finish();
}

/// Coarse levels, and bands (first level, interpolation, near field) of ever denser cities.
fn city_bands(bench: &mut Criterion) {
    let kernel = wind_rose().unwrap();
    let mut group = bench.benchmark_group("raster");
    group.sample_size(10);
    group.throughput(Throughput::Elements((SIDE * SIDE) as u64));
    for times in [0, 1, 10] {
        let sources = city(times);
        let terms = [Term {
            kernel: &kernel,
            sources: &sources,
        }];
        group.bench_function(format!("coarse levels, {times} x the streets"), |bench| {
            bench.iter(|| black_box(Solver::new(raster(), &terms, Options::default())));
        });
        let solver = Solver::new(raster(), &terms, Options::default());
        group.bench_function(format!("bands, {times} x the streets"), |bench| {
            bench.iter(|| (0..solver.bands()).for_each(|band| drop(black_box(solver.band(band)))));
        });
    }
    let source = vec![1.0_f32; SIDE * SIDE];
    let mut copy = vec![0.0_f32; SIDE * SIDE];
    group.bench_function("memory: one copy of the raster", |bench| {
        bench.iter(|| black_box(&mut copy).copy_from_slice(black_box(&source)));
    });
    group.finish();
}

criterion_group!(benches, convolution, city_bands);
criterion_main!(benches);
