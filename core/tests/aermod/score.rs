//! How far two sets of concentrations are apart.

use std::fmt;
use std::path::Path;

use super::deck::{Deck, plot, post};

/// Receptors below this share of the case's maximum do not count.
const LEAST_SHARE: f64 = 0.01;

/// Relative deviations, sorted by size.
pub(crate) struct Deviations(Vec<f64>);

impl Deviations {
    fn new(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        let pairs: Vec<(f64, f64)> = pairs.collect();
        let top = pairs.iter().map(|pair| pair.1).fold(0.0, f64::max);
        let mut sizes: Vec<f64> = pairs
            .iter()
            .filter(|pair| pair.1 > LEAST_SHARE * top)
            .map(|(ours, theirs)| (ours / theirs - 1.0).abs())
            .collect();
        sizes.sort_by(f64::total_cmp);
        Self(sizes)
    }

    fn quantile(&self, share: f64) -> f64 {
        let last = self.0.len() - 1;
        self.0[(share * last as f64).round() as usize]
    }
}

impl fmt::Display for Deviations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| 100.0 * self.quantile(share);
        write!(
            f,
            "median {:.4} %, 95 % {:.4} %, all {:.4} % of {}",
            percent(0.5),
            percent(0.95),
            percent(1.0),
            self.0.len()
        )
    }
}

pub(crate) struct Agreement {
    name: String,
    period: Deviations,
    first: Deviations,
}

impl Agreement {
    pub(crate) fn good(&self) -> bool {
        self.period.quantile(0.95) < 0.02
            && self.period.quantile(1.0) < 0.05
            && self.first.quantile(0.95) < 0.05
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} period: {}", self.name, self.period)?;
        write!(f, "{} first:  {}", self.name, self.first)
    }
}

pub(crate) fn period_and_first(deck: &Deck, fields: &[Vec<f64>], folder: &Path) -> Agreement {
    let compare = |suffix: &str, ours: Vec<f64>| {
        let theirs = plot(&folder.join(format!("{}_{suffix}.plt", deck.name)));
        assert_eq!(theirs.len(), ours.len());
        for ((place, _), receptor) in theirs.iter().zip(&deck.receptors) {
            assert!((place[0] - receptor[0]).abs() < 0.01 && (place[1] - receptor[1]).abs() < 0.01);
        }
        Deviations::new(ours.into_iter().zip(theirs.iter().map(|(_, value)| *value)))
    };
    let over_hours = |fold: fn(f64, f64) -> f64| -> Vec<f64> {
        (0..deck.receptors.len())
            .map(|k| fields.iter().map(|field| field[k]).fold(0.0, fold))
            .collect()
    };
    let hours = fields.len() as f64;
    let means = over_hours(|a, b| a + b)
        .iter()
        .map(|sum| sum / hours)
        .collect();
    Agreement {
        name: deck.name.clone(),
        period: compare("period", means),
        first: compare("1h_first", over_hours(f64::max)),
    }
}

pub(crate) struct Hourly {
    name: String,
    all: Deviations,
    worst: (i64, f64, f64),
}

impl Hourly {
    pub(crate) fn good(&self) -> bool {
        self.all.quantile(0.5) < 0.01
    }
}

impl fmt::Display for Hourly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (stamp, ours, theirs) = self.worst;
        write!(
            f,
            "{} hourly: {}; worst in {stamp}: {ours:.5} for {theirs:.5}",
            self.name, self.all
        )
    }
}

/// Every hour at every receptor; hours that we lack are calm or missing and must be zero.
pub(crate) fn hourly(deck: &Deck, fields: &[Vec<f64>], path: &Path) -> Hourly {
    let mut pairs = Vec::new();
    let theirs = post(path);
    let count = deck.receptors.len();
    for chunk in theirs.chunks(count) {
        let stamp = chunk[0].stamp;
        let index = deck.hours.iter().position(|(known, _)| *known == stamp);
        match index {
            None => assert!(chunk.iter().all(|posted| posted.value == 0.0), "{stamp}"),
            Some(k) => pairs.extend(
                chunk
                    .iter()
                    .zip(&fields[k])
                    .map(|(theirs, ours)| (stamp, *ours, theirs.value)),
            ),
        }
    }
    let top = pairs.iter().map(|pair| pair.2).fold(0.0, f64::max);
    let worst = pairs
        .iter()
        .filter(|pair| pair.2 > LEAST_SHARE * top)
        .max_by(|a, b| (a.1 / a.2 - 1.0).abs().total_cmp(&(b.1 / b.2 - 1.0).abs()));
    Hourly {
        name: deck.name.clone(),
        worst: *worst.expect("a deck has values"),
        all: Deviations::new(pairs.iter().map(|(_, ours, theirs)| (*ours, *theirs))),
    }
}
