//! Road parts, ready to be computed with.

use geo_types::{Coord, LineString};
use pluim_core::emission::{FactorTable, Pollutant, road_emission};
use pluim_core::scheme::srm2::{
    Barrier, BarrierKind, Elevation, OpenRoadSituation, REACH, RoadKind, RoadProfile, Slope,
    TroughRule, initial_spread,
};
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

const UG_PER_G: f64 = 1e6;

impl RoadRates {
    /// The emission of `road` under `measures` with `factors`, and the substitutes made.
    pub(super) fn of(
        road: &cimlk::Road,
        measures: &[cimlk::Measure],
        factors: &FactorTable,
    ) -> Result<(Self, Vec<SrmWarning>), SrmError> {
        let traffic = road.traffic_under(measures);
        let emission = road_emission(factors, &traffic).map_err(|source| SrmError::Factors {
            road: road.id.clone(),
            source,
        })?;
        let per_metre = emission.per_metre(traffic.length).unwrap_or_default();
        let rate = |pollutant| per_metre.get(pollutant).map(|rate| UG_PER_G * rate);
        let rates = Self {
            nox: rate(Pollutant::Nox).unwrap_or(0.0),
            no2: rate(Pollutant::No2).unwrap_or(0.0),
            particles: PARTICLES.map(rate),
        };
        let notes = emission.notes.into_iter().map(|note| SrmWarning::Emission {
            road: road.id.clone(),
            note,
        });
        Ok((rates, notes.collect()))
    }
}

impl PreparedRoad {
    pub(super) fn new(road: &cimlk::Road, rates: RoadRates, trough: TroughRule) -> Self {
        let method = match road.method {
            cimlk::Method::Srm1 => RoadMethod::Street,
            cimlk::Method::Srm2 => RoadMethod::OpenRoad {
                initial_spread: initial_spread(&profile(road, trough)),
            },
        };
        Self {
            id: road.id.clone(),
            bounds: bounds(&road.line),
            line: road.line.clone(),
            rates,
            height: road.height.map_or(0.0, f64::from),
            screened: road.left.is_some() || road.right.is_some(),
            in_tunnel: road.tunnel_factor == 0.0,
            method,
        }
    }

    /// Whether any part of the road may lie within reach of `at`.
    pub(super) fn may_reach(&self, at: Coord<f64>) -> bool {
        let [west, south, east, north] = self.bounds;
        let dx = (west - at.x).max(at.x - east).max(0.0);
        let dy = (south - at.y).max(at.y - north).max(0.0);
        dx.hypot(dy) <= REACH
    }
}

/// What must be said of an open road, wherever the receptor.
pub(super) fn open_road_warnings(road: &cimlk::Road, trough: TroughRule) -> Vec<SrmWarning> {
    if road.method == cimlk::Method::Srm1 {
        return Vec::new();
    }
    let situation = OpenRoadSituation {
        profile: profile(road, trough),
        distance: f64::INFINITY,
    };
    let named = |warning| SrmWarning::OpenRoad {
        road: road.id.clone(),
        warning,
    };
    situation.warnings().into_iter().map(named).collect()
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
