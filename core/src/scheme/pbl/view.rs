//! What of a plume is looked at, and from where.

use super::vertical::Look;

/// What of a plume is looked at, and from where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Height of the receptor (m) above ground.
    pub receptor_height: f64,
    /// How the ground at the source lies to that around it.
    pub footing: Footing,
    /// What is looked at.
    pub of: Seen,
}

/// What of a plume is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seen {
    /// The concentration at the receptor.
    #[default]
    Concentration,
    /// The concentration around the receptor at the height where deposition acts. Times the
    /// deposition velocity it is the dry flux.
    Depositing,
    /// All that stands in a column over the receptor (g/m2 of 1 g/s). Times the rate of scavenging
    /// it is the wet flux.
    Column,
}

/// How the ground at the source lies to the level ground around it.
///
/// A plume is a mean of two states: one keeps its height above the foot of its source, the other
/// follows the ground (EPA-454/R-03-004, section 5.1). Where no streamline divides the flow, as
/// around a foot above the ground, each weighs a half.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Footing {
    /// At the same level.
    #[default]
    Level,
    /// The foot is higher by so much (m), for the state that keeps its height.
    Horizontal(f64),
    /// The foot is higher by so much (m), for the state that follows the ground.
    Following(f64),
}

impl View {
    /// The concentration at `receptor_height` (m) above level ground.
    #[must_use]
    pub fn at(receptor_height: f64) -> Self {
        Self {
            receptor_height: receptor_height.max(0.0),
            footing: Footing::default(),
            of: Seen::default(),
        }
    }
}

impl Footing {
    /// How much (m) higher the foot is.
    pub(super) fn rise(self) -> f64 {
        match self {
            Self::Level => 0.0,
            Self::Horizontal(rise) | Self::Following(rise) => rise,
        }
    }

    /// How something `z` (m) above ground is seen.
    pub(super) fn look(self, z: f64) -> Look {
        match self {
            Self::Horizontal(rise) if rise > z => Look::Below(rise - z),
            Self::Horizontal(rise) => Look::At(z - rise),
            Self::Level | Self::Following(_) => Look::At(z),
        }
    }
}
