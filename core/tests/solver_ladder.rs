//! Every rung of the solver ladder against the one below it, on the same cases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod air;

use geo_types::{Coord, LineString, coord, polygon};
use jiff::ToSpan;
use jiff::civil::date;
use pluim_core::grid::Grid;
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::raster::{Detail, RasterField};
use pluim_core::solve::{Case, Channels, Fields, MeanField, error_between, mean_fields, units_at};
use pluim_core::source::{
    Outlet, ProfileLevels, Release, ReleaseKind, Shape, Source, Stack, TimeProfile,
};

const ROAD: Release = Release {
    kind: ReleaseKind::Road,
    height: 0.5,
    sigma_y0: 0.0,
    sigma_z0: 1.5,
    levels: ProfileLevels::Around,
};

/// `count` hours that walk through directions, stabilities and calms.
fn weather(count: usize, spread: f64) -> Vec<Hour> {
    (0..count)
        .map(|number| {
            let step = number as f64;
            let stable = number % 3 == 0;
            let size = 10.0 + 37.0 * (step * 0.7).sin().abs() * step.rem_euclid(29.0);
            let length = if stable { size } else { -size };
            let direction = if number % 41 == 40 {
                WindDirection::Variable
            } else {
                let degrees = 10.0 * ((step * 7.3).floor().rem_euclid(36.0));
                WindDirection::From { degrees, spread }
            };
            Hour {
                begins: date(2018, 1, 1).at(0, 0, 0, 0) + (number as i64).hours(),
                direction,
                layer: air::layer(0.08 + 0.5 * (step * 1.3).sin().abs(), length),
            }
        })
        .collect()
}

fn road(id: &str, points: &[(f64, f64)]) -> Source {
    Source {
        id: id.to_owned(),
        group: 0,
        shape: Shape::Line(LineString::from(points.to_vec())),
        release: ROAD,
        profile: 0,
        rates: vec![2.0],
    }
}

fn stack() -> Source {
    let kind = ReleaseKind::Stack(Stack {
        diameter: 1.0,
        velocity: 8.0,
        temperature: 350.0,
        outlet: Outlet::Vertical,
    });
    Source {
        id: "stack".to_owned(),
        group: 1,
        shape: Shape::Point(coord! { x: 50.0, y: -80.0 }),
        release: Release {
            kind,
            height: 25.0,
            sigma_y0: 0.0,
            sigma_z0: 0.0,
            levels: ProfileLevels::Around,
        },
        profile: 0,
        rates: vec![20.0],
    }
}

fn stoves() -> Source {
    let neighbourhood = polygon!(
        exterior: [
            (x: -300.0, y: 100.0), (x: -80.0, y: 60.0), (x: -60.0, y: 280.0), (x: -290.0, y: 300.0),
        ],
        interiors: [[
            (x: -200.0, y: 150.0), (x: -150.0, y: 150.0), (x: -150.0, y: 200.0), (x: -200.0, y: 200.0),
        ]],
    );
    let release = Release {
        kind: ReleaseKind::Area,
        height: 6.0,
        sigma_y0: 2.0,
        sigma_z0: 2.5,
        levels: ProfileLevels::Around,
    };
    Source {
        id: "stoves".to_owned(),
        group: 2,
        shape: Shape::Area(neighbourhood),
        release,
        profile: 0,
        rates: vec![5.0],
    }
}

fn roads() -> Vec<Source> {
    vec![
        road(
            "ring",
            &[
                (-500.0, -400.0),
                (0.0, -450.0),
                (420.0, -380.0),
                (500.0, 300.0),
            ],
        ),
        road("street", &[(-120.0, -40.0), (-20.0, 15.0), (90.0, 10.0)]),
        road("motorway", &[(-3000.0, 900.0), (3000.0, 1100.0)]),
    ]
}

fn receptors(count: usize) -> Vec<Coord<f64>> {
    (0..count)
        .map(|number| {
            let step = number as f64;
            let (x, y) = ((step * 0.618_034).fract(), (step * 0.754_878).fract());
            coord! { x: -900.0 + 1800.0 * x, y: -900.0 + 1800.0 * y }
        })
        .collect()
}

fn case<'a>(hours: &'a [Hour], sources: &'a [Source], profiles: &'a [TimeProfile]) -> Case<'a> {
    Case {
        scheme: &SurfaceLayer,
        hours,
        sources,
        profiles,
        receptor_height: 1.5,
        channels: Channels {
            pollutants: 1,
            groups: 3,
        },
    }
}

fn solve(field: &dyn MeanField, receptors: &[Coord<f64>]) -> Fields {
    mean_fields(field, receptors, &|_| {})
}

fn at_share(errors: &[f64], share: f64) -> f64 {
    errors[((errors.len() - 1) as f64 * share).round() as usize]
}

