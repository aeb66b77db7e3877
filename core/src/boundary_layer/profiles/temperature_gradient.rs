//! Potential temperature gradient with height (EPA-454/R-03-004, section 4.1.3).

use super::super::{BoundaryLayer, FrictionMethod, GRAVITY, VON_KARMAN};
use super::blending::{Observation, follow, interpolate};

/// Dry adiabatic lapse rate g / c_p (K/m).
pub(crate) const ADIABATIC_LAPSE_RATE: f64 = 0.009_77;
/// The least gradient (K/m) of stable air.
const LEAST_STABLE: f64 = 0.002;
/// Gradient (K/m) more than 500 m above the mixed layer.
const FREE_ATMOSPHERE: f64 = 0.005;
/// Depth (m) over which the gradient above the mixed layer holds.
const ENTRAINMENT_DEPTH: f64 = 500.0;
/// Below this height (m) the gradient is constant.
const LOWEST: f64 = 2.0;
/// Above this height (m) the gradient decays exponentially (Stull 1983; van Ulden and Holtslag
/// 1985).
const SURFACE_LAYER: f64 = 100.0;
/// Decay height as a part of the stable layer.
const DECAY: f64 = 0.44;
/// Temperature scale (K) of the adjusted friction velocity.
const ADJUSTED_THETA_STAR: f64 = 0.08;
/// A reference gradient (K/m) below this cannot scale another.
const NEGLIGIBLE: f64 = 1e-4;

/// phi_h = neutral + slope z / L of stable air: by similarity, and with the adjusted friction velocity
/// (Businger et al. 1971, as in Luhar and Rayner 2009).
const PHI_H: (f64, f64) = (1.0, 5.0);
const ADJUSTED_PHI_H: (f64, f64) = (0.74, 4.7);

/// Potential temperature gradient of an hour.
pub(super) enum TemperatureGradient<'a> {
    /// Mixed below the inversion.
    Unstable(&'a BoundaryLayer),
    /// Similarity, following observed gradients.
    Stable(StableGradient),
}

/// The stable gradient.
pub(super) struct StableGradient {
    /// Observed gradients at the heights between observed temperatures.
    observed: Vec<Observation>,
    theta_star: f64,
    length: f64,
    mixing_height: f64,
    /// phi_h = neutral + slope z / L.
    neutral: f64,
    slope: f64,
}

impl<'a> TemperatureGradient<'a> {
    pub(super) fn new(layer: &'a BoundaryLayer) -> Self {
        if layer.is_stable() {
            Self::Stable(StableGradient::new(layer))
        } else {
            Self::Unstable(layer)
        }
    }

    /// Gradient (K/m) at `z` (m).
    pub(super) fn at(&self, z: f64) -> f64 {
        match self {
            Self::Unstable(layer) => unstable_gradient(layer, z),
            Self::Stable(gradient) => gradient.following(z).max(LEAST_STABLE),
        }
    }
}

/// None in the mixed layer; that of the inversion for 500 m above it; 0.005 K/m further up.
fn unstable_gradient(layer: &BoundaryLayer, z: f64) -> f64 {
    let mixing_height = layer.mixing_height();
    let aloft = layer
        .convection
        .map_or(FREE_ATMOSPHERE, |convection| convection.gradient_aloft);
    if z <= mixing_height {
        0.0
    } else if z <= mixing_height + ENTRAINMENT_DEPTH {
        aloft.max(LEAST_STABLE)
    } else {
        FREE_ATMOSPHERE
    }
}

impl StableGradient {
    fn new(layer: &BoundaryLayer) -> Self {
        let observed = observed_gradients(layer);
        let adjusted = layer.observed.friction_method != FrictionMethod::Similarity;
        let (neutral, slope) = if adjusted { ADJUSTED_PHI_H } else { PHI_H };
        Self {
            theta_star: theta_star(layer, &observed),
            observed,
            length: layer.monin_obukhov_length,
            mixing_height: layer.mixing_height(),
            neutral,
            slope,
        }
    }

    /// Surface-layer similarity: theta* / (k z) (neutral + slope z / L).
    fn similarity(&self, z: f64) -> f64 {
        let z = z.max(LOWEST);
        self.theta_star / (VON_KARMAN * z) * (self.neutral + self.slope * z / self.length)
    }

    /// The reference profile: similarity up to 100 m and exponential decay above.
    fn reference(&self, z: f64) -> f64 {
        if z <= SURFACE_LAYER {
            return self.similarity(z).max(LEAST_STABLE);
        }
        let aloft = self.similarity(SURFACE_LAYER) * self.decay(z - SURFACE_LAYER);
        aloft.max(LEAST_STABLE)
    }

