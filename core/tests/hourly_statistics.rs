//! Statistics from mixtures of representative hours, beside those of the sum over all hours.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod air;

use geo_types::{Coord, LineString, coord};
use jiff::ToSpan;
use jiff::civil::date;
use pluim_core::grid::Grid;
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::hourly::{
    Enough, HourMixtures, Hours, LANES, Lanes, RepresentativeFields, Representatives, hourly_series,
};
use pluim_core::solve::{Case, Channels};
use pluim_core::source::{ProfileLevels, Release, ReleaseKind, Shape, Source, TimeProfile};
use pluim_core::statistics::of_series::{Calendar, Scratch};

/// Forty days that walk through eight directions, calms, nights and days.
fn weather() -> Vec<Hour> {
    (0..960)
        .map(|number| {
            let step = f64::from(number);
            let night = !(7..19).contains(&(number % 24));
            let size = 8.0 + 90.0 * (step * 0.7).sin().powi(2);
            let direction = if number % 61 == 60 {
                WindDirection::Variable
            } else {
                let degrees = 45.0 * (step * 0.37).floor().rem_euclid(8.0);
                WindDirection::From {
                    degrees,
                    spread: 5.0,
                }
            };
            Hour {
                begins: date(2018, 1, 1).at(0, 0, 0, 0) + number.hours(),
                direction,
                layer: air::layer(
                    0.06 + 0.5 * (step * 1.3).sin().powi(2),
                    if night { size } else { -size },
                ),
            }
        })
        .collect()
}

fn source(points: &[(f64, f64)], height: f64, profile: usize) -> Source {
    Source {
        id: format!("at {height} m"),
        group: 0,
        shape: Shape::Line(LineString::from(points.to_vec())),
        release: Release {
            kind: ReleaseKind::Road,
            height,
            sigma_y0: 0.0,
            sigma_z0: 1.5,
            levels: ProfileLevels::Around,
        },
        profile,
        rates: vec![2.0, 0.5],
    }
}

/// A road with a rush hour and a canal with ships by day and night.
fn sources() -> Vec<Source> {
    vec![
        source(&[(-500.0, -400.0), (0.0, -450.0), (420.0, 380.0)], 0.5, 0),
        source(&[(-800.0, 300.0), (900.0, 350.0)], 8.0, 1),
    ]
}

fn profiles() -> Vec<TimeProfile> {
    let mut rush = [0.4; 24];
    rush[8] = 3.0;
    rush[17] = 2.5;
    vec![
        TimeProfile::new(rush, [1.0; 7], [1.0; 12]).unwrap(),
        TimeProfile::constant(),
    ]
}

struct Town {
    hours: Vec<Hour>,
    sources: Vec<Source>,
    profiles: Vec<TimeProfile>,
}

impl Town {
    fn new() -> Self {
        Self {
            hours: weather(),
            sources: sources(),
            profiles: profiles(),
        }
    }

    fn case(&self) -> Case<'_> {
        Case {
            scheme: &SurfaceLayer,
            hours: &self.hours,
            sources: &self.sources,
            profiles: &self.profiles,
            receptor_height: 1.5,
            channels: Channels {
                pollutants: 2,
                groups: 1,
            },
        }
    }
}

fn places() -> Vec<Coord<f64>> {
    (0..20)
        .map(|number| {
            let step = f64::from(number);
            let (x, y) = ((step * 0.618_034).fract(), (step * 0.754_878).fract());
            coord! { x: -900.0 + 1800.0 * x, y: -900.0 + 1800.0 * y }
        })
        .collect()
}

/// Every hour of pollutant number `pollutant` at every place.
fn mixed(hours: &Hours, fields: &RepresentativeFields, pollutant: usize) -> Vec<Vec<f32>> {
    let places = fields.values[0][0].len();
    let mut all = Vec::new();
    let mut series = Vec::new();
    for first in (0..places).step_by(LANES) {
        hours.mix(&Lanes::of(fields, first), pollutant, &mut series);
        let lanes = series.chunks(hours.count()).map(<[f32]>::to_vec);
        all.extend(lanes.take(places - first));
    }
    all
}

