//! The table of a plume: the scheme asked at some distances, and cubics between them.

use pluim_kernels::octave_axis::OctaveAxis;

use crate::scheme::observed_direction::Observed;
use crate::scheme::{Cut, LOBES, Plume};
use crate::solve::octaves;

/// Distances tabulated: 2^-1 to 2^17 m.
const FIRST_OCTAVE: i32 = -1;
const LAST_OCTAVE: i32 = 17;
/// The scheme is asked at this many places an octave, evenly in ln x.
const ASKED: usize = 8;
/// The axis of all profile tables, filled from there by cubics; between its nodes linear
/// interpolation errs by some 3e-5 of the second derivative.
pub const AXIS: OctaveAxis = octaves(FIRST_OCTAVE, LAST_OCTAVE, 64);
/// ln A of a lobe that is not there, and the least of one that counts.
pub(super) const NOTHING: f32 = -200.0;
pub(super) const FAINTEST: f32 = -150.0;

/// What a plume is at one distance.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) ln_centre: [f32; LOBES],
    pub(super) angular_decay: [f32; LOBES],
    pub(super) meander: f32,
    pub(super) moment: f32,
    pub(super) coherence: f32,
}

/// The plume at `ASKED` places an octave.
pub(super) fn asked(plume: &Observed<'_>) -> Vec<Entry> {
    let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
    (0..=octaves * ASKED)
        .map(|place| {
            let exponent = f64::from(FIRST_OCTAVE) + place as f64 / ASKED as f64;
            entry(plume, exponent.exp2())
        })
        .collect()
}

/// How the nodes of the table lie between the places asked; the same for every table.
pub struct Filling(Vec<(usize, [f32; 4])>);

impl Filling {
    /// Weights of the cubic in ln x through four of the places asked, for every node.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "it is computed, not empty")]
    pub fn new() -> Self {
        let last = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize * ASKED - 3;
        let weights = |x: f64| {
            let place = (x.log2() - f64::from(FIRST_OCTAVE)) * ASKED as f64;
            let first = (place as usize).saturating_sub(1).min(last);
            (
                first,
                lagrange(place - first as f64).map(|weight| weight as f32),
            )
        };
        Self(AXIS.nodes().map(weights).collect())
    }

    pub(super) fn filled(&self, asked: &[Entry]) -> Vec<Entry> {
        self.0
            .iter()
            .map(|(first, weights)| Entry::weighted(&asked[*first..*first + 4], weights))
            .collect()
    }
}

/// Weights of Lagrange's cubic through places 0, 1, 2 and 3, at `at`.
pub(in crate::solve) fn lagrange(at: f64) -> [f64; 4] {
    let [a, b, c] = [at - 1.0, at - 2.0, at - 3.0];
    [
        -a * b * c / 6.0,
        at * b * c / 2.0,
        -at * a * c / 2.0,
        at * a * b / 6.0,
    ]
}

impl Entry {
    fn weighted(four: &[Self], weights: &[f32; 4]) -> Self {
        let mut sum = Self::default();
        for (entry, weight) in four.iter().zip(weights) {
            for lobe in 0..LOBES {
                sum.ln_centre[lobe] += weight * entry.ln_centre[lobe];
                sum.angular_decay[lobe] += weight * entry.angular_decay[lobe];
            }
            sum.meander += weight * entry.meander;
            sum.coherence += weight * entry.coherence;
        }
        // a cubic swings beyond its places where a plume jumps
        sum.meander = sum.meander.max(0.0);
        sum.coherence = sum.coherence.clamp(0.0, 1.0);
        sum.angular_decay = sum.angular_decay.map(|decay| decay.max(0.0));
        sum
    }
}

fn entry(plume: &Observed<'_>, x: f64) -> Entry {
    let Cut {
        lobes,
        meander,
        coherence,
    } = plume.cut(x);
    let ln_centre = lobes.map(|lobe| {
        if lobe.centre > 0.0 {
            (lobe.centre.ln() as f32).max(NOTHING)
        } else {
            NOTHING
        }
    });
    Entry {
        ln_centre,
        angular_decay: lobes.map(|lobe| (lobe.decay * x * x) as f32),
        meander: (x * meander) as f32,
        moment: 0.0,
        coherence: coherence as f32,
    }
}

/// Fills in the radial moment over r, M / r = (1/r) integral of R rho d rho.
pub(super) fn integrate_moment(entries: &mut [Entry], axis: OctaveAxis) {
    let nodes: Vec<f64> = axis.nodes().collect();
    let mut moment = f64::from(entries[0].meander) * nodes[0] * 0.5;
    for index in 0..entries.len() {
        if index > 0 {
            let mean = 0.5 * (entries[index - 1].meander + entries[index].meander);
            moment += f64::from(mean) * (nodes[index] - nodes[index - 1]);
        }
        entries[index].moment = (moment / nodes[index]) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cubics_reproduce_a_cubic_in_the_logarithm() {
        let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
        let value = |place: f64| 1.0 + place * (0.5 + place * (0.01 + 0.001 * place));
        let asked: Vec<Entry> = (0..=octaves * ASKED)
            .map(|place| {
                let value = value(place as f64 / ASKED as f64) as f32;
                Entry {
                    meander: value,
                    ln_centre: [value; LOBES],
                    ..Entry::default()
                }
            })
            .collect();
        for (entry, x) in Filling::new().filled(&asked).iter().zip(AXIS.nodes()) {
            let exact = value(x.log2() - f64::from(FIRST_OCTAVE));
            assert!(
                (f64::from(entry.meander) / exact - 1.0).abs() < 1e-5,
                "at {x}"
            );
            assert_eq!(entry.ln_centre, [entry.meander; LOBES]);
        }
    }
}
