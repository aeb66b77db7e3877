//! Background on a grid: ESRI ASCII, GeoTIFF or any other raster that GDAL reads.

use std::path::Path;

use gdal::raster::RasterBand;
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};
use geo_types::Coord;

use super::ascii;
use crate::error::{Fault, InputError, Result};
use crate::input_file::check_plain;
use crate::{projection, quiet_gdal};

/// More than any air holds (ug/m3), so that what is not meant as missing is told.
const MOST: f64 = 1e6;
/// The most cells accepted: a grid of 1 km cells over the Netherlands has 91,000.
const MOST_CELLS: usize = 100_000_000;
/// The marker of missing values in grids that do not name one.
const USUAL_NODATA: f64 = -999.0;

/// A background concentration (ug/m3) on a grid of cells, held in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct BackgroundGrid {
    west: f64,
    north: f64,
    width: f64,
    height: f64,
    columns: usize,
    rows: usize,
    /// Values, row by row from the north; NaN where there is none.
    values: Vec<f64>,
}

impl BackgroundGrid {
    /// Reads a raster of one band. A raster that names its coordinate reference system must be in
    /// that of number `epsg`.
    ///
    /// # Errors
    /// When the file cannot be read, is no raster, is in another system, has several bands, is not
    /// north up or has more than 10^8 cells.
    pub fn read(file: &Path, epsg: u32) -> Result<Self> {
        let dataset = open(file)?;
        check_system(file, &dataset, epsg)?;
        check_bands(file, &dataset)?;
        let transform = dataset.geo_transform();
        let transform = transform.map_err(|cause| not_a_raster(file).found(cause))?;
        let [west, width, rotation, north, tilt, height] = transform;
        if rotation != 0.0 || tilt != 0.0 || width <= 0.0 || height >= 0.0 {
            let fault = Fault::new("a raster with north up").found(format!("{transform:?}"));
            return Err(fault.at(file));
        }
        let (columns, rows) = dataset.raster_size();
        if columns.saturating_mul(rows) > MOST_CELLS {
            let fault = Fault::new(format!("at most {MOST_CELLS} cells"));
            return Err(fault.found(format!("{columns} x {rows}")).at(file));
        }
        let band = dataset.rasterband(1);
        let band = band.map_err(|cause| not_a_raster(file).found(cause))?;
        if dataset.driver().short_name() == "AAIGrid" {
            ascii::check(file, columns * rows)?;
        }
        let height = -height;
        let values = values(file, &band, (columns, rows))?;
        if let Some(found) = values.iter().find(|it| it.abs() > MOST) {
            let fault = Fault::new(format!("concentrations of at most {MOST} ug/m3"));
            return Err(fault.found(found).at(file));
        }
        Ok(Self {
            west,
            north,
            width,
            height,
            columns,
            rows,
            values,
        })
    }

    /// The value of the cell in which a place lies (ug/m3); none outside the grid or where the
    /// grid has no value. A place on the edge of two cells belongs to the eastern or southern one.
    #[must_use]
    pub fn value_at(&self, at: Coord<f64>) -> Option<f64> {
        let column = ((at.x - self.west) / self.width).floor();
        let row = ((self.north - at.y) / self.height).floor();
        let inside = column >= 0.0 && row >= 0.0;
        let inside = inside && column < self.columns as f64 && row < self.rows as f64;
        let index = inside.then_some(row as usize * self.columns + column as usize)?;
        self.values
            .get(index)
            .copied()
            .filter(|value| !value.is_nan())
    }

    /// The least value with the centre of its cell; none where no cell has a value.
    #[must_use]
    pub fn least(&self) -> Option<(f64, Coord<f64>)> {
        let known = self
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_nan());
        let (index, value) = known.min_by(|a, b| a.1.total_cmp(b.1))?;
        let (column, row) = (index % self.columns, index / self.columns);
        let x = self.west + (column as f64 + 0.5) * self.width;
        let y = self.north - (row as f64 + 0.5) * self.height;
        Some((*value, Coord { x, y }))
    }

    /// Number of columns and rows.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }
}

fn open(file: &Path) -> Result<Dataset> {
    quiet_gdal();
    check_plain(file)?;
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_RASTER | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&["AAIGrid", "GTiff", "COG", "netCDF", "GPKG"]),
        ..DatasetOptions::default()
    };
    Dataset::open_ex(file, options).map_err(|cause| not_a_raster(file).found(cause))
}

fn not_a_raster(file: &Path) -> InputError {
    InputError::new(file, "a raster (ESRI ASCII or GeoTIFF)")
}

fn check_system(file: &Path, dataset: &Dataset, epsg: u32) -> Result<()> {
    match dataset.spatial_ref() {
        Ok(found) => projection::check_system(file, &found, epsg, "gdalwarp"),
        Err(_) => Ok(()),
    }
}

/// Checks that it cannot be doubted which values are meant.
fn check_bands(file: &Path, dataset: &Dataset) -> Result<()> {
    match dataset.raster_count() {
        1 => Ok(()),
        count => {
            let fault = Fault::new("a raster of one band").found(format!("{count} bands"));
            let hint = "take out one with gdal_translate -b 1";
            Err(fault.hint(hint).at(file))
        }
    }
}

fn values(file: &Path, band: &RasterBand<'_>, size: (usize, usize)) -> Result<Vec<f64>> {
    let read = band.read_as::<f64>((0, 0), size, size, None);
    let read = read.map_err(|cause| Fault::new("an undamaged raster").found(cause).at(file))?;
    let nodata = band.no_data_value().unwrap_or(USUAL_NODATA);
    let scale = band.scale().unwrap_or(1.0);
    let offset = band.offset().unwrap_or(0.0);
    let value = |stored: f64| {
        let missing = stored == nodata || stored.is_infinite();
        if missing {
            f64::NAN
        } else {
            stored * scale + offset
        }
    };
    Ok(read.data().iter().copied().map(value).collect())
}
