//! What must hold on both rungs that sum hours, for both schemes, in any finite weather: calms,
//! vanishing friction, Monin-Obukhov lengths near zero, mixing heights below the source, receptors
//! upwind, on the source and aloft.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use geo_types::{Coord, LineString, Polygon, coord};
use jiff::civil::date;
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Scheme;
use pluim_core::scheme::pbl::Pbl;
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Case, Channels, mean_fields};
use pluim_core::source::{
    Outlet, ProfileLevels, Release, ReleaseKind, Shape, Source, Stack, TimeProfile,
};
use proptest::prelude::*;

/// An hour, a source, and a receptor.
#[derive(Debug, Clone)]
struct Scene {
    hour: Hour,
    source: Source,
    receptor: Coord<f64>,
    height: f64,
}

/// Any finite weather, with scales that are nothing and lengths of a millimetre.
fn any_layer() -> impl Strategy<Value = BoundaryLayer> {
    let scales = (0.0..1.5_f64, -1.0..1.0_f64, -3.0..6.0_f64, 0.0..3.0_f64);
    let heights = (0.0..15.0_f64, 0.0..15.0_f64, 0.0..1.5_f64);
    let air = (0.0..30.0_f64, 0.5..100.0_f64, 230.0..320.0_f64);
    (scales, heights, air).prop_map(|((u_star, sign, magnitude, w_star), heights, air)| {
        let length = 10.0_f64.powf(magnitude).copysign(sign);
        BoundaryLayer {
            friction_velocity: u_star.powi(3),
            monin_obukhov_length: length,
            convection: (length < 0.0).then_some(Convection {
                velocity: w_star,
                mixing_height: heights.1.powi(3),
                gradient_aloft: 0.005,
            }),
            mechanical_mixing_height: heights.0.powi(3),
            roughness_length: heights.2.powi(3),
            temperature: air.2,
            wind: Wind {
                speed: air.0,
                height: air.1,
            },
            observed: Observed::default(),
        }
    })
}

fn any_hour() -> impl Strategy<Value = Hour> {
    let direction = prop_oneof![
        1 => Just(WindDirection::Variable),
        9 => (0.0..360.0_f64, prop_oneof![Just(0.0), Just(5.0)])
            .prop_map(|(degrees, spread)| WindDirection::From { degrees, spread }),
    ];
    (any_layer(), direction).prop_map(|(layer, direction)| Hour {
        begins: date(2020, 6, 1).at(12, 0, 0, 0),
        direction,
        layer,
    })
}

fn any_release() -> impl Strategy<Value = Release> {
    let outlet = prop_oneof![
        Just(Outlet::Vertical),
        Just(Outlet::Capped),
        Just(Outlet::Horizontal)
    ];
    let stack = (0.01..8.0_f64, 0.0..40.0_f64, -50.0..900.0_f64, outlet);
    let kind = prop_oneof![
        stack.prop_map(|(diameter, velocity, temperature, outlet)| {
            ReleaseKind::Stack(Stack {
                diameter,
                velocity,
                temperature,
                outlet,
            })
        }),
        Just(ReleaseKind::Volume),
        Just(ReleaseKind::Area),
        Just(ReleaseKind::Road),
    ];
    let size = || prop_oneof![Just(0.0), 0.0..40.0_f64];
    let height = prop_oneof![Just(0.0), 0.0..20.0_f64, 0.0..300.0_f64];
    (kind, height, size(), size()).prop_map(|(kind, height, sigma_y0, sigma_z0)| Release {
        kind,
        height,
        sigma_y0,
        sigma_z0,
        levels: ProfileLevels::Around,
    })
}

/// A point, a bent line, or a notched area, some of them large.
fn any_shape() -> impl Strategy<Value = Shape> {
    (0..3_u8, 0.1..3.0_f64).prop_map(|(kind, magnitude)| {
        let size = 10.0_f64.powf(magnitude);
        let at = |x: f64, y: f64| coord! { x: x * size, y: y * size };
        match kind {
            0 => Shape::Point(at(0.0, 0.0)),
            1 => Shape::Line(LineString::new(vec![
                at(-0.5, 0.0),
                at(0.1, 0.1),
                at(0.5, -0.3),
            ])),
            _ => {
                let ring = [
                    (-0.5, -0.5),
                    (0.5, -0.5),
                    (0.1, 0.0),
                    (0.5, 0.4),
                    (-0.5, 0.5),
                ];
                let ring = ring.iter().map(|(x, y)| at(*x, *y)).collect();
                Shape::Area(Polygon::new(LineString::new(ring), Vec::new()))
            }
        }
    })
}

fn any_scene() -> impl Strategy<Value = Scene> {
    let source = (any_shape(), any_release()).prop_map(|(shape, release)| Source {
        id: String::new(),
        group: 0,
        shape,
        release,
        profile: 0,
        rates: vec![1.0],
    });
    let place = prop_oneof![
        Just((0.0, 0.0)),
        (0.0..6.3_f64, -1.0..4.7_f64).prop_map(|(angle, magnitude)| {
            let r = 10.0_f64.powf(magnitude);
            (r * angle.cos(), r * angle.sin())
        }),
    ];
    let height = prop_oneof![Just(0.0), Just(1.5), 0.0..600.0_f64];
    (any_hour(), source, place, height).prop_map(|(hour, source, (x, y), height)| Scene {
        hour,
        source,
        receptor: coord! { x: x, y: y },
        height,
    })
}

impl Scene {
    /// The receptor's concentration of 1 g/s by `direct` and by `profile`.
    fn on_both_rungs(&self, scheme: &dyn Scheme) -> [f64; 2] {
        let profiles = [TimeProfile::constant()];
        let case = Case {
            scheme,
            hours: std::slice::from_ref(&self.hour),
            sources: std::slice::from_ref(&self.source),
            profiles: &profiles,
            receptor_height: self.height,
            channels: Channels {
                pollutants: 1,
                groups: 1,
            },
        };
        let at = [self.receptor];
        let direct = mean_fields(&Direct::new(case), &at, &|_| {}).values[0][0];
        let profile = mean_fields(&Profiles::new(case), &at, &|_| {}).values[0][0];
        [direct, profile]
    }
}

fn plausible(scene: &Scene, scheme: &dyn Scheme) -> Result<(), TestCaseError> {
    let [direct, profile] = scene.on_both_rungs(scheme);
    prop_assert!(direct.is_finite() && direct >= 0.0, "direct {direct:e}");
    prop_assert!(profile.is_finite() && profile >= 0.0, "profile {profile:e}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_field_of_surface_layer_is_finite_and_not_negative(scene in any_scene()) {
        plausible(&scene, &SurfaceLayer)?;
    }

    #[test]
    fn a_field_of_pbl_is_finite_and_not_negative(scene in any_scene()) {
        plausible(&scene, &Pbl::default())?;
    }
}
