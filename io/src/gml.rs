//! Geometry in GML 3.2, in RD New.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::Shape;

use crate::error::{Fault, Result};
use crate::geometry::check_shape;
use crate::number::Rule;
use crate::xml::Node;

const COORDINATE: Rule = Rule::any("a coordinate");

/// Reads a point, a line or a polygon.
pub(crate) fn shape(geometry: Node<'_>) -> Result<Shape> {
    check_system(geometry)?;
    let shape = match geometry.name() {
        "Point" => Shape::Point(point(geometry)?),
        "LineString" => Shape::Line(line(geometry)?),
        "Curve" => Shape::Line(curve(geometry)?),
        "Polygon" => Shape::Area(polygon(geometry)?),
        "Surface" => Shape::Area(surface(geometry)?),
        other => {
            let fault = Fault::new("a Point, LineString, Curve, Polygon or Surface");
            return Err(geometry.fault(fault.found(other)));
        }
    };
    check_shape(&shape).map_err(|fault| geometry.fault(fault))?;
    Ok(shape)
}

/// Reads the one point, line or polygon that a property wraps.
pub(crate) fn shape_in(property: Node<'_>) -> Result<Shape> {
    shape(property.only()?)
}

/// Reads the point that a property wraps.
pub(crate) fn point_in(property: Node<'_>) -> Result<Coord<f64>> {
    match shape_in(property)? {
        Shape::Point(at) => Ok(at),
        Shape::Line(_) | Shape::Area(_) => Err(property.fault(Fault::new("a point"))),
    }
}

/// Reads the line that a property wraps.
pub(crate) fn line_in(property: Node<'_>) -> Result<LineString<f64>> {
    match shape_in(property)? {
        Shape::Line(line) => Ok(line),
        Shape::Point(_) | Shape::Area(_) => Err(property.fault(Fault::new("a line"))),
    }
}

/// Reads the polygon that a property wraps.
pub(crate) fn polygon_in(property: Node<'_>) -> Result<Polygon<f64>> {
    match shape_in(property)? {
        Shape::Area(polygon) => Ok(polygon),
        Shape::Point(_) | Shape::Line(_) => Err(property.fault(Fault::new("a polygon"))),
    }
}

/// Checks the reference system, where one is named.
fn check_system(geometry: Node<'_>) -> Result<()> {
    let Some(name) = geometry.find_attribute("srsName") else {
        return Ok(());
    };
    if name.rsplit([':', '/', '#']).next() == Some("28992") {
        return Ok(());
    }
    let fault = Fault::new("coordinates in RD New (EPSG:28992)").found(name);
    Err(geometry
        .fault(fault.hint("convert the file to EPSG:28992"))
        .field("srsName"))
}

fn point(geometry: Node<'_>) -> Result<Coord<f64>> {
    let pos = geometry.need("pos")?;
    match positions(pos, geometry)?.as_slice() {
        [only] => Ok(*only),
        found => {
            let fault = Fault::new("one position").found(format!("{} positions", found.len()));
            Err(pos.fault(fault))
        }
    }
}

fn line(geometry: Node<'_>) -> Result<LineString<f64>> {
    if let Some(list) = geometry.child("posList") {
        return positions(list, geometry).map(LineString::new);
    }
    let mut points = Vec::new();
    for pos in geometry.all("pos") {
        points.extend(positions(pos, geometry)?);
    }
    if points.is_empty() {
        geometry.need("posList")?;
    }
    Ok(LineString::new(points))
}

/// A curve of straight segments; where two meet, their common point counts once.
fn curve(geometry: Node<'_>) -> Result<LineString<f64>> {
    let mut points: Vec<Coord<f64>> = Vec::new();
    for segment in geometry.need("segments")?.children() {
        if segment.name() != "LineStringSegment" {
            let fault = Fault::new("straight segments (LineStringSegment)");
            return Err(segment.fault(fault.found(segment.name())));
        }
        let next = line(segment)?.0;
        let meets = points.last().is_some() && points.last() == next.first();
        points.extend(next.into_iter().skip(usize::from(meets)));
    }
    Ok(LineString::new(points))
}

fn polygon(geometry: Node<'_>) -> Result<Polygon<f64>> {
    let exterior = ring(geometry.need("exterior")?)?;
    let holes: Result<Vec<_>> = geometry.all("interior").map(ring).collect();
    Ok(Polygon::new(exterior, holes?))
}

fn surface(geometry: Node<'_>) -> Result<Polygon<f64>> {
    let patches = geometry.need("patches")?;
    let count = patches.children().count();
    match patches.child("PolygonPatch") {
        Some(patch) if count == 1 => polygon(patch),
        _ => {
            let fault = Fault::new("one PolygonPatch").found(format!("{count} patches"));
            Err(patches.fault(fault))
        }
    }
}

fn ring(boundary: Node<'_>) -> Result<LineString<f64>> {
    line(boundary.need("LinearRing")?)
}

/// The positions in a list; of three dimensions the third is left out.
fn positions(list: Node<'_>, geometry: Node<'_>) -> Result<Vec<Coord<f64>>> {
    let dimension = dimension(list, geometry)?;
    let numbers: Result<Vec<f64>> = list
        .text()
        .split_ascii_whitespace()
        .map(|text| COORDINATE.parse(text).map_err(|fault| list.fault(fault)))
        .collect();
    let numbers = numbers?;
    if numbers.len() % dimension != 0 {
        let fault = Fault::new(format!("{dimension} numbers for every position"));
        return Err(list.fault(fault.found(format!("{} numbers", numbers.len()))));
    }
    let position = |part: &[f64]| match part {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    };
    Ok(numbers
        .chunks_exact(dimension)
        .filter_map(position)
        .collect())
}

fn dimension(list: Node<'_>, geometry: Node<'_>) -> Result<usize> {
    const NAME: &str = "srsDimension";
    let own = list.find_attribute(NAME);
    match own.or_else(|| geometry.find_attribute(NAME)).unwrap_or("2") {
        "2" => Ok(2),
        "3" => Ok(3),
        other => Err(list
            .fault(Fault::new("2 or 3 dimensions").found(other))
            .field(NAME)),
    }
}
