//! Rasters and vector files of kinds that are refused, as GDAL makes them.

use std::path::Path;

use gdal::spatial_ref::SpatialRef;
use gdal::vector::{LayerAccess, LayerOptions, OGRwkbGeometryType};
use gdal::{Dataset, DriverManager};

/// Writes a file of this kind; false where it is none of them.
pub(crate) fn make(file: &Path, kind: &str) -> bool {
    const NORTH_UP: [f64; 6] = [147_000.0, 1000.0, 0.0, 511_000.0, 0.0, -1000.0];
    const TURNED: [f64; 6] = [147_000.0, 800.0, 600.0, 511_000.0, 600.0, -800.0];
    match kind {
        "turned-raster" => raster(file, TURNED, 28992, 20.0),
        "belgian-raster" => raster(file, NORTH_UP, 31370, 20.0),
        "empty-raster" => raster(file, NORTH_UP, 28992, -999.0),
        "infinite-raster" => raster(file, NORTH_UP, 28992, f32::INFINITY),
        "gpkg-without-geometry" => layer(file, OGRwkbGeometryType::wkbNone, 28992, 1),
        "gpkg-without-features" => layer(file, OGRwkbGeometryType::wkbPoint, 28992, 0),
        "gpkg-in-degrees" => layer(file, OGRwkbGeometryType::wkbPoint, 4326, 1),
        "gpkg-without-layers" => drop(geopackage(file)),
        _ => return false,
    }
    true
}

/// 2 by 2 cells of one value, where -999 is none.
fn raster(file: &Path, transform: [f64; 6], epsg: u32, value: f32) {
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let mut raster = driver
        .create_with_band_type::<f32, _>(file, 2, 2, 1)
        .unwrap();
    raster.set_geo_transform(&transform).unwrap();
    let system = SpatialRef::from_epsg(epsg).unwrap();
    raster.set_spatial_ref(&system).unwrap();
    let mut band = raster.rasterband(1).unwrap();
    band.set_no_data_value(Some(-999.0)).unwrap();
    band.fill(f64::from(value), None).unwrap();
}

fn geopackage(file: &Path) -> Dataset {
    let driver = DriverManager::get_driver_by_name("GPKG").unwrap();
    driver.create_vector_only(file).unwrap()
}

/// A layer with `features` features.
fn layer(file: &Path, kind: OGRwkbGeometryType::Type, epsg: u32, features: usize) {
    let mut package = geopackage(file);
    let system = SpatialRef::from_epsg(epsg).unwrap();
    let options = LayerOptions {
        name: "stacks",
        srs: Some(&system),
        ty: kind,
        options: None,
    };
    let layer = package.create_layer(options).unwrap();
    let field =
        gdal::vector::FieldDefn::new("nox_kg_per_year", gdal::vector::OGRFieldType::OFTReal);
    field.unwrap().add_to_layer(&layer).unwrap();
    for _ in 0..features {
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        feature.set_field_double(0, 100.0).unwrap();
        if kind == OGRwkbGeometryType::wkbPoint {
            let at = gdal::vector::Geometry::from_wkt("POINT(5.29 52.57)").unwrap();
            feature.set_geometry(at).unwrap();
        }
        feature.create(&layer).unwrap();
    }
}
