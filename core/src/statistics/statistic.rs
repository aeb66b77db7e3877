//! What is asked of a series of hours, by the names that files and tables use.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::order::Percentile;

/// A statistic of an hourly series.
///
/// ```
/// use pluim_core::statistics::order::Percentile;
/// use pluim_core::statistics::statistic::Statistic;
/// let statistic: Statistic = "p99_9".parse()?;
/// assert_eq!(statistic, Statistic::Percentile(Percentile::P99_9));
/// assert_eq!("hours_over_200".parse(), Ok(Statistic::HoursOver(200.0)));
/// assert_eq!(Statistic::DaysOver(50.0).to_string(), "days_over_50");
/// assert!("p101".parse::<Statistic>().is_err());
/// # Ok::<(), pluim_core::statistics::statistic::StatisticError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// The mean of all hours: `mean`.
    Mean,
    /// A percentile of hours: `p98`, `p99_9`.
    Percentile(Percentile),
    /// The highest hour: `max_1h`.
    HighestHour,
    /// The number of hours above a concentration (ug/m3): `hours_over_200`.
    HoursOver(f64),
    /// The number of calendar days with a mean above a concentration (ug/m3): `days_over_50`.
    DaysOver(f64),
}

/// A name that is no statistic.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "a statistic is `mean`, a percentile such as `p98` or `p99_9`, `max_1h`, `hours_over_N` or \
     `days_over_N` with N in ug/m3; found `{0}`"
)]
pub struct StatisticError(pub String);

impl Statistic {
    /// Whether it takes more than the annual mean to tell.
    #[must_use]
    pub fn needs_hours(self) -> bool {
        self != Self::Mean
    }

    /// Whether it counts, so that its unit is not that of a concentration.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::HoursOver(_) | Self::DaysOver(_))
    }
}

impl FromStr for Statistic {
    type Err = StatisticError;

    fn from_str(name: &str) -> Result<Self, StatisticError> {
        let unknown = || StatisticError(name.to_owned());
        let number = |text: &str| {
            let digits = text.starts_with(|first: char| first.is_ascii_digit());
            let number = text.replacen('_', ".", 1).parse::<f64>();
            let number = number.ok().filter(|it| digits && it.is_finite());
            number.ok_or_else(unknown)
        };
        let statistic = match name {
            "mean" => Self::Mean,
            "max_1h" => Self::HighestHour,
            _ => {
                if let Some(over) = name.strip_prefix("hours_over_") {
                    Self::HoursOver(number(over)?)
                } else if let Some(over) = name.strip_prefix("days_over_") {
                    Self::DaysOver(number(over)?)
                } else {
                    let percent = number(name.strip_prefix('p').ok_or_else(unknown)?)?;
                    Self::Percentile(Percentile::new(percent).map_err(|_| unknown())?)
                }
            }
        };
        // one spelling each, so that a name in a file finds the column in a table
        if statistic.to_string() == name {
            Ok(statistic)
        } else {
            Err(unknown())
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: f64| value.to_string().replace('.', "_");
        match self {
            Self::Mean => f.write_str("mean"),
            Self::Percentile(percentile) => write!(f, "p{}", number(percentile.percent())),
            Self::HighestHour => f.write_str("max_1h"),
            Self::HoursOver(threshold) => write!(f, "hours_over_{}", number(*threshold)),
            Self::DaysOver(threshold) => write!(f, "days_over_{}", number(*threshold)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in [
            "mean",
            "p98",
            "p99_9",
            "p99_99",
            "max_1h",
            "hours_over_200",
            "days_over_7_5",
        ] {
            let statistic: Statistic = name.parse().unwrap();
            assert_eq!(statistic.to_string(), name);
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in [
            "",
            "P98",
            "p",
            "p0",
            "p98.0",
            "p98_0",
            "p-1",
            "p101",
            "p99_999",
            "max",
            "hours_over_",
            "hours_over_-1",
            "days_over_1e999",
            "hours_over_inf",
            "days_over_nan",
            "mean ",
        ] {
            assert!(name.parse::<Statistic>().is_err(), "{name}");
        }
    }
}
