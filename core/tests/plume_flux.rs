//! What is emitted passes: at the `direct` rung the flux of a source of any shape closes to 1 %, in
//! air whose wind and turbulence do not change with height.
//!
//! The formulation spreads a part of every plume but those of areas evenly around the source, and
//! that part leaves through no plane but through a cylinder. It is the same upwind and downwind, and
//! the part that keeps to the wind lies downwind alone. So, with C of a source of 1 g/s about the
//! origin and u the effective wind of its plume,
//!
//! ```text
//! integral of [C(x, y) - C(-x, y)] u dy dz + integral of C(-x, 0) u 2 pi x dz = 1,
//! ```
//!
//! up to the lid. In air that changes with height every receptor height has an effective wind and
//! spread of its own, and the statement is one of each receptor: see `flux.rs` of the scheme, which
//! holds in any weather, and for buoyant plumes of convective air, of which a part is held aloft.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::f64::consts::{PI, SQRT_2};

use geo_types::{Coord, LineString, Polygon};
use jiff::civil::date;
use pluim_core::boundary_layer::profiles::{HEIGHTS, LeastTurbulence, Profiles};
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Level, Observed, Wind};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::Pbl;
use pluim_core::solve::direct::DirectedPlume;
use pluim_core::solve::{Case, Channels, Element};
use pluim_core::source::{Outlet, ProfileLevels, Release, ReleaseKind, Shape, Stack};
use proptest::prelude::*;

/// Depth (m) of the mixed layer, which reflects all plumes below.
const LID: f64 = 500.0;

/// Wind (m/s) and Monin-Obukhov length (m): stable, neutral and convective, near calm to strong.
fn any_air() -> impl Strategy<Value = (f64, f64)> {
    let wind = prop_oneof![0.3..1.0_f64, 1.0..12.0_f64];
    let length = (prop_oneof![Just(-1.0), Just(1.0)], 1.3..4.0_f64);
    (
        wind,
        length.prop_map(|(sign, power)| sign * 10.0_f64.powf(power)),
    )
}

fn layer((wind, length): (f64, f64)) -> BoundaryLayer {
    let level = |height: f64| Level {
        height,
        direction: Some(270.0),
        speed: Some(wind),
        temperature: Some(285.0 - 0.004 * height),
        sigma_theta: Some(8.0),
        sigma_w: Some(0.03 + 0.05 * wind),
    };
    BoundaryLayer {
        friction_velocity: 0.07 * wind,
        monin_obukhov_length: length,
        convection: (length < 0.0).then_some(Convection {
            velocity: 1.5,
            mixing_height: LID,
            gradient_aloft: 0.01,
        }),
        mechanical_mixing_height: if length < 0.0 { 300.0 } else { LID },
        roughness_length: 0.05,
        temperature: 285.0,
        wind: Wind {
            speed: wind,
            height: 10.0,
        },
        observed: Observed {
            levels: HEIGHTS[1..].iter().map(|&z| level(z)).collect(),
            ..Observed::default()
        },
    }
}

fn hour(air: (f64, f64)) -> Hour {
    Hour {
        begins: date(2020, 6, 1).at(12, 0, 0, 0),
        direction: WindDirection::From {
            degrees: 270.0,
            spread: 0.0,
        },
        layer: layer(air),
    }
}

fn release(kind: ReleaseKind, height: f64, sigma_z0: f64) -> Release {
    Release {
        kind,
        height,
        sigma_y0: 0.0,
        sigma_z0,
        levels: ProfileLevels::Around,
    }
}

/// Stacks with every outlet. In convective air they are as cold as the air: what buoyancy holds
/// aloft passes no plane.
fn any_stack(length: f64) -> impl Strategy<Value = Release> {
    let outlet = prop_oneof![
        Just(Outlet::Vertical),
        Just(Outlet::Capped),
        Just(Outlet::Horizontal)
    ];
    (outlet, 5.0..60.0_f64, 0.1..12.0_f64, 290.0..400.0_f64).prop_map(
        move |(outlet, height, velocity, temperature)| {
            let stack = Stack {
                diameter: 1.0,
                velocity,
                temperature: if length < 0.0 { 0.0 } else { temperature },
                outlet,
            };
            release(ReleaseKind::Stack(stack), height, 3.0)
        },
    )
}

fn any_scene() -> impl Strategy<Value = ((f64, f64), Release)> {
    any_air().prop_flat_map(|air| (Just(air), any_stack(air.1)))
}

/// A source in an hour, seen at one distance (m).
struct Scene {
    hour: Hour,
    release: Release,
    shape: Shape,
    distance: f64,
    /// Distance between the heights (m) that are looked at.
    step: f64,
    /// Half the source's width across the wind (m).
    half_width: f64,
}

impl Scene {
    /// Flux (-) up to the lid of a source that emits 1.
    fn flux(&self) -> f64 {
        let count = (LID / self.step).round();
        let heights = (0..count as u32).map(|k| (f64::from(k) + 0.5) * LID / count);
        heights.map(|z| self.of_height(z)).sum::<f64>() * LID / count
    }

