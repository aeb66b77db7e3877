//! Meander: the part of a plume that low wind carries every way (EPA-454/R-03-004, section
//! 5.4, equations 71 to 73; Cirillo and Poli 1992; Brett and Tuller 1991).

use super::LowWind;
use super::local::Local;

const SECONDS_PER_HOUR: f64 = 3600.0;
/// The least square of the mean wind (m2/s2) left of the total (AERMOD 24142: `MEANDR`).
const LEAST_MEAN_SQUARED: f64 = 0.01;

/// Fraction of the plume (-) that meanders at distance `r` (m), by which equation (71) weights what
/// goes every way: the random part sigma_r^2 of the horizontal energy sigma_h^2. Equations (72) and
/// (73), with t = r/u:
///
/// sigma_h^2 = u^2 = 2 sigma_v^2 + U^2,
/// sigma_r^2 = 2 sigma_v^2 + U^2 (1 - exp(-t/T_r)).
pub(super) fn meander_fraction(local: &Local, r: f64, low_wind: &LowWind) -> f64 {
    let total = local.wind * local.wind;
    let random = 2.0 * local.sigma_v * local.sigma_v;
    let forgotten = 1.0 - (-r / local.wind / (low_wind.memory * SECONDS_PER_HOUR)).exp();
    let mean = (total - random).max(LEAST_MEAN_SQUARED);
    let fraction = (random + mean * forgotten) / total;
    fraction
        .min(low_wind.most_meander)
        .max(low_wind.least_meander)
}
