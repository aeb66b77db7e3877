//! Surface fluxes from routine weather: Holtslag and Van Ulden (1983).
//!
//! By day the sensible heat flux follows from the energy balance of moist grass, by night from
//! the temperature scale theta* and cloud cover. Symbols and constants are those of
//! A.A.M. Holtslag and A.P. van Ulden, *A simple scheme for daytime estimates of the surface
//! fluxes from routine weather data*, J. Climate Appl. Meteor. 22 (1983) 517-529, and of
//! A.P. van Ulden and A.A.M. Holtslag, *Estimation of atmospheric boundary layer parameters for
//! diffusion applications*, J. Climate Appl. Meteor. 24 (1985) 1196-1207.

use super::VON_KARMAN;
use super::similarity::{dimensionless_wind, friction_velocity};

/// Gravity (m/s2) as used in the scheme.
pub(super) const G: f64 = 9.81;
/// Density times specific heat of air (J/m3/K).
pub(super) const RHO_CP: f64 = 1.2 * 1005.0;
/// Stefan-Boltzmann constant (W/m2/K4).
const STEFAN_BOLTZMANN: f64 = 5.67e-8;
/// Albedo of grass (-).
const ALBEDO: f64 = 0.23;
/// Heat flux into the soil as a share of net radiation (-).
const SOIL_SHARE: f64 = 0.1;
/// Heating coefficient of net radiation, c3 (-).
const SURFACE_HEATING: f64 = 0.12;
/// Moisture of the surface, alpha (-): 1 for moist grass.
const MOISTURE: f64 = 1.0;
/// Heat flux at vanishing net radiation, beta (W/m2).
const BETA: f64 = 20.0;
/// The nearest to zero that L may come (m): -5 in unstable, 5 in stable air.
pub const SMALLEST_OBUKHOV_LENGTH: f64 = 5.0;

/// What a weather station sees at the place of interest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weather {
    /// Wind speed (m/s), above 0.
    pub speed: f64,
    /// Height of the wind (m).
    pub height: f64,
    /// Roughness length (m).
    pub roughness: f64,
    /// Air temperature (K).
    pub temperature: f64,
    /// Cloud cover (0 to 1).
    pub cloud: f64,
    /// Incoming solar radiation (W/m2).
    pub radiation: f64,
}

/// Surface fluxes of one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fluxes {
    /// Friction velocity u* (m/s).
    pub friction_velocity: f64,
    /// Monin-Obukhov length L (m).
    pub monin_obukhov_length: f64,
    /// Sensible heat flux H (W/m2), upward.
    pub heat: f64,
}

/// Global radiation under cloud cover `cloud` (0 to 1) at solar elevation sine `sin_elevation`
/// (W/m2), for stations that do not measure it; eqs. 2 and 3 of 1983:
/// K = (1041 sin phi - 69) (1 - 0.75 N^3.4), not below 0.
#[must_use]
pub fn global_radiation(sin_elevation: f64, cloud: f64) -> f64 {
    let clear = 1041.0 * sin_elevation - 69.0;
    (clear * (1.0 - 0.75 * cloud.powf(3.4))).max(0.0)
}

/// Net radiation Q* (W/m2), eq. 17 of 1983:
/// Q* = ((1 - r) K + c1 T^6 - sigma T^4 + c2 N) / (1 + c3).
///
/// ```
/// use pluim_core::boundary_layer::holtslag_van_ulden::net_radiation;
/// let q = net_radiation(781.21, 293.15, 0.5);
/// assert!((q - 490.9).abs() < 0.1);
/// ```
#[must_use]
pub fn net_radiation(radiation: f64, temperature: f64, cloud: f64) -> f64 {
    let absorbed = (1.0 - ALBEDO) * radiation;
    let sky = 5.31e-13 * temperature.powi(6) + 60.0 * cloud;
    let emitted = STEFAN_BOLTZMANN * temperature.powi(4);
    (absorbed + sky - emitted) / (1.0 + SURFACE_HEATING)
}

/// Daytime sensible heat flux H (W/m2), eq. 25 of 1983 (modified Priestley-Taylor):
/// H = ((1 - alpha) + gamma/s) / (1 + gamma/s) (Q* - G) - beta.
#[must_use]
pub fn daytime_heat(net_radiation: f64, temperature: f64) -> f64 {
    let available = (1.0 - SOIL_SHARE) * net_radiation;
    let ratio = psychrometric_ratio(temperature);
    ((1.0 - MOISTURE) + ratio) / (1.0 + ratio) * available - BETA
}

/// gamma / s, the psychrometric constant over the slope of the saturation curve; table 1 of
/// 1983, linear between its temperatures and constant beyond.
fn psychrometric_ratio(temperature: f64) -> f64 {
    const FIRST: f64 = -5.0;
    const STEP: f64 = 5.0;
    const TABLE: [f64; 9] = [2.01, 1.44, 1.06, 0.79, 0.60, 0.45, 0.35, 0.27, 0.21];
    let position = ((temperature - 273.15 - FIRST) / STEP).clamp(0.0, 7.999);
    let (index, fraction) = (position as usize, position.fract());
    TABLE[index] + fraction * (TABLE[index + 1] - TABLE[index])
}

