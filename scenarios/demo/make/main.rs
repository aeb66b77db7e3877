//! Makes the data of the demo: Pluimwijk, a municipality that does not exist.
//!
//! `cargo run -p pluim-io --example make_demo` writes the files beside this folder again; the same
//! source gives the same files. With `--check` it only compares, and fails where they differ.

mod curve;
mod random;
mod receptors;
mod roads;
mod sources;
mod weather;

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Name of the weather within its zip file, and before the ending of that file.
const WEATHER: &str = "uurgeg_999_2023";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/demo");
    let check = std::env::args().any(|word| word == "--check");
    let roads = roads::all();
    let tables = [
        ("Wegdelen.csv", roads::csv(&roads)),
        ("Receptoren.csv", receptors::csv(&roads)),
        ("stacks.geojson", sources::stacks()),
        ("wood_stoves.geojson", sources::wood_stoves()),
        ("neighbourhoods.geojson", sources::neighbourhoods()),
        ("canal.geojson", sources::canal()),
    ];
    for (name, text) in tables {
        let file = folder.join(name);
        let same = fs::read_to_string(&file).is_ok_and(|old| old == text);
        settle(name, same, check, || Ok(fs::write(&file, &text)?))?;
    }
    let (file, text) = (folder.join(WEATHER).with_extension("zip"), weather::text());
    let same = unzipped(&file).is_ok_and(|old| old == text);
    settle(WEATHER, same, check, || {
        Ok(fs::write(&file, zipped(&text)?)?)
    })
}

/// Writes a file that differs, or complains of it.
fn settle(
    name: &str,
    same: bool,
    check: bool,
    write: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    match (same, check) {
        (true, _) => println!("{name}: as it was"),
        (false, true) => return Err(format!("{name} differs from what make_demo makes").into()),
        (false, false) => {
            write()?;
            println!("{name}: written");
        }
    }
    Ok(())
}

fn zipped(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(9));
    archive.start_file(format!("{WEATHER}.txt"), options)?;
    archive.write_all(text.as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

fn unzipped(file: &Path) -> Result<String, Box<dyn Error>> {
    let mut archive = ZipArchive::new(fs::File::open(file)?)?;
    let mut text = String::new();
    archive.by_index(0)?.read_to_string(&mut text)?;
    Ok(text)
}
