//! The error of statistics, against those of the sum over all hours at some places.

use geo_types::Coord;
use pluim_core::solve::hourly::hourly_series;
use pluim_core::statistics::of_series::Scratch;
use pluim_core::statistics::statistic::Statistic;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{MeasuredStatistic, Quantity, RunFolder, Warning};

use super::places::Places;
use crate::error::Result;
use crate::plan::Plan;
use crate::run::answer::Column;
use crate::run::error_sample::{Drawn, draw};
use crate::run::quantities::{at_places, at_receptors, unit_of};

/// Places at which all hours are summed, where no number is asked for.
const FEW: usize = 8;
/// The unit of relative errors.
const SHARE: &str = "share";

/// Statistics of the sum over all hours.
pub(super) struct Witness<'a> {
    places: &'a Places<'a>,
    drawn: Vec<Drawn>,
    /// One row a quantity, one value a place.
    exact: Vec<Vec<f64>>,
}

impl<'a> Witness<'a> {
    /// Draws places and sums all hours there.
    pub(super) fn new(places: &'a Places<'a>) -> Self {
        let plan = places.plan;
        let sample = plan.scenario.solver.sample;
        let drawn = draw(plan, sample.map_or(FEW, |sample| sample.min(FEW)));
        let at: Vec<Coord<f64>> = drawn.iter().map(|it| it.at(plan)).collect();
        let series = hourly_series(&plan.case(), &at);
        let of_cells = at_places(plan, &at);
        let of_receptors = at_receptors(plan, &plan.receptors);
        let mut exact = vec![Vec::new(); places.quantities().len()];
        let mut scratch = Scratch::default();
        for (place, series) in series.iter().enumerate() {
            let single = |row: &Vec<f64>| row.iter().map(|it| *it as f32).collect();
            let mut series: Vec<Vec<f32>> = series.iter().map(single).collect();
            let mut series: Vec<&mut [f32]> = series.iter_mut().map(Vec::as_mut_slice).collect();
            places.complete(&mut series, &|pollutant| match drawn[place] {
                Drawn::Cell(_) => of_cells(pollutant, place),
                Drawn::Receptor(number) => of_receptors(pollutant, number),
            });
            let found = places.of_series(&series, &mut scratch);
            for (row, value) in exact.iter_mut().zip(found) {
                row.push(f64::from(value));
            }
        }
        Self {
            places,
            drawn,
            exact,
        }
    }

    /// The errors of what was written.
    pub(super) fn measured(
        &self,
        folder: &RunFolder,
        columns: &[Column],
    ) -> Result<Vec<MeasuredStatistic>> {
        let quantities = self.places.quantities();
        let rows = quantities.iter().zip(&self.exact).enumerate();
        let errors = rows.map(|(number, (quantity, exact))| {
            let column = columns.get(number).map(|(_, values)| values.as_slice());
            let found = self.found(quantity, folder, column)?;
            Ok(self.summary(quantity, found.iter().zip(exact)))
        });
        Ok(errors
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    fn found(
        &self,
        quantity: &Quantity,
        folder: &RunFolder,
        column: Option<&[f64]>,
    ) -> Result<Vec<f64>> {
        let raster = match self.places.plan.grid {
            Some(_) => Some(RasterFile::open(&folder.raster(quantity))?),
            None => None,
        };
        let value = |drawn: &Drawn| match (drawn, &raster, column) {
            (Drawn::Cell(at), Some(raster), _) => {
                raster.value_at(*at).ok().flatten().map(f64::from)
            }
            (Drawn::Receptor(number), _, Some(column)) => column.get(*number).copied(),
            _ => None,
        };
        let found = self.drawn.iter().map(|it| value(it).unwrap_or(f64::NAN));
        Ok(found.collect())
    }

    /// Errors of the places that have a value; nothing of none.
    fn summary<'b>(
        &self,
        quantity: &Quantity,
        values: impl Iterator<Item = (&'b f64, &'b f64)>,
    ) -> Option<MeasuredStatistic> {
        let statistic = quantity.statistic().parse::<Statistic>();
        let count = statistic.is_ok_and(Statistic::counts);
        let mut errors: Vec<f64> = values
            .filter(|(found, exact)| found.is_finite() && (count || **exact > 0.0))
            .map(|(found, exact)| {
                let scale = if count { 1.0 } else { *exact };
                (found - exact).abs() / scale
            })
            .collect();
        errors.sort_by(f64::total_cmp);
        let last = errors.len().checked_sub(1)?;
        Some(MeasuredStatistic {
            quantity: quantity.to_string(),
            unit: if count { unit_of(quantity) } else { SHARE }.to_owned(),
            sample: errors.len(),
            seed: self.places.plan.scenario.solver.seed,
            percentile_50: errors[last.div_ceil(2)],
            worst: errors[last],
        })
    }
}

/// A warning for every statistic that errs by more than the tolerance.
pub(super) fn warnings(plan: &Plan, measured: &[MeasuredStatistic]) -> Vec<Warning> {
    let tolerance = plan.scenario.solver.tolerance;
    let missed = measured
        .iter()
        .filter(|it| it.unit == SHARE && it.worst > tolerance);
    let warning = |it: &MeasuredStatistic| Warning {
        rule: "tolerance-missed".to_owned(),
        message: format!(
            "{} errs by up to {:.1} % where {:.1} % was asked for: ask for more \
             solver.representative_hours, or accept a larger tolerance",
            it.quantity,
            100.0 * it.worst,
            100.0 * tolerance
        ),
        count: None,
    };
    missed.map(warning).collect()
}
