//! Statistics of a year of hours: mixing the hours from representative ones, and each statistic of
//! the series. Counts hours of a place.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros make the public items; a benchmark may stop where it stands"
)]

mod measured;

use criterion::{Criterion, criterion_group, criterion_main};
use geo_types::coord;
use jiff::ToSpan;
use jiff::civil::date;
use measured::{Count, bench, group};
use pluim_benches::street_plan::Random;
use pluim_benches::town::Town;
use pluim_core::solve::hourly::{Enough, HourMixtures, Hours, LANES, Lanes, Representatives};
use pluim_core::statistics::of_series::{Calendar, Scratch};
use pluim_core::statistics::statistic::Statistic;

const YEAR: i32 = 8760;
/// Places with a series of their own: together more than a cache holds.
const PLACES: usize = 4096;

fn order_statistics(criterion: &mut Criterion) {
    let start = date(2018, 1, 1).at(0, 0, 0, 0);
    let calendar = Calendar::new((0..YEAR).map(|hour| start.saturating_add(hour.hours())));
    let mut random = Random(5);
    let hours = PLACES * YEAR as usize;
    let series: Vec<f32> = (0..hours).map(|_| random.share() as f32).collect();
    let mut scratch = Scratch::default();
    let mut group = group(criterion, "statistics of a year");
    let count = Count {
        bytes: 4.0,
        ..Count::of(hours as f64)
    };
    for name in ["p98", "max_1h", "hours_over_200", "days_over_50"] {
        let statistic: Statistic = name.parse().unwrap();
        bench(&mut group, name, count, || -> f32 {
            let places = series.chunks_exact(YEAR as usize);
            places
                .map(|it| calendar.statistic(statistic, it, &mut scratch))
                .sum()
        });
    }
    group.finish();
}

fn mixtures(criterion: &mut Criterion) {
    let town = Town::new(12, YEAR);
    let case = town.case();
    let enough = Enough {
        miss: 0.005,
        representatives: 36,
        farthest: 5000.0,
    };
    let mixtures = HourMixtures::new(&case, enough);
    let representatives = Representatives::new(case, &mixtures.representatives);
    let hours = Hours::new(&case, &mixtures, &representatives);
    let places: Vec<_> = (0..LANES as i32)
        .map(|number| coord! { x: 20.0 * f64::from(number), y: 30.0 })
        .collect();
    let lanes = Lanes::of(&representatives.at(&places, &|_| {}), 0);
    let mut series = Vec::new();
    let mut group = group(criterion, "hours mixed");
    let parts = mixtures.mixtures.iter().flatten();
    let parts = parts.filter(|part| part.weight > 0.0).count() as f64;
    let count = Count {
        number: (LANES * YEAR as usize) as f64,
        operations: 2.0 * parts / f64::from(YEAR),
        bytes: 4.0,
    };
    bench(&mut group, "16 places", count, || {
        hours.mix(&lanes, 0, &mut series);
    });
    group.finish();
}

criterion_group!(benches, order_statistics, mixtures);
criterion_main!(benches);
