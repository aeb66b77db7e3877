//! Another speed limit on some roads.

use pluim_core::emission::Stream;
use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Selection;
use crate::plan::Found;

/// Another speed limit on some roads; it works where the factors depend on the limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeedLimit {
    /// Which roads.
    pub sources: Selection,
    /// The limit (km/h), 5 to 130.
    pub speed_km_h: f64,
    /// Whether it is strictly enforced; as it was where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
}

impl SpeedLimit {
    pub(super) fn check(&self) -> Result<(), Fault> {
        if (5.0..=130.0).contains(&self.speed_km_h) {
            return Ok(());
        }
        Err(Fault::new("a speed limit in km/h (5 to 130)").found(self.speed_km_h))
    }

    pub(super) fn apply(&self, source: &mut Found) -> bool {
        let Some(mut traffic) = source.traffic().cloned() else {
            return false;
        };
        for stream in &mut traffic.streams {
            *stream = Stream {
                speed: Some(self.speed_km_h),
                strict: self.strict.unwrap_or(stream.strict),
                ..stream.clone()
            };
        }
        source.traffic = Some(traffic);
        true
    }
}
