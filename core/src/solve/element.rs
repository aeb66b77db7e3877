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

/// A polyline as seen from afar: two points that have its centre and its variance along its main
/// axis, which for a straight line are the nodes of Gauss' rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FarLine {
    /// Centre of the line (m).
    pub centre: [f64; 2],
    /// The two points, of half the emission each.
    pub nodes: [[f64; 2]; 2],
    /// Greatest distance of the line from its centre (m).
    pub reach: f64,
    /// Standard deviation across the main axis (m), which the two points lack; 0 for a straight line.
    pub across: f64,
    /// Cube root of the third moments about the centre (m), which the two points lack too.
    pub skew: f64,
}

impl FarLine {
    /// The far view of a line; none for other shapes.
    #[must_use]
    pub fn of(elements: &[(Element, f64)]) -> Option<Self> {
        let parts: Vec<(&Segment, f64)> = elements
            .iter()
            .map(|(element, share)| match element {
                Element::Segment(segment) => Some((segment, *share)),
                Element::Point(_) | Element::Polygon(_) => None,
            })
            .collect::<Option<_>>()?;
        let mean = |axis: usize| -> f64 {
            parts
                .iter()
                .map(|(part, share)| 0.5 * share * (part.start[axis] + part.end[axis]))
                .sum()
        };
        let centre = [mean(0), mean(1)];
        let [xx, xy, yy] = covariance(&parts, centre);
        // largest eigenvalue and its direction
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let (along, across) = (angle.cos(), angle.sin());
        let variance = along * along * xx + 2.0 * along * across * xy + across * across * yy;
        let arm = variance.max(0.0).sqrt();
        let rest = (xx + yy - variance).max(0.0);
        let node = |side: f64| {
            [
                centre[0] + side * arm * along,
                centre[1] + side * arm * across,
            ]
        };
        let reach = parts
            .iter()
            .flat_map(|(part, _)| [part.start, part.end])
            .map(|end| (end[0] - centre[0]).hypot(end[1] - centre[1]))
            .fold(0.0, f64::max);
        Some(Self {
            centre,
            nodes: [node(-1.0), node(1.0)],
            reach,
            // what rounding leaves of a straight line is nothing
            across: if rest > 1e-9 * variance {
                rest.sqrt()
            } else {
                0.0
            },
            skew: third_moments(&parts, centre).cbrt(),
        })
    }
}

/// Sum of the sizes of the third moments of the emission along straight parts about `centre` (m3), as
/// they weigh in Taylor's series; two nodes of Gauss' rule a part give them exactly.
fn third_moments(parts: &[(&Segment, f64)], centre: [f64; 2]) -> f64 {
    const NODES: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];
    let mut sum = [0.0; 4];
    for (part, share) in parts {
        for node in NODES {
            let at = |axis: usize| {
                let step = part.end[axis] - part.start[axis];
                part.start[axis] + node * step - centre[axis]
            };
            let (x, y) = (at(0), at(1));
            let products = [x * x * x, 3.0 * x * x * y, 3.0 * x * y * y, y * y * y];
            for (sum, product) in sum.iter_mut().zip(products) {
                *sum += 0.5 * share * product;
            }
        }
    }
    sum.iter().map(|it| it.abs()).sum()
}

/// Covariance (xx, xy, yy) of the emission along straight parts about `centre` (m2).
fn covariance(parts: &[(&Segment, f64)], centre: [f64; 2]) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for (part, share) in parts {
        let start = [part.start[0] - centre[0], part.start[1] - centre[1]];
        let end = [part.end[0] - centre[0], part.end[1] - centre[1]];
        let product = |a: usize, b: usize| {
            let middle = (start[a] + end[a]) * (start[b] + end[b]) / 4.0;
            let spread = (end[a] - start[a]) * (end[b] - start[b]) / 12.0;
            share * (middle + spread)
        };
        sum[0] += product(0, 0);
        sum[1] += product(0, 1);
        sum[2] += product(1, 1);
    }
    sum
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
    fn the_far_view_of_a_straight_line_is_gauss_rule() {
        let line = LineString::from(vec![(0.0, 10.0), (4.0, 13.0), (12.0, 19.0)]);
        let far = FarLine::of(&Element::of(&Shape::Line(line))).unwrap();
        let share = 0.5 - 0.5 / 3.0_f64.sqrt();
        assert!((far.nodes[0][0] - 12.0 * share).abs() < 1e-9);
        assert!((far.nodes[0][1] - (10.0 + 9.0 * share)).abs() < 1e-9);
        assert_eq!(far.reach, 7.5);
        assert!(far.across < 1e-6 && far.skew < 1e-3, "{far:?}");
        let bent = LineString::from(vec![(0.0, 0.0), (6.0, 0.0), (6.0, 3.0)]);
        let bent = FarLine::of(&Element::of(&Shape::Line(bent))).unwrap();
        assert!(bent.across > 0.5 && bent.skew > 1.0, "{bent:?}");
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
