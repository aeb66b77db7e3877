//! Profile interpolation and sum, line integrals of a mean kernel, and the raster write.
//!
//! Throughput counts receptor-source-hours where hours are summed, receptor-sources where a mean
//! kernel stands for them, and cells where a raster is written.

#![allow(clippy::unwrap_used, reason = "a bench may stop where it stands")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geo_types::{Coord, LineString, coord};
use jiff::civil::date;
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
use pluim_core::grid::Grid;
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Case, Channels, MeanField, mean_fields};
use pluim_core::source::{Release, ReleaseKind, Shape, Source, TimeProfile};
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};

const HOURS: usize = 72;
const SOURCES: usize = 200;
const RECEPTORS: usize = 64;

fn hours() -> Vec<Hour> {
    (0..HOURS)
        .map(|number| {
            let stable = number % 2 == 0;
            let direction = WindDirection::From {
                degrees: 10.0 * ((number * 7) % 36) as f64,
                spread: 5.0,
            };
            Hour {
                begins: date(2018, 1, 1).at(0, 0, 0, 0),
                direction,
                layer: BoundaryLayer {
                    friction_velocity: 0.1 + 0.005 * number as f64,
                    monin_obukhov_length: if stable { 80.0 } else { -60.0 },
                    convection: (!stable).then_some(Convection {
                        velocity: 1.2,
                        mixing_height: 900.0,
                        gradient_aloft: 0.005,
                    }),
                    mechanical_mixing_height: 400.0,
                    roughness_length: 0.4,
                    temperature: 284.0,
                    wind: Wind {
                        speed: 4.0,
                        height: 10.0,
                    },
                    observed: Observed::default(),
                },
            }
        })
        .collect()
}

/// A place within 5 km, the same for the same number.
fn place(number: usize) -> (f64, f64) {
    let step = number as f64;
    let spread = |factor: f64| 10_000.0 * (step * factor).fract() - 5000.0;
    (spread(0.618_033_988_7), spread(0.754_877_666_2))
}

fn roads() -> Vec<Source> {
    (0..SOURCES)
        .map(|number| {
            let (x, y) = place(number + 1000);
            let turn = number as f64;
            let end = (x + 150.0 * turn.cos(), y + 150.0 * turn.sin());
            Source {
                id: number.to_string(),
                group: 0,
                shape: Shape::Line(LineString::from(vec![(x, y), end])),
                release: Release {
                    kind: ReleaseKind::Road,
                    height: 0.5,
                    sigma_y0: 0.0,
                    sigma_z0: 1.5,
                },
                profile: 0,
                rates: vec![1.0],
            }
        })
        .collect()
}

fn receptors() -> Vec<Coord<f64>> {
    (0..RECEPTORS)
        .map(place)
        .map(|(x, y)| coord! { x: x, y: y })
        .collect()
}

fn sums(criterion: &mut Criterion) {
    let (hours, sources, profiles) = (hours(), roads(), [TimeProfile::constant()]);
    let case = Case {
        scheme: &SurfaceLayer,
        hours: &hours,
        sources: &sources,
        profiles: &profiles,
        receptor_height: 1.5,
        channels: Channels {
            pollutants: 1,
            groups: 1,
        },
    };
    let receptors = receptors();
    let mut group = criterion.benchmark_group("sum over roads");
    let mut bench = |name: &str, count: usize, field: &dyn MeanField| {
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| mean_fields(field, &receptors, &|_| {}));
        });
    };
    bench("profile", HOURS * SOURCES * RECEPTORS, &Profiles::new(case));
    bench("climatology", SOURCES * RECEPTORS, &Climatology::new(case));
    group.finish();
}

fn raster_write(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.tif");
    let size = 2048;
    let side = f64::from(size);
    let grid = Grid::covering([0.0, 0.0, side, side], 1.0).unwrap();
    let label = RasterLabel {
        epsg: 28992,
        band: "bench".to_owned(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance::default(),
    };
    let row: Vec<f32> = (0..size)
        .map(|column| (column as f32 * 0.01).sin() + 2.0)
        .collect();
    let mut group = criterion.benchmark_group("raster");
    group.sample_size(10);
    group.throughput(Throughput::Elements(grid.cells() as u64));
    group.bench_function("write 2048 x 2048", |bencher| {
        bencher.iter(|| {
            let mut writer =
                RasterWriter::create(&path, &grid, &label, Settings::default()).unwrap();
            for _ in 0..size {
                writer.write_rows(&row).unwrap();
            }
            writer.finish().unwrap();
        });
    });
    group.finish();
}

criterion_group!(benches, sums, raster_write);
criterion_main!(benches);
