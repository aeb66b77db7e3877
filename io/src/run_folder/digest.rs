//! Which bytes a run read and wrote.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{InputError, Result};
use crate::input_file::open;

/// A file and its bytes, as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Where it lies: an input as the scenario names it, an output relative to the run folder.
    pub path: String,
    /// What it was used for, such as `roads` or `meteorology`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl FileRecord {
    /// Reads all of `file` and records it under the name `path`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(file: &Path, path: impl Into<String>) -> Result<Self> {
        let (bytes, sha256) =
            digest(open(file)?).map_err(|it| InputError::unreadable(file, &it))?;
        Ok(Self {
            path: path.into(),
            role: None,
            bytes,
            sha256,
        })
    }

    /// Says what it was used for.
    #[must_use]
    pub fn used_as(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Whether `file` still has these bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn matches(&self, file: &Path) -> Result<bool> {
        let now = Self::of(file, "")?;
        Ok(now.bytes == self.bytes && now.sha256 == self.sha256)
    }
}

/// The SHA-256 of `bytes`, in hexadecimal.
///
/// ```
/// let empty = pluim_io::run_folder::sha256_of(b"");
/// assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
/// ```
#[must_use]
pub fn sha256_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn digest(mut from: File) -> io::Result<(u64, String)> {
    let mut hashed = Hashed::default();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = from.read(&mut piece)?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else {
            return Ok(hashed.finish());
        };
        hashed.write_all(read)?;
    }
}

/// Takes the bytes of a file.
#[derive(Default)]
pub(crate) struct Hashed {
    hash: Sha256,
    bytes: u64,
}

impl Hashed {
    /// How many bytes there were, and their SHA-256 in hexadecimal.
    pub(crate) fn finish(self) -> (u64, String) {
        (self.bytes, hexadecimal(&self.hash.finalize()))
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_larger_than_one_piece_has_the_hash_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.bin");
        let bytes: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
        std::fs::write(&file, &bytes).unwrap();
        let record = FileRecord::of(&file, "a.bin").unwrap();
        assert_eq!(
            (record.bytes, record.sha256.clone()),
            (200_000, sha256_of(&bytes))
        );
        assert!(record.matches(&file).unwrap());
        std::fs::write(&file, &bytes[1..]).unwrap();
        assert!(!record.matches(&file).unwrap());
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = FileRecord::of(Path::new("no/such.csv"), "a").unwrap_err();
        assert_eq!(error.place().file, Path::new("no/such.csv"));
    }
}
