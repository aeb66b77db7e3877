//! Fewer wood stoves, or none.

use std::path::PathBuf;

use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scale::scale;
use super::within;
use crate::plan::Found;

/// Fewer wood stoves, or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WoodStoveBan {
    /// Source group of the stoves.
    pub group: String,
    /// File with polygons in which the ban holds; everywhere where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<PathBuf>,
    /// Share of the emission that remains, 0 to 1.
    #[serde(default)]
    pub remaining: f64,
}

impl WoodStoveBan {
    pub(super) fn check(&self) -> Result<(), Fault> {
        within("a share of the emission that remains", self.remaining, 1.0)
    }

    pub(super) fn apply(&self, source: &mut Found) -> bool {
        scale(source, self.remaining, &[]);
        true
    }
}
