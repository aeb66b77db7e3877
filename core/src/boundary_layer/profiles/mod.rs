//! Profiles of wind, turbulence and temperature through the boundary layer.
//!
//! Similarity theory gives the shape; observed levels, where there are any, bend it (EPA-454/
//! R-03-004, section 4; Cimorelli et al. 2005, section 4). All profiles share one set of heights.

mod blending;
mod height_grid;
mod potential_temperature;
mod sigma_v;
mod sigma_w;
mod temperature_gradient;
mod wind_direction;
mod wind_speed;

pub use height_grid::{HEIGHTS, LEVELS, Profile};
pub use wind_speed::similarity_wind;

pub(crate) use sigma_v::convective_variance as lateral_convective_variance;
pub(crate) use sigma_w::convective_variance as vertical_convective_variance;
pub(crate) use temperature_gradient::ADIABATIC_LAPSE_RATE;

use super::BoundaryLayer;
use temperature_gradient::TemperatureGradient;

/// The least turbulence an observation is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeastTurbulence {
    /// Lateral, sigma_v (m/s).
    pub lateral: f64,
    /// Vertical, sigma_w (m/s).
    pub vertical: f64,
}

/// The profiles of one hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Profiles {
    /// Wind speed (m/s).
    pub wind: Profile,
    /// Lateral turbulence sigma_v (m/s).
    pub sigma_v: Profile,
    /// Vertical turbulence sigma_w (m/s).
    pub sigma_w: Profile,
    /// Potential temperature gradient (K/m).
    pub gradient: Profile,
    /// Potential temperature (K).
    pub potential_temperature: Profile,
}

impl Profiles {
    /// The profiles of a boundary layer.
    ///
    /// ```
    /// # use pluim_core::boundary_layer::{BoundaryLayer, Observed, Wind};
    /// use pluim_core::boundary_layer::profiles::{LeastTurbulence, Profiles};
    /// let layer = BoundaryLayer {
    ///     friction_velocity: 0.3,
    ///     monin_obukhov_length: 200.0,
    ///     convection: None,
    ///     mechanical_mixing_height: 380.0,
    ///     roughness_length: 0.1,
    ///     temperature: 285.0,
    ///     wind: Wind { speed: 4.0, height: 10.0 },
    ///     observed: Observed::default(),
    /// };
    /// let profiles = Profiles::new(&layer, LeastTurbulence { lateral: 0.2, vertical: 0.02 });
    /// assert!((profiles.wind.at(10.0) - 4.0).abs() < 0.05);
    /// assert!((profiles.sigma_w.at(0.0) - 1.3 * 0.3).abs() < 1e-12);
    /// assert!(profiles.gradient.at(50.0) >= 0.002);
    /// ```
    #[must_use]
    pub fn new(layer: &BoundaryLayer, least: LeastTurbulence) -> Self {
        let wind = Profile::new(|z| wind_speed::wind_speed(layer, z));
        let sigma_v = Profile::new(|z| sigma_v::sigma_v(layer, least.lateral, z));
        let at_top = wind.at(layer.mixing_height());
        let vertical = sigma_w::VerticalTurbulence::new(layer, at_top, least.vertical);
        let gradient = TemperatureGradient::new(layer);
        let gradient = Profile::new(|z| gradient.at(z));
        let potential_temperature = potential_temperature::potential_temperature(layer, &gradient);
        Self {
            wind,
            sigma_v,
            sigma_w: Profile::new(|z| vertical.at(z)),
            gradient,
            potential_temperature,
        }
    }

    /// The same layer with another stratification `gradient` (K/m).
    pub(crate) fn restratified(&self, layer: &BoundaryLayer, gradient: Profile) -> Self {
        let potential_temperature = potential_temperature::potential_temperature(layer, &gradient);
        Self {
            gradient,
            potential_temperature,
            ..self.clone()
        }
    }
}

/// The direction (degrees clockwise from north) the wind at `z` (m) comes from, by the observed
/// levels; `None` where no level has one. Between levels it is that on the line through the two
/// around the height `near` (m).
#[must_use]
pub fn wind_direction(layer: &BoundaryLayer, z: f64, near: f64) -> Option<f64> {
    wind_direction::wind_direction(layer, z, near)
}
