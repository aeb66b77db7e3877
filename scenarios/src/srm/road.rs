//! Road parts, ready to be computed with.

use geo_types::{Coord, LineString};
use pluim_core::emission::{Amounts, FactorTable, Pollutant, road_emission};
use pluim_core::scheme::srm2::{
    Barrier, BarrierKind, Elevation, OpenRoadSituation, REACH, RoadKind, RoadProfile, Slope,
    TroughRule, initial_spread,
};
use pluim_core::source::Shape;
use pluim_io::cimlk;

use super::error::SrmError;
use super::receptor::PARTICLES;
use super::warning::SrmWarning;

/// Emission per metre of road (ug/m/s).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RoadRates {
    /// NOx, as NO2.
    pub nox: f64,
    /// NO2 emitted as such.
    pub no2: f64,
    /// Particles, in the order of [`PARTICLES`]; `None` where factors are lacking.
    pub particles: [Option<f64>; PARTICLES.len()],
}

/// A road part with its emission and what its method needs.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedRoad {
    /// Identification.
    pub id: String,
    /// Axis (m).
    pub line: LineString<f64>,
    /// Emission.
    pub rates: RoadRates,
    /// Height above the surroundings (m).
    pub height: f64,
    /// Whether screens or banks are registered.
    pub screened: bool,
    /// Whether the part lies in a tunnel tube.
    pub in_tunnel: bool,
    /// Method, with the initial spread (m) of an open road.
    pub method: RoadMethod,
    /// Emission over the year.
    pub emission: YearlyEmission,
    bounds: [f64; 4],
}

/// The method of a road part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RoadMethod {
    /// SRM1.
    Street,
    /// SRM2.
    OpenRoad {
        /// Initial vertical spread (m).
        initial_spread: f64,
    },
}

impl RoadMethod {
    /// Name of the method, as source groups bear it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Street => METHODS[0],
            Self::OpenRoad { .. } => METHODS[1],
        }
    }
}

/// Names of the two methods, as source groups bear them.
pub(super) const METHODS: [&str; 2] = ["srm1", "srm2"];

const UG_PER_G: f64 = 1e6;

/// A road part's emission over a year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct YearlyEmission {
    /// Emission (kg/yr) of every pollutant that is known.
    pub yearly: Amounts,
    /// Where factors stand in for others, and what was left out.
    pub notes: Vec<String>,
}

impl RoadRates {
    /// The rates of a road part of `length` m that emits `yearly` (kg/yr).
    fn of(yearly: &Amounts, length: f64) -> Self {
        let per_metre = yearly.grams_per_second().scaled(1.0 / length);
        let rate = |pollutant| per_metre.get(pollutant).map(|rate| UG_PER_G * rate);
        Self {
            nox: rate(Pollutant::Nox).unwrap_or(0.0),
            no2: rate(Pollutant::No2).unwrap_or(0.0),
            particles: PARTICLES.map(rate),
        }
    }
}

/// The emission of a CIMLK road under `measures`.
pub(super) fn cimlk_emission(
    road: &cimlk::Road,
    measures: &[cimlk::Measure],
    factors: &FactorTable,
) -> Result<YearlyEmission, SrmError> {
    let traffic = road.traffic_under(measures);
    let emission = road_emission(factors, &traffic).map_err(|source| SrmError::Factors {
        road: road.id.clone(),
        source,
    })?;
    Ok(YearlyEmission {
        yearly: emission.yearly,
        notes: emission.notes.iter().map(ToString::to_string).collect(),
    })
}

/// How a road part lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lie {
    /// Height above the surroundings (m).
    pub(super) height: f64,
    /// Whether screens or banks are registered.
    pub(super) screened: bool,
    /// Whether the part lies in a tunnel tube.
    pub(super) in_tunnel: bool,
    /// Method, with the profile of an open road.
    pub(super) method: Method,
}

/// The method by which a road part is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Method {
    /// SRM1.
    Street,
    /// SRM2.
    OpenRoad(RoadProfile),
}

