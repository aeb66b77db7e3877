//! Hours with NO2 above a threshold, from the annual mean.

/// One row of the table: the i-th highest hour is about K + M times the annual mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HighHour {
    /// Intercept K (ug/m3).
    pub intercept: f64,
    /// Slope M (-), above 0.
    pub slope: f64,
}

/// The statutory table, first row for the highest hour.
///
/// # References
/// Rbl 2007 annex 1, table for hourly NO2.
pub const STATUTORY_HOURS: [HighHour; 19] = [
    row(45.1, 2.88),
    row(42.4, 2.72),
    row(41.0, 2.58),
    row(39.6, 2.51),
    row(38.7, 2.45),
    row(38.5, 2.38),
    row(38.1, 2.33),
    row(37.8, 2.29),
    row(37.7, 2.25),
    row(37.7, 2.20),
    row(37.8, 2.17),
    row(37.9, 2.13),
    row(37.9, 2.10),
    row(37.9, 2.08),
    row(37.6, 2.06),
    row(37.6, 2.04),
    row(37.4, 2.02),
    row(37.4, 2.00),
    row(37.3, 1.98),
];

const fn row(intercept: f64, slope: f64) -> HighHour {
    HighHour { intercept, slope }
}

/// A number of hours that the table may not be able to tell in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourCount {
    /// This many.
    Exactly(usize),
    /// The table ends: this many or more.
    AtLeast(usize),
}

impl HourCount {
    /// The number, or its lower bound.
    #[must_use]
    pub fn lower_bound(self) -> usize {
        match self {
            Self::Exactly(hours) | Self::AtLeast(hours) => hours,
        }
    }
}

impl HighHour {
    /// Concentration (ug/m3) of this hour at an annual mean (ug/m3).
    #[must_use]
    pub fn at(&self, annual_mean: f64) -> f64 {
        self.intercept + self.slope * annual_mean
    }

    /// Annual mean (ug/m3) at which this hour reaches `threshold` (ug/m3).
    #[must_use]
    pub fn reaches(&self, threshold: f64) -> f64 {
        (threshold - self.intercept) / self.slope
    }
}

/// Hours a year above `threshold` (ug/m3) at an annual mean (ug/m3), by `table`.
///
/// # References
/// Rbl 2007 annex 1: numbers of the table; the linear form follows from the well-known 82 ug/m3.
///
/// ```
/// use pluim_core::statistics::no2_hours::{hours_over, HourCount, STATUTORY_HOURS};
/// assert_eq!(hours_over(200.0, 60.0, &STATUTORY_HOURS), HourCount::Exactly(2));
/// assert_eq!(hours_over(200.0, 82.0, &STATUTORY_HOURS), HourCount::Exactly(18));
/// assert_eq!(hours_over(200.0, 83.0, &STATUTORY_HOURS), HourCount::AtLeast(19));
/// ```
#[must_use]
pub fn hours_over(threshold: f64, annual_mean: f64, table: &[HighHour]) -> HourCount {
    let hours = table
        .iter()
        .take_while(|hour| hour.at(annual_mean) > threshold)
        .count();
    if hours < table.len() {
        HourCount::Exactly(hours)
    } else {
        HourCount::AtLeast(hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_published_thresholds() {
        let published = [
            53.78, 57.94, 61.63, 63.90, 65.84, 67.86, 69.48, 70.83, 72.13, 73.77, 74.75, 76.10,
            77.19, 77.93, 78.83, 79.61, 80.50, 81.30, 82.17,
        ];
        for (hour, mean) in STATUTORY_HOURS.iter().zip(published) {
            assert_abs_diff_eq!(hour.reaches(200.0), mean, epsilon = 0.0051);
        }
    }

    #[test]
    fn no_table_tells_nothing() {
        assert_eq!(hours_over(200.0, 500.0, &[]), HourCount::AtLeast(0));
    }
}
