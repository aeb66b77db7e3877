//! The `ME` pathway: which meteorology to use, and how.

use std::path::PathBuf;

use jiff::civil::Date;

use super::card::{Card, beside};
use super::control::{Control, LongTerm};
use super::keyword::{not_read, once};
use super::warning::Warning;
use super::yearly;
use crate::aermet::{Stamp, TurbulenceFilter};
use crate::error::{Fault, Result};

/// Which meteorology to use, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct MetPlan {
    /// Surface file.
    pub surface: PathBuf,
    /// Profile file.
    pub profile: PathBuf,
    /// First year of the data.
    pub year: i32,
    /// Elevation of the foot of the profile above sea level (m).
    pub base_elevation: f64,
    /// First and last hour to model; all where absent.
    pub window: Option<[Stamp; 2]>,
    /// Days to model.
    pub days: Days,
    /// Angle subtracted from every wind direction (degrees).
    pub rotation: f64,
    /// Upper bounds of the first five wind speed classes (m/s).
    pub wind_classes: [f64; 5],
    /// Observed turbulence left aside.
    pub turbulence: TurbulenceFilter,
}

/// Days of the year to model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Days {
    /// Every day.
    #[default]
    All,
    /// Days in one of these ranges.
    Ranges(Vec<DayRange>),
}

/// A range of days, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRange {
    /// By their number in the year.
    OfYear([i16; 2]),
    /// By month and day.
    OfMonth([(i8, i8); 2]),
}

impl Days {
    /// Whether to model `date`.
    #[must_use]
    pub fn hold(&self, date: Date) -> bool {
        match self {
            Self::All => true,
            Self::Ranges(ranges) => ranges.iter().any(|range| range.holds(date)),
        }
    }
}

impl DayRange {
    fn holds(self, date: Date) -> bool {
        match self {
            Self::OfYear([first, last]) => (first..=last).contains(&date.day_of_year()),
            Self::OfMonth([first, last]) => (first..=last).contains(&(date.month(), date.day())),
        }
    }
}

/// AERMOD's wind speed classes (m/s).
const WIND_CLASSES: [f64; 5] = [1.54, 3.09, 5.14, 8.23, 10.8];

/// Keywords that may stand once only.
const ONCE: [&str; 8] = [
    "SURFFILE", "PROFFILE", "SURFDATA", "UAIRDATA", "PROFBASE", "STARTEND", "WDROTATE", "WINDCATS",
];

impl MetPlan {
    /// The wind speed class of `speed` (m/s), counted from 0.
    #[must_use]
    pub fn wind_class(&self, speed: f64) -> usize {
        let bounds = self.wind_classes.iter();
        bounds.take_while(|bound| speed > **bound).count()
    }

    /// Whether to model the hour `stamp`.
    #[must_use]
    pub fn holds(&self, stamp: Stamp) -> bool {
        self.in_window(stamp) && self.days.hold(stamp.date())
    }

    /// Whether `stamp` lies in the period of `STARTEND`, which holds all where there is none.
    #[must_use]
    pub fn in_window(&self, stamp: Stamp) -> bool {
        self.window
            .is_none_or(|[first, last]| (first..=last).contains(&stamp))
    }
}

/// Reads the cards of the `ME` pathway.
pub(crate) fn read(
    cards: &[Card],
    control: &Control,
    warnings: &mut Vec<Warning>,
) -> Result<MetPlan> {
    let mut plan = MetPlan {
        surface: PathBuf::new(),
        profile: PathBuf::new(),
        year: 0,
        base_elevation: 0.0,
        window: None,
        days: Days::All,
        rotation: 0.0,
        wind_classes: WIND_CLASSES,
        turbulence: TurbulenceFilter::default(),
    };
    once(cards, &ONCE)?;
    for card in cards {
        let keyword = card.keyword.as_str();
        let filters = turbulence_kind(keyword).is_some();
        if control.options.regulatory && filters && !OF_DEFAULT.contains(&keyword) {
            let text = format!("DFAULT overrides {keyword}, as in AERMOD");
            warnings.push(Warning::of(card, text));
            continue;
        }
        read_card(card, &mut plan)?;
        let annual = control.long_term == Some(LongTerm::Annual);
        if let (true, "STARTEND", Some(window)) = (annual, keyword, plan.window) {
            yearly::check_period(card, window)?;
        }
    }
    complete(cards)?;
    Ok(plan)
}

