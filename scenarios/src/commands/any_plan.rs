//! A scenario of either kind: sources on a map, or a network by the standard methods.

use std::path::Path;

use pluim_io::error::InputError;
use pluim_io::run_folder::FileRecord;

use crate::error::Result;
use crate::plan::{Plan, SourceEmission};
use crate::srm::{SrmPlan, is_srm_scenario};

/// A plan of either kind.
pub(super) enum AnyPlan {
    /// Sources on a map.
    Sources(Box<Plan>),
    /// A network of roads by the standard methods.
    Network(Box<SrmPlan>),
}

impl AnyPlan {
    /// Reads a scenario, or one of its variants.
    pub(super) fn read(scenario: &Path, variant: Option<&str>) -> Result<Self> {
        if is_srm_scenario(scenario) {
            refuse_variant(scenario, variant)?;
            return Ok(Self::Network(Box::new(SrmPlan::read(scenario)?)));
        }
        let plan = match variant {
            Some(name) => Plan::read_variant(scenario, name)?,
            None => Plan::read(scenario)?,
        };
        Ok(Self::Sources(Box::new(plan)))
    }

    /// The files that were read.
    pub(super) fn inputs(&self) -> &[FileRecord] {
        match self {
            Self::Sources(plan) => &plan.inputs,
            Self::Network(plan) => &plan.inputs,
        }
    }

    /// The yearly emission of every source.
    pub(super) fn emissions(self) -> Vec<SourceEmission> {
        match self {
            Self::Sources(plan) => plan.emissions,
            Self::Network(plan) => plan.emissions(),
        }
    }
}

/// Refuses the variant of a network, which has none.
pub(super) fn refuse_variant(scenario: &Path, variant: Option<&str>) -> Result<()> {
    let Some(name) = variant else {
        return Ok(());
    };
    let fault = InputError::new(
        scenario,
        "no variant, as the scenario has a method of its own",
    );
    Err(fault
        .field("method")
        .found(name)
        .hint("write a scenario file for each situation")
        .into())
}
