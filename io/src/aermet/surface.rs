//! The surface file: one header line, then one line an hour.

use std::path::{Path, PathBuf};

use pluim_core::boundary_layer::FrictionMethod;

use super::Stamp;
use super::record::Record;
use crate::error::{InputError, Result};

/// What a surface file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// Latitude as written, such as `33.65N`.
    pub latitude: String,
    /// Longitude as written, such as `84.417W`.
    pub longitude: String,
    /// Identifier of the upper-air station.
    pub upper_air: String,
    /// Identifier of the surface station.
    pub surface: String,
    /// Identifier of the on-site station; empty without one.
    pub onsite: String,
    /// Version of AERMET: six characters.
    pub version: String,
    /// How the friction velocity of stable hours was found.
    pub friction_method: FrictionMethod,
    /// What follows the version.
    pub flags: String,
}

/// One hour of a surface file, as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SurfaceRecord {
    pub(super) line: u64,
    pub(super) stamp: Stamp,
    /// H (W/m2).
    pub(super) heat_flux: f64,
    /// u* (m/s).
    pub(super) friction_velocity: f64,
    /// w* (m/s).
    pub(super) convective_velocity: f64,
    /// Potential temperature gradient above the mixed layer (K/m).
    pub(super) gradient_aloft: f64,
    /// z_ic (m).
    pub(super) convective_height: f64,
    /// z_im (m).
    pub(super) mechanical_height: f64,
    /// L (m).
    pub(super) monin_obukhov_length: f64,
    /// z0 (m).
    pub(super) roughness_length: f64,
    pub(super) bowen_ratio: f64,
    pub(super) albedo: f64,
    /// m/s.
    pub(super) wind_speed: f64,
    /// Degrees.
    pub(super) wind_direction: f64,
    /// m.
    pub(super) wind_height: f64,
    /// K.
    pub(super) temperature: f64,
    /// m.
    pub(super) temperature_height: f64,
    pub(super) precipitation_code: f64,
    /// mm/h.
    pub(super) precipitation_rate: f64,
    /// %.
    pub(super) relative_humidity: f64,
    /// hPa.
    pub(super) pressure: f64,
    /// Tenths.
    pub(super) cloud_cover: f64,
}

/// A surface file.
pub(super) struct Surface {
    pub(super) header: Header,
    pub(super) records: Vec<SurfaceRecord>,
    pub(super) file: PathBuf,
}

/// The value of fields that a short record leaves out.
pub(super) const ABSENT: f64 = -9.0e9;

/// Reads the text of a surface file.
pub(super) fn parse(file: &Path, text: &str) -> Result<Surface> {
    let mut lines = (1u64..).zip(text.lines());
    let header = match lines.next() {
        Some((_, line)) => header(file, line)?,
        None => return Err(no_header(file, "an empty file")),
    };
    let mut records = Vec::new();
    for (number, line) in lines {
        // A file of several years may repeat its header, which alone holds colons.
        if line.trim().is_empty() || line.contains(':') {
            continue;
        }
        records.push(hour(&Record::new(file, number, line))?);
    }
    if records.is_empty() {
        return Err(InputError::new(file, "at least one hour after the header").found("none"));
    }
    Ok(Surface {
        header,
        records,
        file: file.to_owned(),
    })
}

fn no_header(file: &Path, found: &str) -> InputError {
    let rule = "the header of an AERMET surface file, with UA_ID: and SF_ID:";
    InputError::new(file, rule).line(1).found(found)
}

fn header(file: &Path, line: &str) -> Result<Header> {
    let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest);
    if !line.contains("UA_ID:") || !line.contains("SF_ID:") {
        return Err(no_header(file, line.trim()));
    }
    // early files have a number at the end instead
    let rest =
        after("VERSION:").unwrap_or_else(|| line.split_whitespace().last().unwrap_or_default());
    let split = rest.char_indices().nth(6).map_or(rest.len(), |(at, _)| at);
    let (version, flags) = rest.split_at(split);
    let id = |mark: &str| {
        let rest = after(mark).unwrap_or_default();
        let word = rest.split_whitespace().next().unwrap_or_default();
        // An empty identifier is followed by the next mark at once.
        if word.ends_with(':') { "" } else { word }.to_owned()
    };
    let mut place = line.split_whitespace();
    Ok(Header {
        latitude: place.next().unwrap_or_default().to_owned(),
        longitude: place.next().unwrap_or_default().to_owned(),
        upper_air: id("UA_ID:"),
        surface: id("SF_ID:"),
        onsite: id("OS_ID:"),
        version: version.to_owned(),
        friction_method: friction_method(line),
        flags: flags.trim().to_owned(),
    })
}

fn friction_method(line: &str) -> FrictionMethod {
    match (line.contains("ADJ_U*"), line.contains("BULKRN")) {
        (true, true) => FrictionMethod::AdjustedBulkRichardson,
        (true, false) => FrictionMethod::Adjusted,
        (false, _) => FrictionMethod::Similarity,
    }
}

fn hour(record: &Record<'_>) -> Result<SurfaceRecord> {
    let number = |index, what| record.number(index, what);
    let optional = |index, what| match record.fields.get(index) {
        None => Ok(ABSENT),
        Some(_) => record.number(index, what),
    };
    Ok(SurfaceRecord {
        line: record.line,
        stamp: record.stamp(4)?,
        heat_flux: number(5, "sensible heat flux")?,
        friction_velocity: number(6, "u*")?,
        convective_velocity: number(7, "w*")?,
        gradient_aloft: number(8, "potential temperature gradient aloft")?,
        convective_height: number(9, "convective mixing height")?,
        mechanical_height: number(10, "mechanical mixing height")?,
        monin_obukhov_length: number(11, "Monin-Obukhov length")?,
        roughness_length: number(12, "roughness length")?,
        bowen_ratio: number(13, "Bowen ratio")?,
        albedo: number(14, "albedo")?,
        wind_speed: number(15, "wind speed")?,
        wind_direction: number(16, "wind direction")?,
        wind_height: number(17, "wind height")?,
        temperature: number(18, "temperature")?,
        temperature_height: number(19, "temperature height")?,
        precipitation_code: optional(20, "precipitation code")?,
        precipitation_rate: optional(21, "precipitation rate")?,
        relative_humidity: optional(22, "relative humidity")?,
        pressure: optional(23, "pressure")?,
        cloud_cover: optional(24, "cloud cover")?,
    })
}
