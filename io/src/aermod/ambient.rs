//! What the surroundings add: background concentrations (`SO BACKGRND`) and ozone (`CO OZONEVAL`,
//! `O3VALUES`, `OZONEFIL`), which may differ by the sector towards which the wind blows.

use std::path::{Path, PathBuf};

use super::card::{Card, beside};
use super::number::number;
use super::time_table::{FactorKind, TimeTable};
use crate::aermet::Stamp;
use crate::error::{Fault, InputError, Result, read_text};

/// Concentrations of the surroundings, sector by sector.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ambient {
    /// The sectors, by rising direction; one that holds everywhere where none are named.
    pub sectors: Vec<Sector>,
}

/// The surroundings in one sector.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sector {
    /// Direction (degrees clockwise from north) towards which wind blows, from which on the
    /// sector holds until the next begins.
    pub begins: f64,
    /// Values hour by hour (ug/m3), in order of time.
    pub hourly: Option<Vec<AmbientHour>>,
    /// Values that repeat (ug/m3): they stand in for hours without a value.
    pub table: Option<TimeTable>,
    /// One value for all hours (ug/m3), where nothing else holds.
    pub constant: Option<f64>,
}

/// A value of one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AmbientHour {
    /// The hour.
    pub stamp: Stamp,
    /// Concentration (ug/m3); none where it was not measured.
    pub value: Option<f64>,
}

impl Ambient {
    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sectors.is_empty()
    }

    /// The sector of wind that comes from `direction` (degrees).
    #[must_use]
    pub fn sector(&self, direction: f64) -> Option<&Sector> {
        let towards = (direction + 180.0).rem_euclid(360.0);
        let begun = |sector: &&Sector| sector.begins <= towards;
        let found = self.sectors.iter().rev().find(begun);
        found.or(self.sectors.last())
    }
}

impl Sector {
    /// What stands in for a value that was not measured.
    #[must_use]
    pub fn substitute(&self, stamp: Stamp, wind_class: usize) -> Option<f64> {
        let table = self.table.as_ref();
        table
            .map(|table| table.at(stamp, wind_class))
            .or(self.constant)
    }

    /// The measured value of hour `stamp`; the inner option is none where it was not measured.
    #[must_use]
    pub fn measured(&self, stamp: Stamp) -> Option<Option<f64>> {
        let (series, at) = self.place(stamp)?;
        series.get(at).map(|hour| hour.value)
    }

    /// The highest value (ug/m3) measured in the 24 hours before `stamp`; none where the series
    /// does not reach back so far.
    #[must_use]
    pub fn highest_of_day_before(&self, stamp: Stamp) -> Option<f64> {
        let (series, at) = self.place(stamp)?;
        let before = series.get(at.checked_sub(24)?..at)?;
        let measured = before.iter().filter_map(|hour| hour.value);
        Some(measured.fold(0.0, f64::max))
    }

    fn place(&self, stamp: Stamp) -> Option<(&[AmbientHour], usize)> {
        let series = self.hourly.as_deref()?;
        let found = series.binary_search_by_key(&stamp, |hour| hour.stamp);
        Some((series, found.ok()?))
    }
}

/// The unit in which cards and files give values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Micrograms,
    PartsPerBillion,
    PartsPerMillion,
}

/// ug/m3 of one ppb at 25 degrees C and 1013.25 hPa.
pub(super) const OZONE: f64 = 1.960;

impl Unit {
    /// The unit that field `index` names.
    pub(super) fn read(card: &Card, index: usize) -> Result<Self> {
        match card.name(index, "PPB, PPM or UG/M3")?.as_str() {
            "PPB" => Ok(Self::PartsPerBillion),
            "PPM" => Ok(Self::PartsPerMillion),
            "UG/M3" => Ok(Self::Micrograms),
            other => Err(card.error(Fault::new("PPB, PPM or UG/M3").found(other))),
        }
    }

    /// Factor to ug/m3 for a substance of `per_ppb` ug/m3 a ppb.
    pub(super) fn factor(self, per_ppb: f64) -> f64 {
        match self {
            Self::Micrograms => 1.0,
            Self::PartsPerBillion => per_ppb,
            Self::PartsPerMillion => 1e3 * per_ppb,
        }
    }
}

