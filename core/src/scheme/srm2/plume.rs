//! The sector-averaged plume of one short segment of road.

use std::f64::consts::PI;

use super::reconstructed::{PLUME_HEIGHT_SHARE, SOURCE_HEIGHT, vertical_spread, wind_correction};
use super::roughness::DAY_CORRECTION;
use super::{MeteoCalibration, RoughnessClass};

/// Height of a receptor (m).
///
/// # References
/// Rbl 2007 annex 4.
pub const RECEPTOR_HEIGHT: f64 = 1.5;

/// Nearest distance (m) at which a segment is evaluated: the formula grows without bound at the
/// segment itself. Not from the official text.
pub const NEAREST_SOURCE: f64 = 3.5;

/// The plume of a road with one initial spread, in one roughness class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenRoadPlume {
    /// Roughness class at the receptor.
    pub class: RoughnessClass,
    /// Wind that drives the calculation.
    pub calibration: MeteoCalibration,
    /// Initial vertical spread sigma_z0 (m), above 0.
    pub initial_spread: f64,
}

/// What one receptor sees of one short segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointSegment {
    /// Emission E (ug/m/s).
    pub emission: f64,
    /// Length d_w (m).
    pub length: f64,
    /// Distance R_B (m).
    pub distance: f64,
    /// Number of wind sectors n.
    pub sectors: usize,
    /// Wind speed u of the sector in which the segment lies (m/s), above 0.
    pub wind_speed: f64,
}

impl OpenRoadPlume {
    /// Concentration per sector, per metre of road, per unit of emission and of 1/u (1/m):
    /// everything in the formula but E, d_w, n and u.
    ///
    /// # References
    /// Rbl 2007 annex 2, equation 1.2, reconstructed; C = C_wind C_meteo C_etmaal (1.12).
    #[must_use]
    pub fn density(&self, distance: f64) -> f64 {
        let r = distance.max(NEAREST_SOURCE);
        let sigma_z = vertical_spread(&self.class, self.initial_spread, r);
        let correction = wind_correction(&self.class, PLUME_HEIGHT_SHARE * sigma_z)
            * self.class.meteo_correction(self.calibration)
            * DAY_CORRECTION;
        correction * vertical_term(sigma_z) / ((2.0 * PI).powf(1.5) * r * sigma_z)
    }

    /// Concentration (ug/m3) with wind from the sector in which `segment` lies.
    ///
    /// ```
    /// use pluim_core::scheme::srm2::{
    ///     MeteoCalibration, OpenRoadPlume, PointSegment, RoughnessClass,
    /// };
    /// let plume = OpenRoadPlume {
    ///     class: RoughnessClass::of(0.1),
    ///     calibration: MeteoCalibration::Schiphol,
    ///     initial_spread: 3.0,
    /// };
    /// let segment = PointSegment {
    ///     emission: 500.0,
    ///     length: 10.0,
    ///     distance: 100.0,
    ///     sectors: 12,
    ///     wind_speed: 4.0,
    /// };
    /// assert!((plume.concentration(&segment) - 1.64451).abs() < 1e-5);
    /// ```
    #[must_use]
    pub fn concentration(&self, segment: &PointSegment) -> f64 {
        let source = segment.emission * segment.length * segment.sectors as f64;
        source * self.density(segment.distance) / segment.wind_speed
    }
}

/// exp(-(z-h)^2 / 2 sigma_z^2) + exp(-(z+h)^2 / 2 sigma_z^2) (-).
fn vertical_term(sigma_z: f64) -> f64 {
    let part = |height: f64| (-0.5 * (height / sigma_z).powi(2)).exp();
    part(RECEPTOR_HEIGHT - SOURCE_HEIGHT) + part(RECEPTOR_HEIGHT + SOURCE_HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    fn concentration(z0: f64, distance: f64) -> f64 {
        let plume = OpenRoadPlume {
            class: RoughnessClass::of(z0),
            calibration: MeteoCalibration::Schiphol,
            initial_spread: 3.0,
        };
        plume.concentration(&PointSegment {
            emission: 500.0,
            length: 10.0,
            distance,
            sectors: 12,
            wind_speed: 4.0,
        })
    }

    #[test]
    fn the_worked_example_by_distance() {
        let expected = [
            (10.0, 41.88367),
            (50.0, 4.73595),
            (100.0, 1.64451),
            (500.0, 0.1105),
        ];
        for (distance, value) in expected {
            assert_relative_eq!(concentration(0.1, distance), value, max_relative = 2e-5);
        }
    }

    #[test]
    fn the_steps_of_the_worked_example() {
        let class = RoughnessClass::of(0.1);
        for (distance, spread, height, wind, correction) in [
            (10.0, 4.28039, 3.21029, 1.2344, 1.00079),
            (50.0, 6.75676, 5.06757, 1.06189, 0.86093),
            (100.0, 8.97231, 6.72923, 0.96888, 0.78552),
            (500.0, 20.5232, 15.3924, 0.7362, 0.59688),
        ] {
            let sigma_z = vertical_spread(&class, 3.0, distance);
            assert_relative_eq!(sigma_z, spread, max_relative = 2e-6);
            let z = PLUME_HEIGHT_SHARE * sigma_z;
            assert_relative_eq!(z, height, max_relative = 2e-6);
            assert_relative_eq!(wind_correction(&class, z), wind, max_relative = 5e-5);
            let meteo = class.meteo_correction(MeteoCalibration::Schiphol);
            let all = wind_correction(&class, z) * meteo * DAY_CORRECTION;
            assert_relative_eq!(all, correction, max_relative = 1e-5);
        }
    }

    #[test]
    fn the_worked_example_by_roughness() {
        let expected = [
            (0.03, 2.0182),
            (0.10, 1.6445),
            (0.30, 1.2404),
            (1.0, 0.9408),
        ];
        for (z0, value) in expected {
            assert_relative_eq!(concentration(z0, 100.0), value, max_relative = 5e-5);
        }
    }
}
