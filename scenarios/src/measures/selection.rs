//! On which sources a measure works.

use std::path::{Path, PathBuf};

use pluim_core::emission::VehicleClass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// On which sources a measure works: those that meet every key that is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Source group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Identifications, or names such as that of a street; any of them where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// File with polygons, one of which holds the middle of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<PathBuf>,
}

impl Selection {
    pub(super) fn of_group(group: &str, area: Option<&PathBuf>) -> Self {
        Self {
            group: Some(group.to_owned()),
            area: area.cloned(),
            ..Self::default()
        }
    }

    pub(super) fn within(area: &Path) -> Self {
        Self {
            area: Some(area.to_owned()),
            ..Self::default()
        }
    }

    /// Whether it names no source in particular.
    pub(super) fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// A number for every class of vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vehicles {
    /// Cars and vans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<f64>,
    /// Medium-heavy freight vehicles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<f64>,
    /// Heavy freight vehicles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heavy: Option<f64>,
    /// Buses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bus: Option<f64>,
}

impl Vehicles {
    /// The classes with a number.
    pub(super) fn given(&self) -> impl Iterator<Item = (VehicleClass, f64)> {
        [
            (VehicleClass::Light, self.light),
            (VehicleClass::Medium, self.medium),
            (VehicleClass::Heavy, self.heavy),
            (VehicleClass::Bus, self.bus),
        ]
        .into_iter()
        .filter_map(|(class, number)| Some((class, number?)))
    }
}