fn read_card(card: &Card, plan: &mut MetPlan) -> Result<()> {
    match card.keyword.as_str() {
        "SURFFILE" => plan.surface = file(card)?,
        "PROFFILE" => plan.profile = file(card)?,
        "SURFDATA" => plan.year = station(card)?,
        "UAIRDATA" | "SITEDATA" => {
            station(card)?;
        }
        "PROFBASE" => plan.base_elevation = base(card)?,
        "STARTEND" => plan.window = Some(window(card)?),
        "DAYRANGE" => days(card, &mut plan.days)?,
        "WDROTATE" => plan.rotation = rotation(card)?,
        "WINDCATS" => plan.wind_classes = classes(card)?,
        // The number of years only sizes AERMOD's arrays.
        "NUMYEARS" => {
            card.whole(0, "number of years", [1, 1000])?;
        }
        _ => turbulence(card, &mut plan.turbulence)?,
    }
    Ok(())
}

fn complete(cards: &[Card]) -> Result<()> {
    let wanted = ["SURFFILE", "PROFFILE", "SURFDATA", "UAIRDATA", "PROFBASE"];
    let has = |name: &str| cards.iter().any(|card| card.keyword == name);
    let lacking = wanted.into_iter().find(|name| !has(name));
    match (cards.last(), lacking) {
        (Some(last), Some(name)) => {
            let rule = format!("a {name} card in the ME pathway");
            Err(last.error(Fault::new(rule).found("none")))
        }
        _ => Ok(()),
    }
}

/// A file name, and a format that is no longer used.
fn file(card: &Card) -> Result<PathBuf> {
    card.at_most(2)?;
    Ok(beside(&card.file, card.word(0, "the name of a file")?))
}

fn station(card: &Card) -> Result<i32> {
    card.number(0, "number of the station")?;
    let year = card.whole(1, "first year", [0, 2147])?;
    Ok(Stamp::full_year(i32::try_from(year).unwrap_or_default()))
}

fn base(card: &Card) -> Result<f64> {
    card.at_most(2)?;
    let base = card.number(0, "elevation")?;
    match card.fields.get(1) {
        None => Ok(base),
        Some(_) => Ok(base * super::source_reader::elevation_unit_at(card, 1)?),
    }
}

/// `STARTEND year month day [hour] year month day [hour]`.
fn window(card: &Card) -> Result<[Stamp; 2]> {
    let first = |from: usize, hour: Option<usize>, default: i32| -> Result<Stamp> {
        let part = |index, what, most| {
            let value = card.whole(index, what, [0, most])?;
            Ok(i32::try_from(value).unwrap_or_default())
        };
        let year = Stamp::full_year(part(from, "year", 2147)?);
        let (month, day) = (part(from + 1, "month", 12)?, part(from + 2, "day", 31)?);
        let hour = hour.map_or(Ok(default), |index| part(index, "hour", 24))?;
        let stamp = Stamp::new(year, month, day, hour);
        stamp.map_err(|_| card.error(Fault::new("a day of the calendar").found(&card.rest)))
    };
    let window = match card.len() {
        6 => [first(0, None, 1)?, first(3, None, 24)?],
        8 => [first(0, Some(3), 1)?, first(4, Some(7), 24)?],
        _ => {
            let rule = "year month day [hour] of the first and of the last hour";
            return Err(card.error(Fault::new(rule).found(&card.rest)));
        }
    };
    if window[0] > window[1] {
        let fault = Fault::new("an end after the start").found(&card.rest);
        return Err(card.error(fault));
    }
    Ok(window)
}

