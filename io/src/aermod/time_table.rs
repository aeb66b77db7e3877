//! Values that repeat with the calendar or follow the wind: emission factors, background and
//! ozone.

use super::card::Card;
use crate::aermet::Stamp;
use crate::error::{Fault, Result};

/// A table of values.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTable {
    /// What the values depend on.
    pub by: FactorKind,
    /// The values, the fastest index first.
    pub values: Vec<f64>,
}

impl TimeTable {
    /// A table that cards will fill.
    pub(crate) fn new(by: FactorKind) -> Self {
        Self {
            by,
            values: Vec::new(),
        }
    }

    /// The value that holds at `stamp` in wind speed class `wind_class`, counted from 0.
    #[must_use]
    pub fn at(&self, stamp: Stamp, wind_class: usize) -> f64 {
        let value = self.values.get(self.by.index(stamp, wind_class));
        value.copied().unwrap_or_default()
    }

    /// Adds the values of `card` from field `first` on, which are for `whom`.
    pub(crate) fn extend(&mut self, card: &Card, first: usize, whom: &str) -> Result<()> {
        let more = card.numbers(first, "values")?;
        if let Some(negative) = more.iter().find(|value| **value < 0.0) {
            return Err(card.error(Fault::new("values of 0 or more").found(negative)));
        }
        self.values.extend(more);
        match self.values.len() > self.by.size() {
            true => Err(self.wrong_size(card, whom)),
            false => Ok(()),
        }
    }

    /// Refuses a table that lacks values for `whom`, which `card` defines.
    pub(crate) fn complete(&self, card: &Card, whom: &str) -> Result<()> {
        match self.values.len() == self.by.size() {
            true => Ok(()),
            false => Err(self.wrong_size(card, whom)),
        }
    }

    fn wrong_size(&self, card: &Card, whom: &str) -> crate::error::InputError {
        let rule = format!("{} values for {}", self.by.size(), self.by.name());
        let found = format!("{} for {whom}", self.values.len());
        card.error(Fault::new(rule).found(found))
    }
}

/// What the values of a table depend on. Hours run from 1 to 24; seasons are winter (December to
/// February), spring, summer, autumn; days are weekdays, Saturday, Sunday, or, with `7`,
/// Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Nothing: one value for the whole year.
    Annual,
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
    const NAMES: [(&'static str, Self, usize); 12] = [
        ("ANNUAL", Self::Annual, 1),
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

    /// Reads the word of a card in field `index`; emission factors know no `ANNUAL`.
    pub(crate) fn read(card: &Card, index: usize) -> Result<Self> {
        let names = || Self::NAMES.iter().map(|(name, _, _)| *name);
        let known = || names().filter(|name| *name != "ANNUAL" || card.keyword != "EMISFACT");
        let rule = format!("one of {}", known().collect::<Vec<_>>().join(", "));
        let word = card.name(index, &rule)?;
        let found = Self::NAMES.iter().find(|(name, _, _)| *name == word);
        let found = found.filter(|(name, _, _)| known().any(|one| one == *name));
        found
            .map(|(_, kind, _)| *kind)
            .ok_or_else(|| card.error(Fault::new(rule).found(&word).nearest(known())))
    }

    /// AERMOD's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(_, kind, _)| *kind == self);
        found.map_or("", |(name, _, _)| name)
    }

    /// How many values there are.
    #[must_use]
    pub fn size(self) -> usize {
        let found = Self::NAMES.iter().find(|(_, kind, _)| *kind == self);
        found.map_or(0, |(_, _, size)| *size)
    }

    /// The index of the value that holds at `stamp` in wind speed class `wind_class`, counted
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
            Self::Annual => 0,
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
