//! Roughness classes and what depends on them.

/// One roughness class of the surroundings of the receptor.
///
/// # References
/// Rbl 2007 annex 2, table of coefficients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoughnessClass {
    /// Representative roughness length z0 (m).
    pub z0: f64,
    /// Roughness length (m) from which the class holds.
    pub from: f64,
    /// Coefficient a of sigma_z = sigma_z0 + a R^b.
    pub a: f64,
    /// Exponent b of sigma_z = sigma_z0 + a R^b (-).
    pub b: f64,
    /// Representative Monin-Obukhov length L (m).
    pub length: f64,
    /// C_meteo with the wind of Schiphol (-).
    pub schiphol: f64,
    /// Roughness part of C_meteo (-).
    pub roughness: f64,
    /// Calibration part of C_meteo (-).
    pub calibration: f64,
}

/// The four classes, smoothest first.
pub const ROUGHNESS_CLASSES: [RoughnessClass; 4] = [
    class([0.03, 0.0], [0.2221, 0.6574, 60.0], [0.7000, 1.05, 0.667]),
    class([0.10, 0.055], [0.2745, 0.6688, 60.0], [0.7050, 0.99, 0.712]),
    class([0.30, 0.17], [0.3613, 0.6680, 100.0], [0.6525, 0.91, 0.717]),
    class([1.00, 0.55], [0.7054, 0.6207, 400.0], [0.7400, 0.77, 0.961]),
];

/// Ratio of C_meteo for the wind of Eindhoven to that of Schiphol (-).
const EINDHOVEN: f64 = 0.95;

/// Correction C_etmaal (-) for the coincidence of traffic and wind over the day.
pub const DAY_CORRECTION: f64 = 1.15;

/// Which wind drives the calculation, and hence which calibration holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MeteoCalibration {
    /// Wind as measured at Schiphol.
    Schiphol,
    /// Wind as measured at Eindhoven.
    Eindhoven,
    /// Wind already converted to the roughness of the place: calibration only.
    #[default]
    LocalWind,
}

impl RoughnessClass {
    /// The class that holds for roughness length `z0` (m).
    ///
    /// ```
    /// use pluim_core::scheme::srm2::RoughnessClass;
    /// assert_eq!(RoughnessClass::of(0.17).z0, 0.30);
    /// assert_eq!(RoughnessClass::of(0.0).z0, 0.03);
    /// ```
    #[must_use]
    pub fn of(z0: f64) -> Self {
        let [smoothest, rest @ ..] = ROUGHNESS_CLASSES;
        rest.into_iter()
            .rev()
            .find(|class| z0 >= class.from)
            .unwrap_or(smoothest)
    }

    /// C_meteo (-).
    ///
    /// ```
    /// use pluim_core::scheme::srm2::{MeteoCalibration, RoughnessClass};
    /// let class = RoughnessClass::of(0.3);
    /// let eindhoven = class.meteo_correction(MeteoCalibration::Eindhoven);
    /// assert!((eindhoven - 0.619875).abs() < 1e-9);
    /// assert_eq!(class.meteo_correction(MeteoCalibration::LocalWind), 0.717);
    /// ```
    #[must_use]
    pub fn meteo_correction(&self, wind: MeteoCalibration) -> f64 {
        match wind {
            MeteoCalibration::Schiphol => self.schiphol,
            MeteoCalibration::Eindhoven => EINDHOVEN * self.schiphol,
            MeteoCalibration::LocalWind => self.calibration,
        }
    }
}

/// Height (m) at which the wind is taken to be the same over all surfaces.
const BLENDING_HEIGHT: f64 = 60.0;
/// Height (m) of the wind that is converted.
const WIND_HEIGHT: f64 = 10.0;

/// Ratio (-) of the wind at 10 m over roughness `place` (m) to that over roughness `station` (m),
/// by way of the wind at 60 m and logarithmic profiles. Both lengths lie above 0 and below 10 m.
///
/// # References
/// Rbl 2007 annex 2, section on meteorology: the way; the logarithmic form is derived.
///
/// ```
/// use pluim_core::scheme::srm2::roughness_conversion;
/// assert_eq!(roughness_conversion(0.1, 0.1), 1.0);
/// assert!((roughness_conversion(0.1, 0.3) - 0.9193).abs() < 1e-4);
/// ```
#[must_use]
pub fn roughness_conversion(station: f64, place: f64) -> f64 {
    let up = (BLENDING_HEIGHT / station).ln() / (WIND_HEIGHT / station).ln();
    let down = (WIND_HEIGHT / place).ln() / (BLENDING_HEIGHT / place).ln();
    up * down
}

/// A class from `[z0, from]`, `[a, b, L]` and `[C_meteo Schiphol, C_ruwheid, C_ijking]`.
const fn class(z0: [f64; 2], spread: [f64; 3], meteo: [f64; 3]) -> RoughnessClass {
    RoughnessClass {
        z0: z0[0],
        from: z0[1],
        a: spread[0],
        b: spread[1],
        length: spread[2],
        schiphol: meteo[0],
        roughness: meteo[1],
        calibration: meteo[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_schiphol_value_is_roughness_times_calibration() {
        for class in ROUGHNESS_CLASSES {
            assert_abs_diff_eq!(
                class.schiphol,
                class.roughness * class.calibration,
                epsilon = 1e-3
            );
        }
    }
}
