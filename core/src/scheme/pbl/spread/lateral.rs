//! Ambient lateral spread (EPA-454/R-03-004, section 5.5.1, equations 77 and 78; fitted to
//! Prairie Grass near the ground, Venkatram 1992).

use super::super::local::Local;

/// Height (m) of the Prairie Grass releases, on which the surface value of beta rests.
const PRAIRIE_GRASS: f64 = 0.46;
/// beta of a surface release.
const BETA: f64 = 78.0;
/// The least beta, of elevated releases.
const LEAST_BETA: f64 = 0.7;
/// The power p of the growth.
const POWER: f64 = 0.3;

/// sigma_y (m) at `x` (m) in convective air for a release at `h` (m) under a mixing height (m):
///
/// sigma_y = (sigma_v x / u) / (1 + beta X)^0.3, X = sigma_v x / (u z_i), beta = max(78 z_PG / h, 0.7).
pub(in super::super) fn lateral_convective(
    local: &Local,
    x: f64,
    h: f64,
    mixing_height: f64,
) -> f64 {
    let travelled = local.intensity() * x;
    let beta = (BETA * PRAIRIE_GRASS / h.max(PRAIRIE_GRASS)).max(LEAST_BETA);
    travelled / (1.0 + beta * travelled / mixing_height).powf(POWER)
}

/// sigma_y (m) at `x` (m) in stable air for a plume at `h` (m), with the mechanical mixing
/// height (m):
///
/// sigma_y = (sigma_v x / u) / (1 + x / (2 u T_Ly))^0.3, T_Ly = z_im / (156 sigma_v) max(h, z_PG) / z_PG.
pub(in super::super) fn lateral_stable(
    local: &Local,
    x: f64,
    h: f64,
    mechanical_mixing_height: f64,
) -> f64 {
    let travelled = local.intensity() * x;
    let height = h.max(PRAIRIE_GRASS) / PRAIRIE_GRASS;
    let time_scale = mechanical_mixing_height / (2.0 * BETA * local.sigma_v) * height;
    travelled / (1.0 + x / (2.0 * local.wind * time_scale)).powf(POWER)
}
