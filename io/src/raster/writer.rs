//! Writing a Cloud-Optimised GeoTIFF row by row.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;

use gdal::errors::GdalError;
use gdal::raster::{Buffer, RasterCreationOptions};
use gdal::spatial_ref::SpatialRef;
use gdal::{Dataset, DriverManager, Metadata};
use pluim_core::grid::Grid;

use super::pyramid::{average, overview_sizes};
use super::unit::set_unit;
use super::{Compression, NODATA, Precision, RasterLabel, TILE};
use crate::partial::PartialFile;
use crate::write_error::{Result, WriteError};

/// How a raster is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How the tiles are packed.
    pub compression: Compression,
    /// How many digits are kept.
    pub precision: Precision,
    /// How many threads pack; the bytes do not depend on it.
    pub threads: Threads,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            compression: Compression::available(),
            precision: Precision::Full,
            threads: Threads::All,
        }
    }
}

/// How many threads pack the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// As many as the machine has processors.
    All,
    /// This many, one at least.
    Number(usize),
}

impl Threads {
    fn option(self) -> String {
        match self {
            Self::All => "ALL_CPUS".to_owned(),
            Self::Number(number) => number.max(1).to_string(),
        }
    }
}

/// Writes a Cloud-Optimised GeoTIFF from rows that arrive from north to south.
///
/// Rows are averaged into the overviews as they pass, because averaging them afterwards costs
/// more than all the rest, and they lie unpacked in a hidden file beside the target until the
/// last one has come; then all is packed in the order of a Cloud-Optimised GeoTIFF and takes its
/// name. Memory: two bands of 512 rows and GDAL's cache of 128 MB, whatever the number of rows.
/// The same values give the same bytes.
///
/// ```
/// use pluim_core::grid::Grid;
/// use pluim_io::raster::{Provenance, RasterFile, RasterLabel, RasterWriter, Settings};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("nox_mean.tif");
/// let grid = Grid::covering([100_000.0, 450_000.0, 100_030.0, 450_020.0], 10.0)?;
/// let label = RasterLabel {
///     epsg: 28992,
///     band: "NOx, annual mean".into(),
///     unit: "ug/m3".into(),
///     provenance: Provenance::default(),
/// };
/// let mut writer = RasterWriter::create(&path, &grid, &label, Settings::default())?;
/// writer.write_rows(&[1.0, 2.0, 3.0])?;
/// writer.write_rows(&[4.0, 5.0, f32::NAN])?;
/// writer.finish()?;
/// let raster = RasterFile::open(&path)?;
/// assert_eq!(raster.value_at(geo_types::coord! { x: 100_015.0, y: 450_005.0 })?, Some(5.0));
/// assert_eq!(raster.value_at(geo_types::coord! { x: 100_025.0, y: 450_005.0 })?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RasterWriter {
    path: PathBuf,
    settings: Settings,
    tiles: PartialFile,
    dataset: Dataset,
    levels: Vec<Level>,
}

/// The raster itself, or one of its overviews, on its way to the file.
struct Level {
    columns: usize,
    rows: usize,
    written: usize,
    waiting: Vec<f32>,
}

impl Level {
    fn new((columns, rows): (usize, usize)) -> Self {
        Self {
            columns,
            rows,
            written: 0,
            waiting: Vec::new(),
        }
    }

    fn waiting_rows(&self) -> usize {
        self.waiting.len() / self.columns
    }

    fn missing_rows(&self) -> usize {
        self.rows - self.written - self.waiting_rows()
    }

    /// Whether the waiting rows fill a row of tiles, or are the last.
    fn ready(&self) -> bool {
        let waiting = self.waiting_rows();
        waiting == TILE || (waiting > 0 && self.missing_rows() == 0)
    }
}

impl RasterWriter {
    /// Begins the raster `path` on `grid`; it appears when [`finish`](Self::finish) is called.
    ///
    /// # Errors
    /// When the folder cannot be written or the EPSG code is unknown.
    pub fn create(
        path: &Path,
        grid: &Grid,
        label: &RasterLabel,
        settings: Settings,
    ) -> Result<Self> {
        limit_cache();
        let sizes = overview_sizes(grid.columns(), grid.rows());
        let tiles = PartialFile::with_ending(path, ".tiles.part");
        let dataset = unpacked(tiles.path(), grid, label, sizes.len())
            .map_err(|cause| WriteError::raster(path, cause))?;
        let all = std::iter::once((grid.columns(), grid.rows())).chain(sizes);
        Ok(Self {
            path: path.to_owned(),
            settings,
            tiles,
            dataset,
            levels: all.map(Level::new).collect(),
        })
    }

