//! Streets without traffic.

use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Selection;
use super::scale::scale;
use crate::plan::Found;

/// Streets without traffic. Where it goes instead is said by `plan_traffic`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedStreet {
    /// Which streets.
    pub sources: Selection,
}

impl ClosedStreet {
    pub(super) fn check(&self) -> Result<(), Fault> {
        if self.sources.is_everything() {
            let fault = Fault::new("streets to close, by group, names or area");
            return Err(fault.found("no selection"));
        }
        Ok(())
    }
}

pub(super) fn apply(source: &mut Found) -> bool {
    let road = source.traffic().is_some();
    if road {
        scale(source, 0.0, &[]);
    }
    road
}
