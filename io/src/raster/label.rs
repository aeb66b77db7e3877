//! What a raster says of itself in its tags.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use gdal::errors::GdalError;
use gdal::raster::RasterCreationOptions;
use gdal::spatial_ref::SpatialRef;
use gdal::vsi::{get_vsi_mem_file_bytes_owned, unlink_mem_file};
use gdal::{Dataset, DriverManager, Metadata};
use pluim_core::grid::Grid;

use super::NODATA;
use super::tags::{Tag, read};
use super::unit::set_unit;

/// What a raster says of itself: where on earth, what is in it, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RasterLabel {
    /// Coordinate reference system, as a number of the EPSG register; 28992 is RD New.
    pub epsg: u32,
    /// The band's content in words, such as "NOx, annual mean".
    pub band: String,
    /// Unit of the values, such as `ug/m3`.
    pub unit: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Where a raster comes from; every field becomes a tag of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Name and version of the program, such as `pluim 0.1.0`: tag `TIFFTAG_SOFTWARE`.
    pub software: String,
    /// The pollutant, such as `nox`: tag `POLLUTANT`.
    pub pollutant: String,
    /// The statistic, such as `mean`: tag `STATISTIC`.
    pub statistic: String,
    /// The source group of a contribution: tag `SOURCE_GROUP`, absent for a total.
    pub group: Option<String>,
    /// Title of the scenario: tag `SCENARIO`.
    pub scenario: String,
    /// Identification of the run, found again in its `run.json`: tag `RUN_ID`.
    pub run_id: String,
}

impl Provenance {
    /// The tags, in a fixed order; empty ones are left out.
    #[must_use]
    pub fn tags(&self) -> Vec<(&'static str, &str)> {
        [
            ("TIFFTAG_SOFTWARE", self.software.as_str()),
            ("POLLUTANT", &self.pollutant),
            ("STATISTIC", &self.statistic),
            ("SOURCE_GROUP", self.group.as_deref().unwrap_or_default()),
            ("SCENARIO", &self.scenario),
            ("RUN_ID", &self.run_id),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }

    /// The provenance that stands in `dataset`; absent tags are empty.
    pub(super) fn read(dataset: &Dataset) -> Self {
        let tag = |name| dataset.metadata_item(name, "");
        Self {
            software: tag("TIFFTAG_SOFTWARE").unwrap_or_default(),
            pollutant: tag("POLLUTANT").unwrap_or_default(),
            statistic: tag("STATISTIC").unwrap_or_default(),
            group: tag("SOURCE_GROUP"),
            scenario: tag("SCENARIO").unwrap_or_default(),
            run_id: tag("RUN_ID").unwrap_or_default(),
        }
    }

    /// Puts the tags into `dataset`.
    pub(super) fn write(&self, dataset: &mut Dataset) -> Result<(), GdalError> {
        for (name, value) in self.tags() {
            dataset.set_metadata_item(name, value, "")?;
        }
        Ok(())
    }
}

/// The tags of a TIFF file that tell of its shape and make, not of its content.
const STRUCTURE: [u16; 13] = [
    254, 256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 317, 339,
];

impl RasterLabel {
    /// What GDAL puts into the tags of a raster on `grid` with this label, whatever its values.
    pub(super) fn tags(&self, grid: &Grid) -> Result<Vec<Tag>, GdalError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let file = PathBuf::from(format!("/vsimem/pluim-label-{number}.tif"));
        if let Err(cause) = self.write(grid, &file) {
            // absent where it was never made
            let _ = unlink_mem_file(&file);
            return Err(cause);
        }
        let bytes = get_vsi_mem_file_bytes_owned(&file)?;
        let tags = read(&bytes)
            .ok_or_else(|| GdalError::BadArgument("a label that is no TIFF".to_owned()))?;
        let content = |tag: &Tag| !STRUCTURE.contains(&tag.code);
        Ok(tags.into_iter().filter(content).collect())
    }

    /// Writes a raster of one cell with this label.
    fn write(&self, grid: &Grid, file: &Path) -> Result<(), GdalError> {
        let options = RasterCreationOptions::from_iter(["ENDIANNESS=LITTLE", "BIGTIFF=NO"]);
        let driver = DriverManager::get_driver_by_name("GTiff")?;
        let mut dataset =
            driver.create_with_band_type_with_options::<f32, _>(file, 1, 1, 1, &options)?;
        let (west, north, cell) = (grid.west(), grid.north(), grid.cell());
        dataset.set_geo_transform(&[west, cell, 0.0, north, 0.0, -cell])?;
        if self.epsg != 0 {
            dataset.set_spatial_ref(&SpatialRef::from_epsg(self.epsg)?)?;
        }
        self.provenance.write(&mut dataset)?;
        let mut band = dataset.rasterband(1)?;
        band.set_no_data_value(Some(f64::from(NODATA)))?;
        band.set_description(&self.band)?;
        set_unit(&mut band, &self.unit)?;
        dataset.close()
    }
}
