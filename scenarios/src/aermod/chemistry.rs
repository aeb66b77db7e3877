//! From NOx to NO2, hour by hour.

use pluim_core::chemistry::arm2::Arm2;
use pluim_io::aermod::{Chemistry, ControlFile};

/// From g/m3 to the ug/m3 in which ARM2 was fitted.
const MICROGRAMS: f64 = 1e6;

/// Turns the fields of NOx of all groups (g/m3), which the sum of all sources follows, into
/// fields of NO2, and drops that sum.
pub(super) fn react(deck: &ControlFile, values: &mut Vec<f64>) {
    match deck.control.options.chemistry {
        Chemistry::Inert => {}
        Chemistry::Arm2 => {
            let [least, most] = deck.control.no2_ratio;
            ambient_ratio(Arm2 { least, most }, deck.receptors.len(), values);
        }
    }
}

/// The share of NO2 at a receptor follows from the NOx of all sources there.
fn ambient_ratio(law: Arm2, receptors: usize, values: &mut Vec<f64>) {
    let total = values.split_off(values.len().saturating_sub(receptors));
    let ratios: Vec<f64> = total
        .iter()
        .map(|nox| law.ratio(MICROGRAMS * nox))
        .collect();
    for group in values.chunks_exact_mut(receptors.max(1)) {
        for (value, ratio) in group.iter_mut().zip(&ratios) {
            *value *= ratio;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_takes_the_ratio_of_the_total() {
        // one group with half of the NOx at two receptors, and the total
        let mut values = vec![5e-6, 1000e-6, 10e-6, 2000e-6];
        ambient_ratio(Arm2::default(), 2, &mut values);
        assert_eq!(values, [0.9 * 5e-6, 0.5 * 1000e-6]);
    }
}
