//! A plume as a table, asked more closely where it bends.

use pluim_kernels::fan::{FanRow, FanTable};

use crate::scheme::{LOBES, Plume};
use crate::solve::CLOSEST;
use crate::solve::profile::lagrange;

/// Places an octave, evenly in ln x, at which a plume is asked everywhere.
const ASKED: usize = 16;
/// Where the cubic through every second place misses the place between by more than this, the
/// plume bends: there it is asked at every row of the table. Through all places the cubic misses
/// 16 times less.
const BEND: f64 = 1e-3;
/// ln A of a lobe that does not matter.
const FAINT: f64 = -60.0;
/// Octaves at least and at most: 4 m to 131 km.
const OCTAVES: (u32, u32) = (2, 17);

/// The table of `plume` up to `farthest` (m).
#[must_use]
pub fn tabulated(plume: &dyn Plume, farthest: f64) -> FanTable {
    let octaves = farthest.max(1.0).log2().ceil() as u32;
    let octaves = octaves.clamp(OCTAVES.0, OCTAVES.1);
    let asked: Vec<FanRow> = (0..=octaves as usize * ASKED + 1)
        .map(|place| row(plume, distance(place)))
        .collect();
    let bends: Vec<bool> = (0..asked.len()).map(|place| bends(&asked, place)).collect();
    let rows = FanTable::axis(octaves).map(|axis| {
        let rows = axis.nodes().map(|x| {
            let at = x.log2() * ASKED as f64;
            let place = (at as usize).min(asked.len() - 2);
            match bends[place] || bends[place + 1] {
                true => row(plume, x),
                false => between(&asked, place, at),
            }
        });
        rows.collect::<Vec<_>>()
    });
    FanTable::new(&rows.unwrap_or_default()).clear_of(plume.clear())
}

fn distance(place: usize) -> f64 {
    (place as f64 / ASKED as f64).exp2()
}

/// The plume at `x`; what depends on the distance alone is taken where it is seen.
fn row(plume: &dyn Plume, x: f64) -> FanRow {
    let x = x.max(CLOSEST);
    let cut = plume.cut(x);
    let r = x.max(plume.clear());
    let seen = if r > x { plume.cut(r) } else { cut };
    let lobes = cut.lobes;
    FanRow {
        ln_centre: lobes.map(|lobe| lobe.centre.ln()),
        decay: lobes.map(|lobe| lobe.decay * x * x),
        ring: r * seen.meander,
        coherence: seen.coherence,
    }
}

/// Whether the plume bends between the places on both sides of `place`.
fn bends(asked: &[FanRow], place: usize) -> bool {
    let near = |step: usize| asked.get((place + step).checked_sub(3)?);
    let places = [near(0), near(2), near(4), near(6)];
    let [Some(a), Some(b), Some(c), Some(d)] = places else {
        return true;
    };
    let weights = lagrange(1.5);
    let cubic = blend([a, b, c, d], weights);
    differ(&cubic, &asked[place])
}

fn differ(one: &FanRow, other: &FanRow) -> bool {
    let lobe = |k: usize| {
        let [a, b] = [one.ln_centre[k], other.ln_centre[k]];
        if a < FAINT && b < FAINT {
            return false;
        }
        let decay = one.decay[k] / other.decay[k] - 1.0;
        !((a - b).abs() < BEND && decay.abs() < BEND)
    };
    let ring = (one.ring - other.ring).abs() > BEND * other.ring.abs();
    let coherence = (one.coherence - other.coherence).abs() > BEND;
    ring || coherence || (0..LOBES).any(lobe)
}

/// The cubic through the four places about `at`, which lies behind `place`.
fn between(asked: &[FanRow], place: usize, at: f64) -> FanRow {
    let first = place.saturating_sub(1).min(asked.len() - 4);
    let weights = lagrange(at - first as f64);
    blend([0, 1, 2, 3].map(|k| &asked[first + k]), weights)
}

fn blend(rows: [&FanRow; 4], weights: [f64; 4]) -> FanRow {
    let sum = |part: &dyn Fn(&FanRow) -> f64| {
        let parts = rows.iter().zip(weights);
        parts.map(|(row, weight)| weight * part(row)).sum::<f64>()
    };
    let lobe = |k: usize| match rows.iter().any(|row| row.ln_centre[k] > f64::NEG_INFINITY) {
        true => sum(&|row| row.ln_centre[k]),
        false => f64::NEG_INFINITY,
    };
    FanRow {
        ln_centre: [0, 1].map(lobe),
        decay: [0, 1].map(|k| sum(&|row| row.decay[k])),
        ring: sum(&|row| row.ring),
        coherence: sum(&|row| row.coherence),
    }
}
