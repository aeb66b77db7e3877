//! Pictures show what the raster holds.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::{Path, PathBuf};

use geo_types::coord;
use pluim_core::grid::Grid;
use pluim_io::picture::{Classes, MapPicture, Scale, title};
use pluim_io::raster::{Provenance, RasterFile, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::Quantity;

/// A raster of `columns` x `rows` cells of 10 m with the values of `field` at metres east and
/// south of its corner.
fn raster(folder: &Path, columns: usize, rows: usize, field: impl Fn(f64, f64) -> f32) -> PathBuf {
    let path = folder.join("nox_mean.tif");
    let grid = Grid::at_corner(coord! { x: 145_000.0, y: 513_000.0 }, 10.0, columns, rows).unwrap();
    let label = RasterLabel {
        epsg: 28992,
        band: "NOx, annual mean".to_owned(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance::default(),
    };
    let mut writer = RasterWriter::create(&path, &grid, &label, Settings::default()).unwrap();
    for row in 0..rows {
        let value = |column: usize| field(column as f64 * 10.0 + 5.0, row as f64 * 10.0 + 5.0);
        let values: Vec<f32> = (0..columns).map(value).collect();
        writer.write_rows(&values).unwrap();
    }
    writer.finish().unwrap();
    path
}

/// Two streets that cross, and a hole in the north-west.
fn streets(x: f64, y: f64) -> f32 {
    if x < 600.0 && y < 500.0 {
        return f32::NAN;
    }
    let near = |distance: f64| 12.0 / (1.0 + distance.abs() / 40.0);
    (near(x - 0.4 * y - 1500.0) + near(y - 2800.0) + 0.2) as f32
}

fn picture() -> MapPicture {
    MapPicture {
        title: title(&Quantity::new("nox", "mean")),
        subtitle: "Pluimwijk, 2023".to_owned(),
        source: "pluim 0.1.0".to_owned(),
        lines: vec![vec![
            coord! { x: 140_000.0, y: 510_200.0 },
            coord! { x: 160_000.0, y: 510_200.0 },
        ]],
        ..MapPicture::default()
    }
}

/// Width, height and a look at the pixels of a PNG file.
struct Pixels {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Pixels {
    fn read(file: &Path) -> Self {
        let decoder =
            png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        let (width, height) = (info.width as usize, info.height as usize);
        assert_eq!(bytes.len(), 3 * width * height);
        Self {
            width,
            height,
            bytes,
        }
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let start = 3 * (y * self.width + x);
        self.bytes[start..start + 3].try_into().unwrap()
    }
}

fn draw(map: &MapPicture, columns: usize, rows: usize) -> Pixels {
    let folder = tempfile::tempdir().unwrap();
    let raster = RasterFile::open(&raster(folder.path(), columns, rows, streets)).unwrap();
    let file = folder.path().join("nox_mean.png");
    map.draw(&raster, &file).unwrap();
    if let Some(keep) = std::env::var_os("PLUIM_KEEP_PICTURES") {
        std::fs::copy(
            &file,
            Path::new(&keep).join(format!("map_{columns}x{rows}.png")),
        )
        .unwrap();
    }
    Pixels::read(&file)
}

const LEFT: usize = 24;
const TOP: usize = 74;

#[test]
fn much_is_darker_than_little_and_nothing_is_grey() {
    let pixels = draw(&picture(), 600, 600);
    let light = |[r, g, b]: [u8; 3]| u32::from(r) + u32::from(g) + u32::from(b);
    // A cell of 10 m is 1000 / 600 pixels wide.
    let place = |x: f64, y: f64| (LEFT + (x / 6.0) as usize, TOP + (y / 6.0) as usize);
    let at = |x, y| {
        let (column, row) = place(x, y);
        pixels.at(column, row)
    };
    assert_eq!(at(200.0, 200.0), [214, 216, 220]);
    assert!(light(at(1500.0 + 0.4 * 4000.0, 4000.0)) + 150 < light(at(5500.0, 5500.0)));
}

#[test]
fn the_sheet_fits_the_raster() {
    let wide = draw(&picture(), 2000, 300);
    assert_eq!(wide.width, 24 + 1000 + 24 + 190);
    assert_eq!(wide.height, 74 + 380 + 56);
    let small = draw(&MapPicture::default(), 3, 2);
    assert_eq!(small.height, 74 + 667 + 56);
}

#[test]
fn the_given_classes_are_used() {
    let classes = Classes::new(vec![1e6, 2e6], Scale::Sequential);
    let map = MapPicture {
        classes: Some(classes),
        lines: Vec::new(),
        ..picture()
    };
    let pixels = draw(&map, 600, 600);
    let colour = pixels.at(LEFT + 900, TOP + 900);
    assert_eq!(
        colour,
        pixels.at(LEFT + 500, TOP + 467),
        "all lies in the lowest class"
    );
}

#[test]
fn the_same_raster_gives_the_same_picture() {
    let (one, two) = (draw(&picture(), 600, 600), draw(&picture(), 600, 600));
    assert_eq!(one.bytes, two.bytes);
}
