//! The hour as AERMET and AERMOD name it: hour 1 of a day ends at one o'clock.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// An hour of local standard time, named by its end: hours run from 1 to 24.
///
/// ```
/// use pluim_io::aermet::Stamp;
/// let stamp = Stamp::new(2017, 12, 31, 24)?;
/// assert_eq!(stamp.to_string(), "17123124");
/// assert_eq!(stamp.next()?.to_string(), "18010101");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    date: Date,
    hour: i8,
}

/// Two-digit years from here on lie in the twentieth century.
const WINDOW: i32 = 50;

impl Stamp {
    /// The hour `hour` (1 to 24) of a day.
    ///
    /// # Errors
    /// When there is no such day or hour.
    pub fn new(year: i32, month: i32, day: i32, hour: i32) -> Result<Self, jiff::Error> {
        let small = |value: i32| i8::try_from(value).unwrap_or(-1);
        let year = i16::try_from(year).unwrap_or(i16::MIN);
        let date = Date::new(year, small(month), small(day))?;
        if !(1..=24).contains(&hour) {
            return Err(jiff::Error::from_args(format_args!(
                "hour {hour} is not between 1 and 24"
            )));
        }
        Ok(Self {
            date,
            hour: small(hour),
        })
    }

    /// A year of two digits as one of 1950 to 2049; others as they are.
    ///
    /// ```
    /// use pluim_io::aermet::Stamp;
    /// assert_eq!([56, 17, 2017].map(Stamp::full_year), [1956, 2017, 2017]);
    /// ```
    #[must_use]
    pub fn full_year(year: i32) -> i32 {
        match year {
            WINDOW..=99 => 1900 + year,
            0..WINDOW => 2000 + year,
            _ => year,
        }
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// The hour, 1 to 24.
    #[must_use]
    pub fn hour(self) -> i8 {
        self.hour
    }

    /// Month, day and hour.
    #[must_use]
    pub fn in_year(self) -> (i8, i8, i8) {
        (self.date.month(), self.date.day(), self.hour)
    }

    /// The moment at which the hour begins.
    #[must_use]
    pub fn begins(self) -> DateTime {
        self.date.at(self.hour - 1, 0, 0, 0)
    }

    /// The hour after this one.
    ///
    /// # Errors
    /// At the end of the calendar.
    pub fn next(self) -> Result<Self, jiff::Error> {
        if self.hour < 24 {
            let hour = self.hour + 1;
            return Ok(Self { hour, ..self });
        }
        let date = self.date.checked_add(1.day())?;
        Ok(Self { date, hour: 1 })
    }

    /// The hour of the day counted from 0.
    #[must_use]
    pub fn hour_index(self) -> usize {
        usize::try_from(self.hour - 1).unwrap_or_default()
    }

    /// The month counted from 0.
    #[must_use]
    pub fn month_index(self) -> usize {
        usize::try_from(self.date.month() - 1).unwrap_or_default()
    }

    /// The season: 0 winter (December to February), 1 spring, 2 summer, 3 autumn.
    #[must_use]
    pub fn season(self) -> usize {
        (self.month_index() + 1) % 12 / 3
    }

    /// The day of the week counted from Monday as 0.
    #[must_use]
    pub fn day_of_week(self) -> usize {
        usize::try_from(self.date.weekday().to_monday_zero_offset()).unwrap_or_default()
    }

    /// 0 on weekdays, 1 on Saturdays, 2 on Sundays.
    #[must_use]
    pub fn kind_of_day(self) -> usize {
        self.day_of_week().saturating_sub(4)
    }

    /// Whether this is the last hour of its month.
    #[must_use]
    pub fn ends_month(self) -> bool {
        self.hour == 24 && self.date.day() == self.date.days_in_month()
    }
}

/// As AERMOD writes it: `YYMMDDHH`.
impl fmt::Display for Stamp {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date.year() % 100, self.date.month(), self.date.day());
        write!(to, "{year:02}{month:02}{day:02}{:02}", self.hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_start_in_december() {
        let season = |month| Stamp::new(2017, month, 1, 1).unwrap().season();
        let all: Vec<usize> = (1..=12).map(season).collect();
        assert_eq!(all, [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0]);
    }

    #[test]
    fn kinds_of_day() {
        let kind = |day| Stamp::new(2017, 3, day, 1).unwrap().kind_of_day();
        assert_eq!([3, 4, 5, 6].map(kind), [0, 1, 2, 0]);
    }

    #[test]
    fn months_end_with_their_last_hour() {
        assert!(Stamp::new(2016, 2, 29, 24).unwrap().ends_month());
        assert!(!Stamp::new(2016, 2, 28, 24).unwrap().ends_month());
        assert!(!Stamp::new(2016, 2, 29, 23).unwrap().ends_month());
    }

    #[test]
    fn impossible_hours_are_refused() {
        assert!(Stamp::new(2017, 2, 29, 1).is_err());
        assert!(Stamp::new(2017, 2, 28, 25).is_err());
        assert!(Stamp::new(2017, 2, 28, 0).is_err());
    }
}
