//! Vehicles on a road.

use pluim_core::emission::{Amounts, Fleet, Stream, VehicleClass};

use super::source::amounts;
use super::words::{TimeUnit, truth};
use crate::emission_factors::vehicle;
use crate::error::{Fault, Result};
use crate::number::Rule;
use crate::xml::Node;

const DAYS_PER_YEAR: f64 = 365.0;
const COUNT: Rule = Rule::between("a number of vehicles", 0.0, 1e9);
const SHARE: Rule = Rule::between("a stagnation factor", 0.0, 1.0);
const SPEED: Rule = Rule::between("a speed limit in km/h", 0.0, 200.0);
const FACTOR: Rule = Rule::between("an emission factor in g per vehicle-km", 0.0, 10_000.0);

/// What kind of vehicles.
#[derive(Debug, Clone, PartialEq)]
pub enum VehicleKind {
    /// The average fleet of a class.
    Standard {
        /// Class.
        class: VehicleClass,
        /// Share that stagnates, 0 to 1.
        stagnation: f64,
        /// Speed limit (km/h); none where it is absent or 0.
        speed: Option<f64>,
        /// Whether the limit is strictly enforced.
        strict: bool,
    },
    /// One type of vehicle, by its code (fuel, Euro class).
    Specific {
        /// Code.
        code: String,
    },
    /// Vehicles with factors of their own.
    Custom {
        /// Description.
        description: String,
        /// Emission (g per vehicle-km), 0 or more.
        factors: Amounts,
    },
}

/// Vehicles of one kind on a road.
#[derive(Debug, Clone, PartialEq)]
pub struct Vehicles {
    /// Kind.
    pub kind: VehicleKind,
    /// How many in each time unit, 0 or more.
    pub count: f64,
    /// Time unit.
    pub unit: TimeUnit,
}

impl Vehicles {
    /// Mean number a day.
    #[must_use]
    pub fn per_day(&self) -> f64 {
        match self.unit {
            TimeUnit::Day => self.count,
            unit => self.count * unit.per_year() / DAYS_PER_YEAR,
        }
    }

    /// The vehicles for which emission factors can be found.
    pub(super) fn stream(&self) -> Option<Stream> {
        let (fleet, stagnation, speed, strict) = match &self.kind {
            VehicleKind::Standard {
                class,
                stagnation,
                speed,
                strict,
            } => (Fleet::Class(*class), *stagnation, *speed, *strict),
            VehicleKind::Custom { factors, .. } => (Fleet::Own(factors.clone()), 0.0, None, false),
            VehicleKind::Specific { .. } => return None,
        };
        Some(Stream {
            fleet,
            per_day: self.per_day(),
            stagnation,
            speed,
            strict,
        })
    }

    /// The code of vehicles for which no factors are known.
    pub(super) fn specific(&self) -> Option<&str> {
        match &self.kind {
            VehicleKind::Specific { code } if self.count > 0.0 => Some(code),
            _ => None,
        }
    }
}

pub(super) fn read(property: Node<'_>) -> Result<Vehicles> {
    let node = property.only()?;
    Ok(Vehicles {
        kind: kind(node)?,
        count: node.number("vehiclesPerTimeUnit", COUNT)?,
        unit: node.parse_child("timeUnit", TimeUnit::parse)?,
    })
}

fn kind(node: Node<'_>) -> Result<VehicleKind> {
    match node.name() {
        "StandardVehicle" => standard(node),
        "SpecificVehicle" => Ok(VehicleKind::Specific {
            code: node.attribute("vehicleType")?.to_owned(),
        }),
        "CustomVehicle" => custom(node),
        other => {
            let names = ["StandardVehicle", "SpecificVehicle", "CustomVehicle"];
            let fault = Fault::new(names.join(", ")).found(other).nearest(names);
            Err(node.fault(fault))
        }
    }
}

/// Vehicles with factors of their own, which version 5.1 calls `emission`.
fn custom(node: Node<'_>) -> Result<VehicleKind> {
    let mut factors = amounts(node, "emissionFactor", FACTOR)?;
    factors.add_all(&amounts(node, "emission", FACTOR)?);
    Ok(VehicleKind::Custom {
        description: node.text_of("description"),
        factors,
    })
}

fn standard(node: Node<'_>) -> Result<VehicleKind> {
    let speed = node.maybe_number("maximumSpeed", SPEED)?;
    Ok(VehicleKind::Standard {
        class: node.parse_attribute("vehicleType", vehicle)?,
        stagnation: node.number("stagnationFactor", SHARE)?,
        speed: speed.filter(|speed| *speed > 0.0),
        strict: node.maybe("strictEnforcement", truth)?.unwrap_or(false),
    })
}
