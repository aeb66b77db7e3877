//! How sure a formula or a number is.

use std::fmt;

/// How a formula or a number came to be known, from surest to least sure.
///
/// ```
/// use pluim_core::provenance::Provenance;
/// assert!(Provenance::Statute < Provenance::Reconstructed);
/// assert_eq!(Provenance::Derived.to_string(), "derived");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provenance {
    /// Read in the statute or the publication that is named beside it.
    Statute,
    /// Confirmed on official results, although the text does not state it.
    Verified,
    /// Follows from published definitions; the formula itself was not seen.
    Derived,
    /// Rebuilt from secondary knowledge; the official text should replace it.
    Reconstructed,
}

impl Provenance {
    /// The less sure of two: what a result that rests on both may claim.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Statute => "statute",
            Self::Verified => "verified",
            Self::Derived => "derived",
            Self::Reconstructed => "reconstructed",
        })
    }
}
