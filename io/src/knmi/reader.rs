//! Reading the hours.

use std::ops::RangeInclusive;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::archive;
use super::hour::{Cloud, Direction, KnmiHour};
use crate::error::{Fault, InputError, Result};
use crate::number::Rule;
use crate::table::{self, Layout, Row};

/// Zero degrees Celsius (K).
const FREEZING: f64 = 273.15;
/// J/cm2 within an hour, in W/m2.
const JOULES: f64 = 1e4 / 3600.0;
/// Years that a file may hold.
const KNOWN: RangeInclusive<i16> = 1800..=2200;
const COLUMNS: &[&str] = &["STN", "YYYYMMDD", "HH", "DD", "FH", "T", "Q", "N"];

const STATION: Rule = Rule::between("a station number", 1.0, 1e6);
const HOUR: Rule = Rule::between("an hour", 1.0, 24.0);
const BEARING: Rule = Rule::between("degrees", 0.0, 990.0);
const SPEED: Rule = Rule::between("a wind speed in 0.1 m/s", 0.0, 1000.0);
const CELSIUS: Rule = Rule::between("a temperature in 0.1 degrees Celsius", -700.0, 700.0);
const TENTHS: Rule = Rule::between("a duration in 0.1 h, or -1 for a trace", -1.0, 10.0);
const RADIATION: Rule = Rule::between("radiation in J/cm2", 0.0, 600.0);
const RAIN: Rule = Rule::between("precipitation in 0.1 mm, or -1 for a trace", -1.0, 3000.0);
const PRESSURE: Rule = Rule::between("a pressure in 0.1 hPa", 8500.0, 11_000.0);
const OCTAS: Rule = Rule::between("cloud cover in octas, or 9 for an obscured sky", 0.0, 9.0);
const PERCENT: Rule = Rule::between("humidity in %", 0.0, 100.0);

/// Which hours of a file to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Years, by the date in the file; all where absent.
    pub years: Option<RangeInclusive<i16>>,
    /// Station number; may be absent where the file holds one station.
    pub station: Option<u32>,
}

impl Selection {
    /// The hours of one year.
    #[must_use]
    pub fn year(year: i16) -> Self {
        Self::years(year..=year)
    }

    /// The hours of some years.
    #[must_use]
    pub fn years(years: RangeInclusive<i16>) -> Self {
        Self {
            years: Some(years),
            station: None,
        }
    }
}

/// Hours that the file should hold but does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// End of the first missing hour (UTC).
    pub first: DateTime,
    /// End of the last missing hour (UTC).
    pub last: DateTime,
}

impl Gap {
    /// How many hours are missing, 1 or more.
    #[must_use]
    pub fn hours(&self) -> u64 {
        let hours = (self.last.duration_since(self.first)).as_hours();
        hours.unsigned_abs() + 1
    }
}

/// The hours of one station, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct KnmiSeries {
    /// KNMI's number of the station.
    pub station: u32,
    /// The hours that the file holds.
    pub hours: Vec<KnmiHour>,
    /// The hours that it lacks: within the selected years, or between its first and last hour
    /// where no years are selected.
    pub gaps: Vec<Gap>,
}

/// Reads the selected hours of a file: text, or a zip file that holds one text.
///
/// # Errors
/// When the file cannot be read, lacks a needed column (`STN`, `YYYYMMDD`, `HH`, `DD`, `FH`, `T`,
/// `Q`, `N`), holds a value out of range, repeats an hour or runs back in time, holds several
/// stations of which none is selected, or holds no selected hour.
pub fn read_hours(file: &Path, selection: &Selection) -> Result<KnmiSeries> {
    parse_text(file, &archive::read(file)?, selection)
}

/// Reads the selected hours of a file's content; `file` is its name in messages.
///
/// # Errors
/// As [`read_hours`].
pub fn parse_hours(file: &Path, bytes: Vec<u8>, selection: &Selection) -> Result<KnmiSeries> {
    parse_text(file, &archive::decode(file, bytes)?, selection)
}

