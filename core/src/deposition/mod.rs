//! What a plume loses under way: deposition velocities, settling and decay.
//!
//! Laws of Wesely, Doskey and Shannon (2002), as EPA-454/R-03-004's later revisions and the
//! AERMOD deposition algorithms (EPA 2003, draft) apply them. A scheme that depletes its plumes
//! takes the result as [`Losses`].

mod air;
mod gases;
mod particles;
mod scavenging;
mod soil_water;
mod two_mode;

pub use air::{aerodynamic_resistance, kinematic_viscosity};
pub use gases::{
    Gas, GasSurroundings, LandUse, Season, gas_velocity, saturation_pressure, solar_irradiance,
};
pub use particles::{Particles, Slip, particle_velocity, settling_velocity};
pub use scavenging::{
    Rain, SolubleGas, gas_scavenging, particle_scavenging, two_mode_loss, two_mode_scavenging,
};
pub use soil_water::SoilWater;
pub use two_mode::{TwoModes, two_mode_velocity};

use crate::boundary_layer::BoundaryLayer;

/// Height (m) above the roughness length at which deposition acts on the plume.
const ABOVE_ROUGHNESS: f64 = 1.0;

/// What one kind of substance loses in one hour.
///
/// ```
/// use pluim_core::deposition::Losses;
/// let half_life = 4.0 * 3600.0;
/// let decaying = Losses { decay: std::f64::consts::LN_2 / half_life, ..Losses::default() };
/// assert!(decaying.depletes());
/// assert!(!Losses::default().depletes());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Losses {
    /// Rate of exponential decay (1/s), 0 or more.
    pub decay: f64,
    /// Rate of scavenging by precipitation (1/s), 0 or more.
    pub scavenging: f64,
    /// Dry deposition velocity (m/s), 0 or more.
    pub deposition_velocity: f64,
    /// Gravitational settling velocity (m/s), 0 or more.
    pub settling_velocity: f64,
    /// At which height deposition acts.
    pub acting: ActingHeight,
    /// How what is deposited on the way is added up.
    pub exposure: Exposure,
}

/// At which height of a plume deposition acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActingHeight {
    /// A metre above the roughness length.
    #[default]
    AboveRoughness,
    /// The ground, as AERMOD has it where the deposition velocity is given.
    Ground,
}

impl ActingHeight {
    /// The height (m) over a roughness length (m).
    ///
    /// ```
    /// use pluim_core::deposition::ActingHeight;
    /// assert_eq!(ActingHeight::AboveRoughness.above(0.3), 1.3);
    /// assert_eq!(ActingHeight::Ground.above(0.3), 0.0);
    /// ```
    #[must_use]
    pub fn above(self, roughness_length: f64) -> f64 {
        match self {
            Self::AboveRoughness => deposition_height(roughness_length),
            Self::Ground => 0.0,
        }
    }
}

/// How the deposition of a plume on its way to a receptor is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exposure {
    /// By an integral in many steps, at the height where deposition acts.
    #[default]
    Integrated,
    /// By two Gauss nodes between the source and the receptor, as AERMOD does unless asked for
    /// `ROMBERG`. They do not see where an elevated plume reaches the ground. The plume on the way
    /// is AERMOD's, see [`Self::Romberg`].
    TwoNodes,
    /// By an integral in many steps along the plume that AERMOD takes: one without the spread that
    /// a volume or an area starts with; for a receptor above ground half of what deposits is taken so
    /// much higher; and what rain brings down has not decayed.
    Romberg,
}

impl Exposure {
    /// Whether what is lost on the way follows AERMOD where that is no physics.
    pub(crate) fn by_aermod(self) -> bool {
        matches!(self, Self::TwoNodes | Self::Romberg)
    }
}

impl Losses {
    /// Whether anything is lost.
    #[must_use]
    pub fn depletes(&self) -> bool {
        self.decay > 0.0 || self.scavenging > 0.0 || self.deposition_velocity > 0.0
    }
}

/// Height (m) at which deposition acts on the plume: a metre above the roughness length.
#[must_use]
pub fn deposition_height(roughness_length: f64) -> f64 {
    roughness_length + ABOVE_ROUGHNESS
}

/// Station pressure (kPa); standard where it was not observed.
fn pressure(layer: &BoundaryLayer) -> f64 {
    layer.observed.air.pressure.map_or(100.0, |hpa| hpa / 10.0)
}
