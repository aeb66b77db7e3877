//! Vertical distribution of a plume between the ground and a lid (EPA-454/R-03-004, sections
//! 5.2 and 5.3; equation 59 for the direct plume): Gaussians and their reflections.

use std::f64::consts::PI;

/// A term this much smaller than the sum ends it.
const NEGLIGIBLE: f64 = 1e-6;
/// The most reflections summed.
const MOST_REFLECTIONS: u32 = 1000;

/// A Gaussian plume in the vertical.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gaussian {
    /// Height of its centre (m).
    pub(super) height: f64,
    /// Standard deviation (m), above 0.
    pub(super) sigma: f64,
}

impl Gaussian {
    /// The same plume higher by `rise` (m).
    pub(super) fn raised(self, rise: f64) -> Self {
        let height = self.height + rise;
        Self { height, ..self }
    }

    /// Its density (1/m) at `z` (m), with its image in the ground, when moved up by `shift` (m).
    fn with_ground_image(&self, z: f64, shift: f64) -> f64 {
        let centre = self.height + shift;
        (self.bell(z - centre) + self.bell(z + centre)) / ((2.0 * PI).sqrt() * self.sigma)
    }

    fn bell(&self, distance: f64) -> f64 {
        let ratio = distance / self.sigma;
        (-0.5 * ratio * ratio).exp()
    }
}

/// Where a plume is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Look {
    /// At a height (m) above ground.
    At(f64),
    /// From ground so much (m) below the foot of the source: plume and lid are higher by as much,
    /// and the plume is looked at where its distance is that to the foot.
    Below(f64),
    /// From above: all that stands over a place.
    Column,
}

impl Look {
    /// Density (1/m) of a plume below a `lid` (m) as in [`below_lid`]; the whole of it (-) in a
    /// column.
    pub(super) fn below_lid(self, plume: &Gaussian, lid: f64) -> f64 {
        match self {
            Self::At(z) => below_lid(plume, z, lid),
            Self::Below(drop) => below_lid(&plume.raised(drop), drop, lid + drop),
            Self::Column => 1.0,
        }
    }
}

/// Density (1/m) at `z` (m) of a plume that the ground reflects.
pub(super) fn above_ground(plume: &Gaussian, z: f64) -> f64 {
    plume.with_ground_image(z, 0.0)
}

/// Density (1/m) at `z` (m) of a plume between the ground and a `lid` (m) that both reflect it.
/// A receptor above the lid sees the plume without it.
pub(super) fn below_lid(plume: &Gaussian, z: f64, lid: f64) -> f64 {
    let direct = above_ground(plume, z);
    if z > lid {
        return direct;
    }
    let images = |k: u32| {
        let shift = 2.0 * f64::from(k) * lid;
        plume.with_ground_image(z, shift) + plume.with_ground_image(z, -shift)
    };
    direct + converged((1..MOST_REFLECTIONS).map(images))
}

/// Density (1/m) at `z` (m) of the plume and its images upward of the mixed layer: those at
/// h + 2 k z_i, k = 0, 1, ...: the direct plume.
pub(super) fn upward_images(plumes: &[(f64, Gaussian); 2], z: f64, mixing_height: f64) -> f64 {
    images(plumes, z, 2.0 * mixing_height, 0)
}

/// Density (1/m) at `z` (m) of the images at h - 2 k z_i, k = 1, 2, ...: the indirect plume.
pub(super) fn downward_images(plumes: &[(f64, Gaussian); 2], z: f64, mixing_height: f64) -> f64 {
    images(plumes, z, -2.0 * mixing_height, 1)
}

fn images(plumes: &[(f64, Gaussian); 2], z: f64, spacing: f64, first: u32) -> f64 {
    converged((first..MOST_REFLECTIONS).map(|k| {
        let shift = f64::from(k) * spacing;
        plumes
            .iter()
            .map(|(share, plume)| share * plume.with_ground_image(z, shift))
            .sum()
    }))
}

/// The sum of `terms` until one no longer matters.
fn converged(terms: impl Iterator<Item = f64>) -> f64 {
    let mut sum = 0.0;
    for term in terms {
        sum += term;
        if term <= NEGLIGIBLE * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_plume_fills_the_layer_evenly() {
        let plume = Gaussian {
            height: 50.0,
            sigma: 900.0,
        };
        for z in [0.0, 120.0, 299.0] {
            assert!((below_lid(&plume, z, 300.0) - 1.0 / 300.0).abs() < 1e-6);
        }
    }

    #[test]
    fn direct_and_indirect_images_make_the_full_series() {
        let plume = Gaussian {
            height: 80.0,
            sigma: 200.0,
        };
        let pair = [(0.4, plume), (0.6, plume)];
        let both = upward_images(&pair, 10.0, 500.0) + downward_images(&pair, 10.0, 500.0);
        assert!((both - below_lid(&plume, 10.0, 500.0)).abs() < 1e-9);
    }
}
