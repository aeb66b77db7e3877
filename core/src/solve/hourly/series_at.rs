//! Every hour at some places, by the `profile` rung.

use geo_types::Coord;
use rayon::prelude::*;

use super::super::Case;
use super::super::element::array;
use super::super::profile::{Hourly, tables};

/// Hours tabulated at a time, so that the tables of a long period need not be kept.
const CHUNK: usize = 730;

/// Concentration (g/m3) of all sources together: `[place][pollutant][hour]`.
///
/// Every place is summed by one thread, over release groups, hours and sources in their order.
#[must_use]
pub fn hourly_series(case: &Case<'_>, places: &[Coord<f64>]) -> Vec<Vec<Vec<f64>>> {
    let (groups, membership) = case.release_groups();
    let hourly = Hourly::new(case);
    let none = vec![vec![0.0; case.hours.len()]; case.channels.pollutants];
    let mut series = vec![none; places.len()];
    for (group, (release, profile)) in groups.iter().enumerate() {
        for (chunk, hours) in case.hours.chunks(CHUNK).enumerate() {
            let tables = tables(case, hours, release, *profile);
            series
                .par_iter_mut()
                .zip(places)
                .for_each(|(series, place)| {
                    let members = membership.iter().enumerate();
                    for (source, _) in members.filter(|(_, of)| **of == group) {
                        let rates = &case.sources[source].rates;
                        for hour in 0..hours.len() {
                            let one = &tables[hour..=hour];
                            let unit = hourly.hours(one, source, array(*place));
                            for (series, rate) in series.iter_mut().zip(rates) {
                                series[chunk * CHUNK + hour] += rate * unit;
                            }
                        }
                    }
                });
        }
    }
    series
}
