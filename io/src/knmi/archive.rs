//! The text of a file, or of the one text file within a zip file.

use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::string::FromUtf8Error;

use zip::ZipArchive;

use crate::error::{Fault, InputError, Result, refuse_wide};
use crate::input_file::{at_most, open};

/// Reads a text file, or the only text file in a zip file.
pub(super) fn read(file: &Path) -> Result<String> {
    let mut reader = BufReader::new(open(file)?);
    let mut start = [0; 4];
    let zipped = reader.read_exact(&mut start).is_ok() && is_zip(&start);
    reader
        .rewind()
        .map_err(|cause| InputError::unreadable(file, &cause))?;
    if zipped {
        unzip(file, reader)
    } else {
        take(file, reader)
    }
}

/// The text of bytes that are a text or a zip file with one text.
pub(super) fn decode(file: &Path, bytes: Vec<u8>) -> Result<String> {
    if is_zip(&bytes) {
        unzip(file, Cursor::new(bytes))
    } else {
        take(file, bytes.as_slice())
    }
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn unzip(file: &Path, reader: impl Read + Seek) -> Result<String> {
    let broken = |cause: &dyn std::fmt::Display| Fault::new("a zip file").found(cause).at(file);
    let mut archive = ZipArchive::new(reader).map_err(|cause| broken(&cause))?;
    let is_text = |name: &&str| name.to_lowercase().ends_with(".txt");
    let texts: Vec<String> = archive
        .file_names()
        .filter(is_text)
        .map(str::to_owned)
        .collect();
    let [name] = texts.as_slice() else {
        let fault = Fault::new("one .txt file in the zip file");
        return Err(fault.found(format!("{} of them", texts.len())).at(file));
    };
    let text = archive.by_name(name).map_err(|cause| broken(&cause))?;
    take(file, text)
}

/// Characters that are not UTF-8 occur in remarks of old files only; among the numbers they are
/// refused when the number is read.
fn take(file: &Path, reader: impl Read) -> Result<String> {
    let bytes = at_most(reader).map_err(|cause| InputError::unreadable(file, &cause))?;
    let Some(bytes) = bytes else {
        let fault = Fault::new("hourly weather of at most 1 GiB");
        return Err(fault.found("a larger text").at(file));
    };
    refuse_wide(file, &bytes)?;
    let lossy = |fault: FromUtf8Error| String::from_utf8_lossy(fault.as_bytes()).into_owned();
    Ok(String::from_utf8(bytes).unwrap_or_else(lossy))
}
