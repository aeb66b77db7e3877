//! The Ozone Limiting Method (Cole and Summerhays 1979): emitted NO turns into NO2 as far as
//! there is ozone to do it.

/// Molar masses (g/mol).
const NO: f64 = 30.0;
const NO2: f64 = 46.0;
const O3: f64 = 48.0;
/// Ozone (ug/m3) below which the night-time minimum stays: 40 ppb.
const NIGHT_OZONE: f64 = 78.4;

/// Options of the method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Olm {
    /// Largest NO2/NOx (-) in equilibrium, default 0.9.
    pub equilibrium: f64,
}

impl Default for Olm {
    fn default() -> Self {
        Self { equilibrium: 0.9 }
    }
}

/// The NOx of one source, or of a group that shares its ozone.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Nox {
    /// All NOx (ug/m3 as NO2).
    pub total: f64,
    /// What is emitted as NO2 (ug/m3).
    pub emitted_no2: f64,
}

impl Nox {
    /// With another source that shares the ozone: `concentration` (ug/m3 as NO2) of which
    /// `in_stack_ratio` (-) leaves as NO2.
    #[must_use]
    pub fn with(self, concentration: f64, in_stack_ratio: f64) -> Self {
        Self {
            total: self.total + concentration,
            emitted_no2: self.emitted_no2 + in_stack_ratio * concentration,
        }
    }

    /// Emitted NO (ug/m3 as NO).
    fn no(&self) -> f64 {
        (self.total - self.emitted_no2) * NO / NO2
    }
}

impl Olm {
    /// NO2/NOx (-) of `nox` in air with `ozone` (ug/m3); missing ozone converts all.
    ///
    /// ```
    /// use pluim_core::chemistry::olm::{Nox, Olm};
    /// let nox = Nox::default().with(100.0, 0.1);
    /// let no2 = 10.0 + 30.0 * 46.0 / 48.0;
    /// assert!((Olm::default().ratio(&nox, Some(30.0)) - no2 / 100.0).abs() < 1e-12);
    /// assert_eq!(Olm::default().ratio(&nox, Some(300.0)), 0.9);
    /// ```
    #[must_use]
    pub fn ratio(&self, nox: &Nox, ozone: Option<f64>) -> f64 {
        let limiting = ozone.filter(|ozone| ozone / O3 < nox.no() / NO);
        let share = match limiting {
            Some(ozone) if nox.total > 0.0 => (nox.emitted_no2 + ozone * NO2 / O3) / nox.total,
            _ => 1.0,
        };
        share.min(1.0).min(self.equilibrium)
    }
}

/// Hourly ozone (ug/m3) to use in an hour of Monin-Obukhov length (m): in stable air at least a
/// part of the highest of the last 24 hours, up to 40 ppb, since a station near the ground then
/// loses its ozone to deposition. The part falls from 1 at L = 50 m to 0 at 250 m.
///
/// ```
/// use pluim_core::chemistry::olm::night_ozone;
/// assert_eq!(night_ozone(10.0, 70.0, 30.0), 70.0);
/// assert_eq!(night_ozone(10.0, 70.0, 150.0), 35.0);
/// assert_eq!(night_ozone(10.0, 70.0, -20.0), 10.0);
/// ```
#[must_use]
pub fn night_ozone(ozone: f64, highest_of_day: f64, monin_obukhov_length: f64) -> f64 {
    if monin_obukhov_length <= 0.0 {
        return ozone;
    }
    let part = ((250.0 - monin_obukhov_length) / 200.0).clamp(0.0, 1.0);
    ozone.max(part * highest_of_day.min(NIGHT_OZONE))
}
