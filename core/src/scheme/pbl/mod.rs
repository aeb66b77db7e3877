//! `pbl`: dispersion in the planetary boundary layer, after the published AERMOD formulation.
//!
//! Cimorelli et al. (2005), Perry et al. (2005) and EPA-454/R-03-004 with its later revisions;
//! Snyder et al. (2013) for roads. Flat terrain, receptors at any height. In stable air a plume is
//! Gaussian; in convective air it is carried by up- and downdrafts, part of it held at the top of
//! the mixed layer and part through it. In low wind part of it meanders every way.
//!
//! Numbers of equations and sections are those of EPA-454/R-03-004 (2004), as its own text refers to
//! them; 32, 33, 35, 37, 45 to 47, 72, 92 and 93 follow from their order between such references.
//! Where a constant or a rule is not the report's but that of AERMOD 24142, the routine is named.

mod centroid;
mod convective;
mod depletion;
mod effective_layer;
#[cfg(test)]
mod flux;
#[cfg(test)]
mod invariants;
mod lid;
mod local;
mod low_wind;
mod meander;
mod near_surface;
mod origin;
mod penetrated;
mod plume;
mod rise;
mod road;
mod section;
mod spread;
mod stable;
mod state;
mod urban;
mod vertical;
mod view;

pub use low_wind::LowWind;
pub use near_surface::NearSurface;
pub use plume::PblPlume;
pub use rise::TipDownwash;
pub use urban::{Morning, Urban};
pub use view::{Footing, Seen, View};

use std::sync::Arc;

use super::{Plume, Prepared, Scheme};
use crate::deposition::Losses;
use crate::meteorology::Hour;
use crate::source::Release;
use state::State;

/// The scheme and its options.
///
/// ```
/// use pluim_core::scheme::Scheme;
/// use pluim_core::scheme::pbl::{Pbl, Surroundings, Urban};
/// let country = Pbl::default();
/// let city = Pbl { surroundings: Surroundings::Urban(Urban::default()), ..country };
/// assert_eq!(city.name(), "pbl");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pbl {
    /// What lies around the sources.
    pub surroundings: Surroundings,
    /// Bounds in low wind.
    pub low_wind: LowWind,
    /// Vertical growth near the ground.
    pub near_surface: NearSurface,
    /// The wake of a stack at its own top.
    pub tip_downwash: TipDownwash,
}

/// What lies around the sources.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Surroundings {
    /// Open country.
    #[default]
    Rural,
    /// A city, whose heat stirs the night air.
    Urban(Urban),
}

/// The scheme made ready for one hour.
#[derive(Debug, Clone)]
pub struct PblHour(Arc<State>);

impl Pbl {
    /// Makes ready for `hour`: scales and profiles, shared by all releases.
    #[must_use]
    pub fn hour(&self, hour: &Hour) -> PblHour {
        PblHour(Arc::new(State::new(self, hour)))
    }
}

impl PblHour {
    /// The plume of `release`, seen from `receptor_height` (m) above ground.
    #[must_use]
    pub fn plume(&self, release: &Release, receptor_height: f64) -> PblPlume {
        PblPlume::new(&self.0, release, receptor_height.max(0.0))
    }

    /// Wind speed (m/s) at `height` (m, 0 or more) above ground.
    #[must_use]
    pub fn wind(&self, height: f64) -> f64 {
        self.0.profiles.wind.at(height)
    }

    /// The plume of `release` of a substance with `losses`, as `view` has it.
    #[must_use]
    pub fn seen(&self, release: &Release, view: &View, losses: &Losses) -> PblPlume {
        PblPlume::seen(&self.0, release, view, losses)
    }
}

impl Scheme for Pbl {
    fn name(&self) -> &'static str {
        "pbl"
    }

    fn plume<'a>(
        &'a self,
        hour: &'a Hour,
        release: &'a Release,
        receptor_height: f64,
    ) -> Box<dyn Plume + 'a> {
        Box::new(self.hour(hour).plume(release, receptor_height))
    }

    fn prepare<'a>(&'a self, hour: &'a Hour) -> Box<dyn Prepared + 'a> {
        Box::new(self.hour(hour))
    }
}

impl Prepared for PblHour {
    fn plume<'a>(&'a self, release: &'a Release, receptor_height: f64) -> Box<dyn Plume + 'a> {
        Box::new(Self::plume(self, release, receptor_height))
    }
}
