//! Lateral turbulence sigma_v with height (EPA-454/R-03-004, section 4.1.6, equations 38 to 40).

use super::super::{BoundaryLayer, Level};
use super::blending::{Observation, follow, interpolate};

/// Variance (m2/s2) above which lateral turbulence does not carry to the top of the layer:
/// sigma_v = 0.5 m/s (Hanna 1983; Paine et al. 2001).
const VARIANCE_ALOFT: f64 = 0.25;
/// Where the convective part stops changing, in heights of the mixed layer.
const TRANSITION: f64 = 1.2;
/// Small-angle constant of the conversion from sigma_theta (Yamartino 1984).
const YAMARTINO: f64 = 0.073_864;

/// Lateral turbulence (m/s) at `z` (m) that follows the observations, each at least `least`
/// (m/s).
pub(super) fn sigma_v(layer: &BoundaryLayer, least: f64, z: f64) -> f64 {
    let reference = |z: f64| reference_sigma_v(layer, z);
    follow(&observations(layer, least), reference, z)
}

/// The similarity profile, equation (38): convective and mechanical parts add as variances.
fn reference_sigma_v(layer: &BoundaryLayer, z: f64) -> f64 {
    let mechanical = mechanical_variance(layer, z);
    match layer.convection {
        Some(convection) if !layer.is_stable() => {
            let convective = convective_variance(convection.velocity, convection.mixing_height, z);
            (convective + mechanical).sqrt()
        }
        _ => mechanical.sqrt(),
    }
}

/// Mechanical variance (m2/s2), equations (39) and (40): 3.6 u*2 at the ground, falling linearly to
/// at most 0.25 m2/s2 at the mechanical mixing height and constant above.
fn mechanical_variance(layer: &BoundaryLayer, z: f64) -> f64 {
    let at_ground = 3.6 * layer.friction_velocity.powi(2);
    let top = layer.mechanical_mixing_height;
    let at_top = at_ground.min(VARIANCE_ALOFT);
    interpolate((0.0, at_ground), (top, at_top), z.min(top))
}

/// Convective variance (m2/s2): 0.35 w*2 in the mixed layer, falling to at most 0.25 m2/s2 at
/// 1.2 times its height (m).
pub(crate) fn convective_variance(velocity: f64, mixing_height: f64, z: f64) -> f64 {
    let mixed = 0.35 * velocity * velocity;
    let top = TRANSITION * mixing_height;
    let aloft = mixed.min(VARIANCE_ALOFT);
    interpolate(
        (mixing_height, mixed),
        (top, aloft),
        z.clamp(mixing_height, top),
    )
}

fn observations(layer: &BoundaryLayer, least: f64) -> Vec<Observation> {
    let levels = layer.observed.levels.iter();
    levels
        .filter_map(|level| Some((level.height, observed_sigma_v(level)?.max(least))))
        .collect()
}

/// sigma_v (m/s) from the standard deviation of the wind direction: the scalar mean speed is
/// turned into a vector mean by Yamartino's relation between sigma_theta and epsilon.
fn observed_sigma_v(level: &Level) -> Option<f64> {
    let speed = level.speed.filter(|&speed| speed > 0.0)?;
    let sigma_theta = level.sigma_theta?.to_radians();
    let epsilon = sigma_theta.sin() * (1.0 - YAMARTINO * sigma_theta);
    Some(sigma_theta * speed * (1.0 - epsilon * epsilon).max(0.0).sqrt())
}
