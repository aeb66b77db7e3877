//! The error of a run, measured against the rung below at a random sample of its receptors.

use geo_types::Coord;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{MeanField, Rung, error_between, mean_fields};
use pluim_io::run_folder::MeasuredError;

use super::Bar;
use crate::plan::Plan;

/// Places with less than this share of the largest value are not compared.
const FLOOR: f64 = 1e-3;

/// Measures the error of `field`, which solves `plan` on `rung`; none at the lowest rung or
/// where nothing is emitted.
pub(super) fn measure(plan: &Plan, rung: Rung, field: &dyn MeanField) -> Option<MeasuredError> {
    let below = rung.below()?;
    let places = sample(plan);
    if places.is_empty() {
        return None;
    }
    let bar = Bar::cells("measuring the error", places.len() as u64);
    let case = plan.case();
    let exact: Box<dyn MeanField + '_> = match below {
        Rung::Direct => Box::new(Direct::new(case)),
        Rung::Profile | Rung::Climatology | Rung::Raster => Box::new(Profiles::new(case)),
    };
    let approximate = mean_fields(field, &places, &|_| {});
    let exact = mean_fields(exact.as_ref(), &places, &|count| bar.advance(count));
    bar.finish();
    let errors = error_between(&approximate, &exact, FLOOR);
    let at = |share: f64| {
        errors
            .get(((errors.len() - 1) as f64 * share).ceil() as usize)
            .copied()
    };
    Some(MeasuredError {
        compared_with: below.name().to_owned(),
        sample: errors.len(),
        seed: plan.scenario.solver.seed,
        percentile_50: (!errors.is_empty()).then(|| at(0.5)).flatten()?,
        percentile_95: at(0.95)?,
        percentile_99: at(0.99)?,
        worst: *errors.last()?,
    })
}

/// Random places of the raster, or random receptors where there is no raster.
fn sample(plan: &Plan) -> Vec<Coord<f64>> {
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
