//! Potential temperature with height: the gradient integrated from the observed temperature
//! (EPA-454/R-03-004, section 4.1.4, equations 32 and 33).

use super::super::BoundaryLayer;
use super::height_grid::{HEIGHTS, Profile};
use super::temperature_gradient::ADIABATIC_LAPSE_RATE;

/// Height (m) of the temperature observation where it is not given.
const SCREEN_HEIGHT: f64 = 2.0;

/// No air is colder than this (K), whatever gradient impossible scales give.
const COLDEST: f64 = 100.0;

/// Potential temperature (K) on the levels, for a `gradient` (K/m).
pub(super) fn potential_temperature(layer: &BoundaryLayer, gradient: &Profile) -> Profile {
    let air = &layer.observed.air;
    let height = air.temperature_height.unwrap_or(SCREEN_HEIGHT);
    let at_height =
        layer.temperature + ADIABATIC_LAPSE_RATE * (height + layer.observed.base_elevation);
    let anchor = at_height - from_ground(gradient, height);
    Profile::of(HEIGHTS.map(|z| (anchor + gradient.integral_to(z)).max(COLDEST)))
}

/// Rise of potential temperature (K) from the ground to `height` (m).
///
/// The step to the observation takes the mean gradient of the levels around it, as AERMOD does,
/// rather than the gradient at its height.
fn from_ground(gradient: &Profile, height: f64) -> f64 {
    let above = HEIGHTS.partition_point(|&level| level <= height);
    let k = above.clamp(1, HEIGHTS.len() - 1) - 1;
    let mean = 0.5 * (gradient.values()[k] + gradient.values()[k + 1]);
    gradient.integral_to(HEIGHTS[k]) + mean * (height - HEIGHTS[k])
}
