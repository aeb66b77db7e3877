//! Deposition of particles by size class ("method 1"; Pleim et al. 1984).

use super::{aerodynamic_resistance, kinematic_viscosity};
use crate::boundary_layer::{BoundaryLayer, GRAVITY};

/// Mean free path of air molecules (cm).
const FREE_PATH: f64 = 6.5e-6;
/// Dynamic viscosity of air (g/cm/s) and its density (g/cm3).
const DYNAMIC_VISCOSITY: f64 = 1.81e-4;
const AIR_DENSITY: f64 = 1.2e-3;
/// Phoretic effects (m/s).
const PHORETIC: f64 = 1e-4;

/// A size class of particles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Particles {
    /// Mass-mean aerodynamic diameter (um), above 0.
    pub diameter: f64,
    /// Density (g/cm3), above 0.
    pub density: f64,
    /// Whose slip correction their diffusion takes.
    pub slip: Slip,
}

/// Whose slip correction the diffusion of particles takes; settling has their own.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Slip {
    /// Their own.
    #[default]
    Own,
    /// That of particles of another diameter (um, above 0).
    OfDiameter(f64),
}

impl Particles {
    /// Diameter (um) whose slip correction diffusion takes.
    fn diffusing(&self) -> f64 {
        match self.slip {
            Slip::Own => self.diameter,
            Slip::OfDiameter(diameter) => diameter,
        }
    }
}

/// Slip correction of Cunningham (-) of particles of a diameter (um):
/// S = 1 + 2 l / d [1.257 + 0.4 exp(-0.55 d / l)].
fn slip_correction(diameter: f64) -> f64 {
    let diameter = diameter * 1e-4;
    let ratio = 1.257 + 0.4 * (-0.55 * diameter / FREE_PATH).exp();
    1.0 + 2.0 * FREE_PATH * ratio / diameter
}

/// Settling velocity (m/s) by Stokes' law with slip:
/// v_g = (rho - rho_a) g d^2 S / (18 mu).
///
/// ```
/// use pluim_core::deposition::{Particles, Slip, settling_velocity};
/// let dust = Particles { diameter: 10.0, density: 1.0, slip: Slip::Own };
/// assert!((settling_velocity(&dust) - 0.003_06).abs() < 5e-5);
/// ```
#[must_use]
pub fn settling_velocity(particles: &Particles) -> f64 {
    let diameter = particles.diameter * 1e-4;
    let excess = (particles.density - AIR_DENSITY).max(0.0);
    // g in m/s2 against lengths in cm leaves m/s
    let slip = slip_correction(particles.diameter);
    excess * GRAVITY * diameter * diameter * slip / (18.0 * DYNAMIC_VISCOSITY)
}

/// Dry deposition velocity (m/s):
/// v_d = 1 / (R_a + R_b + R_a R_b v_g) + v_g + phoretic effects,
/// R_b = 1 / [(1 + 0.24 w*2/u*2) u* (Sc^(-2/3) + 10^(-3/St))].
#[must_use]
pub fn particle_velocity(particles: &Particles, layer: &BoundaryLayer) -> f64 {
    let settling = settling_velocity(particles);
    let across = aerodynamic_resistance(layer);
    let through = layer_resistance(particles, layer);
    1.0 / (across + through + across * through * settling) + settling + PHORETIC
}

/// Schmidt number (-): viscosity of air over diffusivity of the particles.
pub(super) fn schmidt_number(particles: &Particles, layer: &BoundaryLayer) -> f64 {
    let slip = slip_correction(particles.diffusing());
    let diffusivity = 8.09e-14 * layer.temperature * slip / particles.diameter;
    kinematic_viscosity(layer, layer.temperature) / diffusivity
}

/// Resistance of the deposition layer R_b (s/m).
fn layer_resistance(particles: &Particles, layer: &BoundaryLayer) -> f64 {
    let friction = layer.friction_velocity;
    let viscosity = kinematic_viscosity(layer, layer.temperature);
    let schmidt = schmidt_number(particles, layer);
    let stokes = settling_velocity(particles) / GRAVITY * friction * friction / viscosity;
    let impaction = 10.0_f64.powf(-3.0 / stokes);
    let gusts = layer
        .convection
        .map_or(0.0, |convection| convection.velocity / friction);
    let gustiness = 1.0 + 0.24 * gusts * gusts;
    1.0 / (gustiness * friction * (schmidt.powf(-2.0 / 3.0) + impaction))
}
