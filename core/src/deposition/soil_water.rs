//! Water in the root zone, which opens and closes the stomata (Wesely, Doskey and Shannon 2002).

use super::gases::saturation_pressure;

/// Water (mm) at the start of a run, and that of a full root zone.
const START: f64 = 180.0;
const FULL: f64 = 200.0;
/// Saturation vapour pressure (kPa) at 25 degrees C.
const AT_25_DEGREES: f64 = 3.167;

/// Available water of the root zone.
///
/// ```
/// use pluim_core::deposition::SoilWater;
/// let mut soil = SoilWater::default();
/// soil.step(0.0, 298.0);
/// assert!(soil.availability() < 0.9 && soil.availability() > 0.89);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoilWater {
    /// Available water (mm).
    water: f64,
    availability: f64,
}

impl Default for SoilWater {
    fn default() -> Self {
        Self {
            water: START,
            availability: START / FULL,
        }
    }
}

impl SoilWater {
    /// Goes on an hour: `rain` (mm) of the hour before is added, evaporation at `temperature` (K)
    /// taken away.
    pub fn step(&mut self, rain: f64, temperature: f64) {
        let evaporation = 0.5 * saturation_pressure(temperature) / AT_25_DEGREES;
        self.water += rain - self.availability * evaporation;
        self.availability = (self.water / FULL).clamp(0.01, 1.0);
    }

    /// Availability f_2 (-), from 0.01 to 1.
    #[must_use]
    pub fn availability(&self) -> f64 {
        self.availability
    }
}
