//! How emitted NOx becomes NO2.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How NO2 follows from NOx, hour by hour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "no2", rename_all = "snake_case", deny_unknown_fields)]
pub enum Chemistry {
    /// The Ambient Ratio Method, version 2: a share that falls with NOx.
    Arm2 {},
    /// The Ozone Limiting Method: as far as there is ozone.
    Olm {
        /// Hourly export of Luchtmeetnet with ozone.
        ozone: PathBuf,
        /// The station in it, such as `NL49014`.
        ozone_station: String,
    },
}

impl Chemistry {
    /// The files that it names, each with its key.
    pub(super) fn paths(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        match self {
            Self::Arm2 {} => Vec::new(),
            Self::Olm { ozone, .. } => vec![("chemistry.ozone", ozone)],
        }
    }
}
