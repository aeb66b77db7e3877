//! Stack-tip downwash (Briggs 1974): a slow exhaust is drawn into the wake of its own stack.

use super::fluxes::momentum_velocity;
use crate::source::{Outlet, Stack};

/// Height (m) at which the plume starts: `h - 2 d (1.5 - v/u)` where the exit velocity is below
/// 1.5 times the wind speed `wind` (m/s) at the top of the stack of height `h` (m).
///
/// Under a cap the velocity counts as next to none; a horizontal outlet has no downwash.
pub(in super::super) fn tip_height(stack: &Stack, h: f64, wind: f64) -> f64 {
    let velocity = momentum_velocity(stack);
    if stack.outlet == Outlet::Horizontal || velocity >= 1.5 * wind {
        return h;
    }
    (h - 2.0 * stack.diameter * (1.5 - velocity / wind)).max(0.0)
}
