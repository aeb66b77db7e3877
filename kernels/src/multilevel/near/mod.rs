//! The near field: integrals over elements of the part of the kernel within the first cutoff.

mod edge;
mod places;
mod radial;

use super::clip;
use super::lattice::Extent;
use super::level::InCells;
use super::sources::Element;
use edge::{Columns, EdgeTable, Integrand, Line};
use radial::Radial;

/// A part of a polygon is handled in squares of so many cells, so that each has few edges.
const SQUARE: usize = 64;

/// The near part of one kernel.
pub(super) struct Near {
    radius: f64,
    kernel: Radial,
    moment: Radial,
    columns: Columns,
    /// Integral of the near part over the whole plane.
    total: f64,
}

/// One thread's memory.
pub(super) struct Pencil {
    table: EdgeTable,
    row: Vec<f32>,
}

/// A rectangle of receptors, part of the raster, and per channel what they have gathered.
pub(super) struct Patch<'a> {
    /// Column and row of the first receptor.
    pub(super) first: [usize; 2],
    /// Columns and rows.
    pub(super) size: [usize; 2],
    /// Row by row, one image a channel.
    pub(super) images: &'a mut [Vec<f32>],
}

impl Near {
    /// The part of `kernel` within `radius` cells.
    pub(super) fn new(kernel: &InCells<'_>, radius: f64) -> Self {
        let closest = kernel.kernel.closest() / kernel.cell;
        let start = closest.clamp(radius / 65536.0, radius / 16.0);
        let kernel = Radial::of_kernel(kernel, start, radius);
        let moment = kernel.moment();
        Self {
            radius,
            total: moment.around(),
            columns: Columns::of(&kernel),
            kernel,
            moment,
        }
    }

    /// Memory for one thread.
    pub(super) fn pencil(&self) -> Pencil {
        Pencil {
            table: EdgeTable::blank(&self.kernel, &self.columns),
            row: Vec::new(),
        }
    }

    /// Adds the near field of an element with one weight a channel.
    pub(super) fn add(
        &self,
        element: &Element,
        weights: &[f64],
        patch: &mut Patch<'_>,
        pencil: &mut Pencil,
    ) {
        let extent = patch.extent().grown(self.radius + 1.0);
        match element.inside(&extent) {
            Some(Element::Point(at)) => self.add_point(at, weights, patch),
            Some(Element::Segment([start, end])) => {
                if let Some(line) = Line::between(start, end) {
                    self.add_line(&line, weights, patch, pencil);
                }
            }
            Some(Element::Polygon(rings)) => self.add_area(&rings, weights, patch, pencil),
            None => {}
        }
    }

    fn add_point(&self, at: [f64; 2], weights: &[f64], patch: &mut Patch<'_>) {
        for row in patch.rows(at[1] - self.radius, at[1] + self.radius) {
            let v = (patch.first[1] + row) as f64 - at[1];
            let half = (self.radius * self.radius - v * v).max(0.0).sqrt();
            for column in patch.columns(at[0] - half, at[0] + half) {
                let u = (patch.first[0] + column) as f64 - at[0];
                let r = u.hypot(v).max(self.kernel.start);
                let value = self.kernel.at(u, v, r) / r;
                patch.add(row, column, &[value as f32], weights);
            }
        }
    }

    fn add_line(&self, line: &Line, weights: &[f64], patch: &mut Patch<'_>, pencil: &mut Pencil) {
        pencil
            .table
            .draw(&self.kernel, &self.columns, line.angle(), Integrand::Line);
        let extent = extent_of(line).grown(self.radius);
        for row in patch.rows(extent.low[1], extent.high[1]) {
            let v = (patch.first[1] + row) as f64;
            let [low, high] = capsule_row(line, self.radius, v);
            let columns = patch.columns(low, high);
            let first = [(patch.first[0] + columns.start) as f64, v];
            pencil.row.resize(columns.len(), 0.0);
            pencil
                .table
                .row(line, first, Integrand::Line, &mut pencil.row);
            patch.add(row, columns.start, &pencil.row, weights);
        }
    }

    /// By Green's theorem in polar coordinates about the receptor: the area integral is the
    /// contour integral of M(r, phi) dphi.
    fn add_area(
        &self,
        rings: &[Vec<[f64; 2]>],
        weights: &[f64],
        patch: &mut Patch<'_>,
        pencil: &mut Pencil,
    ) {
        for top in (0..patch.size[1]).step_by(SQUARE) {
            for left in (0..patch.size[0]).step_by(SQUARE) {
                let square = Square {
                    left: left..(left + SQUARE).min(patch.size[0]),
                    top: top..(top + SQUARE).min(patch.size[1]),
                };
                let around = square.extent(patch.first).grown(self.radius + 1.0);
                for ring in rings {
                    let part = clip::ring(ring, &around);
                    self.add_ring(&part, &square, weights, (patch, pencil));
                }
            }
        }
    }

