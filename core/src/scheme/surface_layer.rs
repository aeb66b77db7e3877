//! The `surface_layer` scheme: plumes near the ground by surface-layer similarity.
//!
//! Spread follows Snyder et al. (2013), *RLINE: a line source dispersion model for near-surface
//! releases*, Atmos. Environ. 77, 748-756, whose sigma_z and sigma_y depend on u*, L and
//! distance alone; the plume travels with the wind at its own mean height (Venkatram et al.
//! 2013). It is meant for roads, stoves and other low sources. Stacks rise by Briggs' formulas;
//! above the surface layer the scheme is a first estimate.

use std::f64::consts::PI;

use super::{Cut, LOBES, Lobe, Plume, Scheme};
use crate::boundary_layer::similarity::dimensionless_wind;
use crate::boundary_layer::{BoundaryLayer, VON_KARMAN};
use crate::meteorology::Hour;
use crate::plume_rise::briggs::{self, Ambient};
use crate::source::{Release, ReleaseKind};

/// sigma_z = A (u*/U) x in neutral air, Snyder et al. eq. 8.
const A: f64 = 0.57;
/// Stable limit of sigma_z.
const B_STABLE: f64 = 3.0;
/// Unstable enhancement of sigma_z.
const B_UNSTABLE: f64 = 1.5;
/// sigma_y = C (sigma_v/u*) sigma_z in neutral air, Snyder et al. eq. 9.
const C: f64 = 1.6;
/// Stable enhancement of sigma_y over sigma_z.
const D_STABLE: f64 = 2.5;
/// Unstable reduction of sigma_y over sigma_z.
const D_UNSTABLE: f64 = 1.0;
/// Mixing lids counted to either side of the layer.
const IMAGES: i32 = 3;

/// The scheme; it has no settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurfaceLayer;

impl Scheme for SurfaceLayer {
    fn name(&self) -> &'static str {
        "surface_layer"
    }

    fn plume<'a>(
        &'a self,
        hour: &'a Hour,
        release: &'a Release,
        receptor_height: f64,
    ) -> Box<dyn Plume + 'a> {
        Box::new(SurfacePlume::new(&hour.layer, release, receptor_height))
    }
}

struct SurfacePlume<'a> {
    layer: BoundaryLayer,
    release: &'a Release,
    receptor_height: f64,
    /// sigma_v (m/s).
    lateral_turbulence: f64,
    /// Rise of the plume far downwind (m), and buoyancy flux (m4/s3) of its way there.
    rise: Rise,
}

enum Rise {
    None,
    Buoyant {
        final_rise: f64,
        flux: f64,
        wind: f64,
    },
}

/// Spread and speed of a plume at one distance.
struct Section {
    sigma_z: f64,
    sigma_y: f64,
    wind: f64,
    height: f64,
}

impl<'a> SurfacePlume<'a> {
    fn new(layer: &BoundaryLayer, release: &'a Release, receptor_height: f64) -> Self {
        let layer = layer.bounded();
        Self {
            release,
            receptor_height,
            lateral_turbulence: lateral_turbulence(&layer),
            rise: rise(&layer, release),
            layer,
        }
    }

    fn height(&self, x: f64) -> f64 {
        self.release.height
            + match self.rise {
                Rise::None => 0.0,
                // Briggs (1969): the two-thirds law until the final rise
                Rise::Buoyant {
                    final_rise,
                    flux,
                    wind,
                } => (1.6 * flux.cbrt() * x.powf(2.0 / 3.0) / wind).min(final_rise),
            }
    }

    /// Effective wind U = sqrt(u(z)^2 + 2 sigma_v^2) at the plume's mean height (m/s), so that
    /// it stays finite in calm air; Snyder et al. eq. 5.
    fn effective_wind(&self, height: f64) -> f64 {
        let mean = wind_at(&self.layer, height);
        (mean * mean + 2.0 * self.lateral_turbulence.powi(2)).sqrt()
    }

    /// Spread at distance `x`, with the wind at the mean height of the plume that it makes.
    fn section(&self, x: f64) -> Section {
        let height = self.height(x);
        let mut wind = self.effective_wind(height);
        let mut sigma_z = self.sigma_z(x, wind);
        for _ in 0..40 {
            let next = self.effective_wind(mean_height(sigma_z, height));
            let settled = (next - wind).abs() < 1e-6 * wind;
            wind = next;
            sigma_z = self.sigma_z(x, wind);
            if settled {
                break;
            }
        }
        Section {
            sigma_z,
            sigma_y: self.sigma_y(x, wind),
            wind,
            height,
        }
    }