/// Compares `profile` with `direct` per kind of source.
fn profile_error(sources: &[Source], spread: f64, hours: usize, places: usize) -> Vec<f64> {
    let (hours, profiles) = (weather(hours, spread), [TimeProfile::constant()]);
    let case = case(&hours, sources, &profiles);
    case.check().unwrap();
    let receptors = receptors(places);
    let exact = solve(&Direct::new(case), &receptors);
    let tabulated = solve(&Profiles::new(case), &receptors);
    error_between(&tabulated, &exact, 1e-3)
}

#[test]
fn profile_follows_direct_for_roads() {
    for spread in [0.0, 5.0] {
        let errors = profile_error(&roads(), spread, 24, 60);
        assert!(
            at_share(&errors, 0.999) < 1e-3,
            "spread {spread}: {:?}",
            errors.last()
        );
    }
}

#[test]
fn profile_follows_direct_for_a_stack() {
    let errors = profile_error(&[stack()], 5.0, 60, 150);
    assert!(at_share(&errors, 0.999) < 1e-3, "{:?}", errors.last());
}

#[test]
fn profile_follows_direct_for_an_area() {
    let errors = profile_error(&[stoves()], 5.0, 12, 25);
    assert!(at_share(&errors, 0.999) < 1e-3, "{errors:?}");
}

#[test]
fn climatology_follows_profile() {
    let (hours, profiles) = (weather(700, 5.0), [TimeProfile::constant()]);
    let receptors = receptors(120);
    for sources in [roads(), vec![stack()], vec![stoves()]] {
        let case = case(&hours, &sources, &profiles);
        let hourly = solve(&Profiles::new(case), &receptors);
        let mean = solve(&Climatology::new(case), &receptors);
        let errors = error_between(&mean, &hourly, 1e-3);
        assert!(
            at_share(&errors, 0.99) < 5e-3,
            "{}: {:?} 99 % {:?} median {:?}",
            sources[0].id,
            errors.last(),
            at_share(&errors, 0.99),
            at_share(&errors, 0.5)
        );
    }
}

/// Half the width of a road (m): no rung is compared on the surface itself.
const ROAD_SURFACE: f64 = 3.5;

/// Distance (m) to the nearest part of a line source; far for other shapes.
fn distance_to_line(at: Coord<f64>, source: &Source) -> f64 {
    let Shape::Line(line) = &source.shape else {
        return f64::INFINITY;
    };
    line.lines()
        .map(|part| {
            let (along, offset) = (part.delta(), at - part.start);
            let share = (offset.x * along.x + offset.y * along.y) / along.x.hypot(along.y).powi(2);
            let nearest = part.start + along * share.clamp(0.0, 1.0);
            (at.x - nearest.x).hypot(at.y - nearest.y)
        })
        .fold(f64::INFINITY, f64::min)
}

/// Relative errors of the raster against the climatology on a sample of its cells outside roads.
fn raster_errors(sources: &[Source], grid: &Grid) -> Vec<f64> {
    let (hours, profiles) = (weather(500, 5.0), [TimeProfile::constant()]);
    let case = case(&hours, sources, &profiles);
    let climatology = Climatology::new(case);
    let raster = RasterField::new(&climatology, grid, Detail::Groups).unwrap();
    let mut found = vec![Vec::new(); 3];
    for band in (0..raster.bands()).map(|band| raster.band(band)) {
        for (all, values) in found.iter_mut().zip(&band.fields) {
            all.extend(values.iter().map(|value| f64::from(*value)));
        }
    }
    let on_road = |cell: &usize| {
        let at = grid.centre_of(*cell);
        sources
            .iter()
            .any(|source| distance_to_line(at, source) < ROAD_SURFACE)
    };
    let sample: Vec<usize> = (0..grid.cells())
        .step_by(grid.cells() / 900 + 1)
        .filter(|cell| !on_road(cell))
        .collect();
    let places: Vec<_> = sample.iter().map(|cell| grid.centre_of(*cell)).collect();
    let picked = |field: &Vec<f64>| sample.iter().map(|cell| field[*cell]).collect();
    let found = Fields {
        values: found.iter().map(picked).collect(),
    };
    error_between(&found, &solve(&climatology, &places), 1e-4)
}

#[test]
fn raster_follows_climatology() {
    let sources = [roads(), vec![stack(), stoves()]].concat();
    for cell in [1.0, 10.0, 100.0] {
        let grid = Grid::covering([-900.0, -900.0, 900.0, 900.0], cell).unwrap();
        let errors = raster_errors(&sources, &grid);
        let (most, worst) = (at_share(&errors, 0.99), at_share(&errors, 1.0));
        assert!(
            most < 0.01 && worst < 0.03,
            "cells of {cell} m: {most}, {worst}"
        );
    }
}