    /// Takes the next rows, any whole number of them, from west to east and from north to south;
    /// NaN where there is no value.
    ///
    /// # Errors
    /// When the values do not make whole rows, are more than the raster holds, or one is
    /// infinite; or when the disk is full.
    pub fn write_rows(&mut self, values: &[f32]) -> Result<()> {
        self.check(values)?;
        let mut rest = values;
        while let Some(level) = self.levels.first_mut().filter(|_| !rest.is_empty()) {
            let room = (TILE - level.waiting_rows()) * level.columns;
            let (now, later) = rest.split_at(room.min(rest.len()));
            level.waiting.extend_from_slice(now);
            rest = later;
            self.pass_on()?;
        }
        Ok(())
    }

    /// Packs the raster and gives it its name.
    ///
    /// # Errors
    /// When rows are missing or the disk is full.
    pub fn finish(self) -> Result<()> {
        let missing = self.levels.first().map_or(0, Level::missing_rows);
        if missing > 0 {
            let (columns, rows) = self.dataset.raster_size();
            return Err(WriteError::Shape {
                found: (rows - missing) * columns,
                expected: format!("{rows} rows of {columns} values"),
                path: self.path,
            });
        }
        let expected = unpacked_bytes(&self.dataset, self.levels.len())
            .map_err(|cause| WriteError::raster(&self.path, cause))?;
        let packed = PartialFile::beside(&self.path);
        self.dataset
            .close()
            .map_err(|cause| WriteError::raster(&self.path, cause))?;
        check_length(self.tiles.path(), expected)
            .map_err(|cause| WriteError::file(&self.path, cause))?;
        pack(self.tiles.path(), packed.path(), self.settings)
            .map_err(|cause| WriteError::raster(&self.path, cause))?;
        packed.complete()
    }

    fn check(&self, values: &[f32]) -> Result<()> {
        let Some(level) = self.levels.first() else {
            return Ok(());
        };
        let columns = level.columns;
        let whole = values.len().is_multiple_of(columns);
        if !whole || values.len() / columns > level.missing_rows() {
            return Err(WriteError::Shape {
                path: self.path.clone(),
                found: values.len(),
                expected: format!("at most {} rows of {columns} values", level.missing_rows()),
            });
        }
        match values.iter().position(|value| value.is_infinite()) {
            None => Ok(()),
            Some(at) => Err(WriteError::Infinite {
                path: self.path.clone(),
                column: at % columns,
                row: level.written + level.waiting_rows() + at / columns,
            }),
        }
    }

    /// Writes every level that has a row of tiles waiting, after averaging it into the next.
    fn pass_on(&mut self) -> Result<()> {
        for index in 0..self.levels.len() {
            let (fine, coarse) = self.levels.split_at_mut(index + 1);
            let Some(level) = fine.last_mut().filter(|level| level.ready()) else {
                break;
            };
            if let Some(next) = coarse.first_mut() {
                average(&level.waiting, level.columns, &mut next.waiting);
            }
            write_level(&self.dataset, index, level, self.settings.precision)
                .map_err(|cause| WriteError::raster(&self.path, cause))?;
        }
        Ok(())
    }
}

/// Bytes that all tiles of all levels take unpacked.
fn unpacked_bytes(dataset: &Dataset, levels: usize) -> Result<u64, GdalError> {
    let base = dataset.rasterband(1)?;
    let mut bytes = 0;
    for number in 0..levels {
        let band = match number {
            0 => dataset.rasterband(1)?,
            _ => base.overview(number - 1)?,
        };
        let ((columns, rows), (wide, high)) = (band.size(), band.block_size());
        let cells = columns.next_multiple_of(wide) * rows.next_multiple_of(high);
        bytes += (cells * size_of::<f32>()) as u64;
    }
    Ok(bytes)
}

/// Refuses a file that lacks tiles: older versions of GDAL do not say that the last ones found no
/// room.
fn check_length(file: &Path, expected: u64) -> io::Result<()> {
    let found = std::fs::metadata(file)?.len();
    if found < expected {
        return Err(io::Error::from(io::ErrorKind::StorageFull));
    }
    Ok(())
}

/// Copies the unpacked raster `from` into the Cloud-Optimised GeoTIFF `to`.
fn pack(from: &Path, to: &Path, settings: Settings) -> Result<(), GdalError> {
    let cog = DriverManager::get_driver_by_name("COG")?;
    let packed = Dataset::open(from)?.create_copy(&cog, to, &packing(settings)?)?;
    packed.close()?;
    read_last_cell(to)
}

