//! What must hold of sources of every shape, whatever the weather: a field mirrors about the axis of
//! the wind, grows with the emission, and does not care whether a line or an area is one or many
//! points.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use geo_types::{Coord, LineString, Point, Polygon};
use jiff::civil::date;
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::pbl::Pbl;
use pluim_core::solve::direct::{Direct, DirectedPlume};
use pluim_core::solve::{Case, Channels, Element, mean_fields};
use pluim_core::source::{
    Outlet, ProfileLevels, Release, ReleaseKind, Shape, Source, Stack, TimeProfile,
};
use proptest::prelude::*;

/// An hour, a release, and the height of the receptors.
#[derive(Debug, Clone)]
struct Scene {
    hour: Hour,
    release: Release,
    height: f64,
}

fn any_scene() -> impl Strategy<Value = Scene> {
    let kind = prop_oneof![
        Just(ReleaseKind::Volume),
        Just(ReleaseKind::Area),
        Just(ReleaseKind::Road),
        (1.0..20.0_f64, 280.0..600.0_f64).prop_map(|(velocity, temperature)| {
            ReleaseKind::Stack(Stack {
                diameter: 1.0,
                velocity,
                temperature,
                outlet: Outlet::Vertical,
            })
        }),
    ];
    let air = (0.0..360.0_f64, 1.0..12.0_f64, -1.0..1.0_f64, 1.0..3.0_f64);
    let release = (kind, 0.5..60.0_f64, 0.5..10.0_f64);
    (air, release, 0.0..20.0_f64).prop_map(|(air, release, height)| Scene {
        hour: hour(air),
        release: Release {
            kind: release.0,
            height: release.1,
            sigma_y0: 0.0,
            sigma_z0: release.2,
            levels: ProfileLevels::Around,
        },
        height,
    })
}

fn hour((degrees, speed, sign, magnitude): (f64, f64, f64, f64)) -> Hour {
    let length = 10.0_f64.powf(magnitude).copysign(sign);
    Hour {
        begins: date(2020, 6, 1).at(12, 0, 0, 0),
        direction: WindDirection::From {
            degrees,
            spread: 0.0,
        },
        layer: BoundaryLayer {
            friction_velocity: 0.07 * speed,
            monin_obukhov_length: length,
            convection: (length < 0.0).then_some(Convection {
                velocity: 1.5,
                mixing_height: 900.0,
                gradient_aloft: 0.008,
            }),
            mechanical_mixing_height: 400.0,
            roughness_length: 0.1,
            temperature: 285.0,
            wind: Wind {
                speed,
                height: 10.0,
            },
            observed: Observed::default(),
        },
    }
}

impl Scene {
    /// Concentration (g/m3) at `receptor` of a source of 1 g/s; places are along and across the
    /// wind.
    fn of(&self, shape: &[[f64; 2]], receptor: [f64; 2]) -> f64 {
        let pbl = Pbl::default();
        let case = self.case(&pbl, &[], &[]);
        let plume = DirectedPlume::new(&case, &self.hour, &self.release);
        let at = self.place(receptor);
        let parts = Element::of(&self.shape(shape));
        let each = parts
            .iter()
            .map(|(element, share)| share * plume.of_element(element, [at.x, at.y]));
        each.sum()
    }

