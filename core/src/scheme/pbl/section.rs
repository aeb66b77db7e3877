//! A plume cut across at one distance.

use super::local::Local;

/// The parts of a plume at one distance, seen from one height, per unit of emission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Section {
    /// The plume in, or in stable air of, the boundary layer.
    pub(super) main: Part,
    /// The part that has pierced the lid.
    pub(super) penetrated: Part,
    /// Fraction of the emission that has pierced the lid (-).
    pub(super) fraction: f64,
}

/// One part of a plume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// Crosswind integral at the receptor's height (s/m2).
    pub(super) integral: f64,
    /// Lateral spread (m).
    pub(super) sigma_y: f64,
    /// Effective wind and turbulence.
    pub(super) local: Local,
}

impl Part {
    /// A part that holds nothing, in air of `local`.
    pub(super) fn empty(local: Local) -> Self {
        Self {
            integral: 0.0,
            sigma_y: 1.0,
            local,
        }
    }
}

/// The layer (m) over which wind and turbulence act on a receptor at `z` (m): from the centre
/// of the plume at `centre` (m) towards the receptor, at most 2.15 `sigma` (m) far (EPA-454/
/// R-03-004, section 4.2, equation 43); the lowest 5 m where both are in them.
pub(super) fn effective_layer(centre: f64, sigma: f64, z: f64, mixing_height: f64) -> (f64, f64) {
    const NEAR_GROUND: f64 = 5.0;
    let reach = super::lid::HALF_WIDTH * sigma;
    if centre <= NEAR_GROUND && z <= NEAR_GROUND {
        (0.0, NEAR_GROUND.min(mixing_height))
    } else if centre > z {
        ((centre - reach).max(z), centre)
    } else {
        (centre, (centre + reach).min(z))
    }
}
