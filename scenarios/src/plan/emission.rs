//! The emission of every source, as `pluim emissions` lists it.

use std::collections::BTreeMap;

use pluim_core::emission::{Amounts, Pollutant};
use pluim_io::run_folder::UncertainGroup;

/// A source's emission over a year.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEmission {
    /// The source's own identification.
    pub id: String,
    /// Its name, such as that of its street; may be empty.
    pub name: String,
    /// Its source group.
    pub group: String,
    /// Emission (kg/yr) of every pollutant that its file gives.
    pub yearly: Amounts,
    /// Where factors stand in for others; empty where every factor was at hand.
    pub notes: Vec<String>,
    /// The true emission lies between this one divided by and multiplied with this factor (-);
    /// none where it is not stated.
    pub uncertainty: Option<f64>,
}

/// The groups with sources whose emission is known to within a factor only: the largest factor, and
/// what such sources emit.
pub(crate) fn uncertain_groups(emissions: &[SourceEmission]) -> Vec<UncertainGroup> {
    let mut groups: BTreeMap<&str, (f64, Vec<Pollutant>)> = BTreeMap::new();
    for source in emissions {
        let Some(own) = source.uncertainty.filter(|factor| *factor > 1.0) else {
            continue;
        };
        let (factor, pollutants) = groups.entry(&source.group).or_default();
        *factor = factor.max(own);
        pollutants.extend(source.yearly.iter().map(|(pollutant, _)| pollutant));
    }
    groups.into_iter().map(uncertain_group).collect()
}

fn uncertain_group((group, (factor, emitted)): (&str, (f64, Vec<Pollutant>))) -> UncertainGroup {
    let each = Pollutant::ALL.into_iter().filter(|it| emitted.contains(it));
    UncertainGroup {
        group: group.to_owned(),
        factor,
        pollutants: each.map(|it| it.name().to_owned()).collect(),
    }
}
