//! Finished parts of a run under way, from which it goes on when it was broken off.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::sha256_of;
use crate::write_error::{Result, WriteError};

/// Name of the folder with finished parts in a run folder.
const FINISHED: &str = ".finished";
/// Bytes of the checksum behind a part.
const CHECKSUM: usize = size_of::<u32>();

/// Finished parts of a run, in a hidden folder of the run folder.
///
/// They lie under a name that follows from all that they depend on, so that parts of another
/// scenario, other inputs or another program are never taken. A checksum tells a part that a power
/// cut left half written, which then counts as absent.
///
/// ```
/// use pluim_io::run_folder::FinishedParts;
/// let run = tempfile::tempdir()?;
/// let parts = FinishedParts::open(run.path(), "scenario, inputs, program")?;
/// assert_eq!(parts.find("rows-0"), None);
/// parts.keep("rows-0", &[1, 2, 3])?;
/// let again = FinishedParts::open(run.path(), "scenario, inputs, program")?;
/// assert_eq!(again.find("rows-0"), Some(vec![1, 2, 3]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FinishedParts {
    all: PathBuf,
    own: PathBuf,
}

impl FinishedParts {
    /// The parts in the run folder `run` that depend on what `depends_on` tells; parts of anything
    /// else are removed.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(run: &Path, depends_on: &str) -> Result<Self> {
        let all = run.join(FINISHED);
        let mut key = sha256_of(depends_on.as_bytes());
        key.truncate(16);
        let own = all.join(key);
        let refused = |cause| WriteError::file(&all, cause);
        fs::create_dir_all(&own).map_err(refused)?;
        for entry in fs::read_dir(&all).map_err(refused)? {
            let other = entry.map_err(refused)?.path();
            if other != own {
                fs::remove_dir_all(other).map_err(refused)?;
            }
        }
        Ok(Self { all, own })
    }

    /// The bytes of a part; none where it is absent or damaged.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.own.join(name)).ok()?;
        let checksum = bytes.split_off(bytes.len().checked_sub(CHECKSUM)?);
        (checksum == crc32fast::hash(&bytes).to_le_bytes()).then_some(bytes)
    }

    /// Keeps a part. It need not have reached the disk when this returns: what a power cut takes
    /// is computed again.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let part = self.own.join(format!("{name}.part"));
        let checksum = crc32fast::hash(bytes).to_le_bytes();
        let written = write(&part, &[bytes, &checksum]);
        let renamed = written.and_then(|()| fs::rename(&part, self.own.join(name)));
        renamed.map_err(|cause| WriteError::file(&self.own, cause))
    }

    /// Removes all parts, when the run is complete.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.all).map_err(|cause| WriteError::file(&self.all, cause))
    }
}

fn write(file: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    use io::Write;
    let mut to = fs::File::create(file)?;
    pieces.iter().try_for_each(|piece| to.write_all(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_something_else_go() {
        let run = tempfile::tempdir().unwrap();
        FinishedParts::open(run.path(), "a")
            .unwrap()
            .keep("x", &[1])
            .unwrap();
        assert_eq!(
            FinishedParts::open(run.path(), "b").unwrap().find("x"),
            None
        );
        assert_eq!(
            FinishedParts::open(run.path(), "a").unwrap().find("x"),
            None
        );
    }

    #[test]
    fn a_damaged_part_is_not_found() {
        let run = tempfile::tempdir().unwrap();
        let parts = FinishedParts::open(run.path(), "a").unwrap();
        parts.keep("x", &[1, 2, 3, 4]).unwrap();
        let file = parts.own.join("x");
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 1;
            fs::write(&file, &spoilt).unwrap();
            assert_eq!(parts.find("x"), None, "byte {at}");
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(parts.find("x"), None, "{at} bytes");
        }
    }

    #[test]
    fn nothing_stays_of_a_complete_run() {
        let run = tempfile::tempdir().unwrap();
        let parts = FinishedParts::open(run.path(), "a").unwrap();
        parts.keep("x", &[1]).unwrap();
        parts.remove().unwrap();
        assert_eq!(fs::read_dir(run.path()).unwrap().count(), 0);
    }
}
