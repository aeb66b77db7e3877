//! Where SRM1 may be used, and what to say where it may not.

use std::fmt;

use super::{NEAREST_AXIS, ReceptorLink, TreeFactor};

/// What is known of the surroundings of one link between receptor and street.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreetSituation {
    /// The link.
    pub link: ReceptorLink,
    /// Height of the road above the surroundings (m); 0 is level.
    pub elevation: f64,
    /// Whether screens or banks stand along the road.
    pub screened: bool,
    /// Whether the road part lies inside a tunnel tube (tunnel factor 0).
    pub in_tunnel: bool,
}

/// A breach of the scope of SRM1; the value is still computed, and carries this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StreetWarning {
    /// The receptor lies beyond the reach of its street type.
    BeyondReach {
        /// Distance to the axis (m).
        distance: f64,
        /// Reach of the street type (m).
        reach: f64,
    },
    /// The receptor lies so near the axis that the nearest valid distance was used.
    TooNear {
        /// Distance to the axis (m).
        distance: f64,
    },
    /// The road lies above or below its surroundings.
    Elevated {
        /// Height above the surroundings (m).
        elevation: f64,
    },
    /// Screens or banks stand along the road.
    Screened,
    /// A tree factor above 1 was used and must be motivated.
    Trees {
        /// The factor used (-).
        factor: f64,
    },
    /// The road part lies inside a tunnel tube and does not contribute.
    InTunnel,
}

impl StreetSituation {
    /// Every breach of scope of this link, in a fixed order.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::{
    ///     ReceptorLink, StreetSituation, StreetType, StreetWarning, TreeFactor,
    /// };
    /// let link = ReceptorLink {
    ///     street: StreetType::OneSided,
    ///     trees: TreeFactor::Few,
    ///     distance: 42.0,
    /// };
    /// let level = StreetSituation { link, elevation: 0.0, screened: false, in_tunnel: false };
    /// let warnings = level.warnings();
    /// assert_eq!(warnings, [StreetWarning::BeyondReach { distance: 42.0, reach: 30.0 }]);
    /// assert_eq!(warnings[0].rule(), "srm1.reach");
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<StreetWarning> {
        let link = self.link;
        let (distance, reach) = (link.distance, link.street.reach());
        let found = [
            (distance > reach).then_some(StreetWarning::BeyondReach { distance, reach }),
            (distance < NEAREST_AXIS).then_some(StreetWarning::TooNear { distance }),
            (self.elevation != 0.0).then_some(StreetWarning::Elevated {
                elevation: self.elevation,
            }),
            self.screened.then_some(StreetWarning::Screened),
            (link.trees != TreeFactor::Few).then_some(StreetWarning::Trees {
                factor: link.trees.value(),
            }),
            self.in_tunnel.then_some(StreetWarning::InTunnel),
        ];
        found.into_iter().flatten().collect()
    }
}

impl StreetWarning {
    /// Stable name of the rule, for tables and filters.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::BeyondReach { .. } => "srm1.reach",
            Self::TooNear { .. } => "srm1.nearest",
            Self::Elevated { .. } => "srm1.level",
            Self::Screened => "srm1.screens",
            Self::Trees { .. } => "srm1.trees",
            Self::InTunnel => "srm1.tunnel",
        }
    }
}

impl fmt::Display for StreetWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeyondReach { distance, reach } => write!(
                f,
                "receptor at {distance:.1} m from the road axis, beyond the {reach:.0} m of its \
                 street type (Rbl 2007 annex 1 section 2); the value at {reach:.0} m was used"
            ),
            Self::TooNear { distance } => write!(
                f,
                "receptor at {distance:.1} m from the road axis; the value at {NEAREST_AXIS} m \
                 was used"
            ),
            Self::Elevated { elevation } => write!(
                f,
                "road lies {elevation:.1} m above its surroundings; SRM1 is for level roads \
                 (Rbl 2007 annex 1 section 2)"
            ),
            Self::Screened => f.write_str(
                "screens or banks stand along the road; SRM1 knows none \
                 (Rbl 2007 annex 1 section 2)",
            ),
            Self::Trees { factor } => write!(
                f,
                "tree factor {factor} must be motivated in the decision (Rbl 2007 annex 1)"
            ),
            Self::InTunnel => {
                f.write_str("road part inside a tunnel tube: its emission leaves at the outlets")
            }
        }
    }
}
