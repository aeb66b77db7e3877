//! Sources in a layer that GDAL reads.

use std::path::{Path, PathBuf};

use gdal::vector::{FieldValue, Geometry, Layer, LayerAccess};
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};
use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::Shape;

use super::VectorQuery;
use super::activity::Activity;
use super::columns::{uncut, unknown};
use super::source::{Emitting, Feature, VectorSources};
use crate::error::{Fault, InputError, Place, Result};
use crate::input_file::check_plain;
use crate::{projection, quiet_gdal};

/// The drivers that may open a file: none that follows references to elsewhere.
const DRIVERS: [&str; 4] = ["GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf"];

pub(super) fn read(
    file: &Path,
    query: &VectorQuery<'_>,
    activity: Option<&Activity>,
) -> Result<VectorSources> {
    let dataset = open(file)?;
    let mut layer = layer_of(file, &dataset, query)?;
    check_system(file, &layer, query.epsg)?;
    let names = column_names(&layer, dataset.driver().short_name() == "ESRI Shapefile");
    let emitting = Emitting::among(file, names.iter().map(String::as_str), activity)?;
    let mut found = VectorSources {
        sources: Vec::new(),
        unknown: unknown(names.iter().map(String::as_str), activity),
    };
    for feature in layer.features() {
        let cells = Cells::of(file, &names, &feature)?;
        let mut shapes = Vec::new();
        let geometry = feature.geometry().filter(|geometry| !geometry.is_empty());
        let complete = geometry.is_some_and(|it| collect(it, &mut shapes).is_some());
        if !complete {
            let fault = Fault::new("a point, a line or a polygon, or several of one kind");
            let found = geometry.map_or("no geometry".to_owned(), |it| it.geometry_name());
            return Err(fault.found(found).placed(cells.place("geometry")));
        }
        found.sources.extend(emitting.sources(&cells, shapes)?);
    }
    Ok(found)
}

pub(super) fn open(file: &Path) -> Result<Dataset> {
    quiet_gdal();
    check_plain(file)?;
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&DRIVERS),
        ..DatasetOptions::default()
    };
    Dataset::open_ex(file, options).map_err(|cause| {
        let expected = "a GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV file";
        InputError::new(file, expected).found(cause)
    })
}

pub(super) fn layer_of<'a>(
    file: &Path,
    dataset: &'a Dataset,
    query: &VectorQuery<'_>,
) -> Result<Layer<'a>> {
    let names: Vec<String> = dataset.layers().map(|layer| layer.name()).collect();
    let index = match query.layer {
        Some(wanted) => names.iter().position(|name| name == wanted),
        None => (names.len() == 1).then_some(0),
    };
    let layer = index.and_then(|index| dataset.layer(index).ok());
    layer.ok_or_else(|| match query.layer {
        Some(wanted) => InputError::unknown(file, wanted, names.iter().map(String::as_str)),
        None => InputError::new(file, "one layer, or the name of one")
            .found(names.join(", "))
            .hint("name the layer in the scenario"),
    })
}

pub(super) fn check_system(file: &Path, layer: &Layer<'_>, epsg: u32) -> Result<()> {
    match layer.spatial_ref() {
        Some(found) => projection::check_system(file, &found, epsg, "ogr2ogr"),
        None => Ok(()),
    }
}

/// The names of the columns; those that a Shapefile cut are completed.
fn column_names(layer: &Layer<'_>, cut: bool) -> Vec<String> {
    let names = layer.defn().fields().map(|field| field.name());
    names
        .map(|name| uncut(&name).filter(|_| cut).unwrap_or(name))
        .collect()
}

/// The cells of one feature, by name.
pub(super) struct Cells {
    file: PathBuf,
    number: String,
    cells: Vec<(String, String)>,
}

impl Cells {
    pub(super) fn of(
        file: &Path,
        names: &[String],
        feature: &gdal::vector::Feature<'_>,
    ) -> Result<Self> {
        let mut cells = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let cell = cell(feature, index).map_err(|cause| {
                let fault = Fault::new("a text or a number").found(cause);
                fault.at(file).field(name)
            })?;
            cells.push((name.clone(), cell));
        }
        let number = feature.fid().map(|fid| fid.to_string()).unwrap_or_default();
        let file = file.to_owned();
        Ok(Self {
            file,
            number,
            cells,
        })
    }
}

impl Feature for Cells {
    fn text(&self, column: &str) -> String {
        let cell = self.cells.iter().find(|(name, _)| name == column);
        cell.map(|(_, text)| text.trim().to_owned())
            .unwrap_or_default()
    }

    fn place(&self, column: &str) -> Place {
        let id = self.text("id");
        let name = if id.is_empty() { &self.number } else { &id };
        Place {
            file: self.file.clone(),
            line: None,
            record: Some(format!("feature {name}")),
            field: Some(column.to_owned()),
        }
    }

    fn number(&self) -> String {
        self.number.clone()
    }
}

/// The text of a cell. Cells that a format leaves unset read as the number 0, but as empty text.
fn cell(feature: &gdal::vector::Feature<'_>, index: usize) -> gdal::errors::Result<String> {
    match feature.field_as_string(index)? {
        Some(text) if !text.is_empty() => Ok(feature.field(index)?.map(spell).unwrap_or_default()),
        _ => Ok(String::new()),
    }
}

/// A value as text, which the rules of the columns then read.
fn spell(value: FieldValue) -> String {
    match value {
        FieldValue::IntegerValue(number) => number.to_string(),
        FieldValue::Integer64Value(number) => number.to_string(),
        FieldValue::RealValue(number) => number.to_string(),
        FieldValue::StringValue(text) => text,
        other => format!("{other:?}"),
    }
}

/// Adds the shapes within a geometry, without their third dimension; `None` where it holds
/// another kind.
pub(super) fn collect(geometry: &Geometry, to: &mut Vec<Shape>) -> Option<()> {
    let parts = 0..geometry.geometry_count();
    match geometry.geometry_name().as_str() {
        "POINT" => to.push(Shape::Point(points(geometry).first().copied()?)),
        "LINESTRING" => to.push(Shape::Line(LineString::new(points(geometry)))),
        "POLYGON" => {
            let mut rings = parts.map(|part| LineString::new(points(&geometry.get_geometry(part))));
            to.push(Shape::Area(Polygon::new(rings.next()?, rings.collect())));
        }
        "MULTIPOINT" | "MULTILINESTRING" | "MULTIPOLYGON" => {
            for part in parts {
                collect(&geometry.get_geometry(part), to)?;
            }
        }
        _ => return None,
    }
    Some(())
}

fn points(geometry: &Geometry) -> Vec<Coord<f64>> {
    let mut points = Vec::new();
    geometry.get_points(&mut points);
    points.into_iter().map(|(x, y, _)| Coord { x, y }).collect()
}
