//! Integrals of a mean kernel over lines and polygons.

use pluim_kernels::polar_table::PolarTable;
use pluim_kernels::quadrature::Gauss;
use pluim_kernels::segment::Segment;

use super::direct::{panelled, turn_towards};
use super::element::signed_area;
use super::{CLOSEST, Element, FarLine};

/// A segment shorter than this share of its distance is integrated with two nodes.
const SHORT: f64 = 0.25;
/// A line that reaches less far than this share of its distance is seen as two points.
const FAR: f64 = 0.125;
/// Widest panel in t along a near segment.
const PANEL: f64 = 0.4;
/// A polygon smaller than this share of its distance is integrated at its inner points.
const FAR_POLYGON: f64 = 0.3;
/// The mean kernel of one release group, with its moment for areas.
#[derive(Debug, Clone)]
pub struct MeanKernel {
    kernel: PolarTable,
    moment: PolarTable,
}

impl MeanKernel {
    /// The kernel K(dx, dy) (s/m3).
    #[must_use]
    pub fn table(&self) -> &PolarTable {
        &self.kernel
    }

    pub(super) fn new(kernel: PolarTable) -> Self {
        let moment = kernel.radial_moment();
        Self { kernel, moment }
    }

    /// Mean concentration at `receptor` of an element of 1 g/s (g/m3).
    #[must_use]
    pub fn of_element(&self, element: &Element, receptor: [f64; 2]) -> f64 {
        match element {
            Element::Point(at) => self.kernel.at(receptor[0] - at[0], receptor[1] - at[1]),
            Element::Segment(segment) => self.of_segment(segment, receptor),
            Element::Polygon(edges) => self.of_polygon(edges, receptor),
        }
    }

    #[inline]
    pub(super) fn of_far_line(&self, far: &FarLine, receptor: [f64; 2]) -> f64 {
        let [a, b] = far
            .nodes
            .map(|at| self.kernel.at(receptor[0] - at[0], receptor[1] - at[1]));
        0.5 * (a + b)
    }

    fn of_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let length = segment.length();
        let place = |share: f64| {
            [
                receptor[0] - segment.start[0] - share * (segment.end[0] - segment.start[0]),
                receptor[1] - segment.start[1] - share * (segment.end[1] - segment.start[1]),
            ]
        };
        let [x, y] = place(0.5);
        if length * length < SHORT * SHORT * (x * x + y * y) {
            return Gauss::Two.integrate(0.0, 1.0, |share| {
                let [x, y] = place(share);
                self.kernel.at(x, y)
            });
        }
        let view = segment.seen_from(receptor, CLOSEST);
        let along = panelled(&view, PANEL, |t| {
            let [x, y] = view.offset(t);
            self.kernel.times_radius(x, y, view.radius(t))
        });
        along / length
    }

    /// Mean over a polygon: its inner points from afar, its edges by the radial moment nearby.
    fn of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        let area = signed_area(edges);
        let Some(first) = edges.first().map(|edge| edge.start) else {
            return 0.0;
        };
        let reach = edges
            .iter()
            .map(|edge| distance(edge.start, first))
            .fold(0.0, f64::max);
        if reach < FAR_POLYGON * (distance(first, receptor) - reach) {
            return self.far_polygon(edges, first, receptor) / area;
        }
        let mut sum = 0.0;
        for edge in edges {
            let view = edge.seen_from(receptor, 1e-3);
            let swept = panelled(&view, PANEL, |t| {
                let [x, y] = view.offset(t);
                let r = view.radius(t);
                self.moment.times_radius(x, y, r) * r / t.cosh()
            });
            sum += turn_towards(edge, receptor) * swept;
        }
        sum / area
    }

    /// A fan of signed triangles, each by the rule of seven points (Radon 1948), exact to degree
    /// five.
    fn far_polygon(&self, edges: &[Segment], apex: [f64; 2], receptor: [f64; 2]) -> f64 {
        edges
            .iter()
            .map(|edge| self.triangle([apex, edge.start, edge.end], receptor))
            .sum()
    }

    fn triangle(&self, corners: [[f64; 2]; 3], receptor: [f64; 2]) -> f64 {
        const A: f64 = 0.470_142_064_105_115_1;
        const B: f64 = 0.101_286_507_323_456_34;
        const POINTS: [([f64; 3], f64); 7] = [
            ([1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], 0.225),
            ([A, A, 1.0 - 2.0 * A], 0.132_394_152_788_506_2),
            ([A, 1.0 - 2.0 * A, A], 0.132_394_152_788_506_2),
            ([1.0 - 2.0 * A, A, A], 0.132_394_152_788_506_2),
            ([B, B, 1.0 - 2.0 * B], 0.125_939_180_544_827_14),
            ([B, 1.0 - 2.0 * B, B], 0.125_939_180_544_827_14),
            ([1.0 - 2.0 * B, B, B], 0.125_939_180_544_827_14),
        ];
        let [a, b, c] = corners;
        let area = 0.5 * ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]));
        let mean: f64 = POINTS
            .iter()
            .map(|(share, weight)| {
                let at = |axis: usize| share[0] * a[axis] + share[1] * b[axis] + share[2] * c[axis];
                weight * self.kernel.at(receptor[0] - at(0), receptor[1] - at(1))
            })
            .sum();
        area * mean
    }
}

/// Whether a line is seen as two points.
#[inline]
pub(super) fn is_far(far: &FarLine, receptor: [f64; 2]) -> bool {
    far.reach * far.reach < FAR * FAR * squared_distance(far.centre, receptor)
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    squared_distance(a, b).sqrt()
}

fn squared_distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
    dx * dx + dy * dy
}
