//! Sums over points.

use super::block::{Block, LANES, Seen};
use super::table::FanTable;

/// A point in the coordinates of the axis, from the origin of the blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Place.
    pub at: [f32; 2],
    /// Strength.
    pub strength: f32,
}

/// Adds the fans of `points` at the receptors of `block` to `sums`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
pub fn add_points(table: &FanTable, points: &[FanPoint], block: &Block, sums: &mut [f64; LANES]) {
    for point in points {
        let Seen { along, aside, .. } = block.seen_from(point.at, [0.0; 2]);
        let mut values = [0.0; LANES];
        add_rings(table, point.at, block, &mut values);
        if table.reaches(along[1], aside, 0.0) {
            add_lobes(table, point.at, block, &mut values);
        }
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += f64::from(point.strength * value);
        }
    }
}

#[inline(always)]
fn add_rings(table: &FanTable, at: [f32; 2], block: &Block, values: &mut [f32; LANES]) {
    let clear = table.clear();
    for lane in 0..LANES {
        let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
        let r = (x * x + y * y).sqrt();
        let ring = table.ring_at(r);
        values[lane] += if r < clear { 0.0 } else { ring };
    }
}

#[inline(always)]
fn add_lobes(table: &FanTable, at: [f32; 2], block: &Block, values: &mut [f32; LANES]) {
    let clear = table.clear();
    let ahead = clear.min(1.0).max(f32::MIN_POSITIVE);
    let mut lobes = [0.0; LANES];
    for lobe in table.lobes() {
        for lane in 0..LANES {
            let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
            let value = lobe.of_point(x, y, table.breaks());
            lobes[lane] += if x < ahead { 0.0 } else { value };
        }
    }
    for lane in 0..LANES {
        let (x, y) = (block.x[lane] - at[0], block.y[lane] - at[1]);
        let r = (x * x + y * y).sqrt();
        let coherent = lobes[lane] * table.coherence_at(r);
        values[lane] += if r < clear { 0.0 } else { coherent };
    }
}
