//! Vertical spread in stable air (EPA-454/R-03-004, section 5.5.1; Venkatram et al. 1984;
//! Venkatram 1992 near the ground).

use std::f64::consts::FRAC_2_PI;

use super::super::local::Local;
use super::super::state::State;
use crate::boundary_layer::brunt_vaisala::frequency_squared;

/// Mixing length in neutral air as a part of the height, and in stratified air of sigma_w / N.
const NEUTRAL: f64 = 0.36;
const STRATIFIED: f64 = 0.27;

/// What limits the spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Stratified {
    /// Height only.
    No,
    /// Also the Brunt-Vaisala frequency at this potential temperature (K).
    At(f64),
}

/// Ambient spread (m) in stable air at `x` (m) of a plume now at `h` (m) of which the highest
/// point so far is `highest` (m): the spreads of a surface and of an elevated plume, weighted by
/// height; equation (79).
pub(in super::super) fn vertical_stable(
    state: &State,
    local: &Local,
    (h, highest): (f64, f64),
    x: f64,
) -> f64 {
    let temperature = state.profiles.potential_temperature.at(h);
    weighted(state, local, (h, highest), x, Stratified::At(temperature))
}

/// As [`vertical_stable`], with the stratification that limits the elevated spread given.
pub(in super::super) fn weighted(
    state: &State,
    local: &Local,
    (h, highest): (f64, f64),
    x: f64,
    stratified: Stratified,
) -> f64 {
    let aloft = elevated(local, x, highest.max(1e-4), stratified);
    if h >= state.mixing_height {
        return aloft;
    }
    let length = state.monin_obukhov_length;
    let surface = if state.stable {
        surface_stable(state.friction_velocity, local.wind, x, length)
    } else {
        0.0
    };
    let part = h / state.mixing_height;
    (1.0 - part) * surface + part * aloft
}

/// Spread (m) of an elevated plume at height `h` (m) and distance `x` (m); equations (80) to (83):
///
/// sigma_z = sigma_w t / sqrt(1 + sigma_w t / (2 l)), 1/l = 1/(0.36 h) + N/(0.27 sigma_w), t = x/u.
pub(in super::super) fn elevated(local: &Local, x: f64, h: f64, stratified: Stratified) -> f64 {
    let travelled = local.sigma_w * x / local.wind;
    let frequency = match stratified {
        Stratified::No => 0.0,
        Stratified::At(temperature) => frequency_squared(local.gradient, temperature).sqrt(),
    };
    let inverse = 1.0 / (2.0 * NEUTRAL * h) + frequency / (2.0 * STRATIFIED * local.sigma_w);
    travelled / (1.0 + travelled * inverse).sqrt()
}

/// Spread (m) of a surface plume at `x` (m); equation (84):
///
/// sigma_zs = sqrt(2/pi) u* x / u (1 + 0.7 x / L)^(-1/3).
fn surface_stable(friction_velocity: f64, wind: f64, x: f64, monin_obukhov_length: f64) -> f64 {
    let growth = FRAC_2_PI.sqrt() * friction_velocity * x / wind;
    growth / (1.0 + 0.7 * x / monin_obukhov_length).cbrt()
}
