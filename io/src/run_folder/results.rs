//! What a run left, for reading.

use std::path::{Path, PathBuf};

use super::{FileRecord, Quantity, RECEPTORS, ReceptorTable, Record};
use crate::error::{InputError, Result};
use crate::raster::RasterFile;

/// The results of a run.
#[derive(Debug, Clone)]
pub struct Results {
    /// The run folder.
    pub folder: PathBuf,
    /// Its record.
    pub record: Record,
    /// What its rasters hold, in the order of the record: totals first, contributions after them.
    pub rasters: Vec<Quantity>,
    /// The rasters of errors, which are no concentrations and stand apart for that reason.
    pub error_maps: Vec<Quantity>,
}

impl Results {
    /// Opens the run in `folder`.
    ///
    /// # Errors
    /// When there is no record, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self> {
        let record = Record::read(folder)?;
        let quantity = |output: &FileRecord| Quantity::parse(output.path.strip_suffix(".tif")?);
        let all = record.outputs.iter().filter_map(quantity);
        let (error_maps, rasters) = all.partition(Quantity::is_error);
        Ok(Self {
            folder: folder.to_owned(),
            rasters,
            error_maps,
            record,
        })
    }

    /// Where the raster of `quantity` lies.
    #[must_use]
    pub fn path(&self, quantity: &Quantity) -> PathBuf {
        self.folder.join(quantity.raster_file())
    }

    /// The raster of `quantity`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn raster(&self, quantity: &Quantity) -> Result<RasterFile> {
        RasterFile::open(&self.path(quantity))
    }

    /// The rasters of all sources together.
    pub fn totals(&self) -> impl Iterator<Item = &Quantity> {
        self.rasters.iter().filter(|it| it.group().is_none())
    }

    /// The rasters of the source groups that make up `total`.
    pub fn parts<'a>(&'a self, total: &'a Quantity) -> impl Iterator<Item = &'a Quantity> {
        self.rasters.iter().filter(|it| it.is_part_of(total))
    }

    /// The receptor table; none where the run had no receptors.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn receptors(&self) -> Result<Option<ReceptorTable>> {
        let file = self.folder.join(RECEPTORS);
        let written = self.record.outputs.iter().any(|it| it.path == RECEPTORS);
        written.then(|| ReceptorTable::read(&file)).transpose()
    }

    /// Refuses a run in which nothing can be looked up.
    ///
    /// # Errors
    /// When it holds neither a raster nor receptors.
    pub fn check_filled(&self) -> Result<()> {
        let filled =
            !self.rasters.is_empty() || self.record.outputs.iter().any(|it| it.path == RECEPTORS);
        if filled {
            return Ok(());
        }
        Err(InputError::new(&self.folder, "a run with rasters or receptors").found("neither"))
    }
}