    /// sigma_z (m), Snyder et al. eq. 8, with the initial spread added in quadrature.
    fn sigma_z(&self, x: f64, wind: f64) -> f64 {
        self.release.sigma_z0.hypot(self.turbulent_sigma_z(x, wind))
    }

    fn turbulent_sigma_z(&self, x: f64, wind: f64) -> f64 {
        let ratio = self.layer.friction_velocity / wind;
        let length = self.layer.monin_obukhov_length;
        if self.layer.is_stable() {
            A * ratio * x / (1.0 + B_STABLE * ratio * (x / length).powf(2.0 / 3.0))
        } else {
            A * ratio * x * (1.0 + B_UNSTABLE * ratio * x / length.abs())
        }
    }

    /// sigma_y (m), Snyder et al. eq. 9, with the initial spread added in quadrature.
    fn sigma_y(&self, x: f64, wind: f64) -> f64 {
        let sigma_z = self.turbulent_sigma_z(x, wind);
        let stability = sigma_z / self.layer.monin_obukhov_length.abs();
        let growth = if self.layer.is_stable() {
            1.0 + D_STABLE * stability
        } else {
            (1.0 + D_UNSTABLE * stability).powf(-0.5)
        };
        let ratio = self.lateral_turbulence / self.layer.friction_velocity;
        self.release.sigma_y0.hypot(C * ratio * sigma_z * growth)
    }

    /// Crosswind-integrated concentration at the receptor's height (s/m2):
    /// F(z) / U with reflections at the ground and at the mixing lid.
    fn crosswind_integral(&self, section: &Section) -> f64 {
        let lid = self.layer.mixing_height().max(1.1 * section.height);
        vertical_term(self.receptor_height, section, lid) / section.wind
    }

    /// Share of the plume that meanders, 2 sigma_v^2 / U^2; Snyder et al. eq. 7.
    fn meandering_share(&self, wind: f64) -> f64 {
        (2.0 * self.lateral_turbulence.powi(2) / (wind * wind)).min(1.0)
    }
}

impl Plume for SurfacePlume<'_> {
    fn lobes(&self, x: f64) -> [Lobe; LOBES] {
        self.cut(x).lobes
    }

    fn meander(&self, r: f64) -> f64 {
        self.cut(r).meander
    }

    fn cut(&self, x: f64) -> Cut {
        let section = self.section(x);
        let share = self.meandering_share(section.wind);
        let integral = self.crosswind_integral(&section);
        let coherent = Lobe::spread((1.0 - share) * integral, section.sigma_y);
        Cut {
            lobes: [coherent, Lobe::default()],
            meander: share * integral / (2.0 * PI * x),
            coherence: 1.0,
        }
    }
}

/// Wind u(z) (m/s) by similarity, constant above 0.1 of the mixing height or 100 m.
fn wind_at(layer: &BoundaryLayer, height: f64) -> f64 {
    let top = (0.1 * layer.mixing_height()).max(100.0);
    let profile = dimensionless_wind(
        height.min(top),
        layer.roughness_length,
        layer.monin_obukhov_length,
    );
    layer.friction_velocity / VON_KARMAN * profile
}

/// sigma_v (m/s): sigma_v^2 = (1.9 u*)^2 + 0.35 w*^2, Cimorelli et al. (2005) eqs. 38-39.
fn lateral_turbulence(layer: &BoundaryLayer) -> f64 {
    let mechanical = 1.9 * layer.friction_velocity;
    let convective = layer
        .convection
        .map_or(0.0, |convection| convection.velocity);
    (mechanical * mechanical + 0.35 * convective * convective).sqrt()
}

fn rise(layer: &BoundaryLayer, release: &Release) -> Rise {
    let ReleaseKind::Stack(stack) = release.kind else {
        return Rise::None;
    };
    let wind = wind_at(layer, release.height.max(10.0)).max(1.0);
    let length = layer.monin_obukhov_length;
    let air = Ambient {
        wind,
        temperature: layer.temperature,
        stable: (0.0..50.0).contains(&length),
    };
    let flux = briggs::buoyancy_flux(&stack, layer.temperature);
    let final_rise = briggs::final_rise(&stack, &air);
    if flux > 0.0 {
        Rise::Buoyant {
            final_rise,
            flux,
            wind,
        }
    } else {
        Rise::None
    }
}

