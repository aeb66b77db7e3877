//! Up- and downdrafts of the convective layer: a skewed distribution of vertical velocity as two
//! Gaussians (Weil et al. 1997; EPA-454/R-03-004, section 5.2, equations 53 and 60 to 62).

use super::SurfaceLayer;

/// Ratio R of spread to mean in each draft (Weil et al. 1997).
const R: f64 = 2.0;
const ALPHA: f64 = (1.0 + R * R) / (1.0 + 3.0 * R * R);
const BETA: f64 = 1.0 + R * R;

/// One draft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Draft {
    /// Mean vertical velocity (m/s), up positive.
    pub(in super::super) mean: f64,
    /// Its standard deviation (m/s).
    pub(in super::super) scatter: f64,
    /// Share of the plume in it (-).
    pub(in super::super) share: f64,
}

/// The updraft and the downdraft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Drafts(pub(in super::super) [Draft; 2]);

impl Drafts {
    /// For vertical turbulence `sigma_w` (m/s) and convective velocity w* (m/s), with the plume's
    /// centre in or above the surface layer.
    ///
    /// The skewness is S = w3/sigma_w^3, with w3 = 0.125 w*^3 above the surface layer and
    /// 1.25 w*^3 z/z_i in it; the means are sigma_w/2 [alpha S +- sqrt(alpha^2 S^2 + 4/beta)].
    pub(in super::super) fn new(
        sigma_w: f64,
        convective_velocity: f64,
        place: SurfaceLayer,
    ) -> Self {
        let part = match place {
            SurfaceLayer::Within(part) => 10.0 * part,
            SurfaceLayer::Above => 1.0,
        };
        let skewness = 0.125 * part * (convective_velocity / sigma_w).powi(3);
        let root = ((ALPHA * skewness).powi(2) + 4.0 / BETA).sqrt();
        let up = 0.5 * sigma_w * (ALPHA * skewness + root);
        let down = 0.5 * sigma_w * (ALPHA * skewness - root);
        let rising = down / (down - up);
        Self([
            Draft {
                mean: up,
                scatter: R * up,
                share: rising,
            },
            Draft {
                mean: down,
                scatter: -R * down,
                share: 1.0 - rising,
            },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_keep_mass_mean_and_variance() {
        let sigma_w = 1.1;
        let Drafts([up, down]) = Drafts::new(sigma_w, 1.8, SurfaceLayer::Above);
        let mean = up.share * up.mean + down.share * down.mean;
        assert!((up.share + down.share - 1.0).abs() < 1e-12);
        assert!(mean.abs() < 1e-12);
        let second = |d: Draft| d.share * (d.mean * d.mean + d.scatter * d.scatter);
        assert!((second(up) + second(down) - sigma_w * sigma_w).abs() < 1e-9);
    }
}
