//! Sums over points.

use super::block::{Block, Bounds, LANES, Lanes, Offsets, PART, Seen};
use super::column::{Jumps, Look, SHARP};
use super::table::{Aside, FanTable};

/// A point in the coordinates of the axis, from the origin of the blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Place.
    pub at: [f32; 2],
    /// Strength.
    pub strength: f32,
}

/// Points that are summed in f32, before they are added to sums in f64.
const FEW: usize = 8;

/// Adds the fans of `points` at the receptors of `block` to `sums`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
pub fn add_points(table: &FanTable, points: &[FanPoint], block: &Block, sums: &mut [f64; LANES]) {
    for few in points.chunks(FEW) {
        let mut values = [0.0; LANES];
        for point in few {
            add_point(table, point, block, &mut values);
        }
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += f64::from(*value);
        }
    }
}

#[inline(always)]
fn add_point(table: &FanTable, point: &FanPoint, block: &Block, values: &mut Lanes) {
    let sight = Sight::new(table, point.at, block);
    let mut found = [[0.0; PART]; LANES / PART];
    // all rings before the first lobe: they wait for no branch
    for (part, found) in found.iter_mut().enumerate() {
        let (_, offsets) = block.part(part, point.at);
        *found = sight.ring(&offsets.square());
    }
    if sight.reaches {
        for (part, found) in found.iter_mut().enumerate() {
            let (bounds, offsets) = block.part(part, point.at);
            sight.add_lobes(bounds, &offsets, found);
        }
    }
    for (part, values) in values.as_chunks_mut().0.iter_mut().enumerate() {
        let found = &mut found[part];
        if !sight.is_clear {
            let (_, offsets) = block.part(part, point.at);
            sight.clear(&offsets.square(), found);
        }
        add(values, point.strength, found);
    }
}

#[inline(always)]
fn add(values: &mut [f32; PART], strength: f32, found: &[f32; PART]) {
    for lane in 0..PART {
        values[lane] = strength.mul_add(found[lane], values[lane]);
    }
}

/// A point before the receptors of a block.
struct Sight<'a> {
    table: &'a FanTable,
    at: [f32; 2],
    /// The breaks that lie between the nearest and the farthest receptor.
    around: Jumps,
    /// Those that lie between them along the axis.
    along: Jumps,
    /// Whether any receptor of the block sees a lobe.
    reaches: bool,
    /// Whether all receptors of the block are as far as the fan is clear of.
    is_clear: bool,
}

impl<'a> Sight<'a> {
    #[inline(always)]
    fn new(table: &'a FanTable, at: [f32; 2], block: &Block) -> Self {
        let seen = block.seen_from(at, [0.0; 2]);
        Self {
            table,
            at,
            around: table.jumps([seen.nearest, seen.farthest]),
            along: table.jumps(seen.along),
            reaches: reaches(table, &seen),
            is_clear: seen.nearest >= table.clear(),
        }
    }

    #[inline(always)]
    fn ring(&self, square: &[f32; PART]) -> [f32; PART] {
        let look = Look::at_square(square);
        let mut values = self.table.ring(&look, self.around, &[SHARP; PART]);
        for lane in 0..PART {
            values[lane] /= look.square[lane].sqrt();
        }
        values
    }

    /// Adds the lobes at the receptors of a part of the block, if they reach it.
    #[inline(always)]
    fn add_lobes(&self, bounds: Bounds, offsets: &Offsets<PART>, values: &mut [f32; PART]) {
        if !reaches(self.table, &bounds.seen_from(self.at, [0.0; 2])) {
            return;
        }
        let look = Look::at_square(&offsets.square());
        let coherence = self.table.coherence(&look, self.around, &[SHARP; PART]);
        let lobes = self.lobes(offsets);
        for lane in 0..PART {
            values[lane] = coherence[lane].mul_add(lobes[lane], values[lane]);
        }
    }

    #[inline(always)]
    fn lobes(&self, offsets: &Offsets<PART>) -> [f32; PART] {
        let place = Aside {
            x: &offsets.x,
            y: &offsets.y,
            jumps: self.along,
            steepness: &[SHARP; PART],
        };
        let ahead = self.table.clear().min(1.0).max(f32::MIN_POSITIVE);
        self.table.lobes_of_point(&place, ahead)
    }

    /// Receptors nearer than the fan is clear of see nothing.
    #[inline(always)]
    fn clear(&self, square: &[f32; PART], values: &mut [f32; PART]) {
        let clear = self.table.clear();
        for lane in 0..PART {
            values[lane] = match square[lane] < clear * clear {
                true => 0.0,
                false => values[lane],
            };
        }
    }
}

#[inline(always)]
fn reaches(table: &FanTable, seen: &Seen) -> bool {
    table.reaches(seen.along[1], seen.aside, 0.0)
}
