//! Reading result files: `PLOTFILE`s and `POSTFILE`s of type `PLOT`, plain or compressed.

use std::path::{Path, PathBuf};

use crate::aermet::Stamp;
use crate::error::{InputError, Result, decode};
use crate::input_file::{inflate, read_bytes};

/// A result file, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResultTable {
    /// Lines in order.
    pub rows: Vec<ResultRow>,
}

/// One line of a result file.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultRow {
    /// x (m).
    pub x: f64,
    /// y (m).
    pub y: f64,
    /// Values: the concentration, and depositions where the file has them.
    pub values: Vec<f64>,
    /// Height above ground (m).
    pub height: f64,
    /// Averaging time: `1-HR`, `PERIOD`.
    pub average: String,
    /// Source group.
    pub group: String,
    /// Mark.
    pub mark: Mark,
    /// Network of receptors; empty for a discrete receptor.
    pub network: String,
}

/// What marks a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A number of hours or years.
    Count(u64),
    /// The last hour of the average.
    Hour(Stamp),
    /// A rank, and the last hour of the average; none where no value was above 0.
    Ranked(u64, Option<Stamp>),
}

impl ResultRow {
    /// The concentration.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.values.first().copied().unwrap_or_default()
    }
}

impl ResultTable {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is not that of a `PLOTFILE` or `POSTFILE`.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = read_bytes(path)?;
        let text = decode(path, inflate(path, bytes)?)?;
        Self::parse(path, &text)
    }

    /// Reads `text` as if it were the file at `path`.
    ///
    /// # Errors
    /// As [`ResultTable::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let lines = (1u64..).zip(text.lines());
        let lines = lines.filter(|(_, line)| !line.starts_with('*') && !line.trim().is_empty());
        let row = |(number, line): (u64, &str)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            row(&words).ok_or_else(|| {
                let rule = "x, y, values, three heights, averaging time, group and date";
                let error = InputError::new(PathBuf::from(path), rule).line(number);
                error.found(line.trim())
            })
        };
        let rows = lines.map(row).collect::<Result<Vec<_>>>()?;
        Ok(Self { rows })
    }
}

fn is_average(word: &str) -> bool {
    word.ends_with("-HR") || ["MONTH", "PERIOD", "ANNUAL"].contains(&word)
}

fn row(words: &[&str]) -> Option<ResultRow> {
    let at = words.iter().position(|word| is_average(word))?;
    let numbers: Option<Vec<f64>> = words.get(..at)?.iter().map(|w| w.parse().ok()).collect();
    let numbers = numbers?;
    let [x, y, rest @ ..] = numbers.as_slice() else {
        return None;
    };
    let [values @ .., _, _, height] = rest else {
        return None;
    };
    let average = (*words.get(at)?).to_owned();
    let group = (*words.get(at + 1)?).to_owned();
    let (mark, network) = mark(&average, words.get(at + 2..)?)?;
    Some(ResultRow {
        x: *x,
        y: *y,
        values: values.to_vec(),
        height: *height,
        average,
        group,
        mark,
        network,
    })
}

fn mark(average: &str, words: &[&str]) -> Option<(Mark, String)> {
    let first = *words.first()?;
    let letters = first.find(|c: char| !c.is_ascii_digit());
    if let Some(split) = letters {
        let rank = first.get(..split)?.parse().ok()?;
        let (network, date) = match words.get(1..)? {
            [date] => ("", *date),
            [network, date, ..] => (*network, *date),
            [] => return None,
        };
        return Some((Mark::Ranked(rank, stamp(date)), network.to_owned()));
    }
    let network = words.get(1).copied().unwrap_or_default().to_owned();
    match average {
        "PERIOD" | "ANNUAL" => Some((Mark::Count(first.parse().ok()?), network)),
        _ => Some((Mark::Hour(stamp(first)?), network)),
    }
}

/// `YYMMDDHH`, without leading zeros where it is an integer.
fn stamp(text: &str) -> Option<Stamp> {
    let number: i32 = text.parse().ok()?;
    let (year, month) = (number / 1_000_000, number / 10_000 % 100);
    let (day, hour) = (number / 100 % 100, number % 100);
    Stamp::new(Stamp::full_year(year), month, day, hour).ok()
}
