//! Writing points and areas with their results as a GeoPackage, which every GIS opens.

use std::path::Path;

use gdal::errors::GdalError;
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{FieldDefn, FieldValue, Geometry, LayerAccess, LayerOptions, OGRFieldType};
use gdal::vector::{OGRwkbGeometryType, ToGdal};
use gdal::{Dataset, DriverManager};
use geo_types::{Coord, MultiPolygon, Point, Polygon};

use crate::partial::PartialFile;
use crate::plain_table::{Cell, PlainTable};
use crate::quiet_gdal;
use crate::write_error::{Result, WriteError};

/// What lies where, one for each row of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Shapes<'a> {
    /// Places (m).
    Points(Vec<Coord<f64>>),
    /// Areas of one or more polygons (m).
    Areas(Vec<&'a [Polygon<f64>]>),
}

/// A layer: a table whose rows lie somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureLayer<'a> {
    /// Name of the layer.
    pub name: &'a str,
    /// The columns.
    pub table: &'a PlainTable,
    /// A shape for every row.
    pub shapes: Shapes<'a>,
}

/// Writes `layers` into the GeoPackage `file`, which appears when it is complete; `epsg` is the
/// number of their coordinate reference system. The same layers give the same bytes.
///
/// # Errors
/// When the folder cannot be written or the disk is full.
pub fn write_geopackage(file: &Path, epsg: u32, layers: &[FeatureLayer<'_>]) -> Result<()> {
    quiet_gdal();
    let part = PartialFile::beside(file);
    fill(part.path(), epsg, layers).map_err(|cause| WriteError::vector(file, cause))?;
    part.complete()
}

fn fill(path: &Path, epsg: u32, layers: &[FeatureLayer<'_>]) -> std::result::Result<(), GdalError> {
    // the time of writing would make every file another
    gdal::config::set_thread_local_config_option("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")?;
    let driver = DriverManager::get_driver_by_name("GPKG")?;
    let mut dataset = driver.create_vector_only(path)?;
    let system = SpatialRef::from_epsg(epsg)?;
    for layer in layers {
        add(&mut dataset, layer, &system)?;
    }
    dataset.close()
}

fn add(
    dataset: &mut Dataset,
    layer: &FeatureLayer<'_>,
    system: &SpatialRef,
) -> std::result::Result<(), GdalError> {
    let mut transaction = dataset.start_transaction()?;
    let ty = match layer.shapes {
        Shapes::Points(_) => OGRwkbGeometryType::wkbPoint,
        Shapes::Areas(_) => OGRwkbGeometryType::wkbMultiPolygon,
    };
    let target = transaction.create_layer(LayerOptions {
        name: layer.name,
        srs: Some(system),
        ty,
        options: None,
    })?;
    let columns = layer.table.columns();
    for (index, name) in columns.iter().enumerate() {
        let cell = layer.table.rows().first().map(|row| &row[index]);
        FieldDefn::new(name, field_type(cell))?.add_to_layer(&target)?;
    }
    for (index, row) in layer.table.rows().iter().enumerate() {
        let filled: Vec<(usize, FieldValue)> = row
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((at, value(cell)?)))
            .collect();
        let mut feature = gdal::vector::Feature::new(target.defn())?;
        feature.set_geometry(geometry(&layer.shapes, index)?)?;
        for (at, value) in &filled {
            feature.set_field(*at, value)?;
        }
        feature.create(&target)?;
    }
    transaction.commit()
}

fn field_type(cell: Option<&Cell>) -> OGRFieldType::Type {
    match cell {
        Some(Cell::Text(_)) => OGRFieldType::OFTString,
        Some(Cell::Count(_)) => OGRFieldType::OFTInteger64,
        Some(Cell::Number(_)) | None => OGRFieldType::OFTReal,
    }
}

fn value(cell: &Cell) -> Option<FieldValue> {
    match cell {
        Cell::Text(text) => Some(FieldValue::StringValue(text.clone())),
        Cell::Count(count) => Some(FieldValue::Integer64Value(*count as i64)),
        Cell::Number(number) => number.is_finite().then_some(FieldValue::RealValue(*number)),
    }
}

fn geometry(shapes: &Shapes<'_>, index: usize) -> std::result::Result<Geometry, GdalError> {
    match shapes {
        Shapes::Points(points) => Point(points.get(index).copied().unwrap_or_default()).to_gdal(),
        Shapes::Areas(areas) => {
            let parts = areas.get(index).copied().unwrap_or_default();
            MultiPolygon(parts.to_vec()).to_gdal()
        }
    }
}
