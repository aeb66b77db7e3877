//! A line seen from nearby.
//!
//! With s = d sinh t along the line, d the distance to it, the integrand is smooth in t however
//! close the receptor is ([`crate::segment`]). Panels follow the ring and the lobes; their nodes are
//! summed in step.

use super::block::{LANES, Lanes};
use super::column::{Look, SHARP};
use super::exponential::exp2;
use super::table::{Aside, FanTable};
use crate::quadrature::Gauss;
use crate::segment::{Segment, View};

/// Panels of four nodes are at most this wide in t.
const RING: f64 = 1.0;
const LOBES: f64 = 0.7;
/// The least distance to the line that t takes.
const CLOSEST: f64 = 1e-3;
/// Where panels begin and end, in standard deviations of a lobe.
const CUTS: [f64; 3] = [1.25, 3.0, 5.0];
/// Room for most cuts and nodes, so that lists of them need not grow.
const MOST_CUTS: usize = 32;
const MOST_NODES: usize = 128;
/// The direction of the axis.
const AXIS: [f64; 2] = [1.0, 0.0];

/// Mean of the fans along a straight line, which is itself `widening` wide across the axis:
/// `offsets` are those from both its ends to the receptor.
///
/// ```
/// use pluim_kernels::fan::{FanRow, FanTable, mean_over_line};
/// let ring = FanRow { ring: 1.0, ln_centre: [f64::NEG_INFINITY; 2], ..FanRow::default() };
/// let table = FanTable::new(&vec![ring; 65], &[]); // 1 / r
/// let mean = mean_over_line(&table, [[-30.0, 20.0], [70.0, 20.0]], 0.0);
/// let exact = ((70.0_f32 / 20.0).asinh() + (30.0_f32 / 20.0).asinh()) / 100.0;
/// assert!((mean / exact - 1.0).abs() < 1e-5);
/// ```
#[must_use]
pub fn mean_over_line(table: &FanTable, offsets: [[f32; 2]; 2], widening: f32) -> f32 {
    let [start, end] = offsets.map(|offset| offset.map(|part| -f64::from(part)));
    let line = Segment { start, end };
    let length = line.length();
    if length < CLOSEST {
        return table.at(offsets[0].map(f64::from), f64::from(widening)) as f32;
    }
    let near = Near {
        table,
        view: line.seen_from([0.0; 2], CLOSEST),
        widening,
    };
    ((near.ring() + near.lobes()) / length) as f32
}

struct Near<'a> {
    table: &'a FanTable,
    view: View,
    widening: f32,
}

impl Near<'_> {
    fn ring(&self) -> f64 {
        let view = &self.view;
        let mut cuts = Vec::with_capacity(MOST_CUTS);
        cuts.extend([view.from, view.to]);
        cuts.extend(self.of_table());
        let nodes = panels(cuts, (view.from, view.to), RING);
        in_step(&nodes, |part| rings(self.table, view, part))
    }

    /// Where the table is cut.
    fn of_table(&self) -> impl Iterator<Item = f64> {
        let d = self.view.distance;
        let cuts = self.table.cuts().iter().map(|at| f64::from(*at));
        let there = cuts
            .filter(move |at| *at > d)
            .map(move |at| (at / d).acosh());
        there.flat_map(|t| [-t, t])
    }

    fn lobes(&self) -> f64 {
        let Some((low, high)) = self.ahead() else {
            return 0.0;
        };
        let mut cuts = self.cuts(low, high);
        cuts.extend(self.of_table());
        let ahead = self.table.cuts().iter();
        cuts.extend(ahead.filter_map(|at| self.view.ahead_by(AXIS, f64::from(*at))));
        let nodes = panels(cuts, (low, high), LOBES);
        in_step(&nodes, |part| {
            lobes(self.table, &self.view, (part, self.widening))
        })
    }

    /// The part of the line whose fans look towards the receptor.
    fn ahead(&self) -> Option<(f64, f64)> {
        let View { from, to, .. } = self.view;
        let ahead = |t: f64| self.view.offset(t)[0] > 0.0;
        match (self.view.abreast(AXIS), ahead(from), ahead(to)) {
            (Some(border), true, false) => Some((from, border)),
            (Some(border), false, true) => Some((border, to)),
            (_, true, true) => Some((from, to)),
            _ => None,
        }
    }

    /// Where panels begin and end: on the axis and at multiples of the lobes' width there.
    fn cuts(&self, low: f64, high: f64) -> Vec<f64> {
        let axis = self.view.crossing(AXIS).filter(|t| *t > low && *t < high);
        let aside = |t: f64| {
            let [x, y] = self.view.offset(t);
            (y / x.max(1e-9)).abs()
        };
        let nearest = axis.unwrap_or(if aside(low) < aside(high) { low } else { high });
        let x = self.view.offset(nearest)[0].max(1.0);
        let mut cuts = Vec::with_capacity(MOST_CUTS);
        cuts.extend([low, high]);
        cuts.extend(axis);
        let [narrow, wide] = self.table.angles(x as f32);
        for angle in [Some(narrow), (wide > narrow).then_some(wide)]
            .into_iter()
            .flatten()
        {
            let angle = f64::from(angle).hypot(f64::from(self.widening) / x);
            for multiple in CUTS {
                let ray = |side: f64| self.view.crossing([1.0, side * multiple * angle]);
                cuts.extend([-1.0, 1.0].into_iter().filter_map(ray));
            }
        }
        cuts
    }
}

