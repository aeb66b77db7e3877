//! Vertical spread in convective air (Weil et al. 1997; near the ground Venkatram 1992; EPA-454/
//! R-03-004, section 5.5.1, equations 85 to 87).

use super::combined;

/// b_c of the surface layer.
const B_C: f64 = 0.5;

/// Where the plume's centre lies: in the lowest tenth of the mixed layer or above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum SurfaceLayer {
    /// In it, at this part of the mixing height (from 0 to 0.1).
    Within(f64),
    /// Above it.
    Above,
}

impl SurfaceLayer {
    /// For a centre at `height` (m) under a mixing height (m).
    pub(in super::super) fn of(height: f64, mixing_height: f64) -> Self {
        if height < 0.1 * mixing_height {
            Self::Within(height / mixing_height)
        } else {
            Self::Above
        }
    }

    /// The part alpha_b of the draft's spread that acts: 0.6 at the ground, 1 above the layer.
    fn alpha_b(self) -> f64 {
        match self {
            Self::Within(part) => 0.6 + 4.0 * part,
            Self::Above => 1.0,
        }
    }

    /// Equation (87): the shear term of the surface layer (m),
    /// b_c (1 - 10 z/z_i) (u*/u)^2 x^2 / |L|.
    fn shear(self, surface: &Shear, x: f64) -> f64 {
        match self {
            Self::Within(part) => {
                let ratio = surface.friction_velocity / surface.wind;
                let growth = ratio * ratio * x * x / surface.monin_obukhov_length.abs();
                B_C * (1.0 - 10.0 * part) * growth
            }
            Self::Above => 0.0,
        }
    }
}

/// The scales of the shear term.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Shear {
    /// Friction velocity u* (m/s).
    pub(in super::super) friction_velocity: f64,
    /// Monin-Obukhov length L (m).
    pub(in super::super) monin_obukhov_length: f64,
    /// Wind speed (m/s).
    pub(in super::super) wind: f64,
}

/// Ambient spread (m) at `x` (m) of the plume in one draft whose vertical velocities scatter by
/// `draft` (m/s).
pub(in super::super) fn vertical_convective(
    draft: f64,
    place: SurfaceLayer,
    shear: &Shear,
    x: f64,
) -> f64 {
    let elevated = place.alpha_b() * draft * x / shear.wind;
    combined([elevated, place.shear(shear, x)])
}
