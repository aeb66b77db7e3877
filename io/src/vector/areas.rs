//! Areas and places of which something is to be told: neighbourhoods, zones, addresses.

use std::path::Path;

use geo_types::{Coord, Polygon};
use pluim_core::source::Shape;

use super::layer::{Cells, check_system, collect, layer_of, open};
use super::source::Feature;
use super::{VectorQuery, delimited};
use crate::error::{Fault, InputError, Result, nearest};
use crate::geometry::looks_like_degrees;
use crate::number::Rule;

/// Below this a number in the files of Statistics Netherlands says "unknown" or "secret".
const CBS_MISSING: f64 = -99_990.0;
/// The layer of neighbourhoods in "CBS wijken en buurten".
const CBS_LAYER: &str = "buurten";

const INHABITANTS: Rule = Rule::any("a number of inhabitants");

/// What an area or place is called and how many live there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inhabited {
    /// Identification; the number of the feature where the file has none.
    pub id: String,
    /// Name; may be empty.
    pub name: String,
    /// Inhabitants, 0 or more; none where the file does not say.
    pub population: Option<f64>,
}

/// An area of one or more polygons.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Name and inhabitants.
    pub of: Inhabited,
    /// Its parts (m), which do not overlap.
    pub parts: Vec<Polygon<f64>>,
}

/// A place, such as an address.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    /// Name and inhabitants.
    pub of: Inhabited,
    /// Where it is (m).
    pub at: Coord<f64>,
}

/// What a file of areas holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Places {
    /// Areas.
    Areas(Vec<Area>),
    /// Points.
    Addresses(Vec<Address>),
}

/// Which columns say what; where one is not named, the usual names are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceColumns<'a> {
    /// Column with the identification.
    pub id: Option<&'a str>,
    /// Column with the name.
    pub name: Option<&'a str>,
    /// Column with the inhabitants.
    pub population: Option<&'a str>,
}

/// The usual names, of which the first that occurs is taken, in capitals or small letters.
const IDS: [&str; 8] = [
    "id",
    "buurtcode",
    "bu_code",
    "wijkcode",
    "wk_code",
    "gemeentecode",
    "gm_code",
    "identificatie",
];
const NAMES: [&str; 8] = [
    "name",
    "naam",
    "buurtnaam",
    "bu_naam",
    "wijknaam",
    "wk_naam",
    "gemeentenaam",
    "gm_naam",
];
const POPULATIONS: [&str; 5] = [
    "population",
    "inhabitants",
    "aantal_inwoners",
    "aantalinwoners",
    "aant_inw",
];

/// The columns of a file that are used, by their names there.
struct Used {
    id: Option<String>,
    name: Option<String>,
    population: Option<String>,
}

impl Used {
    fn among(file: &Path, names: &[String], columns: PlaceColumns<'_>) -> Result<Self> {
        let find = |wanted: Option<&str>, usual: &[&str]| match wanted {
            Some(wanted) => named(file, names, wanted).map(Some),
            None => Ok(first_of(names, usual)),
        };
        Ok(Self {
            id: find(columns.id, &IDS)?,
            name: find(columns.name, &NAMES)?,
            population: find(columns.population, &POPULATIONS)?,
        })
    }

    fn read(&self, feature: &impl Feature) -> Result<Inhabited> {
        let text = |column: &Option<String>| {
            column
                .as_deref()
                .map_or_else(String::new, |column| feature.text(column))
        };
        let id = text(&self.id);
        Ok(Inhabited {
            id: if id.is_empty() { feature.number() } else { id },
            name: text(&self.name),
            population: match self.population.as_deref() {
                Some(column) => population(feature, column)?,
                None => None,
            },
        })
    }
}

fn named(file: &Path, names: &[String], wanted: &str) -> Result<String> {
    let found = names.iter().find(|name| name.eq_ignore_ascii_case(wanted));
    found.cloned().ok_or_else(|| {
        let error =
            InputError::new(file, format!("one of the columns {}", names.join(", "))).found(wanted);
        match nearest(wanted, names.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error,
        }
    })
}

fn first_of(names: &[String], usual: &[&str]) -> Option<String> {
    let known = |usual: &&str| names.iter().find(|name| name.eq_ignore_ascii_case(usual));
    usual.iter().find_map(known).cloned()
}

