//! Roads with their traffic.

use geo_types::LineString;
use pluim_core::emission::{Amounts, Flow, RoadTraffic, RoadType, Scaling};
use pluim_core::source::Shape;

use super::measure::{AreaMeasure, MeasureArea};
use super::source::{self, EmissionSource};
use super::vehicles::{self, Vehicles};
use super::words::{BarrierKind, ElevationKind, RoadManager, TrafficDirection};
use crate::emission_factors::road_type;
use crate::error::{Fault, Result};
use crate::geometry;
use crate::number::Rule;
use crate::xml::Node;

const TUNNEL: Rule = Rule::between("a tunnel factor", 0.0, 100.0);
const ELEVATION: Rule = Rule::between("an elevation in m", -100.0, 100.0);
const BARRIER: Rule = Rule::between("a height of a barrier in m", 0.0, 100.0);
const DISTANCE: Rule = Rule::least("a distance to a barrier in m", 0.0);
const POSITION: Rule = Rule::between("a position along the road", 0.0, 1.0);

/// The standard method for a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A street in built-up surroundings.
    Srm1,
    /// A road in open surroundings.
    Srm2,
}

/// What stands along one side of a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Barrier {
    /// Screen or bank.
    pub kind: BarrierKind,
    /// Height (m), 0 or more.
    pub height: f64,
    /// Distance from the edge of the road (m), 0 or more.
    pub distance: f64,
}

/// How a road, or a part of it, lies; what is absent is as the rest of the road, or plain.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Setting {
    /// Factor on the emission, 0 or more.
    pub tunnel_factor: Option<f64>,
    /// How it lies above or below its surroundings.
    pub elevation: Option<ElevationKind>,
    /// Height above the surroundings (whole m), below 0 for a trough.
    pub elevation_height: Option<i32>,
    /// Barrier on the left, seen along the line.
    pub left: Option<Barrier>,
    /// Barrier on the right, seen along the line.
    pub right: Option<Barrier>,
}

/// A part of a road that lies otherwise than the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartialChange {
    /// Where it begins, as a share of the length, 0 to 1.
    pub from: f64,
    /// Where it ends, as a share of the length, above `from`, up to 1.
    pub to: f64,
    /// How it lies.
    pub setting: Setting,
}

/// A road.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// What it shares with other sources; its shape is `line`.
    pub source: EmissionSource,
    /// Axis in RD New (m).
    pub line: LineString<f64>,
    /// Standard method.
    pub method: Method,
    /// Area of the emission factors; `NL` in the Netherlands.
    pub area: String,
    /// Type of road, of the Dutch emission factors.
    pub road_type: RoadType,
    /// Who manages it.
    pub manager: Option<RoadManager>,
    /// Which way traffic runs; both ways where it is not stated.
    pub direction: TrafficDirection,
    /// How it lies.
    pub setting: Setting,
    /// Parts that lie otherwise, in the order of the file.
    pub changes: Vec<PartialChange>,
    /// Vehicles.
    pub vehicles: Vec<Vehicles>,
}

impl Road {
    /// Identification (`gml:id`).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.source.id
    }

    /// Emission stated in the file (kg/yr); empty where none is.
    #[must_use]
    pub fn stated(&self) -> &Amounts {
        &self.source.emissions
    }

    /// Length (m).
    #[must_use]
    pub fn length(&self) -> f64 {
        self.source.shape.measure()
    }

    /// The factor of tunnels on the emission of the whole road: the mean over its length.
    #[must_use]
    pub fn tunnel_factor(&self) -> f64 {
        let own = self.setting.tunnel_factor.unwrap_or(1.0);
        let parts = self.changes.iter();
        parts.fold(own, |mean, part| {
            let factor = part.setting.tunnel_factor.unwrap_or(own);
            mean + (part.to - part.from) * (factor - own)
        })
    }

    /// The traffic of the road, for its emission, and the codes of the vehicles left out of it
    /// because no factors are known for them.
    #[must_use]
    pub fn traffic(&self) -> (RoadTraffic, Vec<String>) {
        let traffic = RoadTraffic {
            road_type: self.road_type,
            length: self.length(),
            tunnel_factor: self.tunnel_factor(),
            streams: self.vehicles.iter().filter_map(Vehicles::stream).collect(),
            measures: Vec::new(),
        };
        let specific = self.vehicles.iter().filter_map(Vehicles::specific);
        (traffic, specific.map(str::to_owned).collect())
    }
}

