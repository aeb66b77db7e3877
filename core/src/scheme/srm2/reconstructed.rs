//! The parts of SRM2 whose official formulas are not public text.
//!
//! Each function stands alone, so that a line from the official text replaces it.

use crate::provenance::Provenance;

use super::RoughnessClass;

/// What a result of SRM2 may claim: no more than its least sure part.
pub const PROVENANCE: Provenance = Provenance::Reconstructed;

/// Ratio of the effective plume height to sigma_z (-).
pub(super) const PLUME_HEIGHT_SHARE: f64 = 0.75;

/// Height (m) of the wind that drives the calculation.
const WIND_HEIGHT: f64 = 10.0;

/// Source height h (m): the emission starts at the ground and is lifted by sigma_z0 alone.
pub(super) const SOURCE_HEIGHT: f64 = 0.0;

/// Vertical spread sigma_z (m) at distance `r` (m): sigma_z0 + a R^b.
///
/// The sum is derived from the table of coefficients; the text's adaptation at larger distances
/// is not known and [`far_adaptation`] leaves the value as it is.
pub(super) fn vertical_spread(class: &RoughnessClass, initial: f64, r: f64) -> f64 {
    far_adaptation(initial + class.a * r.powf(class.b))
}

/// The adaptation of sigma_z (m) at larger distances: none, until the official formula is seen.
fn far_adaptation(sigma_z: f64) -> f64 {
    sigma_z
}

/// Stability correction Psi(z/L) = -17 (1 - exp(-0.29 z/L)) (-) of the wind profile.
///
/// # References
/// Holtslag and De Bruin (1988) for stable air; its use here is reconstructed.
///
/// ```
/// use pluim_core::scheme::srm2::stability_correction;
/// assert_eq!(stability_correction(0.0), 0.0);
/// assert!((stability_correction(0.11215) + 0.54398).abs() < 1e-4);
/// ```
#[must_use]
pub fn stability_correction(z_over_l: f64) -> f64 {
    -17.0 * (1.0 - (-0.29 * z_over_l).exp())
}

/// Wind correction C_wind (-): wind at 10 m over wind at height `z` (m) in the plume.
///
/// The numerator is taken without stability correction; whether the official one has it is not
/// known (some 17 % at L = 60 m).
///
/// ```
/// use pluim_core::scheme::srm2::{wind_correction, RoughnessClass};
/// let c_wind = wind_correction(&RoughnessClass::of(0.1), 6.72923);
/// assert!((c_wind - 0.96888).abs() < 1e-5);
/// ```
#[must_use]
pub fn wind_correction(class: &RoughnessClass, z: f64) -> f64 {
    let numerator = (WIND_HEIGHT / class.z0).ln();
    numerator / ((z / class.z0).ln() - stability_correction(z / class.length))
}

/// Effective wind speed (m/s) of a sector from `(weight, speed)` of its speed classes: the
/// harmonic mean, because concentration goes with 1/u. `None` where no weight is above 0.
pub(super) fn effective_speed(classes: &[(f64, f64)]) -> Option<f64> {
    let weight: f64 = classes.iter().map(|class| class.0).sum();
    let slowness: f64 = classes.iter().map(|class| class.0 / class.1).sum();
    (weight > 0.0 && slowness > 0.0).then(|| weight / slowness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wind_at_reference_height_needs_only_the_stability_part() {
        let class = RoughnessClass::of(1.0);
        let c_wind = wind_correction(&class, WIND_HEIGHT);
        assert!(c_wind < 1.0 && c_wind > 0.9, "{c_wind}");
    }

    #[test]
    fn low_wind_pulls_the_mean_down() {
        let speed = effective_speed(&[(1.0, 2.0), (1.0, 6.0)]).unwrap();
        assert!((speed - 3.0).abs() < 1e-12);
        assert_eq!(effective_speed(&[(0.0, 2.0)]), None);
        assert_eq!(effective_speed(&[]), None);
    }
}
