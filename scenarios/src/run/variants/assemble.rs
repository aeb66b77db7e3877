//! A run folder put together from the contributions of its source groups.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pluim_core::emission::Pollutant;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{
    FileRecord, Quantity, RECEPTORS, Receptor, ReceptorTable, Record, RunFolder, VariantRecord,
    run_id,
};

use super::pieces::{Origin, Piece};
use super::{Computed, Options};
use crate::answer::{Derived, OfCell, write_derived};
use crate::error::Result;
use crate::plan::Plan;
use crate::run::clock::{Clock, program};
use crate::run::quantities::MEAN;
use crate::run::rasters::label_of;

/// Totals are sums of contributions that were rounded for their files, which makes the last bit of
/// another run.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+pieces");

/// Writes the run of `plan` from `pieces`.
pub(super) fn assemble(
    plan: &Plan,
    pieces: &[Piece],
    computed: &Computed,
    (out, options): (&Path, &Options),
) -> Result<Record> {
    let folder = RunFolder::open(out)?;
    let mut clock = Clock::start();
    let run_id = run_id(VERSION, &plan.settings, &plan.inputs);
    let mut outputs = Vec::new();
    if plan.grid.is_some() {
        for pollutant in &plan.pollutants {
            let order = Order {
                plan,
                pieces,
                computed,
                run_id: &run_id,
            };
            outputs.extend(order.rasters(*pollutant, &folder)?);
        }
        clock.lap("rasters");
    }
    if !plan.receptors.is_empty() {
        receptors(plan, pieces, computed)?.write(&folder.receptors())?;
        outputs.push(FileRecord::of(&folder.receptors(), RECEPTORS)?);
        clock.lap("receptors");
    }
    let record = Record {
        title: plan.scenario.title.clone(),
        run_id,
        program: program(),
        command: options.command.clone(),
        inputs: plan.inputs.clone(),
        settings: plan.settings.clone(),
        warnings: [plan.warnings.as_slice(), &computed.warnings].concat(),
        solver: computed.solver.clone(),
        hours: plan.hour_counts,
        times: clock.stop(),
        outputs,
        variant: Some(told(plan, pieces)),
    };
    record.write(folder.path())?;
    Ok(record)
}

/// What the record says of where the contributions come from.
fn told(plan: &Plan, pieces: &[Piece]) -> VariantRecord {
    let groups = |shared: bool| {
        let of = pieces.iter().filter(|it| it.shared == shared);
        of.map(|it| it.group.clone()).collect()
    };
    let kept = pieces.iter().find_map(|piece| match &piece.origin {
        Origin::Kept { run_id, .. } => Some(run_id.clone()),
        Origin::Computed(_) => None,
    });
    VariantRecord {
        name: plan.variant.clone(),
        shared: groups(true),
        computed: groups(false),
        kept_from: kept,
    }
}

struct Order<'a> {
    plan: &'a Plan,
    pieces: &'a [Piece],
    computed: &'a Computed,
    run_id: &'a str,
}

impl Order<'_> {
    /// The total of a pollutant and, where they are wanted, its contributions.
    fn rasters(&self, pollutant: Pollutant, folder: &RunFolder) -> Result<Vec<FileRecord>> {
        let inputs = self
            .pieces
            .iter()
            .map(|piece| RasterFile::open(&piece.raster(pollutant, self.computed)))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let total = Quantity::new(pollutant.name(), MEAN);
        let sum = |cell: &[f32]| cell.iter().map(|it| f64::from(*it)).sum::<f64>() as f32;
        let mut wanted = vec![(total.clone(), self.derived(&total, folder, Box::new(sum)))];
        if self.plan.scenario.output.contributions {
            for (number, piece) in self.pieces.iter().enumerate() {
                let part = total.clone().of_group(&piece.group);
                let of = Box::new(move |cell: &[f32]| cell[number]);
                wanted.push((part.clone(), self.derived(&part, folder, of)));
            }
        }
        let (quantities, derived): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        write_derived(&inputs.iter().collect::<Vec<_>>(), &derived)?;
        let record = |it: &Quantity| Ok(FileRecord::of(&folder.raster(it), format!("{it}.tif"))?);
        quantities.iter().map(record).collect()
    }

    fn derived<'a>(&self, quantity: &Quantity, folder: &RunFolder, of: OfCell<'a>) -> Derived<'a> {
        Derived {
            path: folder.raster(quantity),
            label: label_of(self.plan, self.run_id, quantity),
            of,
        }
    }
}

impl Piece {
    /// Folder and name of the source group there.
    fn place(&self, computed: &Computed) -> (PathBuf, String) {
        match &self.origin {
            Origin::Computed(number) => (computed.folder.clone(), number.to_string()),
            Origin::Kept { folder, .. } => (folder.clone(), self.group.clone()),
        }
    }

    fn raster(&self, pollutant: Pollutant, computed: &Computed) -> PathBuf {
        let (folder, group) = self.place(computed);
        let quantity = Quantity::new(pollutant.name(), MEAN).of_group(&group);
        folder.join(format!("{quantity}.tif"))
    }
}

/// The receptor table, summed from the columns of the pieces.
fn receptors(plan: &Plan, pieces: &[Piece], computed: &Computed) -> Result<ReceptorTable> {
    let mut tables: HashMap<PathBuf, ReceptorTable> = HashMap::new();
    let (mut totals, mut parts) = (Vec::new(), Vec::new());
    for pollutant in &plan.pollutants {
        let total = Quantity::new(pollutant.name(), MEAN);
        let mut sums = vec![0.0; plan.receptors.len()];
        for piece in pieces {
            let (folder, group) = piece.place(computed);
            let file = folder.join(RECEPTORS);
            if !tables.contains_key(&folder) {
                tables.insert(folder.clone(), ReceptorTable::read(&file)?);
            }
            let column = tables[&folder]
                .column(&total.clone().of_group(&group))
                .unwrap_or_else(|| vec![f64::NAN; sums.len()]);
            sums.iter_mut()
                .zip(&column)
                .for_each(|(sum, it)| *sum += it);
            parts.push((total.clone().of_group(&piece.group), column));
        }
        totals.push((total, sums));
    }
    if plan.scenario.output.contributions {
        totals.append(&mut parts);
    }
    let mut table = ReceptorTable::new(totals.iter().map(|(of, _)| of.clone()).collect());
    for (row, receptor) in plan.receptors.iter().enumerate() {
        table.receptors.push(Receptor {
            id: receptor.id.clone(),
            x: receptor.at.x,
            y: receptor.at.y,
            values: totals.iter().map(|(_, column)| column[row]).collect(),
        });
    }
    Ok(table)
}