/// The largest relative errors of statistics `names` at all places, with so many representatives.
fn worst_errors(names: &[&str], representatives: usize) -> Vec<f64> {
    let town = Town::new();
    let case = town.case();
    let enough = Enough {
        miss: 0.0,
        farthest: 2000.0,
        representatives,
    };
    let mixtures = HourMixtures::new(&case, enough);
    let chosen = Representatives::new(case, &mixtures.representatives);
    let hours = Hours::new(&case, &mixtures, &chosen);
    let fields = chosen.at(&places(), &|_| {});
    let calendar = Calendar::new(town.hours.iter().map(|hour| hour.begins));
    let exact = hourly_series(&case, &places());
    let found = mixed(&hours, &fields, 1);
    let error = |name: &&str| {
        let statistic = name.parse().unwrap();
        let of = |series: &[f32]| calendar.statistic(statistic, series, &mut Scratch::default());
        let errors = found.iter().zip(&exact).map(|(found, exact)| {
            let exact: Vec<f32> = exact[1].iter().map(|it| *it as f32).collect();
            f64::from(of(found) / of(&exact) - 1.0).abs()
        });
        errors.fold(0.0, f64::max)
    };
    names.iter().map(error).collect()
}

#[test]
fn statistics_come_close_to_those_of_all_hours() {
    let names = ["mean", "p98", "p99_9", "max_1h"];
    let errors = worst_errors(&names, 220);
    assert!(errors.iter().all(|error| *error < 0.01), "{errors:?}");
}

#[test]
fn more_representatives_come_closer() {
    let names = ["mean", "p90"];
    let (few, many) = (worst_errors(&names, 20), worst_errors(&names, 160));
    for (few, many) in few.iter().zip(&many) {
        assert!(*many < 0.5 * few, "{few} {many}");
    }
}

#[test]
fn where_every_hour_represents_itself_nothing_is_missed() {
    let town = Town::new();
    let case = Case {
        hours: &town.hours[..30],
        ..town.case()
    };
    let enough = Enough {
        miss: 0.0,
        farthest: 2000.0,
        representatives: 30,
    };
    let mixtures = HourMixtures::new(&case, enough);
    assert!(mixtures.worst < 1e-6, "{}", mixtures.worst);
    let chosen = Representatives::new(case, &mixtures.representatives);
    let hours = Hours::new(&case, &mixtures, &chosen);
    let found = mixed(&hours, &chosen.at(&places(), &|_| {}), 0);
    let exact = hourly_series(&case, &places());
    for (found, exact) in found.iter().zip(&exact) {
        let mean: f64 = exact[0].iter().sum::<f64>() / 30.0;
        for (found, exact) in found.iter().zip(&exact[0]) {
            let off = (f64::from(*found) - exact).abs();
            assert!(off < 0.01 * exact.max(mean), "{found} {exact}");
        }
    }
}

#[test]
fn a_raster_holds_what_its_cells_are_told_one_by_one() {
    let town = Town::new();
    let case = town.case();
    let chosen = Representatives::new(case, &[3, 15, 60]);
    let grid = Grid::covering([-400.0, -400.0, 400.0, 400.0], 20.0).unwrap();
    let raster = chosen.on(&grid, &|_| {}).unwrap();
    let sample: Vec<usize> = (0..grid.cells()).step_by(37).collect();
    let centres: Vec<Coord<f64>> = sample.iter().map(|cell| grid.centre_of(*cell)).collect();
    let single = chosen.at(&centres, &|_| {});
    for (raster, single) in raster.values.iter().zip(&single.values) {
        for (raster, single) in raster.iter().zip(single) {
            let largest = single.iter().copied().fold(0.0, f32::max);
            for (cell, value) in sample.iter().zip(single) {
                let off = (raster[*cell] - value).abs();
                assert!(
                    off < 0.02 * value.max(0.05 * largest),
                    "cell {cell}: {off} of {value}"
                );
            }
        }
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let town = Town::new();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new();
        let pool = pool.num_threads(threads).build().unwrap();
        pool.install(|| {
            let case = town.case();
            let enough = Enough {
                miss: 0.1,
                farthest: 2000.0,
                representatives: 40,
            };
            let mixtures = HourMixtures::new(&case, enough);
            let chosen = Representatives::new(case, &mixtures.representatives);
            let fields = chosen.at(&places(), &|_| {});
            (mixtures.clone(), fields)
        })
    };
    let alone = on(1);
    assert_eq!(alone, on(2));
    assert_eq!(alone, on(3));
}
