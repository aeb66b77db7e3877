//! Buoyancy and momentum flux of a stack (Briggs 1975; EPA-454/R-03-004, section 5.2).

use crate::boundary_layer::GRAVITY;
use crate::source::{Outlet, Stack};

/// Exit velocity (m/s) that stands for no vertical momentum.
const NO_MOMENTUM: f64 = 0.001;
/// The least flux (m4/s3, m4/s2), as in AERMOD: a jet without buoyancy then ends its rise at once in
/// stable air, where the report has a distance of its own for it (equation 45).
const LEAST_FLUX: f64 = 1e-10;

/// The fluxes that drive the rise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Exhaust {
    /// Equation (57): buoyancy flux F_b = g v d^2 / 4 (T_s - T_a) / T_s (m4/s3).
    pub(in super::super) buoyancy: f64,
    /// Momentum flux F_m = v^2 d^2 / 4 T_a / T_s (m4/s2).
    pub(in super::super) momentum: f64,
}

impl Exhaust {
    /// For a stack in air of `ambient` temperature (K).
    pub(in super::super) fn new(stack: &Stack, ambient: f64) -> Self {
        let exit = exit_temperature(stack.temperature, ambient);
        let volume = 0.25 * stack.velocity * stack.diameter.powi(2);
        let buoyancy = GRAVITY * volume * (exit - ambient) / exit;
        let momentum = volume * momentum_velocity(stack) * ambient / exit;
        Self {
            buoyancy: buoyancy.max(LEAST_FLUX),
            momentum: momentum.max(LEAST_FLUX),
        }
    }
}

/// Temperature of the gas (K), not below that of the air; 0 or less stands for so much warmer than
/// the air.
fn exit_temperature(temperature: f64, ambient: f64) -> f64 {
    if temperature <= 0.0 {
        ambient + temperature.abs()
    } else {
        temperature.max(ambient)
    }
}

/// The velocity (m/s) that carries momentum upward. A cap or a bend leaves next to none: the
/// same volume leaves through a wide opening.
pub(super) fn momentum_velocity(stack: &Stack) -> f64 {
    match stack.outlet {
        Outlet::Vertical => stack.velocity,
        Outlet::Capped | Outlet::Horizontal => NO_MOMENTUM,
    }
}
