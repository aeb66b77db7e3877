//! Integrals along a straight line of one direction, tabulated for every receptor beside it.
//!
//! With d the distance of a receptor from the line and s the distance along the line from the
//! foot of the perpendicular, s = d sinh t turns ds / r into dt. The integral of K over a
//! segment is then L(d, t_end) - L(d, t_start), with L(d, t) the integral of g = r K over t from
//! 0. The table of L costs as much as a few hundred integrals and serves all receptors near the
//! segment. Both ends share d, so that what interpolation in d misses cancels where the line's
//! own logarithm is large.

use super::radial::{ROWS_PER_OCTAVE, Radial};

/// Columns per unit of t.
const COLUMNS_PER_UNIT: f64 = 12.0;

/// What is integrated along a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Integrand {
    /// K ds = g dt: what the segment itself gives.
    Line,
    /// M dphi = M / cosh t dt: what an edge contributes to the area it bounds.
    Edge,
}

/// L(d, t) on both sides of lines of one direction.
#[derive(Debug, Clone)]
pub(super) struct EdgeTable {
    rows: usize,
    columns: usize,
    start: f32,
    /// Per side and column of t, per row of d: L and its derivative by the column.
    values: Vec<[f32; 2]>,
}

/// A column of t in which all directions and radii are known.
struct Column {
    /// Direction from the foot's perpendicular (radians), towards positive s.
    turn: f64,
    /// Rows between d and r = d cosh t.
    shift: f64,
    /// 1 / cosh t.
    sech: f64,
}

/// The columns that every table of the same shape shares.
pub(super) struct Columns {
    columns: Vec<Column>,
}

impl Columns {
    /// Columns for tables of `radial`.
    pub(super) fn of(radial: &Radial) -> Self {
        let widest = (radial.rows as f64 / ROWS_PER_OCTAVE).exp2().acosh();
        let half = (COLUMNS_PER_UNIT * widest).ceil() as i64 + 1;
        let columns = (-half..=half).map(|column| {
            let t = column as f64 / COLUMNS_PER_UNIT;
            Column {
                turn: t.sinh().atan(),
                shift: ROWS_PER_OCTAVE * t.cosh().log2(),
                sech: 1.0 / t.cosh(),
            }
        });
        Self {
            columns: columns.collect(),
        }
    }
}

impl EdgeTable {
    /// A table to be [drawn](EdgeTable::draw).
    pub(super) fn blank(radial: &Radial, columns: &Columns) -> Self {
        let columns = columns.columns.len();
        Self {
            rows: radial.rows,
            columns,
            start: radial.start as f32,
            values: vec![[0.0; 2]; 2 * columns * radial.rows],
        }
    }

    /// Fills the table for lines at `angle` (radians).
    pub(super) fn draw(
        &mut self,
        radial: &Radial,
        columns: &Columns,
        angle: f64,
        integrand: Integrand,
    ) {
        let (left, right) = self.values.split_at_mut(self.columns * self.rows);
        for (side, values) in [(1.0, left), (-1.0, right)] {
            let normal = angle + side * std::f64::consts::FRAC_PI_2;
            for (column, line) in columns.columns.iter().zip(values.chunks_mut(self.rows)) {
                let scale = match integrand {
                    Integrand::Line => 1.0,
                    Integrand::Edge => column.sech,
                };
                let lines = radial.lines(normal - side * column.turn);
                slopes(line, lines, column.shift, (scale / COLUMNS_PER_UNIT) as f32);
            }
            sum_outward(values, self.rows, self.columns / 2);
        }
    }
}

