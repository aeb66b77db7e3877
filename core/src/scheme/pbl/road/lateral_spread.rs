//! The lateral spread of a road's plume: the form of Venkatram et al. (2013), after Eckman (1994).
//! The coefficients are those to which AERMOD 23132 refitted it (EPA-454/R-23-011; `SIGMAY`); the
//! paper and R-LINE 1.2 have 1.6, 2.5 and 1.0.
//!
//! A plume spreads sideways by sigma_v for as long as it travels (Eckman), and it has travelled for as
//! long as equations (16) and (17) of the paper need for its vertical growth: in neutral air
//! t = x/u = sigma_z / (0.70 u*), of which sigma_v t is 1.4 sigma_v/u* sigma_z. In other air that
//! time is longer or shorter by a factor in sigma_z/|L|.

use super::super::state::State;

/// Coefficient of (sigma_v/u*) sigma_z, and those of sigma_z/|L| in stable and in unstable air.
const NEUTRAL: f64 = 1.4;
const STABLE: f64 = 1.5;
const UNSTABLE: f64 = 2.5;

/// Lateral spread (m) in a lateral turbulence (m/s) for a vertical growth sigma_z (m):
/// 1.4 sigma_v/u* sigma_z (1 + 1.5 sigma_z/L) in stable and
/// 1.4 sigma_v/u* sigma_z (1 + 2.5 sigma_z/|L|)^(-1/2) in unstable air.
pub(super) fn lateral_spread(state: &State, sigma_v: f64, sigma_z: f64) -> f64 {
    let neutral = NEUTRAL * sigma_v / state.friction_velocity * sigma_z;
    let height = sigma_z / state.monin_obukhov_length.abs();
    if state.stable {
        neutral * (1.0 + STABLE * height)
    } else {
        neutral / (1.0 + UNSTABLE * height).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Pbl;
    use super::super::super::invariants::{hour, slightly_stable};
    use super::*;
    use crate::boundary_layer::BoundaryLayer;

    /// A spread of 10 m at sigma_v = 2 u* and a Monin-Obukhov length (m).
    fn spread(length: f64) -> f64 {
        let layer = BoundaryLayer {
            monin_obukhov_length: length,
            ..slightly_stable()
        };
        lateral_spread(&Pbl::default().hour(&hour(layer)).0, 0.8, 10.0)
    }

    #[test]
    fn a_spread_of_ten_metres_by_hand() {
        assert!((spread(20.0) - 28.0 * 1.75).abs() < 1e-9);
        assert!((spread(-20.0) - 28.0 / 1.5).abs() < 1e-9);
    }
}
