//! The mean over many hours of a release group's plume, as a kernel K(dx, dy).

use pluim_kernels::octave_axis::OctaveAxis;
use pluim_kernels::polar_table::{ANGLES, PolarTable};
use rayon::prelude::*;

use super::profile::{Profile, lagrange, tables};
use super::{Case, octaves};
use crate::source::{Release, ReleaseKind};

/// Radii tabulated: 1 m to 131 km; beyond, K falls as 1 / r.
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
    axis: octaves(FIRST_OCTAVE, LAST_OCTAVE, 16),
};
/// Stacks, whose kernel rises steeply where the plume comes down.
const HIGH: Fineness = Fineness {
    summed: 16,
    axis: octaves(FIRST_OCTAVE, LAST_OCTAVE, 32),
};

/// Something that sees the tables of some hours, each with its emission factor.
pub(super) type Beside<'a> = dyn FnMut(&[(f64, Profile)]) + 'a;

/// The mean over the hours of `case` of the plume of `release` under time profile number
/// `profile`; `beside` sees the hourly tables as they pass.
pub(super) fn mean_kernel(
    case: &Case<'_>,
    release: &Release,
    profile: usize,
    beside: &mut Beside<'_>,
) -> PolarTable {
    let fineness = fineness(release);
    let mut sum = Sum::new(summed_radii(&fineness));
    for chunk in case.hours.chunks(CHUNK) {
        let tables = tables(case, chunk, release, profile);
        sum.add(&tables);
        beside(&tables);
    }
    let rows = sum.rows(case.hours.len());
    PolarTable::from_rows(fineness.axis, |radius| filled(&rows, &fineness, radius))
}

/// The mean kernel of `release` from the values of one that was made before; none where they are
/// of another kind of release.
pub(super) fn from_values(release: &Release, values: Vec<f32>) -> Option<PolarTable> {
    PolarTable::from_values(fineness(release).axis, values)
}

fn fineness(release: &Release) -> Fineness {
    match release.kind {
        ReleaseKind::Stack(_) => HIGH,
        ReleaseKind::Volume | ReleaseKind::Area | ReleaseKind::Road => LOW,
    }
}

fn summed_radii(fineness: &Fineness) -> Vec<f64> {
    let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
    (0..=octaves * fineness.summed)
        .map(|step| (f64::from(FIRST_OCTAVE) + step as f64 / fineness.summed as f64).exp2())
        .collect()
}

/// The sum over hours, kept as a fan of angles about each wind direction that occurs, because
/// stations report few directions and a fan about its axis is symmetric.
struct Sum {
    radii: Vec<f64>,
    /// The directions that occur, in steps of [`DIRECTION_STEP`] counterclockwise from east.
    directions: Vec<i32>,
    /// Per radius: the direction-free sum, and [`FAN`] values for each direction.
    rings: Vec<(f64, Vec<f64>)>,
    angles: Vec<(f32, f32)>,
}

/// Directions are told apart in steps of this (degrees).
const DIRECTION_STEP: f64 = 0.5;
/// Degrees between the angles of a fan, and their number from 0 to 90.
const FAN_STEP: f64 = 0.75;
const FAN: usize = 121;

impl Sum {
    fn new(radii: Vec<f64>) -> Self {
        let rings = vec![(0.0, Vec::new()); radii.len()];
        let angles = (0..FAN - 1)
            .map(|step| (step as f64 * FAN_STEP).to_radians())
            .map(|angle| (angle.cos() as f32, angle.tan() as f32))
            .collect();
        Self {
            radii,
            directions: Vec::new(),
            rings,
            angles,
        }
    }

    /// Adds hours, each with its factor, in their order.
    fn add(&mut self, tables: &[(f64, Profile)]) {
        let numbers: Vec<usize> = tables.iter().map(|(_, table)| self.number(table)).collect();
        let (length, angles) = (self.directions.len() * FAN, &self.angles);
        self.rings
            .par_iter_mut()
            .zip(&self.radii)
            .for_each(|((around, fans), radius)| {
                fans.resize(length, 0.0);
                for ((factor, table), number) in tables.iter().zip(&numbers) {
                    *around += factor * table.around(*radius);
                    let fan = &mut fans[number * FAN..(number + 1) * FAN];
                    table.add_fan(fan, *radius, angles, *factor);
                }
            });
    }

    /// Number of the direction in which a plume travels.
    fn number(&mut self, table: &Profile) -> usize {
        let [east, north] = table.downwind();
        let direction = (north.atan2(east).to_degrees() / DIRECTION_STEP).round() as i32;
        self.directions
            .iter()
            .position(|known| *known == direction)
            .unwrap_or_else(|| {
                self.directions.push(direction);
                self.directions.len() - 1
            })
    }

    /// g = r K at every radius and direction of a [`PolarTable`].
    fn rows(&self, hours: usize) -> Vec<Vec<f64>> {
        let row = |((around, fans), radius): (&(f64, Vec<f64>), &f64)| -> Vec<f64> {
            let scale = radius / hours.max(1) as f64;
            let value = |[x, y]: [f64; 2]| {
                let azimuth = y.atan2(x).to_degrees();
                let lobes =
                    self.directions
                        .iter()
                        .zip(fans.chunks_exact(FAN))
                        .map(|(step, fan)| {
                            let off = azimuth - f64::from(*step) * DIRECTION_STEP;
                            in_fan(fan, ((off + 180.0).rem_euclid(360.0) - 180.0).abs())
                        });
                scale * (around + lobes.sum::<f64>()).max(0.0)
            };
            PolarTable::directions().map(value).collect()
        };
        self.rings.par_iter().zip(&self.radii).map(row).collect()
    }
}

/// A fan's value at `angle` degrees from its axis, on the cubic through four of its values.
fn in_fan(fan: &[f64], angle: f64) -> f64 {
    let place = angle / FAN_STEP;
    if place >= (FAN - 2) as f64 {
        return 0.0;
    }
    let first = place as usize;
    let before = fan[if first == 0 { 1 } else { first - 1 }];
    let four = [before, fan[first], fan[first + 1], fan[first + 2]];
    let at = place - first as f64 + 1.0;
    lagrange(at)
        .iter()
        .zip(four)
        .map(|(weight, value)| weight * value)
        .sum()
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
