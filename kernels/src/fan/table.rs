//! A fan on a logarithmic axis.

use super::block::{LANES, Lanes};
use super::column::{BREAKS, Column, Jumps, Look, Passages, ROWS, SHARP, STEPS, node};
use super::exponential::exp2;
use super::reach::Reach;
use super::row::{Break, FanRow, LOBES, NOTHING};

const LN_2: f32 = std::f32::consts::LN_2;

/// A fan of one kind, tabulated at 64 distances an octave from 1 on, at even steps of their square.
///
/// Where a fan jumps, its table has a *break*. The jumps stand apart from the rows, so that seen
/// from along a line a jump is passed little by little, as the line passes it.
#[derive(Debug, Clone)]
pub struct FanTable {
    passages: Passages,
    ring: Column,
    coherence: Column,
    lobes: Vec<LobeColumns>,
    reach: Reach,
    /// Points are not seen from nearer than this.
    clear: f32,
    /// Where panels along a line begin, and within how many half lengths; 0 where there are none.
    cuts: Vec<f32>,
    within: f32,
}

/// One lobe: log2 A, and b log2 e.
#[derive(Debug, Clone)]
struct LobeColumns {
    centre: Column,
    decay: Column,
}

impl FanTable {
    /// The distances at which a table asks for its rows, `octaves` (at most 31) on from 1.
    ///
    /// ```
    /// use pluim_kernels::fan::FanTable;
    /// let distances: Vec<f64> = FanTable::distances(2).collect();
    /// assert_eq!(distances.len(), 129);
    /// assert_eq!([distances[0], distances[64], distances[128]], [1.0, 2.0, 4.0]);
    /// ```
    pub fn distances(octaves: u32) -> impl Iterator<Item = f64> {
        (0..=(octaves * STEPS) as usize).take(ROWS).map(node)
    }

    /// The table of a fan with these `rows` at [`FanTable::distances`], which jumps at `breaks`
    /// (ascending, at most [`BREAKS`], more are not seen). Beyond the last row the fan stays as it
    /// is there.
    ///
    /// ```
    /// use pluim_kernels::fan::{FanRow, FanTable};
    /// let row = FanRow {
    ///     ring: 2.0,
    ///     coherence: 1.0,
    ///     ln_centre: [f64::NEG_INFINITY; 2],
    ///     ..FanRow::default()
    /// };
    /// let table = FanTable::new(&vec![row; 65], &[]);
    /// assert!((table.at([-3.0, 4.0], 0.0) - 2.0 / 5.0).abs() < 1e-7); // tables are f32
    /// ```
    #[must_use]
    pub fn new(rows: &[FanRow], breaks: &[Break]) -> Self {
        let at = |k: usize| breaks.get(k).map_or(f32::INFINITY, |it| it.at as f32);
        let passages = Passages {
            at: std::array::from_fn(at),
            count: breaks.len().min(BREAKS),
        };
        let column = |part: fn(&FanRow) -> f64| {
            let values: Vec<f64> = rows.iter().map(part).collect();
            let jump = |it: &Break| part(&it.behind) - part(&it.before);
            Column::new(&values, passages, jumps(breaks, jump))
        };
        let there = |k: &usize| rows.iter().any(|row| row.holds(*k));
        let lobe = |k: usize| LobeColumns::new(rows, breaks, passages, k);
        Self {
            passages,
            ring: column(|row| row.ring),
            coherence: column(|row| row.coherence),
            lobes: (0..LOBES).filter(there).map(lobe).collect(),
            reach: Reach::of(rows),
            clear: 0.0,
            cuts: Vec::new(),
            within: 0.0,
        }
    }

    /// The same table of fans that no receptor nearer than `clear` sees, nor any less than 1 ahead
    /// of the source where that is nearer. Lines are seen from everywhere.
    #[must_use]
    pub fn clear_of(mut self, clear: f64) -> Self {
        self.clear = clear as f32;
        self
    }

