//! AERMET: hourly meteorology for AERMOD, in a surface (`.SFC`) and a profile (`.PFL`) file.
//!
//! Both may be compressed (`.gz`). Hours are read with AERMOD's own rules for calms and missing
//! values (user's guide, appendix C; metext of the published source): a calm hour has a wind
//! speed of exactly 0, a missing hour lacks wind, temperature or a scale of its boundary layer.
//! Both stay in the series and are counted, so that averages can weigh them as AERMOD does.

mod checks;
mod hour;
mod profile;
mod record;
mod stamp;
mod surface;

use std::path::{Path, PathBuf};

use crate::error::{Result, decode};
use crate::input_file::{inflate, read_bytes};

pub use checks::DateChecks;
pub use hour::{MetHour, Missing, Turbulence, TurbulenceFilter, Weather};
pub use stamp::Stamp;
pub use surface::Header;

/// Meteorology as AERMOD sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Meteorology {
    /// What the surface file says of itself.
    pub header: Header,
    /// Every hour, in the order of the file.
    pub hours: Vec<MetHour>,
    /// The files as they were read, the surface file first.
    pub files: [PathBuf; 2],
    /// Remarks on dates that do not follow one another, where they are let pass.
    pub gaps: Vec<String>,
}

/// How to read meteorology.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// What to do about hours that do not follow one another.
    pub date_checks: DateChecks,
    /// Which observed turbulence to use.
    pub turbulence: TurbulenceFilter,
    /// Elevation of the foot of the profile above sea level (m).
    pub base_elevation: f64,
    /// Angle subtracted from every wind direction (degrees).
    pub rotation: f64,
}

/// Reads a surface and a profile file.
///
/// # Errors
/// When a file cannot be read, a record is incomplete or not a number, the hours of the two
/// files differ, or hours do not follow one another and `reading` forbids that.
pub fn read(surface: &Path, profile: &Path, reading: Reading) -> Result<Meteorology> {
    let (surface_file, surface_text) = read_plain_or_gz(surface)?;
    let (profile_file, profile_text) = read_plain_or_gz(profile)?;
    let surface = surface::parse(&surface_file, &surface_text)?;
    let profile = profile::parse(&profile_file, &profile_text)?;
    let gaps = checks::check(&surface_file, &surface.records, reading.date_checks)?;
    let hours = hour::join(&surface, &profile, &reading)?;
    Ok(Meteorology {
        header: surface.header,
        hours,
        files: [surface_file, profile_file],
        gaps,
    })
}

/// The text of the file at `path`, or of its compressed sibling `path.gz`.
fn read_plain_or_gz(path: &Path) -> Result<(PathBuf, String)> {
    let mut zipped = path.as_os_str().to_owned();
    zipped.push(".gz");
    let zipped = PathBuf::from(zipped);
    let file = match !path.exists() && zipped.exists() {
        true => zipped,
        false => path.to_owned(),
    };
    let bytes = read_bytes(&file)?;
    let bytes = inflate(&file, bytes)?;
    let text = decode(&file, bytes)?;
    Ok((file, text))
}
