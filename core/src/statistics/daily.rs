//! Daily means of an hourly series.

use super::running_mean::captured_mean;

/// Hours of a day.
const DAY: usize = 24;

/// Gathers hours into calendar days; the series must begin at the first hour of a day.
///
/// ```
/// use pluim_core::statistics::daily::DailyMean;
/// let mut days = DailyMean::default();
/// let means: Vec<f64> = (0..48).filter_map(|hour| days.add(f64::from(hour / 24))).collect();
/// assert_eq!(means, [0.0, 1.0]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct DailyMean {
    hours: Vec<f64>,
    incomplete: usize,
}

impl DailyMean {
    /// Adds an hour (NaN is missing); gives the mean of the day that it completes, unless under
    /// 75 % of its hours hold values.
    pub fn add(&mut self, value: f64) -> Option<f64> {
        self.hours.push(value);
        if self.hours.len() < DAY {
            return None;
        }
        let mean = captured_mean(&self.hours);
        self.hours.clear();
        if mean.is_none() {
            self.incomplete += 1;
        }
        mean
    }

    /// Days that had too few hours.
    #[must_use]
    pub fn incomplete(&self) -> usize {
        self.incomplete
    }
}
