//! Averages over blocks of hours, months, years and the whole period, as AERMOD takes them.
//!
//! Calm and missing hours count as hours without concentration. A short-term average divides by
//! the number of other hours, but at least by three quarters of all (rounded as
//! `NINT(0.75 n + 0.4)`); a long-term average divides by the number of other hours. Averages
//! end with the clock, so that a block at the start of a period may be short. Depositions are added
//! up instead: they are what came down in the time.

use pluim_io::aermet::Stamp;
use pluim_io::aermod::{Averaging, LongTerm};

use super::ranks::Ranks;

/// What an hour was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourKind {
    /// Modelled.
    Modelled,
    /// Without wind.
    Calm,
    /// Without the meteorology needed.
    Missing,
}

/// Numbers of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourCounts {
    /// All.
    pub all: usize,
    /// Calm.
    pub calm: usize,
    /// Missing.
    pub missing: usize,
}

impl HourCounts {
    pub(super) fn add(&mut self, kind: HourKind) {
        self.all += 1;
        self.calm += usize::from(kind == HourKind::Calm);
        self.missing += usize::from(kind == HourKind::Missing);
    }

    /// Hours with a concentration.
    #[must_use]
    pub fn modelled(self) -> usize {
        self.all - self.calm - self.missing
    }

    /// The divisor of a short-term average.
    fn divisor(self) -> f64 {
        let least = (0.75 * self.all as f64 + 0.4).round();
        least.max(self.modelled() as f64)
    }
}

/// One hour to take in.
#[derive(Debug, Clone, Copy)]
pub struct HourResult<'a> {
    /// When.
    pub stamp: Stamp,
    /// What it was.
    pub kind: HourKind,
    /// Concentrations in the unit of results, group by group; empty unless modelled.
    pub values: &'a [f64],
}

/// A short-term average that has just ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// Number of the averaging time.
    pub average: usize,
    /// Its last hour.
    pub stamp: Stamp,
    /// Values, group by group.
    pub values: &'a [f64],
    /// Whether it ranks: every average but a single hour that was not modelled.
    pub ranks: bool,
}

/// A running short-term average.
#[derive(Debug, Clone)]
pub struct ShortTerm {
    average: Averaging,
    sums: Vec<f64>,
    /// How many of the sums, the first ones, are averaged.
    averaged: usize,
    hours: HourCounts,
    /// The highest averages.
    pub ranks: Ranks,
}

impl ShortTerm {
    /// Nothing seen yet at `places` places, the first of which, `averaged` in number, are averaged
    /// and the others added up.
    #[must_use]
    pub fn new(average: Averaging, [places, averaged]: [usize; 2], depth: usize) -> Self {
        Self {
            average,
            sums: vec![0.0; places],
            averaged,
            hours: HourCounts::default(),
            ranks: Ranks::new(places, depth),
        }
    }

    fn ends_with(&self, stamp: Stamp) -> bool {
        match self.average {
            Averaging::Hours(hours) => u32::try_from(stamp.hour()).is_ok_and(|h| h % hours == 0),
            Averaging::Month => stamp.ends_month(),
        }
    }

    /// Takes in an hour; tells `ended` when the average ends with it.
    pub fn add(&mut self, number: usize, hour: HourResult<'_>, ended: &mut dyn FnMut(Ended<'_>)) {
        self.hours.add(hour.kind);
        add(&mut self.sums, hour.values);
        if !self.ends_with(hour.stamp) {
            return;
        }
        let single = self.average == Averaging::Hours(1);
        if !single {
            let divisor = self.hours.divisor();
            let averaged = self.sums.iter_mut().take(self.averaged);
            averaged.for_each(|sum| *sum /= divisor);
        }
        let ranks = !single || hour.kind == HourKind::Modelled;
        if ranks {
            self.ranks.add(&self.sums, hour.stamp);
        }
        ended(Ended {
            average: number,
            stamp: hour.stamp,
            values: &self.sums,
            ranks,
        });
        self.sums.fill(0.0);
        self.hours = HourCounts::default();
    }
}

/// A running long-term average.
#[derive(Debug, Clone)]
pub struct LongTermSum {
    /// Average.
    pub term: LongTerm,
    sums: Vec<f64>,
    /// How many of the sums, the first ones, are averaged.
    averaged: usize,
    hours: HourCounts,
    /// Sum of the annual averages.
    annual: Vec<f64>,
    /// Number of whole years.
    years: usize,
}

/// A long-term average.
#[derive(Debug, Clone, PartialEq)]
pub struct LongTermMean {
    /// Values, group by group.
    pub values: Vec<f64>,
    /// Hours averaged, or hours of the last, incomplete year.
    pub hours: HourCounts,
    /// Whole years.
    pub years: usize,
}

