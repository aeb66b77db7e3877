//! Streets with divided carriageways.

use super::StreetType;

/// Distance (m) between inner edges from which carriageways are separate road parts.
pub const SEPARATE_FROM: f64 = 3.0;

/// Whether carriageways whose inner edges lie `gap` (m) apart must be two road parts.
///
/// # References
/// Rbl 2007 annex 1, section 8.
///
/// ```
/// use pluim_core::scheme::srm1::separate_carriageways;
/// assert!(separate_carriageways(3.0));
/// assert!(!separate_carriageways(2.9));
/// ```
#[must_use]
pub fn separate_carriageways(gap: f64) -> bool {
    gap >= SEPARATE_FROM
}

/// Street type of the farther carriageway, given that of the nearer one and, for one-sided
/// buildings, its own distance to the facade and the height of the buildings (m).
///
/// # References
/// Rbl 2007 annex 1, section 8: types 1, 2 and 4 hold for both; of type 3 the farther one is
/// type 3 where its axis lies within 3 h of the facade, and type 4 elsewhere.
///
/// ```
/// use pluim_core::scheme::srm1::{far_carriageway, StreetType};
/// assert_eq!(far_carriageway(StreetType::OneSided, 25.0, 10.0), StreetType::OneSided);
/// assert_eq!(far_carriageway(StreetType::OneSided, 35.0, 10.0), StreetType::Base);
/// assert_eq!(far_carriageway(StreetType::WideCanyon, 35.0, 10.0), StreetType::WideCanyon);
/// ```
#[must_use]
pub fn far_carriageway(near: StreetType, axis_to_facade: f64, building: f64) -> StreetType {
    match near {
        StreetType::OneSided if axis_to_facade >= 3.0 * building => StreetType::Base,
        other => other,
    }
}
