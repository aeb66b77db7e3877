//! The plan of a run that was made, read again from its record.

use std::path::PathBuf;

use pluim_io::error::InputError;
use pluim_io::run_folder::{RECORD, Results};

use super::Plan;
use crate::error::Result;
use crate::scenario::scenario_of;

impl Plan {
    /// Reads again what the run of `results` was computed from.
    ///
    /// # Errors
    /// When the scenario file or an input is gone or has changed since, or the record is not that
    /// of a scenario.
    pub fn again(results: &Results) -> Result<Self> {
        let record = results.folder.join(RECORD);
        let inputs = &results.record.inputs;
        let scenario = inputs
            .iter()
            .find(|input| input.role.as_deref() == Some("scenario"));
        let file = scenario
            .map(|input| PathBuf::from(&input.path))
            .ok_or_else(|| {
                InputError::new(&record, "the record of a scenario, as pluim run writes it")
                    .found("no scenario among its inputs")
            })?;
        if !file.exists() {
            return Err(InputError::new(&file, "the scenario that was run")
                .found("no such file")
                .hint("call this command from the folder in which the run was started")
                .into());
        }
        let settings = results.record.settings.clone();
        if settings["method"] == "srm" {
            return Err(InputError::new(&file, "a scenario with [[sources]]")
                .found("a network by the standard methods")
                .hint("what its roads contribute at each receptor stands in receptors.csv")
                .into());
        }
        let plan = Self::of(scenario_of(&settings, &file)?, settings, &file)?;
        let then = inputs
            .iter()
            .filter(|it| it.role.as_deref() != Some("scenario"));
        for (then, now) in then.zip(plan.inputs.iter().skip(1)) {
            if then.sha256 != now.sha256 {
                return Err(
                    InputError::new(&now.path, "the file that was used in the run")
                        .found("another content")
                        .hint("run the scenario again")
                        .into(),
                );
            }
        }
        Ok(plan)
    }
}
