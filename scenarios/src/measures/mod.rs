//! Measures: what a variant does to the sources of a scenario, one file a measure.

mod closed_street;
mod emission_year;
mod plan_traffic;
mod ready;
mod replace_sources;
mod scale;
mod selection;
mod shore_power;
mod speed_limit;
mod wood_stove_ban;
mod zero_emission_zone;

use std::path::PathBuf;

use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::Found;

pub use closed_street::ClosedStreet;
pub use emission_year::EmissionYear;
pub use plan_traffic::PlanTraffic;
pub(crate) use ready::Ready;
pub use replace_sources::ReplaceSources;
pub use scale::Scale;
pub use selection::{Selection, Vehicles};
pub use shore_power::ShorePower;
pub use speed_limit::SpeedLimit;
pub use wood_stove_ban::WoodStoveBan;
pub use zero_emission_zone::ZeroEmissionZone;

/// A measure, named by its `kind`. Measures work in the order in which they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measure {
    /// Every emission of some sources times a factor.
    Scale(Scale),
    /// Another file with sources in the place of a source group.
    ReplaceSources(ReplaceSources),
    /// An area in which vehicles emit less, by class.
    ZeroEmissionZone(ZeroEmissionZone),
    /// Another speed limit.
    SpeedLimit(SpeedLimit),
    /// Streets without traffic.
    ClosedStreet(ClosedStreet),
    /// Traffic that a plan adds to roads.
    PlanTraffic(PlanTraffic),
    /// Fewer wood stoves, or none.
    WoodStoveBan(WoodStoveBan),
    /// Ships at berth that take their power from the shore.
    ShorePower(ShorePower),
    /// Road emission factors of another year.
    EmissionYear(EmissionYear),
}

impl Measure {
    /// The word for it in scenario files.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scale(_) => "scale",
            Self::ReplaceSources(_) => "replace_sources",
            Self::ZeroEmissionZone(_) => "zero_emission_zone",
            Self::SpeedLimit(_) => "speed_limit",
            Self::ClosedStreet(_) => "closed_street",
            Self::PlanTraffic(_) => "plan_traffic",
            Self::WoodStoveBan(_) => "wood_stove_ban",
            Self::ShorePower(_) => "shore_power",
            Self::EmissionYear(_) => "emission_year",
        }
    }

    /// On which sources it works.
    pub(crate) fn selection(&self) -> Selection {
        match self {
            Self::Scale(it) => it.sources.clone(),
            Self::ZeroEmissionZone(it) => Selection::within(&it.area),
            Self::SpeedLimit(it) => it.sources.clone(),
            Self::ClosedStreet(it) => it.sources.clone(),
            Self::PlanTraffic(it) => it.sources.clone(),
            Self::WoodStoveBan(it) => Selection::of_group(&it.group, it.area.as_ref()),
            Self::ShorePower(it) => Selection::of_group(&it.group, it.area.as_ref()),
            Self::ReplaceSources(it) => Selection::of_group(&it.group, None),
            Self::EmissionYear(_) => Selection::default(),
        }
    }

    /// Checks the numbers that types do not.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        match self {
            Self::Scale(it) => it.check(),
            Self::ZeroEmissionZone(it) => it.check(),
            Self::SpeedLimit(it) => it.check(),
            Self::ClosedStreet(it) => it.check(),
            Self::PlanTraffic(it) => it.check(),
            Self::WoodStoveBan(it) => it.check(),
            Self::ShorePower(it) => it.check(),
            Self::ReplaceSources(_) | Self::EmissionYear(_) => Ok(()),
        }
    }

    /// The paths in it, each with its key.
    pub(crate) fn paths(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        fn one<'a>(
            field: &'static str,
            path: Option<&'a mut PathBuf>,
        ) -> Vec<(&'static str, &'a mut PathBuf)> {
            path.map(|path| (field, path)).into_iter().collect()
        }
        let area = "measures.area";
        match self {
            Self::Scale(it) => one(area, it.sources.area.as_mut()),
            Self::SpeedLimit(it) => one(area, it.sources.area.as_mut()),
            Self::ClosedStreet(it) => one(area, it.sources.area.as_mut()),
            Self::PlanTraffic(it) => one(area, it.sources.area.as_mut()),
            Self::ZeroEmissionZone(it) => one(area, Some(&mut it.area)),
            Self::WoodStoveBan(it) => one(area, it.area.as_mut()),
            Self::ShorePower(it) => one(area, it.area.as_mut()),
            Self::EmissionYear(it) => one("measures.roads", Some(&mut it.roads)),
            Self::ReplaceSources(it) => {
                let all = [
                    &mut it.cimlk,
                    &mut it.measures,
                    &mut it.imaer,
                    &mut it.vector,
                ];
                let names = [
                    "measures.cimlk",
                    "measures.measures",
                    "measures.imaer",
                    "measures.vector",
                ];
                let both = names.into_iter().zip(all);
                both.flat_map(|(name, path)| one(name, path.as_mut()))
                    .collect()
            }
        }
    }

    /// Changes a source on which it works; whether it did.
    pub(crate) fn apply(&self, source: &mut Found) -> bool {
        match self {
            Self::Scale(it) => it.apply(source),
            Self::ZeroEmissionZone(it) => it.apply(source),
            Self::SpeedLimit(it) => it.apply(source),
            Self::ClosedStreet(_) => closed_street::apply(source),
            Self::PlanTraffic(it) => it.apply(source),
            Self::WoodStoveBan(it) => it.apply(source),
            Self::ShorePower(it) => it.apply(source),
            // these work on files, before any source is read
            Self::ReplaceSources(_) => true,
            Self::EmissionYear(_) => source.traffic().is_some(),
        }
    }
}

/// A share or a factor within its range.
fn within(what: &'static str, value: f64, most: f64) -> Result<(), Fault> {
    if (0.0..=most).contains(&value) {
        return Ok(());
    }
    let most = if most.is_finite() {
        format!("0 to {most}")
    } else {
        "0 or more".to_owned()
    };
    Err(Fault::new(format!("{what} ({most})")).found(value))
}
