//! The effective reflecting surface above a stable plume (EPA-454/R-03-004, section 5.3,
//! equation 68).

use super::local::Local;
use super::spread::{Stratified, combined, elevated, surface_stable};
use super::state::State;

/// Half-width of a plume in standard deviations: where it falls to a tenth of its centre.
pub(super) const HALF_WIDTH: f64 = 2.15;

/// Distance (m) at which the top of a plume is taken for scavenging.
pub(super) const FAR: f64 = 20_000.0;

/// Height (m) of the surface that reflects a plume now at `h` (m), at its highest at `highest`
/// (m), at distance `x` (m):
/// max(z_i, h + 2.15 sigma_z), with sigma_z of the air at the plume's height and `extra` (m)
/// spread of other origin.
pub(super) fn reflecting_height(
    state: &State,
    (h, highest): (f64, f64),
    x: f64,
    extra: f64,
) -> f64 {
    let local = state.at(h);
    let sigma_z = combined([ambient(state, &local, (h, highest), x), extra]);
    state.mixing_height.max(h + HALF_WIDTH * sigma_z)
}

/// Ambient spread (m) in stable air at `x` (m) of a plume now at `h` (m) of which the highest
/// point so far is `highest` (m): the spreads of a surface and of an elevated plume, weighted by
/// height (EPA-454/R-03-004, section 5.5.1, equation 79).
pub(super) fn ambient(state: &State, local: &Local, (h, highest): (f64, f64), x: f64) -> f64 {
    let temperature = state.profiles.potential_temperature.at(h);
    weighted(state, local, (h, highest), x, Stratified::At(temperature))
}

/// As [`ambient`], with the stratification that limits the elevated spread given.
pub(super) fn weighted(
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
