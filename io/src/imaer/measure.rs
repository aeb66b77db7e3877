//! Areas in which measures lower the emission of traffic.

use geo_types::Polygon;
use pluim_core::emission::{Amounts, RoadType, VehicleClass};

use super::words::substance;
use crate::emission_factors::{road_type, vehicle};
use crate::error::Result;
use crate::gml;
use crate::number::Rule;
use crate::xml::Node;

const FACTOR: Rule = Rule::between("a factor on the emission", 0.0, 1000.0);

/// What a measure does to one class of vehicles on one type of road.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMeasure {
    /// Vehicles.
    pub vehicle: VehicleClass,
    /// Type of road.
    pub road_type: RoadType,
    /// Factors on the emission per pollutant, 0 or more; 1 changes nothing.
    pub factors: Amounts,
}

/// An area with measures.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureArea {
    /// Identification (`gml:id`).
    pub id: String,
    /// Label; may be empty.
    pub label: String,
    /// Measures.
    pub measures: Vec<AreaMeasure>,
    /// Area in RD New (m).
    pub area: Polygon<f64>,
}

pub(super) fn read(node: Node<'_>, id: &str) -> Result<MeasureArea> {
    Ok(MeasureArea {
        id: id.to_owned(),
        label: node.text_of("label"),
        measures: node.all("measure").map(measure).collect::<Result<_>>()?,
        area: gml::polygon_in(node.need("geometry")?)?,
    })
}

fn measure(property: Node<'_>) -> Result<AreaMeasure> {
    let node = property.only()?;
    let mut factors = Amounts::new();
    for reduction in node.all("reduction") {
        let reduction = reduction.only()?;
        let pollutant = reduction.parse_attribute("substance", substance)?;
        factors.set(pollutant, reduction.number("factor", FACTOR)?);
    }
    Ok(AreaMeasure {
        vehicle: node.parse_child("vehicleType", vehicle)?,
        road_type: node.parse_child("roadType", road_type)?,
        factors,
    })
}
