//! How emissions vary in time: `SO EMISFACT` and `SO HOUREMIS`.

use std::path::{Path, PathBuf};

use super::number::number;
use super::source_card::hardly_above_ambient;
use super::time_table::TimeTable;
use crate::aermet::Stamp;
use crate::error::{InputError, Result, read_text};

/// How the emission of a source varies in time.
#[derive(Debug, Clone, PartialEq)]
pub enum Variation {
    /// Not at all.
    Constant,
    /// By factors on the emission.
    Factors(TimeTable),
    /// Hour by hour from a file, in order of time.
    Hourly(Vec<HourlyEmission>),
}

/// The emission of one hour from a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourlyEmission {
    /// The hour, by its end.
    pub stamp: Stamp,
    /// Emission, in the unit of the source.
    pub rate: f64,
    /// Release parameters that replace those of `SRCPARAM`.
    pub release: HourlyRelease,
}

/// Release parameters of one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HourlyRelease {
    /// Those of `SRCPARAM`.
    AsGiven,
    /// Of a stack.
    Stack {
        /// Exit temperature (K); 0 means ambient.
        temperature: f64,
        /// Exit velocity (m/s).
        velocity: f64,
    },
    /// Of a volume.
    Volume {
        /// Height (m).
        height: f64,
        /// Lateral spread (m).
        sigma_y0: f64,
        /// Vertical spread (m).
        sigma_z0: f64,
    },
    /// Of an area, line or road.
    Area {
        /// Height (m).
        height: f64,
        /// Vertical spread (m).
        sigma_z0: f64,
    },
}

/// Values at or below this mean that the emission is not known, and count as none.
const MISSING_EMISSION: f64 = -90.0;

/// What a source may hold in an hourly file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HourlyForm {
    Stack,
    Volume,
    Area,
    Rate,
}

/// One source whose emissions stand in an hourly file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed<'a> {
    pub(crate) id: &'a str,
    pub(crate) form: HourlyForm,
}

/// An hourly emission file, read.
pub(crate) struct HourlyFile {
    /// One series a source, in the order of the sources asked for.
    pub(crate) series: Vec<Vec<HourlyEmission>>,
    /// Hours without a known emission.
    pub(crate) missing: usize,
}

impl HourlyFile {
    /// Reads the file at `path` for `sources`.
    pub(crate) fn read(path: &Path, sources: &[Listed<'_>]) -> Result<Self> {
        let text = read_text(path)?;
        let mut file = Self {
            series: vec![Vec::new(); sources.len()],
            missing: 0,
        };
        let lines = (1..).zip(text.lines());
        for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
            let record = Record {
                path,
                line,
                fields: text.split_whitespace().collect(),
            };
            file.add(&record, sources)?;
        }
        Ok(file)
    }

    fn add(&mut self, record: &Record<'_>, sources: &[Listed<'_>]) -> Result<()> {
        let id = record
            .word(6, "identifier of a source")?
            .to_ascii_uppercase();
        let found = sources
            .iter()
            .zip(&mut self.series)
            .find(|(s, _)| s.id == id);
        let Some((source, series)) = found else {
            let rule = "a source that the HOUREMIS card names";
            return Err(record.error("source", &id, rule));
        };
        let emission = record.emission(source.form)?;
        self.missing += usize::from(record.fields.len() == 7);
        let earlier = series.last().map(|last: &HourlyEmission| last.stamp);
        if earlier.is_some_and(|earlier| earlier >= emission.stamp) {
            let found = emission.stamp.to_string();
            return Err(record.error("hour", &found, "hours in order of time"));
        }
        series.push(emission);
        Ok(())
    }
}

/// A line of an hourly emission file: `SO HOUREMIS year month day hour source rate ...`.
struct Record<'a> {
    path: &'a Path,
    line: u64,
    fields: Vec<&'a str>,
}

impl Record<'_> {
    fn word(&self, index: usize, what: &str) -> Result<&str> {
        let field = self.fields.get(index).copied();
        field.ok_or_else(|| self.error(what, "nothing", what))
    }

    fn number(&self, index: usize, what: &str) -> Result<f64> {
        let word = self.word(index, what)?;
        number(word).ok_or_else(|| self.error(what, word, "a number"))
    }

    fn error(&self, field: &str, found: &str, expected: &str) -> InputError {
        let error = InputError::new(PathBuf::from(self.path), expected);
        error.line(self.line).field(field).found(found)
    }

    fn stamp(&self) -> Result<Stamp> {
        let part = |index, what| self.number(index, what).map(|value| value as i32);
        let year = Stamp::full_year(part(2, "year")?);
        let (month, day) = (part(3, "month")?, part(4, "day")?);
        let hour = part(5, "hour")?;
        Stamp::new(year, month, day, hour).map_err(|_| {
            let found = self.fields.get(2..6).unwrap_or_default().join(" ");
            self.error("date", &found, "year, month, day and an hour from 1 to 24")
        })
    }

    fn emission(&self, form: HourlyForm) -> Result<HourlyEmission> {
        let stamp = self.stamp()?;
        let (rate, release) = match (form, self.fields.len()) {
            (_, 7) => (0.0, HourlyRelease::AsGiven),
            (HourlyForm::Stack, 10) => (self.rate()?, self.stack()?),
            (HourlyForm::Volume, 11) => (self.rate()?, self.volume()?),
            (HourlyForm::Area, 10) => (self.rate()?, self.area()?),
            (HourlyForm::Volume | HourlyForm::Area | HourlyForm::Rate, 8) => {
                (self.rate()?, HourlyRelease::AsGiven)
            }
            (_, count) => return Err(self.wrong_count(form, count)),
        };
        Ok(HourlyEmission {
            stamp,
            rate,
            release,
        })
    }

    fn rate(&self) -> Result<f64> {
        let rate = self.number(7, "emission")?;
        Ok(if rate <= MISSING_EMISSION { 0.0 } else { rate })
    }

    fn stack(&self) -> Result<HourlyRelease> {
        Ok(HourlyRelease::Stack {
            temperature: hardly_above_ambient(self.number(8, "temperature (K)")?),
            velocity: self.number(9, "exit velocity (m/s)")?.max(0.0),
        })
    }

    fn volume(&self) -> Result<HourlyRelease> {
        Ok(HourlyRelease::Volume {
            height: self.positive(8, "height (m)")?,
            sigma_y0: self.positive(9, "lateral spread (m)")?,
            sigma_z0: self.positive(10, "vertical spread (m)")?,
        })
    }

    fn area(&self) -> Result<HourlyRelease> {
        Ok(HourlyRelease::Area {
            height: self.positive(8, "height (m)")?,
            sigma_z0: self.positive(9, "vertical spread (m)")?,
        })
    }

    fn positive(&self, index: usize, what: &str) -> Result<f64> {
        let value = self.number(index, what)?;
        if value < 0.0 {
            return Err(self.error(what, &value.to_string(), "a number of 0 or more"));
        }
        Ok(value)
    }

    fn wrong_count(&self, form: HourlyForm, count: usize) -> InputError {
        let rule = match form {
            HourlyForm::Stack => "emission, temperature and velocity after the source",
            HourlyForm::Volume => {
                "emission, or emission, height and both spreads, after the source"
            }
            HourlyForm::Area => "emission, or emission, height and spread, after the source",
            HourlyForm::Rate => "one emission after the source",
        };
        let found = format!("{} value(s)", count.saturating_sub(7));
        self.error("values", &found, rule)
    }
}
