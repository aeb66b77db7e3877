//! The receptor table of a run.

use geo_types::Coord;
use pluim_core::solve::{Fields, MeanField, Rung, mean_fields};
use pluim_io::run_folder::{FileRecord, RECEPTORS, Receptor, ReceptorTable};

use super::answer::Order;
use super::progress::Bar;
use super::quantities::{at_receptors, sums};
use super::rasters::places_at_once;
use crate::error::Result;

/// Writes the table of all receptors.
pub(super) fn write(order: &Order<'_>, rung: Rung, field: &dyn MeanField) -> Result<FileRecord> {
    let plan = order.plan;
    let fields = fields(order, rung, field)?;
    let sums = sums(plan);
    let background = at_receptors(plan, &plan.receptors);
    let columns: Vec<Vec<f64>> = sums
        .iter()
        .map(|sum| {
            sum.values(
                (&fields, plan.channels(), plan.receptors.len()),
                &background,
            )
        })
        .collect();
    let mut table = ReceptorTable::new(sums.into_iter().map(|sum| sum.quantity).collect());
    table.receptors = plan
        .receptors
        .iter()
        .enumerate()
        .map(|(row, receptor)| Receptor {
            id: receptor.id.clone(),
            x: receptor.at.x,
            y: receptor.at.y,
            values: columns.iter().map(|column| column[row]).collect(),
        })
        .collect();
    for (quantity, values) in order.columns {
        table.add_column(quantity.clone(), values);
    }
    let path = order.folder.receptors();
    table.write(&path)?;
    Ok(FileRecord::of(&path, RECEPTORS)?)
}

/// The fields at all receptors, in parts that are kept when they are finished.
fn fields(order: &Order<'_>, rung: Rung, field: &dyn MeanField) -> Result<Fields> {
    let plan = order.plan;
    let places: Vec<Coord<f64>> = plan.receptors.iter().map(|receptor| receptor.at).collect();
    let channels = plan.channels().count();
    let bar = Bar::cells("receptors", places.len() as u64);
    let mut values = vec![Vec::with_capacity(places.len()); channels];
    let parts = places.chunks(places_at_once(plan, rung));
    for (number, places) in parts.enumerate() {
        let name = format!("{}-receptors-{number}", rung.name());
        let part = order.kept.rows(&name, [channels, places.len()], || {
            mean_fields(field, places, &|_| {}).values
        })?;
        for (all, part) in values.iter_mut().zip(part) {
            all.extend(part);
        }
        bar.advance(places.len() as u64);
    }
    bar.finish();
    Ok(Fields { values })
}