    fn case<'a>(
        &'a self,
        pbl: &'a Pbl,
        sources: &'a [Source],
        profiles: &'a [TimeProfile],
    ) -> Case<'a> {
        Case {
            scheme: pbl,
            hours: std::slice::from_ref(&self.hour),
            sources,
            profiles,
            receptor_height: self.height,
            channels: Channels {
                pollutants: 1,
                groups: 1,
            },
        }
    }

    fn shape(&self, places: &[[f64; 2]]) -> Shape {
        let places: Vec<Coord<f64>> = places.iter().map(|at| self.place(*at)).collect();
        match places.as_slice() {
            [one] => Shape::Point(*one),
            [_, _] => Shape::Line(LineString::new(places)),
            _ => Shape::Area(Polygon::new(LineString::new(places), Vec::new())),
        }
    }

    /// Sources of every shape with these rates (g/s).
    fn sources(&self, rates: [f64; 3]) -> Vec<Source> {
        let shapes = [
            vec![[0.0, 0.0]],
            line(60.0, 0.7).to_vec(),
            square(40.0).to_vec(),
        ];
        let each = shapes.iter().zip(rates);
        each.map(|(shape, rate)| Source {
            id: String::new(),
            group: 0,
            shape: self.shape(shape),
            release: self.release,
            profile: 0,
            rates: vec![rate],
        })
        .collect()
    }

    fn field(&self, rates: [f64; 3], receptor: [f64; 2]) -> f64 {
        let (pbl, sources) = (Pbl::default(), self.sources(rates));
        let profiles = [TimeProfile::constant()];
        let direct = Direct::new(self.case(&pbl, &sources, &profiles));
        mean_fields(&direct, &[self.place(receptor)], &|_| {}).values[0][0]
    }

    fn place(&self, [along, across]: [f64; 2]) -> Coord<f64> {
        let [east, north] = self.hour.direction.downwind().unwrap();
        Point::new(along * east - across * north, along * north + across * east).0
    }
}

/// Places `spacing` (m) about the origin: along a line at `angle` (radians), `count` of them.
fn along(count: u32, length: f64, angle: f64) -> impl Iterator<Item = [f64; 2]> {
    let (sin, cos) = angle.sin_cos();
    (0..count).map(move |k| {
        let s = length * ((f64::from(k) + 0.5) / f64::from(count) - 0.5);
        [s * cos, s * sin]
    })
}

fn line(length: f64, angle: f64) -> [[f64; 2]; 2] {
    let (sin, cos) = angle.sin_cos();
    [-0.5, 0.5].map(|part| [part * length * cos, part * length * sin])
}

/// A strip of some `width` (m) along a line at `angle` (radians) from the wind, about a `middle` (m)
/// on it.
fn strip((middle, length): (f64, f64), width: f64, angle: f64) -> [[f64; 2]; 4] {
    let (sin, cos) = angle.sin_cos();
    [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|[along, across]| {
        let (s, t) = (middle + along * length, across * width);
        [s * cos - t * sin, s * sin + t * cos]
    })
}

fn square(side: f64) -> [[f64; 2]; 4] {
    [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|at| at.map(|part| part * side))
}

/// How far a sum over points and an integral may be apart. Plumes jump with distance where the layer
/// changes over which effective parameters are taken: the sum places such a jump within a thousandth
/// of the source.
const JUMPS: f64 = 1e-3;
/// The same of an area, whose points lie a sixtieth of its side apart.
const COARSE_JUMPS: f64 = 5e-3;

/// Concentrations (g/m3 of 1 g/s) that do not matter to one another.
const FAINT: f64 = 1e-15;

