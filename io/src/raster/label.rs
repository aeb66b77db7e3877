//! What a raster says of itself in its tags.

use gdal::errors::GdalError;
use gdal::{Dataset, Metadata};

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
