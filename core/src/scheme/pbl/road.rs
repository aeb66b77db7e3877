//! The plume of a road (RLINE; Snyder et al. 2013; Venkatram et al. 2013), with the coefficients
//! of AERMOD 24142.

use std::sync::Arc;

use super::local::Local;
use super::meander::meander_fraction;
use super::near_surface::SurfaceGrowth;
use super::section::{Part, Section};
use super::state::State;
use super::vertical::{Gaussian, above_ground, below_lid};
use crate::boundary_layer::VON_KARMAN;
use crate::boundary_layer::similarity::psi_m;

/// Displacement height in roughness lengths.
const DISPLACEMENT: f64 = 5.0;
/// The height (m) to which the wind follows similarity at least, and into how many steps, even in
/// their logarithm, that height is divided.
const LEAST_TOP: f64 = 500.0;
const STEPS: f64 = 99.0;
/// The least wind in friction velocities (Bentham and Britter 2003).
const LEAST_WIND: f64 = 4.47;
/// The nearest distance (m) at which the plume is taken.
const NEAREST: f64 = 1.0;
/// Coefficients of sigma_y in AERMOD 24142: of (sigma_v/u*) sigma_z, and of sigma_z/|L| in stable and
/// in unstable air. The paper and R-LINE 1.2 have 1.6, 2.5 and 1.0.
const LATERAL: f64 = 1.4;
const STABLE_LATERAL: f64 = 1.5;
const UNSTABLE_LATERAL: f64 = 2.5;

/// A near-surface plume in the surface layer.
#[derive(Debug, Clone)]
pub(super) struct RoadPlume {
    state: Arc<State>,
    wind: SurfaceWind,
    /// Lateral turbulence (m/s).
    sigma_v: f64,
    /// Height of release (m) and initial vertical spread (m).
    height: f64,
    sigma_z0: f64,
    /// Height of the receptor (m).
    z: f64,
}

/// What a road's plume is at one distance.
#[derive(Debug, Clone, Copy)]
struct Spread {
    /// Wind speed at the mean height (m/s).
    wind: f64,
    /// Vertical and lateral spread (m).
    sigma_z: f64,
    sigma_y: f64,
}

impl RoadPlume {
    pub(super) fn new(state: &Arc<State>, height: f64, sigma_z0: f64, z: f64) -> Self {
        let reference = state.layer.wind;
        let sigma_v = state.profiles.sigma_v.at(reference.height);
        let sigma_v = sigma_v.max(state.low_wind.least_sigma_v);
        Self {
            state: Arc::clone(state),
            wind: SurfaceWind::new(state, sigma_v),
            sigma_v,
            height,
            sigma_z0,
            z,
        }
    }

    /// The plume at `x` (m), without the road's width.
    pub(super) fn section(&self, x: f64) -> Section {
        self.section_of(&self.spread(x.max(NEAREST)))
    }

    /// [`Self::section`] and [`Self::random`] at one distance.
    pub(super) fn both(&self, x: f64) -> (Section, (f64, f64)) {
        let spread = self.spread(x.max(NEAREST));
        (self.section_of(&spread), self.random_of(&spread))
    }

    fn section_of(&self, spread: &Spread) -> Section {
        let plume = self.vertical(spread);
        let lid = self
            .state
            .mixing_height
            .max(self.height + super::lid::HALF_WIDTH * spread.sigma_z);
        let density = if self.z > lid {
            0.0
        } else {
            below_lid(&plume, self.z, lid)
        };
        let local = self.local(spread);
        Section {
            main: Part {
                integral: density / spread.wind,
                sigma_y: spread.sigma_y,
                local,
            },
            penetrated: Part::empty(local),
            fraction: 0.0,
        }
    }

    fn local(&self, spread: &Spread) -> Local {
        Local {
            wind: spread.wind,
            sigma_v: self.sigma_v,
            sigma_w: 0.0,
            gradient: 0.0,
        }
    }

    /// Fraction of the plume (-) that meanders at `r` (m), 2 sigma_v^2 / u^2, and its crosswind
    /// integral (s/m2). RLINE lets the mean wind keep its direction, and has no lid above what
    /// meanders.
    pub(super) fn random(&self, r: f64) -> (f64, f64) {
        self.random_of(&self.spread(r.max(NEAREST)))
    }

    fn random_of(&self, spread: &Spread) -> (f64, f64) {
        let fraction = meander_fraction(&self.local(spread), 0.0, &self.state.low_wind);
        let density = above_ground(&self.vertical(spread), self.z);
        (fraction, density / spread.wind)
    }

    fn vertical(&self, spread: &Spread) -> Gaussian {
        Gaussian {
            height: self.height,
            sigma: spread.sigma_z,
        }
    }

