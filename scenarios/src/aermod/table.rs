//! A plume on a logarithmic axis of distance, filled in where it is looked at; where it is not even,
//! the formula answers.

use std::cell::OnceCell;

use pluim_core::scheme::{LOBES, Lobe, Plume};

/// Nodes an octave.
const PER_OCTAVE: f64 = 192.0;
/// The first distance (m).
const FIRST: f64 = 0.5;
/// Octaves: up to 262 km.
const OCTAVES: usize = 19;
/// How far the middle of an interval may miss what lies between its ends, relative to itself: a jump
/// within it is twice as large.
const EVEN: f64 = 2e-4;
/// The natural logarithm of a lobe that is not there.
const NOTHING: f64 = f64::NEG_INFINITY;

/// What a plume is at one distance.
#[derive(Debug, Clone, Copy)]
struct Row {
    ln_centre: [f64; LOBES],
    ln_decay: [f64; LOBES],
    meander: f64,
    coherence: f64,
}

/// The table.
pub(super) struct PlumeTable<'a> {
    plume: &'a dyn Plume,
    rows: Vec<OnceCell<Row>>,
    /// Whether the plume is even in the interval behind a row.
    even: Vec<OnceCell<bool>>,
}

/// The direction-free part and the fraction that keeps to the wind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) meander: f64,
    pub(super) coherence: f64,
}

impl<'a> PlumeTable<'a> {
    pub(super) fn new(plume: &'a dyn Plume) -> Self {
        let nodes = OCTAVES * PER_OCTAVE as usize + 1;
        Self {
            plume,
            rows: vec![OnceCell::new(); nodes],
            even: vec![OnceCell::new(); nodes],
        }
    }

    /// The lobes at `x` (m).
    pub(super) fn lobes(&self, x: f64) -> [Lobe; LOBES] {
        let Some((low, high, part)) = self.between(x) else {
            return self.plume.lobes(x);
        };
        let mut lobes = [Lobe::default(); LOBES];
        for (k, lobe) in lobes.iter_mut().enumerate() {
            let centre = blend(low.ln_centre[k], high.ln_centre[k], part);
            if centre > NOTHING {
                lobe.centre = centre.exp();
                lobe.decay = blend(low.ln_decay[k], high.ln_decay[k], part).exp();
            }
        }
        lobes
    }

    /// What is around at `r` (m).
    pub(super) fn around(&self, r: f64) -> Around {
        let Some((low, high, part)) = self.between(r) else {
            return Around {
                meander: self.plume.meander(r),
                coherence: self.plume.coherence(r),
            };
        };
        Around {
            meander: blend(low.meander, high.meander, part),
            coherence: blend(low.coherence, high.coherence, part),
        }
    }

    /// The rows on both sides of `x` and how far it lies between them; none where the plume is not
    /// even between them.
    fn between(&self, x: f64) -> Option<(Row, Row, f64)> {
        let place = (x / FIRST).log2() * PER_OCTAVE;
        if !(place >= 0.0 && place < (self.rows.len() - 1) as f64) {
            return None;
        }
        let node = place as usize;
        let (low, high) = (self.row(node)?, self.row(node + 1)?);
        let is_even = || {
            let middle = Row::of(self.plume, distance(node as f64 + 0.5));
            middle.lies_between(&low, &high)
        };
        let even = *self.even.get(node)?.get_or_init(is_even);
        even.then_some((low, high, place.fract()))
    }

    fn row(&self, node: usize) -> Option<Row> {
        let cell = self.rows.get(node)?;
        Some(*cell.get_or_init(|| Row::of(self.plume, distance(node as f64))))
    }
}

/// Distance (m) of a place on the axis.
fn distance(place: f64) -> f64 {
    FIRST * (place / PER_OCTAVE).exp2()
}

impl Row {
    fn of(plume: &dyn Plume, x: f64) -> Self {
        let lobes = plume.lobes(x);
        Self {
            ln_centre: lobes.map(|lobe| lobe.centre.ln()),
            ln_decay: lobes.map(|lobe| lobe.decay.ln()),
            meander: plume.meander(x),
            coherence: plume.coherence(x),
        }
    }

    /// Whether it is the mean of two others, or nearly; what is there at one of the three alone is
    /// not.
    fn lies_between(&self, low: &Self, high: &Self) -> bool {
        let near = |found: f64, one: f64, other: f64, size: f64| {
            (found - 0.5 * (one + other)).abs() <= EVEN * size
        };
        let lobe = |k: usize| {
            let all = [low, self, high].map(|row| row.ln_centre[k] > NOTHING);
            match all {
                [true, true, true] => {
                    near(self.ln_centre[k], low.ln_centre[k], high.ln_centre[k], 1.0)
                        && near(self.ln_decay[k], low.ln_decay[k], high.ln_decay[k], 1.0)
                }
                _ => all == [false; 3],
            }
        };
        let (meander, coherence) = (self.meander.abs(), self.coherence.abs());
        near(self.meander, low.meander, high.meander, meander)
            && near(self.coherence, low.coherence, high.coherence, coherence)
            && (0..LOBES).all(lobe)
    }
}

/// Between `low` and `high`; nothing where either is nothing.
fn blend(low: f64, high: f64, part: f64) -> f64 {
    match low > NOTHING && high > NOTHING {
        true => low + part * (high - low),
        false => NOTHING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct PowerLaw;

    impl Plume for PowerLaw {
        fn lobes(&self, x: f64) -> [Lobe; LOBES] {
            [
                Lobe::spread(x.powf(-0.9), 0.1 * x.powf(0.9)),
                Lobe::default(),
            ]
        }

        fn meander(&self, r: f64) -> f64 {
            1.0 / r
        }
    }

    #[test]
    fn power_laws_are_exact_between_nodes() {
        let table = PlumeTable::new(&PowerLaw);
        for x in [0.7, 12.34, 5678.9] {
            let (found, exact) = (table.lobes(x)[0], PowerLaw.lobes(x)[0]);
            assert!((found.centre / exact.centre - 1.0).abs() < 1e-9);
            assert!((found.decay / exact.decay - 1.0).abs() < 1e-9);
            assert_eq!(table.lobes(x)[1], Lobe::default());
        }
    }

    #[test]
    fn both_sides_of_a_jump_are_exact() {
        struct Stepped;
        impl Plume for Stepped {
            fn lobes(&self, x: f64) -> [Lobe; LOBES] {
                let step = if x < 77.7 { 1.0 } else { 1.01 };
                [Lobe::spread(step / x, 0.1 * x), Lobe::default()]
            }

            fn meander(&self, _: f64) -> f64 {
                0.0
            }
        }
        let table = PlumeTable::new(&Stepped);
        for x in [77.6999, 77.7001] {
            assert_eq!(table.lobes(x)[0], Stepped.lobes(x)[0]);
        }
        assert!((table.lobes(77.0)[0].centre / Stepped.lobes(77.0)[0].centre - 1.0).abs() < 1e-9);
    }

    #[test]
    fn beyond_the_axis_the_formula_answers() {
        let table = PlumeTable::new(&PowerLaw);
        assert_eq!(table.lobes(1e7)[0], PowerLaw.lobes(1e7)[0]);
        assert_eq!(table.around(0.1).meander, 10.0);
    }
}
