//! How fast displaced air swings in a stratified layer.

use super::GRAVITY;

/// Square of the Brunt-Vaisala frequency (1/s2), N^2 = g (d theta/dz) / theta (EPA-454/R-03-004,
/// equation 58), from the potential temperature gradient (K/m) and the potential temperature (K); 0
/// where the air is not stratified.
pub(crate) fn frequency_squared(gradient: f64, potential_temperature: f64) -> f64 {
    GRAVITY * gradient.max(0.0) / potential_temperature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inversion_swings_and_mixed_air_does_not() {
        assert!((frequency_squared(0.01, 294.1848) - 1.0 / 3000.0).abs() < 1e-12);
        assert_eq!(frequency_squared(-0.01, 290.0), 0.0);
    }
}
