//! Vertical growth of plumes near the ground (Venkatram, Snyder, Heist, Perry, Petersen and Isakov
//! 2013: Re-formulation of plume spread for near-surface dispersion, Atmos. Environ. 77, 846-855).
//!
//! The spread follows from the eddy diffusivity of the surface layer and the wind at the plume's
//! own mean height, instead of a fixed layer of 5 m. Roads (RLINE) always use it. For every other
//! source it is an option, [`NearSurface::Venkatram2013`]: it was derived from the Prairie Grass
//! and Idaho Falls experiments and mends the surface plumes of convective air, which the original
//! formulation lifts off the ground too soon.

use std::f64::consts::{FRAC_2_PI, SQRT_2};

use libm::erf;

use super::spread::combined;
use super::state::State;

/// How plumes near the ground spread vertically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NearSurface {
    /// As EPA-454/R-03-004 has it.
    #[default]
    Original,
    /// By Venkatram et al. (2013), for plumes in the lowest 5 m, where EPA-454/R-03-004 takes the
    /// air of a fixed layer. Its weight is 1 at the ground and falls linearly to nothing at the top
    /// of the surface layer, the lowest tenth of the mixed layer, and between 5 and 10 m. The night of
    /// a city stays as it is.
    Venkatram2013,
}

/// Plumes up to this height (m) are near the surface, those from the other on are not: pluim's own
/// passage from the paper's law to the report's.
const NEAR: (f64, f64) = (5.0, 10.0);
/// The surface layer as a part of the mixed layer.
const SURFACE_LAYER: f64 = 0.1;

impl NearSurface {
    /// Weight (-) of the law near the surface for a plume at `height` (m), of which the centre of
    /// mass is at `part` (-) of the mixing height.
    pub(super) fn weight(self, height: f64, part: f64) -> f64 {
        let (full, none) = NEAR;
        match self {
            Self::Original => 0.0,
            Self::Venkatram2013 => {
                let low = ((none - height) / (none - full)).clamp(0.0, 1.0);
                low * (1.0 - part / SURFACE_LAYER).max(0.0)
            }
        }
    }
}

/// Coefficients of the growth (-).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SurfaceGrowth {
    /// a.
    neutral: f64,
    /// b_s.
    stable: f64,
    /// b_u.
    unstable: f64,
}

/// Steps of the search for wind and spread, and the change at which it ends (AERMOD 24142:
/// `EFFECTIVE_WIND`).
const STEPS: u32 = 19;
const SETTLED: f64 = 0.01;

impl SurfaceGrowth {
    /// Venkatram et al. (2013), equations (16) and (17).
    pub(super) const VENKATRAM_2013: Self = Self {
        neutral: 0.57,
        stable: 3.0,
        unstable: 1.5,
    };
    /// As refitted for RLINE in AERMOD 23132 and 24142.
    pub(super) const RLINE: Self = Self {
        neutral: 0.70,
        stable: 1.5,
        unstable: 1.0,
    };

    /// sigma_z (m) at `x` (m) in a wind (m/s): a u*x/u (1 + b_s u*/u (x/L)^(2/3))^-1 in stable and
    /// a u*x/u (1 + b_u u*x/(u|L|)) in unstable air.
    pub(super) fn at(&self, state: &State, x: f64, wind: f64) -> f64 {
        let ratio = state.friction_velocity / wind;
        let distance = x / state.monin_obukhov_length.abs();
        let neutral = self.neutral * ratio * x;
        if state.stable {
            neutral / (1.0 + self.stable * ratio * distance.powf(2.0 / 3.0))
        } else {
            neutral * (1.0 + self.unstable * ratio * distance)
        }
    }

    /// Wind (m/s) at the mean height of the plume at `x` (m), and its spread (m) there with
    /// `extra` (m) of other origin, for a release at `h` (m) in a wind of height: the two are
    /// found by iteration, since each follows from the other.
    pub(super) fn settle(
        &self,
        state: &State,
        wind_at: impl Fn(f64) -> f64,
        (h, extra): (f64, f64),
        x: f64,
    ) -> (f64, f64) {
        let spread = |wind| combined([self.at(state, x, wind), extra]);
        let mut wind = wind_at(h);
        let mut sigma_z = spread(wind);
        for _ in 0..STEPS {
            wind = wind_at(mean_height(h, sigma_z).max(h));
            let next = spread(wind);
            let change = ((next - sigma_z) / sigma_z).abs();
            sigma_z = next;
            if change <= SETTLED {
                break;
            }
        }
        (wind, sigma_z)
    }
}

/// Mean height (m) of a plume of spread `sigma_z` (m) released at `h` (m):
/// sqrt(2/pi) sigma_z exp(-h^2/(2 sigma_z^2)) + h erf(h/(sqrt(2) sigma_z)).
fn mean_height(h: f64, sigma_z: f64) -> f64 {
    let ratio = h / (SQRT_2 * sigma_z);
    FRAC_2_PI.sqrt() * sigma_z * (-ratio * ratio).exp() + h * erf(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_acts_on_plumes_near_the_surface_alone() {
        let weight = |height, part| NearSurface::Venkatram2013.weight(height, part);
        assert_eq!(weight(1.0, 0.0), 1.0);
        assert_eq!(weight(5.0, 0.05), 0.5);
        assert_eq!([weight(20.0, 0.02), weight(2.0, 0.2)], [0.0, 0.0]);
        assert_eq!(NearSurface::Original.weight(1.0, 0.0), 0.0);
    }

    #[test]
    fn mean_height_goes_from_the_release_to_that_of_a_surface_plume() {
        assert!((mean_height(2.0, 0.01) - 2.0).abs() < 1e-12);
        let surface = FRAC_2_PI.sqrt() * 50.0;
        assert!((mean_height(0.1, 50.0) / surface - 1.0).abs() < 1e-4);
    }
}
