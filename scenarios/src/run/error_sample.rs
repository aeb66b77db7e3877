//! The error of a run, measured against the rung below at a random sample of its receptors.

use geo_types::Coord;
use pluim_core::solve::{Fields, Rung, error_between};
use pluim_io::run_folder::MeasuredError;

use crate::plan::Plan;

/// Places with less than this share of the largest value are not compared.
const FLOOR: f64 = 1e-3;

/// The error of a field's values `found` against those of the rung below, `exact`, at the same
/// places; none where nothing is emitted.
pub(super) fn measured(
    plan: &Plan,
    below: Rung,
    found: &Fields,
    exact: &Fields,
) -> Option<MeasuredError> {
    let errors = error_between(found, exact, FLOOR);
    let last = errors.len().checked_sub(1)?;
    let at = |share: f64| errors[(last as f64 * share).ceil() as usize];
    Some(MeasuredError {
        compared_with: below.name().to_owned(),
        sample: errors.len(),
        seed: plan.scenario.solver.seed,
        percentile_50: at(0.5),
        percentile_95: at(0.95),
        percentile_99: at(0.99),
        worst: errors[last],
    })
}

/// Random places of the raster, or random receptors where there is no raster.
pub(super) fn places(plan: &Plan) -> Vec<Coord<f64>> {
    let solver = &plan.scenario.solver;
    let mut random = SplitMix(solver.seed);
    (0..solver.sample)
        .filter_map(|_| match (&plan.grid, plan.receptors.len()) {
            (Some(grid), _) => {
                let cell = random.below(grid.cells());
                Some(grid.centre(cell % grid.columns(), cell / grid.columns()))
            }
            (None, 0) => None,
            (None, count) => Some(plan.receptors[random.below(count)].at),
        })
        .collect()
}

/// The generator splitmix64 of Steele, Lea and Flood (2014): small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, which is not 0.
    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}
