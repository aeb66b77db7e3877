//! What differs from a base scenario: a variant in the same file, or an overlay file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::file::{
    Factors, GridTable, Meteorology, Output, Profile, Receptors, Scenario, Solver, SourceTable,
};
use crate::measures::Measure;

/// What differs from the scenario in which it stands. Weather, raster, receptors and solver are
/// those of the scenario, so that the runs can be compared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Title; that of the scenario with the variant's name behind it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Source groups to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Files with sources; they take the place of the tables of the same group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceTable>,
    /// Other emission factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factors: Option<Factors>,
    /// Measures, which work after those of the scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
}

impl Variant {
    pub(super) fn apply(self, scenario: &mut Scenario) {
        if let Some(title) = self.title {
            scenario.title = title;
        }
        scenario
            .sources
            .retain(|table| !self.without.contains(&table.group));
        for table in self.sources {
            scenario.replace(table);
        }
        if let Some(factors) = self.factors {
            scenario.factors = factors;
        }
        scenario.measures.extend(self.measures);
    }
}

impl Scenario {
    /// Puts a table in the place of those of its group, or behind the others.
    fn replace(&mut self, table: SourceTable) {
        let first = self.sources.iter().position(|it| it.group == table.group);
        self.sources.retain(|it| it.group != table.group);
        let at = first.unwrap_or(self.sources.len()).min(self.sources.len());
        self.sources.insert(at, table);
    }
}

/// A scenario file that says only what differs from another one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The scenario file that this one builds on.
    pub base: PathBuf,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Source groups to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Files with sources; they take the place of the tables of the same group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceTable>,
    /// Other emission factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factors: Option<Factors>,
    /// Measures, which work after those of the base.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Other weather, as a whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meteorology: Option<Meteorology>,
    /// Another raster, as a whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<GridTable>,
    /// Other receptors, as a whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receptors: Option<Receptors>,
    /// More time profiles, or others of the same name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub profiles: BTreeMap<String, Profile>,
    /// More variants, or others of the same name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Variant>,
    /// Another solver, as a whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solver: Option<Solver>,
    /// Other output, as a whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
}

impl Overlay {
    pub(super) fn apply(self, scenario: &mut Scenario) {
        scenario.profiles.extend(self.profiles);
        scenario.variants.extend(self.variants);
        scenario.meteorology = self.meteorology.unwrap_or(scenario.meteorology.clone());
        scenario.solver = self.solver.unwrap_or(scenario.solver.clone());
        scenario.output = self.output.unwrap_or(scenario.output.clone());
        scenario.grid = self.grid.or(scenario.grid.take());
        scenario.receptors = self.receptors.or(scenario.receptors.take());
        Variant {
            title: self.title,
            without: self.without,
            sources: self.sources,
            factors: self.factors,
            measures: self.measures,
        }
        .apply(scenario);
    }
}
