//! One hour of observations.

use jiff::Span;
use jiff::civil::DateTime;

/// Where the wind comes from, the mean of the last ten minutes of the hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Direction {
    /// No wind (code 0).
    Calm,
    /// Too unsteady to give a direction (code 990).
    Variable,
    /// Degrees clockwise from north, above 0 up to 360, in steps of 10.
    From(f64),
}

/// Cloud cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloud {
    /// Eighths of the sky, 0 to 8.
    Octas(u8),
    /// The sky cannot be seen, as in fog (code 9).
    Obscured,
}

impl Cloud {
    /// The covered share of the sky, 0 to 1; an obscured sky counts as covered.
    #[must_use]
    pub fn fraction(self) -> f64 {
        match self {
            Self::Octas(octas) => f64::from(octas.min(8)) / 8.0,
            Self::Obscured => 1.0,
        }
    }
}

/// One hour of observations at one station; what was not observed is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct KnmiHour {
    /// End of the hour (UTC). Hour 24 ends at 00:00 of the next day.
    pub ends: DateTime,
    /// Wind direction (`DD`).
    pub direction: Option<Direction>,
    /// Mean wind speed of the hour (`FH`, m/s), 0 or more.
    pub speed: Option<f64>,
    /// Mean wind speed of the last ten minutes (`FF`, m/s), 0 or more.
    pub speed_last_minutes: Option<f64>,
    /// Strongest gust (`FX`, m/s), 0 or more.
    pub gust: Option<f64>,
    /// Air temperature at 1.5 m at the end of the hour (`T`, K).
    pub temperature: Option<f64>,
    /// Dew point at 1.5 m at the end of the hour (`TD`, K).
    pub dew_point: Option<f64>,
    /// Duration of sunshine (`SQ`, s), 0 to 3600; a trace, below 0.05 h, is 90 s.
    pub sunshine: Option<f64>,
    /// Incoming solar radiation, mean of the hour (`Q`, W/m2), 0 or more.
    pub radiation: Option<f64>,
    /// Duration of precipitation (`DR`, s), 0 to 3600.
    pub rain_duration: Option<f64>,
    /// Precipitation (`RH`, mm), 0 or more; a trace, below 0.05 mm, is 0.025 mm.
    pub rain: Option<f64>,
    /// Air pressure reduced to sea level, at the end of the hour (`P`, Pa).
    pub pressure: Option<f64>,
    /// Cloud cover at the end of the hour (`N`).
    pub cloud: Option<Cloud>,
    /// Relative humidity at 1.5 m at the end of the hour (`U`, 0 to 1).
    pub humidity: Option<f64>,
}

impl KnmiHour {
    /// Begin of the hour (UTC).
    #[must_use]
    pub fn begins(&self) -> DateTime {
        self.ends.saturating_sub(Span::new().hours(1))
    }
}
