//! Receptors in step.

/// Receptors of a block.
pub const LANES: usize = 32;

/// A number a receptor.
pub(super) type Lanes = [f32; LANES];

/// Some receptors in the coordinates of the axis, as they lie from a common origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    pub(super) x: Lanes,
    pub(super) y: Lanes,
    /// How many lanes hold a receptor; the others repeat the last one.
    pub(super) count: usize,
    /// Least and greatest x and y.
    pub(super) bounds: [[f32; 2]; 2],
}

impl Block {
    /// A block of at most [`LANES`] receptors; none where there are no receptors.
    #[must_use]
    pub fn new(receptors: &[[f64; 2]]) -> Option<Self> {
        let last = receptors.last()?;
        let at = |lane: usize| receptors.get(lane).unwrap_or(last);
        let x: Lanes = std::array::from_fn(|lane| at(lane)[0] as f32);
        let y: Lanes = std::array::from_fn(|lane| at(lane)[1] as f32);
        Some(Self {
            x,
            y,
            count: receptors.len().min(LANES),
            bounds: [range(&x), range(&y)],
        })
    }
}

impl Block {
    /// The place of the receptor in a lane.
    #[must_use]
    pub fn lane(&self, lane: usize) -> [f32; 2] {
        [self.x[lane], self.y[lane]]
    }
}

fn range(values: &Lanes) -> [f32; 2] {
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    [least, most]
}

/// Receptors as they lie from some place.
pub(super) struct Offsets {
    pub(super) x: Lanes,
    pub(super) y: Lanes,
}

impl Offsets {
    #[inline(always)]
    pub(super) fn radius(&self) -> Lanes {
        let mut r = [0.0; LANES];
        for lane in 0..LANES {
            r[lane] = (self.x[lane] * self.x[lane] + self.y[lane] * self.y[lane]).sqrt();
        }
        r
    }
}

/// Where a block lies from a source whose half extents are given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    /// Least and greatest distance along the axis from any part of the source.
    pub(super) along: [f32; 2],
    /// Least distance across the axis from any part of the source.
    pub(super) aside: f32,
    /// Least distance from the centre of the source, and one that none exceeds.
    pub(super) nearest: f32,
    pub(super) farthest: f32,
}

impl Block {
    /// The receptors as they lie from a place.
    #[inline(always)]
    pub(super) fn offsets(&self, from: [f32; 2]) -> Offsets {
        let mut offsets = Offsets {
            x: [0.0; LANES],
            y: [0.0; LANES],
        };
        for lane in 0..LANES {
            offsets.x[lane] = self.x[lane] - from[0];
            offsets.y[lane] = self.y[lane] - from[1];
        }
        offsets
    }

    #[inline(always)]
    pub(super) fn seen_from(&self, centre: [f32; 2], half: [f32; 2]) -> Seen {
        let [[x0, x1], [y0, y1]] = self.bounds;
        let (x0, x1) = (x0 - centre[0], x1 - centre[0]);
        let (y0, y1) = (y0 - centre[1], y1 - centre[1]);
        let outside = |low: f32, high: f32| low.max(-high).max(0.0);
        let (beside, ahead) = (outside(y0, y1), outside(x0, x1));
        let (wide, long) = (y1.max(-y0), x1.max(-x0));
        Seen {
            along: [x0 - half[0], x1 + half[0]],
            aside: beside - half[1],
            nearest: (beside * beside + ahead * ahead).sqrt(),
            farthest: (wide * wide + long * long).sqrt(),
        }
    }
}
