//! Trees that hinder the exchange of air in a street.

/// Tree factor F_b of one link between receptor and road.
///
/// # References
/// Rbl 2007 annex 1, section 3. A factor above 1 needs trees within 30 m of the axis, at less
/// than 15 m from one another, on at least one side, and must be motivated in the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum TreeFactor {
    /// No trees, or a few: 1.
    #[default]
    Few,
    /// One or more rows at less than 15 m from one another, with gaps between crowns: 1.25.
    Rows,
    /// Crowns touch and span a third of the street or more: 1.5.
    Closed,
}

impl TreeFactor {
    /// All factors, smallest first.
    pub const ALL: [Self; 3] = [Self::Few, Self::Rows, Self::Closed];

    /// The factor (-).
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Few => 1.0,
            Self::Rows => 1.25,
            Self::Closed => 1.5,
        }
    }

    /// The tree situation with factor `value`: one of 1, 1.25 and 1.5.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::TreeFactor;
    /// assert_eq!(TreeFactor::from_value(1.25), Some(TreeFactor::Rows));
    /// assert_eq!(TreeFactor::from_value(1.3), None);
    /// ```
    #[must_use]
    pub fn from_value(value: f64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|trees| (trees.value() - value).abs() < 1e-9)
    }
}
