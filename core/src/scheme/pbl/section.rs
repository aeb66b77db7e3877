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
