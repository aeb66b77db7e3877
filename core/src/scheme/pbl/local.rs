//! Effective parameters: wind, sigma_v, sigma_w and stratification as a plume meets them, at a height
//! or in the mean over a layer (EPA-454/R-03-004, section 4.2, equation 43; Cimorelli et al. 2005).

use super::LowWind;
use crate::boundary_layer::profiles::Profiles;

/// Least sigma_v as a part of the wind speed (AERMOD 24142: `SVUMIN`).
pub(super) const LEAST_TURBULENCE_INTENSITY: f64 = 0.05;

/// The wind, turbulence and stratification that act on a plume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Local {
    /// Wind speed (m/s).
    pub(super) wind: f64,
    /// Lateral turbulence (m/s).
    pub(super) sigma_v: f64,
    /// Vertical turbulence (m/s).
    pub(super) sigma_w: f64,
    /// Potential temperature gradient (K/m).
    pub(super) gradient: f64,
}

impl Local {
    /// At height `z` (m).
    pub(super) fn at(profiles: &Profiles, low_wind: &LowWind, z: f64) -> Self {
        let raw = Self {
            wind: profiles.wind.at(z),
            sigma_v: profiles.sigma_v.at(z),
            sigma_w: profiles.sigma_w.at(z),
            gradient: profiles.gradient.at(z),
        };
        raw.bounded(low_wind)
    }

    /// At height `z` (m), on the line through the two levels around the height `near` (m).
    pub(super) fn extended(profiles: &Profiles, low_wind: &LowWind, (z, near): (f64, f64)) -> Self {
        let raw = Self {
            wind: profiles.wind.extended(z, near),
            sigma_v: profiles.sigma_v.extended(z, near),
            sigma_w: profiles.sigma_w.extended(z, near),
            gradient: profiles.gradient.extended(z, near),
        };
        raw.bounded(low_wind)
    }

    /// In the mean over a layer (m).
    pub(super) fn over(profiles: &Profiles, low_wind: &LowWind, (bottom, top): (f64, f64)) -> Self {
        let raw = Self {
            wind: profiles.wind.mean(bottom, top),
            sigma_v: profiles.sigma_v.mean(bottom, top),
            sigma_w: profiles.sigma_w.mean(bottom, top),
            gradient: profiles.gradient.mean(bottom, top),
        };
        raw.bounded(low_wind)
    }

    fn bounded(self, low_wind: &LowWind) -> Self {
        let relative = LEAST_TURBULENCE_INTENSITY * self.wind;
        Self {
            wind: self.wind.max(low_wind.least_wind),
            sigma_v: self.sigma_v.max(low_wind.least_sigma_v).max(relative),
            sigma_w: self.sigma_w.max(low_wind.least_sigma_w),
            gradient: self.gradient,
        }
    }

    /// Lateral turbulence intensity sigma_v / u (-).
    pub(super) fn intensity(&self) -> f64 {
        (self.sigma_v / self.wind).max(LEAST_TURBULENCE_INTENSITY)
    }
}
