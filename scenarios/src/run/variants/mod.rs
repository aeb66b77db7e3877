//! A scenario and its variants, with every contribution that they share computed once.
//!
//! The field is linear in the sources: that of a scenario is the sum of the fields of its source
//! groups. So each different group is computed once, all of them together, and the runs are put
//! together from these pieces. Beside a run that was made before, a piece is what differs from it.

mod assemble;
mod edit;
mod mixed;
mod pieces;
mod sample;

use std::path::{Path, PathBuf};

use pluim_io::error::InputError;
use pluim_io::partial::write_whole;
use pluim_io::run_folder::{
    FileRecord, FolderLock, Phase, RECORD, Record, Results, RunFolder, Solver, Warning,
};

use self::assemble::{assemble, id_of_assembled};
use self::mixed::{Mixing, UP};
use self::pieces::{Origin, Part, Piece, Pieces, check_alike};
use super::clock::Clock;
use super::kept::{Kept, depends_on};
use super::kernels::{Known, hand_over};
use super::sink::{Destination, Files};
use super::{Options, id_of, run_for};
use crate::answer::{apart, apart_from_inputs};
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::variant_names;

/// Name of the folder of the scenario itself, beside those of its variants.
pub const BASE: &str = "base";
/// Where the pieces lie until the runs are put together.
const PIECES: &str = ".pieces";
/// What tells, among the pieces, on what they depend; it is there when they are complete.
const KEY: &str = ".key";

/// A run that was put together.
pub struct Assembled {
    /// What it was made from.
    pub plan: Plan,
    /// Its record.
    pub record: Record,
    /// Its folder.
    pub folder: PathBuf,
}

/// Runs the scenario in `file` and all of its variants into folders of `out` named after them.
///
/// # Errors
/// When the input is wrong, the scenario has no variants, or the results cannot be written.
pub fn run_all(file: &Path, out: &Path, options: &Options) -> Result<Vec<Assembled>> {
    let names = variant_names(file)?;
    check_names(&names, file)?;
    let mut plans = vec![Plan::read(file)?];
    for name in &names {
        plans.push(Plan::read_variant(file, name)?);
    }
    for plan in &plans {
        let folder = out.join(plan.variant.as_deref().unwrap_or(BASE));
        apart_from_inputs(&folder, &plan.inputs)?;
    }
    let _lock = FolderLock::take(out)?;
    let mut pieces = Pieces::default();
    let of_plans: Vec<Vec<Piece>> = plans.iter().map(|plan| pieces.of(plan)).collect();
    let depends_on = depends_on(&plans.iter().map(id_of).collect::<Vec<_>>())?;
    let computed = match pieces.are_kept() {
        true => Computed::nothing(out, Solver::default()),
        false => {
            let plan = pieces.plan(Plan::read(file)?);
            Computed::new(&plan, out, (options, &depends_on), (&Files, None))?
        }
    };
    let mut runs = Vec::new();
    let mut kept_of_runs = Vec::new();
    for (plan, own) in plans.into_iter().zip(of_plans) {
        let folder = out.join(plan.variant.as_deref().unwrap_or(BASE));
        let opened = RunFolder::open(&folder)?;
        let clock = Clock::start();
        let (record, kept) = assemble(&plan, &own, &computed, (&opened, options, clock))?;
        kept_of_runs.push(kept);
        runs.push(Assembled {
            plan,
            record,
            folder,
        });
    }
    // the hours of the first variants are not lost when the last one is broken off
    kept_of_runs.into_iter().try_for_each(Kept::remove)?;
    Ok(runs)
}

/// A run that was made before.
pub struct Base {
    folder: PathBuf,
    results: Results,
    plan: Plan,
}

impl Base {
    /// The run in `folder`, with all that it was made from.
    ///
    /// # Errors
    /// When it cannot be read, or its inputs are no longer there.
    pub fn open(folder: &Path) -> Result<Self> {
        let results = Results::open(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            plan: Plan::again(&results)?,
            results,
        })
    }
}

