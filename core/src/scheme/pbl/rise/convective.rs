//! Plume rise in convective air (EPA-454/R-03-004, section 5.6.1).

use super::Exhaust;
use crate::scheme::pbl::spread::BETA_2;

/// Entrainment parameter beta_1 (Briggs 1984).
const BETA_1: f64 = 0.6;
/// Constants of the lofting plume (Weil et al. 1997): alpha_r, lambda_y and a_e.
const ALPHA_R: f64 = 1.4;
const LAMBDA_Y: f64 = 2.3;
const A_E: f64 = 0.1;

/// Rise of the direct plume (m) at `x` (m) in a wind of `wind` (m/s); equation (91):
///
/// dh = [3 F_m x / (beta_1^2 u^2) + 3 F_b x^2 / (2 beta_1^2 u^3)]^(1/3).
pub(in super::super) fn direct_rise(exhaust: &Exhaust, x: f64, wind: f64) -> f64 {
    let momentum = 3.0 * exhaust.momentum * x / (BETA_1 * wind).powi(2);
    let buoyancy = 3.0 * exhaust.buoyancy * x * x / (2.0 * BETA_1 * BETA_1 * wind.powi(3));
    (momentum + buoyancy).cbrt()
}

/// Distance (m) at which the rise ends (Briggs 1975); equation (44).
pub(in super::super) fn distance_to_final_rise(exhaust: &Exhaust) -> f64 {
    let buoyancy = exhaust.buoyancy;
    if buoyancy >= 55.0 {
        119.0 * buoyancy.powf(0.4)
    } else {
        49.0 * buoyancy.powf(0.625)
    }
}

/// What holds a lofting plume at the top of the mixed layer.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Lofting {
    /// Height (m) of release after tip downwash, and mixing height (m).
    pub(in super::super) release: f64,
    pub(in super::super) mixing_height: f64,
    /// Wind speed (m/s) and convective velocity w* (m/s).
    pub(in super::super) wind: f64,
    pub(in super::super) convective_velocity: f64,
}

/// Delay of the indirect plume (m) at `x` (m): buoyancy keeps it aloft against the downdrafts
/// (Weil et al. 1997; section 5.6.1); equations (92) and (93):
///
/// dh_i = sqrt(2 F_b z_i / (alpha_r u r_y r_z)) x / u,
/// r_y r_z = r_h^2 + a_e lambda_y^(3/2) w*^2 x^2 / (4 u^2), r_h = beta_2 (z_i - h_s).
pub(in super::super) fn indirect_rise(exhaust: &Exhaust, lofting: &Lofting, x: f64) -> f64 {
    let radius = BETA_2 * (lofting.mixing_height - lofting.release);
    let travelled = lofting.convective_velocity * x / lofting.wind;
    let cross_section = radius * radius + 0.25 * A_E * LAMBDA_Y.powf(1.5) * travelled * travelled;
    let supply = 2.0 * exhaust.buoyancy * lofting.mixing_height;
    (supply / (ALPHA_R * lofting.wind * cross_section)).sqrt() * x / lofting.wind
}
