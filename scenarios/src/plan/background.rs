//! Whether a background serves what is wanted.

use std::path::Path;

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::grid::Grid;
use pluim_io::error::InputError;
use pluim_io::run_folder::Warning;

use super::Receptor;
use crate::background::BackgroundField;
use crate::error::Result;
use crate::scenario::Scenario;

/// What is wanted of a background.
pub(super) struct Wanted<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) file: &'a Path,
    pub(super) pollutants: &'a [Pollutant],
    pub(super) receptors: &'a [Receptor],
    pub(super) grid: Option<&'a Grid>,
}

/// Columns and rows in which it is looked whether a map has values.
const LOOKS: usize = 64;

impl Wanted<'_> {
    /// Checks that cells get a background where receptors do, and says what is doubtful.
    pub(super) fn check(&self, field: &BackgroundField) -> Result<Vec<Warning>> {
        if self.scenario.background.is_empty() {
            return Ok(self.no2().into_iter().collect());
        }
        let unserved = |it: &&Pollutant| field.knows(**it) && !field.has_map(**it);
        let unserved = self.pollutants.iter().find(unserved);
        if let (Some(_), Some(pollutant)) = (&self.scenario.grid, unserved) {
            let fault = InputError::new(self.file, "a map of the background for every raster");
            return Err(fault
                .field(format!("background.maps.{pollutant}"))
                .found("none")
                .hint("results serve receptors only: give a map, or leave [grid] out")
                .into());
        }
        self.check_reach(field)?;
        let mut doubts = self.doubts(field);
        doubts.extend(self.no2());
        Ok(doubts)
    }

    /// That NO2 is not all NO2.
    fn no2(&self) -> Option<Warning> {
        let wanted = self.pollutants.contains(&Pollutant::No2);
        let emitted = wanted && self.scenario.chemistry.is_none();
        emitted.then(|| Warning {
            rule: "no2.conversion".to_owned(),
            message: "NO2 of sources is what they emit as NO2; NO that ozone turns into NO2 is \
                      not in it"
                .to_owned(),
            count: None,
        })
    }

    /// Refuses a map that has no value anywhere in the raster or at the receptors.
    fn check_reach(&self, field: &BackgroundField) -> Result<()> {
        let on_map = |pollutant: &Pollutant| {
            let cell = self
                .cells()
                .any(|at| field.at_place(at, *pollutant).is_some());
            let known = |it: &Receptor| field.at_receptor(&it.id, it.at, *pollutant).is_some();
            cell || self.receptors.iter().any(known)
        };
        let mapped = self.pollutants.iter().filter(|it| field.has_map(**it));
        for pollutant in mapped {
            if let Some(map) = self.scenario.background.maps.get(pollutant.name())
                && !on_map(pollutant)
            {
                let fault = InputError::new(&map.gcn, "a map of the place that is computed");
                return Err(fault.found("no value there").into());
            }
        }
        Ok(())
    }

    /// Some cells of the raster, spread over it.
    fn cells(&self) -> impl Iterator<Item = Coord<f64>> {
        let grid = self.grid.into_iter();
        grid.flat_map(|grid| {
            let columns = (0..grid.columns()).step_by(grid.columns().div_ceil(LOOKS));
            columns.flat_map(move |column| {
                let rows = (0..grid.rows()).step_by(grid.rows().div_ceil(LOOKS));
                rows.map(move |row| grid.centre(column, row))
            })
        })
    }

    fn doubts(&self, field: &BackgroundField) -> Vec<Warning> {
        let warning = |rule: &str, message: String, count| Warning {
            rule: rule.to_owned(),
            message,
            count,
        };
        let mut doubts = Vec::new();
        for pollutant in self.pollutants {
            if !field.knows(*pollutant) {
                let message = format!(
                    "no background of {pollutant}: its mean is what the sources contribute"
                );
                doubts.push(warning("background.pollutant", message, None));
                continue;
            }
            let without = |it: &&Receptor| field.at_receptor(&it.id, it.at, *pollutant).is_none();
            let without = self.receptors.iter().filter(without).count();
            if without > 0 {
                let message = format!("receptors without a background of {pollutant}: no total");
                doubts.push(warning("background.missing", message, Some(without)));
            }
        }
        doubts
    }
}
