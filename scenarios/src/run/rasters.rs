//! The rasters of a run, computed and written in bands of rows.

use std::ops::Range;

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::raster::{Detail, RasterField};
use pluim_core::solve::{Fields, MeanField, mean_fields};
use pluim_io::error::InputError;
use pluim_io::raster::{Provenance, RasterFile, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{FileRecord, Quantity};

use super::answer::Order;
use super::progress::Bar;
use super::quantities::{quantities, unit, values};
use super::solution::Solution;
use crate::error::Result;
use crate::plan::Plan;

/// Cells computed between two writes, so that memory does not grow with the raster.
const BAND_CELLS: usize = 1 << 18;

/// What was written.
pub(super) struct Written {
    pub(super) files: Vec<FileRecord>,
    /// Every total, with what a g/m3 is in its unit.
    totals: Vec<(RasterFile, f64)>,
}

impl Written {
    /// The totals (g/m3) at places, read back from the files.
    pub(super) fn sampled(&self, grid: &Grid, places: &[Coord<f64>]) -> Fields {
        let at = |(raster, scale): &(RasterFile, f64), place: &Coord<f64>| {
            let inside = grid.cell_of(*place).is_some();
            let value = if inside {
                raster.value_at(*place).ok().flatten()
            } else {
                None
            };
            f64::from(value.unwrap_or(f32::NAN)) / scale
        };
        let row =
            |raster: &(RasterFile, f64)| places.iter().map(|place| at(raster, place)).collect();
        Fields {
            values: self.totals.iter().map(row).collect(),
        }
    }
}

/// Computes and writes every raster of the plan.
pub(super) fn write(order: &Order<'_>, grid: &Grid, solution: &Solution<'_>) -> Result<Written> {
    let quantities = quantities(order.plan);
    let mut writers = quantities
        .iter()
        .map(|(quantity, _)| {
            let path = order.folder.raster(quantity);
            let label = label_of(order.plan, order.run_id, quantity);
            RasterWriter::create(&path, grid, &label, Settings::default())
        })
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let bar = Bar::cells("cells", grid.cells() as u64);
    match solution {
        Solution::Places { field, .. } => {
            place_by_place(grid, field.as_ref(), &quantities, &mut writers, &bar)?;
        }
        Solution::Raster { climatology, .. } => {
            let detail = detail(order.plan);
            let field = RasterField::new(climatology, grid, detail).map_err(|fault| {
                InputError::new(&order.plan.file, "sources that can be computed").found(fault)
            })?;
            band_by_band(order, &field, &quantities, &mut writers, &bar)?;
        }
    }
    bar.finish();
    for writer in writers {
        writer.finish()?;
    }
    written(order, &quantities)
}

fn written(order: &Order<'_>, quantities: &[(Quantity, Vec<usize>)]) -> Result<Written> {
    let mut written = Written {
        files: Vec::new(),
        totals: Vec::new(),
    };
    for (quantity, _) in quantities {
        let path = order.folder.raster(quantity);
        written
            .files
            .push(FileRecord::of(&path, format!("{quantity}.tif"))?);
        if quantity.group().is_none() {
            let (_, scale) = unit(quantity.pollutant());
            written.totals.push((RasterFile::open(&path)?, scale));
        }
    }
    Ok(written)
}

fn place_by_place(
    grid: &Grid,
    field: &dyn MeanField,
    quantities: &[(Quantity, Vec<usize>)],
    writers: &mut [RasterWriter],
    bar: &Bar,
) -> Result<()> {
    let band_rows = (BAND_CELLS / grid.columns()).max(1);
    for first in (0..grid.rows()).step_by(band_rows) {
        let rows = first..grid.rows().min(first + band_rows);
        let fields = mean_fields(field, &centres(grid, rows), &|count| bar.advance(count));
        for (writer, (quantity, channels)) in writers.iter_mut().zip(quantities) {
            let band: Vec<f32> = values(&fields, quantity, channels)
                .into_iter()
                .map(|value| value as f32)
                .collect();
            writer.write_rows(&band)?;
        }
    }
    Ok(())
}

fn detail(plan: &Plan) -> Detail {
    if plan.scenario.output.contributions {
        Detail::Groups
    } else {
        Detail::Pollutants
    }
}

fn band_by_band(
    order: &Order<'_>,
    field: &RasterField,
    quantities: &[(Quantity, Vec<usize>)],
    writers: &mut [RasterWriter],
    bar: &Bar,
) -> Result<()> {
    for number in 0..field.bands() {
        let rows = field.band(number);
        for (index, (writer, (quantity, channels))) in
            writers.iter_mut().zip(quantities).enumerate()
        {
            let band = match detail(order.plan) {
                Detail::Pollutants => scaled(&rows.fields, quantity, &[index]),
                Detail::Groups => scaled(&rows.fields, quantity, channels),
            };
            writer.write_rows(&band)?;
        }
        bar.advance((rows.count * field.columns()) as u64);
    }
    Ok(())
}

/// The sum of some fields (g/m3) in the unit of a quantity.
fn scaled(fields: &[Vec<f32>], quantity: &Quantity, channels: &[usize]) -> Vec<f32> {
    let (_, scale) = unit(quantity.pollutant());
    let cells = fields.first().map_or(0, Vec::len);
    (0..cells)
        .map(|cell| {
            let sum: f64 = channels
                .iter()
                .map(|channel| f64::from(fields[*channel][cell]))
                .sum();
            (scale * sum) as f32
        })
        .collect()
}

fn centres(grid: &Grid, rows: Range<usize>) -> Vec<Coord<f64>> {
    rows.flat_map(|row| (0..grid.columns()).map(move |column| grid.centre(column, row)))
        .collect()
}

/// What the raster of `quantity` in the run `run_id` of `plan` says of itself.
pub(super) fn label_of(plan: &Plan, run_id: &str, quantity: &Quantity) -> RasterLabel {
    let scenario = &plan.scenario;
    let of_group = quantity
        .group()
        .map_or(String::new(), |group| format!(" of {group}"));
    RasterLabel {
        epsg: scenario.epsg,
        band: format!(
            "{}, {}{of_group}",
            quantity.pollutant(),
            quantity.statistic()
        ),
        unit: unit(quantity.pollutant()).0.to_owned(),
        provenance: Provenance {
            software: format!("pluim {}", env!("CARGO_PKG_VERSION")),
            pollutant: quantity.pollutant().to_owned(),
            statistic: quantity.statistic().to_owned(),
            group: quantity.group().map(str::to_owned),
            scenario: scenario.title.clone(),
            run_id: run_id.to_owned(),
        },
    }
}
