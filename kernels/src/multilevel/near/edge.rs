//! Integrals along a straight line of one direction, tabulated for every receptor beside it.
//!
//! With d the distance of a receptor from the line and s the distance along the line from the
//! foot of the perpendicular, s = d sinh t turns ds / r into dt. The integral of K over a
//! segment is then L(d, t_end) - L(d, t_start), with L(d, t) the integral of g = r K over t from
//! 0. The table of L costs as much as a few hundred integrals and serves all receptors near the
//! segment. Both ends share d, so that what interpolation in d misses cancels where the line's
//! own logarithm is large.

use super::places::{Axes, LANES, Places, RowView, locate};
use super::radial::{ROWS_PER_OCTAVE, Radial};

/// Columns per unit of t: 7 degrees apart at the foot, over which a cubic follows lobes of 5.
const COLUMNS_PER_UNIT: f64 = 8.0;

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
    reach: f32,
    /// Per side, column of t and row of d: L, and its derivative by the column.
    values: Vec<[f32; 2]>,
    scratch: Scratch,
}

/// Columns that are being filled.
#[derive(Debug, Clone)]
struct Scratch {
    known: Run,
    here: Run,
    /// Derivatives half way between both.
    half_way: Vec<f32>,
}

/// One column, a number a row of d.
#[derive(Debug, Clone)]
struct Run {
    sums: Vec<f32>,
    slopes: Vec<f32>,
}

impl Run {
    fn blank(rows: usize) -> Self {
        let [sums, slopes] = [(); 2].map(|()| vec![0.0; rows]);
        Self { sums, slopes }
    }

    /// Puts the first rows, as many as `column` has, there.
    fn store(&self, column: &mut [[f32; 2]]) {
        for (value, (sum, slope)) in column.iter_mut().zip(self.sums.iter().zip(&self.slopes)) {
            *value = [*sum, *slope];
        }
    }
}

/// Rows kept past those in reach, for interpolation between them and the next column's.
const MARGIN: usize = 4;

/// A column of t in which all directions and radii are known.
struct Column {
    /// Direction from the foot's perpendicular (radians), towards positive s.
    turn: f64,
    /// Rows between d and r = d cosh t.
    shift: f64,
    /// Rows whose r is in reach.
    in_reach: usize,
    /// 1 / cosh t.
    sech: f64,
}

/// The columns that every table of the same shape shares.
pub(super) struct Columns {
    columns: Vec<Column>,
    /// Half way between each column and the next.
    half_way: Vec<Column>,
}

impl Columns {
    /// Columns for tables of `radial`.
    pub(super) fn of(radial: &Radial) -> Self {
        let widest = (radial.rows as f64 / ROWS_PER_OCTAVE).exp2().acosh();
        let half = (COLUMNS_PER_UNIT * widest).ceil() as i64 + 1;
        let column = |number: f64| {
            let t = number / COLUMNS_PER_UNIT;
            let shift = ROWS_PER_OCTAVE * t.cosh().log2();
            Column {
                turn: t.sinh().atan(),
                shift,
                in_reach: (radial.rows as f64 - shift).max(0.0).ceil() as usize,
                sech: 1.0 / t.cosh(),
            }
        };
        let numbers = (-half..=half).map(|number| number as f64);
        Self {
            columns: numbers.clone().map(column).collect(),
            half_way: numbers.map(|number| column(number + 0.5)).collect(),
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
            reach: (radial.start * ((radial.rows - 1) as f64 / ROWS_PER_OCTAVE).exp2()) as f32,
            values: vec![[0.0; 2]; 2 * columns * radial.rows],
            scratch: Scratch {
                known: Run::blank(radial.rows),
                here: Run::blank(radial.rows),
                half_way: vec![0.0; radial.rows],
            },
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
        let rows = self.rows;
        let middle = self.columns / 2;
        let scratch = &mut self.scratch;
        for (index, values) in self.values.chunks_mut(rows * self.columns).enumerate() {
            let side = if index == 0 { 1.0 } else { -1.0 };
            let lines = Lines {
                radial,
                normal: angle + side * std::f64::consts::FRAC_PI_2,
                side,
                integrand,
            };
            let (low, high) = values.split_at_mut(rows * middle);
            let (centre, high) = high.split_at_mut(rows);
            lines.begin(scratch, &columns.columns[middle]);
            scratch.known.store(centre);
            let up = high.chunks_mut(rows).zip(&columns.columns[middle + 1..]);
            lines.extend_all(up.zip(&columns.half_way[middle..]), (1.0, scratch));

            lines.begin(scratch, &columns.columns[middle]);
            let down = low.chunks_mut(rows).zip(&columns.columns[..middle]);
            let down = down.zip(&columns.half_way[..middle]).rev();
            lines.extend_all(down, (-1.0, scratch));
        }
    }
}

/// What is integrated beside one side of lines of one direction.
struct Lines<'a> {
    radial: &'a Radial,
    /// Direction from the line to the receptors (radians).
    normal: f64,
    /// 1 left, -1 right.
    side: f64,
    integrand: Integrand,
}