/// The integrand times the column width at r = d cosh t for every d, as second number.
fn slopes(line: &mut [[f32; 2]], lines: (&[f32], &[f32], f32), shift: f64, scale: f32) {
    let (left, right, around) = lines;
    let last = left.len() - 1;
    let skip = (shift as usize).min(last);
    let along = (shift - skip as f64).min(1.0) as f32;
    let blend = |row: usize| scale * (left[row] + around * (right[row] - left[row]));
    let inside = left.len() - 1 - skip;
    let (near, beyond) = line.split_at_mut(inside);
    let pairs = left[skip..].windows(2).zip(right[skip..].windows(2));
    for (value, (left, right)) in near.iter_mut().zip(pairs) {
        let low = left[0] + around * (right[0] - left[0]);
        let high = left[1] + around * (right[1] - left[1]);
        value[1] = scale * (low + along * (high - low));
    }
    let end = blend(last);
    beyond.iter_mut().for_each(|value| value[1] = end);
}

/// Sums the second numbers into the first, by trapezoids from the middle column outward.
fn sum_outward(values: &mut [[f32; 2]], rows: usize, middle: usize) {
    values[middle * rows..(middle + 1) * rows]
        .iter_mut()
        .for_each(|value| value[0] = 0.0);
    let (low, high) = values.split_at_mut(middle * rows);
    let mut known: &[[f32; 2]] = &high[..rows];
    for line in low.chunks_mut(rows).rev() {
        for (value, known) in line.iter_mut().zip(known) {
            value[0] = known[0] - 0.5 * (known[1] + value[1]);
        }
        known = line;
    }
    let (known, rest) = high.split_at_mut(rows);
    let mut known: &[[f32; 2]] = known;
    for line in rest.chunks_mut(rows) {
        for (value, known) in line.iter_mut().zip(known) {
            value[0] = known[0] + 0.5 * (known[1] + value[1]);
        }
        known = line;
    }
}

/// A segment on the raster: its start, unit direction and length (cells).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) start: [f64; 2],
    pub(super) along: [f64; 2],
    pub(super) length: f64,
}

impl Line {
    /// The line from one place to another, if they differ.
    pub(super) fn between(start: [f64; 2], end: [f64; 2]) -> Option<Self> {
        let step = [0, 1].map(|axis| end[axis] - start[axis]);
        let length = step[0].hypot(step[1]);
        (length > 0.0).then(|| Self {
            start,
            along: step.map(|part| part / length),
            length,
        })
    }

    pub(super) fn angle(&self) -> f64 {
        self.along[1].atan2(self.along[0])
    }
}

/// Receptors handled together.
const LANES: usize = 32;

/// Where a receptor is in a table.
struct Places {
    row: [u32; LANES],
    down: [f32; LANES],
    /// Column and fraction at the start and at the end of the segment.
    column: [[u32; LANES]; 2],
    past: [[f32; LANES]; 2],
    /// 1 left of the line, -1 right of it.
    side: [f32; LANES],
}

impl EdgeTable {
    /// Integrals over `line` for receptors in one row, `out.len()` of them from `first` on.
    pub(super) fn row(&self, line: &Line, first: [f64; 2], integrand: Integrand, out: &mut [f32]) {
        let offset = [0, 1].map(|axis| first[axis] - line.start[axis]);
        let foot = offset[0] * line.along[0] + offset[1] * line.along[1];
        let aside = offset[1] * line.along[0] - offset[0] * line.along[1];
        let row = RowView {
            foot: foot as f32,
            aside: aside as f32,
            along: line.along.map(|part| part as f32),
            length: line.length as f32,
        };
        let shape = Shape {
            start: self.start,
            last_row: (self.rows - 2) as f32,
            middle: (self.columns / 2) as f32,
            last_column: (self.columns - 2) as f32,
        };
        let mut places = Places {
            row: [0; LANES],
            down: [0.0; LANES],
            column: [[0; LANES]; 2],
            past: [[0.0; LANES]; 2],
            side: [0.0; LANES],
        };
        for (chunk, out) in out.chunks_mut(LANES).enumerate() {
            locate(&row, &shape, (chunk * LANES) as f32, &mut places);
            for (lane, value) in out.iter_mut().enumerate() {
                let sum = self.difference(&places, lane);
                *value = match integrand {
                    Integrand::Line => sum,
                    Integrand::Edge => places.side[lane] * sum,
                };
            }
        }
    }

