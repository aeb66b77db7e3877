//! Seconds to write a raster as a Cloud-Optimised GeoTIFF: GDAL's driver making the overviews
//! itself, and `RasterWriter` averaging them as the rows pass.
//!
//! `cargo run --release -p pluim-io --example raster_write -- [cells per side] [folder]`

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use gdal::raster::{Buffer, RasterCreationOptions};
use gdal::spatial_ref::SpatialRef;
use gdal::{Dataset, DriverManager};
use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_io::raster::{
    Compression, NODATA, Precision, Provenance, RasterLabel, RasterWriter, Settings,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let side: usize = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let grid = Grid::at_corner(Coord { x: 1e5, y: 5e5 }, 1.0, side, side)?;
    let field = Field::new(side);
    gdal::config::set_config_option("GDAL_CACHEMAX", "128")?;
    println!("{side} x {side} cells");
    report("values alone", &folder, |_| field.rows(side, |_| Ok(())))?;
    report("COG driver", &folder, |path| by_driver(path, &grid, &field))?;
    let full = Settings::default();
    let deflate = Compression::Deflate(6);
    for (name, settings) in [
        ("RasterWriter", full),
        (
            "RasterWriter, 12 bits",
            Settings {
                precision: Precision::Bits(12),
                ..full
            },
        ),
        (
            "RasterWriter, Deflate",
            Settings {
                compression: deflate,
                ..full
            },
        ),
    ] {
        report(name, &folder, |path| {
            by_writer(path, &grid, &field, settings)
        })?;
    }
    Ok(())
}

/// A field with a steep structure on a smooth background, as roads make it.
struct Field {
    side: usize,
    wave: Vec<f32>,
}

impl Field {
    fn new(side: usize) -> Self {
        let wave = |at: usize| 1.0 / (1.0 + ((at % 700) as f32 - 350.0).abs() / 20.0);
        Self {
            side,
            wave: (0..side).map(wave).collect(),
        }
    }

    /// Hands out the rows in bands of 512.
    fn rows(
        &self,
        rows: usize,
        mut take: impl FnMut(Vec<f32>) -> Result<(), Box<dyn Error>>,
    ) -> Result<(), Box<dyn Error>> {
        for first in (0..rows).step_by(512) {
            let last = (first + 512).min(rows);
            let row = |at: usize| self.wave.iter().map(move |x| x + 3.0 * self.wave[at]);
            let band = (first..last).flat_map(row).collect();
            take(band)?;
        }
        Ok(())
    }
}

fn report(
    name: &str,
    folder: &Path,
    write: impl Fn(&Path) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let path = folder.join("raster_write.tif");
    let (start, cpu) = (Instant::now(), cpu_seconds());
    write(&path)?;
    let seconds = start.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - cpu;
    let size = std::fs::metadata(&path).map_or(0, |it| it.len()) as f64 / 1e6;
    println!("{name:24} {seconds:6.2} s {cpu:6.2} s of processor {size:8.1} MB");
    let _ = std::fs::remove_file(&path);
    Ok(())
}

/// Seconds of processor that this program has used, in all its threads; 0 where Linux does not say.
fn cpu_seconds() -> f64 {
    let ticks = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = ticks.split(' ').skip(13).take(2);
    fields
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn by_writer(
    path: &Path,
    grid: &Grid,
    field: &Field,
    settings: Settings,
) -> Result<(), Box<dyn Error>> {
    let label = RasterLabel {
        epsg: 28992,
        band: "NOx, annual mean".to_owned(),
        unit: "ug/m3".to_owned(),
        provenance: Provenance::default(),
    };
    let mut writer = RasterWriter::create(path, grid, &label, settings)?;
    field.rows(grid.rows(), |band| Ok(writer.write_rows(&band)?))?;
    writer.finish()?;
    Ok(())
}

fn by_driver(path: &Path, grid: &Grid, field: &Field) -> Result<(), Box<dyn Error>> {
    let tiles = path.with_extension("tiles");
    let options =
        RasterCreationOptions::from_iter(["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512"]);
    let driver = DriverManager::get_driver_by_name("GTiff")?;
    let mut dataset = driver.create_with_band_type_with_options::<f32, _>(
        &tiles,
        field.side,
        grid.rows(),
        1,
        &options,
    )?;
    dataset.set_geo_transform(&[
        grid.west(),
        grid.cell(),
        0.0,
        grid.north(),
        0.0,
        -grid.cell(),
    ])?;
    dataset.set_spatial_ref(&SpatialRef::from_epsg(28992)?)?;
    let mut band = dataset.rasterband(1)?;
    band.set_no_data_value(Some(f64::from(NODATA)))?;
    let mut row = 0;
    field.rows(grid.rows(), |values| {
        let count = values.len() / field.side;
        let size = (field.side, count);
        band.write((0, row), size, &mut Buffer::new(size, values))?;
        row += count as isize;
        Ok(())
    })?;
    dataset.close()?;
    let options = RasterCreationOptions::from_iter([
        "COMPRESS=ZSTD",
        "LEVEL=1",
        "PREDICTOR=FLOATING_POINT",
        "OVERVIEW_RESAMPLING=AVERAGE",
        "NUM_THREADS=ALL_CPUS",
    ]);
    let cog = DriverManager::get_driver_by_name("COG")?;
    Dataset::open(&tiles)?
        .create_copy(&cog, path, &options)?
        .close()?;
    std::fs::remove_file(&tiles)?;
    Ok(())
}
