//! Areas and addresses, read and written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::{Path, PathBuf};

use geo_types::{Coord, polygon};
use pluim_io::geopackage::{FeatureLayer, Shapes, write_geopackage};
use pluim_io::plain_table::PlainTable;
use pluim_io::vector::{PlaceColumns, Places, VectorQuery, read_areas, read_places};

const RD: VectorQuery<'_> = VectorQuery {
    epsg: 28992,
    layer: None,
};

fn write(folder: &Path, name: &str) -> PathBuf {
    let square = |x: f64| polygon![(x: x, y: 4e5), (x: x + 100.0, y: 4e5), (x: x + 100.0, y: 400_100.0), (x: x, y: 400_100.0)];
    let mut table = PlainTable::new(["buurtcode", "buurtnaam", "aantal_inwoners"]);
    table.push(["BU1".into(), "Centrum".into(), 1200_usize.into()]);
    table.push(["BU2".into(), "Polder".into(), f64::NAN.into()]);
    let (one, two) = ([square(1e5)], [square(1.1e5), square(1.2e5)]);
    let layer = |name| FeatureLayer {
        name,
        table: &table,
        shapes: Shapes::Areas(vec![&one, &two]),
    };
    let file = folder.join(name);
    write_geopackage(&file, 28992, &[layer("wijken"), layer("buurten")]).unwrap();
    file
}

#[test]
fn neighbourhoods_come_back_from_a_geopackage() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "cbs.gpkg");
    let areas = read_areas(&file, &RD).unwrap();
    let told: Vec<_> = areas
        .iter()
        .map(|area| {
            (
                &*area.of.id,
                &*area.of.name,
                area.of.population,
                area.parts.len(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("BU1", "Centrum", Some(1200.0), 1),
            ("BU2", "Polder", None, 2)
        ]
    );
}

#[test]
fn the_same_layers_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let one = std::fs::read(write(folder.path(), "a.gpkg")).unwrap();
    let two = std::fs::read(write(folder.path(), "b.gpkg")).unwrap();
    assert!(one == two);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_column_that_does_not_exist_is_suggested() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "cbs.gpkg");
    let columns = PlaceColumns {
        population: Some("aantal_inwoner"),
        ..PlaceColumns::default()
    };
    let error = read_places(&file, &RD, columns).unwrap_err().to_string();
    assert!(error.contains("did you mean aantal_inwoners?"), "{error}");
}

#[test]
fn secret_numbers_of_inhabitants_are_unknown_and_others_not_negative() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("homes.csv");
    let text = "id;x;y;aantal_inwoners\na;100000;400000;2.5\nb;100010;400000;-99999999\n";
    std::fs::write(&file, text).unwrap();
    let read = || read_places(&file, &RD, PlaceColumns::default());
    let Places::Addresses(homes) = read().unwrap() else {
        panic!("points")
    };
    assert_eq!(homes[0].at, Coord { x: 1e5, y: 4e5 });
    assert_eq!(
        (homes[0].of.population, homes[1].of.population),
        (Some(2.5), None)
    );
    std::fs::write(&file, text.replace("2.5", "-1")).unwrap();
    let error = read().unwrap_err().to_string();
    assert!(
        error.contains("line 2") && error.contains("0 or more"),
        "{error}"
    );
}

#[test]
fn points_are_no_areas_and_lines_neither() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("homes.csv");
    std::fs::write(&file, "id,x,y\na,100000,400000\n").unwrap();
    let error = read_areas(&file, &RD).unwrap_err().to_string();
    assert!(error.contains("expected polygons"), "{error}");
    std::fs::write(&file, "id,wkt\na,\"LINESTRING(1e5 4e5,1e5 5e5)\"\n").unwrap();
    let error = read_areas(&file, &RD).unwrap_err().to_string();
    assert!(error.contains("found \"a line\""), "{error}");
}
