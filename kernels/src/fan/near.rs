//! A line seen from nearby.

use super::table::FanTable;
use crate::quadrature::Gauss;
use crate::segment::{Segment, View};

/// Panels of four nodes are at most this wide in t.
const RING: f64 = 1.0;
const LOBES: f64 = 0.7;
/// The least distance to the line that t takes.
const CLOSEST: f64 = 1e-3;
/// Where panels begin and end, in standard deviations of a lobe.
const CUTS: [f64; 4] = [1.0, 2.0, 3.5, 5.0];
/// The direction of the axis.
const AXIS: [f64; 2] = [1.0, 0.0];

/// Mean of the fans along a straight line, which is itself `widening` wide across the axis:
/// `offsets` are those from both its ends to the receptor.
#[must_use]
pub fn mean_over_line(table: &FanTable, offsets: [[f64; 2]; 2], widening: f64) -> f64 {
    let [start, end] = offsets.map(|offset| offset.map(|part| -part));
    let line = Segment { start, end };
    let length = line.length();
    if length < CLOSEST {
        return table.at(offsets[0], widening);
    }
    let near = Near {
        table,
        view: line.seen_from([0.0; 2], CLOSEST),
        widening,
    };
    (near.ring() + near.lobes()) / length
}

struct Near<'a> {
    table: &'a FanTable,
    view: View,
    widening: f64,
}

impl Near<'_> {
    fn ring(&self) -> f64 {
        let view = &self.view;
        let mut cuts = vec![view.from, view.to];
        cuts.extend(self.jumps());
        let value = |t: f64| {
            let r = view.radius(t);
            r * f64::from(self.table.ring_at(r as f32))
        };
        panels(cuts, (view.from, view.to), RING, value)
    }

    /// Where the distance to the line is that of a large jump.
    fn jumps(&self) -> impl Iterator<Item = f64> {
        let d = self.view.distance;
        let large = self.table.large().iter().map(|at| f64::from(*at));
        let there = large
            .filter(move |at| *at > d)
            .map(move |at| (at / d).acosh());
        there.flat_map(|t| [-t, t])
    }

    fn lobes(&self) -> f64 {
        let Some((low, high)) = self.ahead() else {
            return 0.0;
        };
        let mut cuts = self.cuts(low, high);
        cuts.extend(self.jumps());
        let ahead = self.table.large().iter();
        cuts.extend(ahead.filter_map(|at| self.view.ahead_by(AXIS, f64::from(*at))));
        panels(cuts, (low, high), LOBES, |t| self.lobes_at(t))
    }

    fn lobes_at(&self, t: f64) -> f64 {
        let [x, y] = self.view.offset(t).map(|part| part as f32);
        let r = self.view.radius(t);
        r * f64::from(self.table.lobes_at(x, y, r as f32, self.widening as f32))
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
        let mut cuts = vec![low, high];
        cuts.extend(axis);
        for angle in self.table.angles(x as f32) {
            let angle = f64::from(angle).hypot(self.widening / x);
            for multiple in CUTS {
                let ray = |side: f64| self.view.crossing([1.0, side * multiple * angle]);
                cuts.extend([-1.0, 1.0].into_iter().filter_map(ray));
            }
        }
        cuts
    }
}

/// Integral from `low` to `high` between the cuts that lie there, in panels of at most `widest`.
fn panels(
    mut cuts: Vec<f64>,
    (low, high): (f64, f64),
    widest: f64,
    value: impl Fn(f64) -> f64,
) -> f64 {
    cuts.retain(|t| *t >= low && *t <= high);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    let panel = |part: &[f64]| {
        let count = ((part[1] - part[0]) / widest).ceil() as usize;
        Gauss::Four.composite(part[0], part[1], count, &value)
    };
    cuts.windows(2).map(panel).sum()
}
