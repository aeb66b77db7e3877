//! The scenario file of a network: `method = "srm"`.

use std::path::{Path, PathBuf};

use pluim_io::error::{InputError, Result, read_text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::background::BackgroundTable;
use crate::scenario::{parse, resolve_paths};

/// A CIMLK network by the Dutch standard methods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SrmScenario {
    /// Title, which stands on pages and in records.
    pub title: String,
    /// Tells this kind of scenario from others.
    pub method: MethodWord,
    /// Year for which the results hold.
    pub year: i32,
    /// Roads and receptors.
    pub network: NetworkFiles,
    /// Background; contributions only where absent.
    #[serde(default, skip_serializing_if = "BackgroundTable::is_empty")]
    pub background: BackgroundTable,
    /// Wind and ozone.
    pub meteorology: SrmMeteorology,
}

/// The word that tells this kind of scenario from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodWord {
    /// SRM1 and SRM2.
    Srm,
}

/// The files of a network: CIMLK, IMAER, or both.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkFiles {
    /// CIMLK `Wegdelen.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roads: Option<PathBuf>,
    /// CIMLK `Receptoren.csv`; may be absent where the IMAER files hold calculation points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receptors: Option<PathBuf>,
    /// CIMLK `Maatregelen.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<PathBuf>,
    /// CIMLK GML with roads, receptors, measures and corrections, beside or instead of the CSV
    /// files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gml: Option<PathBuf>,
    /// IMAER GML files, one a situation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imaer: Vec<PathBuf>,
    /// The situation that is computed; needed where the IMAER files state several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<SituationWord>,
    /// Road emission factors (g per vehicle-km).
    pub factors: PathBuf,
}

/// The situation that is computed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SituationWord {
    /// Without the plan.
    Reference,
    /// With the plan, less what ends elsewhere for it.
    Proposed,
    /// During construction, less what ends elsewhere for it.
    Temporary,
}

/// Wind and ozone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SrmMeteorology {
    /// KNMI hourly file, text or zip.
    pub knmi: PathBuf,
    /// KNMI hourly file of a second station, farther inland (officially Eindhoven): the annual
    /// wind of SRM1 changes from the one to the other. The wind sectors are those of `knmi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knmi_inland: Option<PathBuf>,
    /// First year, by the date in the file.
    pub first_year: i16,
    /// Last year.
    pub last_year: i16,
    /// Roughness length around the station (m).
    #[serde(default = "station_roughness")]
    pub station_roughness_length_m: f64,
    /// Roughness length around roads and receptors (m).
    #[serde(default = "site_roughness")]
    pub roughness_length_m: f64,
    /// Annual mean wind speed for SRM1 (m/s); from the hours where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wind: Option<WindTable>,
    /// Annual mean ozone (ug/m3) where there is no background.
    #[serde(default = "ozone")]
    pub ozone_ug_m3: f64,
    /// Number of wind sectors.
    #[serde(default = "sectors")]
    pub sectors: usize,
    /// How the depth of a road in a trough counts.
    #[serde(default)]
    pub trough: TroughWord,
}

/// Annual mean wind speed, converted to the roughness of the place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, untagged)]
pub enum WindTable {
    /// The same everywhere (m/s).
    Uniform(f64),
    /// Interpolated between the stations.
    Stations {
        /// At Schiphol (m/s).
        schiphol: f64,
        /// At Eindhoven (m/s).
        eindhoven: f64,
    },
}

/// How the depth of a trough counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TroughWord {
    /// Half the depth, as the text of the law has it.
    #[default]
    Statute,
    /// A quarter of the depth, as the AERIUS exchange format has it.
    Aerius,
}

fn station_roughness() -> f64 {
    0.1
}

fn site_roughness() -> f64 {
    0.3
}

fn ozone() -> f64 {
    45.0
}

fn sectors() -> usize {
    36
}

/// Whether `file` is a scenario of this kind, as far as can be told without reading it in full.
#[must_use]
pub fn is_srm_scenario(file: &Path) -> bool {
    let text = read_text(file).unwrap_or_default();
    let table = text.parse::<toml::Table>().unwrap_or_default();
    table.get("method").and_then(toml::Value::as_str) == Some("srm")
}

/// Reads and checks a scenario, its paths resolved; beside it the same as JSON, with paths as they
/// were written.
///
/// # Errors
/// When it cannot be read, is not TOML, has a key that does not exist, lacks one that is needed,
/// or holds a value out of range.
pub fn read_srm_scenario(file: &Path) -> Result<(SrmScenario, serde_json::Value)> {
    let mut scenario: SrmScenario = parse(file)?;
    check(&scenario, file)?;
    let written = serde_json::to_value(&scenario).unwrap_or_default();
    resolve_paths(paths(&mut scenario), file)?;
    Ok((scenario, written))
}

fn check(scenario: &SrmScenario, file: &Path) -> Result<()> {
    let network = &scenario.network;
    if network.roads.is_none() && network.gml.is_none() && network.imaer.is_empty() {
        let fault = InputError::new(file, "roads or gml (CIMLK), or imaer").found("none of them");
        return Err(fault.field("network"));
    }
    let weather = &scenario.meteorology;
    let roughness = "metres from 0.0001 to 5";
    let checks = [
        (
            "roughness_length_m",
            weather.roughness_length_m,
            [1e-4, 5.0],
            roughness,
        ),
        (
            "station_roughness_length_m",
            weather.station_roughness_length_m,
            [1e-4, 5.0],
            roughness,
        ),
        (
            "ozone_ug_m3",
            weather.ozone_ug_m3,
            [0.0, 300.0],
            "ug/m3 from 0 to 300",
        ),
        (
            "sectors",
            weather.sectors as f64,
            [4.0, 360.0],
            "a number of wind sectors from 4 to 360 (12 or 36)",
        ),
    ];
    for (key, found, [least, most], expected) in checks {
        if !(least..=most).contains(&found) {
            let field = format!("meteorology.{key}");
            return Err(InputError::new(file, expected).field(field).found(found));
        }
    }
    let winds = match weather.wind {
        None => [1.0; 2],
        Some(WindTable::Uniform(wind)) => [wind; 2],
        Some(WindTable::Stations {
            schiphol,
            eindhoven,
        }) => [schiphol, eindhoven],
    };
    if let Some(wind) = winds.into_iter().find(|it| !(0.1..=50.0).contains(it)) {
        let fault = InputError::new(file, "m/s from 0.1 to 50");
        return Err(fault.field("meteorology.wind").found(wind));
    }
    if weather.first_year > weather.last_year {
        let fault = InputError::new(file, "a last year that is not before the first");
        return Err(fault
            .field("meteorology.last_year")
            .found(weather.last_year));
    }
    Ok(())
}

fn paths(scenario: &mut SrmScenario) -> Vec<(&'static str, &mut PathBuf)> {
    let network = &mut scenario.network;
    let mut paths = vec![
        ("network.factors", &mut network.factors),
        ("meteorology.knmi", &mut scenario.meteorology.knmi),
    ];
    let inland = &mut scenario.meteorology.knmi_inland;
    let optional = [
        ("meteorology.knmi_inland", inland),
        ("network.roads", &mut network.roads),
        ("network.receptors", &mut network.receptors),
        ("network.measures", &mut network.measures),
        ("network.gml", &mut network.gml),
    ];
    for (key, path) in optional {
        paths.extend(path.as_mut().map(|it| (key, it)));
    }
    paths.extend(network.imaer.iter_mut().map(|it| ("network.imaer", it)));
    paths.extend(scenario.background.paths());
    paths
}