fn parse_text(file: &Path, text: &str, selection: &Selection) -> Result<KnmiSeries> {
    let (table, first_line) = table_of(file, text)?;
    let layout = Layout {
        separator: b',',
        columns: COLUMNS,
        first_line,
    };
    let mut reading = Reading::new(selection);
    table::read(file, table, layout, |row, _| reading.take(row))?;
    reading.finish(file)
}

/// The table within the text, from its header on, and the line of the header.
fn table_of<'a>(file: &Path, text: &'a str) -> Result<(&'a str, u64)> {
    let mut line = 0;
    let mut start = 0;
    for full in text.split_inclusive('\n') {
        line += 1;
        let names = full.trim_start_matches(['#', ' ']);
        let head: String = names
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .take(12)
            .collect();
        if head == "STN,YYYYMMDD" {
            let skipped = full.len() - names.len();
            return Ok((text.get(start + skipped..).unwrap_or_default(), line));
        }
        start += full.len();
    }
    let fault = Fault::new("a line \"# STN,YYYYMMDD,...\" that names the columns");
    let hint = "is this an hourly file of KNMI (uurgeg_...)?";
    Err(fault.hint(hint).at(file))
}

/// What was read so far.
struct Reading<'a> {
    selection: &'a Selection,
    station: Option<u32>,
    hours: Vec<KnmiHour>,
    gaps: Vec<Gap>,
    /// End of the hour that comes next.
    next: Option<DateTime>,
}

impl<'a> Reading<'a> {
    fn new(selection: &'a Selection) -> Self {
        let start = selection
            .years
            .as_ref()
            .and_then(|years| first_hour(*years.start()));
        Self {
            selection,
            station: selection.station,
            hours: Vec::new(),
            gaps: Vec::new(),
            next: start,
        }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        if self.outside(row.text("YYYYMMDD")) {
            return Ok(());
        }
        let date = row.parse("YYYYMMDD", date)?;
        let number = row
            .parse("STN", |text| STATION.parse_whole(text))?
            .unsigned_abs();
        if number != *self.station.get_or_insert(number) {
            return self.other_station(row);
        }
        let ends = row.parse("HH", |text| end_of_hour(date, text))?;
        self.order(row, ends)?;
        self.hours.push(hour(row, ends)?);
        self.next = ends.checked_add(1.hour()).ok();
        Ok(())
    }

    /// Whether the year lies outside the selection, told from four letters for speed; a year that no
    /// file holds does not, so that it is told.
    fn outside(&self, date: &str) -> bool {
        let year = date.get(..4).and_then(|year| year.parse().ok());
        let years = self.selection.years.as_ref();
        years
            .zip(year)
            .is_some_and(|(years, year)| KNOWN.contains(&year) && !years.contains(&year))
    }

    fn other_station(&self, row: &Row<'_>) -> Result<()> {
        if self.selection.station.is_some() {
            return Ok(());
        }
        let fault = Fault::new("hours of one station").found(row.text("STN"));
        Err(row.fault("STN", fault.hint("select one of the file's stations")))
    }

    /// Checks that time goes on, and notes the hours left out.
    fn order(&mut self, row: &Row<'_>, ends: DateTime) -> Result<()> {
        let Some(next) = self.next else { return Ok(()) };
        if ends < next && !self.hours.is_empty() {
            let repeats = self.hours.last().is_some_and(|last| last.ends == ends);
            let rule = if repeats {
                "an hour that comes once"
            } else {
                "time that goes on"
            };
            return Err(row.fault("HH", Fault::new(rule).found(ends)));
        }
        self.note_gap(next, ends);
        Ok(())
    }

    /// Notes the hours from the one that ends at `next` up to the one before `upto`.
    fn note_gap(&mut self, next: DateTime, upto: DateTime) {
        if let Ok(last) = upto.checked_sub(1.hour())
            && next < upto
        {
            self.gaps.push(Gap { first: next, last });
        }
    }

    fn finish(mut self, file: &Path) -> Result<KnmiSeries> {
        let years = self.selection.years.as_ref();
        let after = years.and_then(|years| first_hour(years.end().checked_add(1)?));
        if let Some((next, after)) = self.next.zip(after) {
            self.note_gap(next, after);
        }
        let (Some(station), false) = (self.station, self.hours.is_empty()) else {
            return Err(self.nothing(file));
        };
        let Self { hours, gaps, .. } = self;
        Ok(KnmiSeries {
            station,
            hours,
            gaps,
        })
    }

