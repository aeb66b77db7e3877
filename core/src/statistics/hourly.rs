//! All statistics of one receptor's hourly series at once.

use super::daily::DailyMean;
use super::order::{Highest, Percentile};
use super::running_mean::RunningMean;

/// Hours of the running mean that protects against carbon monoxide and ozone.
const EIGHT_HOURS: usize = 8;

/// How many of the highest values to keep of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Highest hours; 176 give P98 of a year, 1,753 of ten years.
    pub hours: usize,
    /// Highest calendar-day means; 36 tell whether 35 days exceed.
    pub days: usize,
    /// Highest 8-hour running means.
    pub eight_hours: usize,
}

impl Wanted {
    /// Enough for `percentile` of hours over `years` years, the 36 highest days of each, and the
    /// highest 8-hour mean.
    #[must_use]
    pub fn for_percentile(percentile: Percentile, years: u64) -> Self {
        Self {
            hours: percentile.rank_from_top(8784 * years) as usize,
            days: 36 * years as usize,
            eight_hours: 26 * years as usize,
        }
    }
}

/// The streamed statistics of one receptor.
///
/// ```
/// use pluim_core::statistics::hourly::{HourlyStatistics, Wanted};
/// use pluim_core::statistics::order::Percentile;
/// let mut statistics = HourlyStatistics::new(Wanted::for_percentile(Percentile::P98, 1));
/// for hour in 0..8760 {
///     statistics.add(f64::from(hour));
/// }
/// assert_eq!(statistics.hours().percentile(Percentile::P98), Some(8584.0));
/// assert_eq!(statistics.mean(), Some(4379.5));
/// assert_eq!(statistics.hours().max(), Some(8759.0));
/// ```
#[derive(Debug, Clone)]
pub struct HourlyStatistics {
    sum: f64,
    hours: Highest,
    days: Highest,
    eight_hours: Highest,
    daily: DailyMean,
    running: RunningMean,
}

impl HourlyStatistics {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            sum: 0.0,
            hours: Highest::keeping(wanted.hours),
            days: Highest::keeping(wanted.days),
            eight_hours: Highest::keeping(wanted.eight_hours),
            daily: DailyMean::default(),
            running: RunningMean::over(EIGHT_HOURS),
        }
    }

    /// Adds the next hour (ug/m3); NaN is missing. Series begin at the first hour of a day.
    pub fn add(&mut self, value: f64) {
        self.hours.add(value);
        if !value.is_nan() {
            self.sum += value;
        }
        if let Some(mean) = self.daily.add(value) {
            self.days.add(mean);
        }
        if let Some(mean) = self.running.add(value) {
            self.eight_hours.add(mean);
        }
    }

    /// Adds the statistics of whole days elsewhere in the series; 8-hour means that cross from
    /// one part into the other are not seen.
    pub fn merge(&mut self, other: &Self) {
        self.sum += other.sum;
        self.hours.merge(&other.hours);
        self.days.merge(&other.days);
        self.eight_hours.merge(&other.eight_hours);
    }

    /// Mean of the hours that hold values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let count = self.hours.values();
        (count > 0).then(|| self.sum / count as f64)
    }

    /// The highest hours.
    #[must_use]
    pub fn hours(&self) -> &Highest {
        &self.hours
    }

    /// The highest calendar-day means.
    #[must_use]
    pub fn days(&self) -> &Highest {
        &self.days
    }

    /// The highest 8-hour running means.
    #[must_use]
    pub fn eight_hours(&self) -> &Highest {
        &self.eight_hours
    }
}

/// How many of the kept values lie above `threshold`, and whether more may have been dropped.
///
/// ```
/// use pluim_core::statistics::hourly::{exceedances, Exceedances};
/// use pluim_core::statistics::order::Highest;
/// let mut days = Highest::keeping(3);
/// for mean in [40.0, 60.0, 55.0, 51.0] {
///     days.add(mean);
/// }
/// assert_eq!(exceedances(&days, 52.0), Exceedances::Exactly(2));
/// assert_eq!(exceedances(&days, 50.0), Exceedances::AtLeast(3));
/// ```
#[must_use]
pub fn exceedances(highest: &Highest, threshold: f64) -> Exceedances {
    let kept = highest.descending();
    let above = kept.iter().take_while(|value| **value > threshold).count();
    if above == kept.len() && (kept.len() as u64) < highest.values() {
        Exceedances::AtLeast(above)
    } else {
        Exceedances::Exactly(above)
    }
}

/// A number of exceedances among the highest values.
pub type Exceedances = super::no2_hours::HourCount;
