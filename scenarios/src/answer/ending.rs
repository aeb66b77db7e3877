//! How a command ends: what it found, and where the files are.

use std::path::{Path, PathBuf};

use pluim_io::partial::write_whole;
use pluim_io::run_folder::RECORD;
use pluim_io::write_error::WriteError;
use serde_json::{Value, json};

use super::{apart, style};
use crate::error::Result;

/// What a command found and wrote.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What was found, for programs.
    pub record: Value,
    /// What was found, for people.
    pub text: String,
    /// Where the files are.
    pub folder: PathBuf,
    /// The files, relative to the folder.
    pub files: Vec<String>,
}

impl Answer {
    /// Writes the record as `<name>.json` and prints the answer, as JSON where asked for.
    pub(crate) fn end(mut self, name: &str, as_json: bool) -> Result<()> {
        let text = self.keep(name)?;
        if as_json {
            print!("{text}");
        } else {
            print!("{}", self.text);
            println!("results in {}: {}", self.folder.display(), self.listed());
        }
        Ok(())
    }

    /// Writes the record as `<name>.json`, and colours for the rasters; the text of the record.
    pub(crate) fn keep(&mut self, name: &str) -> Result<String> {
        for raster in self.files.iter().filter(|file| file.ends_with(".tif")) {
            style(&self.folder.join(raster))?;
        }
        let file = format!("{name}.json");
        self.files.push(file.clone());
        self.record["files"] = json!(self.files);
        let text = format!("{:#}\n", self.record);
        write_whole(&self.folder.join(&file), text.as_bytes())?;
        Ok(text)
    }
}

impl Answer {
    /// The files in a few words: maps are many, so that they are counted.
    fn listed(&self) -> String {
        let maps = self.files.iter().filter(|file| file.ends_with(".tif"));
        let maps = match maps.count() {
            0 => None,
            1 => Some("1 map".to_owned()),
            more => Some(format!("{more} maps")),
        };
        let others = self.files.iter().filter(|file| !file.ends_with(".tif"));
        let all: Vec<String> = maps.into_iter().chain(others.cloned()).collect();
        all.join(", ")
    }
}

/// Makes the folder that was asked for, which is not the run's own, or the one named after the
/// command in the run.
pub(crate) fn folder_for(out: Option<&Path>, run: &Path, command: &str) -> Result<PathBuf> {
    if let Some(out) = out {
        apart(out, [run.join(RECORD).as_path()])?;
    }
    let folder = out.map_or_else(|| run.join(command), Path::to_owned);
    std::fs::create_dir_all(&folder).map_err(|cause| WriteError::file(&folder, cause))?;
    Ok(folder)
}
