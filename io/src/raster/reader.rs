//! Reading rasters back: for comparison, for receptors and for pictures.

use std::cell::OnceCell;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;

use gdal::raster::RasterBand;
use gdal::{Dataset, DatasetOptions, Metadata};
use geo_types::Coord;
use pluim_core::grid::Grid;

use super::tiles::Tiles;
use super::{Provenance, RasterLabel};
use crate::error::{InputError, Result};
use crate::input_file::check_plain;

/// A raster of one band, opened for reading; cells without a value read as NaN.
pub struct RasterFile {
    path: PathBuf,
    dataset: Dataset,
    /// Its tiles, where they can be unpacked without GDAL.
    tiles: OnceCell<Option<Tiles>>,
    grid: Grid,
    nodata: Option<f64>,
}

impl RasterFile {
    /// Opens the raster `path`, any format that GDAL reads.
    ///
    /// # Errors
    /// When the file cannot be read, is not a raster, or its cells are not square and north up.
    pub fn open(path: &Path) -> Result<Self> {
        check_plain(path)?;
        limit_cache();
        let dataset = open_in_step(path)
            .map_err(|cause| InputError::new(path, "a raster that GDAL reads").found(cause))?;
        let grid = grid_of(path, &dataset)?;
        let band = dataset.rasterband(1).map_err(|cause| {
            InputError::new(path, "a raster with at least one band").found(cause)
        })?;
        Ok(Self {
            path: path.to_owned(),
            nodata: band.no_data_value(),
            grid,
            dataset,
            tiles: OnceCell::new(),
        })
    }

    /// Its grid.
    #[must_use]
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// When it has no coordinate reference system with an EPSG number.
    pub fn label(&self) -> Result<RasterLabel> {
        let band = self.band(0)?;
        Ok(RasterLabel {
            epsg: self.epsg()?,
            band: band.description().unwrap_or_default(),
            unit: band.unit(),
            provenance: Provenance::read(&self.dataset),
        })
    }

    /// EPSG number of its coordinate reference system.
    ///
    /// # Errors
    /// When it has none.
    pub fn epsg(&self) -> Result<u32> {
        let code = self.dataset.spatial_ref().and_then(|it| it.auth_code());
        code.ok()
            .and_then(|code| u32::try_from(code).ok())
            .ok_or_else(|| {
                InputError::new(
                    &self.path,
                    "a coordinate reference system with an EPSG number",
                )
                .hint("set it with gdal_edit.py -a_srs EPSG:28992")
            })
    }

    /// All values, row by row from the north.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn values(&self) -> Result<Vec<f32>> {
        self.rows(0, self.grid.rows())
    }

    /// The values of `count` rows from row `first`, counted from 0 in the north.
    ///
    /// # Errors
    /// When the rows do not exist or the file is damaged.
    pub fn rows(&self, first: usize, count: usize) -> Result<Vec<f32>> {
        let tiles = self
            .tiles
            .get_or_init(|| Tiles::of(&self.path, &self.dataset));
        let exist = first
            .checked_add(count)
            .is_some_and(|end| end <= self.grid.rows());
        if let Some(tiles) = tiles.as_ref().filter(|_| exist) {
            let damaged = |cause: io::Error| self.damaged(cause);
            return tiles.rows(first, count).map_err(damaged);
        }
        let window = Window {
            column: 0,
            row: first,
            columns: self.grid.columns(),
            rows: count,
        };
        self.read(0, window)
    }

    /// The value of the cell that holds `point`; none outside the raster or where it has no value.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn value_at(&self, point: Coord<f64>) -> Result<Option<f32>> {
        let Some((column, row)) = self.grid.cell_of(point) else {
            return Ok(None);
        };
        let window = Window {
            column,
            row,
            columns: 1,
            rows: 1,
        };
        let value = self.read(0, window)?.first().copied();
        Ok(value.filter(|value| !value.is_nan()))
    }

    /// The finest overview, or the raster itself, of at most `most` columns and rows:
    /// its columns, its rows and its values.
    ///
    /// # Errors
    /// When none is that small or the file is damaged.
    pub fn overview(&self, most: usize) -> Result<(usize, usize, Vec<f32>)> {
        for level in 0..=self.overviews()? {
            let (columns, rows) = self.band(level)?.size();
            if columns.max(rows) > most {
                continue;
            }
            let window = Window {
                column: 0,
                row: 0,
                columns,
                rows,
            };
            return Ok((columns, rows, self.read(level, window)?));
        }
        Err(InputError::new(
            &self.path,
            format!("an overview of at most {most} columns and rows"),
        )
        .hint("make them with gdaladdo -r average"))
    }

    /// How many overviews it has.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn overviews(&self) -> Result<usize> {
        let count = self.band(0)?.overview_count();
        count
            .map(|count| usize::try_from(count).unwrap_or(0))
            .map_err(|cause| self.damaged(cause))
    }

    /// The raster itself (0) or an overview (1 and up).
    fn band(&self, level: usize) -> Result<RasterBand<'_>> {
        let base = self.dataset.rasterband(1);
        let band = match level {
            0 => base,
            _ => base.and_then(|base| base.overview(level - 1)),
        };
        band.map_err(|cause| self.damaged(cause))
    }

    fn read(&self, level: usize, window: Window) -> Result<Vec<f32>> {
        let size = (window.columns, window.rows);
        let origin = (window.column as isize, window.row as isize);
        let buffer = self
            .band(level)?
            .read_as::<f32>(origin, size, size, None)
            .map_err(|cause| self.damaged(cause))?;
        let (_, mut values) = buffer.into_shape_and_vec();
        if let Some(nodata) = self.nodata {
            let nodata = nodata as f32;
            for value in values.iter_mut().filter(|value| **value == nodata) {
                *value = f32::NAN;
            }
        }
        Ok(values)
    }

    fn damaged(&self, cause: impl Display) -> InputError {
        InputError::new(&self.path, "a raster that is whole").found(cause)
    }
}

/// Opens a raster; the tiles of a GeoTIFF are unpacked on as many threads as the current rayon pool
/// has.
fn open_in_step(path: &Path) -> gdal::errors::Result<Dataset> {
    let threads = format!("NUM_THREADS={}", rayon::current_num_threads());
    let ending = path.extension().map(|it| it.to_ascii_lowercase());
    let options = match ending.is_some_and(|it| it == "tif" || it == "tiff") {
        true => &[threads.as_str()][..],
        false => &[],
    };
    Dataset::open_ex(
        path,
        DatasetOptions {
            open_options: Some(options),
            ..DatasetOptions::default()
        },
    )
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

/// A rectangle of cells.
#[derive(Clone, Copy)]
struct Window {
    column: usize,
    row: usize,
    columns: usize,
    rows: usize,
}

fn grid_of(path: &Path, dataset: &Dataset) -> Result<Grid> {
    let expected = "square cells with north up";
    let [west, width, skew_x, north, skew_y, height] = dataset
        .geo_transform()
        .map_err(|_| InputError::new(path, expected).found("no georeference"))?;
    let square = width > 0.0 && (width + height).abs() <= 1e-6 * width;
    if !square || skew_x != 0.0 || skew_y != 0.0 {
        let found = format!("cells of {width} by {height}");
        return Err(InputError::new(path, expected).found(found));
    }
    let (columns, rows) = dataset.raster_size();
    Grid::at_corner(Coord { x: west, y: north }, width, columns, rows)
        .map_err(|cause| InputError::new(path, expected).found(cause))
}
