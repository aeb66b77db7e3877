//! A run folder put together from the contributions of its source groups.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::slice;

use pluim_core::emission::Pollutant;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{
    EditedGroups, FileRecord, Quantity, RECEPTORS, Receptor, ReceptorTable, Record, RunFolder,
    Solver, Times, VariantRecord, run_id,
};

use super::pieces::{Origin, Piece, Shared, background_of};
use super::{Computed, Options};
use crate::answer::{Derived, OfCell, write_derived};
use crate::background::BACKGROUND;
use crate::error::Result;
use crate::plan::{Plan, uncertain_groups};
use crate::run::clock::{Clock, program};
use crate::run::hourly;
use crate::run::kept::{Kept, depends_on};
use crate::run::quantities::{MEAN, Sum, at_receptors, from_hours, sums};
use crate::run::rasters::label_of;

/// Totals are sums of contributions that were rounded for their files, which makes the last bit of
/// another run.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+pieces");

/// Writes the run of `plan` from `pieces`. What it kept of its hours can go when nothing will ask
/// for it again.
pub(super) fn assemble(
    plan: &Plan,
    pieces: &[Piece],
    computed: &Computed,
    (folder, options, mut clock): (&RunFolder, &Options, Clock),
) -> Result<(Record, Kept)> {
    let run_id = id_of_assembled(plan);
    let kept = Kept::open(folder.path(), &depends_on(slice::from_ref(&run_id))?)?;
    let mut outputs = computed.mixed.clone();
    if plan.grid.is_some() && outputs.is_empty() {
        let summed = plan.pollutants.iter().filter(|it| !from_hours(plan, **it));
        for pollutant in summed {
            let order = Order {
                plan,
                pieces,
                computed,
                run_id: &run_id,
            };
            outputs.extend(order.rasters(*pollutant, folder)?);
        }
        clock.lap("rasters");
    }
    let hourly = hourly::answer(plan, (folder, &run_id), (&kept, &mut clock))?;
    outputs.extend(hourly.files);
    if !plan.receptors.is_empty() {
        let mut table = receptors(plan, pieces, computed)?;
        for (quantity, values) in hourly.columns {
            table.add_column(quantity, &values);
        }
        table.write(&folder.receptors())?;
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
        warnings: [
            plan.warnings.as_slice(),
            &computed.warnings,
            &hourly.warnings,
        ]
        .concat(),
        solver: Solver {
            statistics: hourly.record,
            error_map: None,
            ..computed.solver.clone()
        },
        hours: plan.hour_counts,
        uncertain: uncertain_groups(&plan.emissions),
        times: Times {
            parts_taken: computed.parts_taken + kept.taken(),
            ..clock.stop()
        },
        outputs,
        variant: Some(VariantRecord {
            rounding: computed.rounding,
            ..told(plan, pieces)
        }),
    };
    record.write(folder.path())?;
    Ok((record, kept))
}

/// The identification of a run that is put together.
pub(super) fn id_of_assembled(plan: &Plan) -> String {
    run_id(VERSION, &plan.settings, &plan.inputs)
}

/// What the record says of where the contributions come from.
fn told(plan: &Plan, pieces: &[Piece]) -> VariantRecord {
    let names = |piece: &Piece| -> Vec<String> {
        let numbers = piece.groups.iter();
        numbers.map(|group| plan.groups[*group].clone()).collect()
    };
    let groups = |shared: Shared| {
        let of = pieces.iter().filter(|it| it.shared == shared);
        of.flat_map(names).collect()
    };
    let edited = pieces.iter().filter_map(|piece| match piece.shared {
        Shared::But(sources) => Some(EditedGroups {
            groups: names(piece),
            sources,
        }),
        Shared::Whole | Shared::Nothing => None,
    });
    let mut terms = pieces.iter().flat_map(|piece| &piece.terms);
    let kept = terms.find_map(|term| match term.origin() {
        Origin::Kept { run_id, .. } => Some(run_id.clone()),
        Origin::Computed(_) => None,
    });
    VariantRecord {
        name: plan.variant.clone(),
        shared: groups(Shared::Whole),
        edited: edited.collect(),
        computed: groups(Shared::Nothing),
        kept_from: kept,
        rounding: None,
    }
}

/// The pieces of which a sum is made, each with the numbers of its terms among those of all pieces.
fn pieces_in<'a>(pieces: &'a [Piece], sum: &Sum) -> Vec<(&'a Piece, Range<usize>)> {
    let mut end = 0;
    let numbered = pieces.iter().map(|piece| {
        let begin = end;
        end += piece.terms.len();
        (piece, begin..end)
    });
    numbered
        .filter(|(piece, _)| piece.belongs_to(sum))
        .collect()
}

