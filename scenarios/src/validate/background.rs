//! The background, from stations that measure it.

use std::path::Path;

use pluim_io::error::InputError;
use pluim_io::observation::{Columns, Observations, read};

use super::modelled::Modelled;
use super::{ValidateArgs, unknown_station};
use crate::error::Result;

/// The background of all stations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Background {
    /// Annual mean (ug/m3).
    pub(super) value: f64,
    /// What every station of it measured, and what the run adds there (ug/m3).
    pub(super) stations: Vec<Part>,
}

/// A station of the background.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) observed: f64,
    /// What is taken off, so that nothing counts twice; none outside the run.
    pub(super) added: Option<f64>,
}

impl Background {
    /// The mean of the named stations. Where the run holds no background, what the run adds at
    /// these stations is taken off, so that it does not count twice.
    pub(super) fn of(
        args: &ValidateArgs,
        observations: &Observations,
        modelled: &Modelled,
    ) -> Result<Self> {
        let mut stations = Vec::new();
        for id in &args.background {
            let station = observations.stations.iter().find(|it| it.id == *id);
            let station =
                station.ok_or_else(|| unknown_station(&args.observations, id, observations))?;
            if station.values == 0 || station.capture() < args.capture {
                let share = format!("{:.0} % at {id}", 100.0 * station.capture());
                let expected =
                    format!("at least {:.0} % of the measurements", 100.0 * args.capture);
                return Err(InputError::new(&args.observations, expected)
                    .found(share)
                    .into());
            }
            let local = modelled
                .at(station.at)?
                .filter(|_| !modelled.with_background);
            stations.push(Part {
                id: id.clone(),
                name: station.name.clone(),
                observed: station.mean,
                added: local.map(|it| it.value),
            });
        }
        let own = |part: &Part| part.observed - part.added.unwrap_or(0.0);
        let value = stations.iter().map(own).sum::<f64>() / stations.len() as f64;
        Ok(Self { value, stations })
    }
}

/// Annual mean ozone (ug/m3) at the stations of the background that measure it.
pub(super) fn ozone(file: &Path, background: &[String], epsg: u32) -> Result<f64> {
    let columns = Columns {
        pollutant: Some(pluim_core::emission::Pollutant::O3),
        ..Columns::default()
    };
    let observations = read(file, &columns, epsg)?;
    if observations.pollutant != pluim_core::emission::Pollutant::O3 {
        let error = InputError::new(file, "measurements of ozone");
        return Err(error.found(observations.pollutant).into());
    }
    let stations = observations.stations.iter();
    let means: Vec<f64> = stations
        .filter(|it| background.contains(&it.id) && it.values > 0)
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
