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
    /// Traffic on a road, mixed by its own turbulence.
    Road,
}

/// What all sources of one *release group* share.
///
/// ```
/// use pluim_core::source::{ProfileLevels, Release, ReleaseKind};
/// let road = Release { kind: ReleaseKind::Road, height: 0.5, sigma_y0: 0.0, sigma_z0: 1.5, levels: ProfileLevels::Around };
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
    /// By which levels of the profiles of wind and turbulence the air at the release is known.
    pub levels: ProfileLevels,
}

/// By which levels of the profiles of wind and turbulence the air at the height of release is known.
///
/// ```
/// use pluim_core::source::ProfileLevels;
/// assert_eq!(ProfileLevels::Around.near(12.0), 12.0);
/// assert_eq!(ProfileLevels::Near(3.0).near(12.0), 3.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ProfileLevels {
    /// Those around it.
    #[default]
    Around,
    /// Those around another height (m), whose line is followed to it. AERMOD does so for a pit, from
    /// the height at which it emits above its floor, for a source whose height changes by the hour,
    /// from that which it has otherwise, and for a release above its lower levels.
    Near(f64),
}

impl ProfileLevels {
    /// The height (m) around which they lie for a release at `height` (m).
    #[must_use]
    pub fn near(self, height: f64) -> f64 {
        match self {
            Self::Around => height,
            Self::Near(near) => near,
        }
    }
}
