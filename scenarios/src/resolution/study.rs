//! What was found at every cell size.

use std::path::Path;

use geo_types::Coord;
use pluim_core::assessment::Limit;
use pluim_core::grid::Grid;
use pluim_core::statistics::statistic::Statistic;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, Record, Results};
use pluim_io::vector::Places;

use super::nested::{Nested, nested, summary};
use super::sizes::Sizes;
use crate::assess::LimitSet;
use crate::error::Result;
use crate::exposure::People;

/// A scenario at several cell sizes.
pub(super) struct Study {
    pub(super) title: String,
    pub(super) sizes: Sizes,
    /// The runs, finest first.
    pub(super) levels: Vec<Level>,
    /// The maps, each at every size.
    pub(super) maps: Vec<MapStudy>,
    /// Version of the limits.
    pub(super) limits: String,
    /// Statistics that the scenario asks for and that were left out.
    pub(super) left_out: Vec<Statistic>,
}

/// The run at one cell size.
pub(super) struct Level {
    pub(super) cell: f64,
    /// Its folder in that of the study.
    pub(super) folder: String,
    pub(super) record: Record,
    /// Highest resident memory (bytes).
    pub(super) peak_memory: Option<f64>,
}

/// A map at every size.
pub(super) struct MapStudy {
    pub(super) quantity: Quantity,
    pub(super) unit: String,
    /// The limits of its annual mean.
    pub(super) limits: Vec<Limit>,
    /// Whether the background is in it.
    pub(super) background: bool,
    /// Finest first.
    pub(super) at: Vec<MapFigures>,
}

/// What a map says at one size, of the cells whose centre lies in the extent that all share.
pub(super) struct MapFigures {
    pub(super) cell: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) mean: Option<f64>,
    pub(super) maximum: Option<(f64, Coord<f64>)>,
    /// Area above each limit (km2).
    pub(super) area_above: Vec<f64>,
    pub(super) people: Option<PeopleFigures>,
    /// Against the finest size; none at that size itself.
    pub(super) nested: Option<Nested>,
}

/// What people breathe by a map of one size.
pub(super) struct PeopleFigures {
    /// Mean over people.
    pub(super) mean: Option<f64>,
    /// People above each limit.
    pub(super) above: Vec<f64>,
}

/// What a map is looked at with.
pub(super) struct Look<'a> {
    pub(super) sizes: &'a Sizes,
    pub(super) limits: &'a LimitSet,
    pub(super) places: Option<&'a Places>,
    pub(super) holds_background: &'a dyn Fn(&str) -> bool,
}

impl Look<'_> {
    /// The annual means of all sources at every size, from the folders of the runs.
    pub(super) fn maps(&self, out: &Path, levels: &[Level]) -> Result<Vec<MapStudy>> {
        let runs = levels
            .iter()
            .map(|level| Results::open(&out.join(&level.folder)))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let Some(finest) = runs.first() else {
            return Ok(Vec::new());
        };
        let means = finest.totals().filter(|it| it.statistic() == "mean");
        means.map(|quantity| self.map(quantity, &runs)).collect()
    }

    fn map(&self, quantity: &Quantity, runs: &[Results]) -> Result<MapStudy> {
        let rasters = runs
            .iter()
            .map(|run| run.raster(quantity))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let limits: Vec<Limit> = self.limits.annual(quantity.pollutant()).cloned().collect();
        let at = rasters
            .iter()
            .enumerate()
            .map(|(number, raster)| {
                let finest = (number > 0).then(|| &rasters[0]);
                self.figures(quantity, (raster, finest), &limits)
            })
            .collect::<Result<Vec<_>>>()?;
        let unit = rasters.first().map(RasterFile::label).transpose()?;
        Ok(MapStudy {
            quantity: quantity.clone(),
            unit: unit.map(|label| label.unit).unwrap_or_default(),
            background: (self.holds_background)(quantity.pollutant()),
            limits,
            at,
        })
    }

    fn figures(
        &self,
        quantity: &Quantity,
        (raster, finest): (&RasterFile, Option<&RasterFile>),
        limits: &[Limit],
    ) -> Result<MapFigures> {
        let extent = self.sizes.extent;
        let grid = raster.grid();
        let values: Vec<f64> = limits.iter().map(|limit| limit.value).collect();
        let summary = summary(raster, extent, values)?;
        let area = summary.cells() as f64 * grid.cell() * grid.cell() / 1e6;
        let nested = finest.map(|finest| nested(raster, finest, extent));
        let highest = summary.highest();
        Ok(MapFigures {
            cell: grid.cell(),
            columns: grid.columns(),
            rows: grid.rows(),
            mean: summary.mean(),
            maximum: highest.map(|(cell, value)| (f64::from(value), place(grid, extent, cell))),
            area_above: summary.shares_above().iter().map(|it| it * area).collect(),
            people: self.people(quantity, raster, limits)?,
            nested: nested.transpose()?,
        })
    }

    fn people(
        &self,
        quantity: &Quantity,
        raster: &RasterFile,
        limits: &[Limit],
    ) -> Result<Option<PeopleFigures>> {
        let Some(places) = self.places else {
            return Ok(None);
        };
        let people = People::new(places.clone(), raster.grid());
        let all = people.reached(quantity, raster)?.all;
        let above = limits.iter().map(|limit| all.people_above(limit.value));
        Ok(Some(PeopleFigures {
            mean: all.mean(),
            above: above.collect(),
        }))
    }
}

/// Where a cell lies that has this number among those whose centre lies in `extent`.
fn place(grid: &Grid, extent: [f64; 4], number: usize) -> Coord<f64> {
    let (columns, rows) = grid.within(extent);
    let across = columns.len().max(1);
    grid.centre(
        columns.start + number % across,
        rows.start + number / across,
    )
}