/// Reads the cell that lies last in the file, which fails if the disk was full before the end.
fn read_last_cell(file: &Path) -> Result<(), GdalError> {
    let dataset = Dataset::open(file)?;
    let (columns, rows) = dataset.raster_size();
    let last = (columns as isize - 1, rows as isize - 1);
    dataset
        .rasterband(1)?
        .read_as::<f32>(last, (1, 1), (1, 1), None)?;
    Ok(())
}

/// Writes the waiting rows of `level`, number 0 being the raster itself.
fn write_level(
    dataset: &Dataset,
    number: usize,
    level: &mut Level,
    precision: Precision,
) -> Result<(), GdalError> {
    let rows = level.waiting_rows();
    let mut values = std::mem::take(&mut level.waiting);
    precision.round(&mut values);
    for value in &mut values {
        *value = if value.is_nan() { NODATA } else { *value };
    }
    let base = dataset.rasterband(1)?;
    let mut band = match number {
        0 => base,
        _ => base.overview(number - 1)?,
    };
    let window = (level.columns, rows);
    let mut buffer = Buffer::new(window, values);
    band.write((0, level.written as isize), window, &mut buffer)?;
    level.written += rows;
    (_, level.waiting) = buffer.into_shape_and_vec();
    level.waiting.clear();
    Ok(())
}

/// An unpacked, tiled GeoTIFF with empty overviews.
fn unpacked(
    path: &Path,
    grid: &Grid,
    label: &RasterLabel,
    overviews: usize,
) -> Result<Dataset, GdalError> {
    let options = RasterCreationOptions::from_iter([
        "TILED=YES",
        "BLOCKXSIZE=512",
        "BLOCKYSIZE=512",
        "BIGTIFF=YES",
    ]);
    let driver = DriverManager::get_driver_by_name("GTiff")?;
    let size = (grid.columns(), grid.rows());
    let mut dataset =
        driver.create_with_band_type_with_options::<f32, _>(path, size.0, size.1, 1, &options)?;
    let (west, north, cell) = (grid.west(), grid.north(), grid.cell());
    dataset.set_geo_transform(&[west, cell, 0.0, north, 0.0, -cell])?;
    if label.epsg != 0 {
        dataset.set_spatial_ref(&SpatialRef::from_epsg(label.epsg)?)?;
    }
    label.provenance.write(&mut dataset)?;
    let mut band = dataset.rasterband(1)?;
    band.set_no_data_value(Some(f64::from(NODATA)))?;
    band.set_description(&label.band)?;
    set_unit(&mut band, &label.unit)?;
    let factors: Vec<i32> = (1..=overviews as u32)
        .map(|power| 2_i32.pow(power))
        .collect();
    if !factors.is_empty() {
        dataset.build_overviews("NONE", &factors, &[1])?;
    }
    Ok(dataset)
}

fn packing(settings: Settings) -> Result<RasterCreationOptions, GdalError> {
    let mut options = RasterCreationOptions::from_iter([
        "BLOCKSIZE=512",
        "PREDICTOR=FLOATING_POINT",
        "OVERVIEW_PREDICTOR=FLOATING_POINT",
        "OVERVIEWS=FORCE_USE_EXISTING",
        "BIGTIFF=IF_SAFER",
    ]);
    let compression = settings.compression;
    options.set_name_value("COMPRESS", compression.name())?;
    options.set_name_value("OVERVIEW_COMPRESS", compression.name())?;
    options.set_name_value("LEVEL", &compression.level().to_string())?;
    options.set_name_value("NUM_THREADS", &settings.threads.option())?;
    Ok(options)
}

/// Keeps GDAL from taking 5 % of the machine's memory for its cache, unless the user said how much
/// it may take.
fn limit_cache() {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| {
        let unset =
            gdal::config::get_config_option("GDAL_CACHEMAX", "").is_ok_and(|it| it.is_empty());
        if unset {
            // A refusal leaves GDAL's own limit, which is only larger.
            let _ = gdal::config::set_config_option("GDAL_CACHEMAX", "128");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_lacks_tiles_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tiles");
        std::fs::write(&file, [0; 100]).unwrap();
        assert!(check_length(&file, 100).is_ok());
        let refusal = check_length(&file, 101).unwrap_err();
        assert_eq!(refusal.kind(), io::ErrorKind::StorageFull);
    }
}
