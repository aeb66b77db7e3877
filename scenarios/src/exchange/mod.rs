//! `pluim exchange`: files of the Dutch exchange formats, read in full, and CIMLK written as tables
//! or as GML.

mod file;
mod write;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use pluim_io::error::{InputError, Result as Read};
use serde_json::json;

use self::file::ExchangeFile;
use self::write::{Written, write_gml, write_tables};
use crate::answer::apart;
use crate::error::Result;

/// Arguments of `pluim exchange`.
#[derive(Debug, Args)]
pub struct ExchangeArgs {
    /// CIMLK files (CSV or GML) and IMAER files (GML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the CIMLK here, under the names of the standard
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The form in which it is written
    #[arg(long, value_enum, default_value_t, requires = "out")]
    pub format: Form,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A form of CIMLK.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A table for each kind
    #[default]
    Csv,
    /// One GML file
    Gml,
}

/// Runs the command.
///
/// # Errors
/// When any file is wrong, two hold tables of one kind, or a value has no spelling in the form;
/// then nothing is written. When the result cannot be written.
pub fn execute(args: &ExchangeArgs) -> Result<()> {
    let files = read_all(&args.files)?;
    let written = match &args.out {
        Some(folder) => {
            apart(folder, args.files.iter().map(PathBuf::as_path))?;
            match args.format {
                Form::Csv => write_tables(&files, folder)?,
                Form::Gml => vec![write_gml(&files, folder)?],
            }
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
    for file in written {
        let how = if file.unchanged {
            ", byte for byte as it was"
        } else {
            ""
        };
        let _ = writeln!(text, "{}: {} rows{how}", file.path.display(), file.rows);
        for remark in &file.remarks {
            let _ = writeln!(text, "{:>8} {remark}", "note:");
        }
    }
    if let Some(folder) = folder {
        let files = if written.len() == 1 { "file" } else { "files" };
        let _ = writeln!(text, "{} {files} in {}", written.len(), folder.display());
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
            "remarks": table.remarks,
        })
    };
    json!({
        "files": files.iter().map(file).collect::<Vec<_>>(),
        "written": written.iter().map(table).collect::<Vec<_>>(),
    })
}
