//! Buildings that disturb plumes.

use pluim_core::source::Shape;

use super::source::shape;
use crate::error::{Fault, Result};
use crate::number::Rule;
use crate::xml::Node;

const HEIGHT: Rule = Rule::between("a height in m", 0.0, 1000.0);
const DIAMETER: Rule = Rule::between("a diameter in m", 0.0, 1000.0);

/// A building.
#[derive(Debug, Clone, PartialEq)]
pub struct Building {
    /// Identification (`gml:id`).
    pub id: String,
    /// Label; may be empty.
    pub label: String,
    /// Height (m), 0 or more.
    pub height: f64,
    /// Ground plan in RD New (m): an area, or the centre of a round building.
    pub shape: Shape,
    /// Diameter of a round building (m).
    pub diameter: Option<f64>,
}

pub(super) fn read(node: Node<'_>, id: &str) -> Result<Building> {
    let building = Building {
        id: id.to_owned(),
        label: node.text_of("label"),
        height: node.number("height", HEIGHT)?,
        shape: shape(node)?,
        diameter: node.maybe_number("diameter", DIAMETER)?,
    };
    match (&building.shape, building.diameter) {
        (Shape::Line(_), _) => Err(node.fault(Fault::new("a building with an area or a centre"))),
        (Shape::Point(_), None) => {
            Err(node.fault(Fault::new("a diameter, as the building is a point")))
        }
        _ => Ok(building),
    }
}
