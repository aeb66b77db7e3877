//! A fan at one distance, and where it jumps.

/// How many lobes a fan may have.
pub const LOBES: usize = 2;
/// The natural logarithm of what is not there, and of the least that is: cubics through rows that
/// hold nothing round to somewhat more than nothing.
pub(super) const NOTHING: f64 = -80.0;
const LEAST: f64 = -79.0;
/// ln A below which lobes are not told apart.
const FAINT: f64 = -60.0;
/// F below which lobes hold next to nothing.
const LEAST_COHERENT: f64 = 0.02;

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

impl FanRow {
    /// Whether lobe `k` is there.
    pub(super) fn holds(&self, k: usize) -> bool {
        self.ln_centre[k] > LEAST
    }

    /// How far two fans are apart: the sum of the relative differences of all that they hold.
    ///
    /// ```
    /// use pluim_kernels::fan::FanRow;
    /// let row = FanRow { ring: 2.0, coherence: 0.5, ..FanRow::default() };
    /// let next = FanRow { ring: 2.02, ..row };
    /// assert!((next.gap(&row) - 0.01).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn gap(&self, other: &Self) -> f64 {
        let lobe = |k: usize| {
            let centre = self.ln_centre[k].max(FAINT) - other.ln_centre[k].max(FAINT);
            let there = |row: &Self| row.ln_centre[k] > FAINT && row.decay[k] > 0.0;
            let decay = match there(self) && there(other) {
                true => (self.decay[k] / other.decay[k]).ln(),
                false => 0.0,
            };
            centre.abs() + decay.abs()
        };
        let coherence =
            (self.coherence - other.coherence).abs() / other.coherence.max(LEAST_COHERENT);
        let ring = (self.ring - other.ring).abs() / other.ring.abs().max(f64::MIN_POSITIVE);
        coherence + ring + (0..LOBES).map(lobe).sum::<f64>()
    }
}

/// A place where a fan jumps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Break {
    /// Distance.
    pub at: f64,
    /// The fan just before it.
    pub before: FanRow,
    /// The fan just behind it.
    pub behind: FanRow,
}

impl Break {
    /// How much the fan jumps, relative to itself.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.before.gap(&self.behind)
    }
}
