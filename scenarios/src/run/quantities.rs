//! What a run writes, and how it follows from the fields of the solver.

use pluim_core::solve::{Channels, Fields};
use pluim_io::run_folder::Quantity;

use crate::plan::Plan;

/// The only statistic so far.
pub(super) const MEAN: &str = "mean";
/// Micrograms in a gram.
const MICRO: f64 = 1e6;

/// Unit of a pollutant's concentration, and how much of it a g/m3 (for odour an ouE/m3) is.
pub(crate) fn unit(pollutant: &str) -> (&'static str, f64) {
    if pollutant == "odour" {
        ("ouE/m3", 1.0)
    } else {
        ("ug/m3", MICRO)
    }
}

/// What is written: totals first, then contributions, each with the channels that it sums.
pub(super) fn quantities(plan: &Plan) -> Vec<(Quantity, Vec<usize>)> {
    let channels: Channels = plan.channels();
    let named = |pollutant: usize| Quantity::new(plan.pollutants[pollutant].name(), MEAN);
    let mut list: Vec<_> = (0..plan.pollutants.len())
        .map(|pollutant| {
            let all = (0..plan.groups.len()).map(|group| channels.index(pollutant, group));
            (named(pollutant), all.collect())
        })
        .collect();
    if plan.scenario.output.contributions {
        for pollutant in 0..plan.pollutants.len() {
            for (group, name) in plan.groups.iter().enumerate() {
                let channel = vec![channels.index(pollutant, group)];
                list.push((named(pollutant).of_group(name), channel));
            }
        }
    }
    list
}

/// The values of one quantity, in its unit.
pub(super) fn values(fields: &Fields, quantity: &Quantity, channels: &[usize]) -> Vec<f64> {
    let (_, scale) = unit(quantity.pollutant());
    let receptors = fields.values.first().map_or(0, Vec::len);
    (0..receptors)
        .map(|at| {
            scale
                * channels
                    .iter()
                    .map(|channel| fields.values[*channel][at])
                    .sum::<f64>()
        })
        .collect()
}
