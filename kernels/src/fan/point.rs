//! Sums over points.

use super::block::{Block, LANES, Lanes, Seen};
use super::column::{Look, SHARP};
use super::table::{Aside, FanTable};

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
        let values = point_at(table, point.at, block);
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += f64::from(point.strength * value);
        }
    }
}

#[inline(always)]
fn point_at(table: &FanTable, at: [f32; 2], block: &Block) -> Lanes {
    let seen = block.seen_from(at, [0.0; 2]);
    let Seen { along, aside, .. } = seen;
    let offsets = block.offsets(at);
    let r = offsets.radius();
    let (look, jumps) = (Look::at(&r), table.jumps([seen.nearest, seen.farthest]));
    let mut values = table.ring(&look, jumps, &SHARP);
    for lane in 0..LANES {
        values[lane] /= look.distance[lane];
    }
    let clear = table.clear();
    if table.reaches(along[1], aside, 0.0) {
        let place = Aside {
            x: &offsets.x,
            y: &offsets.y,
            jumps: table.jumps(along),
            steepness: &SHARP,
        };
        let lobes = table.lobes_of_point(&place, clear.min(1.0).max(f32::MIN_POSITIVE));
        let coherence = table.coherence(&look, jumps, &SHARP);
        for lane in 0..LANES {
            values[lane] += coherence[lane] * lobes[lane];
        }
    }
    for lane in 0..LANES {
        values[lane] = if r[lane] < clear { 0.0 } else { values[lane] };
    }
    values
}
