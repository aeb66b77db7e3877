//! The highest values of a long series, exactly and in bounded memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use thiserror::Error;

/// A percentile in hundredths of a percent, so that ranks are exact: 9990 is P99.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percentile(u32);

/// Why a percentile is refused.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("a percentile lies above 0 and at most at 100, with two decimals at most; found {0}")]
pub struct PercentileError(pub f64);

impl Percentile {
    /// P98, the measure of odour.
    pub const P98: Self = Self(9800);
    /// P99.
    pub const P99: Self = Self(9900);
    /// P99.5.
    pub const P99_5: Self = Self(9950);
    /// P99.9.
    pub const P99_9: Self = Self(9990);
    /// P99.99.
    pub const P99_99: Self = Self(9999);

    /// The percentile `percent`.
    ///
    /// # Errors
    /// When `percent` is not above 0 and at most 100, or has more than two decimals.
    ///
    /// ```
    /// use pluim_core::statistics::order::Percentile;
    /// assert_eq!(Percentile::new(99.9)?, Percentile::P99_9);
    /// assert!(Percentile::new(99.999).is_err());
    /// # Ok::<(), pluim_core::statistics::order::PercentileError>(())
    /// ```
    pub fn new(percent: f64) -> Result<Self, PercentileError> {
        let hundredths = (percent * 100.0).round();
        let fits = percent > 0.0 && percent <= 100.0 && (percent * 100.0 - hundredths).abs() < 1e-6;
        if fits {
            Ok(Self(hundredths as u32))
        } else {
            Err(PercentileError(percent))
        }
    }

    /// The percentage (%).
    #[must_use]
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// Rank from the top, 1 the highest, of this percentile among `hours` values: the nearest
    /// rank, that is the smallest value that at least p percent of all values do not exceed.
    ///
    /// ```
    /// use pluim_core::statistics::order::Percentile;
    /// assert_eq!(Percentile::P98.rank_from_top(8760), 176);
    /// assert_eq!(Percentile::P99_9.rank_from_top(8760), 9);
    /// assert_eq!(Percentile::P99_9.rank_from_top(10), 1);
    /// ```
    #[must_use]
    pub fn rank_from_top(self, hours: u64) -> u64 {
        let from_below = (u64::from(self.0) * hours).div_ceil(10_000).max(1);
        hours.saturating_sub(from_below) + 1
    }
}

/// A number under the total order, for the heap.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The highest values of a series.
///
/// ```
/// use pluim_core::statistics::order::Highest;
/// let mut highest = Highest::keeping(2);
/// for value in [3.0, 9.0, 1.0, 7.0] {
///     highest.add(value);
/// }
/// assert_eq!(highest.nth(2), Some(7.0));
/// assert_eq!(highest.nth(3), None);
/// ```
#[derive(Debug, Clone)]
pub struct Highest {
    keep: usize,
    kept: BinaryHeap<Reverse<Ordered>>,
    values: u64,
    missing: u64,
}

impl Highest {
    /// Keeps the `keep` highest values.
    #[must_use]
    pub fn keeping(keep: usize) -> Self {
        Self {
            keep,
            kept: BinaryHeap::new(),
            values: 0,
            missing: 0,
        }
    }

    /// Keeps enough for `percentile` of up to `hours` values.
    #[must_use]
    pub fn for_percentile(percentile: Percentile, hours: u64) -> Self {
        Self::keeping(percentile.rank_from_top(hours) as usize)
    }

    /// Adds one value; NaN counts as missing.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            self.missing += 1;
            return;
        }
        self.values += 1;
        self.keep_if_high(value);
    }

    fn keep_if_high(&mut self, value: f64) {
        if self.kept.len() < self.keep {
            self.kept.push(Reverse(Ordered(value)));
        } else if let Some(mut lowest) = self.kept.peek_mut()
            && Ordered(value) > lowest.0
        {
            *lowest = Reverse(Ordered(value));
        }
    }

    /// Adds all that `other` has seen. The result keeps the lesser number of values of the two,
    /// for which it is exact.
    pub fn merge(&mut self, other: &Self) {
        self.keep = self.keep.min(other.keep);
        for value in &other.kept {
            self.kept.push(*value);
        }
        while self.kept.len() > self.keep {
            self.kept.pop();
        }
        self.values += other.values;
        self.missing += other.missing;
    }

    /// Values seen, without the missing.
    #[must_use]
    pub fn values(&self) -> u64 {
        self.values
    }

    /// Missing values seen.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// The kept values, highest first.
    #[must_use]
    pub fn descending(&self) -> Vec<f64> {
        let mut all: Vec<f64> = self.kept.iter().map(|kept| kept.0.0).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        all
    }

    /// The `n`-th highest value, 1 the highest; `None` where fewer were seen or kept.
    #[must_use]
    pub fn nth(&self, n: usize) -> Option<f64> {
        let index = n.checked_sub(1)?;
        self.descending().get(index).copied()
    }

    /// The highest value.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        self.nth(1)
    }

    /// `percentile` of the values seen; `None` where too few were kept for it.
    #[must_use]
    pub fn percentile(&self, percentile: Percentile) -> Option<f64> {
        self.nth(percentile.rank_from_top(self.values) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(values: &[f64]) -> Vec<f64> {
        let mut all = values.to_vec();
        all.sort_by(|a, b| b.total_cmp(a));
        all
    }

    fn series() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(-50.0..500.0_f64, 0..400)
    }

    #[test]
    fn missing_hours_are_counted_apart() {
        let mut highest = Highest::keeping(3);
        highest.add(f64::NAN);
        highest.add(1.0);
        assert_eq!((highest.values(), highest.missing()), (1, 1));
        assert_eq!(highest.max(), Some(1.0));
        assert_eq!(Highest::keeping(0).max(), None);
    }

    #[test]
    fn odd_percentiles_are_refused() {
        for percent in [0.0, -1.0, 100.01, f64::NAN, f64::INFINITY] {
            assert!(Percentile::new(percent).is_err(), "{percent}");
        }
    }

    proptest! {
        #[test]
        fn equals_a_full_sort(values in series(), keep in 0_usize..50) {
            let mut highest = Highest::keeping(keep);
            values.iter().for_each(|value| highest.add(*value));
            let expected: Vec<f64> = sorted(&values).into_iter().take(keep).collect();
            prop_assert_eq!(highest.descending(), expected);
        }

        #[test]
        fn merging_equals_seeing_all(a in series(), b in series(), keep in 0_usize..50) {
            let gather = |values: &[f64]| {
                let mut highest = Highest::keeping(keep);
                values.iter().for_each(|value| highest.add(*value));
                highest
            };
            let mut merged = gather(&a);
            merged.merge(&gather(&b));
            let all = gather(&[a, b].concat());
            prop_assert_eq!(merged.descending(), all.descending());
            prop_assert_eq!(merged.values(), all.values());
        }

        #[test]
        fn percentiles_equal_the_nearest_rank(values in prop::collection::vec(0.0..9.0_f64, 1..600)) {
            let mut highest = Highest::for_percentile(Percentile::P98, values.len() as u64);
            values.iter().for_each(|value| highest.add(*value));
            let mut ascending = values.clone();
            ascending.sort_by(f64::total_cmp);
            let rank = (98 * values.len()).div_ceil(100);
            prop_assert_eq!(highest.percentile(Percentile::P98), Some(ascending[rank - 1]));
        }
    }
}
