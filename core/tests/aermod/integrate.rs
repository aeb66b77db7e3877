//! Concentrations of points, lines and areas by straightforward quadrature of a tabulated plume.

use std::cell::RefCell;
use std::collections::HashMap;
use std::f64::consts::PI;

use pluim_core::scheme::{LOBES, Lobe, Plume};

use super::deck::Place;

const PER_OCTAVE: f64 = 48.0;
const FIRST: f64 = 0.5;
const NODES: usize = 860;

/// A plume on a fine logarithmic axis; linear in between.
pub(crate) struct Table {
    rows: Vec<([Lobe; LOBES], f64, f64)>,
}

impl Table {
    pub(crate) fn new(plume: &dyn Plume) -> Self {
        let row = |k: usize| {
            let x = FIRST * (k as f64 / PER_OCTAVE).exp2();
            (plume.lobes(x), plume.meander(x), plume.coherence(x))
        };
        Self {
            rows: (0..NODES).map(row).collect(),
        }
    }

    fn between(&self, x: f64) -> (usize, f64) {
        let place = ((x / FIRST).log2() * PER_OCTAVE).clamp(0.0, NODES as f64 - 1.001);
        (place as usize, place.fract())
    }

    fn lobes(&self, x: f64) -> [Lobe; LOBES] {
        let (k, part) = self.between(x);
        let mut lobes = [Lobe::default(); LOBES];
        for (n, lobe) in lobes.iter_mut().enumerate() {
            let (low, high) = (self.rows[k].0[n], self.rows[k + 1].0[n]);
            if low.centre > 0.0 && high.centre > 0.0 {
                lobe.centre = (low.centre.ln() * (1.0 - part) + high.centre.ln() * part).exp();
                lobe.decay = (low.decay.ln() * (1.0 - part) + high.decay.ln() * part).exp();
            }
        }
        lobes
    }

    fn meander(&self, r: f64) -> (f64, f64) {
        let (k, part) = self.between(r);
        let (low, high) = (&self.rows[k], &self.rows[k + 1]);
        (
            low.1 * (1.0 - part) + high.1 * part,
            low.2 * (1.0 - part) + high.2 * part,
        )
    }
}

/// The concentration of one source of unit strength at one receptor.
pub(crate) struct Seen<'a> {
    pub(crate) plume: &'a dyn Plume,
    pub(crate) table: Option<&'a Table>,
    pub(crate) downwind: [f64; 2],
    pub(crate) width: f64,
    /// Meander and coherence at the distances seen so far: receptors on circles share them.
    pub(crate) rings: RefCell<HashMap<u64, (f64, f64)>>,
}