/// The surroundings while their cards are being read; values in the units of the cards.
#[derive(Debug, Default)]
pub(super) struct Draft {
    found: Ambient,
    named: bool,
    /// Files read.
    pub(super) files: Vec<PathBuf>,
}

impl Draft {
    /// Whether no card was read.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Sectors by the directions where they begin.
    pub(super) fn name_sectors(&mut self, card: &Card) -> Result<()> {
        if !self.is_empty() {
            let fault = Fault::new("sectors before the values that they hold");
            return Err(card.error(fault.found(&card.keyword)));
        }
        let starts = card.numbers(0, "directions")?;
        let apart = starts.windows(2).all(|pair| pair[1] >= pair[0] + 30.0);
        let within = starts.iter().all(|from| (0.0..=360.0).contains(from));
        if !(2..=6).contains(&starts.len()) || !apart || !within {
            let rule = "2 to 6 rising directions from 0 to 360, at least 30 degrees apart";
            return Err(card.error(Fault::new(rule).found(&card.rest)));
        }
        let sector = |begins: f64| Sector {
            begins,
            ..Sector::default()
        };
        self.found.sectors = starts.into_iter().map(sector).collect();
        self.named = true;
        Ok(())
    }

    /// The sector of `card`, and its field behind the name of the sector.
    fn sector(&mut self, card: &Card) -> Result<(&mut Sector, usize)> {
        if !self.named {
            if self.found.sectors.is_empty() {
                self.found.sectors.push(Sector::default());
            }
            let only = self.found.sectors.first_mut();
            return only
                .map(|sector| (sector, 0))
                .ok_or_else(|| card.error(Fault::new("a sector").found("none")));
        }
        let count = self.found.sectors.len();
        let rule = format!("SECT1 to SECT{count}");
        let name = card.name(0, &rule)?;
        let number = name.strip_prefix("SECT").and_then(|n| n.parse().ok());
        let index = number.and_then(|number: usize| number.checked_sub(1));
        index
            .and_then(|index| self.found.sectors.get_mut(index))
            .map(|sector| (sector, 1))
            .ok_or_else(|| card.error(Fault::new(rule).found(&name)))
    }

    /// Values that repeat.
    pub(super) fn table(&mut self, card: &Card) -> Result<()> {
        let (sector, first) = self.sector(card)?;
        let kind = FactorKind::read(card, first)?;
        let table = sector.table.get_or_insert_with(|| TimeTable::new(kind));
        if table.by != kind {
            let rule = format!("values for {} throughout", table.by.name());
            return Err(card.error(Fault::new(rule).found(kind.name())));
        }
        table.extend(card, first + 1, &card.keyword)
    }

    /// One value for all hours, with its unit.
    pub(super) fn constant(&mut self, card: &Card, per_ppb: f64) -> Result<()> {
        let (sector, first) = self.sector(card)?;
        card.at_most(first + 2)?;
        let value = card.positive(first, "concentration")?;
        let unit = match card.fields.get(first + 1) {
            None => Unit::Micrograms,
            Some(_) => Unit::read(card, first + 1)?,
        };
        sector.constant = Some(value * unit.factor(per_ppb));
        Ok(())
    }

    /// Field `first` and on: the name of a file of hours, and how it is written.
    pub(super) fn hours(&mut self, card: &Card, skipped: usize, valid: Valid) -> Result<()> {
        let (sector, first) = self.sector(card)?;
        let first = first + skipped;
        let path = beside(&card.file, card.word(first, "the name of a file")?);
        if sector.hourly.is_some() {
            return Err(card.error(Fault::new("one file of hours").found("another")));
        }
        sector.hourly = Some(hours(&path, valid)?);
        self.files.push(path);
        Ok(())
    }

