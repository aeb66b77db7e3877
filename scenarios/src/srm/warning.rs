//! What must be said of a result.

use std::collections::BTreeMap;
use std::fmt;

use pluim_core::scheme::srm1::StreetWarning;
use pluim_core::scheme::srm2::OpenRoadWarning;
use pluim_io::run_folder::Warning;

/// A doubt about one receptor or one road, with the name of its rule.
#[derive(Debug, Clone, PartialEq)]
pub enum SrmWarning {
    /// Outside the scope of SRM1.
    Street {
        /// Identification of the road part.
        road: String,
        /// What.
        warning: StreetWarning,
    },
    /// Outside the scope of SRM2.
    OpenRoad {
        /// Identification of the road part, or `roads` for all.
        road: String,
        /// What.
        warning: OpenRoadWarning,
    },
    /// A link names a road part that is not among the roads.
    MissingRoad {
        /// Identification of the road part.
        road: String,
    },
    /// A link names a road part that is computed as an open road.
    LinkedOpenRoad {
        /// Identification of the road part.
        road: String,
    },
    /// There is no background: contributions only, with ozone from the climatology.
    MissingBackground,
    /// Open roads alone saturate the conversion to NO2.
    Saturated,
    /// The table of factors has no such pollutant: its contributions are absent.
    NoFactors {
        /// Name of the pollutant.
        pollutant: &'static str,
    },
    /// The annual wind of SRM1 was taken from the hours of one station.
    WindFromStation,
    /// Ozone was taken to be the same in all wind sectors.
    UniformOzone,
    /// An emission factor stands in for another.
    Emission {
        /// Identification of the road part.
        road: String,
        /// What.
        note: String,
    },
    /// Ozone is that of the climatology, because the background has none here.
    MissingOzone,
    /// The map of the correction for double counting has no value here.
    Uncorrected,
    /// The background is of another year than the run.
    BackgroundYear {
        /// Year of the background.
        found: i32,
        /// Year of the run.
        wanted: i32,
    },
    /// A feature of a file that this method does not compute.
    NotComputed {
        /// What.
        message: String,
    },
}

impl SrmWarning {
    /// Stable name of the rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Street { warning, .. } => warning.rule(),
            Self::OpenRoad { warning, .. } => warning.rule(),
            Self::MissingRoad { .. } => "link.road",
            Self::LinkedOpenRoad { .. } => "link.open-road",
            Self::MissingBackground => "background.missing",
            Self::Saturated => "no2.saturated",
            Self::NoFactors { .. } => "emission.pollutant",
            Self::WindFromStation => "srm1.wind",
            Self::UniformOzone => "srm2.ozone",
            Self::Emission { .. } => "emission.fallback",
            Self::MissingOzone => "background.ozone",
            Self::Uncorrected => "background.double-counting",
            Self::BackgroundYear { .. } => "background.year",
            Self::NotComputed { .. } => "network.not-computed",
        }
    }
}

impl fmt::Display for SrmWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Street { road, warning } => write!(f, "road {road}: {warning}"),
            Self::OpenRoad {
                warning: warning @ OpenRoadWarning::Reconstructed,
                ..
            } => write!(f, "{warning}"),
            Self::OpenRoad { road, warning } => write!(f, "road {road}: {warning}"),
            Self::MissingRoad { road } => {
                write!(
                    f,
                    "road {road} is linked but not among the roads; it adds nothing"
                )
            }
            Self::LinkedOpenRoad { road } => write!(
                f,
                "road {road} is linked but computed by SRM2, which needs no link"
            ),
            Self::MissingBackground => {
                f.write_str("no background here of some or all pollutants: contributions only")
            }
            Self::MissingOzone => f.write_str(
                "no background of ozone here: NO2 was formed with the mean ozone of the scenario",
            ),
            Self::Uncorrected => f.write_str(
                "the correction for double counting has no value here: the background was taken \
                 as it stands",
            ),
            Self::BackgroundYear { found, wanted } => {
                write!(f, "the background is of {found}, the run of {wanted}")
            }
            Self::NotComputed { message } => f.write_str(message),
            Self::Saturated => f.write_str(
                "open roads alone convert all NO that SRM1 allows (N of 150 ug/m3 or more); the \
                 combined rule does not hold and the conversion of SRM2 was used",
            ),
            Self::NoFactors { pollutant } => write!(
                f,
                "the table of emission factors has no {pollutant}: contributions of roads are \
                 unknown"
            ),
            Self::WindFromStation => f.write_str(
                "annual wind from the hours of one station, converted to the roughness of the \
                 place; the official calculation takes it from a map",
            ),
            Self::UniformOzone => f.write_str(
                "ozone taken to be the same in all wind sectors; the official calculation has it \
                 by sector",
            ),
            Self::Emission { road, note } => write!(f, "road {road}: {note}"),
        }
    }
}

/// Warnings by rule, with how many there are and the first in words.
#[must_use]
pub fn summary<'a>(warnings: impl IntoIterator<Item = &'a SrmWarning>) -> Vec<Warning> {
    let mut by_rule: BTreeMap<&str, (String, usize)> = BTreeMap::new();
    for warning in warnings {
        let entry = by_rule.entry(warning.rule());
        entry.or_insert_with(|| (warning.to_string(), 0)).1 += 1;
    }
    by_rule
        .into_iter()
        .map(|(rule, (message, count))| Warning {
            rule: rule.to_owned(),
            message,
            count: Some(count),
        })
        .collect()
}
