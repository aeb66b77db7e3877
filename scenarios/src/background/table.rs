//! `[background]` of a scenario file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the background comes from; nothing is added to the sources where it is empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackgroundTable {
    /// CIMLK `Rekenresultaten.csv`, whose backgrounds are taken receptor by receptor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<PathBuf>,
    /// Year of the rows that are taken from `results`; needed where it holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Maps by pollutant, for places that `results` does not have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub maps: BTreeMap<String, BackgroundMap>,
    /// CIMLK `Correcties.csv`, added to the maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<PathBuf>,
}

/// The maps of one pollutant (ug/m3, annual mean): ESRI ASCII or GeoTIFF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackgroundMap {
    /// Large-scale concentration (GCN).
    pub gcn: PathBuf,
    /// Correction for double counting of main roads, added to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub double_counting: Option<PathBuf>,
}

impl BackgroundTable {
    /// Whether the scenario has no background.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.results.is_none() && self.maps.is_empty()
    }

    /// All paths, each with its key.
    pub(crate) fn paths(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let mut paths = Vec::new();
        paths.extend(self.results.as_mut().map(|it| ("background.results", it)));
        let corrections = self.corrections.as_mut();
        paths.extend(corrections.map(|it| ("background.corrections", it)));
        for map in self.maps.values_mut() {
            paths.push(("background.maps", &mut map.gcn));
            let double = map.double_counting.as_mut();
            paths.extend(double.map(|it| ("background.maps", it)));
        }
        paths
    }
}
