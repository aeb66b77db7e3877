//! Rasters come back as they went in, in a file that is laid out as a Cloud-Optimised GeoTIFF.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod cog;

use std::fs;
use std::path::Path;

use geo_types::coord;
use pluim_core::grid::Grid;
use pluim_io::raster::{
    Compression, Precision, Provenance, RasterFile, RasterLabel, RasterWriter, Settings, Threads,
};
use pluim_io::write_error::WriteError;

fn label() -> RasterLabel {
    RasterLabel {
        epsg: 28992,
        band: "NOx, annual mean".to_owned(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance {
            software: "pluim 0.1.0".to_owned(),
            pollutant: "nox".to_owned(),
            statistic: "mean".to_owned(),
            group: None,
            scenario: "A < B & \"C\"".to_owned(),
            run_id: "7f".to_owned(),
        },
    }
}

fn grid(columns: usize, rows: usize) -> Grid {
    Grid::at_corner(coord! { x: 121_000.5, y: 487_000.25 }, 2.5, columns, rows).unwrap()
}

/// A field that differs in every cell, with a hole.
fn field(columns: usize, rows: usize) -> Vec<f32> {
    let cell = |at: usize| match (at / columns, at % columns) {
        (row, column) if row % 97 < 9 && column % 89 < 11 => f32::NAN,
        (row, column) => (row * 3 + column) as f32 * 0.37 + 1.0 / (1 + column) as f32,
    };
    (0..columns * rows).map(cell).collect()
}

/// Writes `values` in pieces of `piece` rows.
fn write(path: &Path, grid: &Grid, values: &[f32], piece: usize, settings: Settings) {
    let mut writer = RasterWriter::create(path, grid, &label(), settings).unwrap();
    for rows in values.chunks(piece * grid.columns()) {
        writer.write_rows(rows).unwrap();
    }
    writer.finish().unwrap();
}

fn same(a: &[f32], b: &[f32]) -> bool {
    let equal = |(a, b): (&f32, &f32)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
    a.len() == b.len() && a.iter().zip(b).all(equal)
}

#[test]
fn values_come_back_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    for (columns, rows, piece) in [(1, 1, 1), (700, 1, 1), (1, 1300, 7), (1101, 1537, 100)] {
        let (grid, values) = (grid(columns, rows), field(columns, rows));
        write(&path, &grid, &values, piece, Settings::default());
        let raster = RasterFile::open(&path).unwrap();
        assert_eq!(raster.grid(), &grid);
        assert!(
            same(&raster.values().unwrap(), &values),
            "{columns} x {rows}"
        );
    }
}

#[test]
fn the_label_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    write(
        &path,
        &grid(20, 30),
        &field(20, 30),
        30,
        Settings::default(),
    );
    assert_eq!(RasterFile::open(&path).unwrap().label().unwrap(), label());
}

#[test]
fn only_the_raster_lies_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    write(
        &path,
        &grid(600, 600),
        &field(600, 600),
        600,
        Settings::default(),
    );
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert_eq!(names, ["nox_mean.tif"]);
}

#[test]
fn an_abandoned_raster_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let grid = grid(600, 600);
    let mut writer = RasterWriter::create(&path, &grid, &label(), Settings::default()).unwrap();
    writer.write_rows(&field(600, 513)).unwrap();
    let error = writer.finish().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("307800 values, expected 600 rows of 600"),
        "{error}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let mut writer =
        RasterWriter::create(&path, &grid(3, 2), &label(), Settings::default()).unwrap();
    let refused = |it: Result<(), WriteError>| matches!(it, Err(WriteError::Shape { .. }));
    assert!(refused(writer.write_rows(&[1.0; 4])));
    assert!(refused(writer.write_rows(&[1.0; 9])));
    writer.write_rows(&[1.0; 3]).unwrap();
    let error = writer.write_rows(&[1.0, f32::INFINITY, 1.0]).unwrap_err();
    assert!(error.to_string().contains("column 1, row 1"), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let path = Path::new("no/such/folder/nox_mean.tif");
    let error = RasterWriter::create(path, &grid(3, 2), &label(), Settings::default());
    let error = error.err().unwrap();
    assert!(
        error.to_string().starts_with("no/such/folder/nox_mean.tif"),
        "{error}"
    );
}

#[test]
fn points_find_their_cell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let (grid, values) = (grid(130, 120), field(130, 120));
    write(&path, &grid, &values, 120, Settings::default());
    let raster = RasterFile::open(&path).unwrap();
    let at = |column, row| raster.value_at(grid.centre(column, row)).unwrap();
    assert_eq!(at(129, 119), Some(values[119 * 130 + 129]));
    assert_eq!(at(0, 0), None);
    assert_eq!(raster.value_at(coord! { x: 0.0, y: 0.0 }).unwrap(), None);
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (grid, values) = (grid(2100, 1537), field(2100, 1537));
    let bytes = |piece, threads| {
        let path = folder.path().join("nox_mean.tif");
        let settings = Settings {
            threads,
            ..Settings::default()
        };
        write(&path, &grid, &values, piece, settings);
        fs::read(&path).unwrap()
    };
    let one = bytes(512, Threads::Number(1));
    assert_eq!(one, bytes(512, Threads::Number(1)));
    assert_eq!(one, bytes(1537, Threads::Number(2)));
    assert_eq!(one, bytes(1, Threads::Number(4)));
}

