//! Road emission factors of another year.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Road emission factors of another year, for the same traffic. A road that states its emission
/// changes as much as the emission that follows from its traffic does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmissionYear {
    /// The year, for the record.
    pub year: u16,
    /// Road emission factors of that year (g per vehicle-km).
    pub roads: PathBuf,
}
