//! Where air quality is assessed at all.

use super::Averaging;

/// Which limits hold at a receptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// All pollutants.
    #[default]
    All,
    /// Particulate matter only.
    ParticlesOnly,
    /// None.
    Nothing,
}

/// Whether, and why not, a receptor is assessed.
///
/// # References
/// Rbl 2007 articles 22 and 65; codes of the CIMLK information model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AssessmentDuty {
    /// A point of assessment.
    #[default]
    Assess,
    /// The public has no access and nobody lives there, or it is a company ground, a carriageway
    /// or a median (applicability principle).
    NotApplicable,
    /// Nobody stays there for a significant part of the averaging time (exposure criterion).
    NoExposure,
    /// Another, stated reason.
    Other,
}

impl AssessmentDuty {
    /// The duty with CIMLK code `code` (0 to 3).
    ///
    /// ```
    /// use pluim_core::assessment::AssessmentDuty;
    /// assert_eq!(AssessmentDuty::from_code(2), Some(AssessmentDuty::NoExposure));
    /// assert_eq!(AssessmentDuty::from_code(4), None);
    /// ```
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Assess),
            1 => Some(Self::NotApplicable),
            2 => Some(Self::NoExposure),
            3 => Some(Self::Other),
            _ => None,
        }
    }
}

impl Scope {
    /// Whether `pollutant` (`no2`, `pm10`, ...) is assessed.
    #[must_use]
    pub fn covers(self, pollutant: &str) -> bool {
        match self {
            Self::All => true,
            Self::ParticlesOnly => pollutant.starts_with("pm"),
            Self::Nothing => false,
        }
    }
}

/// What a place is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Homes.
    Home,
    /// Schools and day care.
    School,
    /// Hospitals and care homes.
    Care,
    /// Gardens.
    Garden,
    /// Playgrounds and sports pitches.
    Pitch,
    /// Pavements and cycle paths.
    Pavement,
    /// Terraces of cafes.
    Terrace,
}

/// How long a stay counts as exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExposurePeriod {
    /// Up to an hour.
    Hour,
    /// Up to a day.
    Day,
    /// Up to a year.
    Year,
}

impl Place {
    /// Whether people stay here for a significant part of `averaging`.
    ///
    /// A home is significant for every period; a garden for days and hours; a pavement for hours.
    ///
    /// # References
    /// Rbl 2007 article 22 and its explanation; the division is common practice.
    ///
    /// ```
    /// use pluim_core::assessment::{Averaging, Place};
    /// assert!(Place::Home.is_significant(Averaging::Year));
    /// assert!(!Place::Garden.is_significant(Averaging::Year));
    /// assert!(Place::Garden.is_significant(Averaging::Day));
    /// assert!(!Place::Pavement.is_significant(Averaging::Day));
    /// ```
    #[must_use]
    pub fn is_significant(self, averaging: Averaging) -> bool {
        let needed = match averaging {
            Averaging::Hour => ExposurePeriod::Hour,
            Averaging::EightHours | Averaging::Day => ExposurePeriod::Day,
            Averaging::Season | Averaging::Year => ExposurePeriod::Year,
        };
        needed <= self.longest()
    }

    /// The longest period for which a stay here is significant.
    fn longest(self) -> ExposurePeriod {
        match self {
            Self::Home | Self::School | Self::Care => ExposurePeriod::Year,
            Self::Garden | Self::Pitch => ExposurePeriod::Day,
            Self::Pavement | Self::Terrace => ExposurePeriod::Hour,
        }
    }
}
