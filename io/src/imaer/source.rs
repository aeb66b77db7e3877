//! Sources of emission.

use pluim_core::emission::Amounts;
use pluim_core::plume_rise::heat_content::stack_of_heat;
use pluim_core::source::{Outlet, Shape, Stack};

use super::words::{OutflowDirection, OutflowVelocity, substance};
use crate::error::Result;
use crate::gml;
use crate::number::Rule;
use crate::xml::Node;

const SECTOR: Rule = Rule::between("a sector number", 0.0, 100_000.0);
const HEAT: Rule = Rule::between("a heat content in MW", -1e4, 1e4);
const HEIGHT: Rule = Rule::between("a height in m", 0.0, 1000.0);
const SPREAD: Rule = Rule::between("a vertical spread in m", 0.0, 1000.0);
const CELSIUS: Rule = Rule::between("a temperature in degrees Celsius", -50.0, 2000.0);
const DIAMETER: Rule = Rule::between("a diameter in m", 0.0, 100.0);
const VELOCITY: Rule = Rule::between("a velocity in m/s", 0.0, 200.0);
/// 0 degrees Celsius (K).
const FREEZING: f64 = 273.15;
/// Air as it usually is in the Netherlands (K), where the file gives no temperature.
const USUAL_AIR: f64 = 283.15;
const EMISSION: Rule = Rule::between("an emission in kg/yr", 0.0, 1e12);

/// The heat that a source gives off with its emission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Heat {
    /// As stated (MW).
    Specified(f64),
    /// To be calculated from the outflow.
    Outflow {
        /// Temperature of the gas (K); that of the air where absent.
        temperature: Option<f64>,
        /// Diameter of the opening (m), 0 or more.
        diameter: f64,
        /// Exit velocity (m/s), 0 or more.
        velocity: f64,
        /// Where the gas leaves towards.
        direction: OutflowDirection,
        /// State of the gas to which the velocity refers.
        state: OutflowVelocity,
    },
}

impl Heat {
    /// The exhaust of a point that gives off this heat, which is above 0. A velocity at 0 degrees
    /// Celsius becomes that of the gas as it leaves.
    #[must_use]
    pub fn stack(self) -> Stack {
        match self {
            Self::Specified(megawatt) => stack_of_heat(megawatt),
            Self::Outflow {
                temperature,
                diameter,
                velocity,
                direction,
                state,
            } => Stack {
                diameter,
                velocity: match state {
                    OutflowVelocity::Actual => velocity,
                    OutflowVelocity::Normalised => {
                        velocity * temperature.unwrap_or(USUAL_AIR) / FREEZING
                    }
                },
                temperature: temperature.unwrap_or(0.0),
                outlet: match direction {
                    OutflowDirection::Vertical => Outlet::Vertical,
                    OutflowDirection::Horizontal => Outlet::Horizontal,
                },
            },
        }
    }
}

/// How a source gives off its emission.
#[derive(Debug, Clone, PartialEq)]
pub struct Characteristics {
    /// Heat.
    pub heat: Heat,
    /// Height above ground (m), 0 or more.
    pub height: f64,
    /// Vertical spread about that height (m), 0 or more.
    pub spread: Option<f64>,
    /// Code of the standard time profile; may be empty. Of a profile of the file's own, the name
    /// of its element.
    pub time_profile: String,
    /// Identification of the building that disturbs the plume.
    pub building: Option<String>,
}

/// What all sources have.
#[derive(Debug, Clone, PartialEq)]
pub struct EmissionSource {
    /// Identification (`gml:id`).
    pub id: String,
    /// Kind, as the name of its element, such as `EmissionSource` or `FarmAnimalHousingSource`.
    pub kind: String,
    /// Number of the sector.
    pub sector: i32,
    /// Label; may be empty.
    pub label: String,
    /// How it emits.
    pub characteristics: Option<Characteristics>,
    /// Where it lies, in RD New (m).
    pub shape: Shape,
    /// Stated emission of the whole source (kg/yr); empty where none is stated.
    pub emissions: Amounts,
}

