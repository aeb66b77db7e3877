//! The scales within which similarity holds.

use super::{BoundaryLayer, Convection};

/// Least and greatest mixing height (m).
const MIXING_HEIGHTS: (f64, f64) = (1.0, 4000.0);
/// Least Monin-Obukhov length, of either sign, and roughness length (m).
const LEAST_LENGTH: f64 = 1.0;
const LEAST_ROUGHNESS: f64 = 1e-4;
/// Least velocities (m/s).
const LEAST_CONVECTIVE_VELOCITY: f64 = 1e-3;
const LEAST_FRICTION_VELOCITY: f64 = 1e-3;
/// Least potential temperature gradient (K/m) above the mixed layer.
const LEAST_GRADIENT_ALOFT: f64 = 0.005;

impl BoundaryLayer {
    /// The layer with every scale within bounds. Those of AERMOD 24142 (`METQA`): |L| of at least
    /// 1 m, roughness of at least 0.1 mm, mixing heights from 1 to 4000 m, and a gradient aloft of at
    /// least 0.005 K/m. Those of pluim: friction and convective velocity of at least 1 mm/s. Stable
    /// air has no convection. Weather that vanishes then still makes a plume of finite
    /// concentrations.
    ///
    /// ```
    /// use pluim_core::boundary_layer::{BoundaryLayer, Observed, Wind};
    /// let calm = BoundaryLayer {
    ///     friction_velocity: 0.0,
    ///     monin_obukhov_length: 1e-9,
    ///     convection: None,
    ///     mechanical_mixing_height: 0.0,
    ///     roughness_length: 0.0,
    ///     temperature: 280.0,
    ///     wind: Wind { speed: 0.0, height: 10.0 },
    ///     observed: Observed::default(),
    /// };
    /// let bounded = calm.bounded();
    /// assert_eq!((bounded.friction_velocity, bounded.monin_obukhov_length), (1e-3, 1.0));
    /// ```
    #[must_use]
    pub fn bounded(&self) -> Self {
        let mut bounded = self.clone();
        bounded.friction_velocity = self.friction_velocity.max(LEAST_FRICTION_VELOCITY);
        bounded.monin_obukhov_length = away_from_zero(self.monin_obukhov_length);
        bounded.mechanical_mixing_height = mixing_height(self.mechanical_mixing_height);
        bounded.roughness_length = self.roughness_length.max(LEAST_ROUGHNESS);
        bounded.convection = self
            .convection
            .filter(|_| !bounded.is_stable())
            .map(|c| Convection {
                velocity: c.velocity.max(LEAST_CONVECTIVE_VELOCITY),
                mixing_height: mixing_height(c.mixing_height),
                gradient_aloft: c.gradient_aloft.max(LEAST_GRADIENT_ALOFT),
            });
        bounded
    }
}

fn mixing_height(height: f64) -> f64 {
    height.clamp(MIXING_HEIGHTS.0, MIXING_HEIGHTS.1)
}

fn away_from_zero(length: f64) -> f64 {
    length.abs().max(LEAST_LENGTH).copysign(length)
}
