//! The rasters of a run, computed and written in bands of rows.

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::{MeanField, mean_fields};
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{FileRecord, Quantity, RunFolder};

use super::{Bar, quantities, values};
use crate::error::Result;
use crate::plan::Plan;

/// Cells computed between two writes, so that memory does not grow with the raster.
const BAND_CELLS: usize = 1 << 18;

/// Computes and writes every raster of the plan; the records of the files written.
pub(super) fn write(
    plan: &Plan,
    grid: &Grid,
    field: &dyn MeanField,
    folder: &RunFolder,
    run_id: &str,
) -> Result<Vec<FileRecord>> {
    let quantities = quantities(plan);
    let mut writers = quantities
        .iter()
        .map(|(quantity, _)| {
            let label = label(plan, quantity, run_id);
            RasterWriter::create(&folder.raster(quantity), grid, &label, Settings::default())
        })
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let bar = Bar::cells("cells", grid.cells() as u64);
    let band_rows = (BAND_CELLS / grid.columns()).max(1);
    for first in (0..grid.rows()).step_by(band_rows) {
        let rows = first..grid.rows().min(first + band_rows);
        let fields = mean_fields(field, &centres(grid, rows), &|count| bar.advance(count));
        for (writer, (_, channels)) in writers.iter_mut().zip(&quantities) {
            let band: Vec<f32> = values(&fields, channels)
                .into_iter()
                .map(|value| value as f32)
                .collect();
            writer.write_rows(&band)?;
        }
    }
    bar.finish();
    for writer in writers {
        writer.finish()?;
    }
    quantities
        .iter()
        .map(|(quantity, _)| {
            let path = folder.raster(quantity);
            Ok(FileRecord::of(&path, format!("{quantity}.tif"))?)
        })
        .collect()
}

fn centres(grid: &Grid, rows: std::ops::Range<usize>) -> Vec<Coord<f64>> {
    rows.flat_map(|row| (0..grid.columns()).map(move |column| grid.centre(column, row)))
        .collect()
}

fn label(plan: &Plan, quantity: &Quantity, run_id: &str) -> RasterLabel {
    let of_group = quantity
        .group()
        .map_or(String::new(), |group| format!(" of {group}"));
    RasterLabel {
        epsg: plan.scenario.epsg,
        band: format!(
            "{}, {}{of_group}",
            quantity.pollutant(),
            quantity.statistic()
        ),
        unit: "ug/m3".to_owned(),
        provenance: Provenance {
            software: format!("pluim {}", env!("CARGO_PKG_VERSION")),
            pollutant: quantity.pollutant().to_owned(),
            statistic: quantity.statistic().to_owned(),
            group: quantity.group().map(str::to_owned),
            scenario: plan.scenario.title.clone(),
            run_id: run_id.to_owned(),
        },
    }
}
