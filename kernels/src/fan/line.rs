//! Sums over straight lines.
//!
//! From afar a line is its middle and a correction for its length; nearer it is a few Gauss nodes;
//! receptors beside it or so near its plume's axis that few nodes do not see the lobes are
//! integrated one by one.

use super::block::{Block, LANES, Seen};
use super::near::mean_over_line;
use super::table::{Between, Course, FanTable};
use crate::quadrature::Gauss;

/// A line of even strength, in the coordinates of the axis from the origin of the blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanLine {
    /// Middle.
    pub middle: [f32; 2],
    /// From the middle to the end.
    pub half: [f32; 2],
    /// Own spread across the axis, one standard deviation.
    pub widening: f32,
    /// Strength of the whole.
    pub strength: f32,
}

/// The ring of a line is taken at its middle from this many half lengths on; the next term of the
/// correction is then below 1e-3 of it.
const FAR: f32 = 5.0;
/// Nearer than this many half lengths four nodes do not see the ring.
const BESIDE: f32 = 1.8;
/// Nodes see lobes only where the line lies this many times its half extent ahead.
const AHEAD: f32 = 2.0;
/// The standard deviations over which two, four and eight nodes can follow a lobe.
const SPANS: [f32; 3] = [0.8, 3.0, 7.0];
/// Standard deviations from the axis at which a lobe still matters to the number of nodes.
const FLANK: f32 = 2.5;

/// Adds the fans of `lines` at the receptors of `block` to `sums`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
pub fn add_lines(table: &FanTable, lines: &[FanLine], block: &Block, sums: &mut [f64; LANES]) {
    for line in lines {
        let mut values = [0.0; LANES];
        add_line(table, line, block, &mut values);
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += f64::from(line.strength * value);
        }
    }
}

#[inline(always)]
fn add_line(table: &FanTable, line: &FanLine, block: &Block, values: &mut [f32; LANES]) {
    let extent = line.half.map(f32::abs);
    let length = line.half_length();
    let seen = block.seen_from(line.middle, extent);
    let course = table.course([
        seen.along[0].min(seen.nearest - length),
        seen.farthest + length,
    ]);
    match (course, seen.nearest > FAR * length) {
        (Course::Even, true) => add_far_ring(table, line, block, values),
        (Course::Even, false) | (Course::Uneven, true) => {
            add_ring(table, line, Gauss::Four, block, values);
        }
        (Course::Uneven, false) => add_ring(table, line, Gauss::Eight, block, values),
    }
    let Seen { along, aside, .. } = seen;
    let reached = table.reaches(along[1], aside, line.widening);
    if reached {
        match line.rule(table, along[0], course) {
            Some(Gauss::Two) => add_far_lobes(table, line, block, values),
            Some(rule) => add_lobes(table, line, rule, block, values),
            None => {
                add_lobes(table, line, Gauss::Eight, block, values);
                add_near(table, line, block, values);
                return;
            }
        }
    }
    if seen.nearest < BESIDE * length || !table.large().is_empty() {
        add_near(table, line, block, values);
    }
}

impl FanLine {
    /// How many nodes follow the lobes at receptors to which the nearest place of the line lies
    /// `nearest` along the axis; none where nodes do not.
    #[inline(always)]
    fn rule(&self, table: &FanTable, nearest: f32, course: Course) -> Option<Gauss> {
        let extent = self.half.map(f32::abs);
        if nearest < 1.0 || nearest < AHEAD * extent[0] {
            return None;
        }
        let width = table.angles(nearest)[0] * nearest;
        let width = (width * width + self.widening * self.widening).sqrt();
        let span = 2.0 * extent[1] / width + 2.0 * FLANK * extent[0] / nearest;
        let rules = [Gauss::Two, Gauss::Four, Gauss::Eight];
        let enough = SPANS.iter().position(|most| span <= *most)?;
        match course {
            Course::Even => rules.get(enough).copied(),
            Course::Uneven => rules.get(enough + 1).copied(),
        }
    }
}

