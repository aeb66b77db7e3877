//! Files that appear under their name only when they are complete.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::write_error::{Result, WriteError};

/// A file under construction: it lies beside its target under a hidden name, takes the target's
/// name in one step when [`complete`](Self::complete) is called, and is removed otherwise.
///
/// A reader of the target sees the old file or the new one, never half of one. Only one such file
/// may be under construction per target at a time; inside a run folder its lock sees to that.
///
/// ```
/// use pluim_io::partial::PartialFile;
/// let folder = tempfile::tempdir()?;
/// let target = folder.path().join("table.csv");
/// let file = PartialFile::beside(&target);
/// std::fs::write(file.path(), "id,x,y\n")?;
/// assert!(!target.exists());
/// file.complete()?;
/// assert_eq!(std::fs::read_to_string(&target)?, "id,x,y\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct PartialFile {
    target: PathBuf,
    part: PathBuf,
}

/// How the name of a file under construction ends.
pub const PART: &str = ".part";

impl PartialFile {
    /// The file under construction for `target`; nothing is written yet.
    #[must_use]
    pub fn beside(target: &Path) -> Self {
        Self::with_ending(target, PART)
    }

    /// As [`beside`](Self::beside), with `ending` after the target's name; it should end with
    /// [`PART`].
    #[must_use]
    pub fn with_ending(target: &Path, ending: &str) -> Self {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(ending);
        Self {
            target: target.to_owned(),
            part: target.with_file_name(name),
        }
    }

    /// Where to write.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Gives the file its name, after its bytes have reached the disk.
    ///
    /// # Errors
    /// When the file was not written, the disk is full, or the target cannot be replaced.
    pub fn complete(self) -> Result<()> {
        self.rename()
            .map_err(|cause| WriteError::file(&self.target, cause))
    }

    fn rename(&self) -> io::Result<()> {
        File::open(&self.part)?.sync_all()?;
        fs::rename(&self.part, &self.target)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        // Absent after completion; where removal fails there is nobody left to tell.
        let _ = fs::remove_file(&self.part);
    }
}

/// Writes `bytes` to `target` in one step.
///
/// # Errors
/// When the folder cannot be written or the disk is full.
pub fn write_whole(target: &Path, bytes: &[u8]) -> Result<()> {
    let file = PartialFile::beside(target);
    File::create(file.path())
        .and_then(|mut to| to.write_all(bytes))
        .map_err(|cause| WriteError::file(target, cause))?;
    file.complete()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abandoned_file_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = PartialFile::beside(&folder.path().join("a.csv"));
        fs::write(file.path(), "half").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_old_file_stays_until_the_new_one_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        write_whole(&target, b"old").unwrap();
        let file = PartialFile::beside(&target);
        fs::write(file.path(), "new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        file.complete().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write_whole(Path::new("no/such/folder/a.csv"), b"").unwrap_err();
        assert!(error.to_string().starts_with("no/such/folder/a.csv"));
    }
}