impl Lie {
    /// How a CIMLK road lies.
    pub(super) fn of_cimlk(road: &cimlk::Road, trough: TroughRule) -> Self {
        Self {
            height: road.height.map_or(0.0, f64::from),
            screened: road.left.is_some() || road.right.is_some(),
            in_tunnel: road.tunnel_factor == 0.0,
            method: match road.method {
                cimlk::Method::Srm1 => Method::Street,
                cimlk::Method::Srm2 => Method::OpenRoad(profile(road, trough)),
            },
        }
    }
}

impl PreparedRoad {
    pub(super) fn new(
        id: &str,
        line: &LineString<f64>,
        lie: &Lie,
        emission: YearlyEmission,
    ) -> Self {
        let length = Shape::Line(line.clone()).measure();
        Self {
            id: id.to_owned(),
            bounds: bounds(line),
            rates: RoadRates::of(&emission.yearly, length),
            line: line.clone(),
            height: lie.height,
            screened: lie.screened,
            in_tunnel: lie.in_tunnel,
            method: match lie.method {
                Method::Street => RoadMethod::Street,
                Method::OpenRoad(profile) => RoadMethod::OpenRoad {
                    initial_spread: initial_spread(&profile),
                },
            },
            emission,
        }
    }

    /// What must be said of the road, wherever the receptor.
    pub(super) fn warnings(&self, lie: &Lie) -> Vec<SrmWarning> {
        let notes = self.emission.notes.iter().map(|note| SrmWarning::Emission {
            road: self.id.clone(),
            note: note.clone(),
        });
        let Method::OpenRoad(profile) = lie.method else {
            return notes.collect();
        };
        let situation = OpenRoadSituation {
            profile,
            distance: f64::INFINITY,
        };
        let named = |warning| SrmWarning::OpenRoad {
            road: self.id.clone(),
            warning,
        };
        notes
            .chain(situation.warnings().into_iter().map(named))
            .collect()
    }

    /// Whether any part of the road may lie within reach of `at`.
    pub(super) fn may_reach(&self, at: Coord<f64>) -> bool {
        let [west, south, east, north] = self.bounds;
        let dx = (west - at.x).max(at.x - east).max(0.0);
        let dy = (south - at.y).max(at.y - north).max(0.0);
        dx.hypot(dy) <= REACH
    }
}

fn profile(road: &cimlk::Road, trough: TroughRule) -> RoadProfile {
    let kind = match road.class {
        cimlk::RoadClass::Motorway | cimlk::RoadClass::MotorwayStrict => RoadKind::Motorway,
        _ => RoadKind::Other,
    };
    RoadProfile {
        kind,
        elevation: elevation(road, trough),
        barriers: [road.left, road.right].map(|side| side.and_then(barrier)),
    }
}

/// The elevation of the road; sides that are not registered count as gentle.
fn elevation(road: &cimlk::Road, trough: TroughRule) -> Option<Elevation> {
    let height = f64::from(road.height.filter(|height| *height != 0)?);
    let slope = match road.slope {
        None | Some(cimlk::Slope::VeryGentle) => Slope::Gentle,
        Some(cimlk::Slope::Gentle) => Slope::Moderate,
        Some(cimlk::Slope::Steep) => Slope::Steep,
        Some(cimlk::Slope::Viaduct) => Slope::Viaduct,
        Some(cimlk::Slope::Trough) => Slope::Trough(trough),
    };
    Some(Elevation { height, slope })
}

/// A barrier with a known height; a distance that is not registered counts as beside the road.
fn barrier(side: cimlk::Barrier) -> Option<Barrier> {
    let kind = match side.kind {
        cimlk::BarrierKind::Screen => BarrierKind::Screen,
        cimlk::BarrierKind::Bank => BarrierKind::Bank,
    };
    Some(Barrier {
        kind,
        height: side.height?,
        distance: side.distance.unwrap_or(0.0),
    })
}

fn bounds(line: &LineString<f64>) -> [f64; 4] {
    let empty = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    line.coords().fold(empty, |[west, south, east, north], at| {
        [
            west.min(at.x),
            south.min(at.y),
            east.max(at.x),
            north.max(at.y),
        ]
    })
}
