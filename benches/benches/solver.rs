//! The plumes of hours: their tables, their sum over roads, and their mean as one kernel.
//!
//! Throughput counts receptor-source-hours where hours are summed, receptor-sources where a mean
//! kernel stands for them, and source-hours at every radius and angle where it is made.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros make the public items; a benchmark may stop where it stands"
)]

mod measured;

use criterion::{Criterion, criterion_group, criterion_main};
use geo_types::{Coord, coord};
use measured::{Count, bench, group};
use pluim_benches::street_plan::Random;
use pluim_benches::town::Town;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{MeanField, mean_fields};

const ROADS: i32 = 200;
const HOURS: i32 = 72;
const RECEPTORS: usize = 64;
/// Hours of a kernel: a month.
const MONTH: i32 = 720;
/// Radii of a kernel's sum, and angles from the wind's axis at each.
const KERNEL: f64 = 129.0 * 121.0;

/// Places all over the town, near roads and far from them.
fn receptors() -> Vec<Coord<f64>> {
    let mut random = Random(11);
    let place =
        |_| coord! { x: 5000.0 * random.share() - 150.0, y: 600.0 * random.share() - 300.0 };
    (0..RECEPTORS).map(place).collect()
}

/// K accumulated over hours, tables included.
fn mean_kernel(criterion: &mut Criterion) {
    let town = Town::new(1, MONTH);
    let mut group = group(criterion, "mean kernel");
    let count = Count::of(f64::from(MONTH) * KERNEL);
    bench(&mut group, "a month of hours", count, || {
        Climatology::new(town.case())
    });
    group.finish();
}

/// Tables of the plumes of all hours.
fn tables(criterion: &mut Criterion) {
    let town = Town::new(1, MONTH);
    let mut group = group(criterion, "tables");
    let count = Count::of(f64::from(MONTH));
    bench(&mut group, "a month of hours", count, || {
        Profiles::new(town.case())
    });
    group.finish();
}

/// Line integrals of hours and of the mean kernel.
fn sums(criterion: &mut Criterion) {
    let town = Town::new(ROADS, HOURS);
    let receptors = receptors();
    let pairs = f64::from(ROADS) * RECEPTORS as f64;
    let mut group = group(criterion, "sum over roads");
    let profile = Profiles::new(town.case());
    let climatology = Climatology::new(town.case());
    let rungs: [(&str, f64, &(dyn MeanField + Sync)); 2] = [
        ("profile", f64::from(HOURS), &profile),
        ("climatology", 1.0, &climatology),
    ];
    for (name, hours, field) in rungs {
        bench(&mut group, name, Count::of(hours * pairs), || {
            mean_fields(field, &receptors, &|_| {})
        });
    }
    group.finish();
}

criterion_group!(benches, tables, mean_kernel, sums);
criterion_main!(benches);