#[test]
fn the_layout_is_that_of_a_cloud_optimised_geotiff() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let (grid, values) = (grid(2100, 1537), field(2100, 1537));
    for compression in [Compression::available(), Compression::Deflate(6)] {
        let settings = Settings {
            compression,
            ..Settings::default()
        };
        write(&path, &grid, &values, 512, settings);
        let images = cog::check(&fs::read(&path).unwrap());
        let sizes: Vec<_> = images.iter().map(|it| (it.columns, it.rows)).collect();
        assert_eq!(sizes, [(2100, 1537), (1050, 769), (525, 385), (263, 193)]);
        let packed = if compression.name() == "ZSTD" {
            50_000
        } else {
            8
        };
        assert!(
            images
                .iter()
                .all(|it| it.tile == 512 && it.predictor == 3 && it.compression == packed)
        );
    }
}

#[test]
fn overviews_are_averages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let (grid, values) = (grid(1101, 1537), field(1101, 1537));
    write(&path, &grid, &values, 400, Settings::default());
    let (columns, rows, coarse) = RasterFile::open(&path).unwrap().overview(800).unwrap();
    assert_eq!((columns, rows), (551, 769));
    for (column, row) in [
        (0, 0),
        (5, 4),
        (200, 300),
        (549, 400),
        (550, 768),
        (45, 768),
    ] {
        let inside = |&(c, r): &(usize, usize)| c < 1101 && r < 1537;
        let fine = [0, 1]
            .into_iter()
            .flat_map(|r| [0, 1].map(|c| (2 * column + c, 2 * row + r)));
        let fine: Vec<f64> = fine
            .filter(inside)
            .map(|(c, r)| f64::from(values[r * 1101 + c]))
            .filter(|value| !value.is_nan())
            .collect();
        let mean = fine.iter().sum::<f64>() / fine.len() as f64;
        let found = f64::from(coarse[row * columns + column]);
        assert!(
            (found - mean).abs() <= 1e-6 * mean || (found.is_nan() && mean.is_nan()),
            "{column} {row}: {found} {mean}"
        );
    }
}

#[test]
fn rounded_values_stay_near() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nox_mean.tif");
    let (grid, values) = (grid(700, 600), field(700, 600));
    write(&path, &grid, &values, 600, Settings::default());
    let full = fs::metadata(&path).unwrap().len();
    let settings = Settings {
        precision: Precision::Bits(12),
        ..Settings::default()
    };
    write(&path, &grid, &values, 600, settings);
    assert!(fs::metadata(&path).unwrap().len() < full * 2 / 3);
    let back = RasterFile::open(&path).unwrap().values().unwrap();
    let near = |(a, b): (&f32, &f32)| (a - b).abs() <= 1.3e-4 * b || (a.is_nan() && b.is_nan());
    assert!(back.iter().zip(&values).all(near));
}

#[test]
fn rows_are_those_that_gdal_reads_however_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.tif");
    let grid = grid(1100, 1300);
    let values = field(1100, 1300);
    write(&path, &grid, &values, 200, Settings::default());
    let band = gdal::Dataset::open(&path).unwrap();
    let band = band.rasterband(1).unwrap();
    let raster = RasterFile::open(&path).unwrap();
    for (first, count) in [
        (0, 1),
        (500, 30),
        (1000, 300),
        (20, 1250),
        (511, 2),
        (1299, 1),
    ] {
        let window = ((0, first as isize), (1100, count));
        let expected = band
            .read_as::<f32>(window.0, window.1, window.1, None)
            .unwrap();
        let expected: Vec<f32> = expected
            .data()
            .iter()
            .map(|it| if *it == -9999.0 { f32::NAN } else { *it })
            .collect();
        assert!(
            same(&raster.rows(first, count).unwrap(), &expected),
            "{first}"
        );
    }
    assert!(raster.rows(1299, 2).is_err());
}

#[test]
fn a_raster_of_which_a_tile_is_cut_off_is_told_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.tif");
    write(
        &path,
        &grid(600, 700),
        &field(600, 700),
        700,
        Settings::default(),
    );
    let length = fs::metadata(&path).unwrap().len();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len(length - 1000).unwrap();
    let raster = RasterFile::open(&path).unwrap();
    let fault = raster.rows(600, 100).unwrap_err().to_string();
    assert!(
        fault.contains("field.tif") && fault.contains("expected a raster that is whole"),
        "{fault}"
    );
}
