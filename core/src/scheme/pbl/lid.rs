//! The effective reflecting surface above a stable plume (EPA-454/R-03-004, section 5.3,
//! equation 68).

use super::spread::{combined, vertical_stable};
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
    let sigma_z = combined([vertical_stable(state, &local, (h, highest), x), extra]);
    state.mixing_height.max(h + HALF_WIDTH * sigma_z)
}
