//! How an emission varies through the day, the week and the year.

use jiff::civil::DateTime;
use thiserror::Error;

/// Factors on the annual mean emission, by local hour of the day, day of the week and month.
///
/// Each set of factors has mean 1, so that the product leaves the annual emission as it is
/// apart from the slight correlation of weekdays and months.
///
/// ```
/// use jiff::civil::date;
/// use pluim_core::source::TimeProfile;
/// let mut evening = [0.0; 24];
/// evening[18..23].fill(1.0);
/// let stoves = TimeProfile::new(evening, [1.0; 7], [1.0; 12])?;
/// assert_eq!(stoves.factor(date(2018, 1, 1).at(20, 0, 0, 0)), 4.8);
/// assert_eq!(stoves.factor(date(2018, 1, 1).at(9, 0, 0, 0)), 0.0);
/// # Ok::<(), pluim_core::source::TimeProfileError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TimeProfile {
    hours: [f64; 24],
    weekdays: [f64; 7],
    months: [f64; 12],
}

/// Why a time profile cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("the {part} factors of a time profile must be 0 or more, and not all 0; found {found}")]
pub struct TimeProfileError {
    /// Which set of factors.
    pub part: &'static str,
    /// The offending factor, or the sum.
    pub found: f64,
}

impl TimeProfile {
    /// The same emission in every hour.
    #[must_use]
    pub fn constant() -> Self {
        Self {
            hours: [1.0; 24],
            weekdays: [1.0; 7],
            months: [1.0; 12],
        }
    }

    /// A profile from relative factors for hours 0 to 23, Monday to Sunday, January to December;
    /// each set is scaled to mean 1.
    ///
    /// # Errors
    /// When a factor is negative or not finite, or a set is all zero.
    pub fn new(
        hours: [f64; 24],
        weekdays: [f64; 7],
        months: [f64; 12],
    ) -> Result<Self, TimeProfileError> {
        Ok(Self {
            hours: mean_one("hour", hours)?,
            weekdays: mean_one("weekday", weekdays)?,
            months: mean_one("month", months)?,
        })
    }

    /// Factor on the mean emission in the hour that begins at local time `begins`.
    #[must_use]
    pub fn factor(&self, begins: DateTime) -> f64 {
        let hour = usize::from(begins.hour().unsigned_abs());
        let weekday = usize::from(begins.weekday().to_monday_zero_offset().unsigned_abs());
        let month = usize::from(begins.month().unsigned_abs()) - 1;
        self.hours[hour] * self.weekdays[weekday] * self.months[month]
    }
}

fn mean_one<const N: usize>(
    part: &'static str,
    factors: [f64; N],
) -> Result<[f64; N], TimeProfileError> {
    if let Some(&found) = factors
        .iter()
        .find(|factor| !(factor.is_finite() && **factor >= 0.0))
    {
        return Err(TimeProfileError { part, found });
    }
    let mean = factors.iter().sum::<f64>() / N as f64;
    if mean <= 0.0 {
        return Err(TimeProfileError { part, found: mean });
    }
    Ok(factors.map(|factor| factor / mean))
}
