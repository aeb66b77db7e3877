//! The regional wind factor.

use thiserror::Error;

/// Annual mean wind speed (m/s) at which the dilution coefficients were fitted.
pub const REFERENCE_WIND_SPEED: f64 = 5.0;

/// The local annual mean wind, which scales every street contribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegionalWind {
    speed: f64,
}

/// Why a wind speed cannot scale a contribution.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error(
    "annual mean wind speed must be above 0 m/s; found {found}. Give the speed of the official annual mean map at this place (in the Netherlands 2.5 to 7)"
)]
pub struct WindSpeedError {
    /// Speed found (m/s).
    pub found: f64,
}

impl RegionalWind {
    /// The wind with annual mean `speed` (m/s).
    ///
    /// # Errors
    /// When `speed` is not a number above 0.
    pub fn new(speed: f64) -> Result<Self, WindSpeedError> {
        if speed.is_finite() && speed > 0.0 {
            Ok(Self { speed })
        } else {
            Err(WindSpeedError { found: speed })
        }
    }

    /// Annual mean wind speed (m/s).
    #[must_use]
    pub fn speed(self) -> f64 {
        self.speed
    }

    /// The wind `share` (0 to 1) of the way to another.
    pub(super) fn towards(self, other: Self, share: f64) -> Self {
        let speed = (1.0 - share) * self.speed + share * other.speed;
        Self { speed }
    }

    /// F_regio = 5 / u (-).
    ///
    /// # References
    /// Rbl 2007 annex 1, section 3 (since 15 March 2008).
    ///
    /// ```
    /// use pluim_core::scheme::srm1::RegionalWind;
    /// assert!((RegionalWind::new(4.6)?.factor() - 1.0869565).abs() < 1e-7);
    /// # Ok::<(), pluim_core::scheme::srm1::WindSpeedError>(())
    /// ```
    #[must_use]
    pub fn factor(self) -> f64 {
        REFERENCE_WIND_SPEED / self.speed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_still_for_no_wind() {
        for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(RegionalWind::new(speed).is_err(), "{speed}");
        }
    }
}
