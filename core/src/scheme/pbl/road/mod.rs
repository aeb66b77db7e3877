//! The plume of a road (RLINE; Snyder et al. 2013; Venkatram et al. 2013), with the coefficients
//! of AERMOD 24142.

mod lateral_spread;
mod surface_wind;

use std::sync::Arc;

use super::lid::HALF_WIDTH;
use super::local::Local;
use super::meander::meander_fraction;
use super::near_surface::SurfaceGrowth;
use super::section::{Part, Section};
use super::state::State;
use super::vertical::{Gaussian, above_ground, below_lid};
use lateral_spread::lateral_spread;
use surface_wind::SurfaceWind;

/// The nearest distance (m) at which the plume is taken.
const NEAREST: f64 = 1.0;

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
            .max(self.height + HALF_WIDTH * spread.sigma_z);
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
            sigma_y: lateral_spread(&self.state, self.sigma_v, law.at(&self.state, x, wind)),
        }
    }
}

#[cfg(test)]
impl RoadPlume {
    /// Where the plume is followed at `x` (m).
    pub(super) fn followed(&self, x: f64) -> super::flux::Followed {
        let sigma_z = self.spread(x.max(NEAREST)).sigma_z;
        let lid = self.height + HALF_WIDTH * sigma_z;
        super::flux::Followed {
            centres: vec![self.height],
            lids: [self.state.mixing_height.max(lid), 0.0],
            held: 0.0,
        }
    }
}
