//! A fan on a logarithmic axis.

use super::exponential::exp2;
use crate::octave_axis::{AxisError, OctaveAxis};

/// How many lobes a fan may have.
pub const LOBES: usize = 2;
/// Steps an octave; the axis starts at 1.
const STEPS: u32 = 64;
/// Rows that can be told apart: 32 octaves.
const ROWS: usize = 2048;
const MOST_OCTAVES: u32 = 31;
const SHIFT: u32 = 17;
/// The bits of 1.0, the start of the axis.
const ORIGIN: u32 = 0x3f80_0000;
const EXPONENT: u32 = 0x7f80_0000;
/// A lobe is followed to this many standard deviations from its axis, where 4e-6 of it is left.
const REACH: f32 = 5.0;
/// The natural logarithm of what is not there.
const NOTHING: f32 = -80.0;

/// A fan at one distance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FanRow {
    /// ln A of every lobe; minus infinity where it is not there.
    pub ln_centre: [f64; LOBES],
    /// b of every lobe, above 0 where it is there.
    pub decay: [f64; LOBES],
    /// m.
    pub ring: f64,
    /// F.
    pub coherence: f64,
}

/// A fan of one kind, tabulated at 64 distances an octave from 1 on.
///
/// Where a fan jumps, its table has a *break*: the interval of the axis that holds the jump is
/// there twice, as the fan goes on from before it and as it comes from behind it.
#[derive(Debug, Clone)]
pub struct FanTable {
    breaks: Breaks,
    ring: Column,
    coherence: Column,
    lobes: Vec<LobeColumns>,
    wedge: Wedge,
    /// Points are not seen from nearer than this.
    clear: f32,
    /// Ranges of distance in which the fan bends or jumps.
    uneven: Vec<[f32; 2]>,
    /// Distances of large jumps.
    large: Vec<f32>,
}

/// How a fan goes on with distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Evenly: few nodes see it along a line.
    Even,
    /// With bends or jumps, which take more nodes.
    Uneven,
}

/// One lobe: log2 A, and b log2 e.
#[derive(Debug, Clone)]
pub(super) struct LobeColumns {
    pub(super) centre: Column,
    pub(super) decay: Column,
}

/// A place where a fan jumps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Break {
    /// Distance.
    pub at: f64,
    /// How much it jumps there, relative to the fan.
    pub size: f64,
}

/// A jump larger than this is followed by its own panels along lines that hold it.
const LARGE: f64 = 0.03;

/// How many breaks a table may have.
pub const BREAKS: usize = 6;

/// Distances of breaks, ascending; infinite where there are fewer.
pub(super) type Breaks = [f32; BREAKS];

/// Values at the starts of the intervals, and their steps to the ends.
#[derive(Debug, Clone)]
pub(super) struct Column {
    value: Box<[f32; ROWS]>,
    step: Box<[f32; ROWS]>,
}

/// Outside |y| <= slope x + start the lobes hold nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wedge {
    slope: f32,
    start: f32,
}

/// A place on the axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    row: usize,
    part: f32,
}

impl Between {
    /// For a `distance` of 1 or more.
    #[inline(always)]
    pub(super) fn at(distance: f32, breaks: &Breaks) -> Self {
        let bits = distance.to_bits().wrapping_sub(ORIGIN);
        let mut row = bits >> SHIFT;
        for at in breaks {
            row += u32::from(distance >= *at);
        }
        Self {
            row: row as usize & (ROWS - 1),
            part: (bits & ((1 << SHIFT) - 1)) as f32 * (1.0 / (1_u32 << SHIFT) as f32),
        }
    }
}

impl Column {
    fn new(intervals: impl Iterator<Item = [f32; 2]>) -> Self {
        let mut value = Box::new([0.0; ROWS]);
        let mut step = Box::new([0.0; ROWS]);
        let (mut last, mut count) = (0.0, 0);
        let rows = value.iter_mut().zip(step.iter_mut());
        for ((value, step), [start, end]) in rows.zip(intervals) {
            (*value, *step) = (start, end - start);
            (last, count) = (end, count + 1);
        }
        value[count..].fill(last);
        Self { value, step }
    }

    /// The value at a place.
    #[inline(always)]
    pub(super) fn at(&self, place: Between) -> f32 {
        self.value[place.row] + place.part * self.step[place.row]
    }

    /// The derivative to the logarithm of the distance, times the value's unit.
    #[inline(always)]
    pub(super) fn slope(&self, place: Between, distance: f32) -> f32 {
        // an interval spans 1/64 of the start of its octave, whose bits are those of the exponent
        let octave = f32::from_bits(distance.to_bits() & EXPONENT);
        self.step[place.row] * STEPS as f32 * (distance / octave)
    }
}

