//! The part of a plume that has pierced the lid of the convective layer: a Gaussian in the stable air
//! above (EPA-454/R-03-004, sections 5.2 and 5.5.2).

use std::sync::Arc;

use super::effective_layer::layer_towards;
use super::lid::{FAR, HALF_WIDTH, reflecting_height};
use super::local::Local;
use super::origin::Origin;
use super::rise::{Lid, Penetration};
use super::section::Part;
use super::spread::{Stratified, buoyancy_induced, combined, elevated, lateral_stable};
use super::state::State;
use super::vertical::{Gaussian, Look};

/// What of a plume has pierced the lid.
#[derive(Debug, Clone)]
pub(super) struct PenetratedPlume {
    state: Arc<State>,
    penetration: Penetration,
    /// Height (m) of its centre.
    h: f64,
    /// Height of the receptor (m).
    z: f64,
}

impl PenetratedPlume {
    /// Of a plume that starts at `origin` in a wind (m/s), for a receptor at a height (m).
    pub(super) fn new(state: &Arc<State>, origin: &Origin, (wind, z): (f64, f64)) -> Self {
        let lid = Lid {
            depth: state.mixing_height - origin.tip,
            inversion: state.inversion,
            wind,
        };
        let penetration = origin.exhaust.map_or(Penetration::NONE, |exhaust| {
            Penetration::new(&exhaust, &lid)
        });
        Self {
            state: Arc::clone(state),
            penetration,
            h: origin.tip + penetration.rise,
            z,
        }
    }

    /// Fraction of the emission in it (-).
    pub(super) fn fraction(&self) -> f64 {
        self.penetration.fraction
    }

    /// Its top (m) 20 km downwind, in the air of `local`.
    pub(super) fn far_top(&self, local: &Local) -> f64 {
        self.h + HALF_WIDTH * elevated(local, FAR, self.h.max(1e-4), Stratified::No)
    }

    /// The part at `x` (m), of a substance that has settled by some metres, where it is looked at.
    pub(super) fn part(&self, x: f64, look: Look, settled: f64) -> Part {
        let (h, induced) = (self.h, self.induced());
        let spread = |local: &Local| combined([elevated(local, x, h, Stratified::No), induced]);
        let first = self.state.at(h);
        let layer = layer_towards(h, spread(&first), self.z);
        let local = self.state.over(layer);
        let height = (h - settled).max(0.0);
        let plume = Gaussian {
            height,
            sigma: spread(&local),
        };
        let lid = reflecting_height(&self.state, (height, height), x, induced);
        let lateral = lateral_stable(&local, x, h, self.state.mechanical_mixing_height);
        Part {
            integral: self.fraction() * look.below_lid(&plume, lid) / local.wind,
            sigma_y: combined([lateral, induced]),
            local,
        }
    }

    /// Spread (m) that its rise induces. The report has the whole rise (section 5.5.2), AERMOD 24142
    /// the share of it that is in this part (`BID`).
    fn induced(&self) -> f64 {
        buoyancy_induced(self.fraction() * self.penetration.rise)
    }
}

#[cfg(test)]
impl PenetratedPlume {
    /// Height (m) of its centre.
    pub(super) fn centre(&self) -> f64 {
        self.h
    }

    /// Height (m) of the surface that reflects it at `x` (m).
    pub(super) fn reflected_at(&self, x: f64) -> f64 {
        reflecting_height(&self.state, (self.h, self.h), x, self.induced())
    }
}
