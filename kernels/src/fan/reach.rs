//! How far aside of its axis a fan reaches.

use super::column::{ORIGIN, STEPS, node};
use super::row::{FanRow, LOBES};

/// A lobe is followed to this many standard deviations from its axis, where 4e-6 of it is left.
const DEVIATIONS: f32 = 5.0;
/// Parts of an octave that are told apart, and parts in all: 32 octaves.
const PARTS: usize = 4;
const COUNT: usize = 32 * PARTS;
/// Of the bits of a distance, less those of 1.0, the ones above tell its part.
const SHIFT: u32 = 21;

/// Where receptors at distances up to the end of each part of the axis see nothing of any lobe:
/// farther than this from the axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reach(Box<[f32; COUNT]>);

impl Reach {
    /// The reach of the fan with these rows, which stays as it is in the last.
    pub(super) fn of(rows: &[FanRow]) -> Self {
        let angles: Vec<f32> = rows.iter().map(angle).collect();
        let last = angles.last().copied().unwrap_or_default();
        let part = STEPS as usize / PARTS;
        let mut aside = Box::new([0.0; COUNT]);
        let mut most = 0.0_f32;
        for (number, aside) in aside.iter_mut().enumerate() {
            let nodes = number * part..=(number + 1) * part;
            let angle = |k: usize| angles.get(k).copied().unwrap_or(last);
            let widest = nodes.map(angle).fold(0.0, f32::max);
            most = most.max(widest * node((number + 1) * part) as f32);
            *aside = most;
        }
        Self(aside)
    }

    /// How far aside anything at distances up to `farthest` along the axis may see a lobe of a source
    /// that is itself `widening` wide (one standard deviation).
    #[inline(always)]
    pub(super) fn aside(&self, farthest: f32, widening: f32) -> f32 {
        let part = farthest.max(1.0).to_bits().wrapping_sub(ORIGIN) >> SHIFT;
        self.0[part as usize & (COUNT - 1)] + DEVIATIONS * widening
    }
}

/// As a tangent, how far from the axis the widest lobe of a fan goes.
fn angle(row: &FanRow) -> f32 {
    let there = (0..LOBES).filter(|&lobe| row.holds(lobe));
    let widest = there.map(|lobe| 0.5 / row.decay[lobe]).fold(0.0, f64::max);
    DEVIATIONS * widest.sqrt() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lobes_lie_within_the_reach_at_every_distance() {
        // a fan that is widest near its source
        let decay = |x: f64| 2.0 * x.powf(0.6);
        let row = |k: usize| FanRow {
            ln_centre: [0.0, f64::NEG_INFINITY],
            decay: [decay(node(k)), 1.0],
            ..FanRow::default()
        };
        let rows: Vec<FanRow> = (0..=64 * 10).map(row).collect();
        let reach = Reach::of(&rows);
        for step in 0..400 {
            let x = (f64::from(step) / 60.0).exp();
            let width = x * (0.5 / decay(x)).sqrt();
            let aside = f64::from(reach.aside(x as f32, 0.0));
            assert!(aside >= 5.0 * width, "{aside} {width} at {x}");
            assert!(
                aside <= 6.5 * width.max((0.5 / decay(1.0)).sqrt()),
                "{aside} {width} at {x}"
            );
        }
        assert!(reach.aside(1e6, 0.0) >= 5.0 * 1e6 * (0.5 / decay(1024.0)).sqrt() as f32);
        assert_eq!(reach.aside(0.0, 2.0), reach.aside(1.0, 0.0) + 10.0);
    }

    #[test]
    fn a_fan_without_lobes_reaches_nowhere() {
        let row = FanRow {
            ln_centre: [f64::NEG_INFINITY; LOBES],
            ..FanRow::default()
        };
        assert_eq!(Reach::of(&[row; 65]).aside(500.0, 0.0), 0.0);
    }
}
