//! Livestock housing: animals times factor, less what the system takes away.
//!
//! Sources: PM10 factors and reductions of the Omgevingsregeling annexes V and VI; odour factors
//! of the Regeling geurhinder en veehouderij.

/// A group of animals of one category in one housing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Herd {
    /// Number of animals.
    pub animals: f64,
    /// Share of PM10 that additional techniques remove (-), 0 to 1.
    pub pm10_reduction: f64,
    /// Share of odour that additional techniques remove (-), 0 to 1; 0 where the factor already
    /// is that of the system.
    pub odour_reduction: f64,
}

/// What one animal emits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnimalFactors {
    /// PM10 (g/yr).
    pub pm10: f64,
    /// Odour (ouE/s); `None` where the category has no factor, so that distances hold instead.
    pub odour: Option<f64>,
}

impl Herd {
    /// PM10 (kg/yr).
    ///
    /// ```
    /// use pluim_core::emission::livestock::{AnimalFactors, Herd};
    /// let hens = Herd { animals: 22_000.0, pm10_reduction: 0.45, odour_reduction: 0.0 };
    /// let factors = AnimalFactors { pm10: 65.0, odour: Some(0.34) };
    /// assert!((hens.pm10(&factors) - 786.5).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn pm10(&self, factors: &AnimalFactors) -> f64 {
        const KG_PER_G: f64 = 1e-3;
        self.animals * factors.pm10 * (1.0 - self.pm10_reduction) * KG_PER_G
    }

    /// Odour (ouE/s); `None` where the category has no factor.
    ///
    /// ```
    /// use pluim_core::emission::livestock::{AnimalFactors, Herd};
    /// let pigs = Herd { animals: 1000.0, pm10_reduction: 0.0, odour_reduction: 0.0 };
    /// let factors = |odour| AnimalFactors { pm10: 153.0, odour };
    /// assert_eq!(pigs.odour(&factors(Some(23.0))), Some(23_000.0));
    /// assert_eq!(pigs.odour(&factors(Some(3.5))), Some(3_500.0));
    /// assert_eq!(pigs.odour(&factors(None)), None);
    /// ```
    #[must_use]
    pub fn odour(&self, factors: &AnimalFactors) -> Option<f64> {
        let kept = 1.0 - self.odour_reduction;
        factors
            .odour
            .map(|per_animal| self.animals * per_animal * kept)
    }
}

/// Odour per hour (ouE/h) of an odour per second (ouE/s), as some programs want it.
///
/// ```
/// use pluim_core::emission::livestock::per_hour;
/// assert_eq!(per_hour(23_000.0), 82.8e6);
/// ```
#[must_use]
pub fn per_hour(odour: f64) -> f64 {
    3600.0 * odour
}
