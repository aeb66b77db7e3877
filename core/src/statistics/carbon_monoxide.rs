//! High 8-hour means of CO, from the annual mean.

use crate::scheme::srm1::StreetType;

/// 98th percentile of 8-hour means of CO (ug/m3) in a street: P_CO C_b + C_a98.
///
/// `street_mean` is the annual mean contribution of the street, `background_98` the 98th
/// percentile of the background (both ug/m3).
///
/// # References
/// Rbl 2007 annex 1, section on CO.
///
/// ```
/// use pluim_core::scheme::srm1::StreetType;
/// use pluim_core::statistics::carbon_monoxide::percentile_98;
/// assert_eq!(percentile_98(100.0, 500.0, StreetType::WideCanyon), 755.0);
/// assert_eq!(percentile_98(100.0, 500.0, StreetType::Base), 750.0);
/// ```
#[must_use]
pub fn percentile_98(street_mean: f64, background_98: f64, street: StreetType) -> f64 {
    let ratio = match street {
        StreetType::WideCanyon => 2.55,
        StreetType::NarrowCanyon | StreetType::OneSided | StreetType::Base => 2.50,
    };
    ratio * street_mean + background_98
}