    /// L at the end of the segment less L at its start.
    #[inline]
    fn difference(&self, places: &Places, lane: usize) -> f32 {
        let side = if places.side[lane] > 0.0 { 0 } else { self.columns };
        let row = places.row[lane] as usize;
        let down = places.down[lane];
        let at = |end: usize| {
            let column = side + places.column[end][lane] as usize;
            let past = places.past[end][lane];
            let start = column * self.rows + row;
            let (Some([a, b]), Some([c, d])) = (
                self.values.get(start..start + 2),
                self.values.get(start + self.rows..start + self.rows + 2),
            ) else {
                return 0.0;
            };
            let sum = a[0] + down * (b[0] - a[0]);
            let low = a[1] + down * (b[1] - a[1]);
            let high = c[1] + down * (d[1] - c[1]);
            // the integral of the linear interpolant of the derivative
            sum + past * (low + 0.5 * past * (high - low))
        };
        at(1) - at(0)
    }
}

/// A row of receptors as a line sees it.
struct RowView {
    foot: f32,
    aside: f32,
    along: [f32; 2],
    length: f32,
}

/// The axes of a table.
struct Shape {
    start: f32,
    last_row: f32,
    middle: f32,
    last_column: f32,
}

/// Places of the receptors from number `first` of the row on.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn locate(row: &RowView, shape: &Shape, first: f32, places: &mut Places) {
    let per_octave = ROWS_PER_OCTAVE as f32;
    let per_log2 = (COLUMNS_PER_UNIT * std::f64::consts::LN_2) as f32;
    let log_start = log2(shape.start);
    for lane in 0..LANES {
        let step = first + lane as f32;
        // s runs against the way along the line: it is the receptor's place less the source's
        let end = row.foot + step * row.along[0];
        let start = end - row.length;
        let aside = row.aside - step * row.along[1];
        let d = aside.abs().max(shape.start);
        let log_d = log2(d);
        let down = (per_octave * (log_d - log_start)).clamp(0.0, shape.last_row + 1.0);
        let node = down.min(shape.last_row).floor();
        places.row[lane] = node as i32 as u32;
        places.down[lane] = down - node;
        places.side[lane] = if aside < 0.0 { -1.0 } else { 1.0 };
        let ends = [start, end];
        for side in 0..2 {
            let s = ends[side];
            let r = (s * s + d * d).sqrt();
            let t = (log2(s.abs() + r) - log_d).copysign(s);
            let column = (shape.middle + per_log2 * t).clamp(0.0, shape.last_column + 1.0);
            let node = column.min(shape.last_column).floor();
            places.column[side][lane] = node as i32 as u32;
            places.past[side][lane] = column - node;
        }
    }
}

/// log2 of a positive normal number, to 4e-7: the exponent, and a series of the mantissa brought
/// between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn log2(x: f32) -> f32 {
    let bits = x.to_bits().wrapping_sub(0x3f35_04f3);
    let exponent = (bits as i32) >> 23;
    let m = f32::from_bits((bits & 0x007f_ffff).wrapping_add(0x3f35_04f3)) - 1.0;
    // log2(1 + m) = 2 log2(e) artanh(z), z = m / (2 + m), |z| < 0.172
    let z = m / (2.0 + m);
    let z2 = z * z;
    let series = 1.0 + z2 * (1.0 / 3.0 + z2 * (0.2 + z2 * (1.0 / 7.0)));
    exponent as f32 + 2.0 * std::f32::consts::LOG2_E * z * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn logarithm_is_close() {
        for step in 1..4000 {
            let x = 1e-3 * 1.01_f32.powi(step % 2000) * (1.0 + step as f32 * 1e-4);
            let exact = f64::from(x).log2();
            assert!((f64::from(log2(x)) - exact).abs() < 4e-7 * exact.abs().max(2.0));
        }
        assert_relative_eq!(log2(1.0), 0.0);
    }
}
