//! Small pieces of the work that takes the time, whose instructions are counted: a count does not
//! depend on what else the machine does.

use geo_types::coord;
use jiff::ToSpan;
use jiff::civil::date;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Case, mean_fields};
use pluim_core::statistics::of_series::{Calendar, Scratch};
use pluim_core::statistics::order::Percentile;
use pluim_core::statistics::statistic::Statistic;
use pluim_kernels::multilevel::{Options, Raster, Solver, Term};

use crate::street_plan::{Random, streets, wind_rose};
use crate::town::Town;

/// Does the work of piece `name` once, on the thread that asks; the sum of what it found, or none
/// where there is no such piece.
#[must_use]
pub fn work(name: &str) -> Option<f64> {
    let town = Town::new(12, 36);
    match name {
        "mean_kernel" => Some(mean_kernel(town.case())),
        "hourly_sum" => Some(hourly_sum(town.case())),
        "raster" => raster_field(),
        "percentile" => Some(percentiles(&series())),
        _ => None,
    }
}

/// The pieces there are.
pub const PIECES: [&str; 4] = ["mean_kernel", "hourly_sum", "raster", "percentile"];

/// Averages the plumes of all hours.
#[inline(never)]
fn mean_kernel(case: Case<'_>) -> f64 {
    let climatology = Climatology::new(case);
    let kernels = climatology.kernels().iter();
    kernels.map(|kernel| kernel.table().at(100.0, 50.0)).sum()
}

/// Sums hours and roads at some places.
#[inline(never)]
fn hourly_sum(case: Case<'_>) -> f64 {
    let places: Vec<_> = (0..6)
        .map(|number| coord! { x: 40.0 * f64::from(number) - 100.0, y: 30.0 })
        .collect();
    let fields = mean_fields(&Profiles::new(case), &places, &|_| {});
    fields.values.iter().flatten().sum()
}

fn raster_field() -> Option<f64> {
    let (sources, kernel) = (streets(400.0, 60).ok()?, wind_rose().ok()?);
    let term = Term {
        kernel: &kernel,
        sources: &sources,
    };
    Some(solve_raster(&[term]))
}

/// Solves a raster level by level, near field and far field.
#[inline(never)]
fn solve_raster(terms: &[Term<'_>]) -> f64 {
    let raster = Raster {
        first: [0.0, 400.0],
        cell: 5.0,
        columns: 80,
        rows: 80,
    };
    let solver = Solver::new(raster, terms, Options::default());
    let bands = (0..solver.bands()).map(|band| solver.band(band));
    let cells = bands.flat_map(|band| band.channels.into_iter().flatten());
    cells.map(f64::from).sum()
}

fn series() -> Vec<f32> {
    let mut random = Random(5);
    (0..8760).map(|_| random.share() as f32).collect()
}

/// Takes a percentile of a year of hours.
#[inline(never)]
fn percentiles(series: &[f32]) -> f64 {
    let start = date(2018, 1, 1).at(0, 0, 0, 0);
    let calendar = Calendar::new((0..8760).map(|hour| start.saturating_add(hour.hours())));
    let statistic = Statistic::Percentile(Percentile::P98);
    f64::from(calendar.statistic(statistic, series, &mut Scratch::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_finds_something() {
        for piece in PIECES {
            assert!(work(piece).is_some_and(|sum| sum > 0.0), "{piece}");
        }
        assert_eq!(work("nothing"), None);
    }
}