    /// Decay over a climb of `depth` (m).
    fn decay(&self, depth: f64) -> f64 {
        let height = DECAY * self.mixing_height.max(SURFACE_LAYER);
        (-depth / height).exp()
    }

    /// The profile that follows the observed gradients.
    fn following(&self, z: f64) -> f64 {
        let (Some(&first), Some(&last)) = (self.observed.first(), self.observed.last()) else {
            return self.reference(z);
        };
        if (z - first.0).abs() > 0.1 && z < first.0 {
            return self.similarity(z);
        }
        if z > last.0 + 0.1 {
            return self.above(last, z);
        }
        self.between(z)
    }

    fn above(&self, (height, value): Observation, z: f64) -> f64 {
        let there = self.reference(height);
        if height > SURFACE_LAYER {
            value * self.decay(z - height)
        } else if there.abs() < NEGLIGIBLE {
            value
        } else {
            value * self.reference(z) / there
        }
    }

    fn between(&self, z: f64) -> f64 {
        let guided = self
            .observed
            .windows(2)
            .find(|pair| z < pair[1].0)
            .filter(|pair| {
                let change = self.reference(pair[1].0) - self.reference(pair[0].0);
                change.abs() <= NEGLIGIBLE && (pair[1].0 - z).abs() > 0.1 && (z - pair[0].0) > 0.1
            });
        match guided {
            Some(pair) => interpolate(pair[0], pair[1], z),
            None => follow(&self.observed, |z| self.reference(z), z),
        }
    }
}

/// Gradients (K/m) between successive observed temperatures, at the mean of their heights (m);
/// in stable air at least 0.002 K/m.
fn observed_gradients(layer: &BoundaryLayer) -> Vec<Observation> {
    let levels = layer.observed.levels.iter();
    let temperatures: Vec<Observation> = levels
        .filter_map(|level| Some((level.height, level.temperature?)))
        .collect();
    temperatures
        .windows(2)
        .map(|pair| {
            let (below, above) = (pair[0], pair[1]);
            let gradient = (above.1 - below.1) / (above.0 - below.0) + ADIABATIC_LAPSE_RATE;
            (0.5 * (below.0 + above.0), gradient.max(LEAST_STABLE))
        })
        .collect()
}

/// Temperature scale theta* (K) of stable air: from the lowest observed gradient up to 100 m, or
/// by the method that gave u*.
fn theta_star(layer: &BoundaryLayer, observed: &[Observation]) -> f64 {
    let length = layer.monin_obukhov_length;
    let usable = observed.iter().find(|(z, _)| *z > layer.roughness_length);
    match usable {
        Some(&(z, gradient)) if z <= SURFACE_LAYER => {
            gradient * VON_KARMAN * z / (PHI_H.0 + PHI_H.1 * z / length)
        }
        Some(_) => similarity_theta_star(layer),
        None => match layer.observed.friction_method {
            FrictionMethod::Similarity => similarity_theta_star(layer),
            FrictionMethod::Adjusted => ADJUSTED_THETA_STAR,
            FrictionMethod::AdjustedBulkRichardson => luhar_rayner_theta_star(layer),
        },
    }
}

/// theta* = u*2 T / (g k L).
fn similarity_theta_star(layer: &BoundaryLayer) -> f64 {
    let buoyancy = GRAVITY * VON_KARMAN * layer.monin_obukhov_length / layer.temperature;
    layer.friction_velocity.powi(2) / buoyancy
}

/// theta* (K) by Luhar and Rayner (2009) at the friction velocity u*, with n eighths of cloud; the
/// wind is that at z (m):
///
/// theta*_0 = 1.4 [0.005 / tan(0.17 (2n + 1)) + 0.05],
/// u*_max = 0.6 [z / ln((z - 5 z_0) / z_0)]^(1/3),
/// theta* = theta*_0 [1 - (2 u* / u*_max - 1)^2].
fn luhar_rayner_theta_star(layer: &BoundaryLayer) -> f64 {
    let tenths = f64::from(layer.observed.air.cloud_cover.unwrap_or(0));
    let oktas = (0.8 * tenths).round();
    let bracket = 0.005 / (0.17 * (2.0 * oktas + 1.0)).tan() + 0.05;
    let largest = 1.4 * bracket;
    let z0 = layer.roughness_length;
    let z = layer.wind.height;
    let height_term = (z / ((z - 5.0 * z0).max(z0) / z0).ln().max(f64::MIN_POSITIVE)).cbrt();
    let most = 0.6 * height_term;
    largest * (1.0 - (2.0 * layer.friction_velocity / most - 1.0).powi(2))
}
