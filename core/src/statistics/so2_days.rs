//! Days with SO2 above 125 ug/m3, from the annual mean.

/// One row of the table: the i-th highest day is K C^M.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HighDay {
    /// Factor K.
    pub factor: f64,
    /// Exponent M (-).
    pub exponent: f64,
}

/// The table of SRM1, first row for the highest day.
///
/// # References
/// Rbl 2007 annex 1, table for daily SO2; the power law is derived, K having no unit.
pub const STREET_DAYS: [HighDay; 4] = [
    row(7.71, 0.867),
    row(6.61, 0.871),
    row(5.80, 0.896),
    row(5.11, 0.922),
];

/// The table of SRM2, which differs in its second row.
///
/// # References
/// Rbl 2007 annex 2, table for daily SO2.
pub const OPEN_ROAD_DAYS: [HighDay; 4] = [
    row(7.71, 0.867),
    row(6.66, 0.871),
    row(5.80, 0.896),
    row(5.11, 0.922),
];

const fn row(factor: f64, exponent: f64) -> HighDay {
    HighDay { factor, exponent }
}

impl HighDay {
    /// Daily mean (ug/m3) at an annual mean (ug/m3).
    #[must_use]
    pub fn at(&self, annual_mean: f64) -> f64 {
        self.factor * annual_mean.max(0.0).powf(self.exponent)
    }
}

/// Days a year above `threshold` (ug/m3) at an annual mean (ug/m3); no more than the table has.
///
/// ```
/// use pluim_core::statistics::so2_days::{days_over, STREET_DAYS};
/// assert_eq!(days_over(125.0, 5.0, &STREET_DAYS), 0);
/// assert_eq!(days_over(125.0, 25.0, &STREET_DAYS), 1);
/// assert_eq!(days_over(125.0, 40.0, &STREET_DAYS), 4);
/// ```
#[must_use]
pub fn days_over(threshold: f64, annual_mean: f64, table: &[HighDay]) -> usize {
    table
        .iter()
        .take_while(|day| day.at(annual_mean) > threshold)
        .count()
}