/// Whether two values agree to `relative`, or are both nothing against `scale`.
fn agree(one: f64, other: f64, relative: f64, scale: f64) -> bool {
    (one - other).abs() <= relative * one.abs().max(other.abs()) + 1e-7 * scale + FAINT
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Of receptors clear of the source: on a line the field has no value.
    #[test]
    fn a_field_mirrors_about_the_axis_of_the_wind(
        scene in any_scene(),
        (x, y) in (-300.0..3000.0_f64, 0.0..500.0_f64),
        angle in 0.0..3.1_f64,
    ) {
        prop_assume!(x.hypot(y) > 45.0);
        let shapes = [vec![[0.0, 0.0]], line(60.0, angle).to_vec(), square(60.0).to_vec()];
        let mirror = |shape: &[[f64; 2]]| -> Vec<[f64; 2]> {
            shape.iter().map(|[along, across]| [*along, -across]).collect()
        };
        for shape in &shapes {
            let scale = scene.of(shape, [x.abs() + 60.0, 0.0]);
            let [left, right] = [scene.of(shape, [x, y]), scene.of(&mirror(shape), [x, -y])];
            prop_assert!(left.is_finite() && left >= 0.0);
            prop_assert!(agree(left, right, 1e-4, scale), "{left} {right} of {shape:?}");
        }
    }

    #[test]
    fn a_field_grows_with_the_emission_and_sources_add_up(
        scene in any_scene(),
        rates in [0.0..9.0_f64, 0.0..9.0_f64, 0.0..9.0_f64],
        (x, y, more) in (-200.0..2000.0_f64, -200.0..200.0_f64, 0.1..10.0_f64),
    ) {
        let whole = scene.field(rates, [x, y]);
        let larger = scene.field(rates.map(|rate| more * rate), [x, y]);
        prop_assert!(agree(larger, more * whole, 1e-12, 0.0), "{larger} {whole}");
        let [a, b, c] = rates;
        let parts = [[a, 0.0, 0.0], [0.0, b, 0.0], [0.0, 0.0, c]];
        let sum: f64 = parts.iter().map(|rates| scene.field(*rates, [x, y])).sum();
        prop_assert!(agree(sum, whole, 1e-12, 0.0), "{sum} {whole}");
    }

    #[test]
    fn many_points_are_a_line(
        scene in any_scene(),
        (x, y, angle) in (80.0..2000.0_f64, -60.0..60.0_f64, 0.0..3.1_f64),
    ) {
        let length = 50.0;
        let whole = scene.of(&line(length, angle), [x, y]);
        let count = 1000;
        let parts = along(count, length, angle).map(|at| scene.of(&[at], [x, y]));
        let mean = parts.sum::<f64>() / f64::from(count);
        let scale = scene.of(&[[0.0, 0.0]], [x, 0.0]);
        prop_assert!(agree(whole, mean, JUMPS, 10.0 * scale), "{whole} {mean}");
    }

    /// Of releases that are those of an area: the parts of others meander one by one.
    #[test]
    fn many_points_are_an_area(
        mut scene in any_scene(),
        (x, y) in (80.0..2000.0_f64, -60.0..60.0_f64),
    ) {
        scene.release.kind = ReleaseKind::Area;
        let side = 40.0;
        let whole = scene.of(&square(side), [x, y]);
        let count = 60;
        let places = along(count, side, 0.0).flat_map(|[x, _]| {
            along(count, side, 0.0).map(move |[y, _]| [x, y])
        });
        let sum: f64 = places.map(|at| scene.of(&[at], [x, y])).sum();
        let mean = sum / f64::from(count * count);
        let scale = scene.of(&[[0.0, 0.0]], [x, 0.0]);
        prop_assert!(agree(whole, mean, COARSE_JUMPS, 10.0 * scale), "{whole} {mean}");
    }

    /// A strip that a receptor sees but a short piece of, where the axis of the plume meets it.
    #[test]
    fn a_long_strip_is_many_short_ones(
        mut scene in any_scene(),
        (length, width) in (100.0..800.0_f64, 4.0..12.0_f64),
        (angle, x, part) in (0.1..3.0_f64, 40.0..200.0_f64, -0.4..0.4_f64),
    ) {
        scene.release.kind = ReleaseKind::Area;
        let receptor = [x + part * length * angle.cos(), part * length * angle.sin()];
        let strip = |middle: f64, length: f64| strip((middle, length), width, angle);
        let whole = scene.of(&strip(0.0, length), receptor);
        let count = 60;
        let each = (0..count).map(|k| {
            let middle = length * ((f64::from(k) + 0.5) / f64::from(count) - 0.5);
            scene.of(&strip(middle, length / f64::from(count)), receptor)
        });
        let mean = each.sum::<f64>() / f64::from(count);
        prop_assert!(agree(whole, mean, JUMPS, whole), "{whole} {mean}");
    }

    #[test]
    fn the_shortest_line_and_the_smallest_area_are_a_point(
        scene in any_scene(),
        (x, y, angle) in (20.0..3000.0_f64, -200.0..200.0_f64, 0.0..3.1_f64),
    ) {
        let point = scene.of(&[[0.0, 0.0]], [x, y]);
        let scale = scene.of(&[[0.0, 0.0]], [x, 0.0]);
        let short = scene.of(&line(1e-3, angle), [x, y]);
        prop_assert!(agree(short, point, 1e-3, scale), "{short} {point}");
        let scene = Scene {
            release: Release {
                kind: ReleaseKind::Area,
                ..scene.release
            },
            ..scene
        };
        let [small, point] = [square(1e-2).to_vec(), vec![[0.0, 0.0]]]
            .map(|shape| scene.of(&shape, [x, y]));
        prop_assert!(agree(small, point, 1e-3, scale), "{small} {point}");
    }
}