/// The ring by the value in the middle, with R = m / r locally a power r^-p:
///
/// mean of R = R [1 + p ((p + 2) cos² - 1) l² / (6 r²)], l half the length, cos of the angle
/// between the line and the receptor.
#[inline(always)]
fn add_far_ring(table: &FanTable, line: &FanLine, block: &Block, values: &mut [f32; LANES]) {
    let [half_x, half_y] = line.half;
    let column = table.ring();
    for lane in 0..LANES {
        let (x, y) = (
            block.x[lane] - line.middle[0],
            block.y[lane] - line.middle[1],
        );
        let square = (x * x + y * y).max(1.0);
        let r = square.sqrt();
        let place = Between::at(r, table.breaks());
        let ring = column.at(place);
        let power = 1.0 - column.slope(place, r) / ring.max(f32::MIN_POSITIVE);
        let along = x * half_x + y * half_y;
        let length = half_x * half_x + half_y * half_y;
        let bend = (power + 2.0) * along * along / square - length;
        values[lane] += ring / r * (1.0 + power * bend / (6.0 * square));
    }
}

#[inline(always)]
fn add_ring(
    table: &FanTable,
    line: &FanLine,
    rule: Gauss,
    block: &Block,
    values: &mut [f32; LANES],
) {
    for (node, weight) in rule.nodes() {
        let at = line.at(node as f32);
        for lane in 0..LANES {
            let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
            let r = (x * x + y * y).sqrt();
            values[lane] += 0.5 * weight as f32 * table.ring_at(r);
        }
    }
}

/// The lobes by two nodes, F in the middle: seen from afar an even fan has almost one F.
#[inline(always)]
fn add_far_lobes(table: &FanTable, line: &FanLine, block: &Block, values: &mut [f32; LANES]) {
    let mut lobes = [0.0; LANES];
    for (node, weight) in Gauss::Two.nodes() {
        add_bare_lobes(table, line, (node, weight), block, &mut lobes);
    }
    add_coherent(table, line.middle, block, &lobes, values);
}

/// The lobes node by node.
#[inline(always)]
fn add_lobes(
    table: &FanTable,
    line: &FanLine,
    rule: Gauss,
    block: &Block,
    values: &mut [f32; LANES],
) {
    for (node, weight) in rule.nodes() {
        let mut lobes = [0.0; LANES];
        add_bare_lobes(table, line, (node, weight), block, &mut lobes);
        add_coherent(table, line.at(node as f32), block, &lobes, values);
    }
}

/// The lobes of a node with its weight, without F.
#[inline(always)]
fn add_bare_lobes(
    table: &FanTable,
    line: &FanLine,
    (node, weight): (f64, f64),
    block: &Block,
    lobes: &mut [f32; LANES],
) {
    let (at, weight) = (line.at(node as f32), 0.5 * weight as f32);
    for lobe in table.lobes() {
        for lane in 0..LANES {
            let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
            let value = weight * lobe.at(x, y, line.widening, table.breaks());
            lobes[lane] += if x > 0.0 { value } else { 0.0 };
        }
    }
}

/// Adds `lobes` times F, as seen from `at`.
#[inline(always)]
fn add_coherent(
    table: &FanTable,
    at: [f32; 2],
    block: &Block,
    lobes: &[f32; LANES],
    values: &mut [f32; LANES],
) {
    for lane in 0..LANES {
        let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
        values[lane] += table.coherence_at((x * x + y * y).sqrt()) * lobes[lane];
    }
}

impl FanLine {
    #[inline(always)]
    fn half_length(&self) -> f32 {
        let [x, y] = self.half;
        (x * x + y * y).sqrt()
    }

    /// The place at `node`, from -1 to 1.
    #[inline(always)]
    fn at(&self, node: f32) -> [f32; 2] {
        [
            self.middle[0] + node * self.half[0],
            self.middle[1] + node * self.half[1],
        ]
    }
}

/// Replaces the values at receptors that nodes do not serve.
fn add_near(table: &FanTable, line: &FanLine, block: &Block, values: &mut [f32; LANES]) {
    let extent = line.half.map(f32::abs);
    let length = line.half_length();
    for (lane, value) in values.iter_mut().enumerate().take(block.count) {
        let (x, y) = (
            block.x[lane] - line.middle[0],
            block.y[lane] - line.middle[1],
        );
        let seen = table.reaches(x + extent[0], y.abs() - extent[1], line.widening);
        let served = !seen || line.rule(table, x - extent[0], Course::Even).is_some();
        let r = (x * x + y * y).sqrt();
        let mut jumps = table.large().iter();
        let jump = jumps.any(|at| (r - at).abs() <= length || (x - at).abs() <= extent[0]);
        if served && !jump && r >= BESIDE * length {
            continue;
        }
        let to = |side: f32| [x - side * line.half[0], y - side * line.half[1]].map(f64::from);
        *value = mean_over_line(table, [to(-1.0), to(1.0)], f64::from(line.widening)) as f32;
    }
}
