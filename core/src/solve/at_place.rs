//! What every single source makes at one place, by the `profile` rung.

use geo_types::Coord;
use rayon::prelude::*;

use super::Case;
use super::element::array;
use super::profile::{Hourly, tables};

/// Hours tabulated at a time, so that the tables of a long period need not be kept.
const CHUNK: usize = 730;

/// Mean concentration at `place` per unit emission of every source of `case` (s/m3), its time
/// profile included; times the rates of the sources it tells who makes what there.
///
/// Every source is summed over the hours in their order by one thread, so that the result does not
/// depend on the number of threads.
#[must_use]
pub fn units_at(case: &Case<'_>, place: Coord<f64>) -> Vec<f64> {
    let (groups, membership) = case.release_groups();
    let hourly = Hourly::new(case);
    let at = array(place);
    let mut units = vec![0.0; case.sources.len()];
    for (number, (release, profile)) in groups.iter().enumerate() {
        for hours in case.hours.chunks(CHUNK) {
            let tables = tables(case, hours, release, *profile);
            units
                .par_iter_mut()
                .enumerate()
                .filter(|(source, _)| membership[*source] == number)
                .for_each(|(source, unit)| *unit += hourly.hours(&tables, source, at));
        }
    }
    let hours = case.hours.len().max(1) as f64;
    units.into_iter().map(|unit| unit / hours).collect()
}
