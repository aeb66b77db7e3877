//! The Ambient Ratio Method, version 2 (Podrez 2015; EPA 2017): NO2 as a share of NOx that falls
//! with NOx, as seen at air quality stations.

/// Coefficients of the ratio from the sixth power of NOx (ug/m3) down to the constant.
const COEFFICIENTS: [f64; 7] = [
    -1.1723e-17,
    4.2795e-14,
    -5.8345e-11,
    3.4555e-8,
    -5.6062e-6,
    -2.7383e-3,
    1.2441,
];

/// The least and the largest share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm2 {
    /// Least NO2/NOx (-), default 0.5.
    pub least: f64,
    /// Largest NO2/NOx (-), default 0.9.
    pub most: f64,
}

impl Default for Arm2 {
    fn default() -> Self {
        Self {
            least: 0.5,
            most: 0.9,
        }
    }
}

impl Arm2 {
    /// NO2/NOx (-) where all sources together give `nox` (ug/m3 as NO2).
    ///
    /// ```
    /// use pluim_core::chemistry::arm2::Arm2;
    /// assert_eq!(Arm2::default().ratio(10.0), 0.9);
    /// assert!((Arm2::default().ratio(200.0) - 0.6682).abs() < 1e-4);
    /// assert_eq!(Arm2::default().ratio(2000.0), 0.5);
    /// ```
    #[must_use]
    pub fn ratio(&self, nox: f64) -> f64 {
        let polynomial = COEFFICIENTS
            .iter()
            .fold(0.0, |sum, coefficient| sum * nox + coefficient);
        polynomial.min(self.most).max(self.least)
    }
}
