//! One plume, seen from receptors: the concentration of points, roads and areas of unit emission.

use std::f64::consts::PI;

use geo_types::Coord;
use pluim_core::scheme::pbl::PblPlume;
use pluim_core::scheme::{Lobe, Plume};
use pluim_core::source::{EffectiveArea, OpenPit};
use pluim_kernels::quadrature::{Accuracy, Gauss, adaptive};

use super::table::PlumeTable;

/// A lobe is followed to this many standard deviations from its axis; beyond, it holds less
/// than 2e-9 of its centre.
const REACH: f64 = 6.3;
/// The nearest distance (m) at which the plume of a road is taken.
const NEAREST: f64 = 1.0;
/// A road's plume starts this far (m) downwind.
const BESIDE: f64 = 1e-4;
/// The nearest distance (m) of an element of an area.
const NEAREST_OF_AREA: f64 = 1.01;
/// How finely roads and areas are integrated, relative to the whole. Finer than the table's own
/// grain is no gain.
const ACCURACY: f64 = 1e-4;
/// How often an interval may be halved.
const DEPTH: u32 = 16;
/// A few nodes are tried where a source spans no more than this share of its distance along the
/// wind, and of a standard deviation across it.
const SHORT: f64 = 0.2;
const NARROW: f64 = 0.5;

/// One hour's plume and the way it goes.
pub(super) struct Sight<'a> {
    pub(super) plume: &'a PblPlume,
    pub(super) table: &'a PlumeTable<'a>,
    /// Unit vector downwind.
    pub(super) downwind: [f64; 2],
}

impl Sight<'_> {
    /// Downwind and lateral part of `receptor` minus `source`.
    fn wind(&self, source: [f64; 2], receptor: [f64; 2]) -> (f64, f64) {
        let [east, north] = self.downwind;
        let (dx, dy) = (receptor[0] - source[0], receptor[1] - source[1]);
        (dx * east + dy * north, dy * east - dx * north)
    }

    /// Concentration (g/m3) at `receptor` of a point of 1 g/s.
    pub(super) fn of_point(&self, at: [f64; 2], receptor: [f64; 2]) -> f64 {
        let (x, y) = self.wind(at, receptor);
        let r = x.hypot(y);
        let lobes = if x > 0.0 {
            sum_at(&self.plume.lobes(x), y)
        } else {
            0.0
        };
        let coherent = if lobes > 0.0 {
            self.plume.coherence(r) * lobes
        } else {
            0.0
        };
        coherent + self.plume.meander(r)
    }

    /// Concentration (g/m3) at `receptor` of a road of 1 g/m/s.
    pub(super) fn of_road(&self, ends: [[f64; 2]; 2], width: f64, receptor: [f64; 2]) -> f64 {
        let [start, end] = ends;
        let (x0, y0) = self.wind(start, receptor);
        let (x1, y1) = self.wind(end, receptor);
        let (dx, dy) = (x1 - x0, y1 - y0);
        let length = dx.hypot(dy);
        let road = Road {
            sight: self,
            from: [x0, y0],
            step: [dx, dy],
            sigma_y0: 0.5 * width * (dx / length).abs(),
        };
        length * (road.coherent() + road.direction_free())
    }

    /// Concentration (g/m3) at `receptor` of an area of 1 g/m2/s: along the wind numerically,
    /// across it by the error function.
    pub(super) fn of_area(&self, ring: &[[f64; 2]], receptor: [f64; 2]) -> f64 {
        let seen: Vec<(f64, f64)> = ring.iter().map(|at| self.wind(*at, receptor)).collect();
        let farthest = seen.iter().map(|(x, _)| *x).fold(0.0, f64::max);
        if farthest <= NEAREST_OF_AREA || self.passes_by(&seen, farthest) {
            return 0.0;
        }
        let nearest = |x: f64| x.max(NEAREST_OF_AREA).ln();
        let mut cuts: Vec<f64> = seen.iter().map(|(x, _)| nearest(*x)).collect();
        let mut across = |ln_x: f64| {
            let x = ln_x.exp();
            let lobes = self.table.lobes(x);
            x * lobes.iter().map(|lobe| strip(lobe, &seen, x)).sum::<f64>()
        };
        let few = match self.is_small(&seen, farthest) {
            true => by_few_nodes(&cuts, &mut across),
            false => None,
        };
        few.unwrap_or_else(|| {
            cuts.extend(self.under_the_axis(&seen, farthest).map(nearest));
            integrate(cuts, &mut across)
        })
        .abs()
    }

    /// Concentration (g/m3) at `receptor` of an open pit of 1 g/m2/s that emits from `area`; none
    /// within it, of which the law says nothing.
    pub(super) fn of_pit(&self, pit: &OpenPit, area: &EffectiveArea, receptor: [f64; 2]) -> f64 {
        let [x, y] = receptor;
        if pit.contains(Coord { x, y }) {
            return 0.0;
        }
        let ring = area.outline.map(|at| [at.x, at.y]);
        // ISC3 user's guide, volume II, eq. 1-77
        self.of_area(&ring, receptor) / area.fraction
    }

    /// Where edges meet the axis of the plume, and three of its widths along the edge on both sides:
    /// a long strip is seen there alone.
    fn under_the_axis(
        &self,
        seen: &[(f64, f64)],
        farthest: f64,
    ) -> impl Iterator<Item = f64> + use<> {
        let nearest = seen.iter().map(|(x, _)| *x).fold(f64::INFINITY, f64::min);
        let edges = seen.iter().zip(seen.iter().cycle().skip(1));
        let meeting = edges.filter(|(from, to)| from.1 * to.1 < 0.0);
        let cuts: Vec<f64> = meeting
            .flat_map(|(from, to)| {
                let slope = (to.0 - from.0) / (to.1 - from.1);
                let x = from.0 - slope * from.1;
                let reach = 3.0 * self.width(x) * slope.abs();
                [x - reach, x, x + reach]
            })
            .collect();
        cuts.into_iter()
            .filter(move |x| (nearest..farthest).contains(x))
    }

    /// Whether an area lies wholly on one side of the plume's axis, out of its reach.
    fn passes_by(&self, seen: &[(f64, f64)], farthest: f64) -> bool {
        let nearest = |side: f64| {
            let all = seen.iter().map(|(_, y)| side * y);
            all.fold(f64::INFINITY, f64::min)
        };
        let clear = nearest(1.0).max(nearest(-1.0));
        clear > 0.0 && clear > REACH * self.width(farthest)
    }

    /// Whether an area is small against its distance and the plume's width.
    fn is_small(&self, seen: &[(f64, f64)], farthest: f64) -> bool {
        let nearest = seen.iter().map(|(x, _)| *x).fold(f64::INFINITY, f64::min);
        let (left, right) = seen
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |range, (_, y)| {
                (range.0.min(*y), range.1.max(*y))
            });
        farthest - nearest < SHORT * nearest && right - left < NARROW * self.width(nearest)
    }

    /// Standard deviation (m) of the widest lobe at `x` (m).
    fn width(&self, x: f64) -> f64 {
        let lobes = self.table.lobes(x.max(NEAREST));
        let of = |lobe: &Lobe| (lobe.centre > 0.0).then(|| (0.5 / lobe.decay).sqrt());
        lobes.iter().filter_map(of).fold(0.0, f64::max)
    }
}