    /// Spread at `x` (m) in the wind at the mean height of the plume: the form of equations (16) and
    /// (17) of Venkatram et al. (2013), with the coefficients of RLINE.
    fn spread(&self, x: f64) -> Spread {
        let start = (self.height, self.sigma_z0);
        let law = SurfaceGrowth::RLINE;
        let (wind, sigma_z) = law.settle(&self.state, |z| self.wind.at(z), start, x);
        Spread {
            wind,
            sigma_z,
            sigma_y: self.sigma_y(law.at(&self.state, x, wind)),
        }
    }

    /// Lateral spread (m) for a vertical growth (m) (Venkatram et al. 2013, after Eckman 1994): 1.4 sigma_v/u* sigma_z (1 + 1.5 sigma_z/L)
    /// in stable and 1.4 sigma_v/u* sigma_z (1 + 2.5 sigma_z/|L|)^(-1/2) in unstable air.
    fn sigma_y(&self, growth: f64) -> f64 {
        let neutral = LATERAL * self.sigma_v / self.state.friction_velocity * growth;
        let height = growth / self.state.monin_obukhov_length.abs();
        if self.state.stable {
            neutral * (1.0 + STABLE_LATERAL * height)
        } else {
            neutral / (1.0 + UNSTABLE_LATERAL * height).sqrt()
        }
    }
}

#[cfg(test)]
impl RoadPlume {
    /// Where the plume is followed at `x` (m).
    pub(super) fn followed(&self, x: f64) -> super::flux::Followed {
        let sigma_z = self.spread(x.max(NEAREST)).sigma_z;
        let lid = self.height + super::lid::HALF_WIDTH * sigma_z;
        super::flux::Followed {
            centres: vec![self.height],
            lids: [self.state.mixing_height.max(lid), 0.0],
            held: 0.0,
        }
    }
}

/// Similarity wind above a displaced surface, scaled to the observed wind.
///
/// Above the mixing height and 500 m it goes on along its slope over the last step of AERMOD's table.
#[derive(Debug, Clone, Copy)]
struct SurfaceWind {
    /// Friction velocity (m/s).
    friction_velocity: f64,
    /// Roughness length (m).
    roughness_length: f64,
    /// Monin-Obukhov length (m) with the sign of the stability.
    length: f64,
    /// Where similarity ends (m), and the slope from there on (1/s).
    top: f64,
    slope: f64,
    /// The least wind (m/s).
    least: f64,
    /// The observed wind over that of similarity (-).
    scale: f64,
}

impl SurfaceWind {
    fn new(state: &State, sigma_v: f64) -> Self {
        let magnitude = state.monin_obukhov_length.abs();
        let least = (LEAST_WIND * state.friction_velocity)
            .max(std::f64::consts::SQRT_2 * sigma_v)
            .max(state.low_wind.least_wind);
        let unscaled = Self {
            friction_velocity: state.friction_velocity,
            roughness_length: state.roughness_length,
            length: if state.stable { magnitude } else { -magnitude },
            top: state.mixing_height.max(LEAST_TOP),
            slope: 0.0,
            least,
            scale: 1.0,
        };
        let unscaled = Self {
            slope: unscaled.slope_at_top(),
            ..unscaled
        };
        let reference = state.layer.wind;
        Self {
            scale: reference.speed / unscaled.at(reference.height),
            ..unscaled
        }
    }

    /// Wind speed (m/s) at `z` (m).
    fn at(&self, z: f64) -> f64 {
        (self.similarity(z).max(self.least) * self.scale).max(self.least)
    }

    fn similarity(&self, z: f64) -> f64 {
        match z > self.top {
            true => self.logarithmic(self.top) + self.slope * (z - self.top),
            false => self.logarithmic(z),
        }
    }

    fn slope_at_top(&self) -> f64 {
        let lowest = (1.0 + DISPLACEMENT) * self.roughness_length;
        let step = (self.top / lowest).ln() / STEPS;
        let below = self.top * (-step).exp();
        (self.logarithmic(self.top) - self.logarithmic(below)) / (self.top - below)
    }

    fn logarithmic(&self, z: f64) -> f64 {
        let z0 = self.roughness_length;
        let height = (z - DISPLACEMENT * z0).max(z0);
        let psi = psi_m(height, self.length);
        let psi_0 = psi_m(z0, self.length);
        self.friction_velocity / VON_KARMAN * ((height / z0).ln() - psi + psi_0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wind_goes_on_along_a_straight_line_above_the_mixing_height() {
        let plain = SurfaceWind {
            friction_velocity: 0.4,
            roughness_length: 0.2,
            length: -30.0,
            top: 800.0,
            slope: 0.0,
            least: 0.1,
            scale: 1.0,
        };
        let wind = SurfaceWind {
            slope: plain.slope_at_top(),
            ..plain
        };
        let at = |z: f64| wind.at(z);
        let (top, above, aloft) = (at(800.0), at(900.0), at(1800.0));
        assert!((at(800.001) - top).abs() < 1e-6);
        assert!(((aloft - top) / (above - top) - 10.0).abs() < 1e-6);
        assert!(aloft > wind.logarithmic(1800.0).max(0.0) + 0.05, "{aloft}");
    }
}
