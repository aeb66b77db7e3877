//! Points at which to calculate, and how roads reach them.

use geo_types::{Coord, LineString};
use pluim_core::emission::Pollutant;

use super::source::reference;
use super::words::{
    MonitorSubstance, RejectionGrounds, ResultType, RoadProfile, TreeProfile, substance,
};
use crate::error::Result;
use crate::gml;
use crate::number::Rule;
use crate::xml::Node;

const HEIGHT: Rule = Rule::between("a height in m", 0.0, 1000.0);
const CORRECTION: Rule = Rule::any("a correction");

/// What is added to a result at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCorrection {
    /// Label; may be empty.
    pub label: String,
    /// Substance.
    pub pollutant: Pollutant,
    /// Kind of result.
    pub result: ResultType,
    /// What is added, in the unit of the result.
    pub value: f64,
}

/// A point at which to calculate.
#[derive(Debug, Clone, PartialEq)]
pub struct CalculationPoint {
    /// Identification (`gml:id`).
    pub id: String,
    /// Kind, as the name of its element, such as `NSLCalculationPoint`.
    pub kind: String,
    /// Label; may be empty.
    pub label: String,
    /// Place in RD New (m).
    pub at: Coord<f64>,
    /// Height above ground (m), where stated.
    pub height: Option<f64>,
    /// Why it is not assessed, where stated.
    pub rejection: Option<RejectionGrounds>,
    /// What it is assessed for, where stated.
    pub monitored: Option<MonitorSubstance>,
    /// Corrections.
    pub corrections: Vec<PointCorrection>,
}

/// How the emission of a street reaches a point.
#[derive(Debug, Clone, PartialEq)]
pub struct DispersionLine {
    /// Identification (`gml:id`).
    pub id: String,
    /// Label; may be empty.
    pub label: String,
    /// Buildings.
    pub profile: RoadProfile,
    /// Trees.
    pub trees: TreeProfile,
    /// The line itself in RD New (m), where drawn.
    pub line: Option<LineString<f64>>,
    /// Identification of the point.
    pub point: String,
    /// Identification of the road.
    pub road: String,
}

pub(super) fn read_point(node: Node<'_>, id: &str) -> Result<CalculationPoint> {
    Ok(CalculationPoint {
        id: id.to_owned(),
        kind: node.name().to_owned(),
        label: node.text_of("label"),
        at: gml::point_in(node.need("GM_Point")?)?,
        height: node.maybe_number("height", HEIGHT)?,
        rejection: node.maybe("rejectionGrounds", RejectionGrounds::parse)?,
        monitored: node.maybe("monitorSubstance", MonitorSubstance::parse)?,
        corrections: node
            .all("correction")
            .map(correction)
            .collect::<Result<_>>()?,
    })
}

fn correction(property: Node<'_>) -> Result<PointCorrection> {
    let node = property.only()?;
    Ok(PointCorrection {
        label: node.text_of("label"),
        pollutant: node.parse_attribute("substance", substance)?,
        result: node.parse_attribute("resultType", ResultType::parse)?,
        value: node.number("value", CORRECTION)?,
    })
}

pub(super) fn read_line(node: Node<'_>, id: &str) -> Result<DispersionLine> {
    Ok(DispersionLine {
        id: id.to_owned(),
        label: node.text_of("label"),
        profile: node.parse_child("roadProfile", RoadProfile::parse)?,
        trees: node.parse_child("treeProfile", TreeProfile::parse)?,
        line: node.child("geometry").map(gml::line_in).transpose()?,
        point: reference(node.need("calculationPoint")?)?,
        road: reference(node.need("road")?)?,
    })
}
