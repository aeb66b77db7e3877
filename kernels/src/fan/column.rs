//! One quantity of a fan on its axis, read lane by lane.
//!
//! The axis is that of the square of the distance, of which receptors need no root.

/// How many breaks a table may have.
pub const BREAKS: usize = 32;
/// Steps an octave of the distance, half of them in each octave of its square; the axis starts at 1.
pub(super) const STEPS: u32 = 64;
/// Rows that can be told apart: 32 octaves.
pub(super) const ROWS: usize = 2048;
/// Bits of a square below those that tell its row, and unused ones above.
const BELOW: u32 = 18;
const ABOVE: u32 = 3;
/// Bits of an f64 below those.
const NODE_BITS: u32 = BELOW + 52 - 23;
/// The bits of 1.0, the start of the axis.
pub(super) const ORIGIN: u32 = 0x3f80_0000;
const EXPONENT: u32 = 0x7f80_0000;
/// Less the bits of a power of two, the bits of one over it.
const RECIPROCAL: u32 = 0x7f00_0000;
/// What tells both sides of a break apart at a point.
pub(super) const SHARP: f32 = 1e30;

/// Distances of 1 or more, placed on the axis.
pub(super) struct Look<const N: usize> {
    /// Squares of the distances.
    pub(super) square: [f32; N],
    row: [u32; N],
    part: [f32; N],
}

impl<const N: usize> Look<N> {
    /// At distances with these squares, or at 1 where those are less.
    #[inline(always)]
    pub(super) fn at_square(square: &[f32; N]) -> Self {
        let mut look = Self {
            square: [1.0; N],
            row: [0; N],
            part: [0.0; N],
        };
        for lane in 0..N {
            look.square[lane] = square[lane].max(1.0);
            (look.row[lane], look.part[lane]) = locate(look.square[lane]);
        }
        look
    }

    /// At these distances, or at 1 where they are less.
    #[inline(always)]
    pub(super) fn at(distance: &[f32; N]) -> Self {
        let mut square = [1.0; N];
        for lane in 0..N {
            let distance = distance[lane].max(1.0);
            square[lane] = distance * distance;
        }
        Self::at_square(&square)
    }
}

/// The row of a square of at least 1 and the part of the interval behind it.
#[inline(always)]
fn locate(square: f32) -> (u32, f32) {
    let bits = square.to_bits().wrapping_sub(ORIGIN);
    let part = (bits & ((1 << BELOW) - 1)) as f32 * (1.0 / (1_u32 << BELOW) as f32);
    ((bits << ABOVE) >> (ABOVE + BELOW), part)
}

/// The breaks that a range of distances holds: numbers `passed` to `met`; those before lie nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Jumps {
    pub(super) passed: usize,
    pub(super) met: usize,
}

/// Where a fan jumps, ascending; infinite where there are fewer breaks than [`BREAKS`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Passages {
    pub(super) at: [f32; BREAKS],
    pub(super) count: usize,
}

impl Jumps {
    /// Whether there are any.
    #[inline(always)]
    pub(super) fn any(self) -> bool {
        self.met > self.passed
    }
}

impl Passages {
    #[inline(always)]
    pub(super) fn between(&self, [from, to]: [f32; 2]) -> Jumps {
        let mut jumps = Jumps { passed: 0, met: 0 };
        for at in self.at.iter().take(self.count) {
            jumps.passed += usize::from(*at <= from);
            jumps.met += usize::from(*at <= to);
        }
        jumps
    }
}

/// The value at the start of an interval of the axis, and in the high half the step to its end: a
/// lane reads both at once.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval(u64);

impl Interval {
    fn new([start, end]: [f32; 2]) -> Self {
        let [low, high] = [start, end - start].map(|part| u64::from(part.to_bits()));
        Self(high << u32::BITS | low)
    }

    #[inline(always)]
    fn start(self) -> f32 {
        f32::from_bits(self.0 as u32)
    }