struct Order<'a> {
    plan: &'a Plan,
    pieces: &'a [Piece],
    computed: &'a Computed,
    run_id: &'a str,
}

impl Order<'_> {
    /// The total of a pollutant with those of its contributions that are wanted.
    fn rasters(&self, pollutant: Pollutant, folder: &RunFolder) -> Result<Vec<FileRecord>> {
        let known = self.plan.background.knows(pollutant);
        let terms = self.pieces.iter().flat_map(|piece| &piece.terms);
        let files = terms.map(|term| {
            let (folder, part) = self.computed.place(term.origin());
            folder.join(part.quantity(pollutant, known).raster_file())
        });
        let background = known.then(|| self.background(pollutant));
        let inputs = files
            .chain(background)
            .map(|file| RasterFile::open(&file))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let sums = sums(self.plan);
        let wanted: Vec<&Sum> = sums.iter().filter(|it| it.pollutant == pollutant).collect();
        let derived = |sum: &&Sum| {
            let (pieces, background) = (pieces_in(self.pieces, sum), sum.background);
            let of = move |cell: &[f32]| {
                let values = |terms: &Range<usize>| cell[terms.clone()].iter();
                let piece = |(piece, terms): &(&Piece, Range<usize>)| {
                    piece.total(values(terms).map(|it| f64::from(*it)))
                };
                let last = cell.last().filter(|_| background);
                let sources: f64 = pieces.iter().map(piece).sum();
                (sources + last.map_or(0.0, |it| f64::from(*it))) as f32
            };
            self.derived(&sum.quantity, folder, Box::new(of))
        };
        let derived: Vec<Derived<'_>> = wanted.iter().map(derived).collect();
        write_derived(&inputs.iter().collect::<Vec<_>>(), &derived)
    }

    /// The raster of the background: in the run that kept it, else among the computed pieces.
    fn background(&self, pollutant: Pollutant) -> PathBuf {
        let quantity = Quantity::new(pollutant.name(), MEAN).of_group(BACKGROUND);
        let computed = self.computed.folder.join(quantity.raster_file());
        background_of(self.pieces, pollutant).unwrap_or(computed)
    }

    fn derived<'a>(&self, quantity: &Quantity, folder: &RunFolder, of: OfCell<'a>) -> Derived<'a> {
        Derived {
            path: folder.raster(quantity),
            label: label_of(self.plan, self.run_id, quantity),
            of,
        }
    }
}

/// The receptor table, summed from the columns of the pieces.
fn receptors(plan: &Plan, pieces: &[Piece], computed: &Computed) -> Result<ReceptorTable> {
    let mut tables: HashMap<PathBuf, ReceptorTable> = HashMap::new();
    let mut of_terms: Vec<Vec<Vec<f64>>> = Vec::new();
    for pollutant in &plan.pollutants {
        let mut columns = Vec::new();
        for term in pieces.iter().flat_map(|piece| &piece.terms) {
            let (folder, part) = computed.place(term.origin());
            if !tables.contains_key(&folder) {
                tables.insert(
                    folder.clone(),
                    ReceptorTable::read(&folder.join(RECEPTORS))?,
                );
            }
            let quantity = part.quantity(*pollutant, plan.background.knows(*pollutant));
            let column = tables[&folder].column(&quantity);
            columns.push(column.unwrap_or_else(|| vec![f64::NAN; plan.receptors.len()]));
        }
        of_terms.push(columns);
    }
    let sums = sums(plan);
    let background = at_receptors(plan, &plan.receptors);
    let value = |sum: &Sum, row: usize| {
        let behind = match sum.background {
            true => background(sum.pollutant, row).unwrap_or(f64::NAN),
            false => 0.0,
        };
        let columns = &of_terms[sum.number];
        let pieces = pieces_in(pieces, sum).into_iter();
        let sources: f64 = pieces
            .map(|(piece, terms)| piece.total(columns[terms].iter().map(|column| column[row])))
            .sum();
        sources + behind
    };
    let mut table = ReceptorTable::new(sums.iter().map(|sum| sum.quantity.clone()).collect());
    for (row, receptor) in plan.receptors.iter().enumerate() {
        table.receptors.push(Receptor {
            id: receptor.id.clone(),
            x: receptor.at.x,
            y: receptor.at.y,
            values: sums.iter().map(|sum| value(sum, row)).collect(),
        });
    }
    Ok(table)
}
