//! How far two result files of AERMOD's format are apart.
//!
//! Deviations are relative, (ours - theirs) / theirs, at values above 1 % of the largest of
//! theirs; where a file has depositions beside concentrations, all count.

use std::fmt;
use std::path::Path;

use pluim_io::aermod::{Mark, ResultRow, ResultTable};

/// Values below this share of the largest do not count.
const LEAST_SHARE: f64 = 0.01;

/// What a result file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Long-term means.
    Mean,
    /// The highest single hours.
    FirstHour,
    /// Hour by hour.
    Hourly,
    /// Anything else.
    Other,
}

/// How far two result files are apart.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// What they hold.
    pub kind: Kind,
    /// Sizes of the deviations, the smallest first.
    sizes: Vec<f64>,
    /// Mean deviation with its sign.
    bias: f64,
    /// Theirs and ours of the first result, as shares of the largest of theirs.
    pairs: Vec<(f64, f64)>,
}

/// Why two files cannot be compared.
#[derive(Debug)]
pub struct Mismatch(String);

impl fmt::Display for Mismatch {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// Compares the files `ours` and `theirs`, line by line.
///
/// # Errors
/// When a file cannot be read, or their lines are about different places or hours.
pub fn of_files(ours: &Path, theirs: &Path) -> Result<Agreement, Mismatch> {
    let read = |path: &Path| ResultTable::read(path).map_err(|fault| Mismatch(fault.to_string()));
    Agreement::new(&read(ours)?.rows, &read(theirs)?.rows)
}

impl Agreement {
    /// Compares rows one by one.
    ///
    /// # Errors
    /// When there are more of one than of the other, or two are about different places or hours.
    pub fn new(ours: &[ResultRow], theirs: &[ResultRow]) -> Result<Self, Mismatch> {
        if ours.len() != theirs.len() {
            let text = format!("{} lines, expected {}", ours.len(), theirs.len());
            return Err(Mismatch(text));
        }
        let mut pairs = ours.iter().zip(theirs);
        if let Some((our, their)) = pairs.find(|(our, their)| !same(our, their)) {
            return Err(Mismatch(format!("found {our:?}, expected {their:?}")));
        }
        let results = theirs.first().map_or(0, |row| row.values.len());
        let deviations: Vec<f64> = (0..results)
            .flat_map(|result| counted(ours, theirs, result))
            .map(|(their, our)| our / their - 1.0)
            .collect();
        let bias = deviations.iter().sum::<f64>() / deviations.len().max(1) as f64;
        let mut sizes: Vec<f64> = deviations.iter().map(|one| one.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        Ok(Self {
            kind: theirs.first().map_or(Kind::Other, kind),
            sizes,
            bias,
            pairs: shares(counted(ours, theirs, 0)),
        })
    }

    /// Theirs and ours of the first result, as shares of the largest of theirs, where theirs is above
    /// 1 % of that.
    #[must_use]
    pub fn pairs(&self) -> &[(f64, f64)] {
        &self.pairs
    }

    /// The size that a share of the deviations does not exceed.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.sizes.len().saturating_sub(1);
        let at = (share * last as f64).round() as usize;
        self.sizes.get(at).copied().unwrap_or(f64::NAN)
    }

    /// The share of deviations of at most `size`.
    #[must_use]
    pub fn share_within(&self, size: f64) -> f64 {
        let within = self.sizes.partition_point(|one| *one <= size);
        within as f64 / self.sizes.len().max(1) as f64
    }

    /// Whether the files agree: means within 2 % at 95 % of the places and 5 % at all, highest
    /// hours within 5 % at 95 %, hours within 1 % at the median.
    #[must_use]
    pub fn good(&self) -> bool {
        match self.kind {
            Kind::Mean => self.share_within(0.02) >= 0.95 && self.share_within(0.05) >= 1.0,
            Kind::FirstHour => self.share_within(0.05) >= 0.95,
            Kind::Hourly => self.quantile(0.5) < 0.01,
            Kind::Other => true,
        }
    }

    /// The heading above [`Agreement::row`].
    #[must_use]
    pub fn heading() -> String {
        format!(
            "{:36} {:9} {:>7} {:>6} {:>6} {:>8} {:>8} {:>8} {:>8} {:>7}",
            "file", "kind", "values", "<=2 %", "<=5 %", "median", "95 %", "worst", "bias", "s"
        )
    }

    /// One line of a table.
    #[must_use]
    pub fn row(&self, file: &str, seconds: f64) -> String {
        let percent = |share: f64| 100.0 * share;
        let kind = match self.kind {
            Kind::Mean => "mean",
            Kind::FirstHour => "1st hour",
            Kind::Hourly => "hourly",
            Kind::Other => "other",
        };
        let verdict = if self.good() {
            ""
        } else {
            "  <- out of bounds"
        };
        format!(
            "{file:36} {kind:9} {:7} {:6.1} {:6.1} {:8.3} {:8.3} {:8.3} {:+8.3} {seconds:7.1}{verdict}",
            self.sizes.len(),
            percent(self.share_within(0.02)),
            percent(self.share_within(0.05)),
            percent(self.quantile(0.5)),
            percent(self.quantile(0.95)),
            percent(self.quantile(1.0)),
            percent(self.bias),
        )
    }
}

/// Theirs and ours of one result, where theirs is above 1 % of its largest.
fn counted(ours: &[ResultRow], theirs: &[ResultRow], result: usize) -> Vec<(f64, f64)> {
    let value = |row: &ResultRow| row.values.get(result).copied().unwrap_or(f64::NAN);
    let largest = theirs.iter().map(value).fold(0.0, f64::max);
    let pairs = theirs.iter().map(value).zip(ours.iter().map(value));
    pairs
        .filter(|(their, _)| *their > LEAST_SHARE * largest)
        .collect()
}

/// Pairs as shares of the largest of theirs.
fn shares(pairs: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let largest = pairs.iter().map(|(their, _)| *their).fold(0.0, f64::max);
    let share = |(their, our): (f64, f64)| (their / largest, our / largest);
    pairs.into_iter().map(share).collect()
}

fn kind(row: &ResultRow) -> Kind {
    let hourly = row.average == "1-HR";
    match row.mark {
        Mark::Count(_) => Kind::Mean,
        Mark::Ranked(1, _) if hourly => Kind::FirstHour,
        Mark::Hour(_) if hourly => Kind::Hourly,
        _ => Kind::Other,
    }
}

/// Whether two rows are about the same place and hour.
fn same(ours: &ResultRow, theirs: &ResultRow) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < 1e-3;
    let hour = match (ours.mark, theirs.mark) {
        (Mark::Hour(one), Mark::Hour(other)) => one == other,
        (Mark::Ranked(one, _), Mark::Ranked(other, _)) => one == other,
        (Mark::Count(one), Mark::Count(other)) => one == other,
        _ => false,
    };
    near(ours.x, theirs.x) && near(ours.y, theirs.y) && hour
}
