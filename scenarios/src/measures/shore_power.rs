//! Ships at berth that take their power from the shore.

use std::path::PathBuf;

use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scale::scale;
use super::within;
use crate::plan::Found;

/// Ships at berth that take their power from the shore and stop their engines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShorePower {
    /// Source group of the ships at berth.
    pub group: String,
    /// File with polygons around the quays; everywhere where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<PathBuf>,
    /// Share of the emission at berth that shore power takes away, 0 to 1.
    pub share: f64,
}

impl ShorePower {
    pub(super) fn check(&self) -> Result<(), Fault> {
        within("a share of the emission at berth", self.share, 1.0)
    }

    pub(super) fn apply(&self, source: &mut Found) -> bool {
        scale(source, 1.0 - self.share, &[]);
        true
    }
}
