//! The urban boundary layer: the heat of a city keeps the night air stirring (EPA-454/R-03-004,
//! section 5.8, equations 101 to 107; Oke 1973, 1978, 1982; Hanna and Chang 1991).

use crate::boundary_layer::profiles::{
    HEIGHTS, Profile, Profiles, lateral_convective_variance, vertical_convective_variance,
};
use crate::boundary_layer::{BoundaryLayer, GRAVITY, VON_KARMAN};

/// A city around the sources.
///
/// ```
/// use pluim_core::scheme::pbl::Urban;
/// let city = Urban { population: 2.0e6, roughness_length: 1.0, ..Urban::default() };
/// assert_eq!(city.mixing_height(), 400.0);
/// assert_eq!(city.excess_temperature(), 12.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Urban {
    /// Population, above 0; it sets the heat island. Some 21,000 to 10 million were studied.
    pub population: f64,
    /// Roughness length of the city (m), above 0. Default 1.
    pub roughness_length: f64,
    /// What happens in the morning.
    pub morning: Morning,
}

/// How the urban night ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Morning {
    /// The urban layer lasts until the convective one has outgrown it (AERMOD 24142: `URBCALC`; the
    /// report knows no urban layer by day).
    #[default]
    Transition,
    /// The urban layer ends with stable air (`NOURBTRAN`).
    Abrupt,
}

impl Default for Urban {
    fn default() -> Self {
        Self {
            population: REFERENCE_POPULATION,
            roughness_length: 1.0,
            morning: Morning::default(),
        }
    }
}

/// Population of the reference city (Montreal; Oke 1973).
const REFERENCE_POPULATION: f64 = 2.0e6;
/// Excess temperature (K) of the reference city.
const REFERENCE_EXCESS: f64 = 12.0;
/// Night-time mixing height (m) of the reference city.
const REFERENCE_HEIGHT: f64 = 400.0;
/// Bulk transfer coefficient of the upward heat flux.
const TRANSFER: f64 = 0.03;
/// Specific heat of air (J/kg/K).
const SPECIFIC_HEAT: f64 = 1004.0;
/// Gas constant of air (J/kg/K) and standard pressure (Pa).
const GAS_CONSTANT: f64 = 287.04;
const STANDARD_PRESSURE: f64 = 101_325.0;
/// Gradient (K/m) of the well-mixed urban layer; equation (107).
const WELL_MIXED: f64 = 1e-5;

/// The scales of an urban hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UrbanScales {
    /// Mixing height z_iu (m): that of the city's heat or of the wind, whichever is more.
    pub(super) mixing_height: f64,
    /// Convective velocity w*_u (m/s).
    pub(super) convective_velocity: f64,
    /// Friction velocity u*_u (m/s).
    pub(super) friction_velocity: f64,
    /// Monin-Obukhov length (m).
    pub(super) monin_obukhov_length: f64,
}

impl Urban {
    /// Excess of the urban over the rural temperature at night (K); Oke (1973, 1982):
    ///
    /// dT = 12 K (0.1 ln(P/P_0) + 1), P_0 = 2 million.
    #[must_use]
    pub fn excess_temperature(&self) -> f64 {
        REFERENCE_EXCESS * (0.1 * (self.population / REFERENCE_POPULATION).ln() + 1.0)
    }

    /// Mixing height z_iuc (m) that the city's heat alone makes at night:
    ///
    /// z_iuc = 400 m (P/P_0)^(1/4).
    #[must_use]
    pub fn mixing_height(&self) -> f64 {
        REFERENCE_HEIGHT * (self.population / REFERENCE_POPULATION).powf(0.25)
    }

    /// The scales of the urban layer; `None` where the layer is that of the country. Heat flux,
    /// convective velocity and length:
    ///
    /// H = 0.03 rho c_p dT u*,
    /// w*_u = (g H z_iuc / (rho c_p T))^(1/3),
    /// L = u*_u^3 rho c_p T / (kappa g H).
    pub(super) fn scales(&self, layer: &BoundaryLayer) -> Option<UrbanScales> {
        let stable = layer.is_stable();
        let convective_height = layer.convection.map_or(0.0, |c| c.mixing_height);
        let outgrown = self.morning == Morning::Abrupt || convective_height > self.mixing_height();
        if !stable && outgrown {
            return None;
        }
        let density = STANDARD_PRESSURE / (GAS_CONSTANT * layer.temperature);
        let capacity = density * SPECIFIC_HEAT;
        let excess = self.excess_temperature().max(f64::MIN_POSITIVE);
        let heat_flux = TRANSFER * excess * layer.friction_velocity * capacity;
        let buoyancy = GRAVITY * heat_flux / (capacity * layer.temperature);
        let convective_velocity = (buoyancy * self.mixing_height()).cbrt();
        let friction_velocity = self.friction_velocity(layer, convective_velocity);
        let length = friction_velocity.powi(3) / (VON_KARMAN * buoyancy);
        Some(UrbanScales {
            mixing_height: self.mixing_height().max(layer.mechanical_mixing_height),
            convective_velocity,
            friction_velocity,
            monin_obukhov_length: urban_length(length, layer.monin_obukhov_length),
        })
    }

    /// The u* (m/s) whose mechanical sigma_w equals the convective one at seven roughness lengths z,
    /// and at least the rural u*:
    ///
    /// 1.3 u*_u (1 - z/z_iu)^(1/2) = w*_u (1.6 (z/z_iuc)^(2/3))^(1/2).
    fn friction_velocity(&self, layer: &BoundaryLayer, convective_velocity: f64) -> f64 {
        let z = 7.0 * self.roughness_length.max(layer.roughness_length);
        let height = self.mixing_height();
        let convective = convective_velocity * (1.6 * (z / height).powf(2.0 / 3.0)).sqrt();
        // a city rougher than its layer is high still has some wind
        let part = (z / height.max(layer.mechanical_mixing_height)).min(0.99);
        let urban = convective / (1.3 * (1.0 - part).sqrt());
        urban.max(layer.friction_velocity)
    }

    /// Rural profiles with the turbulence of the city added and its air mixed, up to z_iuc as in
    /// AERMOD; the report has z_iu.
    pub(super) fn profiles(
        &self,
        layer: &BoundaryLayer,
        rural: &Profiles,
        convective_velocity: f64,
    ) -> Profiles {
        let height = self.mixing_height();
        let lateral = |z| lateral_convective_variance(convective_velocity, height, z);
        let vertical = |z| vertical_convective_variance(convective_velocity, height, z);
        let mixed = Profile::new(|z| {
            if z <= height {
                WELL_MIXED
            } else {
                rural.gradient.at(z)
            }
        });
        Profiles {
            sigma_v: added(&rural.sigma_v, lateral),
            sigma_w: added(&rural.sigma_w, vertical),
            ..rural.restratified(layer, mixed)
        }
    }
}

/// A profile of turbulence with a `variance` of height (m) added.
fn added(profile: &Profile, variance: impl Fn(f64) -> f64) -> Profile {
    let mut values = *profile.values();
    for (value, z) in values.iter_mut().zip(HEIGHTS) {
        *value = (*value * *value + variance(z)).sqrt();
    }
    Profile::of(values)
}

/// In stable air the longer of the two lengths; in a convective morning the more convective.
fn urban_length(urban: f64, rural: f64) -> f64 {
    if rural > 0.0 {
        urban.max(rural)
    } else {
        (-urban).max(rural)
    }
}