    /// Flux (1/m) at height `z` (m).
    fn of_height(&self, z: f64) -> f64 {
        let pbl = Pbl::default();
        let case = Case {
            scheme: &pbl,
            hours: std::slice::from_ref(&self.hour),
            sources: &[],
            profiles: &[],
            receptor_height: z,
            channels: Channels {
                pollutants: 1,
                groups: 1,
            },
        };
        let directed = DirectedPlume::new(&case, &self.hour, &self.release);
        let parts = Element::of(&self.shape);
        let at = |receptor: [f64; 2]| -> f64 {
            let each = parts.iter();
            each.map(|(element, share)| share * directed.of_element(element, receptor))
                .sum()
        };
        let (x, wind) = (self.distance, self.wind(z));
        let (width, nodes) = self.across(z);
        let coherent: f64 = (-nodes..=nodes)
            .map(|k| f64::from(k) * width)
            .map(|y| at([x, y]) - at([-x, y]))
            .sum();
        wind * (coherent * width + at([-x, 0.0]) * 2.0 * PI * x)
    }

    /// Step across the wind (m) that sums a Gaussian exactly, and steps to either side.
    fn across(&self, z: f64) -> (f64, i32) {
        let plume = Pbl::default().hour(&self.hour).plume(&self.release, z);
        let sigma = (0.5 / plume.lobes(self.distance)[0].decay).sqrt();
        let width = 0.7 * sigma;
        (
            width,
            ((6.0 * sigma + self.half_width) / width).ceil() as i32,
        )
    }

    /// Effective wind (m/s) of the plume: that of the air, or for a road that of the air at its own
    /// mean height, which the part that meanders tells: 2 sigma_v^2 / u^2.
    fn wind(&self, z: f64) -> f64 {
        let speed = self.hour.layer.wind.speed;
        if self.release.kind != ReleaseKind::Road {
            return speed;
        }
        let least = LeastTurbulence {
            lateral: 0.2,
            vertical: 0.02,
        };
        let sigma_v = Profiles::new(&self.hour.layer, least)
            .sigma_v
            .at(10.0)
            .max(0.2);
        let plume = Pbl::default().hour(&self.hour).plume(&self.release, z);
        SQRT_2 * sigma_v / (1.0 - plume.coherence(self.distance)).sqrt()
    }
}

fn point() -> Shape {
    Shape::Point(Coord { x: 0.0, y: 0.0 })
}

/// A line of `length` (m) about the origin, at an angle to the wind (radians).
fn line(length: f64, angle: f64) -> Shape {
    let (y, x) = angle.sin_cos();
    let end = |half: f64| (half * length * x, half * length * y);
    Shape::Line(LineString::from(vec![end(-0.5), end(0.5)]))
}

fn square(side: f64) -> Shape {
    let half = 0.5 * side;
    let ring = vec![(-half, -half), (half, -half), (half, half), (-half, half)];
    Shape::Area(Polygon::new(LineString::from(ring), Vec::new()))
}

fn closes(flux: f64) -> bool {
    (flux - 1.0).abs() < 0.01
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn of_stacks_with_every_outlet(
        (air, release) in any_scene(),
        distance in 100.0..800.0_f64,
    ) {
        let hour = hour(air);
        let scene = Scene { hour, release, shape: point(), distance, step: 2.0, half_width: 0.0 };
        let flux = scene.flux();
        prop_assert!(closes(flux), "{flux} of {release:?}");
    }

    #[test]
    fn of_volumes(
        air in any_air(),
        (height, sigma_z0) in (0.0..60.0_f64, 2.0..20.0_f64),
        distance in 100.0..800.0_f64,
    ) {
        let release = Release { sigma_y0: 4.0, ..release(ReleaseKind::Volume, height, sigma_z0) };
        let hour = hour(air);
        let scene = Scene { hour, release, shape: point(), distance, step: 2.0, half_width: 0.0 };
        let flux = scene.flux();
        prop_assert!(closes(flux), "{flux} of {release:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn of_lines(
        air in any_air(),
        (height, angle) in (0.0..30.0_f64, 0.0..3.1_f64),
        distance in 300.0..800.0_f64,
    ) {
        let release = release(ReleaseKind::Volume, height, 8.0);
        let (hour, shape) = (hour(air), line(20.0, angle));
        let scene = Scene { hour, release, shape, distance, step: 6.0, half_width: 10.0 };
        let flux = scene.flux();
        prop_assert!(closes(flux), "{flux} of {release:?}");
    }

    #[test]
    fn of_roads(
        (wind, length) in (2.0..12.0_f64, any_air()),
        angle in 0.0..3.1_f64,
        distance in 200.0..400.0_f64,
    ) {
        let release = release(ReleaseKind::Road, 1.0, 3.0);
        let (hour, shape) = (hour((wind, length.1)), line(5.0, angle));
        let scene = Scene { hour, release, shape, distance, step: 2.5, half_width: 2.5 };
        let flux = scene.flux();
        prop_assert!(closes(flux), "{flux} of {release:?}");
    }

    /// Elements of an area do not meander.
    #[test]
    fn of_areas(
        air in any_air(),
        height in 0.0..30.0_f64,
        distance in 100.0..800.0_f64,
    ) {
        let release = release(ReleaseKind::Area, height, 8.0);
        let (hour, shape) = (hour(air), square(60.0));
        let scene = Scene { hour, release, shape, distance, step: 6.0, half_width: 30.0 };
        let flux = scene.flux();
        prop_assert!(closes(flux), "{flux} of {release:?}");
    }
}
