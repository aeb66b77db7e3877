//! The background, from stations that measure it.

use std::path::Path;

use pluim_core::emission::Pollutant;
use pluim_io::error::InputError;
use pluim_io::observation::{Columns, Observations, read};

use super::modelled::{Local, Modelled};
use super::{ValidateArgs, unknown_station};
use crate::error::Result;

/// Where the background comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Background {
    /// The run holds it, place by place.
    OfRun,
    /// Stations measured it: their mean (ug/m3) without what the run adds there, so that nothing
    /// counts twice.
    Measured { mean: f64, stations: Vec<Part> },
}

/// A station of the background.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) observed: f64,
    /// What is taken off; none outside the run.
    pub(super) added: Option<f64>,
}

impl Background {
    /// That of the named stations, or that of the run where none is named.
    pub(super) fn of(
        args: &ValidateArgs,
        observations: &Observations,
        modelled: &Modelled,
    ) -> Result<Self> {
        if args.background.is_empty() && modelled.holds_background() {
            return Ok(Self::OfRun);
        }
        if args.background.is_empty() {
            return Err(without(args, observations).into());
        }
        let stations = args
            .background
            .iter()
            .map(|id| part(id, args, observations, modelled))
            .collect::<Result<Vec<_>>>()?;
        let own = |part: &Part| part.observed - part.added.unwrap_or(0.0);
        let mean = stations.iter().map(own).sum::<f64>() / stations.len() as f64;
        Ok(Self::Measured { mean, stations })
    }

    /// The background at a place where the run says `local`; none where it has no value.
    pub(super) fn at(&self, local: &Local) -> Option<f64> {
        match self {
            Self::OfRun => local.background,
            Self::Measured { mean, .. } => Some(*mean),
        }
    }

    /// Its stations; none where it is that of the run.
    pub(super) fn stations(&self) -> &[Part] {
        match self {
            Self::OfRun => &[],
            Self::Measured { stations, .. } => stations,
        }
    }
}

fn without(args: &ValidateArgs, observations: &Observations) -> InputError {
    let behind = observations
        .stations
        .iter()
        .filter(|it| it.kind.contains("achtergrond"))
        .take(3)
        .map(|it| it.id.as_str());
    let ids: Vec<&str> = behind.collect();
    let example = if ids.is_empty() {
        "ID,...".to_owned()
    } else {
        ids.join(",")
    };
    InputError::new(
        &args.run,
        "a run with a background, or stations that measure it",
    )
    .found("neither")
    .hint(format!("name stations, as in --background {example}"))
}

fn part(
    id: &str,
    args: &ValidateArgs,
    observations: &Observations,
    modelled: &Modelled,
) -> Result<Part> {
    let station = observations.stations.iter().find(|it| it.id == id);
    let station = station.ok_or_else(|| unknown_station(&args.observations, id, observations))?;
    if station.values == 0 || station.capture() < args.capture {
        let share = format!("{:.0} % at {id}", 100.0 * station.capture());
        let expected = format!("at least {:.0} % of the measurements", 100.0 * args.capture);
        return Err(InputError::new(&args.observations, expected)
            .found(share)
            .into());
    }
    Ok(Part {
        id: id.to_owned(),
        name: station.name.clone(),
        observed: station.mean,
        added: modelled.at(station.at)?.map(|it| it.increment),
    })
}

/// Annual mean ozone (ug/m3) at the stations of the background that measure it; at all stations of
/// the file where none is named.
pub(super) fn ozone(file: &Path, background: &[String], epsg: u32) -> Result<f64> {
    let columns = Columns {
        pollutant: Some(Pollutant::O3),
        ..Columns::default()
    };
    let observations = read(file, &columns, epsg)?;
    if observations.pollutant != Pollutant::O3 {
        let error = InputError::new(file, "measurements of ozone");
        return Err(error.found(observations.pollutant).into());
    }
    let stations = observations.stations.iter();
    let means: Vec<f64> = stations
        .filter(|it| background.is_empty() || background.contains(&it.id))
        .filter(|it| it.values > 0)
        .map(|it| it.mean)
        .collect();
    if means.is_empty() {
        return Err(
            InputError::new(file, "ozone at a station of the background")
                .found(format!("none at {}", background.join(", ")))
                .hint("name a station that measures ozone among those of --background")
                .into(),
        );
    }
    Ok(means.iter().sum::<f64>() / means.len() as f64)
}