/// A road seen from a receptor, in wind coordinates; places along it are counted from 0 to 1.
struct Road<'a> {
    sight: &'a Sight<'a>,
    from: [f64; 2],
    step: [f64; 2],
    /// Spread (m) of a road seen along its length.
    sigma_y0: f64,
}

impl Road<'_> {
    fn at(&self, s: f64) -> (f64, f64) {
        let [x, y] = self.from;
        let [dx, dy] = self.step;
        (x + s * dx, y + s * dy)
    }

    /// Integral of the direction-free part.
    fn direction_free(&self) -> f64 {
        let mut value = |s: f64| {
            let (x, y) = self.at(s);
            self.sight.table.around(x.hypot(y).max(NEAREST)).meander
        };
        let mut cuts = vec![0.0, 1.0];
        let far = self.is_far();
        if let Some(few) = far.then(|| by_few_nodes(&cuts, &mut value)).flatten() {
            return few;
        }
        cuts.extend(self.near_the_receptor());
        cuts.retain(|cut| (0.0..=1.0).contains(cut));
        integrate(cuts, &mut value)
    }

    /// Integral of the part that keeps to the wind, over the part of the road that lies upwind.
    fn coherent(&self) -> f64 {
        let Some([low, high]) = self.upwind_part() else {
            return 0.0;
        };
        if self.passes_by(low, high) {
            return 0.0;
        }
        let mut value = |s: f64| {
            let (x, y) = self.at(s);
            let lobes = self.sight.table.lobes(x.max(NEAREST));
            let widened = lobes.iter().filter(|lobe| lobe.centre > 0.0);
            let lobes: f64 = widened.map(|lobe| lobe.widened(self.sigma_y0).at(y)).sum();
            match lobes > 0.0 {
                true => self.sight.table.around(x.hypot(y).max(NEAREST)).coherence * lobes,
                false => 0.0,
            }
        };
        let mut cuts = vec![low, high];
        let small = self.is_small(low, high);
        if let Some(few) = small.then(|| by_few_nodes(&cuts, &mut value)).flatten() {
            return few;
        }
        cuts.extend(self.near_the_receptor());
        cuts.extend(self.under_the_axis());
        cuts.retain(|cut| (low..=high).contains(cut));
        integrate(cuts, &mut value)
    }

    /// Whether the road is short against its distance.
    fn is_far(&self) -> bool {
        let (x, y) = self.at(0.5);
        let length = self.step[0].hypot(self.step[1]);
        length < SHORT * (x.hypot(y) - 0.5 * length)
    }

    /// Whether the part from `low` to `high` is small against its distance and the plume's width.
    fn is_small(&self, low: f64, high: f64) -> bool {
        let share = high - low;
        let nearest = self.at(low).0.min(self.at(high).0);
        let width = self.sight.width(nearest).hypot(self.sigma_y0);
        let [dx, dy] = self.step;
        share * dx.abs() < SHORT * nearest && share * dy.abs() < NARROW * width
    }

    /// The part of the road from which the wind blows towards the receptor.
    fn upwind_part(&self) -> Option<[f64; 2]> {
        let (near, far) = (self.at(0.0).0, self.at(1.0).0);
        let border = (BESIDE - self.from[0]) / self.step[0];
        match (near >= BESIDE, far >= BESIDE) {
            (true, true) => Some([0.0, 1.0]),
            (true, false) => Some([0.0, border]),
            (false, true) => Some([border, 1.0]),
            (false, false) => None,
        }
    }

    /// Whether the plume of no place between `low` and `high` reaches the receptor.
    fn passes_by(&self, low: f64, high: f64) -> bool {
        let ((x0, y0), (x1, y1)) = (self.at(low), self.at(high));
        if y0 * y1 <= 0.0 {
            return false;
        }
        let width = self.sight.width(x0.max(x1)).hypot(self.sigma_y0);
        y0.abs().min(y1.abs()) > REACH * width
    }

    /// Where the road comes nearest to the receptor, and twice that distance along it on both
    /// sides.
    fn near_the_receptor(&self) -> [f64; 3] {
        let ([x, y], [dx, dy]) = (self.from, self.step);
        let square = dx * dx + dy * dy;
        let nearest = -(x * dx + y * dy) / square;
        let distance = (x * dy - y * dx).abs() / square;
        [nearest - 2.0 * distance, nearest, nearest + 2.0 * distance]
    }

    /// Where the plume's axis meets the receptor, and three widths along the road on both sides.
    fn under_the_axis(&self) -> [f64; 3] {
        let meets = -self.from[1] / self.step[1];
        let x = self.at(meets).0;
        let width = self.sight.width(x).hypot(self.sigma_y0);
        let reach = 3.0 * width / self.step[1].abs();
        [meets - reach, meets, meets + reach]
    }
}

