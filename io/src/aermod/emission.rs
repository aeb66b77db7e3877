//! How emissions vary in time: `SO EMISFACT` and `SO HOUREMIS`.

use std::path::{Path, PathBuf};

use super::card::Card;
use super::number::number;
use crate::aermet::Stamp;
use crate::error::{Fault, InputError, Result, nearest, read_text};

/// How the emission of a source varies in time.
#[derive(Debug, Clone, PartialEq)]
pub enum Variation {
    /// Not at all.
    Constant,
    /// By factors on the emission.
    Factors {
        /// What the factors depend on.
        by: FactorKind,
        /// The factors, the fastest index first.
        values: Vec<f64>,
    },
    /// Hour by hour from a file, in order of time.
    Hourly(Vec<HourlyEmission>),
}

/// What emission factors depend on. Hours run from 1 to 24; seasons are winter (December to
/// February), spring, summer, autumn; days are weekdays, Saturday, Sunday, or, with `7`,
/// Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Season.
    Season,
    /// Month.
    Month,
    /// Hour of the day.
    Hour,
    /// Wind speed class.
    WindSpeed,
    /// Hour by season.
    SeasonHour,
    /// Hour by kind of day.
    HourDay,
    /// Hour by day of the week.
    HourDay7,
    /// Hour by season by kind of day.
    SeasonHourDay,
    /// Hour by season by day of the week.
    SeasonHourDay7,
    /// Hour by month by kind of day.
    MonthHourDay,
    /// Hour by month by day of the week.
    MonthHourDay7,
}

impl FactorKind {
    const NAMES: [(&'static str, Self, usize); 11] = [
        ("SEASON", Self::Season, 4),
        ("MONTH", Self::Month, 12),
        ("HROFDY", Self::Hour, 24),
        ("WSPEED", Self::WindSpeed, 6),
        ("SEASHR", Self::SeasonHour, 96),
        ("HRDOW", Self::HourDay, 72),
        ("HRDOW7", Self::HourDay7, 168),
        ("SHRDOW", Self::SeasonHourDay, 288),
        ("SHRDOW7", Self::SeasonHourDay7, 672),
        ("MHRDOW", Self::MonthHourDay, 864),
        ("MHRDOW7", Self::MonthHourDay7, 2016),
    ];

    /// Reads the word of an `EMISFACT` card.
    pub(crate) fn read(card: &Card, index: usize) -> Result<Self> {
        let names = Self::NAMES.map(|(name, _, _)| name);
        let rule = format!("one of {}", names.join(", "));
        let word = card.name(index, &rule)?;
        let found = Self::NAMES.iter().find(|(name, _, _)| *name == word);
        found.map(|(_, kind, _)| *kind).ok_or_else(|| {
            let fault = Fault::new(rule).found(&word);
            card.error(match nearest(&word, names) {
                Some(like) => fault.hint(format!("did you mean {like}?")),
                None => fault,
            })
        })
    }

    /// AERMOD's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(_, kind, _)| *kind == self);
        found.map_or("", |(name, _, _)| name)
    }

    /// How many factors there are.
    #[must_use]
    pub fn size(self) -> usize {
        let found = Self::NAMES.iter().find(|(_, kind, _)| *kind == self);
        found.map_or(0, |(_, _, size)| *size)
    }

    /// The index of the factor that holds at `stamp` in wind speed class `wind_class`, counted
    /// from 0.
    ///
    /// ```
    /// use pluim_io::aermet::Stamp;
    /// use pluim_io::aermod::FactorKind;
    /// let stamp = Stamp::new(2017, 3, 5, 24)?; // a Sunday in spring
    /// assert_eq!(FactorKind::SeasonHour.index(stamp, 0), 24 + 23);
    /// assert_eq!(FactorKind::HourDay.index(stamp, 0), 2 * 24 + 23);
    /// assert_eq!(FactorKind::HourDay7.index(stamp, 0), 6 * 24 + 23);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn index(self, stamp: Stamp, wind_class: usize) -> usize {
        let hour = stamp.hour_index();
        let month = stamp.month_index();
        let season = stamp.season();
        let (day, day7) = (stamp.kind_of_day(), stamp.day_of_week());
        match self {
            Self::Season => season,
            Self::Month => month,
            Self::Hour => hour,
            Self::WindSpeed => wind_class,
            Self::SeasonHour => hour + 24 * season,
            Self::HourDay => hour + 24 * day,
            Self::HourDay7 => hour + 24 * day7,
            Self::SeasonHourDay => hour + 24 * season + 96 * day,
            Self::SeasonHourDay7 => hour + 24 * season + 96 * day7,
            Self::MonthHourDay => hour + 24 * month + 288 * day,
            Self::MonthHourDay7 => hour + 24 * month + 288 * day7,
        }
    }
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
            temperature: self.number(8, "temperature (K)")?,
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
