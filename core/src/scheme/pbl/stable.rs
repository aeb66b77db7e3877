//! The plume in stable air, and of releases above the mixed layer (EPA-454/R-03-004, section
//! 5.2.3).

use std::sync::Arc;

use super::lid::{ambient, reflecting_height, weighted};
use super::local::Local;
use super::origin::Origin;
use super::rise::StableRise;
use super::section::{Part, Section, effective_layer};
use super::spread::{Stratified, buoyancy_induced, lateral_stable};
use super::state::State;
use super::vertical::{Gaussian, below_lid};

/// A Gaussian plume below an effective reflecting surface.
#[derive(Debug)]
pub(super) struct StablePlume {
    state: Arc<State>,
    origin: Origin,
    rise: Option<StableRise>,
    /// Height of the receptor (m).
    z: f64,
}

impl StablePlume {
    pub(super) fn new(state: &Arc<State>, origin: Origin, z: f64) -> Self {
        let rise = origin
            .exhaust
            .map(|exhaust| StableRise::new(state, exhaust, origin.height, origin.tip));
        Self {
            state: Arc::clone(state),
            origin,
            rise,
            z,
        }
    }

    /// Final rise (m).
    pub(super) fn final_rise(&self) -> f64 {
        self.rise.as_ref().map_or(0.0, StableRise::final_rise)
    }

    /// The plume at `x` (m).
    pub(super) fn section(&self, x: f64) -> Section {
        let rise = self.rise.as_ref().map_or(0.0, |rise| rise.at(x));
        let h = (self.origin.tip + rise).max(0.0);
        let local = self.effective(h, rise, x);
        let plume = Gaussian {
            height: h,
            sigma: self.sigma_z(&local, h, rise, x),
        };
        let induced = buoyancy_induced(rise).hypot(self.origin.sigma_z0);
        let lid = reflecting_height(&self.state, (h, h.max(self.origin.height)), x, induced);
        let density = below_lid(&plume, self.z, lid);
        Section {
            main: Part {
                integral: density / local.wind,
                sigma_y: self.sigma_y(&local, h, rise, x),
                local,
            },
            penetrated: Part::empty(local),
            fraction: 0.0,
        }
    }

    /// Wind and turbulence between plume and receptor.
    fn effective(&self, h: f64, rise: f64, x: f64) -> Local {
        let first = self.state.at(h);
        let sigma_z = self.sigma_z(&first, h, rise, x);
        let layer = effective_layer(h, sigma_z, self.z, self.state.mixing_height);
        self.state.over(layer)
    }

    fn sigma_z(&self, local: &Local, h: f64, rise: f64, x: f64) -> f64 {
        let heights = (h, h.max(self.origin.height));
        let spread = if self.state.urban {
            weighted(&self.state, local, heights, x, Stratified::No)
        } else {
            ambient(&self.state, local, heights, x)
        };
        spread
            .hypot(buoyancy_induced(rise))
            .hypot(self.origin.sigma_z0)
    }

    fn sigma_y(&self, local: &Local, h: f64, rise: f64, x: f64) -> f64 {
        lateral_stable(local, x, h, self.state.mechanical_mixing_height)
            .hypot(buoyancy_induced(rise))
            .hypot(self.origin.sigma_y0)
    }
}
