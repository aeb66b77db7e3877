//! A lock that keeps other runs out of a folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{InputError, Result};

/// Name of the file by whose lock a run keeps others out.
const LOCK: &str = ".lock";

/// The right to write in a folder. The system takes it back when the program ends, however it
/// ends, so that a run that was killed locks nobody out.
#[derive(Debug)]
pub struct FolderLock(#[allow(dead_code, reason = "locked as long as it is open")] File);

impl FolderLock {
    /// Makes the folder where needed and keeps other runs out of it.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or another run is writing there.
    pub fn take(folder: &Path) -> Result<Self> {
        let refused = |cause: io::Error| unwritable(folder, &cause);
        fs::create_dir_all(folder).map_err(refused)?;
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))
            .map_err(refused)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(folder)),
            Err(TryLockError::Error(cause)) => return Err(refused(cause)),
        }
        writeln!(
            file,
            "a run of pluim writes here while it holds the lock of this file"
        )
        .map_err(refused)?;
        Ok(Self(file))
    }
}

pub(super) fn unwritable(path: &Path, cause: &io::Error) -> InputError {
    InputError::new(path, "a folder that can be made and written")
        .found(cause)
        .hint("choose another with --out")
}

fn in_use(path: &Path) -> InputError {
    InputError::new(path, "a folder that no other run is writing")
        .found("a run under way")
        .hint("wait until it ends or choose another folder with --out")
}