    /// The same table, of which lines are followed by panels that begin at `cuts`, wherever a receptor
    /// sees a line there from `within` so many of its half lengths. Few nodes along a line do not follow
    /// a fan that jumps far or turns a corner.
    #[must_use]
    pub fn cut_at(mut self, cuts: &[f64], within: f64) -> Self {
        self.cuts = cuts.iter().map(|at| *at as f32).collect();
        self.within = if cuts.is_empty() { 0.0 } else { within as f32 };
        self
    }

    #[inline(always)]
    pub(super) fn clear(&self) -> f32 {
        self.clear
    }

    /// Where panels along a line begin.
    #[inline(always)]
    pub(super) fn cuts(&self) -> &[f32] {
        &self.cuts
    }

    /// Within how many half lengths of a line they matter; 0 where there are none.
    #[inline(always)]
    pub(super) fn within(&self) -> f32 {
        self.within
    }

    /// The breaks between two distances.
    #[inline(always)]
    pub(super) fn jumps(&self, range: [f32; 2]) -> Jumps {
        self.passages.between(range)
    }

    /// Whether anything at distances up to `farthest` along the axis and from `aside` across it
    /// sees a lobe, of a source that is `widening` wide itself (one standard deviation).
    #[inline(always)]
    pub(super) fn reaches(&self, farthest: f32, aside: f32, widening: f32) -> bool {
        farthest > 0.0 && aside <= self.reach.aside(farthest, widening) && !self.lobes.is_empty()
    }

    /// m at the distances of `look`.
    #[inline(always)]
    pub(super) fn ring<const N: usize>(
        &self,
        look: &Look<N>,
        jumps: Jumps,
        steepness: &[f32; N],
    ) -> [f32; N] {
        self.ring.read(look, jumps, steepness)
    }

    /// The derivative of m to the logarithm of the distance.
    #[inline(always)]
    pub(super) fn ring_slopes<const N: usize>(&self, look: &Look<N>) -> [f32; N] {
        self.ring.slopes(look)
    }

    /// F at the distances of `look`.
    #[inline(always)]
    pub(super) fn coherence<const N: usize>(
        &self,
        look: &Look<N>,
        jumps: Jumps,
        steepness: &[f32; N],
    ) -> [f32; N] {
        self.coherence.read(look, jumps, steepness)
    }

    /// Sum of the lobes without F, 0 where x is not above 0, at `x` and `y`, of sources
    /// `widening` wide.
    #[inline(always)]
    pub(super) fn lobes(&self, at: &Aside<'_, LANES>, widening: &Lanes) -> Lanes {
        let look = Look::at(at.x);
        let mut sums = [0.0; LANES];
        for lobe in &self.lobes {
            let centre = lobe.centre.read(&look, at.jumps, at.steepness);
            let decay = lobe.decay.read(&look, at.jumps, at.steepness);
            for lane in 0..LANES {
                let square = look.square[lane];
                let own = 2.0 * LN_2 * decay[lane] * widening[lane] * widening[lane];
                let over = 1.0 / (square + own);
                let across = at.y[lane] * at.y[lane] * over;
                let value =
                    (square * over).sqrt() * exp2((-decay[lane]).mul_add(across, centre[lane]));
                sums[lane] += if at.x[lane] > 0.0 { value } else { 0.0 };
            }
        }
        sums
    }

    /// The same of points, at least `ahead` along the axis.
    #[inline(always)]
    pub(super) fn lobes_of_point<const N: usize>(&self, at: &Aside<'_, N>, ahead: f32) -> [f32; N] {
        let look = Look::at(at.x);
        let mut sums = [0.0; N];
        for lobe in &self.lobes {
            let centre = lobe.centre.read(&look, at.jumps, at.steepness);
            let decay = lobe.decay.read(&look, at.jumps, at.steepness);
            for lane in 0..N {
                let square = at.y[lane] * at.y[lane] / look.square[lane];
                let value = exp2((-decay[lane]).mul_add(square, centre[lane]));
                sums[lane] += if at.x[lane] < ahead { 0.0 } else { value };
            }
        }
        sums
    }