fn population(feature: &impl Feature, column: &str) -> Result<Option<f64>> {
    let text = feature.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let fault = |fault: Fault| fault.placed(feature.place(column));
    let found = INHABITANTS.parse(&text).map_err(fault)?;
    if found < CBS_MISSING {
        return Ok(None);
    }
    if found < 0.0 {
        let expected = Fault::new("a number of inhabitants (0 or more)").found(text);
        return Err(fault(expected));
    }
    Ok(Some(found))
}

/// Reads areas or places from a GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV file. Of the
/// layers of "CBS wijken en buurten" the neighbourhoods are read where no other is named.
///
/// # Errors
/// When the file cannot be read, is in another coordinate reference system, holds areas and points
/// together or lines, lacks a named column, or a cell breaks its rule.
pub fn read_places(
    file: &Path,
    query: &VectorQuery<'_>,
    columns: PlaceColumns<'_>,
) -> Result<Places> {
    let features = match extension(file).as_deref() {
        Some("csv" | "txt") => delimited::features(file, |names, row, shapes| {
            let used = Used::among(file, names, columns)?;
            Ok((used.read(row)?, shapes))
        })?,
        _ => of_layer(file, query, columns)?,
    };
    sorted(file, features)
}

/// Reads areas; points are refused.
///
/// # Errors
/// As [`read_places`].
pub fn read_areas(file: &Path, query: &VectorQuery<'_>) -> Result<Vec<Area>> {
    match read_places(file, query, PlaceColumns::default())? {
        Places::Areas(areas) => Ok(areas),
        Places::Addresses(_) => Err(InputError::new(file, "polygons").found("points")),
    }
}

fn extension(file: &Path) -> Option<String> {
    file.extension()
        .map(|it| it.to_string_lossy().to_lowercase())
}

fn of_layer(
    file: &Path,
    query: &VectorQuery<'_>,
    columns: PlaceColumns<'_>,
) -> Result<Vec<(Inhabited, Vec<Shape>)>> {
    let dataset = open(file)?;
    let usual = dataset.layers().any(|layer| layer.name() == CBS_LAYER);
    let query = VectorQuery {
        layer: query.layer.or(usual.then_some(CBS_LAYER)),
        ..*query
    };
    let mut layer = layer_of(file, &dataset, &query)?;
    check_system(file, &layer, query.epsg)?;
    use gdal::vector::LayerAccess;
    let names: Vec<String> = layer.defn().fields().map(|field| field.name()).collect();
    let used = Used::among(file, &names, columns)?;
    let mut features = Vec::new();
    for feature in layer.features() {
        let cells = Cells::of(file, &names, &feature)?;
        let mut shapes = Vec::new();
        if let Some(geometry) = feature.geometry().filter(|it| !it.is_empty())
            && collect(geometry, &mut shapes).is_none()
        {
            let fault = Fault::new("polygons or points").found(geometry.geometry_name());
            return Err(fault.placed(cells.place("geometry")));
        }
        features.push((used.read(&cells)?, shapes));
    }
    Ok(features)
}

/// Features as areas or as points, whichever the first is; features without geometry are left out.
fn sorted(file: &Path, features: Vec<(Inhabited, Vec<Shape>)>) -> Result<Places> {
    let (mut areas, mut addresses) = (Vec::new(), Vec::new());
    for (of, shapes) in features {
        let corner = shapes.iter().flat_map(Shape::vertices);
        if let Some(at) = { corner }.find(|at| looks_like_degrees(*at)) {
            return Err(InputError::new(file, "projected coordinates in m")
                .record(format!("feature {}", of.id))
                .found(format!("{} {}", at.x, at.y))
                .hint("these look like degrees; convert the file to the system of the run"));
        }
        let mut parts = Vec::new();
        for shape in shapes {
            match shape {
                Shape::Area(part) => parts.push(part),
                Shape::Point(at) => addresses.push(Address { of: of.clone(), at }),
                Shape::Line(_) => {
                    return Err(InputError::new(file, "polygons or points")
                        .record(format!("feature {}", of.id))
                        .found("a line"));
                }
            }
        }
        if !parts.is_empty() {
            areas.push(Area { of, parts });
        }
    }
    match (areas.is_empty(), addresses.is_empty()) {
        (false, true) => Ok(Places::Areas(areas)),
        (true, false) => Ok(Places::Addresses(addresses)),
        (true, true) => Err(InputError::new(file, "polygons or points").found("none")),
        (false, false) => Err(InputError::new(file, "either polygons or points").found("both")),
    }
}
