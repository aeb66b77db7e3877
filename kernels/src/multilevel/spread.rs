//! Sources laid on a lattice: every node's charge is the integral of its spline over them.

use super::clip;
use super::lattice::{Field, Lattice};
use super::sources::Element;
use super::spline;

/// Nodes of the Gauss rule of two points on [0, 1].
const GAUSS: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];

/// Longest piece of a line per rule, in nodes. The rule need not follow the splines, which sum
/// to 1 wherever its nodes fall, but the kernel, which is smooth over several nodes.
const PIECE: f64 = 1.0;

/// Longest piece of an edge, whose rule must follow the product of two splines, to 1e-5.
const EDGE_PIECE: f64 = 0.5;

/// Adds an element that lies within the lattice's interior, with strength `weight` per unit (of
/// length or area in cells).
pub(super) fn add(field: &mut Field, element: &Element, weight: f64) {
    match element {
        Element::Point(at) => point(field, *at, weight),
        Element::Segment([start, end]) => {
            let strength = weight * (end[0] - start[0]).hypot(end[1] - start[1]);
            walk(
                PIECE * field.lattice.spacing,
                [*start, *end],
                |at, share| {
                    point(field, at, strength * share);
                },
            );
        }
        Element::Polygon(rings) => {
            for ring in rings.iter().filter(|ring| ring.len() > 2) {
                area(field, ring, weight);
            }
        }
    }
}

/// Calls `visit` with quadrature nodes along a segment, in pieces no longer than `longest`, and
/// their share of its length.
#[inline]
fn walk(longest: f64, [start, end]: [[f64; 2]; 2], mut visit: impl FnMut([f64; 2], f64)) {
    let step = [0, 1].map(|axis| end[axis] - start[axis]);
    let pieces = (step[0].hypot(step[1]) / longest).ceil().max(1.0);
    let share = 0.5 / pieces;
    for piece in 0..pieces as usize {
        for node in GAUSS {
            let t = (piece as f64 + node) * 2.0 * share;
            visit([0, 1].map(|axis| start[axis] + t * step[axis]), share);
        }
    }
}

/// A position as the node at or before it, counted from the lattice's first, and the fraction.
fn locate(lattice: &Lattice, at: [f64; 2]) -> ([i64; 2], [f64; 2]) {
    let u = at.map(|x| x / lattice.spacing);
    let node = u.map(f64::floor);
    (
        [0, 1].map(|axis| node[axis] as i64 - lattice.low[axis]),
        [0, 1].map(|axis| u[axis] - node[axis]),
    )
}

fn point(field: &mut Field, at: [f64; 2], weight: f64) {
    let ([column, row], fraction) = locate(&field.lattice, at);
    let across = spline::weights(fraction[0]).map(|share| share as f32);
    let down = spline::weights(fraction[1]).map(|share| (share * weight) as f32);
    let columns = field.lattice.size[0];
    let (Ok(column), Ok(row)) = (usize::try_from(column - 1), usize::try_from(row - 1)) else {
        return;
    };
    for (line, strength) in down.into_iter().enumerate() {
        let start = (row + line) * columns + column;
        if let Some(near) = field.values.get_mut(start..start + 4) {
            near.iter_mut()
                .zip(across)
                .for_each(|(sum, share)| *sum += strength * share);
        }
    }
}

/// The integral of spline (i, j) over a ring's area by Green's theorem: the contour integral of
/// S_i(x) B_j(y) dy, with S_i the integral of B_i from minus infinity. S_i is 1 left of the edge,
/// so that each edge leaves differences, summed from right to left at the end.
fn area(field: &mut Field, ring: &[[f64; 2]], weight: f64) {
    let lattice = field.lattice;
    let extent = Element::Segment([ring[0]; 2]).extent();
    let extent = ring.iter().fold(extent, |extent, at| extent.with(*at));
    let (low, _) = locate(&lattice, extent.low);
    let (high, _) = locate(&lattice, extent.high);
    let window = Window {
        low: low.map(|node| node - 2),
        size: [0, 1].map(|axis| usize::try_from(high[axis] - low[axis] + 5).unwrap_or(0)),
    };
    let mut steps = vec![0.0; window.size[0] * window.size[1]];
    for (from, to) in clip::edges(ring) {
        let rise = (to[1] - from[1]) / lattice.spacing;
        if rise != 0.0 {
            walk(EDGE_PIECE * lattice.spacing, [from, to], |at, share| {
                window.add_edge(&mut steps, locate(&lattice, at), rise * share);
            });
        }
    }
    let unit = weight * lattice.spacing * lattice.spacing;
    window.sum_into(field, &steps, unit);
}

/// The nodes that one ring touches.
struct Window {
    low: [i64; 2],
    size: [usize; 2],
}

