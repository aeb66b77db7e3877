//! Scavenging by rain (Wesely, Doskey and Shannon 2002, with changes by Walcek).

use super::TwoModes;
use crate::boundary_layer::BoundaryLayer;

/// Gas constant (Pa m3/mol/K) and density of water (g/m3).
const GAS_CONSTANT: f64 = 8.3145;
const WATER: f64 = 1e6;
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

/// Rate (1/s) at which rain removes particles of a fine and a coarse mode.
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