#[test]
fn sources_farther_than_a_kernel_is_tabulated_count_in_a_raster() {
    for distance in [70_000.0, 150_000.0] {
        let far = [road("far", &[(distance, 0.0), (distance, 900.0)])];
        let grid = Grid::covering([-9000.0, -9000.0, 9000.0, 9000.0], 500.0).unwrap();
        let worst = at_share(&raster_errors(&far, &grid), 1.0);
        assert!(worst < 0.01, "{distance} m away: {worst}");
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let (hours, profiles) = (weather(24, 5.0), [TimeProfile::constant()]);
    let sources = [roads(), vec![stack(), stoves()]].concat();
    let case = case(&hours, &sources, &profiles);
    let receptors = receptors(150);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            (
                solve(&Climatology::new(case), &receptors),
                solve(&Profiles::new(case), &receptors),
            )
        })
    };
    let alone = on(1);
    assert_eq!(alone, on(2));
    assert_eq!(alone, on(4));
}

/// Receptors in line with a road see no piece of it from aside.
#[test]
fn a_road_is_the_sum_of_its_pieces_from_its_own_direction_too() {
    let (hours, profiles) = (weather(36, 5.0), [TimeProfile::constant()]);
    let points: Vec<(f64, f64)> = (0..=24).map(|it| (f64::from(it), 0.0)).collect();
    let pieces = [road("pieces", &points)];
    let whole = [road("whole", &[(0.0, 0.0), (24.0, 0.0)])];
    let beyond = [-40.0, -12.0, -5.0, 29.0, 36.0, 90.0];
    let receptors: Vec<_> = beyond
        .into_iter()
        .flat_map(|x| [0.0, 0.4, -0.9].map(|y| coord! { x: x, y: y }))
        .collect();
    let exact = solve(&Direct::new(case(&hours, &whole, &profiles)), &receptors);
    let of_pieces = case(&hours, &pieces, &profiles);
    for (field, most) in [
        (solve(&Direct::new(of_pieces), &receptors), 1e-5),
        (solve(&Profiles::new(of_pieces), &receptors), 1e-3),
    ] {
        let errors = error_between(&field, &exact, 0.0);
        assert!(errors.last().is_some_and(|it| *it < most), "{errors:?}");
    }
}

#[test]
fn a_short_line_tends_to_a_point() {
    let (hours, profiles) = (weather(48, 5.0), [TimeProfile::constant()]);
    let line = [road("short", &[(-0.05, 0.0), (0.05, 0.0)])];
    let point = [Source {
        shape: Shape::Point(coord! { x: 0.0, y: 0.0 }),
        ..road("point", &[])
    }];
    let receptors = receptors(40);
    let of_line = solve(&Direct::new(case(&hours, &line, &profiles)), &receptors);
    let of_point = solve(&Direct::new(case(&hours, &point, &profiles)), &receptors);
    let errors = error_between(&of_line, &of_point, 0.0);
    assert!(
        errors.last().is_some_and(|worst| *worst < 1e-4),
        "{errors:?}"
    );
}

#[test]
fn a_fine_area_of_points_tends_to_the_area() {
    let (hours, profiles) = (weather(36, 5.0), [TimeProfile::constant()]);
    let square = polygon![
        (x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0), (x: 0.0, y: 100.0),
    ];
    let area = [Source {
        shape: Shape::Area(square),
        ..stoves()
    }];
    let points: Vec<Source> = (0..400)
        .map(|number| {
            let (column, row) = (f64::from(number % 20), f64::from(number / 20));
            let at = coord! { x: 5.0 * column + 2.5, y: 5.0 * row + 2.5 };
            Source {
                shape: Shape::Point(at),
                rates: vec![5.0 / 400.0],
                ..stoves()
            }
        })
        .collect();
    let receptors: Vec<_> = receptors(30)
        .into_iter()
        .filter(|at| !(-30.0..130.0).contains(&at.x) || !(-30.0..130.0).contains(&at.y))
        .collect();
    let of_area = solve(&Profiles::new(case(&hours, &area, &profiles)), &receptors);
    let of_points = solve(&Profiles::new(case(&hours, &points, &profiles)), &receptors);
    let errors = error_between(&of_area, &of_points, 1e-3);
    assert!(
        errors.last().is_some_and(|worst| *worst < 5e-3),
        "{errors:?}"
    );
}

#[test]
fn the_sources_at_a_place_add_up_to_the_profile_rung() {
    let hours = weather(900, 5.0);
    let sources = vec![
        road("a", &[(-200.0, 30.0), (200.0, 10.0)]),
        road("b", &[(0.0, -300.0), (20.0, 300.0)]),
        stack(),
        stoves(),
    ];
    let profiles = [TimeProfile::constant()];
    let case = Case {
        scheme: &SurfaceLayer,
        hours: &hours,
        sources: &sources,
        profiles: &profiles,
        receptor_height: 1.5,
        channels: Channels {
            pollutants: 1,
            groups: 3,
        },
    };
    let place = coord! { x: 60.0, y: 90.0 };
    let units = units_at(&case, place);
    let field = Profiles::new(case);
    for (number, unit) in units.iter().enumerate() {
        let expected = field.unit(number, place);
        let off = (unit - expected).abs() / expected;
        assert!(off < 1e-9, "source {number}: {unit} and {expected}");
    }
}
