//! Where SRM2 may be used, and what to say where it may not.

use std::fmt;

use super::{NEAREST_SOURCE, REACH, RoadProfile};

/// Lowest and highest road (m) that the official calculation takes; cut off beyond.
const HEIGHT_RANGE: [f64; 2] = [-6.0, 12.0];

/// What is known of one link between receptor and open road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenRoadSituation {
    /// The road.
    pub profile: RoadProfile,
    /// Distance to the road axis (m).
    pub distance: f64,
}

/// A breach of the scope of SRM2; the value is still computed, and carries this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OpenRoadWarning {
    /// A barrier is higher than 6 m.
    HighBarrier {
        /// Height (m).
        height: f64,
    },
    /// A barrier stands too far from the road, or is too low, to count.
    IdleBarrier {
        /// Height (m).
        height: f64,
        /// Distance to the road edge (m).
        distance: f64,
    },
    /// The road is higher or lower than the method goes.
    ExtremeHeight {
        /// Height (m).
        height: f64,
    },
    /// The receptor lies so near the axis that the nearest valid distance was used.
    TooNear {
        /// Distance to the axis (m).
        distance: f64,
    },
    /// Parts of the method are reconstructed.
    Reconstructed,
}

impl OpenRoadSituation {
    /// Every breach of scope, in a fixed order. Roads beyond 5 km are not asked.
    #[must_use]
    pub fn warnings(&self) -> Vec<OpenRoadWarning> {
        let mut found = Vec::new();
        for barrier in self.profile.barriers.iter().flatten() {
            let (height, distance) = (barrier.height, barrier.distance);
            if barrier.is_cut_off() && barrier.counts() {
                found.push(OpenRoadWarning::HighBarrier { height });
            }
            if !barrier.counts() {
                found.push(OpenRoadWarning::IdleBarrier { height, distance });
            }
        }
        let height = self.profile.elevation.map_or(0.0, |at| at.height);
        if !(HEIGHT_RANGE[0]..=HEIGHT_RANGE[1]).contains(&height) {
            found.push(OpenRoadWarning::ExtremeHeight { height });
        }
        if self.distance < NEAREST_SOURCE {
            let distance = self.distance;
            found.push(OpenRoadWarning::TooNear { distance });
        }
        if self.distance <= REACH {
            found.push(OpenRoadWarning::Reconstructed);
        }
        found
    }
}

impl OpenRoadWarning {
    /// Stable name of the rule, for tables and filters.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::HighBarrier { .. } => "srm2.barrier-height",
            Self::IdleBarrier { .. } => "srm2.barrier-idle",
            Self::ExtremeHeight { .. } => "srm2.road-height",
            Self::TooNear { .. } => "srm2.nearest",
            Self::Reconstructed => "srm2.reconstructed",
        }
    }
}

impl fmt::Display for OpenRoadWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HighBarrier { height } => write!(
                f,
                "barrier of {height:.1} m; SRM2 takes 6 m at most (Rbl 2007 annex 2)"
            ),
            Self::IdleBarrier { height, distance } => write!(
                f,
                "barrier of {height:.1} m at {distance:.0} m does not count: SRM2 takes 1 m or \
                 higher within 50 m (Rbl 2007 annex 2)"
            ),
            Self::ExtremeHeight { height } => write!(
                f,
                "road at {height:.1} m; the official calculation takes {} to {} m",
                HEIGHT_RANGE[0], HEIGHT_RANGE[1]
            ),
            Self::TooNear { distance } => write!(
                f,
                "receptor at {distance:.1} m from the road axis; the value at {NEAREST_SOURCE} m \
                 was used"
            ),
            Self::Reconstructed => f.write_str(
                "SRM2 as reconstructed from its public text: wind correction, sector wind speed, \
                 spread at long range and segmentation are not the official formulas",
            ),
        }
    }
}
