//! The wind that a road's plume meets (RLINE; Snyder et al. 2013).

use super::super::state::State;
use crate::boundary_layer::VON_KARMAN;
use crate::boundary_layer::similarity::psi_m;

/// Displacement height in roughness lengths.
const DISPLACEMENT: f64 = 5.0;
/// The height (m) to which the wind follows similarity at least, and into how many steps, even in
/// their logarithm, that height is divided.
const LEAST_TOP: f64 = 500.0;
const STEPS: f64 = 99.0;
/// The least wind in friction velocities (Bentham and Britter 2003).
const LEAST_WIND: f64 = 4.47;

/// Similarity wind above a displaced surface, scaled to the observed wind.
///
/// Above the mixing height and 500 m it goes on along its slope over the last step of AERMOD's table.
#[derive(Debug, Clone, Copy)]
pub(super) struct SurfaceWind {
    /// Friction velocity (m/s).
    friction_velocity: f64,
    /// Roughness length (m).
    roughness_length: f64,
    /// Monin-Obukhov length (m) with the sign of the stability.
    length: f64,
    /// Where similarity ends (m), and the slope from there on (1/s).
    top: f64,
    slope: f64,
    /// The least wind (m/s).
    least: f64,
    /// The observed wind over that of similarity (-).
    scale: f64,
}

impl SurfaceWind {
    /// In the air of an hour with a lateral turbulence of `sigma_v` (m/s).
    pub(super) fn new(state: &State, sigma_v: f64) -> Self {
        let magnitude = state.monin_obukhov_length.abs();
        let least = (LEAST_WIND * state.friction_velocity)
            .max(std::f64::consts::SQRT_2 * sigma_v)
            .max(state.low_wind.least_wind);
        let unscaled = Self {
            friction_velocity: state.friction_velocity,
            roughness_length: state.roughness_length,
            length: if state.stable { magnitude } else { -magnitude },
            top: state.mixing_height.max(LEAST_TOP),
            slope: 0.0,
            least,
            scale: 1.0,
        };
        let unscaled = Self {
            slope: unscaled.slope_at_top(),
            ..unscaled
        };
        let reference = state.layer.wind;
        Self {
            scale: reference.speed / unscaled.at(reference.height),
            ..unscaled
        }
    }

    /// Wind speed (m/s) at `z` (m).
    pub(super) fn at(&self, z: f64) -> f64 {
        (self.similarity(z).max(self.least) * self.scale).max(self.least)
    }

    fn similarity(&self, z: f64) -> f64 {
        match z > self.top {
            true => self.logarithmic(self.top) + self.slope * (z - self.top),
            false => self.logarithmic(z),
        }
    }

    fn slope_at_top(&self) -> f64 {
        let lowest = (1.0 + DISPLACEMENT) * self.roughness_length;
        let step = (self.top / lowest).ln() / STEPS;
        let below = self.top * (-step).exp();
        (self.logarithmic(self.top) - self.logarithmic(below)) / (self.top - below)
    }

    fn logarithmic(&self, z: f64) -> f64 {
        let z0 = self.roughness_length;
        let height = (z - DISPLACEMENT * z0).max(z0);
        let psi = psi_m(height, self.length);
        let psi_0 = psi_m(z0, self.length);
        self.friction_velocity / VON_KARMAN * ((height / z0).ln() - psi + psi_0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wind_goes_on_along_a_straight_line_above_the_mixing_height() {
        let plain = SurfaceWind {
            friction_velocity: 0.4,
            roughness_length: 0.2,
            length: -30.0,
            top: 800.0,
            slope: 0.0,
            least: 0.1,
            scale: 1.0,
        };
        let wind = SurfaceWind {
            slope: plain.slope_at_top(),
            ..plain
        };
        let at = |z: f64| wind.at(z);
        let (top, above, aloft) = (at(800.0), at(900.0), at(1800.0));
        assert!((at(800.001) - top).abs() < 1e-6);
        assert!(((aloft - top) / (above - top) - 10.0).abs() < 1e-6);
        assert!(aloft > wind.logarithmic(1800.0).max(0.0) + 0.05, "{aloft}");
    }
}
