//! Another file with sources in the place of a source group, such as the roads of a plan.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::SourceTable;

/// Another file with sources in the place of a source group; exactly one of `cimlk`, `imaer` and
/// `vector` is given. Heights, spreads and the time profile stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceSources {
    /// The group, as a `[[sources]]` table names it.
    pub group: String,
    /// CIMLK `Wegdelen.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cimlk: Option<PathBuf>,
    /// CIMLK `Maatregelen.csv`, applied to the roads of `cimlk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<PathBuf>,
    /// IMAER GML file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imaer: Option<PathBuf>,
    /// GeoPackage, GeoJSON, Shapefile or CSV with points, lines or polygons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vector: Option<PathBuf>,
    /// Layer of the vector file, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
}

impl ReplaceSources {
    /// The table of the group with the new file.
    pub(super) fn instead_of(&self, table: &SourceTable) -> SourceTable {
        SourceTable {
            cimlk: self.cimlk.clone(),
            measures: self.measures.clone(),
            imaer: self.imaer.clone(),
            vector: self.vector.clone(),
            layer: self.layer.clone(),
            ..table.clone()
        }
    }
}
