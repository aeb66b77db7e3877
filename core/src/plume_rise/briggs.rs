//! Final plume rise after Briggs (1969, 1975), as used in the Dutch national models.

use crate::source::{Outlet, Stack};

/// Gravity (m/s2).
pub(super) const G: f64 = 9.81;
/// Potential temperature gradient taken for stable air (K/m).
pub const STABLE_GRADIENT: f64 = 0.006;
/// Exit velocity left under a cap or from a horizontal outlet (m/s).
const HINDERED_VELOCITY: f64 = 0.1;

/// The air a plume rises through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ambient {
    /// Wind speed at the plume (m/s), above 0.
    pub wind: f64,
    /// Air temperature (K).
    pub temperature: f64,
    /// Whether the air is stable: 0 < L < 50 m.
    pub stable: bool,
}

/// Buoyancy flux F_b = g v D^2 / 4 (T_s - T_a) / T_s (m4/s3), Briggs (1969), not below 0.
///
/// ```
/// use pluim_core::plume_rise::briggs::buoyancy_flux;
/// use pluim_core::source::{Outlet, Stack};
/// let stack = Stack { diameter: 2.0, velocity: 10.0, temperature: 400.0, outlet: Outlet::Vertical };
/// let flux = buoyancy_flux(&stack, 285.0);
/// assert!((flux - 9.81 * 10.0 * 1.0 * 115.0 / 400.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn buoyancy_flux(stack: &Stack, ambient_temperature: f64) -> f64 {
    let exit = exit_temperature(stack, ambient_temperature);
    let volume = stack.velocity * stack.diameter * stack.diameter / 4.0;
    (G * volume * (exit - ambient_temperature) / exit).max(0.0)
}

fn exit_temperature(stack: &Stack, ambient: f64) -> f64 {
    if stack.temperature > 0.0 {
        stack.temperature
    } else {
        ambient - stack.temperature
    }
}

/// Final rise (m): the larger of the thermal and the momentum rise.
#[must_use]
pub fn final_rise(stack: &Stack, air: &Ambient) -> f64 {
    let flux = buoyancy_flux(stack, air.temperature);
    thermal_rise(flux, air).max(momentum_rise(stack, air))
}

/// Thermal rise (m). Unstable and neutral: 21.3 F^(3/4) / u below F = 55 m4/s3, 38.8 F^(3/5) / u
/// above; stable: 2.6 (F / (s u))^(1/3) with s = (g / T) d theta / dz.
#[must_use]
pub fn thermal_rise(flux: f64, air: &Ambient) -> f64 {
    if air.stable {
        let stability = G / air.temperature * STABLE_GRADIENT;
        2.6 * (flux / (stability * air.wind)).cbrt()
    } else if flux < 55.0 {
        21.3 * flux.powf(0.75) / air.wind
    } else {
        38.8 * flux.powf(0.6) / air.wind
    }
}

/// Momentum rise (m): 3 D v / u; stable air limits it to
/// 0.646 (v^2 D^2 / (T_s u))^(1/3) T_a^(1/2) (d theta / dz)^(-1/6).
#[must_use]
pub fn momentum_rise(stack: &Stack, air: &Ambient) -> f64 {
    let velocity = match stack.outlet {
        Outlet::Vertical => stack.velocity,
        Outlet::Capped | Outlet::Horizontal => stack.velocity.min(HINDERED_VELOCITY),
    };
    let neutral = 3.0 * stack.diameter * velocity / air.wind;
    if !air.stable {
        return neutral;
    }
    let exit = exit_temperature(stack, air.temperature);
    let momentum = (velocity * stack.diameter).powi(2) / (exit * air.wind);
    let limit = 0.646 * momentum.cbrt() * air.temperature.sqrt() * STABLE_GRADIENT.powf(-1.0 / 6.0);
    neutral.min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    const PER_MEGAWATT: f64 = 8.79738;

    #[test]
    fn thermal_rise_follows_the_worked_examples() {
        let neutral = Ambient {
            wind: 5.0,
            temperature: 285.0,
            stable: false,
        };
        let stable = Ambient {
            stable: true,
            ..neutral
        };
        for (power, free, limited) in [
            (0.1, 3.870, 24.59),
            (1.0, 21.761, 52.94),
            (10.0, 113.887, 113.97),
        ] {
            let flux = power * PER_MEGAWATT;
            assert_relative_eq!(thermal_rise(flux, &neutral), free, max_relative = 1e-3);
            // the examples round the exponent 1/3 to 0.333, which lowers the largest by 0.4 %
            let rounded =
                thermal_rise(flux, &stable) * (flux / (5.0 * 2.0653e-4)).powf(-1.0 / 3000.0);
            assert_relative_eq!(rounded, limited, max_relative = 1e-3);
        }
    }

    #[test]
    fn momentum_rise_follows_the_worked_example() {
        let stack = Stack {
            diameter: 1.0,
            velocity: 10.0,
            temperature: 330.0,
            outlet: Outlet::Vertical,
        };
        let air = Ambient {
            wind: 5.0,
            temperature: 285.0,
            stable: true,
        };
        assert_relative_eq!(momentum_rise(&stack, &air), 6.0);
        let capped = Stack {
            outlet: Outlet::Capped,
            ..stack
        };
        assert!(momentum_rise(&capped, &air) < 0.1);
    }
}
