//! Whether a receptor lies where the rules want it.

use std::fmt;

/// Greatest distance (m) from the road edge that needs no motivation.
pub const FURTHEST_FROM_EDGE: f64 = 10.0;

/// Length of street (m) for which a receptor must be representative.
pub const SHORTEST_STREET: f64 = 100.0;

/// What is known of the place of a receptor along a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReceptorPlace {
    /// Distance to the road edge (m), where known.
    pub from_edge: Option<f64>,
    /// Length of street with the same situation (m), where known.
    pub street_length: Option<f64>,
}

/// A place that must be motivated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlaceWarning {
    /// Farther than 10 m from the road edge.
    FarFromEdge {
        /// Distance (m).
        distance: f64,
    },
    /// Representative for less than 100 m of street.
    ShortStreet {
        /// Length (m).
        length: f64,
    },
}

impl ReceptorPlace {
    /// What must be motivated of this place.
    ///
    /// # References
    /// Rbl 2007 articles 70 and 74.
    ///
    /// ```
    /// use pluim_core::assessment::ReceptorPlace;
    /// let place = ReceptorPlace { from_edge: Some(12.0), street_length: None };
    /// assert_eq!(place.warnings()[0].rule(), "place.edge");
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<PlaceWarning> {
        let far = self
            .from_edge
            .filter(|distance| *distance > FURTHEST_FROM_EDGE)
            .map(|distance| PlaceWarning::FarFromEdge { distance });
        let short = self
            .street_length
            .filter(|length| *length < SHORTEST_STREET)
            .map(|length| PlaceWarning::ShortStreet { length });
        far.into_iter().chain(short).collect()
    }
}

impl PlaceWarning {
    /// Stable name of the rule, for tables and filters.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::FarFromEdge { .. } => "place.edge",
            Self::ShortStreet { .. } => "place.street",
        }
    }
}

impl fmt::Display for PlaceWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FarFromEdge { distance } => write!(
                f,
                "receptor at {distance:.1} m from the road edge; more than {FURTHEST_FROM_EDGE} m \
                 must be motivated (Rbl 2007 article 70)"
            ),
            Self::ShortStreet { length } => write!(
                f,
                "receptor stands for {length:.0} m of street; {SHORTEST_STREET} m are needed \
                 (Rbl 2007 article 70)"
            ),
        }
    }
}
