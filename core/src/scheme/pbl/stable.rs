//! The plume in stable air, and of releases above the mixed layer (EPA-454/R-03-004, section
//! 5.3).

use std::sync::Arc;

use super::effective_layer::effective_layer;
use super::lid::{FAR, HALF_WIDTH, reflecting_height};
use super::local::Local;
use super::near_surface::SurfaceGrowth;
use super::origin::Origin;
use super::rise::StableRise;
use super::section::{Part, Section};
use super::spread::{
    Stratified, buoyancy_induced, combined, lateral_stable, vertical_stable, weighted,
};
use super::state::State;
use super::vertical::{Gaussian, Look};

/// A Gaussian plume below an effective reflecting surface.
#[derive(Debug, Clone)]
pub(super) struct StablePlume {
    state: Arc<State>,
    origin: Origin,
    rise: Option<StableRise>,
    /// Height of the receptor (m), and where the plume is looked at.
    z: f64,
    look: Look,
    /// Settling velocity (m/s).
    settling: f64,
    /// Wind speed at the height of release (m/s).
    wind: f64,
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
            look: Look::At(z),
            settling: 0.0,
            wind: origin.air(state).wind,
        }
    }

    /// Looks at `look`, at a substance that settles at `settling` (m/s).
    pub(super) fn look_at(&mut self, look: Look, settling: f64) {
        self.look = look;
        self.settling = settling;
    }

    /// Takes away the vertical spread with which it starts.
    pub(super) fn start_thin(&mut self) {
        self.origin.start_thin();
    }

    /// Wind speed (m/s) at the height of release.
    pub(super) fn wind_at_release(&self) -> f64 {
        self.wind
    }

    /// Final rise (m).
    pub(super) fn final_rise(&self) -> f64 {
        self.rise.as_ref().map_or(0.0, StableRise::final_rise)
    }

    /// Spread (m) of other than ambient origin after a rise (m).
    fn induced_spread(&self, rise: f64) -> f64 {
        combined([buoyancy_induced(rise), self.origin.sigma_z0])
    }

    fn rise_at(&self, x: f64) -> f64 {
        self.rise.as_ref().map_or(0.0, |rise| rise.at(x))
    }

    /// Top (m) of the risen plume 20 km downwind: what rain falls through.
    pub(super) fn far_top(&self) -> f64 {
        let h = self.origin.tip + self.final_rise();
        let local = self.origin.air(&self.state);
        let heights = (h, h.max(self.origin.height));
        h + HALF_WIDTH * self.ambient_sigma_z(&local, heights, FAR)
    }

    /// The plume at `x` (m).
    pub(super) fn section(&self, x: f64) -> Section {
        let rise = self.rise_at(x);
        let (h, induced) = (self.origin.tip + rise, self.induced_spread(rise));
        let local = self.effective(h, rise, x);
        let (wind, sigma) = self.carried(&local, h, rise, x);
        let height = (h - self.settling * x / self.wind).max(0.0);
        let plume = Gaussian { height, sigma };
        let lid = reflecting_height(
            &self.state,
            (height, height.max(self.origin.height)),
            x,
            induced,
        );
        let density = self.look.below_lid(&plume, lid);
        Section {
            main: Part {
                integral: density / wind,
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
        let sigma_z = combined([sigma_z, self.origin.sigma_z0_of_layer]);
        let layer = effective_layer(h, sigma_z, self.z, self.state.mixing_height);
        self.state.over(layer)
    }

    /// Wind (m/s) that carries the plume and its vertical spread (m), with the near-surface law
    /// where it is asked for.
    fn carried(&self, local: &Local, h: f64, rise: f64, x: f64) -> (f64, f64) {
        let original = (local.wind, self.sigma_z(local, h, rise, x));
        let part = h / self.state.mixing_height;
        let weight = self.state.near_surface.weight(h, part);
        // what stirs the urban night is the city's heat, which the surface layer does not know of
        if weight <= 0.0 || self.state.urban {
            return original;
        }
        let extra = self.induced_spread(rise);
        let wind_at = |z| self.state.at(z).wind;
        let law = SurfaceGrowth::VENKATRAM_2013;
        let near = law.settle(&self.state, wind_at, (h, extra), x);
        let weighted = |near: f64, original: f64| weight * near + (1.0 - weight) * original;
        (weighted(near.0, original.0), weighted(near.1, original.1))
    }

    fn sigma_z(&self, local: &Local, h: f64, rise: f64, x: f64) -> f64 {
        let heights = (h, h.max(self.origin.height));
        let ambient = self.ambient_sigma_z(local, heights, x);
        combined([ambient, buoyancy_induced(rise), self.origin.sigma_z0])
    }

    fn ambient_sigma_z(&self, local: &Local, heights: (f64, f64), x: f64) -> f64 {
        if self.state.urban {
            weighted(&self.state, local, heights, x, Stratified::No)
        } else {
            vertical_stable(&self.state, local, heights, x)
        }
    }

    fn sigma_y(&self, local: &Local, h: f64, rise: f64, x: f64) -> f64 {
        let lateral = lateral_stable(local, x, h, self.state.mechanical_mixing_height);
        combined([lateral, buoyancy_induced(rise), self.origin.sigma_y0])
    }
}

#[cfg(test)]
impl StablePlume {
    /// Where the plume is followed at `x` (m).
    pub(super) fn followed(&self, x: f64) -> super::flux::Followed {
        let rise = self.rise_at(x);
        let (h, induced) = (self.origin.tip + rise, self.induced_spread(rise));
        let lid = reflecting_height(&self.state, (h, h.max(self.origin.height)), x, induced);
        super::flux::Followed {
            centres: vec![h],
            lids: [lid, 0.0],
            held: 0.0,
        }
    }
}
