//! The values of a run by the formula itself: every source, every hour, no table.

use geo_types::Coord;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::mean_fields;
use pluim_io::run_folder::Quantity;

use super::quantities::{Sum, at_receptors, sums};
use crate::plan::{Plan, Receptor};

/// What every quantity of the run of `plan` is at `places` by the `direct` rung, in its unit; NaN
/// where it has no background. A place without a name has no background of its own.
pub(crate) fn by_formula(plan: &Plan, places: &[Receptor]) -> Vec<(Quantity, Vec<f64>)> {
    let at: Vec<Coord<f64>> = places.iter().map(|place| place.at).collect();
    let fields = mean_fields(&Direct::new(plan.case()), &at, &|_| {});
    let background = at_receptors(plan, places);
    let value = |sum: &Sum| sum.values((&fields, plan.channels(), at.len()), &background);
    let all = sums(plan);
    all.iter()
        .map(|sum| (sum.quantity.clone(), value(sum)))
        .collect()
}
