//! Vertical turbulence sigma_w with height (EPA-454/R-03-004, section 4.1.5, equations 34 to 37).

use super::super::BoundaryLayer;
use super::blending::{Observation, follow};

/// The least part (m/s) of each kind of turbulence.
const LEAST_PART: f64 = 1e-4;
/// Residual turbulence above the mixing height, as a part of the wind speed there.
const RESIDUAL: f64 = 0.02;

/// Vertical turbulence (m/s) of an hour.
pub(super) struct VerticalTurbulence<'a> {
    layer: &'a BoundaryLayer,
    observed: Vec<Observation>,
    /// Residual turbulence at the mixing height (m/s).
    residual: f64,
}

impl<'a> VerticalTurbulence<'a> {
    /// For a wind of `wind_at_top` (m/s) at the mixing height; observations count as at least
    /// `least` (m/s).
    pub(super) fn new(layer: &'a BoundaryLayer, wind_at_top: f64, least: f64) -> Self {
        let levels = layer.observed.levels.iter();
        let observed: Vec<Observation> = levels
            .filter_map(|level| Some((level.height, level.sigma_w?.max(least))))
            .collect();
        let residual = residual(&observed, layer.mixing_height(), wind_at_top);
        Self {
            layer,
            observed,
            residual,
        }
    }

    /// At `z` (m), following the observations.
    pub(super) fn at(&self, z: f64) -> f64 {
        follow(&self.observed, |z| self.reference(z), z)
    }

    /// The similarity profile, equation (34): convective and mechanical parts add as variances.
    fn reference(&self, z: f64) -> f64 {
        let mechanical = self.mechanical(z).max(LEAST_PART);
        match self.layer.convection {
            Some(convection) if !self.layer.is_stable() => {
                let variance =
                    convective_variance(convection.velocity, convection.mixing_height, z);
                mechanical.hypot(variance.sqrt().max(LEAST_PART))
            }
            _ => mechanical,
        }
    }

    /// Mechanical part (m/s): the layer's 1.3 u* sqrt(1 - z/z_i), equation (37), beside residual
    /// turbulence that grows linearly to the mixing height, equation (36).
    fn mechanical(&self, z: f64) -> f64 {
        let part = (z / self.layer.mixing_height()).min(1.0);
        let layer = 1.3 * self.layer.friction_velocity * (1.0 - part).sqrt();
        layer.hypot(self.residual * part)
    }
}

/// Mean of the observations above the mixing height, or 2 % of the wind there (m/s).
fn residual(observed: &[Observation], mixing_height: f64, wind_at_top: f64) -> f64 {
    let aloft: Vec<f64> = observed
        .iter()
        .filter(|(height, _)| *height >= mixing_height)
        .map(|&(_, value)| value)
        .collect();
    if aloft.is_empty() {
        return RESIDUAL * wind_at_top;
    }
    aloft.iter().sum::<f64>() / aloft.len() as f64
}

/// Convective variance (m2/s2), equation (35): free convection in the lowest tenth of the mixed
/// layer, 0.35 w*2 above, falling off exponentially over the mixing height (m).
pub(crate) fn convective_variance(velocity: f64, mixing_height: f64, z: f64) -> f64 {
    let scale = velocity * velocity;
    let part = z / mixing_height;
    if part <= 0.1 {
        1.6 * scale * part.powf(2.0 / 3.0)
    } else if part <= 1.0 {
        0.35 * scale
    } else {
        0.35 * scale * (-6.0 * (part - 1.0)).exp()
    }
}
