//! A scenario and its variants, with every contribution that they share computed once.
//!
//! The field is linear in the sources: that of a scenario is the sum of the fields of its source
//! groups. So each different group is computed once, all of them together, and the runs are put
//! together from these pieces.

mod assemble;
mod pieces;

use std::path::{Path, PathBuf};

use pluim_io::error::InputError;
use pluim_io::run_folder::{Record, Results, Solver, Warning};
use pluim_io::write_error::WriteError;

use self::assemble::assemble;
use self::pieces::{Piece, Pieces, check_alike};
use super::{Options, run};
use crate::error::Result;
use crate::plan::Plan;
use crate::scenario::variant_names;

/// Name of the folder of the scenario itself, beside those of its variants.
pub const BASE: &str = "base";
/// Where the pieces lie until the runs are put together.
const PIECES: &str = ".pieces";

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
    let mut pieces = Pieces::default();
    let of_plans: Vec<Vec<Piece>> = plans.iter().map(|plan| pieces.of(plan)).collect();
    let computed = Computed::new(&pieces, (file, out), None, options)?;
    let mut runs = Vec::new();
    for (plan, own) in plans.into_iter().zip(of_plans) {
        let folder = out.join(plan.variant.as_deref().unwrap_or(BASE));
        let record = assemble(&plan, &own, &computed, (&folder, options))?;
        runs.push(Assembled {
            plan,
            record,
            folder,
        });
    }
    Ok(runs)
}

/// Runs `plan` into `out` with every source group that it shares with the run in `base` taken from
/// there.
///
/// # Errors
/// When the run cannot be read, or differs in more than its sources, or results cannot be written.
pub fn run_beside(plan: &Plan, base: &Path, out: &Path, options: &Options) -> Result<Record> {
    let results = Results::open(base)?;
    let before = Plan::again(&results)?;
    check_alike(plan, &before, base)?;
    let mut pieces = Pieces::default();
    pieces.keep(&before, &results);
    let own = pieces.of(plan);
    let computed = Computed::new(&pieces, (&plan.file, out), Some(&results), options)?;
    assemble(plan, &own, &computed, (out, options))
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
    /// How they were solved; where nothing was computed, how the kept ones were.
    solver: Solver,
    /// What the solver warned of.
    warnings: Vec<Warning>,
}

impl Computed {
    fn new(
        pieces: &Pieces,
        (file, out): (&Path, &Path),
        kept: Option<&Results>,
        options: &Options,
    ) -> Result<Self> {
        let folder = out.join(PIECES);
        let Some(plan) = pieces.plan(file)? else {
            let kept = kept.map(|it| it.record.solver.clone());
            return Ok(Self {
                folder,
                solver: kept.unwrap_or_default(),
                warnings: Vec::new(),
            });
        };
        std::fs::create_dir_all(&folder).map_err(|cause| WriteError::file(&folder, cause))?;
        let record = run(&plan, &folder, options)?;
        let warnings = record.warnings.into_iter();
        Ok(Self {
            folder,
            solver: record.solver,
            warnings: warnings.filter(|it| !plan.warnings.contains(it)).collect(),
        })
    }
}

impl Drop for Computed {
    fn drop(&mut self) {
        // what stays behind is hidden and is replaced by the next run
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
