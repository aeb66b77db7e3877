//! The record of a run.

use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Zoned;
use pluim_core::scheme::pbl::NearSurface;
use pluim_io::aermet::Meteorology;
use pluim_io::aermod::{Chemistry, ControlFile};
use pluim_io::error::InputError;
use pluim_io::run_folder::{
    FileRecord, Hours, Phase, Program, Record, RunFolder, Solver, Times, Warning, run_id,
};
use serde_json::{Value, json};

use super::averages::HourCounts;
use super::model::Results;
use super::particle_slip::{ParticleSlip, substances};
use super::plan::Plan;

/// Collects what the record says.
pub(super) struct Recorder {
    title: String,
    started: Zoned,
    clock: Instant,
    inputs: Vec<FileRecord>,
    settings: Value,
    run_id: String,
    /// The rung and its error.
    solver: Solver,
}

impl Recorder {
    pub(super) fn new(
        deck: &ControlFile,
        meteorology: &Meteorology,
        plan: &Plan,
        started: &Zoned,
        solver: Solver,
    ) -> Result<Self, InputError> {
        let files = deck.files.iter().map(|file| (file, "control"));
        let met = meteorology.files.iter().map(|file| (file, "meteorology"));
        let inputs = files.chain(met).map(|(file, role)| input(file, role));
        let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
        let settings = settings(deck, meteorology, plan);
        Ok(Self {
            title: deck.control.title.clone(),
            started: started.clone(),
            clock: Instant::now(),
            run_id: run_id(env!("CARGO_PKG_VERSION"), &settings, &inputs),
            inputs,
            settings,
            solver,
        })
    }

    pub(super) fn run_id(&self) -> &str {
        &self.run_id
    }

    /// Writes the record.
    pub(super) fn finish(
        &mut self,
        folder: &RunFolder,
        results: &Results,
        warnings: &[String],
        outputs: &[PathBuf],
    ) -> crate::error::Result<()> {
        let outputs = outputs.iter().map(|path| output(folder.path(), path));
        let record = Record {
            title: self.title.clone(),
            run_id: self.run_id.clone(),
            program: Program {
                name: "pluim".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                git_commit: option_env!("PLUIM_GIT_COMMIT").map(str::to_owned),
            },
            command: std::env::args().collect(),
            inputs: std::mem::take(&mut self.inputs),
            settings: self.settings.clone(),
            solver: self.solver.clone(),
            hours: hours(results.hours),
            warnings: self.warnings(results, warnings),
            uncertain: Vec::new(),
            times: self.times(),
            outputs: outputs.collect::<Result<_, InputError>>()?,
            variant: None,
        };
        Ok(record.write(folder.path())?)
    }

    fn warnings(&self, results: &Results, remarks: &[String]) -> Vec<Warning> {
        let remarks = remarks.iter().map(|text| Warning {
            rule: "control file".to_owned(),
            message: text.clone(),
            count: None,
        });
        let missing = results.missing.iter().map(|(what, count)| Warning {
            rule: "missing hours".to_owned(),
            message: format!("{} is missing", what.name()),
            count: Some(*count),
        });
        remarks.chain(missing).collect()
    }

    fn times(&self) -> Times {
        let finished = Zoned::now();
        let seconds = self.started.duration_until(&finished).as_secs_f64();
        let writing = self.clock.elapsed().as_secs_f64();
        let phase = |name: &str, seconds| Phase {
            name: name.to_owned(),
            seconds,
        };
        Times {
            started: self.started.timestamp().to_string(),
            finished: finished.timestamp().to_string(),
            seconds,
            threads: rayon::current_num_threads(),
            parts_taken: 0,
            phases: vec![phase("model", seconds - writing), phase("write", writing)],
        }
    }
}

fn input(file: &Path, role: &str) -> Result<FileRecord, InputError> {
    let record = FileRecord::of(file, file.to_string_lossy())?;
    Ok(FileRecord {
        role: Some(role.to_owned()),
        ..record
    })
}

fn output(folder: &Path, path: &Path) -> Result<FileRecord, InputError> {
    let name = path.strip_prefix(folder).unwrap_or(path);
    FileRecord::of(path, name.to_string_lossy())
}

fn hours(counts: HourCounts) -> Hours {
    Hours {
        ordinary: counts.modelled(),
        calm: counts.calm,
        variable: 0,
        missing: counts.missing,
    }
}

fn near_surface(plan: &Plan) -> &'static str {
    match plan.schemes.first().map(|scheme| scheme.near_surface) {
        Some(NearSurface::Venkatram2013) => "venkatram2013",
        Some(NearSurface::Original) | None => "original",
    }
}

/// What became of the NOx of roads, where that was asked: nothing else leaves parts unlimited.
fn olm_roads(deck: &ControlFile, plan: &Plan) -> Option<&'static str> {
    let asked = deck.control.options.chemistry == Chemistry::Olm;
    asked.then(
        || match plan.parts.iter().any(|part| part.in_stack.is_none()) {
            true => "aermod",
            false => "limited",
        },
    )
}

/// Whose slip correction diffuses particles, where some take that of another source's.
fn particle_slip(deck: &ControlFile, plan: &Plan) -> Option<&'static str> {
    let taken = |slip| {
        let substances = substances(deck, slip);
        let planned = plan.emitters.iter().map(|it| &it.substance);
        substances.iter().eq(planned)
    };
    match [ParticleSlip::Own, ParticleSlip::Aermod].map(taken) {
        [true, true] => None,
        [true, false] => Some("own"),
        _ => Some("aermod"),
    }
}

fn settings(deck: &ControlFile, meteorology: &Meteorology, plan: &Plan) -> Value {
    let averages = deck.control.averages.iter();
    let averages: Vec<String> = averages.map(|it| it.label().trim().to_owned()).collect();
    let groups: Vec<&str> = deck.groups.iter().map(|group| group.id.as_str()).collect();
    json!({
        "scheme": "pbl",
        "near_surface": near_surface(plan),
        "olm_roads": olm_roads(deck, plan),
        "particle_slip": particle_slip(deck, plan),
        "pollutant": deck.control.pollutant.name,
        "unit": deck.units.concentration,
        "averages": averages,
        "long_term": deck.control.long_term.map(|term| term.label()),
        "sources": deck.sources.len(),
        "groups": groups,
        "receptors": deck.receptors.len(),
        "aermet": meteorology.header.version.trim(),
    })
}
