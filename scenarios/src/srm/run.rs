//! A network computed and written as a run folder.

use std::path::Path;

use pluim_io::cimlk::Document;
use pluim_io::partial::write_whole;
use pluim_io::plain_table::PlainTable;
use pluim_io::run_folder::{FileRecord, RECEPTORS, Record, RunFolder, Solver, run_id};

use super::export::{ExportStamp, covered_results};
use super::plan::SrmPlan;
use super::receptor::ReceptorYear;
use super::table::receptor_table;
use super::warning::{SrmWarning, summary};
use crate::answer::apart_from_inputs;
use crate::error::Result;
use crate::run::Options;
use crate::run::clock::{Clock, program};

/// Name of the results in the format of the registers.
pub const RESULTS: &str = "Rekenresultaten.csv";

/// Name of the warnings by receptor.
pub const WARNINGS: &str = "warnings.csv";

/// Computes `plan` and writes the run folder `out`: `receptors.csv`, `warnings.csv` with the
/// warnings of every receptor, `Rekenresultaten.csv` for receptors with a background of every
/// pollutant, and `run.json`.
///
/// # Errors
/// When the network has no receptors, or the folder cannot be written or is in use.
pub fn run_network(plan: &SrmPlan, out: &Path, options: &Options) -> Result<Record> {
    plan.check_receptors()?;
    apart_from_inputs(out, &plan.inputs)?;
    let folder = RunFolder::open(out)?;
    let mut clock = Clock::start();
    let years = plan.network.run();
    clock.lap("compute");
    let outputs = write(plan, &years, folder.path())?;
    clock.lap("write");
    let general: Vec<&SrmWarning> = plan.network.warnings().iter().chain(&plan.doubts).collect();
    let of_receptors = years.iter().flat_map(|year| &year.warnings);
    let record = Record {
        title: plan.scenario.title.clone(),
        run_id: run_id(env!("CARGO_PKG_VERSION"), &plan.settings, &plan.inputs),
        program: program(),
        command: options.command.clone(),
        warnings: summary(of_receptors.chain(general)),
        settings: plan.settings.clone(),
        solver: Solver {
            rung: "direct".to_owned(),
            tolerance: 0.0,
            measured: None,
            kernels: None,
            error_map: None,
            statistics: None,
        },
        hours: plan.hours,
        inputs: plan.inputs.clone(),
        uncertain: Vec::new(),
        times: clock.stop(),
        outputs,
        variant: None,
    };
    record.write(folder.path())?;
    Ok(record)
}

fn write(plan: &SrmPlan, years: &[ReceptorYear], folder: &Path) -> Result<Vec<FileRecord>> {
    receptor_table(years, &plan.background).write(&folder.join(RECEPTORS))?;
    warnings(years).write_csv(&folder.join(WARNINGS))?;
    let mut outputs = vec![RECEPTORS, WARNINGS];
    let stamp = ExportStamp {
        tool: concat!("pluim ", env!("CARGO_PKG_VERSION")).to_owned(),
        year: plan.scenario.year,
    };
    let rows = covered_results(years, &stamp);
    if !rows.is_empty() {
        let text = Document::new(rows).to_bytes()?;
        write_whole(&folder.join(RESULTS), &text)?;
        outputs.push(RESULTS);
    }
    let record = |name: &str| Ok(FileRecord::of(&folder.join(name), name)?);
    outputs.into_iter().map(record).collect()
}

/// What must be said of each receptor, a row a warning.
fn warnings(years: &[ReceptorYear]) -> PlainTable {
    let mut table = PlainTable::new(["id", "x", "y", "rule", "message"]);
    for year in years {
        let receptor = &year.receptor;
        for warning in &year.warnings {
            table.push([
                receptor.id.as_str().into(),
                receptor.at.x().into(),
                receptor.at.y().into(),
                warning.rule().into(),
                warning.to_string().into(),
            ]);
        }
    }
    table
}
