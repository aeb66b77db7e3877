//! Geometry as GML 3.2 spells it.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::Shape;

use crate::xml::Element;

const RD_NEW: &str = "urn:ogc:def:crs:EPSG::28992";

/// A point, a line or a polygon in RD New.
pub(super) fn spell(shape: &Shape, id: &str) -> Element {
    let named = |name: &str| {
        gml(name)
            .attribute("gml:id", id)
            .attribute("srsName", RD_NEW)
            .attribute("srsDimension", "2")
    };
    match shape {
        Shape::Point(at) => named("Point").holding([gml("pos").saying(list([at]))]),
        Shape::Line(line) => named("LineString").holding([positions(line)]),
        Shape::Area(area) => named("Polygon").holding(rings(area)),
    }
}

fn rings(area: &Polygon<f64>) -> Vec<Element> {
    let ring = |name: &str, line: &LineString<f64>| {
        gml(name).holding([gml("LinearRing").holding([positions(line)])])
    };
    let holes = area.interiors().iter().map(|line| ring("interior", line));
    std::iter::once(ring("exterior", area.exterior()))
        .chain(holes)
        .collect()
}

fn positions(line: &LineString<f64>) -> Element {
    gml("posList").saying(list(line))
}

fn list<'a>(places: impl IntoIterator<Item = &'a Coord<f64>>) -> String {
    let places = places.into_iter().map(|at| format!("{} {}", at.x, at.y));
    places.collect::<Vec<_>>().join(" ")
}

fn gml(name: &str) -> Element {
    Element::new(format!("gml:{name}"))
}