/// Fluxes of an hour: by day where the energy balance gives H > 0, else by night.
///
/// ```
/// use pluim_core::boundary_layer::holtslag_van_ulden::{fluxes, Weather};
/// let night = Weather {
///     speed: 4.0, height: 10.0, roughness: 0.1, temperature: 283.15, cloud: 0.25, radiation: 0.0,
/// };
/// let stable = fluxes(&night);
/// assert!((stable.friction_velocity - 0.30433).abs() < 1e-5);
/// assert!((stable.monin_obukhov_length - 76.65).abs() < 0.01);
/// ```
#[must_use]
pub fn fluxes(weather: &Weather) -> Fluxes {
    let net = net_radiation(weather.radiation, weather.temperature, weather.cloud);
    let heat = daytime_heat(net, weather.temperature);
    if weather.radiation > 0.0 && heat > 0.0 {
        day(weather, heat)
    } else {
        night(weather)
    }
}

/// u* and L under a given upward heat flux, by iteration from neutral air;
/// L = -rho c_p T u*^3 / (kappa g H).
fn day(weather: &Weather, heat: f64) -> Fluxes {
    let mut length = f64::NEG_INFINITY;
    let mut u_star = friction_velocity(weather.speed, weather.height, weather.roughness, length);
    for _ in 0..50 {
        length = -RHO_CP * weather.temperature * u_star.powi(3) / (VON_KARMAN * G * heat);
        length = length.min(-SMALLEST_OBUKHOV_LENGTH);
        let next = friction_velocity(weather.speed, weather.height, weather.roughness, length);
        let settled = (next - u_star).abs() < 1e-9 * u_star;
        u_star = next;
        if settled {
            break;
        }
    }
    Fluxes {
        friction_velocity: u_star,
        monin_obukhov_length: length,
        heat,
    }
}

/// Stable fluxes from theta* = 0.09 (1 - 0.5 N^2) K, eqs. 25 to 30 of 1985:
/// u* = (C_D u / 2) (1 + sqrt(1 - 4 u0^2 / (C_D u^2))), u0^2 = 5 z g theta* / T.
fn night(weather: &Weather) -> Fluxes {
    let Weather {
        speed,
        height,
        roughness,
        temperature,
        cloud,
        ..
    } = *weather;
    let mut theta_star = 0.09 * (1.0 - 0.5 * cloud * cloud);
    let drag = VON_KARMAN / dimensionless_wind(height, roughness, f64::INFINITY);
    let u0_squared = 5.0 * height * G * theta_star / temperature;
    let root = 1.0 - 4.0 * u0_squared / (drag * speed * speed);
    let u_star = if root >= 0.0 {
        0.5 * drag * speed * (1.0 + root.sqrt())
    } else {
        // no turbulent solution: u* at its critical value, theta* brought down with the wind
        theta_star *= drag * speed * speed / (4.0 * u0_squared);
        0.5 * drag * speed
    };
    let length = temperature * u_star * u_star / (VON_KARMAN * G * theta_star);
    Fluxes {
        friction_velocity: u_star,
        monin_obukhov_length: length.max(SMALLEST_OBUKHOV_LENGTH),
        heat: -RHO_CP * u_star * theta_star,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn reproduces_the_midsummer_noon() {
        let weather = Weather {
            speed: 4.0,
            height: 10.0,
            roughness: 0.1,
            temperature: 293.15,
            cloud: 0.5,
            radiation: 781.21,
        };
        let net = net_radiation(weather.radiation, weather.temperature, weather.cloud);
        assert_relative_eq!(daytime_heat(net, 293.15), 117.11, max_relative = 2e-3);
        let noon = fluxes(&weather);
        assert_relative_eq!(noon.friction_velocity, 0.38830, max_relative = 2e-3);
        assert_relative_eq!(noon.monin_obukhov_length, -45.04, max_relative = 5e-3);
    }

    #[test]
    fn reproduces_the_clear_night() {
        let weather = Weather {
            speed: 4.0,
            height: 10.0,
            roughness: 0.1,
            temperature: 283.15,
            cloud: 0.25,
            radiation: 0.0,
        };
        let night = fluxes(&weather);
        assert_relative_eq!(night.heat, -32.0, max_relative = 1e-3);
        let theta_star = -night.heat / (RHO_CP * night.friction_velocity);
        assert_relative_eq!(theta_star, 0.08719, max_relative = 1e-4);
    }

    #[test]
    fn radiation_by_cloud_follows_the_worked_example() {
        let clear = global_radiation(60.94_f64.to_radians().sin(), 0.0);
        assert_relative_eq!(clear, 840.96, max_relative = 1e-3);
        let cloudy = global_radiation(60.94_f64.to_radians().sin(), 0.5);
        assert_relative_eq!(cloudy, 781.21, max_relative = 1e-3);
    }

    #[test]
    fn weak_wind_at_night_keeps_finite_scales() {
        let weather = Weather {
            speed: 0.5,
            height: 10.0,
            roughness: 0.3,
            temperature: 270.0,
            cloud: 0.0,
            radiation: 0.0,
        };
        let night = fluxes(&weather);
        assert!(night.friction_velocity > 0.01);
        assert!((SMALLEST_OBUKHOV_LENGTH..20.0).contains(&night.monin_obukhov_length));
        assert!((-5.0..0.0).contains(&night.heat));
    }
}
