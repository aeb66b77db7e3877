//! `pluim exchange`: files of the Dutch exchange formats, read in full, and CIMLK tables written.

mod file;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use pluim_io::cimlk::{KnownTable, TableKind};
use pluim_io::error::{InputError, Result as Read};
use pluim_io::partial::write_whole;
use pluim_io::write_error::WriteError;
use serde_json::json;

use self::file::ExchangeFile;
use crate::answer::apart;
use crate::error::Result;

/// Arguments of `pluim exchange`.
#[derive(Debug, Args)]
pub struct ExchangeArgs {
    /// CIMLK files (CSV or GML) and IMAER files (GML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the CIMLK tables here, under the names of the standard
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A table that was written.
struct Written {
    path: PathBuf,
    rows: usize,
    unchanged: bool,
}

/// Runs the command.
///
/// # Errors
/// When any file is wrong or two hold tables of one kind; then nothing is written. When a table
/// cannot be written.
pub fn execute(args: &ExchangeArgs) -> Result<()> {
    let files = read_all(&args.files)?;
    let written = match &args.out {
        Some(folder) => {
            apart(folder, args.files.iter().map(PathBuf::as_path))?;
            write_all(&files, folder)?
        }
        None => Vec::new(),
    };
    if args.json {
        println!("{:#}", as_json(&files, &written));
    } else {
        print!("{}", text(&files, &written, args.out.as_deref()));
    }
    Ok(())
}

/// Reads every file. All faults but the last are told here, so that one call finds those of all
/// files.
fn read_all(paths: &[PathBuf]) -> Read<Vec<ExchangeFile>> {
    let (good, bad): (Vec<_>, Vec<_>) = paths
        .iter()
        .map(|path| ExchangeFile::read(path))
        .partition(Read::is_ok);
    let mut faults: Vec<InputError> = bad.into_iter().filter_map(Read::err).collect();
    let Some(last) = faults.pop() else {
        return good.into_iter().collect();
    };
    for fault in faults {
        eprintln!("pluim: {fault}");
    }
    Err(last)
}

fn write_all(files: &[ExchangeFile], folder: &Path) -> Result<Vec<Written>> {
    let mut ready: Vec<(&ExchangeFile, &KnownTable, Vec<u8>)> = Vec::new();
    for file in files {
        for known in file.tables()? {
            refuse_twice(&ready, file, known.kind)?;
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
        })
    };
    ready.into_iter().map(write).collect()
}

fn refuse_twice(
    ready: &[(&ExchangeFile, &KnownTable, Vec<u8>)],
    file: &ExchangeFile,
    kind: TableKind,
) -> Read<()> {
    let Some((before, ..)) = ready.iter().find(|(_, known, _)| known.kind == kind) else {
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

// Writing to a string cannot fail.
fn text(files: &[ExchangeFile], written: &[Written], folder: Option<&Path>) -> String {
    let mut text = String::new();
    for file in files {
        let _ = writeln!(text, "{}: {}", file.path.display(), file.format());
        for (count, what) in file.holds() {
            let _ = writeln!(text, "{count:>8} {what}");
        }
        for remark in file.remarks() {
            let _ = writeln!(text, "{:>8} {remark}", "note:");
        }
    }
    for table in written {
        let how = if table.unchanged {
            ", byte for byte as it was"
        } else {
            ""
        };
        let _ = writeln!(text, "{}: {} rows{how}", table.path.display(), table.rows);
    }
    if let Some(folder) = folder {
        let _ = writeln!(text, "{} tables in {}", written.len(), folder.display());
    }
    text
}

fn as_json(files: &[ExchangeFile], written: &[Written]) -> serde_json::Value {
    let file = |file: &ExchangeFile| {
        let holds: serde_json::Map<_, _> = file
            .holds()
            .into_iter()
            .map(|(count, what)| (what, json!(count)))
            .collect();
        json!({
            "file": file.path.display().to_string(),
            "format": file.format(),
            "holds": holds,
            "remarks": file.remarks(),
        })
    };
    let table = |table: &Written| {
        json!({
            "file": table.path.display().to_string(),
            "rows": table.rows,
            "unchanged": table.unchanged,
        })
    };
    json!({
        "files": files.iter().map(file).collect::<Vec<_>>(),
        "written": written.iter().map(table).collect::<Vec<_>>(),
    })
}
