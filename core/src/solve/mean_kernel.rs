//! The mean over many hours of a release group's plume, as a kernel K(dx, dy).

use pluim_kernels::octave_axis::OctaveAxis;
use pluim_kernels::polar_table::{ANGLES, PolarTable};
use rayon::prelude::*;

use super::Case;
use super::profile::{Profile, tables};
use crate::source::{Release, ReleaseKind};

/// Radii tabulated: 1 m to 131 km.
const FIRST_OCTAVE: i32 = 0;
const LAST_OCTAVE: i32 = 17;
/// Hours tabulated at a time, so that the tables of a long period need not be kept.
const CHUNK: usize = 730;

/// How finely a kernel is averaged and kept.
struct Fineness {
    /// Radii an octave at which hours are summed, evenly in ln r.
    summed: usize,
    /// The axis of the table, filled from there by cubics.
    axis: OctaveAxis,
}

/// Low sources, whose kernel falls steadily.
const LOW: Fineness = Fineness {
    summed: 8,
    axis: axis(16),
};
/// Stacks, whose kernel rises steeply where the plume comes down.
const HIGH: Fineness = Fineness {
    summed: 16,
    axis: axis(32),
};

const fn axis(steps: u32) -> OctaveAxis {
    match OctaveAxis::new(FIRST_OCTAVE, LAST_OCTAVE, steps) {
        Ok(axis) => axis,
        Err(_) => panic!("checked while compiling"),
    }
}

/// The mean over the hours of `case` of the plume of `release` under time profile number
/// `profile`; `beside` sees the hourly tables as they pass.
pub(super) fn mean_kernel(
    case: &Case<'_>,
    release: &Release,
    profile: usize,
    beside: &mut dyn FnMut(&[(f64, Profile)]),
) -> PolarTable {
    let fineness = match release.kind {
        ReleaseKind::Stack(_) => HIGH,
        ReleaseKind::Volume | ReleaseKind::Area | ReleaseKind::Road => LOW,
    };
    let radii = summed_radii(&fineness);
    let directions: Vec<[f64; 2]> = PolarTable::directions().collect();
    let mut rows = vec![vec![0.0; ANGLES]; radii.len()];
    for chunk in case.hours.chunks(CHUNK) {
        let tables = tables(case, chunk, release, profile);
        rows.par_iter_mut().zip(&radii).for_each(|(row, radius)| {
            add_hours(row, *radius, &directions, &tables);
        });
        beside(&tables);
    }
    let hours = case.hours.len() as f64;
    for (row, radius) in rows.iter_mut().zip(&radii) {
        row.iter_mut().for_each(|value| *value *= radius / hours);
    }
    PolarTable::from_rows(fineness.axis, |radius| filled(&rows, &fineness, radius))
}

fn summed_radii(fineness: &Fineness) -> Vec<f64> {
    let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
    (0..=octaves * fineness.summed)
        .map(|step| (f64::from(FIRST_OCTAVE) + step as f64 / fineness.summed as f64).exp2())
        .collect()
}

/// Adds the concentration at every direction of one radius, hour after hour.
fn add_hours(row: &mut [f64], radius: f64, directions: &[[f64; 2]], tables: &[(f64, Profile)]) {
    for (factor, profile) in tables {
        if *factor > 0.0 {
            profile.add_ring(row, radius, directions, *factor);
        }
    }
}

/// The row at `radius` on the cubic in ln r through four summed rows, not below 0.
fn filled(rows: &[Vec<f64>], fineness: &Fineness, radius: f64) -> Vec<f64> {
    let place = (radius.log2() - f64::from(FIRST_OCTAVE)) * fineness.summed as f64;
    let first = (place as usize).saturating_sub(1).min(rows.len() - 4);
    let at = place - first as f64;
    let [a, b, c] = [at - 1.0, at - 2.0, at - 3.0];
    let weights = [
        -a * b * c / 6.0,
        at * b * c / 2.0,
        -at * a * c / 2.0,
        at * a * b / 6.0,
    ];
    (0..ANGLES)
        .map(|column| {
            let value: f64 = rows[first..first + 4]
                .iter()
                .zip(weights)
                .map(|(row, it)| it * row[column])
                .sum();
            value.max(0.0)
        })
        .collect()
}
