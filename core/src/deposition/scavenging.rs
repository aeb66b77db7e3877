//! Scavenging by rain (Wesely, Doskey and Shannon 2002, with changes by Walcek).

use super::particles::schmidt_number;
use super::{Particles, TwoModes, kinematic_viscosity, settling_velocity};
use crate::boundary_layer::{BoundaryLayer, GRAVITY};

/// Gas constant (Pa m3/mol/K) and density of water (g/m3).
const GAS_CONSTANT: f64 = 8.3145;
const WATER: f64 = 1e6;
/// Ratio of the viscosities of air and water (-).
const VISCOSITY_RATIO: f64 = 1.81e-2;
/// Seconds an hour times millimetres a metre.
const MM_PER_HOUR: f64 = 3.6e6;

/// Rain falling through a plume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rain {
    /// Rate (mm/h), 0 or more.
    pub rate: f64,
    /// Depth (m) through which it falls: to the top of the plume or of the mixed layer.
    pub depth: f64,
}

impl Rain {
    /// Fall speed of its drops (m/s).
    fn fall_speed(&self) -> f64 {
        3.75 * self.rate.powf(0.111)
    }

    /// Radius of its drops (cm).
    fn radius(&self) -> f64 {
        self.rate.powf(0.232) / 18.11
    }

    /// Its liquid water content (g/m3).
    fn liquid_water(&self) -> f64 {
        self.rate.powf(0.889) / 13.28
    }
}

/// Rate (1/s) at which rain brings down particles of a fine and a coarse mode.
///
/// ```
/// use pluim_core::deposition::{Rain, TwoModes, two_mode_scavenging};
/// let chromium = TwoModes { fine: 0.55, diameter: 1.2 };
/// let rain = Rain { rate: 2.0, depth: 1000.0 };
/// assert!((two_mode_scavenging(&chromium, &rain) - 1.867e-4).abs() < 1e-7);
/// ```
#[must_use]
pub fn two_mode_scavenging(particles: &TwoModes, rain: &Rain) -> f64 {
    let washout = 1e5 * (particles.diameter * particles.fine + 6.0 * (1.0 - particles.fine));
    washout * rain.rate / (MM_PER_HOUR * rain.depth)
}

/// Rate (1/s) at which a plume loses particles of a fine and a coarse mode: that at which rain brings
/// them down, as far as its drops can collect them (AERMOD 24142: `SCAVRAT`, which holds the loss to
/// this and not what comes down).
///
/// ```
/// use pluim_core::deposition::{Rain, TwoModes, two_mode_loss, two_mode_scavenging};
/// let coarse = TwoModes { fine: 0.0, diameter: 1.0 };
/// let rain = Rain { rate: 2.0, depth: 100.0 };
/// assert!(two_mode_loss(&coarse, &rain) < two_mode_scavenging(&coarse, &rain));
/// let rain = Rain { rate: 2.0, depth: 1000.0 };
/// assert_eq!(two_mode_loss(&coarse, &rain), two_mode_scavenging(&coarse, &rain));
/// ```
#[must_use]
pub fn two_mode_loss(particles: &TwoModes, rain: &Rain) -> f64 {
    if rain.rate <= 0.0 {
        return 0.0;
    }
    two_mode_scavenging(particles, rain).min(swept(rain))
}

/// Rate (1/s) at which the drops of rain (above 0) sweep through air: 3 p / (4 r) of drops of radius r
/// that fall at rate p.
fn swept(rain: &Rain) -> f64 {
    let metres = rain.radius() * 0.01;
    1.5 * rain.rate / MM_PER_HOUR / (2.0 * metres)
}

/// Rate (1/s) at which rain removes particles of a size class: 3 E p / (4 r) of drops of radius r
/// that fall at rate p and collect the share E of the particles in their way.
#[must_use]
pub fn particle_scavenging(particles: &Particles, layer: &BoundaryLayer, rain: &Rain) -> f64 {
    if rain.rate <= 0.0 {
        return 0.0;
    }
    collection(particles, layer, rain) * swept(rain)
}

/// Share (-) of the particles in the way of a drop that it collects (Slinn 1984; Seinfeld and Pandis
/// 1998, equation 20.53): by diffusion, interception and impaction.
fn collection(particles: &Particles, layer: &BoundaryLayer, rain: &Rain) -> f64 {
    let (radius, fall) = (rain.radius() * 0.01, rain.fall_speed());
    let reynolds = radius * fall / kinematic_viscosity(layer, layer.temperature);
    let schmidt = schmidt_number(particles, layer);
    let root = reynolds.sqrt();
    let diffusion = 4.0 / (reynolds * schmidt)
        * (1.0 + 0.4 * root * schmidt.cbrt() + 0.16 * (reynolds * schmidt).sqrt());
    let ratio = particles.diameter * 1e-6 / (2.0 * radius);
    let interception = 4.0 * ratio * (VISCOSITY_RATIO + ratio * (1.0 + 2.0 * root));
    let settling = settling_velocity(particles);
    let stokes = settling / GRAVITY * (fall - settling) / radius;
    let logarithm = (1.0 + reynolds).ln();
    let critical = ((1.2 + logarithm / 12.0) / (1.0 + logarithm)).min(stokes);
    let excess = stokes - critical;
    let impaction = (excess / (excess + 2.0 / 3.0)).powf(1.5) / particles.density.sqrt();
    (diffusion + interception + impaction).min(1.0)
}

/// A gas that dissolves in rain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolubleGas {
    /// Diffusivity in air (m2/s).
    pub diffusivity: f64,
    /// Diffusivity in water (m2/s).
    pub diffusivity_in_water: f64,
    /// Henry's law constant (Pa m3/mol).
    pub henry: f64,
}

/// Rate (1/s) at which rain removes a gas: as far as its drops saturate on their way.
#[must_use]
pub fn gas_scavenging(gas: &SolubleGas, layer: &BoundaryLayer, rain: &Rain) -> f64 {
    if rain.rate <= 0.0 {
        return 0.0;
    }
    let warm = GAS_CONSTANT * layer.temperature;
    let dissolved = 1.0 + rain.liquid_water() * warm / (gas.henry * WATER);
    let residence = rain.depth / rain.fall_speed();
    let saturation = (residence / absorption_time(gas, warm, rain) * dissolved).min(1.0);
    saturation * warm * rain.rate / (3600.0 * rain.depth * gas.henry * 1e3 * dissolved)
}

/// Time (s) a drop takes to saturate: through the air around it, its surface and its water.
fn absorption_time(gas: &SolubleGas, warm: f64, rain: &Rain) -> f64 {
    let radius = rain.radius();
    let ventilation = 80.0 * radius + 1.0;
    let circulation = match radius {
        r if r < 0.01 => 1.0,
        r if r <= 0.05 => 2.6,
        _ => 20.0,
    };
    let cm2 = 1e4;
    let air = radius * radius * warm / (gas.henry * 3.0 * gas.diffusivity * cm2 * ventilation);
    let surface = 4.0 * radius * warm / (gas.henry * 3.0 * 50_000.0 * 0.01);
    let water = radius * radius * 0.17 / (3.0 * gas.diffusivity_in_water * cm2 * circulation);
    air + surface + water
}
