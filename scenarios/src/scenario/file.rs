//! The tables and keys of a scenario file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pluim_core::statistics::statistic::Statistic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::chemistry::Chemistry;
use super::variant::Variant;
use crate::background::BackgroundTable;
use crate::measures::Measure;

/// A scenario: sources, weather, grid and what is wanted of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Title, which stands on maps and in records.
    pub title: String,
    /// Coordinate reference system of all coordinates, as EPSG number; 28992 is RD New.
    #[serde(default = "rd_new")]
    pub epsg: u32,
    /// Weather.
    pub meteorology: Meteorology,
    /// The raster; absent where only receptors are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<GridTable>,
    /// Receptors; absent where only the raster is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receptors: Option<Receptors>,
    /// Emission factors.
    #[serde(default)]
    pub factors: Factors,
    /// Time profiles by name; `constant` always exists.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
    /// Files with sources.
    pub sources: Vec<SourceTable>,
    /// Measures on the sources, in the order in which they work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Variants by name: the same scenario but for what each of them says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Variant>,
    /// Background; the means are what the sources contribute where it is absent.
    #[serde(default, skip_serializing_if = "BackgroundTable::is_empty")]
    pub background: BackgroundTable,
    /// How NO2 follows from NOx; where absent, `no2` is what leaves the sources as NO2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chemistry: Option<Chemistry>,
    /// How to solve.
    #[serde(default)]
    pub solver: Solver,
    /// What to write.
    pub output: Output,
}

fn rd_new() -> u32 {
    28992
}

/// Weather: hourly observations of one KNMI station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meteorology {
    /// KNMI hourly file, text or zip.
    pub knmi: PathBuf,
    /// First year, by the date in the file.
    pub first_year: i16,
    /// Last year.
    pub last_year: i16,
    /// Station number; needed where the file holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<u32>,
    /// Roughness length around the station (m).
    #[serde(default = "station_roughness")]
    pub station_roughness_length_m: f64,
    /// Roughness length around the sources and receptors (m).
    #[serde(default = "site_roughness")]
    pub roughness_length_m: f64,
    /// Latitude (degrees north); of the station where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Longitude (degrees east); of the station where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// Time zone of the emission profiles.
    #[serde(default = "amsterdam")]
    pub time_zone: String,
    /// Standard deviation of the hour's mean direction about the observed one (degrees).
    #[serde(default = "direction_spread")]
    pub direction_spread_degrees: f64,
}

fn station_roughness() -> f64 {
    0.1
}

fn site_roughness() -> f64 {
    0.5
}

fn amsterdam() -> String {
    "Europe/Amsterdam".to_owned()
}

fn direction_spread() -> f64 {
    5.0
}

/// The raster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GridTable {
    /// Cell size (m).
    pub cell_m: f64,
    /// `[west, south, east, north]` (m); around all sources where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<[f64; 4]>,
    /// Distance kept around the sources (m), where there is no extent.
    #[serde(default = "margin")]
    pub margin_m: f64,
}

fn margin() -> f64 {
    500.0
}

/// Receptors: one of the files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receptors {
    /// CIMLK `Receptoren.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cimlk: Option<PathBuf>,
    /// IMAER GML file with calculation points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imaer: Option<PathBuf>,
    /// GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV with points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vector: Option<PathBuf>,
    /// Layer of the vector file, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
}

/// Files with emission factors.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Road emission factors (g per vehicle-km); needed where sources are given as traffic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roads: Option<PathBuf>,
    /// Factors of wood stoves; those that pluim carries where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wood_stoves: Option<PathBuf>,
    /// Factors of inland ships; those that pluim carries where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inland_shipping: Option<PathBuf>,
    /// Factors of livestock; those that pluim carries where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub livestock: Option<PathBuf>,
}

/// A time profile: relative emission, scaled to mean 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// For the local hours that begin at 0:00 to 23:00.
    #[serde(default = "ones::<24>")]
    pub hours: [f64; 24],
    /// For Monday to Sunday.
    #[serde(default = "ones::<7>")]
    pub weekdays: [f64; 7],
    /// For January to December.
    #[serde(default = "ones::<12>")]
    pub months: [f64; 12],
}

fn ones<const N: usize>() -> [f64; N] {
    [1.0; N]
}

/// A file with sources; exactly one of `cimlk`, `imaer` and `vector` is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceTable {
    /// Source group: whose contribution these sources count to. Small letters, digits, `_`, `-`.
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
    /// Neighbourhoods with wood stoves, as a vector file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wood_stoves: Option<PathBuf>,
    /// Waterways and berths with inland ships, as a vector file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inland_shipping: Option<PathBuf>,
    /// Housing of livestock, as a vector file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub livestock: Option<PathBuf>,
    /// Layer of the vector file, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    /// Tells groups apart within the file, as `<group>-<kind>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_by: Option<SplitBy>,
    /// Name of a time profile; `wood_stoves` for those, else `constant`, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Release height (m) where the file gives none; 0.5 for roads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// First vertical spread (m) where the file gives none; 1.5 for roads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigma_z0_m: Option<f64>,
    /// First lateral spread (m) where the file gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigma_y0_m: Option<f64>,
}

