//! Design values of the US standards: daily maxima, ranked every year, averaged over years.
//!
//! AERMOD replaces the plain ranks of a `PLOTFILE` by these for 1-hour NO2 and SO2 and for
//! 24-hour PM2.5, when that is the only short-term average.

use pluim_io::aermet::Stamp;

use super::averages::Ended;
use super::ranks::{Ranked, Ranks};

/// Running design values.
#[derive(Debug, Clone)]
pub struct DesignValues {
    daily: Vec<Ranked>,
    year: Ranks,
    /// The ranks of every whole year.
    pub years: Vec<Ranks>,
}

impl DesignValues {
    /// Nothing seen yet at `places` places.
    #[must_use]
    pub fn new(places: usize, depth: usize) -> Self {
        Self {
            daily: vec![NOTHING; places],
            year: Ranks::new(places, depth),
            years: Vec::new(),
        }
    }

    /// Takes in a short-term average.
    pub fn add(&mut self, ended: Ended<'_>) {
        for (highest, value) in self.daily.iter_mut().zip(ended.values) {
            if *value > highest.value {
                *highest = Ranked {
                    value: *value,
                    stamp: Some(ended.stamp),
                };
            }
        }
    }

    /// Ends a day.
    pub fn end_day(&mut self, stamp: Stamp) {
        if stamp.hour() == 24 {
            self.year.add_each(&self.daily);
            self.daily.fill(NOTHING);
        }
    }

    /// Ends a year.
    pub fn end_year(&mut self) {
        let fresh = Ranks::new(self.daily.len(), self.year.depth());
        self.years.push(std::mem::replace(&mut self.year, fresh));
    }

    /// The mean over whole years of rank `rank`, place by place.
    #[must_use]
    pub fn mean(&self, rank: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.daily.len()];
        for year in &self.years {
            for (sum, ranked) in sums.iter_mut().zip(year.of_rank(rank)) {
                *sum += ranked.value;
            }
        }
        let years = self.years.len().max(1) as f64;
        sums.into_iter().map(|sum| sum / years).collect()
    }
}

const NOTHING: Ranked = Ranked {
    value: 0.0,
    stamp: None,
};
