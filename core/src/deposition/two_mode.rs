//! Deposition of particles of which little is known ("method 2"; Wesely et al. 2002): a fine and a
//! coarse mode.

use super::aerodynamic_resistance;
use crate::boundary_layer::BoundaryLayer;

/// Settling velocity (m/s) of the coarse mode.
const COARSE_SETTLING: f64 = 0.002;

/// What is known of the particles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoModes {
    /// Share of the mass in particles below 2.5 um (-), from 0 to 1.
    pub fine: f64,
    /// Mass-mean diameter (um).
    pub diameter: f64,
}

/// Dry deposition velocity (m/s): fine 1/(R_a + R_p), coarse
/// 0.002 + 1/(R_a + R_p + 0.002 R_a R_p), R_p = 500/u* in stable and 500/[u*(1 - 300/L)] in
/// unstable air.
#[must_use]
pub fn two_mode_velocity(particles: &TwoModes, layer: &BoundaryLayer) -> f64 {
    let across = aerodynamic_resistance(layer);
    let through = surface_resistance(layer);
    let fine = 1.0 / (across + through);
    let both = across + through + COARSE_SETTLING * across * through;
    let coarse = COARSE_SETTLING + 1.0 / both;
    particles.fine * fine + (1.0 - particles.fine) * coarse
}

fn surface_resistance(layer: &BoundaryLayer) -> f64 {
    let neutral = 500.0 / layer.friction_velocity;
    if layer.is_stable() {
        neutral
    } else {
        neutral / (1.0 - 300.0 / layer.monin_obukhov_length)
    }
}
