//! How a release starts: its height, its first spread, its buoyancy and momentum.

/// Where the gas leaves a stack towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outlet {
    /// Straight up, unhindered.
    #[default]
    Vertical,
    /// Straight up under a rain cap, which takes the momentum away.
    Capped,
    /// Sideways: no vertical momentum.
    Horizontal,
}

/// The exhaust of a stack, from which plume rise follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stack {
    /// Inner diameter at the top (m), above 0.
    pub diameter: f64,
    /// Exit velocity (m/s), 0 or more.
    pub velocity: f64,
    /// Exit temperature (K). Zero or less means: ambient plus the negative of this value.
    pub temperature: f64,
    /// Direction of the outflow.
    pub outlet: Outlet,
}

/// The kind of release, which selects the laws a scheme applies to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReleaseKind {
    /// A stack or vent whose plume rises.
    Stack(Stack),
    /// A passive volume, or a line of them.
    Volume,
    /// A passive release spread over an area.
    Area,
    /// A passive release over the part of an open pit's opening by which its emission leaves.
    Pit {
        /// Height (m) above the floor of the pit at which it is emitted, 0 or more.
        emission_height: f64,
    },
    /// Traffic on a road, mixed by its own turbulence.
    Road,
}

/// What all sources of one *release group* share.
///
/// ```
/// use pluim_core::source::{Release, ReleaseKind};
/// let road = Release { kind: ReleaseKind::Road, height: 0.5, sigma_y0: 0.0, sigma_z0: 1.5 };
/// assert_eq!(road, road.clone());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Release {
    /// Kind of release.
    pub kind: ReleaseKind,
    /// Release height above ground (m), 0 or more.
    pub height: f64,
    /// Lateral spread at the source (m), 0 or more.
    pub sigma_y0: f64,
    /// Vertical spread at the source (m), 0 or more.
    pub sigma_z0: f64,
}
