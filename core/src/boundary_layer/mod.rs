//! The atmospheric boundary layer: scales, stability and profiles.

mod bounded;
pub(crate) mod brunt_vaisala;
pub mod holtslag_van_ulden;
pub mod mixing_height;
mod observed;
pub mod profiles;
pub mod similarity;
pub mod solar_elevation;

pub use observed::{Air, FrictionMethod, Level, Observed, Surface};

/// Von Karman constant (-).
pub const VON_KARMAN: f64 = 0.4;
/// Acceleration of gravity (m/s2).
pub const GRAVITY: f64 = 9.80616;

/// The scales of one hour's boundary layer, from which every profile follows.
///
/// Stable air has `monin_obukhov_length > 0`; the convective scales are then absent.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundaryLayer {
    /// Friction velocity u* (m/s), above 0.
    pub friction_velocity: f64,
    /// Monin-Obukhov length L (m): positive stable, negative unstable, never 0.
    pub monin_obukhov_length: f64,
    /// Convective part, in unstable hours.
    pub convection: Option<Convection>,
    /// Mechanical mixing height z_im (m), above 0.
    pub mechanical_mixing_height: f64,
    /// Roughness length z0 (m), above 0.
    pub roughness_length: f64,
    /// Air temperature (K) near the ground.
    pub temperature: f64,
    /// Observed wind.
    pub wind: Wind,
    /// Everything else that was observed; `Observed::default()` where nothing was.
    pub observed: Observed,
}

/// The convective scales of an unstable hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convection {
    /// Convective velocity scale w* (m/s), above 0.
    pub velocity: f64,
    /// Convective mixing height z_ic (m), above 0.
    pub mixing_height: f64,
    /// Potential temperature gradient above the mixed layer (K/m).
    pub gradient_aloft: f64,
}

/// Wind speed at its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wind {
    /// Mean speed (m/s), above 0.
    pub speed: f64,
    /// Height of the observation above ground (m).
    pub height: f64,
}

impl BoundaryLayer {
    /// Whether turbulence is suppressed by stratification: L > 0.
    #[must_use]
    pub fn is_stable(&self) -> bool {
        self.monin_obukhov_length > 0.0
    }

    /// Mixing height z_i (m): the higher of the convective and the mechanical one.
    #[must_use]
    pub fn mixing_height(&self) -> f64 {
        let convective = self
            .convection
            .map_or(0.0, |convection| convection.mixing_height);
        convective.max(self.mechanical_mixing_height)
    }
}