/// Nodes along a line and their weights.
#[derive(Debug)]
struct Nodes {
    t: Vec<f32>,
    weight: Vec<f32>,
}

/// Those of panels from `low` to `high` between the cuts that lie there, at most `widest` wide.
fn panels(mut cuts: Vec<f64>, (low, high): (f64, f64), widest: f64) -> Nodes {
    cuts.retain(|t| *t >= low && *t <= high);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    let mut nodes = Nodes {
        t: Vec::with_capacity(MOST_NODES),
        weight: Vec::with_capacity(MOST_NODES),
    };
    for part in cuts.windows(2) {
        let count = ((part[1] - part[0]) / widest).ceil().max(1.0);
        let half = 0.5 * (part[1] - part[0]) / count;
        for panel in 0..count as usize {
            let middle = part[0] + (2 * panel + 1) as f64 * half;
            for (node, weight) in Gauss::Four.nodes() {
                nodes.t.push((middle + half * node) as f32);
                nodes.weight.push((half * weight) as f32);
            }
        }
    }
    nodes
}

/// The sum over nodes, as many at a time as there are lanes; lanes without a node weigh nothing.
fn in_step(nodes: &Nodes, sum: impl Fn([&Lanes; 2]) -> f64) -> f64 {
    let parts = nodes.t.chunks(LANES).zip(nodes.weight.chunks(LANES));
    parts
        .map(|(t, weight)| {
            let mut lanes = [[0.0; LANES]; 2];
            lanes[0][..t.len()].copy_from_slice(t);
            lanes[1][..weight.len()].copy_from_slice(weight);
            sum([&lanes[0], &lanes[1]])
        })
        .sum()
}

/// Sum of r R over nodes.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
fn rings(table: &FanTable, view: &View, [t, weight]: [&Lanes; 2]) -> f64 {
    let [_, r] = along(view, t);
    let look = Look::at(&r);
    let ring = table.ring(&look, table.jumps([0.0, f32::MAX]), &[SHARP; LANES]);
    let mut sum = 0.0;
    for lane in 0..LANES {
        let ratio = r[lane] / look.square[lane].sqrt();
        sum += f64::from(weight[lane] * ring[lane] * ratio);
    }
    sum
}

/// Sum of r times the lobes over nodes.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
fn lobes(table: &FanTable, view: &View, ([t, weight], widening): ([&Lanes; 2], f32)) -> f64 {
    let [s, r] = along(view, t);
    let [[x0, y0], [dx, dy]] = view.course().map(|of| of.map(|part| part as f32));
    let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
    for lane in 0..LANES {
        x[lane] = x0 - dx * s[lane];
        y[lane] = y0 - dy * s[lane];
    }
    let jumps = table.jumps([0.0, f32::MAX]);
    let place = Aside {
        x: &x,
        y: &y,
        jumps,
        steepness: &[SHARP; LANES],
    };
    let lobes = table.lobes(&place, &[widening; LANES]);
    let coherence = table.coherence(&Look::at(&r), jumps, &[SHARP; LANES]);
    let mut sum = 0.0;
    for lane in 0..LANES {
        sum += f64::from(weight[lane] * r[lane] * coherence[lane] * lobes[lane]);
    }
    sum
}

/// s = d sinh t and r = d cosh t.
#[inline(always)]
fn along(view: &View, t: &Lanes) -> [Lanes; 2] {
    let half = 0.5 * view.distance as f32;
    let (mut s, mut r) = ([0.0; LANES], [0.0; LANES]);
    for lane in 0..LANES {
        let up = exp2(t[lane] * std::f32::consts::LOG2_E);
        let down = 1.0 / up;
        s[lane] = half * (up - down);
        r[lane] = half * (up + down);
    }
    [s, r]
}
