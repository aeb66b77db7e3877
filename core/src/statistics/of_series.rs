//! Statistics of a whole series at hand, for millions of places.

use std::ops::Range;

use jiff::civil::{Date, DateTime};

use super::order::Percentile;
use super::statistic::Statistic;

/// The share of a day's hours without which it has no mean.
const CAPTURE: f64 = 0.75;
/// One of so many values is looked at to guess a percentile.
const STRIDE: usize = 16;

/// The hours of a series, as far as statistics care for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    hours: usize,
    /// The hours of every calendar day that has enough of them.
    days: Vec<Range<usize>>,
}

impl Calendar {
    /// The calendar of hours that begin at these times, in ascending order. Days with fewer than
    /// 18 hours are left out.
    #[must_use]
    pub fn new(begins: impl IntoIterator<Item = DateTime>) -> Self {
        let mut days: Vec<(Date, Range<usize>)> = Vec::new();
        let mut hours = 0;
        for (hour, begins) in begins.into_iter().enumerate() {
            hours = hour + 1;
            match days.last_mut() {
                Some((date, span)) if *date == begins.date() => span.end = hours,
                _ => days.push((begins.date(), hour..hours)),
            }
        }
        let enough = |span: &Range<usize>| span.len() as f64 >= CAPTURE * 24.0;
        Self {
            hours,
            days: days
                .into_iter()
                .map(|(_, span)| span)
                .filter(enough)
                .collect(),
        }
    }

    /// How many hours there are.
    #[must_use]
    pub fn hours(&self) -> usize {
        self.hours
    }

    /// `statistic` of a series of these hours (ug/m3), NaN of none.
    ///
    /// ```
    /// use jiff::{ToSpan, civil::date};
    /// use pluim_core::statistics::of_series::{Calendar, Scratch};
    /// let start = date(2018, 1, 1).at(0, 0, 0, 0);
    /// let calendar = Calendar::new((0..8760).map(|hour| start + hour.hours()));
    /// let series: Vec<f32> = (0..8760).map(|hour| hour as f32).collect();
    /// let of = |name: &str| {
    ///     name.parse().map(|it| calendar.statistic(it, &series, &mut Scratch::default()))
    /// };
    /// assert_eq!(of("p98"), Ok(8584.0));
    /// assert_eq!(of("max_1h"), Ok(8759.0));
    /// assert_eq!(of("hours_over_8749"), Ok(10.0));
    /// assert_eq!(of("days_over_8747"), Ok(1.0));
    /// assert_eq!(of("mean"), Ok(4379.5));
    /// ```
    #[must_use]
    pub fn statistic(&self, statistic: Statistic, series: &[f32], scratch: &mut Scratch) -> f32 {
        if series.is_empty() {
            return f32::NAN;
        }
        match statistic {
            Statistic::Mean => mean(series) as f32,
            Statistic::HighestHour => series.iter().copied().fold(f32::NEG_INFINITY, f32::max),
            Statistic::HoursOver(threshold) => count_over(series, threshold as f32),
            Statistic::Percentile(percentile) => scratch.percentile(percentile, series),
            Statistic::DaysOver(threshold) => {
                let days = self.days.iter().filter_map(|span| series.get(span.clone()));
                days.filter(|day| mean(day) > threshold).count() as f32
            }
        }
    }
}

fn mean(values: &[f32]) -> f64 {
    values.iter().map(|it| f64::from(*it)).sum::<f64>() / values.len() as f64
}

fn count_over(series: &[f32], threshold: f32) -> f32 {
    let over: u32 = series.iter().map(|it| u32::from(*it > threshold)).sum();
    over as f32
}

/// Memory for order statistics.
#[derive(Debug, Clone, Default)]
pub struct Scratch(Vec<f32>);

impl Scratch {
    /// The value at the nearest rank. A few values tell roughly where it lies; only what is not
    /// below that is ordered.
    fn percentile(&mut self, percentile: Percentile, series: &[f32]) -> f32 {
        let rank = percentile.rank_from_top(series.len() as u64) as usize;
        self.hold(series.iter().step_by(STRIDE));
        let guess = rank / STRIDE + rank / (STRIDE * 4) + 4;
        let least = self.nth_highest(guess.min(self.0.len()));
        self.hold(series.iter().filter(|it| **it >= least));
        if self.0.len() < rank {
            self.hold(series.iter());
        }
        self.nth_highest(rank)
    }

    fn hold<'a>(&mut self, values: impl Iterator<Item = &'a f32>) {
        self.0.clear();
        self.0.extend(values);
    }

    /// The value of a rank, 1 the highest.
    fn nth_highest(&mut self, rank: usize) -> f32 {
        let descending = |a: &f32, b: &f32| b.total_cmp(a);
        let (_, value, _) = self.0.select_nth_unstable_by(rank - 1, descending);
        *value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn days_with_few_hours_do_not_count() {
        let start = date(2018, 3, 1).at(7, 0, 0, 0);
        let calendar = Calendar::new((0..60).map(|hour| start + hour.hours()));
        // 17 hours of the first day, the whole second day, 19 hours of the third
        assert_eq!(calendar.days, [17..41, 41..60]);
    }

    proptest! {
        #[test]
        fn percentiles_are_those_of_a_full_sort(
            series in prop::collection::vec(0.0..9.0_f32, 1..3000),
            percent in 1_u32..=10_000,
        ) {
            let percentile = Percentile::new(f64::from(percent) / 100.0).unwrap();
            let mut sorted = series.clone();
            sorted.sort_by(|a, b| b.total_cmp(a));
            let rank = percentile.rank_from_top(series.len() as u64) as usize;
            let found = Scratch::default().percentile(percentile, &series);
            prop_assert_eq!(found, sorted[rank - 1]);
        }
    }
}