/// Integral from the least to the largest of `cuts`, piece by piece: a first look at the whole
/// says how much each piece matters.
fn integrate(mut cuts: Vec<f64>, value: &mut dyn FnMut(f64) -> f64) -> f64 {
    cuts.sort_by(f64::total_cmp);
    let whole = piecewise(cuts.clone(), Gauss::Four, value);
    let accuracy = Accuracy {
        relative: ACCURACY,
        absolute: 0.2 * ACCURACY * whole.abs(),
        depth: DEPTH,
    };
    let parts = cuts.windows(2).filter(|part| part[1] > part[0]);
    parts
        .map(|part| adaptive(part[0], part[1], accuracy, &mut *value))
        .sum()
}

/// Integral from the least to the largest of `cuts` by four nodes a piece, where two nodes find the
/// same: what is seen from afar may still jump.
fn by_few_nodes(cuts: &[f64], value: &mut dyn FnMut(f64) -> f64) -> Option<f64> {
    let two = piecewise(cuts.to_vec(), Gauss::Two, value);
    let four = piecewise(cuts.to_vec(), Gauss::Four, value);
    ((two - four).abs() <= ACCURACY * four.abs()).then_some(four)
}

/// Integral from the least to the largest of `cuts`, by one panel of `rule` a piece.
fn piecewise(mut cuts: Vec<f64>, rule: Gauss, value: &mut dyn FnMut(f64) -> f64) -> f64 {
    cuts.sort_by(f64::total_cmp);
    let parts = cuts.windows(2).filter(|part| part[1] > part[0]);
    parts
        .map(|part| rule.integrate(part[0], part[1], &mut *value))
        .sum()
}

fn sum_at(lobes: &[Lobe], y: f64) -> f64 {
    let there = lobes.iter().filter(|lobe| lobe.centre > 0.0);
    there.map(|lobe| lobe.at(y)).sum()
}

/// Integral across the wind, at distance `x`, of one lobe over the ring `seen`; its sign is that
/// of the ring's turn.
fn strip(lobe: &Lobe, seen: &[(f64, f64)], x: f64) -> f64 {
    if lobe.centre <= 0.0 {
        return 0.0;
    }
    let root = lobe.decay.sqrt();
    let mut share = 0.0;
    for (k, from) in seen.iter().enumerate() {
        let to = seen.get(k + 1).or(seen.first()).unwrap_or(from);
        if (from.0 <= x) != (to.0 <= x) {
            let y = from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
            share += (to.0 - from.0).signum() * libm::erf(root * y);
        }
    }
    lobe.centre * (PI / lobe.decay).sqrt() * 0.5 * share
}
