//! Solves a generated city and measures seconds, memory and error.
//!
//! ```text
//! cargo run --release -p pluim-kernels --example city -- [columns] [cell] [segments] [channels] [nodes]
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::time::Instant;

use pluim_kernels::multilevel::{Element, Options, Raster, Solver, Sources, Term, direct};
use pluim_kernels::octave_axis::OctaveAxis;
use pluim_kernels::polar_table::PolarTable;

/// A small generator of repeatable numbers between 0 and 1 (Vigna's splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A wind rose of 36 lobes of 5 degrees on a kernel that falls as r^-1.3.
fn kernel(seed: u64) -> PolarTable {
    let mut random = Random(seed);
    let lobes: Vec<f64> = (0..36).map(|_| -random.next().ln()).collect();
    let width = 5_f64.to_radians();
    let rose: Vec<f64> = PolarTable::directions()
        .map(|[x, y]| {
            let angle = y.atan2(x);
            let lobe = |(index, share): (usize, &f64)| {
                let from = index as f64 * 10_f64.to_radians();
                let turn = (angle - from).sin().atan2((angle - from).cos()) / width;
                share * (-0.5 * turn * turn).exp()
            };
            lobes.iter().enumerate().map(lobe).sum()
        })
        .collect();
    let axis = OctaveAxis::new(-2, 16, 32).expect("a valid axis");
    PolarTable::from_rows(axis, |r| {
        let fall = 1.0 / (1.0 + (r / 10.0).powf(0.3));
        rose.iter().map(|share| share * fall).collect()
    })
}

/// A street plan: roads that wander over a square of `side` metres, in pieces of some 40 m.
fn network(side: f64, segments: usize, channels: usize) -> Sources {
    let mut random = Random(7);
    let mut sources = Sources::new(channels);
    let mut made = 0;
    while made < segments {
        let mut at = [side * random.next(), side * random.next()];
        let mut course = std::f64::consts::FRAC_PI_2 * (4.0 * random.next()).floor() + 0.4;
        let strength = random.next().powi(3) + 0.02;
        let channel = made % channels;
        let weights: Vec<f64> = (0..channels)
            .map(|index| if index == channel { strength } else { 0.0 })
            .collect();
        for _ in 0..20.min(segments - made) {
            let length = 10.0 + 60.0 * random.next();
            course += 0.2 * (random.next() - 0.5);
            let to = [at[0] + length * course.cos(), at[1] + length * course.sin()];
            sources
                .push(Element::Segment([at, to]), &weights)
                .expect("a finite segment");
            at = to;
            made += 1;
        }
    }
    sources
}

fn distance(at: [f64; 2], [start, end]: &[[f64; 2]; 2]) -> f64 {
    let step = [end[0] - start[0], end[1] - start[1]];
    let t = ((at[0] - start[0]) * step[0] + (at[1] - start[1]) * step[1])
        / (step[0] * step[0] + step[1] * step[1]);
    let t = t.clamp(0.0, 1.0);
    (at[0] - start[0] - t * step[0]).hypot(at[1] - start[1] - t * step[1])
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    peak.unwrap_or("VmHWM: unknown").replace('\t', " ")
}

fn main() {
    let arguments: Vec<f64> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let argument =
        |index: usize, otherwise: f64| arguments.get(index).copied().unwrap_or(otherwise);
    let columns = argument(0, 10_000.0) as usize;
    let cell = argument(1, 1.0);
    let segments = argument(2, 10_000.0) as usize;
    let channels = argument(3, 1.0) as usize;
    let nodes = argument(4, 12.0) as usize;
    let samples = argument(5, 1000.0) as usize;

    let side = columns as f64 * cell;
    let table = kernel(3);
    let sources = network(side, segments, channels);
    let terms = [Term {
        kernel: &table,
        sources: &sources,
    }];
    let raster = Raster {
        first: [0.5 * cell, side - 0.5 * cell],
        cell,
        columns,
        rows: columns,
    };

    let clock = Instant::now();
    let options = Options::with_nodes(nodes).expect("a valid number of nodes");
    let solver = Solver::new(raster, &terms, options);
    let prepared = clock.elapsed().as_secs_f64();
    let mut random = Random(11);
    let mut places: Vec<[usize; 2]> = (0..samples)
        .map(|_| [0, 1].map(|_| (random.next() * columns as f64) as usize))
        .collect();
    places.sort_by_key(|[_, row]| *row);
    let mut found = vec![Vec::new(); samples];
    let mut total = 0.0;
    for number in 0..solver.bands() {
        let band = solver.band(number);
        total += band.channels[0]
            .iter()
            .step_by(1009)
            .map(|value| f64::from(*value))
            .sum::<f64>();
        for (place, found) in places.iter().zip(&mut found) {
            if (band.first_row..band.first_row + band.rows).contains(&place[1]) {
                let index = (place[1] - band.first_row) * columns + place[0];
                *found = band.channels.iter().map(|values| values[index]).collect();
            }
        }
    }
    let solved = clock.elapsed().as_secs_f64();
    println!(
        "{columns} x {columns} cells of {cell} m, {segments} segments, {channels} channels, {nodes} nodes: \
         {prepared:.2} s to prepare, {solved:.2} s in all, {} (checksum {total:e})",
        peak_memory()
    );

    let mut errors: Vec<f64> = Vec::new();
    for (place, found) in places.iter().zip(&found) {
        let at = raster.centre(place[0], place[1]);
        let nearest = sources
            .iter()
            .filter_map(|(element, _)| match element {
                Element::Segment(ends) => Some(distance(at, ends)),
                _ => None,
            })
            .fold(f64::INFINITY, f64::min);
        if nearest > 3.5 {
            let exact = direct(&terms, at);
            errors.extend(
                exact
                    .iter()
                    .zip(found)
                    .map(|(exact, found)| (f64::from(*found) / exact - 1.0).abs()),
            );
        }
    }
    errors.sort_by(f64::total_cmp);
    if errors.is_empty() {
        return;
    }
    let at = |share: f64| 100.0 * errors[((errors.len() - 1) as f64 * share) as usize];
    println!(
        "error of {} samples: median {:.4} %, 99th percentile {:.4} %, largest {:.4} %",
        errors.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
