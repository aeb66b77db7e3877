//! An area in which vehicles emit less, by class: a zero-emission or low-emission zone.

use std::path::PathBuf;

use pluim_core::emission::{Flow, Pollutant, RoadTraffic, Scaling, VehicleClass};
use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scale::known;
use super::{Vehicles, within};
use crate::plan::Found;

/// An area in which vehicles emit less, by class. A road belongs to the area that holds its middle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZeroEmissionZone {
    /// File with the polygon, or several.
    pub area: PathBuf,
    /// Factor on the emission of every class, 0 to 1; classes that are not named stay.
    pub factors: Vehicles,
    /// Pollutants on which the factors work; all where absent. Particles come from brakes, tyres
    /// and the road too: name the others where that part shall stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pollutants: Vec<String>,
}

impl ZeroEmissionZone {
    pub(super) fn check(&self) -> Result<(), Fault> {
        for (_, factor) in self.factors.given() {
            within("a factor on the emission of a class", factor, 1.0)?;
        }
        known(&self.pollutants).map(|_| ())
    }

    pub(super) fn apply(&self, source: &mut Found) -> bool {
        let Some(mut traffic) = source.traffic().cloned() else {
            return false;
        };
        let mut pollutants = known(&self.pollutants).unwrap_or_default();
        if pollutants.is_empty() {
            pollutants = Pollutant::ALL.to_vec();
        }
        for (vehicle, factor) in self.factors.given() {
            for pollutant in &pollutants {
                multiply(&mut traffic, vehicle, *pollutant, factor);
            }
        }
        source.traffic = Some(traffic);
        true
    }
}

/// Multiplies the emission of a class of vehicles, on top of the measures that hold already, of
/// which the largest counts.
fn multiply(traffic: &mut RoadTraffic, vehicle: VehicleClass, pollutant: Pollutant, factor: f64) {
    for flow in [Flow::Free, Flow::Stagnating] {
        let same =
            |it: &Scaling| it.vehicle == vehicle && it.pollutant == pollutant && it.flow == flow;
        let held = traffic.measures.iter().filter(|it| same(it));
        let held = held.map(|it| it.factor).reduce(f64::max).unwrap_or(1.0);
        traffic.measures.retain(|it| !same(it));
        traffic.measures.push(Scaling {
            pollutant,
            vehicle,
            flow,
            factor: held * factor,
        });
    }
}
