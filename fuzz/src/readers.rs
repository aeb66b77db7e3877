//! Every reader as a function of bytes, which must end without a panic whatever the bytes are.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use pluim::scenario::read_scenario;
use pluim_core::grid::Grid;
use pluim_io::aermet::{self, Reading};
use pluim_io::aermod::ControlFile;
use pluim_io::background::BackgroundGrid;
use pluim_io::cimlk::{
    Correction, Document, LivestockReceptor, LivestockSource, Measure, ReceptorLink,
    ReceptorResult, Record, Road, parse_cimlk_gml,
};
use pluim_io::emission_factors::parse_emission_factors;
use pluim_io::imaer::parse_imaer;
use pluim_io::knmi::{Selection, parse_hours};
use pluim_io::observation::{self, Columns};
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};
use pluim_io::vector::{VectorQuery, read_sources};
use tempfile::TempDir;

/// A reader, fed with bytes.
pub type Target = fn(&[u8]);

/// Every reader, under the name of its fuzz target and of the folder with its seeds.
pub const TARGETS: [(&str, Target); 14] = [
    ("scenario", scenario),
    ("cimlk", cimlk),
    ("imaer", imaer_gml),
    ("knmi", knmi),
    ("aermet", aermet_files),
    ("aermod", aermod_control),
    ("background", background),
    ("observation", observations),
    ("hours", station_hours),
    ("cimlk_gml", cimlk_gml),
    ("vector", sources),
    ("vector_csv", sources_in_table),
    ("factors", factors),
    ("label", label),
];

/// What stands between the surface and the profile file in the bytes of the `aermet` target.
pub const BETWEEN: &[u8] = b"=====\n";

/// A scenario file.
pub fn scenario(bytes: &[u8]) {
    with_file("scenario.toml", bytes, |file| {
        let _ = read_scenario(file, None);
    });
}

/// A CIMLK table of any kind; what is read is written and read again.
pub fn cimlk(bytes: &[u8]) {
    table::<Road>(bytes);
    table::<ReceptorLink>(bytes);
    table::<Measure>(bytes);
    table::<Correction>(bytes);
    table::<ReceptorResult>(bytes);
    table::<LivestockSource>(bytes);
    table::<LivestockReceptor>(bytes);
}

fn table<T: Record>(bytes: &[u8]) {
    let file = Path::new("table.csv");
    if let Ok(document) = Document::<T>::from_bytes(file, bytes.to_vec()) {
        let written = document.to_bytes().expect("a table that was read");
        let again = Document::<T>::from_bytes(file, written);
        assert!(again.is_ok(), "{:?}", again.err());
    }
}

/// An IMAER GML file.
pub fn imaer_gml(bytes: &[u8]) {
    let _ = parse_imaer(Path::new("a.gml"), &String::from_utf8_lossy(bytes));
}

/// Hourly weather of KNMI, as text or zip.
pub fn knmi(bytes: &[u8]) {
    let _ = parse_hours(
        Path::new("a.txt"),
        bytes.to_vec(),
        &Selection::years(2020..=2021),
    );
}

/// A surface and a profile file of AERMET, one after the other with [`BETWEEN`] between them.
pub fn aermet_files(bytes: &[u8]) {
    let cut = bytes
        .windows(BETWEEN.len())
        .position(|it| it == BETWEEN)
        .unwrap_or(bytes.len());
    let profile = bytes.get(cut + BETWEEN.len()..).unwrap_or_default();
    with_file("a.sfc", &bytes[..cut], |surface| {
        with_file("a.pfl", profile, |profile| {
            let _ = aermet::read(surface, profile, Reading::default());
        });
    });
}

/// A control file of AERMOD.
pub fn aermod_control(bytes: &[u8]) {
    let _ = ControlFile::parse(&folder().join("a.inp"), &String::from_utf8_lossy(bytes));
}

/// A grid of background concentrations.
pub fn background(bytes: &[u8]) {
    with_file("a.asc", bytes, |file| {
        let _ = BackgroundGrid::read(file, 28992);
    });
}

/// Measurements: an export of Luchtmeetnet or a table.
pub fn observations(bytes: &[u8]) {
    with_file("a.csv", bytes, |file| {
        let _ = observation::read(file, &Columns::default(), 28992);
    });
}

/// Hour by hour what a station measured.
pub fn station_hours(bytes: &[u8]) {
    with_file("hours.csv", bytes, |file| {
        let _ = observation::read_hours(file, "NL1");
    });
}

/// A CIMLK file in GML.
pub fn cimlk_gml(bytes: &[u8]) {
    let _ = parse_cimlk_gml(Path::new("a.gml"), &String::from_utf8_lossy(bytes));
}

const QUERY: VectorQuery<'static> = VectorQuery {
    epsg: 28992,
    layer: None,
};

/// Sources in GeoJSON.
pub fn sources(bytes: &[u8]) {
    with_file("a.geojson", bytes, |file| {
        let _ = read_sources(file, &QUERY);
    });
}

/// Sources in a table.
pub fn sources_in_table(bytes: &[u8]) {
    with_file("sources.csv", bytes, |file| {
        let _ = read_sources(file, &QUERY);
    });
}

/// Emission factors of roads.
pub fn factors(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = parse_emission_factors(Path::new("factors.csv"), &text);
}

/// The label of a raster that is written, unit included, which passes through a call of GDAL
/// without a safe counterpart.
pub fn label(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = folder().join("label.tif");
    let grid = Grid::covering([0.0, 0.0, 20.0, 10.0], 10.0).expect("a grid of two cells");
    let label = RasterLabel {
        epsg: 28992,
        band: text.clone(),
        unit: text,
        provenance: Provenance::default(),
    };
    if let Ok(mut writer) = RasterWriter::create(&file, &grid, &label, Settings::default()) {
        let _ = writer.write_rows(&[1.0, 2.0]);
        let _ = writer.finish();
    }
}

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// A folder of this thread, for readers that take files.
fn folder() -> PathBuf {
    FOLDER.with(|it| {
        let made = it.get_or_init(|| TempDir::new().expect("a temporary folder"));
        made.path().to_owned()
    })
}

fn with_file(name: &str, bytes: &[u8], read: impl FnOnce(&Path)) {
    let file = folder().join(name);
    std::fs::write(&file, bytes).expect("a temporary file");
    read(&file);
}
