//! Sums over points.

use super::block::{Block, Bounds, LANES, Lanes, PART, Seen};
use super::column::{Jumps, Look, SHARP};
use super::curve::Curve;
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
    let mut found = sight.ring();
    sight.add_lobes(&mut found);
    sight.clear(&mut found);
    for lane in 0..LANES {
        values[lane] = point.strength.mul_add(found[lane], values[lane]);
    }
}

/// A point before the receptors of a block.
struct Sight<'a> {
    table: &'a FanTable,
    block: &'a Block,
    at: [f32; 2],
    seen: Seen,
    /// The breaks that lie between the nearest and the farthest receptor.
    around: Jumps,
    /// What serves all receptors of the block, if anything does.
    curve: Option<&'a Curve>,
}

impl<'a> Sight<'a> {
    #[inline(always)]
    fn new(table: &'a FanTable, at: [f32; 2], block: &'a Block) -> Self {
        let seen = block.seen_from(at, [0.0; 2]);
        Self {
            table,
            block,
            at,
            seen,
            around: table.jumps([seen.nearest, seen.farthest]),
            curve: table.curve(seen.squares),
        }
    }

    #[inline(always)]
    fn seen(&self, bounds: Bounds) -> Seen {
        bounds.seen_from(self.at, [0.0; 2])
    }

    /// What serves a part of the block, if anything does.
    #[inline(always)]
    fn curve_of(&self, bounds: Bounds) -> Option<&'a Curve> {
        let part = || self.table.curve(self.seen(bounds).squares);
        self.curve.or_else(part)
    }

    #[inline(always)]
    fn ring(&self) -> Lanes {
        if let Some(curve) = self.curve {
            return curve.ring(&self.block.offsets(self.at).square());
        }
        let mut values = [0.0; LANES];
        let (parts, _) = values.as_chunks_mut::<PART>();
        for (part, values) in parts.iter_mut().enumerate() {
            let (bounds, offsets) = self.block.part(part, self.at);
            let square = offsets.square();
            *values = match self.curve_of(bounds) {
                Some(curve) => curve.ring(&square),
                None => self.looked_up(&square),
            };
        }
        values
    }

    #[inline(always)]
    fn looked_up(&self, square: &[f32; PART]) -> [f32; PART] {
        let look = Look::at_square(square);
        let mut values = self.table.ring(&look, self.around, &[SHARP; PART]);
        for lane in 0..PART {
            values[lane] /= look.square[lane].sqrt();
        }
        values
    }

    #[inline(always)]
    fn reaches(&self, seen: &Seen) -> bool {
        self.table.reaches(seen.along[1], seen.aside, 0.0)
    }

    #[inline(always)]
    fn add_lobes(&self, values: &mut Lanes) {
        if !self.reaches(&self.seen) {
            return;
        }
        let along = self.table.jumps(self.seen.along);
        let (parts, _) = values.as_chunks_mut::<PART>();
        for (part, values) in parts.iter_mut().enumerate() {
            let (bounds, offsets) = self.block.part(part, self.at);
            if self.reaches(&self.seen(bounds)) {
                let place = Aside {
                    x: &offsets.x,
                    y: &offsets.y,
                    jumps: along,
                    steepness: &[SHARP; PART],
                };
                let ahead = self.table.clear().min(1.0).max(f32::MIN_POSITIVE);
                let lobes = self.table.lobes_of_point(&place, ahead);
                let coherence = self.coherence(bounds, &offsets.square());
                for lane in 0..PART {
                    values[lane] = coherence[lane].mul_add(lobes[lane], values[lane]);
                }
            }
        }
    }

    #[inline(always)]
    fn coherence(&self, bounds: Bounds, square: &[f32; PART]) -> [f32; PART] {
        match self.curve_of(bounds) {
            Some(curve) => curve.coherence(square),
            None => {
                let look = Look::at_square(square);
                self.table.coherence(&look, self.around, &[SHARP; PART])
            }
        }
    }

    /// Receptors nearer than the fan is clear of see nothing.
    #[inline(always)]
    fn clear(&self, values: &mut Lanes) {
        let clear = self.table.clear();
        if self.seen.nearest >= clear {
            return;
        }
        let square = self.block.offsets(self.at).square();
        for lane in 0..LANES {
            values[lane] = match square[lane] < clear * clear {
                true => 0.0,
                false => values[lane],
            };
        }
    }
}