    /// Everything in ug/m3: tables by `table`, hours by `hourly`.
    pub(super) fn finish(mut self, card: &Card, table: f64, hourly: f64) -> Result<Ambient> {
        for sector in &mut self.found.sectors {
            if let Some(values) = &mut sector.table {
                values.complete(card, &card.keyword)?;
                values.values.iter_mut().for_each(|value| *value *= table);
            }
            for hour in sector.hourly.iter_mut().flatten() {
                hour.value = hour.value.map(|value| value * hourly);
            }
            let given = sector.hourly.is_some() || sector.table.is_some();
            if !given && sector.constant.is_none() {
                let fault = Fault::new("values for every sector");
                return Err(card.error(fault.found("a sector without")));
            }
        }
        Ok(self.found)
    }
}

/// Refuses a Fortran format in field `index`: files are read number by number.
pub(super) fn free_format(card: &Card, index: usize) -> Result<()> {
    match card.fields.get(index) {
        Some(word) if !word.eq_ignore_ascii_case("FREE") => Err(card.refused(
            word,
            "leave the format out and separate the numbers of the file by blanks",
        )),
        _ => card.at_most(index + 1),
    }
}

/// Which values of a file were measured.
pub(super) type Valid = fn(f64) -> bool;

/// Reads a file of lines of year, month, day, hour and value.
fn hours(path: &Path, valid: Valid) -> Result<Vec<AmbientHour>> {
    let text = read_text(path)?;
    let mut series: Vec<AmbientHour> = Vec::new();
    let lines = (1u64..).zip(text.lines());
    for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
        let wrong = |rule: &str| {
            let error = InputError::new(PathBuf::from(path), rule);
            error.line(line).found(text.trim())
        };
        let hour = hour(text, valid)
            .ok_or_else(|| wrong("year, month, day, hour (1 to 24) and a concentration"))?;
        if series.last().is_some_and(|last| last.stamp >= hour.stamp) {
            return Err(wrong("hours in order of time"));
        }
        series.push(hour);
    }
    Ok(series)
}

fn hour(text: &str, valid: Valid) -> Option<AmbientHour> {
    let cut = text.split([' ', ',', '\t', '\r']);
    let fields: Vec<f64> = cut
        .filter(|field| !field.is_empty())
        .take(5)
        .map(number)
        .collect::<Option<_>>()?;
    let [year, month, day, hour, value] = fields.as_slice() else {
        return None;
    };
    let whole = |value: &f64| *value as i32;
    let year = Stamp::full_year(whole(year));
    let stamp = Stamp::new(year, whole(month), whole(day), whole(hour)).ok()?;
    Some(AmbientHour {
        stamp,
        value: valid(*value).then_some(*value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(day: i32, hour: i32) -> Stamp {
        Stamp::new(2017, 6, day, hour).unwrap()
    }

    #[test]
    fn sectors_are_told_by_where_the_wind_goes() {
        let sector = |begins| Sector {
            begins,
            ..Sector::default()
        };
        let ambient = Ambient {
            sectors: vec![sector(90.0), sector(180.0)],
        };
        let of = |from: f64| ambient.sector(from).unwrap().begins;
        // wind from the west goes east, from the north south, from the south north
        assert_eq!([of(270.0), of(0.0), of(180.0)], [90.0, 180.0, 180.0]);
    }

    #[test]
    fn the_highest_of_a_day_leaves_the_hour_itself_out() {
        let hour = |k: i32| AmbientHour {
            stamp: stamp(1 + k / 24, 1 + k % 24),
            value: (k != 20).then_some(f64::from(k)),
        };
        let sector = Sector {
            hourly: Some((0..30).map(hour).collect()),
            ..Sector::default()
        };
        assert_eq!(sector.highest_of_day_before(stamp(1, 22)), None);
        assert_eq!(sector.highest_of_day_before(stamp(2, 6)), Some(28.0));
        assert_eq!(sector.measured(stamp(1, 21)), Some(None));
        assert_eq!(sector.measured(stamp(3, 1)), None);
    }

    #[test]
    fn a_line_needs_five_numbers() {
        assert!(hour("17 6 1 24 31.5 extra", |_| true).is_some());
        assert!(hour("17 6 1 25 31.5", |_| true).is_none());
        assert!(hour("17 6 1 24", |_| true).is_none());
    }
}