impl Seen<'_> {
    pub(crate) fn of(&self, place: &Place, receptor: [f64; 2]) -> f64 {
        match place {
            Place::Point(at) => self.point([receptor[0] - at[0], receptor[1] - at[1]]),
            Place::Line([start, end]) => self.line(*start, *end, receptor),
            Place::Area(ring) => self.area(ring, receptor),
        }
    }

    fn wind(&self, offset: [f64; 2]) -> (f64, f64) {
        let [east, north] = self.downwind;
        (
            offset[0] * east + offset[1] * north,
            offset[1] * east - offset[0] * north,
        )
    }

    fn point(&self, offset: [f64; 2]) -> f64 {
        let (x, y) = self.wind(offset);
        let r = x.hypot(y);
        let lobes: f64 = if x > 0.0 {
            self.plume.lobes(x).iter().map(|lobe| lobe.at(y)).sum()
        } else {
            0.0
        };
        let (random, coherent) = self.ring(r);
        coherent * lobes + random
    }

    fn ring(&self, r: f64) -> (f64, f64) {
        let key = (r * 1e6).round() as u64;
        let both = || (self.plume.meander(r), self.plume.coherence(r));
        *self.rings.borrow_mut().entry(key).or_insert_with(both)
    }

    fn line(&self, start: [f64; 2], end: [f64; 2], receptor: [f64; 2]) -> f64 {
        let table = self.table.expect("a line needs a table");
        let along = [end[0] - start[0], end[1] - start[1]];
        let length = along[0].hypot(along[1]);
        let (ax, _) = self.wind([along[0] / length, along[1] / length]);
        let sigma_y0 = 0.5 * self.width * ax.abs();
        let offset = |s: f64| {
            [
                receptor[0] - start[0] - s * along[0],
                receptor[1] - start[1] - s * along[1],
            ]
        };
        let value = |s: f64| {
            let (x, y) = self.wind(offset(s));
            let (random, coherent) = table.meander(x.hypot(y).max(1.0));
            let lobes: f64 = if x >= 1e-4 {
                let lobes = table.lobes(x.max(1.0));
                lobes.iter().map(|lobe| lobe.widened(sigma_y0).at(y)).sum()
            } else {
                0.0
            };
            random + coherent * lobes
        };
        let (x0, y0) = self.wind(offset(0.0));
        let (x1, y1) = self.wind(offset(1.0));
        let nearest = {
            let o = offset(0.0);
            (o[0] * along[0] + o[1] * along[1]) / (length * length)
        };
        let mut cuts = vec![0.0, 1.0, nearest, x0 / (x0 - x1), y0 / (y0 - y1)];
        for margin in [0.01, 0.03, 0.1] {
            cuts.extend([nearest - margin, nearest + margin]);
            cuts.extend([y0 / (y0 - y1) - margin, y0 / (y0 - y1) + margin]);
        }
        cuts.retain(|s| s.is_finite() && *s >= 0.0 && *s <= 1.0);
        cuts.sort_by(f64::total_cmp);
        adaptive(&value, &cuts) * length
    }

    fn area(&self, ring: &[[f64; 2]], receptor: [f64; 2]) -> f64 {
        let table = self.table.expect("an area needs a table");
        let seen: Vec<(f64, f64)> = ring
            .iter()
            .map(|at| self.wind([receptor[0] - at[0], receptor[1] - at[1]]))
            .collect();
        let across = |ln_x: f64| {
            let x = ln_x.exp();
            let lobe = table.lobes(x)[0];
            if lobe.centre <= 0.0 {
                return 0.0;
            }
            let root = lobe.decay.sqrt();
            let mut share = 0.0;
            for (k, from) in seen.iter().enumerate() {
                let to = seen[(k + 1) % seen.len()];
                if (from.0 <= x) != (to.0 <= x) {
                    let y = from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
                    share += (to.0 - from.0).signum() * libm::erf(root * y);
                }
            }
            x * lobe.centre * (PI / lobe.decay).sqrt() * 0.5 * share
        };
        let mut cuts: Vec<f64> = seen.iter().map(|at| at.0.max(1.01).ln()).collect();
        cuts.sort_by(f64::total_cmp);
        adaptive(&across, &cuts).abs()
    }
}

/// Integral over the pieces between `cuts`, each refined until it matters no more to the whole.
fn adaptive(f: &dyn Fn(f64) -> f64, cuts: &[f64]) -> f64 {
    let pieces: Vec<(f64, f64)> = cuts
        .windows(2)
        .filter(|ends| ends[1] - ends[0] > 1e-12)
        .flat_map(|ends| {
            let step = (ends[1] - ends[0]) / 4.0;
            (0..4).map(move |k| {
                (
                    ends[0] + f64::from(k) * step,
                    ends[0] + f64::from(k + 1) * step,
                )
            })
        })
        .collect();
    let first: Vec<f64> = pieces.iter().map(|&(a, b)| gauss(f, a, b)).collect();
    let scale: f64 = first.iter().map(|value| value.abs()).sum();
    pieces
        .iter()
        .zip(first)
        .map(|(&piece, value)| refine(f, piece, value, (1e-4 * scale, 0)))
        .sum()
}

fn refine(
    f: &dyn Fn(f64) -> f64,
    (a, b): (f64, f64),
    whole: f64,
    (error, depth): (f64, u32),
) -> f64 {
    let middle = 0.5 * (a + b);
    let (left, right) = (gauss(f, a, middle), gauss(f, middle, b));
    if depth > 10 || (left + right - whole).abs() <= error {
        return left + right;
    }
    let finer = (0.7 * error, depth + 1);
    refine(f, (a, middle), left, finer) + refine(f, (middle, b), right, finer)
}

fn gauss(f: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    const NODES: [(f64, f64); 3] = [
        (0.238_619_186_083_196_9, 0.467_913_934_572_691),
        (0.661_209_386_466_264_5, 0.360_761_573_048_138_6),
        (0.932_469_514_203_152, 0.171_324_492_379_170_36),
    ];
    let (half, middle) = (0.5 * (b - a), 0.5 * (a + b));
    half * NODES
        .iter()
        .map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node)))
        .sum::<f64>()
}
