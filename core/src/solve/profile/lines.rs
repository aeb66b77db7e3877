//! Lines seen in a table.

use pluim_kernels::quadrature::Gauss;
use pluim_kernels::segment::{Segment, View};

use super::{Profile, REACH};
use crate::solve::direct::panelled;
use crate::solve::{CLOSEST, FarLine};

/// A line that reaches less far than this share of its distance, and than this share of the
/// plume's standard deviation, is seen as two points.
const FAR: f64 = 0.125;
const NARROW: f64 = 0.5;
/// Its bends reach less far than these shares of the plume's standard deviation: their second and
/// third moments, which two points do not have, then make half a thousandth of it.
const BENT: f64 = 0.03;
const SKEW: f64 = 0.11;
/// A segment shorter than this share of its distance is integrated with two nodes.
const SHORT: f64 = 0.3;

impl Profile {
    /// Mean over a line that is short against its distance and against the plume's width.
    pub(super) fn of_far_line(&self, far: &FarLine, receptor: [f64; 2]) -> Option<f64> {
        let offset = [receptor[0] - far.centre[0], receptor[1] - far.centre[1]];
        let distance = offset[0].hypot(offset[1]);
        if far.reach > FAR * distance {
            return None;
        }
        let (x, _) = self.wind_coordinates(offset);
        let downwind = x >= -far.reach;
        let spread = match downwind {
            true => self.sigma_angle(x.max(CLOSEST)) * distance,
            false => distance,
        };
        let most = [(far.reach, NARROW), (far.across, BENT), (far.skew, SKEW)];
        if most.iter().any(|(size, share)| *size > share * spread) {
            return None;
        }
        let [a, b] = far.nodes.map(|at| {
            let offset = [receptor[0] - at[0], receptor[1] - at[1]];
            let r = offset[0].hypot(offset[1]);
            let around = self.meander(r) / r;
            match downwind {
                true => self.lobes_at(offset) + around,
                false => around,
            }
        });
        Some(0.5 * (a + b))
    }

    /// Mean over a segment.
    pub(super) fn of_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let start = [
            receptor[0] - segment.start[0],
            receptor[1] - segment.start[1],
        ];
        let end = [receptor[0] - segment.end[0], receptor[1] - segment.end[1]];
        let length = segment.length();
        let middle = [0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1])];
        let distance = middle[0].hypot(middle[1]);
        if length < SHORT * distance {
            let (x, y) = self.wind_coordinates(middle);
            let narrow = self.sigma_angle(x.max(0.1 * distance)) * distance < length;
            if !narrow {
                return self.short_segment(start, end, x + length > 0.0);
            }
            if x + length < 0.0 || y.abs() > distance {
                return self.short_segment(start, end, false);
            }
        }
        self.long_segment(segment, receptor) / length
    }

    /// Two Gauss nodes, at 0.2113 and 0.7887 of the way.
    fn short_segment(&self, start: [f64; 2], end: [f64; 2], downwind: bool) -> f64 {
        const NODES: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];
        let mut sum = 0.0;
        for node in NODES {
            let place = [
                start[0] + node * (end[0] - start[0]),
                start[1] + node * (end[1] - start[1]),
            ];
            let r = place[0].hypot(place[1]).max(CLOSEST);
            sum += self.meander(r) / r;
            if downwind {
                sum += self.lobes_at(place);
            }
        }
        0.5 * sum
    }

    /// Integral along a segment, in panels that follow the plume.
    fn long_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let view = segment.seen_from(receptor, CLOSEST);
        let meander = panelled(&view, 1.5, |t| self.meander(view.radius(t)));
        let Some((low, high)) = self.downwind_part(&view) else {
            return meander;
        };
        let mut sum = meander;
        let cuts = self.plume_cuts(&view, low, high);
        for part in cuts.windows(2) {
            let panels = ((part[1] - part[0]) / 0.7).ceil() as usize;
            sum += Gauss::Four.composite(part[0], part[1], panels, |t| {
                self.lobes_at(view.offset(t)) * view.radius(t)
            });
        }
        sum
    }

    /// The part of a view from which the wind blows towards the receptor.
    fn downwind_part(&self, view: &View) -> Option<(f64, f64)> {
        let ahead = |t: f64| self.wind_coordinates(view.offset(t)).0 > 0.0;
        match (
            view.abreast(self.downwind),
            ahead(view.from),
            ahead(view.to),
        ) {
            (Some(border), true, false) => Some((view.from, border)),
            (Some(border), false, true) => Some((border, view.to)),
            (_, true, true) => Some((view.from, view.to)),
            _ => None,
        }
    }

    /// Where panels begin and end: at the plume's axis and at multiples of its angular spread.
    fn plume_cuts(&self, view: &View, low: f64, high: f64) -> Vec<f64> {
        let axis = view
            .crossing(self.downwind)
            .filter(|t| *t > low && *t < high);
        let nearest = axis.unwrap_or({
            let lateral = |t: f64| {
                let (x, y) = self.wind_coordinates(view.offset(t));
                (y / x.max(1e-9)).abs()
            };
            if lateral(low) < lateral(high) {
                low
            } else {
                high
            }
        });
        let x = self.wind_coordinates(view.offset(nearest)).0.max(CLOSEST);
        let sigma = self.sigma_angle(x).max(1e-4);
        let mut cuts = vec![low, high];
        cuts.extend(axis);
        for multiple in [1.0, 2.0, 3.5, REACH] {
            for side in [-1.0, 1.0] {
                cuts.extend(self.ray(view, side * multiple * sigma));
            }
        }
        cuts.retain(|t| *t >= low && *t <= high);
        cuts.sort_by(f64::total_cmp);
        cuts
    }

    /// The t at which the ray with lateral tangent `slope` meets the view.
    fn ray(&self, view: &View, slope: f64) -> Option<f64> {
        let [east, north] = self.downwind;
        view.crossing([east - slope * north, north + slope * east])
    }
}
