//! Sea salt in PM10, which is subtracted where a limit is exceeded.

/// Corrections for sea salt at one place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeaSalt {
    /// Annual mean (ug/m3), by municipality: 1 to 6.
    pub annual_mean: f64,
    /// Days above 50 ug/m3, by province: 2 to 4.
    pub days: f64,
}

/// Days of sea salt in `province`; `None` for a name that is no Dutch province.
///
/// # References
/// Rbl 2007 annex 5 (since 2013).
///
/// ```
/// use pluim_core::assessment::days_of_province;
/// assert_eq!(days_of_province("Noord-Holland"), Some(4.0));
/// assert_eq!(days_of_province("Limburg"), Some(2.0));
/// assert_eq!(days_of_province("Atlantis"), None);
/// ```
#[must_use]
pub fn days_of_province(province: &str) -> Option<f64> {
    match province {
        "Noord-Holland" | "Zuid-Holland" => Some(4.0),
        "Friesland" | "Fryslân" | "Flevoland" | "Utrecht" | "Zeeland" => Some(3.0),
        "Groningen" | "Drenthe" | "Overijssel" | "Gelderland" | "Noord-Brabant" | "Limburg" => {
            Some(2.0)
        }
        _ => None,
    }
}