impl FanTable {
    /// The axis on which a table asks for its rows, `octaves` long.
    ///
    /// # Errors
    /// When there are no octaves; there are never more than 31.
    pub fn axis(octaves: u32) -> Result<OctaveAxis, AxisError> {
        OctaveAxis::new(0, octaves.min(MOST_OCTAVES) as i32, STEPS)
    }

    /// The table of the `intervals` between the nodes of [`FanTable::axis`], each by its start and
    /// end. The interval that holds one of the `breaks` (ascending, at most [`BREAKS`], more are
    /// not seen) is there twice. Beyond the last interval the fan stays as it is there.
    ///
    /// ```
    /// use pluim_kernels::fan::{FanRow, FanTable};
    /// let row = FanRow {
    ///     ring: 2.0,
    ///     coherence: 1.0,
    ///     ln_centre: [f64::NEG_INFINITY; 2],
    ///     ..FanRow::default()
    /// };
    /// let table = FanTable::new(&vec![[row, row]; 64], &[]);
    /// assert!((table.at([-3.0, 4.0], 0.0) - 2.0 / 5.0).abs() < 1e-7); // tables are f32
    /// ```
    #[must_use]
    pub fn new(intervals: &[[FanRow; 2]], breaks: &[Break]) -> Self {
        let rows = || intervals.iter().flatten();
        let there = |k: usize| rows().any(|row| row.ln_centre[k] > f64::from(NOTHING));
        let used = (0..LOBES).filter(|&k| there(k));
        let lobes: Vec<LobeColumns> = used.map(|k| LobeColumns::new(intervals, k)).collect();
        let at = |k: usize| breaks.get(k).map_or(f32::INFINITY, |it| it.at as f32);
        let large = breaks.iter().filter(|it| it.size > LARGE);
        let ends = |part: fn(&FanRow) -> f64| {
            let both = move |ends: &[FanRow; 2]| ends.map(|row| part(&row) as f32);
            intervals.iter().map(both)
        };
        Self {
            breaks: std::array::from_fn(at),
            ring: Column::new(ends(|row| row.ring)),
            coherence: Column::new(ends(|row| row.coherence)),
            wedge: Wedge::around(intervals),
            lobes,
            clear: 0.0,
            uneven: Vec::new(),
            large: large.map(|it| it.at as f32).collect(),
        }
    }

    /// The same table of fans that bend or jump within these ranges of distance.
    #[must_use]
    pub fn uneven_within(mut self, ranges: &[[f64; 2]]) -> Self {
        self.uneven = ranges
            .iter()
            .map(|ends| ends.map(|end| end as f32))
            .collect();
        self
    }

    /// How the fan goes on between two distances.
    #[inline(always)]
    pub(super) fn course(&self, [from, to]: [f32; 2]) -> Course {
        let mut ranges = self.uneven.iter();
        match ranges.any(|[low, high]| from <= *high && to >= *low) {
            true => Course::Uneven,
            false => Course::Even,
        }
    }

    /// Distances of large jumps.
    #[inline(always)]
    pub(super) fn large(&self) -> &[f32] {
        &self.large
    }

    #[inline(always)]
    pub(super) fn breaks(&self) -> &Breaks {
        &self.breaks
    }

    /// The same table of fans that no receptor nearer than `clear` sees, nor any less than 1 ahead
    /// of the source where that is nearer. Lines are seen from everywhere.
    #[must_use]
    pub fn clear_of(mut self, clear: f64) -> Self {
        self.clear = clear as f32;
        self
    }

    #[inline(always)]
    pub(super) fn clear(&self) -> f32 {
        self.clear
    }

    #[inline(always)]
    pub(super) fn ring(&self) -> &Column {
        &self.ring
    }

    pub(super) fn lobes(&self) -> &[LobeColumns] {
        &self.lobes
    }

    /// Whether anything at distances up to `farthest` along the axis and from `aside` across it
    /// sees a lobe, of a source that is `widening` wide itself (one standard deviation).
    #[inline(always)]
    pub(super) fn reaches(&self, farthest: f32, aside: f32, widening: f32) -> bool {
        let width = self.wedge.slope * farthest + self.wedge.start + REACH * widening;
        farthest > 0.0 && aside <= width && !self.lobes.is_empty()
    }

    /// The lobes, times F, at `x` above 0, `y` and `r`, of a source `widening` wide.
    #[inline(always)]
    pub(super) fn lobes_at(&self, x: f32, y: f32, r: f32, widening: f32) -> f32 {
        let lobes = self
            .lobes
            .iter()
            .map(|lobe| lobe.at(x, y, widening, &self.breaks));
        lobes.sum::<f32>() * self.coherence_at(r)
    }