/// Runs `plan` into `out` with everything that it shares with the run `base` taken from there: of
/// a source group in which few sources differ, these alone are computed. Rasters are mixed row by
/// row as these are computed.
///
/// # Errors
/// When the runs differ in more than their sources, or results cannot be written.
pub fn run_beside(plan: &Plan, base: Base, out: &Path, options: &Options) -> Result<Record> {
    let mut clock = Clock::start();
    let Base {
        folder: base,
        results,
        plan: before,
    } = base;
    check_alike(plan, &before, &base)?;
    let mut pieces = Pieces::default();
    pieces.keep(&before, &results);
    let own = pieces.of(plan);
    apart(out, [base.join(RECORD).as_path()])?;
    apart_from_inputs(out, &plan.inputs)?;
    let folder = RunFolder::open(out)?;
    let depends_on = depends_on(&[id_of(plan), results.record.run_id.clone()])?;
    clock.lap("base");
    let mixing = Mixing {
        plan,
        run_id: &id_of_assembled(plan),
        folder: &folder,
        pieces: &own,
    };
    let destination: &dyn Destination = match mixing.is_of_use() {
        true => &mixing,
        false => &Files,
    };
    let computed = match pieces.are_kept() {
        true => Computed::nothing(out, results.record.solver.clone()),
        false => {
            let plan = pieces.plan(before);
            let known = Known::find(&base, &plan, results.record.solver.kernels.clone());
            let to = (destination, known.as_ref());
            Computed::new(&plan, out, (options, &depends_on), to)?
        }
    };
    clock.took(&computed.phases);
    let (record, kept) = assemble(plan, &own, &computed, (&folder, options, clock))?;
    hand_over(&computed.folder, folder.path());
    kept.remove()?;
    Ok(record)
}

fn check_names(names: &[String], file: &Path) -> Result<()> {
    let fault = |expected: &str, found: &str| {
        let error = InputError::new(file, expected).field("variants");
        Err(error.found(found).into())
    };
    let plain = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
    for name in names {
        if name == BASE || name.is_empty() || !name.chars().all(plain) {
            let expected = "names of letters, digits, _ and -, other than base";
            return fault(expected, name);
        }
    }
    if names.is_empty() {
        return fault("a scenario with [variants.NAME] tables", "none");
    }
    Ok(())
}

/// The pieces that had to be computed, and how that went.
struct Computed {
    folder: PathBuf,
    /// How many there are.
    count: usize,
    /// How they were solved; where nothing was computed, how the kept ones were.
    solver: Solver,
    /// What the solver warned of.
    warnings: Vec<Warning>,
    /// Rasters of the run itself into which they were mixed.
    mixed: Vec<FileRecord>,
    /// How long it took.
    phases: Vec<Phase>,
    /// Finished parts that were taken.
    parts_taken: usize,
    /// What rounding can make of what they were mixed into.
    rounding: Option<f64>,
}

impl Computed {
    /// Computes the pieces below `out`, or takes them from there where a run that was broken off
    /// had finished them; they depend on `depends_on`.
    fn new(
        plan: &Plan,
        out: &Path,
        (options, depends_on): (&Options, &str),
        to: (&dyn Destination, Option<&Known>),
    ) -> Result<Self> {
        let folder = out.join(PIECES);
        let key = folder.join(KEY);
        let record = match finished(&folder, depends_on) {
            Some(record) => record,
            None => {
                let record = run_for(plan, &folder, (options, depends_on), to)?;
                write_whole(&key, depends_on.as_bytes())?;
                record
            }
        };
        let warnings = record.warnings.into_iter();
        let mixed = record.outputs.into_iter().filter_map(|it| {
            let path = it.path.strip_prefix(UP)?.to_owned();
            Some(FileRecord { path, ..it })
        });
        Ok(Self {
            folder,
            count: plan.groups.len(),
            solver: record.solver,
            warnings: warnings.filter(|it| !plan.warnings.contains(it)).collect(),
            mixed: mixed.collect(),
            phases: record.times.phases,
            parts_taken: record.times.parts_taken,
            rounding: record.variant.and_then(|it| it.rounding),
        })
    }

    /// Where every piece was kept by another run, which solved them so.
    fn nothing(out: &Path, solver: Solver) -> Self {
        Self {
            folder: out.join(PIECES),
            count: 0,
            solver,
            warnings: Vec::new(),
            mixed: Vec::new(),
            phases: Vec::new(),
            parts_taken: 0,
            rounding: None,
        }
    }

    /// Where a contribution lies; a piece that is alone is what all sources of its run give.
    fn place(&self, origin: &Origin) -> (PathBuf, Part) {
        match origin {
            Origin::Computed(_) if self.count == 1 => (self.folder.clone(), Part::Sources),
            Origin::Computed(number) => (self.folder.clone(), Part::Group(number.to_string())),
            Origin::Kept { folder, part, .. } => (folder.clone(), part.clone()),
        }
    }
}

/// The record of pieces that were finished before, if they are those wanted and undamaged.
fn finished(folder: &Path, depends_on: &str) -> Option<Record> {
    let key = std::fs::read_to_string(folder.join(KEY)).ok()?;
    let record = Record::read(folder).ok().filter(|_| key == depends_on)?;
    let whole = |it: &FileRecord| it.matches(&folder.join(&it.path)).unwrap_or(false);
    record.outputs.iter().all(whole).then_some(record)
}

impl Drop for Computed {
    fn drop(&mut self) {
        // what stays behind is hidden and is replaced by the next run
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