/// `DAYRANGE 1-31 45 7/1-7/15 12/25`.
fn days(card: &Card, days: &mut Days) -> Result<()> {
    card.word(0, "a day or a range of days")?;
    let mut ranges = match std::mem::take(days) {
        Days::All => Vec::new(),
        Days::Ranges(before) => before,
    };
    for word in &card.fields {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let range = day_range(first, last);
        let rule = "days of the year as 45 or 1-31, or dates as 12/25 or 7/1-7/15";
        ranges.push(range.ok_or_else(|| card.error(Fault::new(rule).found(word)))?);
    }
    *days = Days::Ranges(ranges);
    Ok(())
}

fn day_range(first: &str, last: &str) -> Option<DayRange> {
    if !first.contains('/') {
        let range: [i16; 2] = [first.parse().ok()?, last.parse().ok()?];
        let fits = range.iter().all(|day| (1..=366).contains(day)) && range[0] <= range[1];
        return fits.then_some(DayRange::OfYear(range));
    }
    let date = |text: &str| -> Option<(i8, i8)> {
        let (month, day) = text.split_once('/')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // 2024 had a leap day.
        Date::new(2024, month, day).ok().map(|_| (month, day))
    };
    let range = [date(first)?, date(last)?];
    (range[0] <= range[1]).then_some(DayRange::OfMonth(range))
}

fn rotation(card: &Card) -> Result<f64> {
    card.at_most(1)?;
    let rotation = card.number(0, "angle (degrees)")?;
    if rotation.abs() > 180.0 {
        let fault = Fault::new("an angle from -180 to 180 degrees").found(rotation);
        return Err(card.error(fault));
    }
    Ok(rotation)
}

fn classes(card: &Card) -> Result<[f64; 5]> {
    let bounds = card.numbers(0, "wind speeds")?;
    let rising = bounds.windows(2).all(|pair| pair[0] < pair[1]);
    let within = bounds.iter().all(|bound| (1.0..=20.0).contains(bound));
    match <[f64; 5]>::try_from(bounds) {
        Ok(bounds) if rising && within => Ok(bounds),
        _ => {
            let rule = "five rising wind speeds from 1 to 20 m/s";
            Err(card.error(Fault::new(rule).found(&card.rest)))
        }
    }
}

/// What `DFAULT` lets be left aside of observed turbulence.
const OF_DEFAULT: [&str; 2] = ["NOTURB", "NOTURBST"];

fn turbulence(card: &Card, filter: &mut TurbulenceFilter) -> Result<()> {
    let keyword = card.keyword.as_str();
    let Some((theta, w, rest)) = turbulence_kind(keyword) else {
        return Err(not_read(card));
    };
    let (stable, convective) = (rest != "CO", rest != "ST");
    filter.no_sigma_theta_stable |= theta && stable;
    filter.no_sigma_theta_convective |= theta && convective;
    filter.no_sigma_w_stable |= w && stable;
    filter.no_sigma_w_convective |= w && convective;
    Ok(())
}

/// Whether a keyword is about sigma_theta and about sigma_w, and what follows its stem.
fn turbulence_kind(keyword: &str) -> Option<(bool, bool, &str)> {
    let stems = [
        ("NOTURB", true, true),
        ("NOSA", true, false),
        ("NOSW", false, true),
    ];
    let found = stems.into_iter().find_map(|(stem, theta, w)| {
        let rest = keyword.strip_prefix(stem)?;
        Some((theta, w, rest))
    });
    found.filter(|(_, _, rest)| ["", "ST", "CO"].contains(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_number_and_by_date() {
        let leap = Date::constant(2016, 3, 1);
        let plain = Date::constant(2017, 3, 1);
        let by_date = day_range("3/1", "3/1").unwrap();
        assert!(by_date.holds(leap) && by_date.holds(plain));
        let by_number = day_range("60", "60").unwrap();
        assert!(!by_number.holds(leap) && by_number.holds(plain));
        assert_eq!(day_range("2/30", "3/1"), None);
        assert_eq!(day_range("10", "5"), None);
    }

    #[test]
    fn turbulence_keywords() {
        assert_eq!(turbulence_kind("NOTURBST"), Some((true, true, "ST")));
        assert_eq!(turbulence_kind("NOSW"), Some((false, true, "")));
        assert_eq!(turbulence_kind("NOSTD"), None);
    }
}
