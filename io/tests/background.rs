//! Background grids and backgrounds per receptor.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::path::Path;

use gdal::DriverManager;
use gdal::raster::Buffer;
use gdal::spatial_ref::SpatialRef;
use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_io::background::{BackgroundGrid, ReceptorBackgrounds};
use pluim_io::cimlk::read_results;
use support::shared;
use tempfile::TempDir;

const ASCII: &str = "NCOLS 3\nNROWS 2\nXLLCORNER 100000\nYLLCORNER 400000\nCELLSIZE 1000\n\
                     NODATA_VALUE -999\n1 2 3.5\n4 -999 6\n";

#[test]
fn an_ascii_grid_is_read() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("conc_no2_2023.asc");
    std::fs::write(&file, ASCII).unwrap();
    let grid = BackgroundGrid::read(&file, 28992).unwrap();
    let at = |x, y| grid.value_at(Coord { x, y });
    assert_eq!(grid.size(), (3, 2));
    assert_eq!(at(100_000.0, 401_999.0), Some(1.0));
    assert_eq!(at(102_999.0, 401_001.0), Some(3.5));
    assert_eq!(at(100_500.0, 400_500.0), Some(4.0));
    assert_eq!(at(101_500.0, 400_500.0), None);
    assert_eq!(at(99_999.0, 400_500.0), None);
    assert_eq!(at(100_500.0, 402_001.0), None);
    assert_eq!(at(f64::NAN, 400_500.0), None);
}

/// Writes a GeoTIFF of two cells, 7.5 and no value, in each of `bands` bands.
fn geotiff(file: &Path, system: &SpatialRef, bands: usize) {
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let mut dataset = driver
        .create_with_band_type::<f32, _>(file, 2, 1, bands)
        .unwrap();
    let place = [1e5, 500.0, 0.0, 4e5, 0.0, -500.0];
    dataset.set_geo_transform(&place).unwrap();
    dataset.set_spatial_ref(system).unwrap();
    for number in 1..=bands {
        let mut band = dataset.rasterband(number).unwrap();
        band.set_no_data_value(Some(0.0)).unwrap();
        let mut values = Buffer::new((2, 1), vec![7.5_f32, 0.0]);
        band.write((0, 0), (2, 1), &mut values).unwrap();
    }
    dataset.close().unwrap();
}

#[test]
fn a_geotiff_must_be_in_the_right_system() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.tif");
    geotiff(&file, &SpatialRef::from_epsg(28992).unwrap(), 1);
    let grid = BackgroundGrid::read(&file, 28992).unwrap();
    let at = |x| grid.value_at(Coord { x, y: 399_900.0 });
    assert_eq!((at(100_100.0), at(100_600.0)), (Some(7.5), None));
    let error = BackgroundGrid::read(&file, 32631).unwrap_err().to_string();
    assert!(
        error.contains("EPSG:32631") && error.contains("gdalwarp"),
        "{error}"
    );
}

#[test]
fn a_system_without_a_number_is_known_by_its_definition() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.tif");
    let dutch = SpatialRef::from_epsg(28992).unwrap();
    dutch.morph_to_esri().unwrap();
    geotiff(&file, &dutch, 1);
    assert!(BackgroundGrid::read(&file, 28992).is_ok());
    // with heights to NAP
    geotiff(&file, &SpatialRef::from_epsg(7415).unwrap(), 1);
    assert!(BackgroundGrid::read(&file, 28992).is_ok());
    assert!(BackgroundGrid::read(&file, 28991).is_err());
    for other in [
        "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m",
        "+proj=longlat +ellps=bessel",
    ] {
        geotiff(&file, &SpatialRef::from_proj4(other).unwrap(), 1);
        let error = BackgroundGrid::read(&file, 28992).unwrap_err().to_string();
        assert!(error.contains("coordinates in EPSG:28992"), "{error}");
    }
}

#[test]
fn several_bands_leave_open_which_is_meant() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.tif");
    geotiff(&file, &SpatialRef::from_epsg(28992).unwrap(), 2);
    let error = BackgroundGrid::read(&file, 28992).unwrap_err().to_string();
    assert!(
        error.contains("2 bands") && error.contains("one band"),
        "{error}"
    );
}

#[test]
fn foreign_files_are_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.asc");
    let absent = BackgroundGrid::read(&file, 28992).unwrap_err().to_string();
    assert!(absent.contains("no such file"));
    for text in [
        "",
        "hello",
        "NCOLS 3\nNROWS x\n",
        "NCOLS 2000000000\nNROWS 2000000000\n",
    ] {
        std::fs::write(&file, text).unwrap();
        assert!(BackgroundGrid::read(&file, 28992).is_err(), "{text}");
    }
}

#[test]
fn official_results_give_backgrounds() {
    let Some(file) = shared("data/amsterdam-cimlk/Rekenresultaten.csv") else {
        return;
    };
    let results = read_results(&file).unwrap();
    let backgrounds = ReceptorBackgrounds::of(results.records(), 2030);
    assert_eq!(backgrounds.len(), 7187);
    let no2 = backgrounds.get("27364178_1057791", Pollutant::No2).unwrap();
    assert_eq!(
        (no2.concentration, no2.gcn, no2.double_counting),
        (9.939, None, Some(-1.87))
    );
    assert!(
        backgrounds
            .get("27364178_1057791", Pollutant::Nox)
            .is_none()
    );
    assert!(ReceptorBackgrounds::of(results.records(), 2020).is_empty());
}
