//! Files that are read: only plain ones, and never more text than memory can be asked for.
//!
//! A device such as `/dev/zero` has no end, and a pipe cannot be read twice, which the hashes in
//! the record of a run need.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::{InputError, Result};

/// The most bytes that a compressed text may unfold to: a stop to bombs.
const MOST: u64 = 1 << 30;

/// Refuses what is no plain file, or a link to one.
///
/// # Errors
/// When the file is missing, may not be looked at, or is a folder, a device, a pipe or a socket.
pub fn check_plain(file: &Path) -> Result<()> {
    let found = fs::metadata(file).map_err(|cause| InputError::unreadable(file, &cause))?;
    if found.is_file() {
        return Ok(());
    }
    Err(InputError::new(file, "a file that can be read").found(kind(found.file_type())))
}

/// Opens a plain file.
///
/// # Errors
/// As [`check_plain`], and when it may not be read.
pub fn open(file: &Path) -> Result<File> {
    check_plain(file)?;
    File::open(file).map_err(|cause| InputError::unreadable(file, &cause))
}

/// The bytes of a plain file.
///
/// # Errors
/// As [`open`], and when reading fails.
pub fn read_bytes(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = open(file)?.read_to_end(&mut bytes);
    read.map_err(|cause| InputError::unreadable(file, &cause))?;
    Ok(bytes)
}

/// `bytes` read from `file`, without the gzip around them where there is any.
///
/// # Errors
/// When the gzip is broken, or unfolds to more than a gigabyte.
pub(crate) fn inflate(file: &Path, bytes: Vec<u8>) -> Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let plain = at_most(MultiGzDecoder::new(bytes.as_slice()));
    let plain =
        plain.map_err(|cause| InputError::new(file, "a gzip file that is whole").found(cause))?;
    plain.ok_or_else(|| {
        InputError::new(file, "a gzip file of at most 1 GiB of text").found("a larger text")
    })
}

/// All that `reader` gives, unless it is more than a gigabyte.
pub(crate) fn at_most(reader: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(MOST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MOST).then_some(bytes))
}

fn kind(found: FileType) -> &'static str {
    if found.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if found.is_fifo() {
            return "a pipe";
        }
        if found.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_missing_files_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_bytes(folder.path()).unwrap_err().to_string();
        assert!(error.contains("a folder"), "{error}");
        let error = read_bytes(&folder.path().join("a"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("no such file"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_refused() {
        let error = read_bytes(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(error.contains("a device"), "{error}");
    }
}
