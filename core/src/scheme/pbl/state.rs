//! One hour made ready: its scales and profiles, computed once for all releases.

use super::local::Local;
use super::urban::Urban;
use super::{LowWind, NearSurface, Pbl, Surroundings, TipDownwash};
use crate::boundary_layer::BoundaryLayer;
use crate::boundary_layer::profiles::{LeastTurbulence, Profiles};
use crate::meteorology::{Hour, WindDirection};
use crate::source::ProfileLevels;

/// Convective velocity (m/s) and gradient aloft (K/m) of air without convection.
const NO_CONVECTION: (f64, f64) = (0.001, 0.005);

/// The air of one hour as plumes of this scheme meet it.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Whether the air is stable. Urban air keeps the stability of the country around it.
    pub(super) stable: bool,
    /// Whether the city keeps the air mixed.
    pub(super) urban: bool,
    /// Mixing height z_i (m).
    pub(super) mixing_height: f64,
    /// Mechanical mixing height z_im (m) of the country.
    pub(super) mechanical_mixing_height: f64,
    /// Friction velocity u* (m/s).
    pub(super) friction_velocity: f64,
    /// Monin-Obukhov length L (m); positive also in the urban night.
    pub(super) monin_obukhov_length: f64,
    /// Convective velocity w* (m/s).
    pub(super) convective_velocity: f64,
    /// Potential temperature (K) at, and its gradient (K/m) above, the mixing height.
    pub(super) inversion: (f64, f64),
    /// Mean wind (m/s) and sigma_w (m/s) over the mixed layer.
    pub(super) mixed_layer: (f64, f64),
    /// Profiles.
    pub(super) profiles: Profiles,
    /// Bounds of wind, turbulence and meander.
    pub(super) low_wind: LowWind,
    /// Vertical growth near the ground.
    pub(super) near_surface: NearSurface,
    /// The wake of a stack at its own top.
    pub(super) tip_downwash: TipDownwash,
    /// Roughness length (m).
    pub(super) roughness_length: f64,
    /// The layer as observed, within bounds.
    pub(super) layer: BoundaryLayer,
    /// Whence the wind of the hour comes.
    pub(super) direction: WindDirection,
}

impl State {
    /// Makes `hour` ready for the scheme.
    pub(super) fn new(scheme: &Pbl, hour: &Hour) -> Self {
        let layer = hour.layer.bounded();
        let least = LeastTurbulence {
            lateral: scheme.low_wind.least_sigma_v,
            vertical: scheme.low_wind.least_sigma_w,
        };
        let profiles = Profiles::new(&layer, least);
        let rural = Self::rural(layer, profiles, scheme, hour.direction);
        match &scheme.surroundings {
            Surroundings::Rural => rural,
            Surroundings::Urban(city) => rural.urbanised(city),
        }
    }

    fn rural(
        layer: BoundaryLayer,
        profiles: Profiles,
        scheme: &Pbl,
        direction: WindDirection,
    ) -> Self {
        let top = layer.mixing_height();
        let convection = layer.convection;
        Self {
            stable: layer.is_stable(),
            urban: false,
            mixing_height: top,
            mechanical_mixing_height: layer.mechanical_mixing_height,
            friction_velocity: layer.friction_velocity,
            monin_obukhov_length: layer.monin_obukhov_length,
            convective_velocity: convection.map_or(NO_CONVECTION.0, |c| c.velocity),
            inversion: (
                profiles.potential_temperature.at(top),
                convection.map_or(NO_CONVECTION.1, |c| c.gradient_aloft),
            ),
            mixed_layer: (
                profiles.wind.integral_to(top) / top,
                profiles.sigma_w.integral_to(top) / top,
            ),
            profiles,
            low_wind: scheme.low_wind,
            near_surface: scheme.near_surface,
            tip_downwash: scheme.tip_downwash,
            roughness_length: layer.roughness_length,
            layer,
            direction,
        }
    }

    /// The same hour in a city; the country's where the city's layer has been outgrown.
    fn urbanised(self, city: &Urban) -> Self {
        let Some(scales) = city.scales(&self.layer) else {
            return self;
        };
        Self {
            urban: true,
            mixing_height: scales.mixing_height,
            friction_velocity: scales.friction_velocity,
            monin_obukhov_length: scales.monin_obukhov_length,
            profiles: city.profiles(&self.layer, &self.profiles, scales.convective_velocity),
            roughness_length: city.roughness_length,
            ..self
        }
    }

    /// Wind and turbulence at height `z` (m).
    pub(super) fn at(&self, z: f64) -> Local {
        Local::at(&self.profiles, &self.low_wind, z)
    }

    /// Wind and turbulence at `height` (m), where a release is.
    pub(super) fn at_release(&self, height: f64, levels: ProfileLevels) -> Local {
        match levels {
            ProfileLevels::Around => self.at(height),
            ProfileLevels::Near(near) => {
                Local::extended(&self.profiles, &self.low_wind, (height, near))
            }
        }
    }

    /// Wind and turbulence in the mean over a layer (m).
    pub(super) fn over(&self, layer: (f64, f64)) -> Local {
        Local::over(&self.profiles, &self.low_wind, layer)
    }
}
