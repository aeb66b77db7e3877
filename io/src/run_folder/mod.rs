//! The folder of a run: its rasters, its receptor table and its record.
//!
//! ```text
//! RUN/run.json                     the record
//! RUN/<pollutant>_<statistic>.tif  one raster a quantity
//! RUN/receptors.csv                one row a receptor
//! RUN/.finished                    finished parts, while the run is under way
//! RUN/.kernels                     mean kernels of the raster rung, for runs beside it
//! ```
//!
//! Every file appears under its name only when it is complete, and a lock keeps a second run out.

mod digest;
mod finished;
mod lock;
mod quantity;
mod receptors;
mod record;
mod results;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::lock::unwritable;
use crate::error::Result;
use crate::partial::PART;

pub(crate) use digest::Hashed;
pub use digest::{FileRecord, sha256_of};
pub use finished::FinishedParts;
pub use lock::FolderLock;
pub use quantity::Quantity;
pub use receptors::{Receptor, ReceptorTable};
pub use record::{
    EditedGroups, ErrorMapRecord, Hours, MeasuredError, MeasuredStatistic, Phase, Program, Record,
    Solver, StatisticsRecord, Times, UncertainGroup, VariantRecord, Warning, run_id,
};
pub use results::Results;

/// Name of the record in a run folder.
pub const RECORD: &str = "run.json";

/// Name of the receptor table in a run folder.
pub const RECEPTORS: &str = "receptors.csv";

/// A run folder that is open for writing, by this run alone.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    _lock: FolderLock,
}

impl RunFolder {
    /// Makes the folder where needed, keeps other runs out, and removes what a run that was broken
    /// off left half written. The record of an earlier run goes too: from now on it would no longer
    /// speak for the files beside it, and a folder without a record is one of a run that did not
    /// end.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or another run is writing there.
    pub fn open(path: &Path) -> Result<Self> {
        let refused = |cause: io::Error| unwritable(path, &cause);
        let lock = FolderLock::take(path)?;
        remove_parts(path).map_err(refused)?;
        remove_record(path).map_err(refused)?;
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the raster of `quantity` belongs.
    #[must_use]
    pub fn raster(&self, quantity: &Quantity) -> PathBuf {
        self.path.join(quantity.raster_file())
    }

    /// Where the receptor table belongs.
    #[must_use]
    pub fn receptors(&self) -> PathBuf {
        self.path.join(RECEPTORS)
    }

    /// Where the record belongs.
    #[must_use]
    pub fn record(&self) -> PathBuf {
        self.path.join(RECORD)
    }
}

/// Removes files under construction; only a run that was broken off can have left them.
fn remove_parts(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(PART) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn remove_record(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(RECORD)) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_kept_out_until_the_first_ends() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("deep/run");
        let first = RunFolder::open(&path).unwrap();
        let error = RunFolder::open(&path).unwrap_err();
        assert!(error.to_string().contains("a run under way"), "{error}");
        drop(first);
        RunFolder::open(&path).unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("run");
        fs::write(&path, "a file").unwrap();
        let error = RunFolder::open(&path).unwrap_err();
        assert_eq!(error.place().file, path);
        assert_eq!(fs::read_to_string(&path).unwrap(), "a file");
    }

    #[test]
    fn what_a_broken_run_left_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let half = root.path().join(".nox_mean.tif.part");
        let whole = root.path().join("nox_mean.tif");
        fs::write(&half, "half").unwrap();
        fs::write(&whole, "whole").unwrap();
        fs::write(root.path().join(RECORD), "{}").unwrap();
        RunFolder::open(root.path()).unwrap();
        assert!(!half.exists() && whole.exists());
        assert!(!root.path().join(RECORD).exists());
    }
}
