//! Stations at which the run is compared, and those at which it is not.

use pluim_io::observation::{Observations, Station};

use super::background::Background;
use super::modelled::{Local, Modelled};
use super::{ValidateArgs, unknown_station};
use crate::error::Result;

/// Why a station is not compared: the run does not reach it.
pub(super) const OUTSIDE: &str = "outside the run";

/// A station and the run there (ug/m3).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    pub(super) station: Station,
    pub(super) background: f64,
    /// Background and sources.
    pub(super) total: f64,
    /// What the sources add.
    pub(super) increment: f64,
    /// The lowest and the highest increment in the cells around.
    pub(super) around: (f64, f64),
    /// What was measured above the background.
    pub(super) observed_increment: f64,
}

/// A station that is not compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LeftOut {
    pub(super) id: String,
    pub(super) why: &'static str,
}

/// The stations within the run, beside those of the background.
pub(super) fn compared(
    args: &ValidateArgs,
    observations: &Observations,
    modelled: &Modelled,
    background: &Background,
) -> Result<(Vec<Compared>, Vec<LeftOut>)> {
    for id in &args.leave_out {
        if !observations.stations.iter().any(|it| it.id == *id) {
            return Err(unknown_station(&args.observations, id, observations).into());
        }
    }
    let (mut list, mut left_out) = (Vec::new(), Vec::new());
    for station in &observations.stations {
        let local = modelled.at(station.at)?;
        let here = local.and_then(|local| Some((local, background.at(&local)?)));
        let why = match (reason(args, station), here) {
            (Some(why), _) => why,
            (None, None) => OUTSIDE,
            (None, Some((local, background))) => {
                list.push(beside(station, &local, background));
                continue;
            }
        };
        left_out.push(LeftOut {
            id: station.id.clone(),
            why,
        });
    }
    Ok((list, left_out))
}

fn reason(args: &ValidateArgs, station: &Station) -> Option<&'static str> {
    if args.background.contains(&station.id) {
        Some("background")
    } else if args.leave_out.contains(&station.id) {
        Some("as asked")
    } else if station.values == 0 || station.capture() < args.capture {
        Some("too few measurements")
    } else {
        None
    }
}

fn beside(station: &Station, local: &Local, background: f64) -> Compared {
    Compared {
        background,
        total: background + local.increment,
        increment: local.increment,
        around: local.around,
        observed_increment: station.mean - background,
        station: station.clone(),
    }
}
