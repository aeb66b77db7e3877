//! Meander: the part of a plume that low wind carries every way (EPA-454/R-03-004, section
//! 5.4, among equations 69 to 74; Cirillo and Poli 1992).

use super::LowWind;
use super::local::Local;

const SECONDS_PER_HOUR: f64 = 3600.0;
/// The least mean wind squared (m2/s2) left of the total, and its root (m/s).
const LEAST_MEAN: (f64, f64) = (0.01, 0.1);

/// Fraction of the plume (-) that meanders at distance `r` (m): the random part of the
/// horizontal kinetic energy,
///
/// F = [2 sigma_v^2 + U^2 (1 - exp(-t/T_r))] / u^2, U^2 = u^2 - 2 sigma_v^2, t = r/u.
pub(super) fn meander_fraction(local: &Local, r: f64, low_wind: &LowWind) -> f64 {
    let total = local.wind * local.wind;
    let random = 2.0 * local.sigma_v * local.sigma_v;
    let forgotten = 1.0 - (-r / local.wind / (low_wind.memory * SECONDS_PER_HOUR)).exp();
    let fraction = (random + mean_squared(total - random) * forgotten) / total;
    fraction
        .min(low_wind.most_meander)
        .max(low_wind.least_meander)
}

fn mean_squared(rest: f64) -> f64 {
    if rest >= LEAST_MEAN.0 {
        rest
    } else {
        LEAST_MEAN.1 * LEAST_MEAN.1
    }
}
