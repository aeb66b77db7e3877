//! Monin-Obukhov similarity of the mean wind in the surface layer.

use super::VON_KARMAN;

/// Integrated stability function of momentum, Psi_m(z / L) (-).
///
/// Unstable: Paulson (1970) with the constant 16 of Dyer (1974); EPA-454/R-03-004, equation 7.
/// Stable: -17 (1 - exp(-0.29 z / L)), Van Ulden and Holtslag (1985), eq. 12; EPA-454/R-03-004,
/// equation 29.
///
/// ```
/// use pluim_core::boundary_layer::similarity::psi_m;
/// assert_eq!(psi_m(10.0, f64::INFINITY), 0.0);
/// assert!((psi_m(10.0, 50.0) + 0.957_951).abs() < 1e-5);
/// assert!((psi_m(10.0, -50.0) - 0.461_260).abs() < 1e-5);
/// ```
#[must_use]
pub fn psi_m(height: f64, obukhov_length: f64) -> f64 {
    let zeta = height / obukhov_length;
    if zeta >= 0.0 {
        return -17.0 * -(-0.29 * zeta).exp_m1();
    }
    let x = (1.0 - 16.0 * zeta).powf(0.25);
    2.0 * ((1.0 + x) / 2.0).ln() + ((1.0 + x * x) / 2.0).ln() - 2.0 * x.atan()
        + std::f64::consts::FRAC_PI_2
}

/// The dimensionless wind u kappa / u* at `height` (m) over `roughness` (m):
/// ln(z / z0) - Psi(z / L) + Psi(z0 / L), never below 0.1.
#[must_use]
pub fn dimensionless_wind(height: f64, roughness: f64, obukhov_length: f64) -> f64 {
    let height = height.max(1.001 * roughness);
    let profile = (height / roughness).ln() - psi_m(height, obukhov_length)
        + psi_m(roughness, obukhov_length);
    profile.max(0.1)
}

/// Friction velocity u* (m/s) that gives wind `speed` (m/s) at `height` (m).
#[must_use]
pub fn friction_velocity(speed: f64, height: f64, roughness: f64, obukhov_length: f64) -> f64 {
    VON_KARMAN * speed / dimensionless_wind(height, roughness, obukhov_length)
}