impl LongTermSum {
    /// Nothing seen yet at `places` places, the first of which, `averaged` in number, are averaged
    /// and the others added up.
    #[must_use]
    pub fn new(term: LongTerm, [places, averaged]: [usize; 2]) -> Self {
        Self {
            term,
            sums: vec![0.0; places],
            averaged,
            hours: HourCounts::default(),
            annual: vec![0.0; places],
            years: 0,
        }
    }

    /// Takes in an hour.
    pub fn add(&mut self, hour: HourResult<'_>) {
        self.hours.add(hour.kind);
        add(&mut self.sums, hour.values);
    }

    /// Ends a year; returns its average where the term asks for years.
    pub fn end_year(&mut self) -> Option<Vec<f64>> {
        self.years += 1;
        if self.term == LongTerm::Period {
            return None;
        }
        let mean = self.mean();
        add(&mut self.annual, &mean);
        self.sums.fill(0.0);
        self.hours = HourCounts::default();
        Some(mean)
    }

    fn mean(&self) -> Vec<f64> {
        let divisor = self.hours.modelled().max(1) as f64;
        let mut mean = self.sums.clone();
        let averaged = mean.iter_mut().take(self.averaged);
        averaged.for_each(|sum| *sum /= divisor);
        mean
    }

    /// The average.
    #[must_use]
    pub fn finish(&self) -> LongTermMean {
        let values = match self.term {
            LongTerm::Period => self.mean(),
            LongTerm::Annual => {
                let years = self.years.max(1) as f64;
                self.annual.iter().map(|sum| sum / years).collect()
            }
        };
        LongTermMean {
            values,
            hours: self.hours,
            years: self.years,
        }
    }
}

fn add(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i32, kind: HourKind, values: &[f64]) -> HourResult<'_> {
        HourResult {
            stamp: Stamp::new(2017, 1, 31, hour).unwrap(),
            kind,
            values,
        }
    }

    /// The averages that end, as value and rank.
    fn averages(average: Averaging, hours: &[HourResult<'_>]) -> Vec<(f64, bool)> {
        let mut running = ShortTerm::new(average, [1, 1], 1);
        let mut found = Vec::new();
        for hour in hours {
            running.add(0, *hour, &mut |ended| {
                found.push((ended.values[0], ended.ranks))
            });
        }
        found
    }

    #[test]
    fn at_least_three_quarters_of_the_hours_divide() {
        let mut hours = vec![hour(1, HourKind::Modelled, &[8.0])];
        hours.extend((2..=8).map(|number| hour(number, HourKind::Calm, &[])));
        // 8 hours, one of them modelled: divided by NINT(6.4) = 6
        assert_eq!(averages(Averaging::Hours(8), &hours), [(8.0 / 6.0, true)]);
    }

    #[test]
    fn a_calm_hour_is_zero_and_does_not_rank() {
        let hours = [
            hour(1, HourKind::Calm, &[]),
            hour(2, HourKind::Modelled, &[3.0]),
        ];
        assert_eq!(
            averages(Averaging::Hours(1), &hours),
            [(0.0, false), (3.0, true)]
        );
    }

    #[test]
    fn months_end_with_their_last_day() {
        let hours: Vec<_> = (1..=24)
            .map(|h| hour(h, HourKind::Modelled, &[2.0]))
            .collect();
        assert_eq!(averages(Averaging::Month, &hours), [(2.0, true)]);
    }

    #[test]
    fn long_term_averages_leave_calms_out() {
        let mut sum = LongTermSum::new(LongTerm::Period, [1, 1]);
        sum.add(hour(1, HourKind::Modelled, &[3.0]));
        sum.add(hour(2, HourKind::Missing, &[]));
        sum.add(hour(3, HourKind::Modelled, &[5.0]));
        let mean = sum.finish();
        assert_eq!(mean.values, [4.0]);
        assert_eq!((mean.hours.all, mean.hours.modelled()), (3, 2));
    }

    #[test]
    fn annual_averages_weigh_years_alike() {
        let mut sum = LongTermSum::new(LongTerm::Annual, [1, 1]);
        sum.add(hour(1, HourKind::Modelled, &[3.0]));
        assert_eq!(sum.end_year(), Some(vec![3.0]));
        sum.add(hour(1, HourKind::Modelled, &[4.0]));
        sum.add(hour(2, HourKind::Modelled, &[6.0]));
        sum.end_year();
        assert_eq!(sum.finish().values, [4.0]);
    }
}
