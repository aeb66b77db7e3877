//! What GDAL alone takes to write a raster that is at hand.

use std::path::Path;
use std::time::Instant;

use gdal::errors::GdalError;
use gdal::raster::{Buffer, RasterCreationOptions};
use gdal::{Dataset, DriverManager};

/// Seconds that GDAL takes to write the first band of `raster` again as a Cloud-Optimised GeoTIFF
/// in `folder`, with the compression that pluim uses: tiles to a temporary file, then the copy.
///
/// # Errors
/// When GDAL cannot read or write.
pub fn seconds_of_gdal(raster: &Path, folder: &Path) -> Result<f64, GdalError> {
    let band: Buffer<f32> = Dataset::open(raster)?.rasterband(1)?.read_band_as()?;
    let size = band.shape();
    let start = Instant::now();
    let tiles = folder.join("tiles.tif");
    let mut options = RasterCreationOptions::new();
    for option in [
        "TILED=YES",
        "BLOCKXSIZE=512",
        "BLOCKYSIZE=512",
        "BIGTIFF=YES",
    ] {
        options.add_string(option)?;
    }
    let driver = DriverManager::get_driver_by_name("GTiff")?;
    let dataset =
        driver.create_with_band_type_with_options::<f32, _>(&tiles, size.0, size.1, 1, &options)?;
    let mut band = band;
    dataset.rasterband(1)?.write((0, 0), size, &mut band)?;
    let mut options = RasterCreationOptions::new();
    for option in [
        "COMPRESS=ZSTD",
        "LEVEL=1",
        "PREDICTOR=FLOATING_POINT",
        "NUM_THREADS=ALL_CPUS",
    ] {
        options.add_string(option)?;
    }
    let cog = DriverManager::get_driver_by_name("COG")?;
    dataset
        .create_copy(&cog, folder.join("copy.tif"), &options)?
        .close()?;
    Ok(start.elapsed().as_secs_f64())
}