impl EmissionSource {
    /// Whether it gives off heat or blows out gas, so that its plume rises.
    #[must_use]
    pub fn gives_off_heat(&self) -> bool {
        let heat = self.characteristics.as_ref().map(|it| it.heat);
        match heat {
            None => false,
            Some(Heat::Specified(megawatt)) => megawatt > 0.0,
            Some(Heat::Outflow {
                velocity, diameter, ..
            }) => velocity > 0.0 && diameter > 0.0,
        }
    }
}

/// Reads what all sources have; `id` is the feature's identification.
pub(super) fn read(node: Node<'_>, id: &str) -> Result<EmissionSource> {
    let characteristics = node.value_of("emissionSourceCharacteristics")?;
    Ok(EmissionSource {
        id: id.to_owned(),
        kind: node.name().to_owned(),
        sector: node.parse_attribute("sectorId", |text| SECTOR.parse_whole(text))?,
        label: node.text_of("label"),
        characteristics: characteristics
            .map(characteristics_of)
            .transpose()?
            .flatten(),
        shape: shape(node)?,
        emissions: amounts(node, "emission", EMISSION)?,
    })
}

/// The geometry: of sources and buildings wrapped twice, of areas once.
pub(super) fn shape(node: Node<'_>) -> Result<Shape> {
    let wrapped = node.need("geometry")?.only()?;
    let property = wrapped
        .children()
        .find(|child| child.name().starts_with("GM_"));
    match property {
        Some(property) => gml::shape_in(property),
        None => gml::shape(wrapped),
    }
}

/// Values per substance, each in a property `name`.
pub(super) fn amounts(node: Node<'_>, name: &str, rule: Rule) -> Result<Amounts> {
    let mut amounts = Amounts::new();
    for property in node.all(name) {
        let emission = property.only()?;
        let pollutant = emission.parse_attribute("substance", substance)?;
        amounts.add(pollutant, emission.number("value", rule)?);
    }
    Ok(amounts)
}

/// The characteristics; none for the kinds of other countries.
fn characteristics_of(node: Node<'_>) -> Result<Option<Characteristics>> {
    if node.name() != "EmissionSourceCharacteristics" {
        return Ok(None);
    }
    let heat = node.need("heatContent")?.only()?;
    // version 5.1 has another name for it
    let profile = match node.value_of("timeVaryingProfile")? {
        Some(profile) => Some(profile),
        None => node.value_of("diurnalVariation")?,
    };
    Ok(Some(Characteristics {
        heat: heat_of(heat)?,
        height: node.number("emissionHeight", HEIGHT)?,
        spread: node.maybe_number("spread", SPREAD)?,
        time_profile: profile.map(profile_code).unwrap_or_default(),
        building: node.child("building").map(reference).transpose()?,
    }))
}

fn profile_code(node: Node<'_>) -> String {
    match node.text_of("standardType") {
        none if none.is_empty() => node.name().to_owned(),
        code => code,
    }
}

fn heat_of(node: Node<'_>) -> Result<Heat> {
    if node.name() == "SpecifiedHeatContent" {
        return node.number("value", HEAT).map(Heat::Specified);
    }
    let celsius = node.maybe_number("emissionTemperature", CELSIUS)?;
    Ok(Heat::Outflow {
        temperature: celsius.map(|celsius| celsius + FREEZING),
        diameter: node.number("outflowDiameter", DIAMETER)?,
        velocity: node.number("outflowVelocity", VELOCITY)?,
        direction: node.parse_child("outflowDirection", OutflowDirection::parse)?,
        state: node.parse_child("outflowVelocityType", OutflowVelocity::parse)?,
    })
}

/// The identification to which a property refers (`xlink:href="#id"`).
pub(super) fn reference(node: Node<'_>) -> Result<String> {
    let href = node.attribute("href")?;
    Ok(href.strip_prefix('#').unwrap_or(href).to_owned())
}
