//! Where and how a plume begins.

use super::local::Local;
use super::rise::{Exhaust, tip_height};
use super::state::State;
use crate::boundary_layer::profiles::ADIABATIC_LAPSE_RATE;
use crate::source::{Release, ReleaseKind};

/// By which levels the air at the height of release is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Levels {
    /// Those around it.
    Around,
    /// Those around another height (m), whose line is followed to it.
    Near(f64),
}

impl Levels {
    /// AERMOD takes the levels around the height at which a pit emits above its floor for the air at
    /// the ground, where its plume starts.
    pub(super) fn of(release: &Release) -> Self {
        match release.kind {
            ReleaseKind::Pit { emission_height } => Self::Near(emission_height),
            _ => Self::Around,
        }
    }

    /// The height (m) around which they lie for a release at `height` (m).
    pub(super) fn near(self, height: f64) -> f64 {
        match self {
            Self::Around => height,
            Self::Near(near) => near,
        }
    }
}

/// The start of a plume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Origin {
    /// Height of release (m).
    pub(super) height: f64,
    /// By which levels the air at it is known.
    pub(super) levels: Levels,
    /// Height (m) after stack-tip downwash.
    pub(super) tip: f64,
    /// Initial spread, lateral and vertical (m).
    pub(super) sigma_y0: f64,
    pub(super) sigma_z0: f64,
    /// Vertical spread (m) that counts towards the layer alone over which wind and turbulence are
    /// taken.
    pub(super) sigma_z0_of_layer: f64,
    /// The fluxes of a stack; passive releases have none.
    pub(super) exhaust: Option<Exhaust>,
}

impl Origin {
    /// The start of `release` in the air of an hour.
    pub(super) fn new(state: &State, release: &Release) -> Self {
        let height = release.height.max(0.0);
        let passive = Self {
            height,
            levels: Levels::of(release),
            tip: height,
            sigma_y0: release.sigma_y0,
            sigma_z0: release.sigma_z0,
            sigma_z0_of_layer: 0.0,
            exhaust: None,
        };
        let ReleaseKind::Stack(stack) = release.kind else {
            return passive;
        };
        let wind = state.at(height).wind;
        Self {
            tip: tip_height(&stack, height, (wind, state.tip_downwash)),
            exhaust: Some(Exhaust::new(
                &stack,
                temperature(state, height, Levels::Around),
            )),
            ..passive
        }
    }
}

impl Origin {
    /// The air at the height of release.
    pub(super) fn air(&self, state: &State) -> Local {
        state.at_release(self.height, self.levels)
    }

    /// Takes away the vertical spread with which it starts, but from the layer.
    pub(super) fn start_thin(&mut self) {
        self.sigma_z0_of_layer = self.sigma_z0;
        self.sigma_z0 = 0.0;
    }
}

/// Air temperature (K) at height `z` (m) of a release.
pub(super) fn temperature(state: &State, z: f64, levels: Levels) -> f64 {
    let base = state.layer.observed.base_elevation;
    let potential = &state.profiles.potential_temperature;
    let potential = match levels {
        Levels::Around => potential.at(z),
        Levels::Near(near) => potential.extended(z, near),
    };
    potential - ADIABATIC_LAPSE_RATE * (z + base)
}