    #[inline(always)]
    fn step(self) -> f32 {
        f32::from_bits((self.0 >> u32::BITS) as u32)
    }
}

/// A quantity at the nodes of the axis with its jumps taken out, and the jumps.
#[derive(Debug, Clone)]
pub(super) struct Column {
    intervals: Box<[Interval; ROWS]>,
    passages: Passages,
    jumps: [f32; BREAKS],
    /// Sum of the jumps before each.
    passed: [f32; BREAKS + 1],
}

impl Column {
    /// The quantity with `values` at the first nodes of the axis and `jumps` where the fan jumps.
    pub(super) fn new(values: &[f64], passages: Passages, jumps: [f64; BREAKS]) -> Self {
        let mut passed = [0.0; BREAKS + 1];
        for k in 0..BREAKS {
            passed[k + 1] = passed[k] + jumps[k];
        }
        let behind = |k: usize| match passages.count {
            0 => 0,
            _ => passages
                .at
                .iter()
                .filter(|at| **at <= node(k) as f32)
                .count(),
        };
        let even = |(k, value): (usize, &f64)| (value - passed[behind(k)]) as f32;
        let values: Vec<f32> = values.iter().enumerate().map(even).collect();
        let last = values.last().copied().unwrap_or_default();
        let mut intervals = Box::new([Interval::new([last; 2]); ROWS]);
        for (interval, ends) in intervals.iter_mut().zip(values.windows(2)) {
            *interval = Interval::new([ends[0], ends[1]]);
        }
        Self {
            intervals,
            passages,
            jumps: jumps.map(|jump| jump as f32),
            passed: passed.map(|sum| sum as f32),
        }
    }

    /// The quantity where `look` looks, which meets `jumps` there. What is looked at from a cell of
    /// 1 / `steepness` passes a jump by that part of it.
    #[inline(always)]
    pub(super) fn read<const N: usize>(
        &self,
        look: &Look<N>,
        jumps: Jumps,
        steepness: &[f32; N],
    ) -> [f32; N] {
        let mut values = [0.0; N];
        let passed = self.passed[jumps.passed];
        for lane in 0..N {
            let interval = self.interval(look.row[lane]);
            values[lane] = look.part[lane].mul_add(interval.step(), passed + interval.start());
        }
        for k in jumps.passed..jumps.met {
            let (at, jump) = (self.passages.at[k], self.jumps[k]);
            for lane in 0..N {
                let beyond = (look.square[lane].sqrt() - at) * steepness[lane] + 0.5;
                values[lane] += jump * beyond.max(0.0).min(1.0);
            }
        }
        values
    }

    /// The value at one distance of 1 or more, jumps left out.
    #[inline(always)]
    pub(super) fn even_at(&self, distance: f32) -> f32 {
        let (row, part) = locate(distance * distance);
        let interval = self.interval(row);
        interval.start() + part * interval.step()
    }

    #[inline(always)]
    fn interval(&self, row: u32) -> Interval {
        self.intervals[row as usize & (ROWS - 1)]
    }

    /// The derivatives to the logarithm of the distance.
    #[inline(always)]
    pub(super) fn slopes<const N: usize>(&self, look: &Look<N>) -> [f32; N] {
        let mut slopes = [0.0; N];
        for lane in 0..N {
            // an interval spans 1/32 of the start of its octave, a power of two; and the logarithm
            // of a square is twice that of its root
            let octave = look.square[lane].to_bits() & EXPONENT;
            let over = f32::from_bits(RECIPROCAL - octave);
            let step = self.interval(look.row[lane]).step();
            slopes[lane] = step * STEPS as f32 * (look.square[lane] * over);
        }
        slopes
    }
}

/// Distance of a node of the axis, the number of which is the exponent and the leading bits of its
/// square.
pub(super) fn node(k: usize) -> f64 {
    f64::from_bits(((k as u64) << NODE_BITS) + 1.0_f64.to_bits()).sqrt()
}
