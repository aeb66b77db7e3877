//! Mean wind speed with height by Monin-Obukhov similarity (EPA-454/R-03-004, section
//! 4.1.1, equation 28).

use super::super::similarity::psi_m;
use super::super::{BoundaryLayer, VON_KARMAN};
use super::blending::{Observation, follow};

/// Similarity holds above this many roughness lengths.
const LOWEST_ROUGHNESS_LENGTHS: f64 = 7.0;
/// The slowest wind (m/s) a profile holds (AERMOD 24142).
const SLOWEST: f64 = 0.01;

/// Similarity wind speed (m/s) at `z` (m), valid above seven roughness lengths.
#[must_use]
pub fn similarity_wind(layer: &BoundaryLayer, z: f64) -> f64 {
    let z0 = layer.roughness_length;
    let length = layer.monin_obukhov_length;
    let psi = psi_m(z, length);
    let psi_0 = psi_m(z0, length);
    layer.friction_velocity / VON_KARMAN * ((z / z0).ln() - psi + psi_0)
}

/// Wind speed (m/s) at `z` (m) that follows the observations.
pub(super) fn wind_speed(layer: &BoundaryLayer, z: f64) -> f64 {
    let reference = |z: f64| reference_wind(layer, z);
    follow(&observations(layer), reference, z).max(SLOWEST)
}

/// The observed speeds; the reference wind where no level has one.
pub(super) fn observations(layer: &BoundaryLayer) -> Vec<Observation> {
    let levels: Vec<Observation> = layer
        .observed
        .levels
        .iter()
        .filter_map(|level| Some((level.height, level.speed?)))
        .collect();
    if levels.is_empty() {
        vec![(layer.wind.height, layer.wind.speed)]
    } else {
        levels
    }
}

/// The similarity profile that the observations scale: linear to the ground below seven
/// roughness lengths, constant above the mixing height.
///
/// As in AERMOD, an observation above the mixing height stands for the wind there, and the profile
/// then does not fall off below seven roughness lengths; one below them stands for the wind down
/// there.
fn reference_wind(layer: &BoundaryLayer, z: f64) -> f64 {
    let lowest = LOWEST_ROUGHNESS_LENGTHS * layer.roughness_length;
    let mixing_height = layer.mixing_height();
    let observed = layer.wind;
    let shape = |z: f64| similarity_wind(layer, z);
    if observed.height > mixing_height {
        if z >= lowest && z > mixing_height {
            observed.speed
        } else {
            shape(z.max(lowest))
        }
    } else if z > lowest {
        shape(z.min(mixing_height))
    } else if observed.height > lowest {
        shape(lowest) * z / lowest
    } else {
        observed.speed * z / observed.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary_layer::{Observed, Wind};

    /// A rough, shallow night, observed at `height` (m) below a mixing height (m).
    fn night(height: f64, mixing_height: f64) -> BoundaryLayer {
        BoundaryLayer {
            friction_velocity: 0.3,
            monin_obukhov_length: 60.0,
            convection: None,
            mechanical_mixing_height: mixing_height,
            roughness_length: 1.0,
            temperature: 283.0,
            wind: Wind { speed: 2.0, height },
            observed: Observed::default(),
        }
    }

    #[test]
    fn it_falls_to_the_ground_below_seven_roughness_lengths() {
        let layer = night(10.0, 100.0);
        let shape = |z: f64| similarity_wind(&layer, z);
        assert_eq!(reference_wind(&layer, 3.5), 0.5 * shape(7.0));
        assert_eq!(reference_wind(&layer, 50.0), shape(50.0));
        assert_eq!(reference_wind(&layer, 500.0), shape(100.0));
    }

    #[test]
    fn an_observation_above_the_mixing_height_stands_for_the_wind_there() {
        for mixing_height in [5.0, 8.0] {
            let layer = night(10.0, mixing_height);
            let shape = |z: f64| similarity_wind(&layer, z);
            assert_eq!(reference_wind(&layer, 2.0), shape(7.0));
            assert_eq!(reference_wind(&layer, 9.0), 2.0);
            let at_lowest = if mixing_height < 7.0 { 2.0 } else { shape(7.0) };
            assert_eq!(reference_wind(&layer, 7.0), at_lowest);
        }
        let layer = night(10.0, 8.0);
        assert_eq!(reference_wind(&layer, 7.5), similarity_wind(&layer, 7.5));
    }

    #[test]
    fn an_observation_below_seven_roughness_lengths_stands_for_the_wind_there() {
        let layer = night(4.0, 5.0);
        assert_eq!(reference_wind(&layer, 2.0), 1.0);
        assert_eq!(reference_wind(&layer, 6.0), 3.0);
        assert_eq!(reference_wind(&layer, 20.0), similarity_wind(&layer, 5.0));
    }
}