    /// F at `r`.
    #[inline(always)]
    pub(super) fn coherence_at(&self, r: f32) -> f32 {
        self.coherence.at(Between::at(r.max(1.0), &self.breaks))
    }

    /// The ring at `r`.
    #[inline(always)]
    pub(super) fn ring_at(&self, r: f32) -> f32 {
        let r = r.max(1.0);
        self.ring.at(Between::at(r, &self.breaks)) / r
    }

    /// The fan at one offset from its source, which is itself `widening` wide across the axis.
    #[must_use]
    pub fn at(&self, offset: [f64; 2], widening: f64) -> f64 {
        let [x, y] = offset.map(|part| part as f32);
        let r = offset[0].hypot(offset[1]) as f32;
        let lobes = if x > 0.0 {
            self.lobes_at(x, y, r, widening as f32)
        } else {
            0.0
        };
        f64::from(lobes) + f64::from(self.ring_at(r))
    }

    /// Standard deviation of the angle, as a tangent, of the narrowest and of the widest lobe at
    /// `x`.
    #[inline(always)]
    pub(super) fn angles(&self, x: f32) -> [f32; 2] {
        let place = Between::at(x.max(1.0), &self.breaks);
        let mut range = [f32::INFINITY, 0.0_f32];
        for lobe in &self.lobes {
            let angle = (0.5 / (LN_2 * lobe.decay.at(place)).max(1e-12)).sqrt();
            range = [range[0].min(angle), range[1].max(angle)];
        }
        range
    }
}

const LN_2: f32 = std::f32::consts::LN_2;

impl LobeColumns {
    /// The lobe at `x` above 0 and `y`, of a source `widening` wide.
    #[inline(always)]
    pub(super) fn at(&self, x: f32, y: f32, widening: f32, breaks: &Breaks) -> f32 {
        let x = x.max(1.0);
        let place = Between::at(x, breaks);
        let decay = self.decay.at(place);
        let square = x * x;
        let narrowing = square / (square + 2.0 * LN_2 * decay * widening * widening);
        let power = self.centre.at(place) - decay * narrowing * (y * y / square);
        narrowing.sqrt() * exp2(power)
    }

    /// The lobe at `x` above 0 and `y`.
    #[inline(always)]
    pub(super) fn of_point(&self, x: f32, y: f32, breaks: &Breaks) -> f32 {
        let x = x.max(1.0);
        let place = Between::at(x, breaks);
        let slope = y / x;
        exp2(self.centre.at(place) - self.decay.at(place) * slope * slope)
    }

    fn new(intervals: &[[FanRow; 2]], lobe: usize) -> Self {
        let per_log2 = std::f64::consts::LOG2_E;
        let there = |row: &FanRow| row.ln_centre[lobe] > f64::from(NOTHING);
        let centre = |row: FanRow| {
            let held = row.ln_centre[lobe].max(f64::from(NOTHING));
            (held * per_log2) as f32
        };
        // where the lobe is not there its width is that of the nearest row where it is
        let first = intervals.iter().flatten().find(|row| there(row));
        let mut last = first.map_or(1.0, |row| row.decay[lobe]);
        let mut decay = |row: FanRow| {
            if there(&row) {
                last = row.decay[lobe];
            }
            (last * per_log2) as f32
        };
        Self {
            centre: Column::new(intervals.iter().map(|ends| ends.map(centre))),
            decay: Column::new(intervals.iter().map(|ends| ends.map(&mut decay))),
        }
    }
}

impl Wedge {
    /// From the widest lobe: its slope in the far half of the axis, and what is wider nearby.
    fn around(intervals: &[[FanRow; 2]]) -> Self {
        let width = |row: &FanRow| {
            let there = (0..LOBES).filter(|&k| row.ln_centre[k] > f64::from(NOTHING));
            let widest = there.map(|k| 0.5 / row.decay[k]).fold(0.0, f64::max);
            REACH * widest.sqrt() as f32
        };
        let node = |k: usize| {
            let step = STEPS as usize;
            (1.0 + (k % step) as f32 / STEPS as f32) * ((k / step) as f32).exp2()
        };
        let half = intervals.len() / 2;
        let far = intervals.iter().skip(half).flatten();
        let slope = far.map(width).fold(0.0, f32::max);
        let near = intervals.iter().enumerate().take(half);
        let start = near.map(|(k, ends)| (width(&ends[0]) - slope) * node(k));
        Self {
            slope,
            start: start.fold(slope, f32::max),
        }
    }
}