/// Mean height (m) of a plume released at `height`, reflected at the ground:
/// sigma_z sqrt(2/pi) exp(-h^2 / 2 sigma_z^2) + h erf(h / sqrt(2) sigma_z).
fn mean_height(sigma_z: f64, height: f64) -> f64 {
    let scaled = height / (std::f64::consts::SQRT_2 * sigma_z.max(1e-9));
    sigma_z * (2.0 / PI).sqrt() * (-scaled * scaled).exp() + height * libm::erf(scaled)
}

/// Vertical distribution (1/m) at `z` of a plume between the ground and a lid; above it is none.
fn vertical_term(z: f64, section: &Section, lid: f64) -> f64 {
    let Section {
        sigma_z, height, ..
    } = *section;
    if z > lid {
        return 0.0;
    }
    if sigma_z > 1.5 * lid {
        return 1.0 / lid;
    }
    let gaussian = |distance: f64| (-0.5 * (distance / sigma_z).powi(2)).exp();
    let mut sum = 0.0;
    for image in -IMAGES..=IMAGES {
        let shift = 2.0 * f64::from(image) * lid;
        sum += gaussian(z - height + shift) + gaussian(z + height + shift);
    }
    sum / ((2.0 * PI).sqrt() * sigma_z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary_layer::{Convection, Observed, Wind};
    use crate::source::ProfileLevels;
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    fn layer(length: f64, u_star: f64) -> BoundaryLayer {
        BoundaryLayer {
            friction_velocity: u_star,
            monin_obukhov_length: length,
            convection: (length < 0.0).then_some(Convection {
                velocity: 1.2,
                mixing_height: 900.0,
                gradient_aloft: 0.005,
            }),
            mechanical_mixing_height: 600.0,
            roughness_length: 0.3,
            temperature: 285.0,
            wind: Wind {
                speed: 4.0,
                height: 10.0,
            },
            observed: Observed::default(),
        }
    }

    fn road() -> Release {
        Release {
            kind: ReleaseKind::Road,
            height: 0.5,
            sigma_y0: 0.0,
            sigma_z0: 1.5,
            levels: ProfileLevels::Around,
        }
    }

    #[test]
    fn neutral_spread_follows_the_law() {
        let (layer, road) = (layer(1e15, 0.4), road());
        let plume = SurfacePlume::new(&layer, &road, 1.5);
        let section = plume.section(200.0);
        let turbulent = 0.57 * 0.4 / section.wind * 200.0;
        assert_relative_eq!(
            section.sigma_z,
            1.5_f64.hypot(turbulent),
            max_relative = 1e-6
        );
        assert_relative_eq!(section.sigma_y, 1.6 * 1.9 * turbulent, max_relative = 1e-4);
    }

    proptest! {
        #[test]
        fn mass_flux_equals_emission(
            inverse_length in -0.2_f64..0.2, u_star in 0.03_f64..0.9, x in 10.0_f64..5000.0,
        ) {
            // below the lid, where no image is cut off
            let (layer, road) = (layer(1.0 / inverse_length, u_star), road());
            let plume = SurfacePlume::new(&layer, &road, 1.5);
            let section = plume.section(x);
            let lid = layer.mixing_height();
            let steps = 4000;
            let step = lid / f64::from(steps);
            let flux: f64 = (0..steps)
                .map(|k| vertical_term((f64::from(k) + 0.5) * step, &section, lid) * step)
                .sum();
            prop_assert!((flux - 1.0).abs() < 0.01, "flux {flux} at sigma_z {}", section.sigma_z);
        }

        #[test]
        fn everything_is_finite(
            length in prop_oneof![-1e6_f64..-1e-3, 1e-3_f64..1e6],
            u_star in 1e-4_f64..3.0, x in 1e-2_f64..1e5,
        ) {
            let (layer, road) = (layer(length, u_star), road());
            let plume = SurfacePlume::new(&layer, &road, 1.5);
            let [lobe, _] = plume.lobes(x);
            prop_assert!(lobe.centre.is_finite() && lobe.centre >= 0.0);
            prop_assert!(lobe.decay.is_finite() && lobe.decay > 0.0);
            prop_assert!(plume.meander(x).is_finite());
        }

        #[test]
        fn a_wider_start_dilutes_the_near_field(sigma_z0 in 1.6_f64..4.0) {
            let (layer, narrow) = (layer(-40.0, 0.3), road());
            let wide = Release { sigma_z0, ..narrow };
            let at = |release: &Release| {
                let plume = SurfacePlume::new(&layer, release, 1.5);
                plume.crosswind_integral(&plume.section(5.0))
            };
            prop_assert!(at(&wide) < at(&narrow));
        }
    }
}