    fn nothing(&self, file: &Path) -> InputError {
        let years = self.selection.years.as_ref();
        let years = years.map(|it| format!(" of {} to {}", it.start(), it.end()));
        let station = self.selection.station.map(|it| format!(" at station {it}"));
        let what = format!(
            "hours{}{}",
            years.unwrap_or_default(),
            station.unwrap_or_default()
        );
        Fault::new(what).found("none").at(file)
    }
}

/// End of the first hour of a year.
fn first_hour(year: i16) -> Option<DateTime> {
    Some(Date::new(year, 1, 1).ok()?.at(1, 0, 0, 0))
}

fn date(text: &str) -> Result<Date, Fault> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let fault = || Fault::new("a date as YYYYMMDD").found(text);
    let parts = part(0..4)
        .zip(part(4..6))
        .zip(part(6..8))
        .filter(|_| text.len() == 8);
    let ((year, month), day) = parts.ok_or_else(fault)?;
    Date::new(year, month as i8, day as i8).map_err(|_| fault())
}

fn end_of_hour(date: Date, text: &str) -> Result<DateTime, Fault> {
    let hours = HOUR.parse_whole(text)?;
    let midnight = date.at(0, 0, 0, 0);
    midnight
        .checked_add(hours.hours())
        .map_err(|_| HOUR.broken(text))
}

fn hour(row: &Row<'_>, ends: DateTime) -> Result<KnmiHour> {
    let scaled = |column: &str, rule: Rule, scale: f64| -> Result<Option<f64>> {
        Ok(observed(row, column, rule)?.map(|value| value * scale))
    };
    let kelvin = |column: &str| -> Result<Option<f64>> {
        Ok(observed(row, column, CELSIUS)?.map(|value| value / 10.0 + FREEZING))
    };
    Ok(KnmiHour {
        ends,
        direction: optional(row, "DD", direction)?,
        speed: scaled("FH", SPEED, 0.1)?,
        speed_last_minutes: scaled("FF", SPEED, 0.1)?,
        gust: scaled("FX", SPEED, 0.1)?,
        temperature: kelvin("T")?,
        dew_point: kelvin("TD")?,
        sunshine: observed(row, "SQ", TENTHS)?.map(|value| trace(value, 0.25) * 360.0),
        radiation: scaled("Q", RADIATION, JOULES)?,
        rain_duration: scaled("DR", TENTHS, 360.0)?,
        rain: observed(row, "RH", RAIN)?.map(|value| trace(value, 0.25) * 0.1),
        pressure: scaled("P", PRESSURE, 10.0)?,
        cloud: optional(row, "N", cloud)?,
        humidity: scaled("U", PERCENT, 0.01)?,
    })
}

/// A value in the file's unit, with a trace (-1) replaced by half of what would be rounded up.
fn trace(value: f64, trace: f64) -> f64 {
    if value < 0.0 { trace } else { value }
}

fn observed(row: &Row<'_>, column: &str, rule: Rule) -> Result<Option<f64>> {
    optional(row, column, |text| rule.parse(text))
}

/// Blank cells are missing; -999 has no such meaning here.
fn optional<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<Option<T>> {
    if row.text(column).is_empty() {
        return Ok(None);
    }
    row.parse(column, parse).map(Some)
}

fn direction(text: &str) -> Result<Direction, Fault> {
    match BEARING.parse_whole(text)? {
        0 => Ok(Direction::Calm),
        990 => Ok(Direction::Variable),
        degrees @ 1..=360 => Ok(Direction::From(f64::from(degrees))),
        _ => Err(Fault::new("degrees (1 to 360), 0 for calm or 990 for variable").found(text)),
    }
}

fn cloud(text: &str) -> Result<Cloud, Fault> {
    let octas = OCTAS.parse_whole(text)?;
    Ok(match u8::try_from(octas) {
        Ok(octas @ 0..=8) => Cloud::Octas(octas),
        _ => Cloud::Obscured,
    })
}
