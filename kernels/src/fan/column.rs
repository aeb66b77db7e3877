//! One quantity of a fan on its axis, read lane by lane.

use super::block::{LANES, Lanes};

/// How many breaks a table may have.
pub const BREAKS: usize = 6;
/// Steps an octave; the axis starts at 1.
pub(super) const STEPS: u32 = 64;
/// Rows that can be told apart: 32 octaves.
const ROWS: usize = 2048;
const SHIFT: u32 = 17;
/// The bits of 1.0, the start of the axis.
const ORIGIN: u32 = 0x3f80_0000;
const EXPONENT: u32 = 0x7f80_0000;
/// Less the bits of a power of two, the bits of one over it.
const RECIPROCAL: u32 = 0x7f00_0000;
/// What tells both sides of a break apart at a point.
pub(super) const SHARP: Lanes = [1e30; LANES];

/// Distances of 1 or more, placed on the axis.
pub(super) struct Look {
    pub(super) distance: Lanes,
    row: [u32; LANES],
    part: Lanes,
}

impl Look {
    #[inline(always)]
    pub(super) fn at(distance: &Lanes) -> Self {
        let mut look = Self {
            distance: [1.0; LANES],
            row: [0; LANES],
            part: [0.0; LANES],
        };
        for lane in 0..LANES {
            let distance = distance[lane].max(1.0);
            let bits = distance.to_bits().wrapping_sub(ORIGIN);
            look.distance[lane] = distance;
            look.row[lane] = bits >> SHIFT;
            look.part[lane] = (bits & ((1 << SHIFT) - 1)) as f32 * (1.0 / (1_u32 << SHIFT) as f32);
        }
        look
    }
}

/// The breaks that a range of distances holds: numbers `passed` to `met`; those before lie nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Jumps {
    pub(super) passed: usize,
    pub(super) met: usize,
}

/// Where a fan jumps, ascending; infinite where there are fewer breaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Passages(pub(super) [f32; BREAKS]);

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
        for at in &self.0 {
            jumps.passed += usize::from(*at <= from);
            jumps.met += usize::from(*at <= to);
        }
        jumps
    }
}

/// A quantity at the nodes of the axis with its jumps taken out, and the jumps.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Values at the starts of the intervals, and their steps to the ends.
    value: Box<[f32; ROWS]>,
    step: Box<[f32; ROWS]>,
    passages: Passages,
    jumps: [f32; BREAKS],
    /// Sum of the jumps before each.
    passed: [f32; BREAKS + 1],
}

impl Column {
    /// The quantity with `values` at the nodes of the axis and `jumps` where the fan jumps.
    pub(super) fn new(values: &[f64], passages: Passages, jumps: [f64; BREAKS]) -> Self {
        let mut passed = [0.0; BREAKS + 1];
        for k in 0..BREAKS {
            passed[k + 1] = passed[k] + jumps[k];
        }
        let even = |(k, value): (usize, &f64)| {
            let x = node(k) as f32;
            let behind = passages.0.iter().filter(|at| **at <= x).count();
            (value - passed[behind]) as f32
        };
        let values: Vec<f32> = values.iter().enumerate().map(even).collect();
        let last = values.last().copied().unwrap_or_default();
        let (mut value, mut step) = (Box::new([last; ROWS]), Box::new([0.0; ROWS]));
        let rows = value.iter_mut().zip(step.iter_mut());
        for ((value, step), pair) in rows.zip(values.windows(2)) {
            (*value, *step) = (pair[0], pair[1] - pair[0]);
        }
        Self {
            value,
            step,
            passages,
            jumps: jumps.map(|jump| jump as f32),
            passed: passed.map(|sum| sum as f32),
        }
    }

    /// The quantity where `look` looks, which meets `jumps` there. What is looked at from a cell of
    /// 1 / `steepness` passes a jump by that part of it.
    #[inline(always)]
    pub(super) fn read(&self, look: &Look, jumps: Jumps, steepness: &Lanes) -> Lanes {
        let mut values = [0.0; LANES];
        let passed = self.passed[jumps.passed];
        for lane in 0..LANES {
            let row = look.row[lane] as usize & (ROWS - 1);
            values[lane] = passed + self.value[row] + look.part[lane] * self.step[row];
        }
        for k in jumps.passed..jumps.met {
            let (at, jump) = (self.passages.0[k], self.jumps[k]);
            for lane in 0..LANES {
                let beyond = (look.distance[lane] - at) * steepness[lane] + 0.5;
                values[lane] += jump * beyond.max(0.0).min(1.0);
            }
        }
        values
    }

    /// The value at one distance of 1 or more, jumps left out.
    #[inline(always)]
    pub(super) fn even_at(&self, distance: f32) -> f32 {
        let bits = distance.to_bits().wrapping_sub(ORIGIN);
        let row = (bits >> SHIFT) as usize & (ROWS - 1);
        let part = (bits & ((1 << SHIFT) - 1)) as f32 * (1.0 / (1_u32 << SHIFT) as f32);
        self.value[row] + part * self.step[row]
    }

    /// The derivatives to the logarithm of the distance.
    #[inline(always)]
    pub(super) fn slopes(&self, look: &Look) -> Lanes {
        let mut slopes = [0.0; LANES];
        for lane in 0..LANES {
            // an interval spans 1/64 of the start of its octave, a power of two
            let octave = look.distance[lane].to_bits() & EXPONENT;
            let over = f32::from_bits(RECIPROCAL - octave);
            let step = self.step[look.row[lane] as usize & (ROWS - 1)];
            slopes[lane] = step * STEPS as f32 * (look.distance[lane] * over);
        }
        slopes
    }
}

/// Distance of a node of the axis.
pub(super) fn node(k: usize) -> f64 {
    let step = STEPS as usize;
    (1.0 + (k % step) as f64 / f64::from(STEPS)) * ((k / step) as f64).exp2()
}
