//! Rasters computed cell by cell from other rasters.

use std::path::{Path, PathBuf};

use pluim_io::error::InputError;
use pluim_io::raster::{RasterFile, RasterLabel, RasterWriter, Settings, TILE};
use pluim_io::run_folder::{FileRecord, Quantity};
use rayon::prelude::*;

use crate::error::Result;

/// The value of a cell from the values of the inputs in it.
pub(crate) type OfCell<'a> = Box<dyn Fn(&[f32]) -> f32 + Sync + 'a>;

/// A raster computed cell by cell.
pub(crate) struct Derived<'a> {
    /// Where it is written.
    pub(crate) path: PathBuf,
    /// What it says of itself.
    pub(crate) label: RasterLabel,
    /// Its value from the values of the inputs in the same cell; NaN where there is none.
    pub(crate) of: OfCell<'a>,
}

/// Writes rasters that follow from `inputs`, which lie on one grid, in bands of rows; the records of
/// their files.
pub(crate) fn write_derived(
    inputs: &[&RasterFile],
    derived: &[Derived<'_>],
) -> Result<Vec<FileRecord>> {
    let Some(first) = inputs.first() else {
        return Ok(Vec::new());
    };
    let grid = first.grid();
    let mut writers = derived
        .iter()
        .map(|it| RasterWriter::create(&it.path, grid, &it.label, Settings::default()))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    for top in (0..grid.rows()).step_by(TILE) {
        let count = TILE.min(grid.rows() - top);
        let bands = inputs
            .iter()
            .map(|input| input.rows(top, count))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        for (writer, it) in writers.iter_mut().zip(derived) {
            writer.write_rows(&cell_by_cell(&bands, &it.of))?;
        }
    }
    let files = writers.into_iter().map(|writer| Ok(writer.finish()?));
    files.collect()
}

fn cell_by_cell(bands: &[Vec<f32>], of: &OfCell<'_>) -> Vec<f32> {
    let cells = bands.first().map_or(0, Vec::len);
    let value = |cell: &mut Vec<f32>, at: usize| {
        cell.clear();
        cell.extend(bands.iter().map(|band| band[at]));
        of(cell)
    };
    (0..cells)
        .into_par_iter()
        .with_min_len(1 << 12)
        .map_init(Vec::new, value)
        .collect()
}

/// The file of `quantity` in `folder`.
pub(crate) fn beside(folder: &Path, quantity: &Quantity) -> PathBuf {
    folder.join(quantity.raster_file())
}

/// Refuses rasters that do not share their cells and their reference system.
pub(crate) fn same_grid(a: &RasterFile, b: &RasterFile, at: &Path) -> Result<()> {
    let told = |raster: &RasterFile| {
        let grid = raster.grid();
        format!(
            "{} x {} cells of {} m from ({}, {})",
            grid.columns(),
            grid.rows(),
            grid.cell(),
            grid.west(),
            grid.north()
        )
    };
    if a.grid() != b.grid() {
        return Err(InputError::new(at, told(a))
            .found(told(b))
            .hint("run both scenarios with the same extent and cell_m under [grid]")
            .into());
    }
    let (of_a, of_b) = (a.epsg()?, b.epsg()?);
    if of_a != of_b {
        return Err(InputError::new(at, format!("coordinates in EPSG:{of_a}"))
            .found(format!("EPSG:{of_b}"))
            .hint("run both scenarios with the same epsg")
            .into());
    }
    Ok(())
}
