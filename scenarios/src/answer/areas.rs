//! Means of rasters over areas.

use std::path::PathBuf;

use clap::Args;
use pluim_core::grid::Grid;
use pluim_core::zones::Zone;
use pluim_io::geopackage::{FeatureLayer, Shapes};
use pluim_io::plain_table::{Cell, PlainTable};
use pluim_io::raster::{RasterFile, TILE};
use pluim_io::vector::{Area, VectorQuery, read_areas};

use crate::error::Result;

/// Which areas are told apart.
#[derive(Debug, Clone, Args)]
pub struct AreaArgs {
    /// Polygons to tell apart: GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV
    #[arg(long, value_name = "FILE")]
    pub areas: Option<PathBuf>,
    /// Layer of the file with areas, where it has several
    #[arg(long, value_name = "NAME", requires = "areas")]
    pub layer: Option<String>,
}

/// Areas and their cells.
pub(crate) struct Zones {
    pub(crate) areas: Vec<Area>,
    pub(crate) zones: Vec<Zone>,
}

impl AreaArgs {
    /// The areas and their cells on `grid`; none where no file is named.
    pub(crate) fn zones(&self, grid: &Grid, epsg: u32) -> Result<Option<Zones>> {
        let Some(file) = &self.areas else {
            return Ok(None);
        };
        let layer = self.layer.as_deref();
        let areas = read_areas(file, &VectorQuery { epsg, layer })?;
        Ok(Some(Zones::of(areas, grid)))
    }
}

impl Zones {
    pub(crate) fn of(areas: Vec<Area>, grid: &Grid) -> Self {
        let zones = areas
            .iter()
            .map(|area| Zone::of(grid, &area.parts))
            .collect();
        Self { areas, zones }
    }

    /// Mean of a raster over every area; none where no cell of it has a value.
    pub(crate) fn means(&self, raster: &RasterFile) -> Result<Vec<Option<f64>>> {
        let mut sums = vec![(0.0, 0_usize); self.zones.len()];
        let mut first = vec![0; self.zones.len()];
        let grid = raster.grid();
        for top in (0..grid.rows()).step_by(TILE) {
            let count = TILE.min(grid.rows() - top);
            let values = raster.rows(top, count)?;
            for ((zone, sum), next) in self.zones.iter().zip(&mut sums).zip(&mut first) {
                let spans = zone.spans().iter().skip(*next);
                for span in spans.take_while(|span| span.row < top + count) {
                    let row = &values[(span.row - top) * grid.columns()..][..grid.columns()];
                    add(sum, &row[span.columns.clone()]);
                    *next += 1;
                }
            }
        }
        let mean = |(sum, count): &(f64, usize)| (*count > 0).then(|| sum / *count as f64);
        Ok(sums.iter().map(mean).collect())
    }

    /// A table with a row for each area: its name, its cells, and the given columns.
    pub(crate) fn table(&self, columns: &[(String, Vec<Option<f64>>)]) -> PlainTable {
        let fixed = ["id", "name", "cells"].map(str::to_owned);
        let names = columns.iter().map(|(name, _)| name.clone());
        let mut table = PlainTable::new(fixed.into_iter().chain(names));
        for (row, (area, zone)) in self.areas.iter().zip(&self.zones).enumerate() {
            let fixed: [Cell; 3] = [
                area.of.id.clone().into(),
                area.of.name.clone().into(),
                zone.cells().into(),
            ];
            let values = columns.iter().map(|(_, values)| values[row].into());
            table.push(fixed.into_iter().chain(values));
        }
        table
    }
}

/// The areas as a layer with the columns of `table`.
pub(crate) fn of_areas<'a>(areas: &'a [Area], table: &'a PlainTable) -> FeatureLayer<'a> {
    FeatureLayer {
        name: "areas",
        table,
        shapes: Shapes::Areas(areas.iter().map(|area| area.parts.as_slice()).collect()),
    }
}

fn add(sum: &mut (f64, usize), cells: &[f32]) {
    for value in cells.iter().filter(|value| !value.is_nan()) {
        sum.0 += f64::from(*value);
        sum.1 += 1;
    }
}