impl Lines<'_> {
    /// Makes the middle column the known one: nothing is summed there.
    fn begin(&self, scratch: &mut Scratch, place: &Column) {
        scratch.known.sums.fill(0.0);
        self.slopes(&mut scratch.known.slopes, place);
    }

    /// Fills columns outward from the known one: derivatives, and sums by Simpson's rule with `sign`.
    /// Two panels a column follow lobes that one would miss.
    fn extend_all<'a>(
        &self,
        outward: impl Iterator<Item = ((&'a mut [[f32; 2]], &'a Column), &'a Column)>,
        (sign, scratch): (f32, &mut Scratch),
    ) {
        let Scratch {
            known,
            here,
            half_way,
        } = scratch;
        for ((column, place), half_place) in outward {
            let count = self.slopes(&mut here.slopes, place);
            self.slopes(half_way, half_place);
            let slopes = [&known.slopes, &*half_way, &here.slopes].map(Vec::as_slice);
            extend(&mut here.sums[..count], &known.sums, slopes, sign / 6.0);
            here.store(&mut column[..count]);
            std::mem::swap(known, here);
        }
    }

    /// Derivatives by the column in all rows of use; returns how many these are.
    fn slopes(&self, steps: &mut [f32], place: &Column) -> usize {
        let (scale, count) = match self.integrand {
            // beyond the reach of the kernel nothing is looked up
            Integrand::Line => (1.0, steps.len().min(place.in_reach + MARGIN)),
            Integrand::Edge => (place.sech, steps.len()),
        };
        let scale = (scale / COLUMNS_PER_UNIT) as f32;
        let lines = self.radial.lines(self.normal - self.side * place.turn);
        slopes(&mut steps[..count], lines, place.shift, scale);
        count
    }
}

/// The integrand times the column width at r = d cosh t for every d.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn slopes(line: &mut [f32], lines: (&[f32], &[f32], f32), shift: f64, scale: f32) {
    let (left, right, around) = lines;
    let last = left.len() - 1;
    let skip = (shift as usize).min(last);
    let along = (shift - skip as f64).min(1.0) as f32;
    let inside = (last - skip).min(line.len());
    let (near, beyond) = line.split_at_mut(inside);
    let count = near.len();
    let (left_low, left_high) = (&left[skip..skip + count], &left[skip + 1..skip + 1 + count]);
    let (right_low, right_high) = (
        &right[skip..skip + count],
        &right[skip + 1..skip + 1 + count],
    );
    for row in 0..count {
        let low = left_low[row] + around * (right_low[row] - left_low[row]);
        let high = left_high[row] + around * (right_high[row] - left_high[row]);
        near[row] = scale * (low + along * (high - low));
    }
    beyond.fill(scale * (left[last] + around * (right[last] - left[last])));
}

/// Sums of the column before, and Simpson's rule over the slopes there, half way and here.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn extend(sums: &mut [f32], known: &[f32], slopes: [&[f32]; 3], sixth: f32) {
    let count = sums.len();
    let (known, [before, half_way, here]) = (&known[..count], slopes.map(|line| &line[..count]));
    for row in 0..count {
        sums[row] = known[row] + sixth * (before[row] + 4.0 * half_way[row] + here[row]);
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

impl EdgeTable {
    /// Integrals over `line` for receptors in one row, `out.len()` of them from `first` on.
    pub(super) fn row(&self, line: &Line, first: [f64; 2], integrand: Integrand, out: &mut [f32]) {
        let axes = Axes {
            start: self.start,
            reach: match integrand {
                Integrand::Line => self.reach,
                Integrand::Edge => f32::INFINITY,
            },
            per_octave: ROWS_PER_OCTAVE as f32,
            rows: self.rows,
            per_log2: (COLUMNS_PER_UNIT * std::f64::consts::LN_2) as f32,
            columns: self.columns,
        };
        let view = RowView::new(line, first);
        let mut places = Places::default();
        for (chunk, out) in out.chunks_mut(LANES).enumerate() {
            locate(&view, &axes, (chunk * LANES) as f32, &mut places);
            let [start, end] = [0, 1].map(|end| self.sums(&places, end));
            for (lane, value) in out.iter_mut().enumerate() {
                let sum = end[lane] - start[lane];
                *value = match integrand {
                    Integrand::Line => sum,
                    Integrand::Edge => places.side[lane] * sum,
                };
            }
        }
    }

    /// L at the start (0) or the end (1) of the segment.
    #[inline]
    fn sums(&self, places: &Places, end: usize) -> [f32; LANES] {
        let mut corners = [[Corner::default(); 2]; LANES];
        for (lane, corners) in corners.iter_mut().enumerate() {
            let side = if places.side[lane] > 0.0 {
                0
            } else {
                self.columns
            };
            let column = side + places.column[end][lane] as usize;
            let start = column * self.rows + places.row[lane] as usize;
            let corner = |start: usize| match self.values.get(start..start + 2) {
                Some([above, below]) => [*above, *below],
                _ => Corner::default(),
            };
            *corners = [start, start + self.rows].map(corner);
        }
        cubic(&corners, &places.down, &places.past[end])
    }
}

/// L and its derivative in a row of d, and in the next.
type Corner = [[f32; 2]; 2];

/// Linear down the rows, and Hermite's cubic `past` one of two columns.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn cubic(corners: &[[Corner; 2]; LANES], down: &[f32; LANES], past: &[f32; LANES]) -> [f32; LANES] {
    let mut sums = [0.0; LANES];
    for lane in 0..LANES {
        let blend =
            |[above, below]: Corner, of: usize| above[of] + down[lane] * (below[of] - above[of]);
        let [here, next] = corners[lane];
        let [sum, slope] = [blend(here, 0), blend(here, 1)];
        let [next_sum, next_slope] = [blend(next, 0), blend(next, 1)];
        let past = past[lane];
        let rise = next_sum - sum;
        let [bend, twist] = [rise - slope, slope + next_slope - 2.0 * rise];
        sums[lane] = sum + past * (slope + past * (bend - (1.0 - past) * twist));
    }
    sums
}
