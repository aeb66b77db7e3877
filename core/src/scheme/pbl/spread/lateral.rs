//! Ambient lateral spread (EPA-454/R-03-004, section 5.5.1, equations 77 and 78; Venkatram et al.
//! 1984; fitted to Prairie Grass near the ground, Barad 1958, Brode 2002).

use super::super::local::Local;

/// Height z_PG (m) of the Prairie Grass releases, on which the surface value of alpha rests.
const PRAIRIE_GRASS: f64 = 0.46;
/// alpha of a surface release.
const ALPHA: f64 = 78.0;
/// The least alpha, of elevated releases in convective air (AERMOD 24142).
const LEAST_ALPHA: f64 = 0.7;
/// The power p of the growth.
const POWER: f64 = 0.3;

/// sigma_y (m) at `x` (m) in convective air for a release at `h` (m) under a mixing height z_i (m).
pub(in super::super) fn lateral_convective(
    local: &Local,
    x: f64,
    h: f64,
    mixing_height: f64,
) -> f64 {
    spread(local, x, alpha(h).max(LEAST_ALPHA) / mixing_height)
}

/// sigma_y (m) at `x` (m) in stable air for a plume at `h` (m), with the mechanical mixing
/// height z_im (m).
pub(in super::super) fn lateral_stable(
    local: &Local,
    x: f64,
    h: f64,
    mechanical_mixing_height: f64,
) -> f64 {
    spread(local, x, alpha(h) / mechanical_mixing_height)
}

/// Equation (78): alpha = 78 z_PG / max(h, z_PG).
fn alpha(h: f64) -> f64 {
    ALPHA * PRAIRIE_GRASS / h.max(PRAIRIE_GRASS)
}

/// Equation (77), with alpha over the mixing height (1/m) given:
///
/// sigma_y = (sigma_v x / u) / (1 + alpha X)^0.3, X = sigma_v x / (u z_i).
fn spread(local: &Local, x: f64, alpha_over_height: f64) -> f64 {
    let travelled = local.intensity() * x;
    travelled / (1.0 + alpha_over_height * travelled).powf(POWER)
}
