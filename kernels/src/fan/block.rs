//! Receptors in step.

/// Receptors of a block.
pub const LANES: usize = 32;
/// Receptors of a part of it, which is passed over apart.
pub const PART: usize = 8;

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
    bounds: Bounds,
    /// The same of every [`PART`] lanes.
    parts: [Bounds; LANES / PART],
}

/// Least and greatest x and y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds([[f32; 2]; 2]);

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
            bounds: Bounds([range(&x), range(&y)]),
            parts: std::array::from_fn(|part| {
                Bounds([&x, &y].map(|all| range(&all[part * PART..][..PART])))
            }),
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

fn range(values: &[f32]) -> [f32; 2] {
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    [least, most]
}

/// Receptors as they lie from some place.
pub(super) struct Offsets<const N: usize> {
    pub(super) x: [f32; N],
    pub(super) y: [f32; N],
}

impl<const N: usize> Offsets<N> {
    /// Of `x` and `y` from a place.
    #[inline(always)]
    fn new(x: &[f32; N], y: &[f32; N], from: [f32; 2]) -> Self {
        let mut offsets = Self {
            x: [0.0; N],
            y: [0.0; N],
        };
        for lane in 0..N {
            offsets.x[lane] = x[lane] - from[0];
            offsets.y[lane] = y[lane] - from[1];
        }
        offsets
    }

    /// Squares of the distances.
    #[inline(always)]
    pub(super) fn square(&self) -> [f32; N] {
        let mut square = [0.0; N];
        for lane in 0..N {
            square[lane] = self.x[lane].mul_add(self.x[lane], self.y[lane] * self.y[lane]);
        }
        square
    }

    #[inline(always)]
    pub(super) fn radius(&self) -> [f32; N] {
        let mut r = self.square();
        for lane in 0..N {
            r[lane] = r[lane].sqrt();
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
    pub(super) fn offsets(&self, from: [f32; 2]) -> Offsets<LANES> {
        Offsets::new(&self.x, &self.y, from)
    }

    /// The same of part number `part`, with its bounds.
    #[inline(always)]
    pub(super) fn part(&self, part: usize, from: [f32; 2]) -> (Bounds, Offsets<PART>) {
        let (x, y) = (self.x.as_chunks().0, self.y.as_chunks().0);
        let part = part & (LANES / PART - 1);
        (self.parts[part], Offsets::new(&x[part], &y[part], from))
    }

    #[inline(always)]
    pub(super) fn seen_from(&self, centre: [f32; 2], half: [f32; 2]) -> Seen {
        self.bounds.seen_from(centre, half)
    }
}

impl Bounds {
    #[inline(always)]
    pub(super) fn seen_from(self, centre: [f32; 2], half: [f32; 2]) -> Seen {
        let [[x0, x1], [y0, y1]] = self.0;
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
