//! Plume rise where only the heat of a source is known.
//!
//! OPS manual (RIVM): F_b = g Q / (pi rho_0 c_p T_0) = 8.797 Q, with Q in MW and air at 273.15 K.

use std::f64::consts::PI;

use super::briggs::G;
use crate::source::{Outlet, Stack};

/// Density of air at 273.15 K (kg/m3).
const DENSITY: f64 = 1.293;
/// Specific heat of air at constant pressure (J/kg/K).
const SPECIFIC_HEAT: f64 = 1005.0;
/// Temperature of that air (K).
const REFERENCE: f64 = 273.15;
/// Air for which the buoyancy is exact (K): the annual mean in the Netherlands.
const USUAL_AIR: f64 = 283.15;
/// How much warmer than the air the gas is taken to be (K): so much that the temperature of the
/// air hardly matters.
const EXCESS: f64 = 1000.0;
/// Exit velocity (m/s); it carries no momentum, as the outlet is horizontal.
const VELOCITY: f64 = 1.0;

/// Buoyancy flux (m4/s3) of a source that gives off `heat` (MW).
///
/// ```
/// use pluim_core::plume_rise::heat_content::buoyancy_flux;
/// assert!((buoyancy_flux(1.0) - 8.797).abs() < 0.001);
/// ```
#[must_use]
pub fn buoyancy_flux(heat: f64) -> f64 {
    G * heat.max(0.0) * 1e6 / (PI * DENSITY * SPECIFIC_HEAT * REFERENCE)
}

/// A stack without momentum whose plume is as buoyant as that of a source that gives off `heat`
/// (MW, above 0): exactly in air of 283.15 K, and within 2 % between -10 and 30 degrees Celsius.
#[must_use]
pub fn stack_of_heat(heat: f64) -> Stack {
    let volume = buoyancy_flux(heat) * (USUAL_AIR + EXCESS) / (G * EXCESS);
    Stack {
        diameter: 2.0 * (volume / VELOCITY).sqrt(),
        velocity: VELOCITY,
        temperature: -EXCESS,
        outlet: Outlet::Horizontal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plume_rise::briggs;
    use approx::assert_relative_eq;

    #[test]
    fn the_stack_is_as_buoyant_as_the_heat() {
        for heat in [0.01, 1.0, 30.0] {
            let stack = stack_of_heat(heat);
            let flux = |air: f64| briggs::buoyancy_flux(&stack, air) / buoyancy_flux(heat);
            assert_relative_eq!(flux(USUAL_AIR), 1.0, max_relative = 1e-12);
            for air in [263.15, 303.15] {
                assert_relative_eq!(flux(air), 1.0, max_relative = 0.02);
            }
        }
    }
}
