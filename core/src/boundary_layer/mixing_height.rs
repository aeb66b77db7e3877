//! Depth of the boundary layer.

use super::VON_KARMAN;
use super::holtslag_van_ulden::{G, RHO_CP};

/// Coriolis parameter at 52 degrees north (1/s).
pub const CORIOLIS: f64 = 1.15e-4;
/// Lapse rate of potential temperature above the growing layer (K/m).
pub const LAPSE_RATE_ALOFT: f64 = 0.005;
/// The layer is kept within these heights (m).
const SHALLOWEST: f64 = 20.0;
const DEEPEST: f64 = 2000.0;

/// Mechanical mixing height (m): the lower of 0.4 sqrt(u* L / f) in stable air (Zilitinkevich
/// 1972) and 0.2 u* / f (neutral limit), within 20 and 2000 m.
///
/// ```
/// use pluim_core::boundary_layer::mixing_height::mechanical;
/// assert!((mechanical(0.3, 100.0) - 0.4 * (0.3_f64 * 100.0 / 1.15e-4).sqrt()).abs() < 1e-9);
/// assert!(mechanical(0.3, f64::INFINITY) > 500.0);
/// ```
#[must_use]
pub fn mechanical(friction_velocity: f64, obukhov_length: f64) -> f64 {
    let neutral = 0.2 * friction_velocity / CORIOLIS;
    let height = if obukhov_length > 0.0 {
        neutral.min(0.4 * (friction_velocity * obukhov_length / CORIOLIS).sqrt())
    } else {
        neutral
    };
    height.clamp(SHALLOWEST, DEEPEST)
}

/// A mixed layer that grows through the day by heating and stirring.
///
/// dz/dt = (1.4 w'theta' + 5 u*^3 T / (g z)) / (gamma z): Tennekes (1973), Driedonks (1982).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MixedLayer {
    depth: f64,
}

impl MixedLayer {
    /// The layer that the night leaves at sunrise, `depth` (m) deep.
    #[must_use]
    pub fn at_sunrise(depth: f64) -> Self {
        Self {
            depth: depth.clamp(SHALLOWEST, DEEPEST),
        }
    }

    /// Depth (m).
    #[must_use]
    pub fn depth(&self) -> f64 {
        self.depth
    }

    /// The layer an hour later under heat flux `heat` (W/m2) and friction velocity (m/s).
    #[must_use]
    pub fn grown(self, heat: f64, friction_velocity: f64, temperature: f64) -> Self {
        const STEPS: u32 = 60;
        let kinematic = heat.max(0.0) / RHO_CP;
        let seconds = 3600.0 / f64::from(STEPS);
        let mut depth = self.depth;
        for _ in 0..STEPS {
            let stirring = 5.0 * friction_velocity.powi(3) * temperature / (G * depth);
            depth += seconds * (1.4 * kinematic + stirring) / (LAPSE_RATE_ALOFT * depth);
        }
        Self {
            depth: depth.min(DEEPEST),
        }
    }

    /// Convective velocity scale w* (m/s) of the layer: (g H z / (rho c_p T))^(1/3).
    #[must_use]
    pub fn convective_velocity(&self, heat: f64, temperature: f64) -> f64 {
        (G * heat.max(0.0) * self.depth / (RHO_CP * temperature)).cbrt()
    }
}

/// Convective velocity scale (m/s) from u* and L (m) alone: u* (z / (kappa |L|))^(1/3).
#[must_use]
pub fn convective_velocity(friction_velocity: f64, depth: f64, obukhov_length: f64) -> f64 {
    friction_velocity * (depth / (VON_KARMAN * obukhov_length.abs())).cbrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sunny_day_deepens_the_layer_to_a_kilometre() {
        let mut layer = MixedLayer::at_sunrise(150.0);
        for _ in 0..9 {
            layer = layer.grown(120.0, 0.35, 290.0);
        }
        assert!((800.0..2000.0).contains(&layer.depth()), "{layer:?}");
    }

    #[test]
    fn the_velocity_scale_agrees_with_its_definition_through_l() {
        let (heat, temperature, u_star) = (100.0, 290.0, 0.3_f64);
        let layer = MixedLayer::at_sunrise(1000.0);
        let length = -RHO_CP * temperature * u_star.powi(3) / (VON_KARMAN * G * heat);
        let by_length = convective_velocity(u_star, layer.depth(), length);
        assert!((layer.convective_velocity(heat, temperature) / by_length - 1.0).abs() < 1e-12);
    }
}
