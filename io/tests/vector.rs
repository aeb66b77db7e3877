//! Sources from vector files.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use gdal::DriverManager;
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{FieldDefn, Geometry, LayerAccess, LayerOptions, OGRFieldType};
use pluim_core::emission::{Pollutant, SECONDS_PER_YEAR};
use pluim_core::source::{Outlet, Shape};
use pluim_io::vector::{VectorQuery, VectorSource, VectorSources, read_sources};
use tempfile::TempDir;

const RD: VectorQuery<'_> = VectorQuery {
    epsg: 28992,
    layer: None,
};

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    file
}

fn csv(text: &str) -> Result<VectorSources, String> {
    let folder = TempDir::new().unwrap();
    let file = written(&folder, "sources.csv", text);
    read_sources(&file, &RD).map_err(|error| {
        error
            .to_string()
            .replace(&format!("{}/", folder.path().display()), "")
    })
}

#[test]
fn csv_gives_points_lines_and_stacks() {
    let found = csv(
        "id;group;wkt;height_m;diameter_m;velocity_m_s;temperature_k;outlet;\
                     nox_kg_per_year;odour_ou_per_s;remark\n\
                     a;farm;POINT(100000 400000);8;0.5;4;293.15;capped;31536;100;x\n\
                     b;;LINESTRING(100000 400000,100000 400100);;;;;;;;\n",
    )
    .unwrap();
    let [a, b] = found.sources.as_slice() else {
        panic!()
    };
    assert_eq!(
        (a.id.as_str(), a.group.as_deref(), a.height),
        ("a", Some("farm"), Some(8.0))
    );
    let stack = a.stack.unwrap();
    assert_eq!((stack.temperature, stack.outlet), (293.15, Outlet::Capped));
    assert!((a.rates.get(Pollutant::Nox).unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(a.rates.get(Pollutant::Odour), Some(100.0));
    assert_eq!((b.stack, b.rates.get(Pollutant::Nox)), (None, Some(0.0)));
    assert_eq!(b.shape.measure(), 100.0);
    let unknown: Vec<&str> = found.unknown.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(unknown, ["remark"]);
}

#[test]
fn broken_tables_are_refused() {
    let refused = |text: &str| csv(text).unwrap_err();
    assert_eq!(
        refused("id,x,y,nox_g_per_s\na,100000,400000,-1"),
        "sources.csv, line 2, field \"nox_g_per_s\": found \"-1\", expected an emission (0 to 1000000000000)"
    );
    assert!(refused("id,x,y,noks_g_per_s\na,1e5,4e5,1").contains("meant to be \"nox_g_per_s\"?"));
    assert!(refused("id,x,y\n").contains("a column with an emission"));
    assert!(refused("id,nox_g_per_s\na,1").contains("columns x and y, or wkt"));
    assert!(refused("x,y,nox_g_per_s\n4.9,52.3,1").contains("degrees"));
    assert!(refused("x,y,nox_g_per_s\ninf,4e5,1").contains("coordinate"));
    assert!(refused("wkt;nox_g_per_s\nLINESTRING(1e5 4e5);1").contains("1 points at one place"));
    assert!(refused("x,y,diameter_m,nox_g_per_s\n1e5,4e5,1,1").contains("or none"));
    assert!(refused("x,y,outlet,nox_g_per_s\n1e5,4e5,caped,1").contains("mean \"capped\""));
    assert!(refused("x,y,nox_g_per_s,nox_kg_per_year\n1e5,4e5,1,1").contains("nox once"));
}

/// Writes one feature with a geometry of two lines, 100 m and 300 m long.
fn lines(driver: &str, file: &Path, epsg: u32) {
    let mut dataset = DriverManager::get_driver_by_name(driver)
        .unwrap()
        .create_vector_only(file)
        .unwrap();
    let system = SpatialRef::from_epsg(epsg).unwrap();
    let layer = dataset
        .create_layer(LayerOptions {
            name: "roads",
            srs: Some(&system),
            ..Default::default()
        })
        .unwrap();
    for name in ["nox_kg_per_year", "height_m"] {
        let name = if driver == "ESRI Shapefile" {
            &name[..name.len().min(10)]
        } else {
            name
        };
        FieldDefn::new(name, OGRFieldType::OFTReal)
            .unwrap()
            .add_to_layer(&layer)
            .unwrap();
    }
    let text = "MULTILINESTRING((100000 400000,100100 400000),(100000 400000,100000 400300))";
    let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
    feature
        .set_field_double(0, SECONDS_PER_YEAR / 1000.0)
        .unwrap();
    feature
        .set_geometry(Geometry::from_wkt(text).unwrap())
        .unwrap();
    feature.create(&layer).unwrap();
    drop(feature);
    dataset.close().unwrap();
}

fn check(sources: &[VectorSource]) {
    let [short, long] = sources else {
        panic!("{sources:?}")
    };
    let rate = |source: &VectorSource| source.rates.get(Pollutant::Nox).unwrap();
    assert!((rate(short) - 0.25).abs() < 1e-9 && (rate(long) - 0.75).abs() < 1e-9);
    assert!(short.id.ends_with("#1") && long.id.ends_with("#2"));
    assert!(matches!(&long.shape, Shape::Line(line) if line.0.len() == 2));
    assert_eq!(long.height, None);
}

#[test]
fn formats_of_gdal_are_read() {
    let folder = TempDir::new().unwrap();
    for (driver, name) in [
        ("GPKG", "a.gpkg"),
        ("ESRI Shapefile", "b.shp"),
        ("FlatGeobuf", "c.fgb"),
        ("GeoJSON", "d.geojson"),
    ] {
        let file = folder.path().join(name);
        lines(driver, &file, 28992);
        eprintln!("{driver}");
        check(&read_sources(&file, &RD).unwrap().sources);
    }
}

#[test]
fn other_systems_and_foreign_files_are_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.gpkg");
    lines("GPKG", &file, 32631);
    let error = read_sources(&file, &RD).unwrap_err().to_string();
    assert!(
        error.contains("EPSG:32631") && error.contains("ogr2ogr -t_srs EPSG:28992"),
        "{error}"
    );
    let query = VectorQuery {
        epsg: 32631,
        layer: Some("raods"),
    };
    let error = read_sources(&file, &query).unwrap_err().to_string();
    assert!(error.contains("did you mean \"roads\"?"), "{error}");
    let geojson = "{\"type\":\"Feature\",\"properties\":{\"nox_g_per_s\":1},\
                   \"geometry\":{\"type\":\"Point\",\"coordinates\":[4.9,52.3]}}";
    let degrees = written(&folder, "b.geojson", geojson);
    let error = read_sources(&degrees, &RD).unwrap_err().to_string();
    assert!(error.contains("EPSG:4326"), "{error}");
    let text = geojson.replace("[4.9,52.3]", "[100000,400000]").replace("\"type\":\"Feature\"",
        "\"type\":\"Feature\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}}");
    let worded = written(&folder, "c.geojson", &text.replace(":1}", ":\"much\"}"));
    let error = read_sources(&worded, &RD).unwrap_err().to_string();
    assert!(
        error.contains("field \"nox_g_per_s\": found \"much\""),
        "{error}"
    );
    let noise = written(&folder, "d.gpkg", "not a database");
    assert!(
        read_sources(&noise, &RD)
            .unwrap_err()
            .to_string()
            .contains("GeoPackage")
    );
    assert!(
        read_sources(Path::new("none.gpkg"), &RD)
            .unwrap_err()
            .to_string()
            .contains("no such file")
    );
}
