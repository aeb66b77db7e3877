//! Transport of a substance through air to the surface.

use super::{deposition_height, pressure};
use crate::boundary_layer::{BoundaryLayer, VON_KARMAN};

/// Reference temperature (K), pressure (kPa) and viscosity (m2/s) of air.
const TEMPERATURE: f64 = 273.16;
const PRESSURE: f64 = 101.3;
const VISCOSITY: f64 = 0.1505e-4;

/// Kinematic viscosity of air (m2/s) at `temperature` (K) and the pressure of `layer`.
#[must_use]
pub fn kinematic_viscosity(layer: &BoundaryLayer, temperature: f64) -> f64 {
    let pressure = pressure(layer);
    let warm = (temperature / TEMPERATURE).powf(1.772);
    VISCOSITY * warm * (pressure / PRESSURE) * (1.0 + 0.0132 * (pressure - PRESSURE))
}

/// Aerodynamic resistance R_a (s/m) between the surface and the height at which deposition acts
/// (Byun and Dennis 1995):
///
/// stable: [ln(z/z0) + 5 z/L] / (k u*); unstable: ln[(s - 1)(s0 + 1) / ((s + 1)(s0 - 1))] / (k u*),
/// with s = sqrt(1 - 16 z/L) and s0 the same at z0.
#[must_use]
pub fn aerodynamic_resistance(layer: &BoundaryLayer) -> f64 {
    let z0 = layer.roughness_length;
    let z = deposition_height(z0);
    let length = layer.monin_obukhov_length;
    let conductance = VON_KARMAN * layer.friction_velocity;
    if length >= 0.0 {
        return ((z / z0).ln() + 5.0 * z / length) / conductance;
    }
    let root = |z: f64| (1.0 - 16.0 * z / length).sqrt();
    let (above, below) = (root(z), root(z0));
    (((above - 1.0) * (below + 1.0)) / ((above + 1.0) * (below - 1.0))).ln() / conductance
}
