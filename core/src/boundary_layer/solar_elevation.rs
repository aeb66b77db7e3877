//! The height of the sun, Holtslag and Van Ulden (1983), appendix.

use std::f64::consts::PI;

use jiff::civil::DateTime;

/// A place on earth (degrees).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
}

/// Sine of the solar elevation at `utc` (-1 to 1).
///
/// ```
/// use jiff::civil::date;
/// use pluim_core::boundary_layer::solar_elevation::{sine_of_elevation, Place};
/// let schiphol = Place { latitude: 52.3, longitude: 4.77 };
/// let noon = sine_of_elevation(date(2018, 6, 21).at(12, 0, 0, 0), schiphol);
/// assert!((noon.asin().to_degrees() - 60.94).abs() < 0.05);
/// ```
#[must_use]
pub fn sine_of_elevation(utc: DateTime, place: Place) -> f64 {
    let day = 30.0 * (f64::from(utc.month()) - 1.0) + f64::from(utc.day());
    let hours = f64::from(utc.hour()) + f64::from(utc.minute()) / 60.0;
    let solar_longitude = 4.871 + 0.0175 * day + 0.033 * (0.017 * day).sin();
    let declination = (0.398 * solar_longitude.sin()).asin();
    let equation_of_time = 0.043 * (2.0 * solar_longitude).sin() - 0.033 * (0.0175 * day).sin();
    let hour_angle = place.longitude.to_radians() + equation_of_time + 0.262 * hours - PI;
    let latitude = place.latitude.to_radians();
    declination.sin() * latitude.sin() + declination.cos() * latitude.cos() * hour_angle.cos()
}
