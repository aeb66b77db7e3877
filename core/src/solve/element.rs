//! Sources cut into the straight pieces that kernels are integrated over.

use geo_types::{Coord, LineString, Polygon};
use pluim_kernels::segment::Segment;

use crate::source::Shape;

/// No receptor is taken to be nearer to a source than this (m).
pub const CLOSEST: f64 = 1.0;

/// A piece of a source that a rung can integrate.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// A point.
    Point([f64; 2]),
    /// A straight segment.
    Segment(Segment),
    /// A polygon as the directed edges of its rings, the outer ring counterclockwise, holes
    /// clockwise.
    Polygon(Vec<Segment>),
}

impl Element {
    /// The elements of a shape with the share of its emission that each has; shares add up to 1.
    #[must_use]
    pub fn of(shape: &Shape) -> Vec<(Self, f64)> {
        match shape {
            Shape::Point(at) => vec![(Self::Point([at.x, at.y]), 1.0)],
            Shape::Line(line) => {
                let total = shape.measure();
                segments(line)
                    .filter(|segment| segment.length() > 0.0)
                    .map(|segment| (Self::Segment(segment), segment.length() / total))
                    .collect()
            }
            Shape::Area(polygon) => vec![(Self::Polygon(directed_edges(polygon)), 1.0)],
        }
    }
}

fn segments(line: &LineString<f64>) -> impl Iterator<Item = Segment> + '_ {
    line.lines().map(|part| Segment {
        start: [part.start.x, part.start.y],
        end: [part.end.x, part.end.y],
    })
}

fn directed_edges(polygon: &Polygon<f64>) -> Vec<Segment> {
    let outer = directed_ring(polygon.exterior(), Turn::Left);
    let holes = polygon
        .interiors()
        .iter()
        .flat_map(|ring| directed_ring(ring, Turn::Right));
    outer.into_iter().chain(holes).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Left,
    Right,
}

fn directed_ring(ring: &LineString<f64>, turn: Turn) -> Vec<Segment> {
    let edges: Vec<Segment> = segments(ring).filter(|edge| edge.length() > 0.0).collect();
    let wanted = if turn == Turn::Left { 1.0 } else { -1.0 };
    if signed_area(&edges) * wanted >= 0.0 {
        return edges;
    }
    edges
        .iter()
        .rev()
        .map(|edge| Segment {
            start: edge.end,
            end: edge.start,
        })
        .collect()
}

/// Signed area (m2) enclosed by closed directed edges, about the first vertex for accuracy.
#[must_use]
pub(super) fn signed_area(edges: &[Segment]) -> f64 {
    let Some(origin) = edges.first().map(|edge| edge.start) else {
        return 0.0;
    };
    let cross = |edge: &Segment| {
        let start = [edge.start[0] - origin[0], edge.start[1] - origin[1]];
        let end = [edge.end[0] - origin[0], edge.end[1] - origin[1]];
        start[0] * end[1] - start[1] * end[0]
    };
    edges.iter().map(cross).sum::<f64>() / 2.0
}

/// A coordinate as the kernels take it.
pub(super) fn array(at: Coord<f64>) -> [f64; 2] {
    [at.x, at.y]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn rings_are_turned_so_that_areas_add_up() {
        let square = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 10.0), (x: 10.0, y: 10.0), (x: 10.0, y: 0.0)],
            interiors: [[(x: 4.0, y: 4.0), (x: 6.0, y: 4.0), (x: 6.0, y: 6.0), (x: 4.0, y: 6.0)]],
        );
        let elements = Element::of(&Shape::Area(square));
        let [(Element::Polygon(edges), share)] = elements.as_slice() else {
            panic!("one polygon")
        };
        assert_eq!(*share, 1.0);
        assert_eq!(signed_area(&edges[..4]), 100.0);
        assert_eq!(signed_area(&edges[4..]), -4.0);
    }

    #[test]
    fn segments_share_by_length() {
        let line = LineString::from(vec![(0.0, 0.0), (3.0, 0.0), (3.0, 0.0), (3.0, 1.0)]);
        let shares: Vec<f64> = Element::of(&Shape::Line(line))
            .iter()
            .map(|(_, share)| *share)
            .collect();
        assert_eq!(shares, [0.75, 0.25]);
    }
}