impl Road {
    /// As [`Self::traffic`], under the measures of those `areas` in which the middle of the road
    /// lies. Measures on stagnating city traffic hold for the share that stagnates.
    #[must_use]
    pub fn traffic_under<'a>(
        &self,
        areas: impl IntoIterator<Item = &'a MeasureArea>,
    ) -> (RoadTraffic, Vec<String>) {
        let (mut traffic, left_out) = self.traffic();
        let middle = geometry::middle(&self.line);
        let holds =
            |area: &&MeasureArea| middle.is_some_and(|at| geometry::contains(&area.area, at));
        let measures = areas
            .into_iter()
            .filter(holds)
            .flat_map(|area| &area.measures);
        traffic.measures = measures
            .flat_map(|measure| self.scalings(measure))
            .collect();
        (traffic, left_out)
    }

    fn scalings(&self, measure: &AreaMeasure) -> Vec<Scaling> {
        let flow = match measure.road_type {
            own if own == self.road_type => Flow::Free,
            RoadType::UrbanStagnating => Flow::Stagnating,
            _ => return Vec::new(),
        };
        let vehicle = measure.vehicle;
        let scaling = |(pollutant, factor)| Scaling {
            pollutant,
            vehicle,
            flow,
            factor,
        };
        measure.factors.iter().map(scaling).collect()
    }
}

/// Reads a road; `id` is its identification.
pub(super) fn read(node: Node<'_>, id: &str, method: Method) -> Result<Road> {
    let source = source::read(node, id)?;
    let Shape::Line(line) = &source.shape else {
        return Err(node
            .need("geometry")?
            .fault(Fault::new("a line, as for every road")));
    };
    let line = line.clone();
    let area = node.attribute("roadAreaType")?;
    if area != "NL" {
        let fault = Fault::new("NL, as pluim knows the Dutch types of roads only").found(area);
        return Err(node.fault(fault).field("roadAreaType"));
    }
    let direction = node.maybe("trafficDirection", TrafficDirection::parse)?;
    Ok(Road {
        line,
        method,
        area: area.to_owned(),
        road_type: node.parse_attribute("roadType", road_type)?,
        manager: node.maybe("roadManager", RoadManager::parse)?,
        direction: direction.unwrap_or(TrafficDirection::Both),
        setting: setting(node)?,
        changes: node
            .all("partialChange")
            .map(change)
            .collect::<Result<_>>()?,
        vehicles: node
            .all("vehicles")
            .map(vehicles::read)
            .collect::<Result<_>>()?,
        source,
    })
}

fn setting(node: Node<'_>) -> Result<Setting> {
    Ok(Setting {
        tunnel_factor: node.maybe_number("tunnelFactor", TUNNEL)?,
        elevation: node.maybe("elevation", ElevationKind::parse)?,
        elevation_height: node.maybe("elevationHeight", |text| ELEVATION.parse_whole(text))?,
        left: node.value_of("barrierLeft")?.map(barrier).transpose()?,
        right: node.value_of("barrierRight")?.map(barrier).transpose()?,
    })
}

fn barrier(node: Node<'_>) -> Result<Barrier> {
    Ok(Barrier {
        kind: node.parse_child("barrierType", BarrierKind::parse)?,
        height: node.number("height", BARRIER)?,
        distance: node.number("distance", DISTANCE)?,
    })
}

fn change(property: Node<'_>) -> Result<PartialChange> {
    let node = property.only()?;
    let from = node.number("fromPosition", POSITION)?;
    let to = node.number("toPosition", POSITION)?;
    if from >= to {
        let fault = Fault::new("a fromPosition below the toPosition");
        return Err(node.fault(fault.found(format!("{from} and {to}"))));
    }
    let setting = setting(node)?;
    Ok(PartialChange { from, to, setting })
}
