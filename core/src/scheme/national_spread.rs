//! Vertical spread of high plumes in the Dutch national model and OPS, for releases above the
//! surface layer.
//!
//! No scheme here rests on it yet: it is the part of the national model of which the text is known.
//! F. Sauter et al., *The OPS-model, description of OPS* (RIVM), vertical dispersion.

use crate::boundary_layer::VON_KARMAN;
use crate::boundary_layer::mixing_height::convective_velocity;

/// The air around a plume, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aloft {
    /// Mixing height z_i (m), above 0.
    pub mixing_height: f64,
    /// Friction velocity u* (m/s), above 0.
    pub friction_velocity: f64,
    /// Monin-Obukhov length L (m), not 0.
    pub monin_obukhov_length: f64,
    /// Wind speed u at plume height (m/s), above 0.
    pub wind_speed: f64,
    /// Distance downwind x (m), 0 or more.
    pub distance: f64,
}

impl Aloft {
    /// Convective velocity scale w* (m/s): w*^3 = z_i u*^3 / (-kappa L); `None` in stable air.
    #[must_use]
    pub fn convective_velocity(&self) -> Option<f64> {
        let unstable = self.monin_obukhov_length < 0.0;
        unstable.then(|| {
            convective_velocity(
                self.friction_velocity,
                self.mixing_height,
                self.monin_obukhov_length,
            )
        })
    }

    /// sigma_z (m) where convection mixes the plume; `None` in stable air.
    ///
    /// sigma_z = 0.7 z_i X sqrt(0.314 + (1.26 u* / w*)^2), with X = w* x / (u z_i).
    ///
    /// ```
    /// use pluim_core::scheme::national_spread::Aloft;
    /// let afternoon = Aloft {
    ///     mixing_height: 1000.0,
    ///     friction_velocity: 0.4,
    ///     monin_obukhov_length: -30.0,
    ///     wind_speed: 5.0,
    ///     distance: 1000.0,
    /// };
    /// let w_star = afternoon.convective_velocity().unwrap();
    /// assert!((w_star - 1.74716).abs() < 1e-5);
    /// assert!((afternoon.convective().unwrap() - 154.16).abs() < 0.005);
    /// ```
    #[must_use]
    pub fn convective(&self) -> Option<f64> {
        let w_star = self.convective_velocity()?;
        let shear = 1.26 * self.friction_velocity / w_star;
        let travelled = w_star * self.distance / self.wind_speed;
        Some(0.7 * travelled * (0.314 + shear * shear).sqrt())
    }

    /// sigma_z (m) of a plume at `height` (m, below z_i) where mechanical turbulence mixes it.
    ///
    /// sigma_z = sigma_w x / u / (1 + sqrt(x / (2 u t_L))).
    #[must_use]
    pub fn mechanical(&self, height: f64) -> f64 {
        let travel_time = self.distance / self.wind_speed;
        let memory = 1.0 + (travel_time / (2.0 * self.time_scale())).sqrt();
        self.vertical_turbulence(height) * travel_time / memory
    }

    /// Lagrangian time scale t_L (s): 150 - 2000 / L, within 10 and 400.
    #[must_use]
    pub fn time_scale(&self) -> f64 {
        (150.0 - 2000.0 / self.monin_obukhov_length).clamp(10.0, 400.0)
    }

    /// Vertical turbulence sigma_w at `z` (m), in m/s: in stable air u* sqrt(1.7 (1 - z/z_i)^1.5),
    /// else u* sqrt(1.5 (z / (-kappa L))^(2/3) exp(-2 z/z_i) + 1.7 - z/z_i).
    #[must_use]
    pub fn vertical_turbulence(&self, z: f64) -> f64 {
        let share = z / self.mixing_height;
        let variance = if self.monin_obukhov_length >= 0.0 {
            1.7 * (1.0 - share).max(0.0).powf(1.5)
        } else {
            let buoyant = (z / (-VON_KARMAN * self.monin_obukhov_length)).powf(2.0 / 3.0);
            1.5 * buoyant * (-2.0 * share).exp() + 1.7 - share
        };
        self.friction_velocity * variance.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_plume_at_50_m_follows_the_worked_examples() {
        for (length, depth, time, turbulence, spread) in [
            (200.0, 500.0, 140.0, 0.48191, 45.34),
            (-200.0, 800.0, 160.0, 0.64560, 62.50),
        ] {
            let air = Aloft {
                mixing_height: depth,
                friction_velocity: 0.4,
                monin_obukhov_length: length,
                wind_speed: 6.0,
                distance: 1000.0,
            };
            assert_eq!(air.time_scale(), time);
            // the example gives 0.64560 for 0.64562
            assert_abs_diff_eq!(air.vertical_turbulence(50.0), turbulence, epsilon = 3e-5);
            assert_abs_diff_eq!(air.mechanical(50.0), spread, epsilon = 0.005);
        }
    }

    #[test]
    fn stable_air_does_not_convect() {
        let night = Aloft {
            mixing_height: 200.0,
            friction_velocity: 0.2,
            monin_obukhov_length: 50.0,
            wind_speed: 3.0,
            distance: 500.0,
        };
        assert_eq!(
            (night.convective_velocity(), night.convective()),
            (None, None)
        );
        assert_eq!(night.mechanical(200.0), 0.0);
    }
}
