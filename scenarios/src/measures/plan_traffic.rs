//! Traffic that a plan adds to roads, such as that of new homes.

use pluim_core::emission::{Fleet, Stream};
use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Selection, Vehicles};
use crate::plan::Found;

/// Traffic that a plan adds to roads: as many vehicles on each of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTraffic {
    /// Which roads.
    pub sources: Selection,
    /// Vehicles a day, both directions together; below 0 where the plan takes traffic away.
    pub vehicles_per_day: Vehicles,
}

impl PlanTraffic {
    pub(super) fn check(&self) -> Result<(), Fault> {
        if self.sources.is_everything() {
            let fault = Fault::new("roads that the traffic takes, by group, names or area");
            return Err(fault.found("no selection"));
        }
        match self
            .vehicles_per_day
            .given()
            .find(|(_, it)| !it.is_finite())
        {
            Some((_, found)) => Err(Fault::new("a number of vehicles a day").found(found)),
            None => Ok(()),
        }
    }

    /// Vehicles come to those of their class that are there, and stagnate and speed as they do; a
    /// class that is not there yet takes after the first.
    pub(super) fn apply(&self, source: &mut Found) -> bool {
        let Some(mut traffic) = source.traffic().cloned() else {
            return false;
        };
        for (class, per_day) in self.vehicles_per_day.given() {
            let fleet = Fleet::Class(class);
            match traffic.streams.iter_mut().find(|it| it.fleet == fleet) {
                Some(stream) => stream.per_day = (stream.per_day + per_day).max(0.0),
                None => {
                    let like = traffic.streams.first().cloned();
                    traffic.streams.push(Stream {
                        per_day: per_day.max(0.0),
                        stagnation: like.as_ref().map_or(0.0, |it| it.stagnation),
                        speed: like.as_ref().and_then(|it| it.speed),
                        strict: like.is_some_and(|it| it.strict),
                        fleet,
                    });
                }
            }
        }
        source.traffic = Some(traffic);
        true
    }
}