/// By what the sources of a file are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SplitBy {
    /// Roads by their type: `freeway`, `non-urban` and `urban`.
    RoadType,
}

/// What kind of file holds sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// CIMLK roads.
    Cimlk,
    /// IMAER sources.
    Imaer,
    /// Sources with their emission in columns.
    Vector,
    /// Wood stoves by neighbourhood.
    WoodStoves,
    /// Ships by waterway and berth.
    InlandShipping,
    /// Animals by housing.
    Livestock,
}

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Cimlk,
        Self::Imaer,
        Self::Vector,
        Self::WoodStoves,
        Self::InlandShipping,
        Self::Livestock,
    ];

    /// The key that names such a file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Cimlk => "cimlk",
            Self::Imaer => "imaer",
            Self::Vector => "vector",
            Self::WoodStoves => "wood_stoves",
            Self::InlandShipping => "inland_shipping",
            Self::Livestock => "livestock",
        }
    }
}

impl SourceTable {
    /// The files that are named, of which there must be one.
    #[must_use]
    pub fn files(&self) -> Vec<(SourceKind, &PathBuf)> {
        let file = |kind| match kind {
            SourceKind::Cimlk => self.cimlk.as_ref(),
            SourceKind::Imaer => self.imaer.as_ref(),
            SourceKind::Vector => self.vector.as_ref(),
            SourceKind::WoodStoves => self.wood_stoves.as_ref(),
            SourceKind::InlandShipping => self.inland_shipping.as_ref(),
            SourceKind::Livestock => self.livestock.as_ref(),
        };
        let named = SourceKind::ALL.into_iter();
        named.filter_map(|kind| Some((kind, file(kind)?))).collect()
    }

    /// The name of the time profile.
    #[must_use]
    pub fn profile_name(&self) -> &str {
        match &self.profile {
            Some(name) => name,
            None if self.wood_stoves.is_some() => "wood_stoves",
            None if self.imaer.is_some() => "stated",
            None => "constant",
        }
    }

    /// The file with its sources.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.files().first().map(|(_, path)| path.as_path())
    }
}

/// How to solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Solver {
    /// Dispersion scheme.
    pub scheme: SchemeChoice,
    /// Rung of the solver ladder.
    pub rung: RungChoice,
    /// Relative error that `auto` may make at 99 % of the sample.
    pub tolerance: f64,
    /// Number of receptors at which the error is measured; where absent, 256 on the raster rung
    /// and 16 on the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<usize>,
    /// Seed of their choice.
    pub seed: u64,
    /// Most hours of which the fields are summed where statistics need hours; every other hour is
    /// a mixture of at most three of them.
    pub representative_hours: usize,
    /// Height of all receptors above ground (m).
    pub receptor_height_m: f64,
    /// Options of the scheme `pbl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pbl: Option<PblTable>,
}

impl Default for Solver {
    fn default() -> Self {
        Self {
            scheme: SchemeChoice::SurfaceLayer,
            rung: RungChoice::Auto,
            tolerance: 0.01,
            sample: None,
            seed: 1,
            representative_hours: 360,
            receptor_height_m: 1.5,
            pbl: None,
        }
    }
}

/// A dispersion scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SchemeChoice {
    /// Surface-layer similarity, for low sources.
    SurfaceLayer,
    /// The AERMOD formulation, for all sources.
    Pbl,
}

/// Options of the scheme `pbl`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PblTable {
    /// How plumes near the ground spread vertically.
    pub near_surface: NearSurfaceChoice,
    /// The city around all sources; open country where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urban: Option<UrbanTable>,
}

/// How plumes near the ground spread vertically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NearSurfaceChoice {
    /// As EPA-454/R-03-004 has it.
    #[default]
    Original,
    /// By Venkatram et al. (2013).
    Venkatram2013,
}

/// A city, whose heat stirs the night air.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UrbanTable {
    /// Inhabitants.
    pub population: f64,
    /// Roughness length of the city (m).
    #[serde(default = "urban_roughness")]
    pub roughness_length_m: f64,
}

fn urban_roughness() -> f64 {
    1.0
}

/// A rung of the solver ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RungChoice {
    /// The cheapest rung within the tolerance.
    Auto,
    /// The formula at every receptor.
    Direct,
    /// Tabulated profiles.
    Profile,
    /// Mean kernels over all hours.
    Climatology,
    /// Mean kernels summed over all cells level by level; receptors by `climatology`.
    Raster,
}

/// What to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Pollutants by name: `nox`, `no2`, `pm10`, `pm2_5`, `ec`, `nh3`, ...
    pub pollutants: Vec<String>,
    /// Statistics by name: `p98`, `p99_9`, `max_1h`, `hours_over_200`, `days_over_50`, ... The
    /// `mean` is written in any case.
    #[serde(default = "mean_alone")]
    pub statistics: Vec<String>,
    /// Whether every source group's contribution is written apart.
    #[serde(default)]
    pub contributions: bool,
}

fn mean_alone() -> Vec<String> {
    vec![Statistic::Mean.to_string()]
}
