//! What tells the plumes of two hours apart.

use std::f64::consts::TAU;

use rayon::prelude::*;

use super::super::Case;
use super::super::profile::{Filling, Profile};
use crate::meteorology::{Hour, WindDirection};
use crate::source::Release;

/// The least distance at which plumes are compared (m), and how much farther each next one is.
const NEAREST: f64 = 16.0;
const FARTHER: f64 = 3.0;
/// Angles from the axis (degrees) at which they are compared, closer where plumes are narrow.
const ANGLES: [f64; 8] = [0.0, 3.0, 6.0, 10.0, 15.0, 22.0, 35.0, 60.0];
/// Numbers that tell a plume at one distance: at all angles, without direction, and in all.
pub(super) const ROW: usize = ANGLES.len() + 2;
/// The width (radians) of a usual plume, by which sums over directions are made comparable to the
/// values on the axis.
const WIDTH: f64 = 0.35;
/// The share of hours below the one that sets the scale of a distance.
const SCALE: f64 = 0.95;

/// An hour as seen by all kinds of release.
#[derive(Debug, Clone)]
pub(super) struct Fingerprint {
    /// Whence the wind, in steps of the comparison; none where it is variable.
    pub(super) direction: Option<i32>,
    /// The largest emission factor of the hour.
    pub(super) factor: f64,
    /// r K for all releases, distances and angles, over the scale of its distance, times the
    /// factor.
    pub(super) strengths: Vec<f64>,
}

/// Degrees between directions that are told apart where an observer reports fewer than
/// [`FEW`] of them, and where not.
const FINE: f64 = 0.5;
const COARSE: f64 = 5.0;
const FEW: usize = 72;

/// The fingerprints of all hours of `case`, in their order, up to `farthest` (m) from a source.
pub(super) fn fingerprints(
    case: &Case<'_>,
    releases: &[Release],
    farthest: f64,
) -> Vec<Fingerprint> {
    let radii = radii(farthest);
    let filling = Filling::new();
    let mut strengths: Vec<Vec<f64>> = case
        .hours
        .par_iter()
        .map(|hour| {
            let of = |release| strengths(&Profile::new(case, hour, release, &filling), &radii);
            let factor = largest_factor(case, hour);
            let all = releases.iter().flat_map(of);
            all.map(|strength| factor * strength).collect()
        })
        .collect();
    scale(&mut strengths);
    let step = direction_step(case.hours);
    case.hours
        .iter()
        .zip(strengths)
        .map(|(hour, strengths)| Fingerprint {
            direction: direction(hour, step),
            factor: largest_factor(case, hour),
            strengths,
        })
        .collect()
}

fn largest_factor(case: &Case<'_>, hour: &Hour) -> f64 {
    let factors = case.profiles.iter().map(|it| it.factor(hour.begins));
    factors.fold(0.0, f64::max)
}

/// The distances at which plumes are compared, up to `farthest`.
fn radii(farthest: f64) -> Vec<f64> {
    let radii = std::iter::successors(Some(NEAREST), |radius| Some(FARTHER * radius));
    radii
        .take_while(|radius| *radius <= farthest.max(NEAREST))
        .collect()
}

fn strengths(plume: &Profile, radii: &[f64]) -> Vec<f64> {
    let angles = ANGLES.map(|angle: f64| {
        let angle = angle.to_radians();
        (angle.cos() as f32, angle.tan() as f32)
    });
    radii
        .iter()
        .flat_map(|radius| {
            let mut row = [0.0; ROW];
            plume.add_fan(&mut row[..ANGLES.len()], *radius, &angles, 1.0);
            let around = TAU * plume.around(*radius) / WIDTH;
            row[ANGLES.len()] = around;
            row[ANGLES.len() + 1] = across(&row) / WIDTH + around;
            row.map(|strength| radius * strength)
        })
        .collect()
}

/// The integral of the lobes over all angles, by trapezoids.
fn across(row: &[f64; ROW]) -> f64 {
    let steps = ANGLES.windows(2).zip(row.windows(2));
    let half = steps.map(|(angle, value)| 0.5 * (angle[1] - angle[0]) * (value[0] + value[1]));
    2.0 * half.sum::<f64>().to_radians()
}

/// Divides the numbers of every release and distance by what all but a few hours stay below.
fn scale(strengths: &mut [Vec<f64>]) {
    let rows = strengths.first().map_or(0, |first| first.len() / ROW);
    for row in 0..rows {
        let span = row * ROW..(row + 1) * ROW;
        let mut highest: Vec<f64> = strengths
            .iter()
            .map(|hour| hour[span.clone()].iter().copied().fold(0.0, f64::max))
            .collect();
        let rank = ((highest.len() - 1) as f64 * SCALE) as usize;
        let (_, scale, _) = highest.select_nth_unstable_by(rank, f64::total_cmp);
        if *scale > 0.0 {
            let scale = *scale;
            for hour in strengths.iter_mut() {
                hour[span.clone()].iter_mut().for_each(|it| *it /= scale);
            }
        }
    }
}

/// How finely directions are told apart (degrees).
fn direction_step(hours: &[Hour]) -> f64 {
    let mut known: Vec<i32> = hours.iter().filter_map(|it| direction(it, FINE)).collect();
    known.sort_unstable();
    known.dedup();
    if known.len() <= FEW { FINE } else { COARSE }
}

fn direction(hour: &Hour, step: f64) -> Option<i32> {
    match hour.direction {
        WindDirection::From { degrees, .. } => {
            Some((degrees.rem_euclid(360.0) / step).round() as i32)
        }
        WindDirection::Variable => None,
    }
}
