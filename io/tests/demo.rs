//! The demo's data are what pluim reads, whole and plausible.

use std::path::{Path, PathBuf};

use pluim_io::cimlk::{read_receptors, read_roads};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::knmi::{KnmiHour, Selection, read_hours};
use pluim_io::vector::{VectorQuery, read_sources};

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../scenarios/demo")
        .join(name)
}

#[test]
fn roads_and_receptors_belong_together() {
    let roads = read_roads(&demo("Wegdelen.csv")).unwrap();
    let receptors = read_receptors(&demo("Receptoren.csv")).unwrap();
    assert_eq!(
        (roads.records().len(), receptors.records().len()),
        (332, 332)
    );
    let links = receptors
        .records()
        .filter_map(|receptor| receptor.link.as_ref())
        .collect::<Vec<_>>();
    assert!(links.len() > 200);
    for link in links {
        let known = roads.records().any(|road| road.id == link.road);
        assert!(known, "there is no road {}", link.road);
    }
    let points = roads.records().flat_map(|road| road.line.points());
    for point in points {
        assert!((145_000.0..=151_000.0).contains(&point.x()), "{point:?}");
        assert!((507_000.0..=513_000.0).contains(&point.y()), "{point:?}");
    }
}

#[test]
fn the_year_of_weather_is_whole_and_dutch() {
    let series = read_hours(&demo("uurgeg_999_2023.zip"), &Selection::year(2023)).unwrap();
    assert_eq!((series.hours.len(), series.gaps.len()), (8760, 0));
    let mean = |value: fn(&KnmiHour) -> Option<f64>| {
        let values: Vec<f64> = series.hours.iter().filter_map(value).collect();
        assert_eq!(values.len(), 8760);
        values.iter().sum::<f64>() / 8760.0
    };
    assert!((4.0..5.5).contains(&mean(|hour| hour.speed)));
    assert!(
        (282.5..285.5).contains(&mean(|hour| hour.temperature)),
        "in kelvin"
    );
    assert!((100.0..130.0).contains(&mean(|hour| hour.radiation)));
}

#[test]
fn the_emission_factors_read() {
    read_emission_factors(&demo("road_emission_factors.csv")).unwrap();
}

#[test]
fn the_other_sources_read() {
    let query = VectorQuery {
        epsg: 28992,
        layer: None,
    };
    for (name, count) in [
        ("stacks.geojson", 2),
        ("wood_stoves.geojson", 3),
        ("canal.geojson", 1),
    ] {
        let sources = read_sources(&demo(name), &query).unwrap();
        assert_eq!(sources.sources.len(), count, "{name}");
    }
}