    /// The fan at one offset from its source, which is itself `widening` wide across the axis.
    #[must_use]
    pub fn at(&self, offset: [f64; 2], widening: f64) -> f64 {
        let [x, y] = offset.map(|part| [part as f32; LANES]);
        let look = Look::at(&[offset[0].hypot(offset[1]) as f32; LANES]);
        let jumps = self.jumps([0.0, f32::INFINITY]);
        let aside = Aside {
            x: &x,
            y: &y,
            jumps,
            steepness: &[SHARP; LANES],
        };
        let ring = self.ring(&look, jumps, &[SHARP; LANES])[0] / look.square[0].sqrt();
        let coherence = self.coherence(&look, jumps, &[SHARP; LANES])[0];
        f64::from(coherence * self.lobes(&aside, &[widening as f32; LANES])[0]) + f64::from(ring)
    }

    /// Standard deviation of the angle, as a tangent, of the narrowest and of the widest lobe at
    /// `x`.
    #[inline(always)]
    pub(super) fn angles(&self, x: f32) -> [f32; 2] {
        let mut range = [f32::INFINITY, 0.0_f32];
        for lobe in &self.lobes {
            let angle = angle(lobe.decay.even_at(x.max(1.0)));
            range = [range[0].min(angle), range[1].max(angle)];
        }
        range
    }

    /// That of the widest lobe at the distances of `look`.
    #[inline(always)]
    pub(super) fn widest(&self, look: &Look<LANES>, jumps: Jumps) -> Lanes {
        let mut widest = [0.0_f32; LANES];
        for lobe in &self.lobes {
            let decay = lobe.decay.read(look, jumps, &[SHARP; LANES]);
            for lane in 0..LANES {
                widest[lane] = widest[lane].max(angle(decay[lane]));
            }
        }
        widest
    }
}

/// Where lobes are read.
pub(super) struct Aside<'a, const N: usize> {
    pub(super) x: &'a [f32; N],
    pub(super) y: &'a [f32; N],
    /// The breaks that x meets, and over what part of them.
    pub(super) jumps: Jumps,
    pub(super) steepness: &'a [f32; N],
}

/// Standard deviation of the angle of a lobe with this b log2 e.
#[inline(always)]
fn angle(decay: f32) -> f32 {
    (0.5 / (LN_2 * decay).max(1e-12)).sqrt()
}

/// The jumps of one quantity.
fn jumps(breaks: &[Break], jump: impl Fn(&Break) -> f64) -> [f64; BREAKS] {
    std::array::from_fn(|k| breaks.get(k).map_or(0.0, &jump))
}

impl LobeColumns {
    fn new(rows: &[FanRow], breaks: &[Break], passages: Passages, lobe: usize) -> Self {
        let per_log2 = std::f64::consts::LOG2_E;
        let centre = |row: &FanRow| row.ln_centre[lobe].max(NOTHING) * per_log2;
        // where the lobe is not there its width is that of the nearest row where it is
        let first = rows.iter().find(|row| row.holds(lobe));
        let mut last = first.map_or(1.0, |row| row.decay[lobe]);
        let decay = |row: &FanRow| {
            if row.holds(lobe) {
                last = row.decay[lobe];
            }
            last * per_log2
        };
        let centres: Vec<f64> = rows.iter().map(centre).collect();
        let decays: Vec<f64> = rows.iter().map(decay).collect();
        let centre_jump = |it: &Break| centre(&it.behind) - centre(&it.before);
        let decay_jump = |it: &Break| match it.before.holds(lobe) && it.behind.holds(lobe) {
            true => (it.behind.decay[lobe] - it.before.decay[lobe]) * per_log2,
            false => 0.0,
        };
        Self {
            centre: Column::new(&centres, passages, jumps(breaks, centre_jump)),
            decay: Column::new(&decays, passages, jumps(breaks, decay_jump)),
        }
    }
}