    fn add_ring(
        &self,
        ring: &[[f64; 2]],
        square: &Square,
        weights: &[f64],
        (patch, pencil): (&mut Patch<'_>, &mut Pencil),
    ) {
        let around = square.extent(patch.first).grown(self.radius + 1.0);
        let (area, full) = (clip::area(ring), around.area());
        if area.abs() > full * (1.0 - 1e-12) {
            let value = (self.total * area.signum()) as f32;
            pencil.row.clear();
            pencil.row.resize(square.left.len(), value);
            for row in square.top.clone() {
                patch.add(row, square.left.start, &pencil.row, weights);
            }
            return;
        }
        for (start, end) in clip::edges(ring) {
            let Some(line) = Line::between(start, end) else {
                continue;
            };
            pencil
                .table
                .draw(&self.moment, &self.columns, line.angle(), Integrand::Edge);
            pencil.row.resize(square.left.len(), 0.0);
            for row in square.top.clone() {
                let at = [square.left.start, row];
                let first = [0, 1].map(|axis| (patch.first[axis] + at[axis]) as f64);
                pencil
                    .table
                    .row(&line, first, Integrand::Edge, &mut pencil.row);
                patch.add(row, at[0], &pencil.row, weights);
            }
        }
    }
}

/// Part of a patch.
struct Square {
    left: std::ops::Range<usize>,
    top: std::ops::Range<usize>,
}

impl Square {
    fn extent(&self, first: [usize; 2]) -> Extent {
        Extent {
            low: [
                (first[0] + self.left.start) as f64,
                (first[1] + self.top.start) as f64,
            ],
            high: [
                (first[0] + self.left.end) as f64 - 1.0,
                (first[1] + self.top.end) as f64 - 1.0,
            ],
        }
    }
}

impl Patch<'_> {
    pub(super) fn extent(&self) -> Extent {
        let square = Square {
            left: 0..self.size[0],
            top: 0..self.size[1],
        };
        square.extent(self.first)
    }

    /// Rows of the patch between two positions.
    fn rows(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        within(
            low - self.first[1] as f64,
            high - self.first[1] as f64,
            self.size[1],
        )
    }

    /// Columns of the patch between two positions.
    fn columns(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        within(
            low - self.first[0] as f64,
            high - self.first[0] as f64,
            self.size[0],
        )
    }

    /// Adds values to a row from `column` on, with a weight a channel.
    fn add(&mut self, row: usize, column: usize, values: &[f32], weights: &[f64]) {
        let start = row * self.size[0] + column;
        for (image, weight) in self.images.iter_mut().zip(weights) {
            if *weight == 0.0 {
                continue;
            }
            let weight = *weight as f32;
            image[start..start + values.len()]
                .iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += weight * value);
        }
    }
}

/// Whole numbers from `low` to `high` that are below `count`.
fn within(low: f64, high: f64, count: usize) -> std::ops::Range<usize> {
    // conversion saturates: what is negative becomes 0
    let start = low.ceil() as usize;
    let end = ((high + 1.0).floor() as usize).min(count);
    start.min(end)..end
}

fn extent_of(line: &Line) -> Extent {
    let end = [0, 1].map(|axis| line.start[axis] + line.length * line.along[axis]);
    Extent::EMPTY.with(line.start).with(end)
}

/// Where the row `v` lies within `radius` of a line: an interval, because that region is convex.
fn capsule_row(line: &Line, radius: f64, v: f64) -> [f64; 2] {
    let mut span = [f64::INFINITY, f64::NEG_INFINITY];
    let mut widen = |u: f64| span = [span[0].min(u), span[1].max(u)];
    let end = [0, 1].map(|axis| line.start[axis] + line.length * line.along[axis]);
    for centre in [line.start, end] {
        let reach = radius * radius - (v - centre[1]).powi(2);
        if reach >= 0.0 {
            widen(centre[0] - reach.sqrt());
            widen(centre[0] + reach.sqrt());
        }
    }
    // the two sides, parallel to the line
    for side in [radius, -radius] {
        let from = [
            line.start[0] - side * line.along[1],
            line.start[1] + side * line.along[0],
        ];
        let share = (v - from[1]) / (line.along[1] * line.length);
        if (0.0..=1.0).contains(&share) {
            widen(from[0] + share * line.length * line.along[0]);
        }
    }
    span
}
