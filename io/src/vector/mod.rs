//! Sources, areas and places from GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV.
//!
//! Sources: one feature is one source: a point, a line or a polygon, or several of one kind that share the
//! emission by length or area. Columns carry the unit in their name:
//!
//! | column | meaning |
//! |---|---|
//! | `id` | identification; the number of the feature where absent |
//! | `group` | source group |
//! | `height_m` | release height above ground |
//! | `sigma_y0_m`, `sigma_z0_m` | first lateral and vertical spread |
//! | `diameter_m`, `velocity_m_s`, `temperature_k` | stack: all three or none |
//! | `outlet` | `vertical` (default), `capped` or `horizontal` |
//! | `<pollutant>_kg_per_year`, `<pollutant>_g_per_s` | emission of the whole feature |
//! | `odour_ou_per_s` | emission of odour (European odour units a second) |
//!
//! Areas and places: polygons or points with the columns `id`, `name` and `population`, or the
//! names that Statistics Netherlands gives them.
//!
//! A CSV file gives the place as `x` and `y`, or as well-known text in `wkt`; its separator is a
//! comma or a semicolon.

mod activity;
mod areas;
mod columns;
mod delimited;
mod layer;
mod parts;
mod source;

use std::collections::HashSet;
use std::path::Path;

pub use activity::Activity;
pub use areas::{Address, Area, Inhabited, PlaceColumns, Places, read_areas, read_places};
pub use columns::UnknownColumn;
pub use source::{VectorSource, VectorSources};

use crate::error::{InputError, Result};

/// What to read from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VectorQuery<'a> {
    /// EPSG number of the coordinate reference system in which the sources must be.
    pub epsg: u32,
    /// Name of the layer; may be absent where the file has one.
    pub layer: Option<&'a str>,
}

/// Reads all sources of a file.
///
/// # Errors
/// When the file cannot be read, is in another coordinate reference system, has several layers of
/// which none is named, has no column with an emission, holds no sources, or a feature breaks a rule.
pub fn read_sources(file: &Path, query: &VectorQuery<'_>) -> Result<VectorSources> {
    read(file, query, None)
}

/// Reads the sources of a file that describes an activity, whose emission follows from it.
///
/// # Errors
/// As [`read_sources`], and when a column of the activity is missing or names a class that has no
/// factors.
pub fn read_activities(
    file: &Path,
    query: &VectorQuery<'_>,
    activity: &Activity,
) -> Result<VectorSources> {
    read(file, query, Some(activity))
}

fn read(
    file: &Path,
    query: &VectorQuery<'_>,
    activity: Option<&Activity>,
) -> Result<VectorSources> {
    let extension = file
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    let found = match extension.as_deref() {
        Some("csv" | "txt") => delimited::read(file, activity),
        _ => layer::read(file, query, activity),
    }?;
    if found.sources.is_empty() {
        return Err(InputError::new(file, "one or more sources").found("none"));
    }
    check_names(file, &found.sources)?;
    Ok(found)
}

/// Refuses two sources of one name, of which one may well be there by mistake.
fn check_names(file: &Path, sources: &[VectorSource]) -> Result<()> {
    let mut seen = HashSet::new();
    match sources.iter().find(|source| !seen.insert(&source.id)) {
        None => Ok(()),
        Some(again) => Err(InputError::new(file, "a different id for every source")
            .record(&again.id)
            .field("id")
            .found("the same id again")
            .hint("give each its own, or leave the column id out")),
    }
}
