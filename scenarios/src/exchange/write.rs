//! CIMLK, written.

use std::path::{Path, PathBuf};

use pluim_io::cimlk::{CimlkGml, KnownTable, TableKind, spell_cimlk_gml};
use pluim_io::error::{InputError, Result as Read};
use pluim_io::partial::write_whole;
use pluim_io::write_error::WriteError;

use super::file::ExchangeFile;
use crate::error::Result;

/// The name under which GML is written.
const GML_FILE: &str = "cimlk.gml";

/// A file that was written.
pub(super) struct Written {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// How many rows of tables it holds.
    pub(super) rows: usize,
    /// Whether it is byte for byte one of the files that were read.
    pub(super) unchanged: bool,
    /// What must be said besides.
    pub(super) remarks: Vec<String>,
}

/// Writes a table for each kind.
///
/// # Errors
/// When two files hold tables of one kind, or a table cannot be written.
pub(super) fn write_tables(files: &[ExchangeFile], folder: &Path) -> Result<Vec<Written>> {
    let mut ready: Vec<(&ExchangeFile, &KnownTable, Vec<u8>)> = Vec::new();
    for file in files {
        for known in file.tables()? {
            let before = ready.iter().map(|(file, known, _)| (*file, known.kind));
            refuse_twice(before, file, known.kind)?;
            let bytes = known.table.to_bytes()?;
            check_again(known, &bytes, folder)?;
            ready.push((file, known, bytes));
        }
    }
    std::fs::create_dir_all(folder).map_err(|cause| WriteError::file(folder, cause))?;
    let write = |(file, known, bytes): (&ExchangeFile, &KnownTable, Vec<u8>)| {
        let path = folder.join(known.kind.file_name());
        write_whole(&path, &bytes)?;
        let (rows, unchanged) = (known.table.rows(), file.holds_bytes(&bytes));
        Ok(Written {
            path,
            rows,
            unchanged,
            remarks: Vec::new(),
        })
    };
    ready.into_iter().map(write).collect()
}

/// Writes one GML file with all that the files hold.
///
/// # Errors
/// When two files hold tables of one kind, a value has no spelling in GML, or the file cannot be
/// written.
pub(super) fn write_gml(files: &[ExchangeFile], folder: &Path) -> Result<Written> {
    let path = folder.join(GML_FILE);
    let mut kinds: Vec<(&ExchangeFile, TableKind)> = Vec::new();
    let mut content = CimlkGml::default();
    let mut rows = 0;
    for file in files {
        for known in file.tables()? {
            refuse_twice(kinds.iter().copied(), file, known.kind)?;
            kinds.push((file, known.kind));
            known.table.add_to(&mut content);
            rows += known.table.rows();
        }
    }
    let spelt = spell_cimlk_gml(&path, &content)?;
    std::fs::create_dir_all(folder).map_err(|cause| WriteError::file(folder, cause))?;
    write_whole(&path, &spelt.bytes)?;
    let unchanged = files.iter().any(|file| file.holds_bytes(&spelt.bytes));
    Ok(Written {
        path,
        rows,
        unchanged,
        remarks: spelt.left_out,
    })
}

fn refuse_twice<'a>(
    ready: impl IntoIterator<Item = (&'a ExchangeFile, TableKind)>,
    file: &ExchangeFile,
    kind: TableKind,
) -> Read<()> {
    let mut ready = ready.into_iter();
    let Some((before, _)) = ready.find(|(_, there)| *there == kind) else {
        return Ok(());
    };
    let fault = InputError::new(&file.path, format!("one file with {kind}"));
    let fault = fault.found(format!("{} has them too", before.path.display()));
    Err(fault.hint("write them to different folders"))
}

/// Reads what will be written, so that no file appears that could not be read again.
fn check_again(known: &KnownTable, bytes: &[u8], folder: &Path) -> Read<()> {
    let path = folder.join(known.kind.file_name());
    let again = known.kind.parse(&path, bytes.to_vec())?;
    if again.table.rows() == known.table.rows() && again.table.to_bytes()? == bytes {
        return Ok(());
    }
    Err(InputError::new(&path, "a table that reads back as it is"))
}