impl Window {
    /// Adds a short edge of height `rise`.
    fn add_edge(&self, steps: &mut [f64], (node, fraction): ([i64; 2], [f64; 2]), rise: f64) {
        let sums = spline::integrals(fraction[0]);
        let differences = [
            1.0 - sums[0],
            sums[0] - sums[1],
            sums[1] - sums[2],
            sums[2] - sums[3],
            sums[3],
        ];
        let column = (node[0] - 2 - self.low[0]).unsigned_abs() as usize;
        let row = (node[1] - 1 - self.low[1]).unsigned_abs() as usize;
        for (line, share) in spline::weights(fraction[1]).into_iter().enumerate() {
            let start = (row + line) * self.size[0] + column;
            if let Some(near) = steps.get_mut(start..start + 5) {
                near.iter_mut()
                    .zip(differences)
                    .for_each(|(sum, step)| *sum += rise * share * step);
            }
        }
    }

    /// Sums every row from right to left and adds it to the field.
    fn sum_into(&self, field: &mut Field, steps: &[f64], unit: f64) {
        for (line, steps) in steps.chunks(self.size[0].max(1)).enumerate() {
            let mut sum = 0.0;
            for (index, step) in steps.iter().enumerate().rev() {
                sum += step;
                let column = self.low[0] + index as i64;
                let row = self.low[1] + line as i64;
                if let Some(value) = field.node_mut(column, row) {
                    *value += (unit * sum) as f32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lattice::Extent;
    use super::*;
    use approx::assert_relative_eq;

    fn moments(field: &Field) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for (index, value) in field.values.iter().enumerate() {
            let value = f64::from(*value);
            let x = (field.lattice.low[0] + (index % field.lattice.size[0]) as i64) as f64;
            let y = (field.lattice.low[1] + (index / field.lattice.size[0]) as i64) as f64;
            sums[0] += value;
            sums[1] += value * x * field.lattice.spacing;
            sums[2] += value * y * field.lattice.spacing;
        }
        sums
    }

    fn field(spacing: f64) -> Field {
        Field::zeros(Lattice::between(spacing, [-6, -5], [30, 28]))
    }

    #[test]
    fn keeps_strength_and_centre() {
        for spacing in [1.0, 2.0] {
            let elements = [
                (Element::Point([3.3, 7.1]), [1.0, 3.3, 7.1]),
                (
                    Element::Segment([[1.0, 2.0], [4.0, 6.0]]),
                    [5.0, 12.5, 20.0],
                ),
                (
                    Element::Polygon(vec![vec![[1.0, 2.0], [7.0, 2.0], [1.0, 8.0]]]),
                    [18.0, 54.0, 72.0],
                ),
            ];
            for (element, expected) in elements {
                let mut field = field(spacing);
                add(&mut field, &element, 1.0);
                let found = moments(&field);
                for (found, expected) in found.into_iter().zip(expected) {
                    assert_relative_eq!(found, expected, max_relative = 1e-4);
                }
            }
        }
    }

    #[test]
    fn a_polygon_is_its_points() {
        let triangle = vec![[1.3, 2.2], [9.7, 3.1], [4.4, 8.8]];
        let mut exact = field(1.0);
        add(&mut exact, &Element::Polygon(vec![triangle.clone()]), 1.0);
        // the same triangle as a heap of small ones, each a point at its centre
        let mut heap = field(1.0);
        let n = 200;
        let [a, b, c] = [triangle[0], triangle[1], triangle[2]];
        let share = clip::area(&triangle) / f64::from(n * n);
        let cells = (0..n * n).map(|cell| (cell / n, cell % n));
        for (i, j) in cells.filter(|(i, j)| i + j < n) {
            // the lower half of a cell of the oblique mesh, and the upper where it lies inside
            for third in [1.0 / 3.0, 2.0 / 3.0]
                .into_iter()
                .take(usize::from(i + j + 1 < n) + 1)
            {
                let [p, q] = [i, j].map(|index| (f64::from(index) + third) / f64::from(n));
                let at = [0, 1].map(|k| a[k] + p * (b[k] - a[k]) + q * (c[k] - a[k]));
                add(&mut heap, &Element::Point(at), share);
            }
        }
        for (exact, heap) in exact.values.iter().zip(&heap.values) {
            assert_relative_eq!(exact, heap, epsilon = 2e-4);
        }
    }

    #[test]
    fn parts_inside_and_outside_add_up() {
        let cut = Extent {
            low: [2.5, 1.0],
            high: [6.0, 5.5],
        };
        // a line laid in other pieces differs node by node, but not in the polynomials it gives
        let elements = [
            Element::Segment([[1.0, 2.0], [9.0, 6.0]]),
            Element::Polygon(vec![vec![[1.0, 2.0], [9.0, 2.0], [4.0, 9.0]]]),
            Element::Point([3.0, 3.0]),
        ];
        for element in elements {
            let mut whole = field(1.0);
            add(&mut whole, &element, 1.0);
            let mut parts = field(1.0);
            let inside = element.inside(&cut);
            for part in element.outside(&cut).iter().chain(&inside) {
                add(&mut parts, part, 1.0);
            }
            for (whole, parts) in whole.values.iter().zip(&parts.values) {
                assert_relative_eq!(whole, parts, epsilon = 2e-3);
            }
        }
    }
}
