//! Activities whose emission follows from tables of factors: wood stoves, ships, animals.

use std::path::{Path, PathBuf};

use pluim_io::activity_factors::{parse_animals, parse_appliances, parse_ships};
use pluim_io::error::{Result, read_text};
use pluim_io::run_folder::FileRecord;
use pluim_io::vector::Activity;

use crate::plan::shown;
use crate::scenario::{Factors, SourceKind};

const WOOD_STOVES: &str = include_str!("../../../data/wood_stoves.csv");
const INLAND_SHIPPING: &str = include_str!("../../../data/inland_shipping.csv");
const LIVESTOCK: &str = include_str!("../../../data/livestock.csv");

/// The activity of a kind of source with its factors: the table that the scenario names, else the
/// one that pluim carries; none for kinds that state their emission.
pub(super) fn activity(
    kind: SourceKind,
    factors: &Factors,
    inputs: &mut Vec<FileRecord>,
) -> Result<Option<Activity>> {
    let mut table = |own: &Option<PathBuf>, name: &str, carried: &str| {
        let Some(own) = own else {
            return Ok((PathBuf::from(name), carried.to_owned()));
        };
        inputs.push(FileRecord::of(own, shown(own))?.used_as(kind.key()));
        Ok((own.clone(), read_text(own)?))
    };
    Ok(match kind {
        SourceKind::WoodStoves => {
            let (file, text) = table(&factors.wood_stoves, "wood_stoves.csv", WOOD_STOVES)?;
            Some(Activity::WoodStoves(parse_appliances(&file, &text)?))
        }
        SourceKind::InlandShipping => {
            let own = &factors.inland_shipping;
            let (file, text) = table(own, "inland_shipping.csv", INLAND_SHIPPING)?;
            Some(Activity::InlandShipping(parse_ships(&file, &text)?))
        }
        SourceKind::Livestock => {
            let (file, text) = table(&factors.livestock, "livestock.csv", LIVESTOCK)?;
            Some(Activity::Livestock(parse_animals(Path::new(&file), &text)?))
        }
        SourceKind::Cimlk | SourceKind::Imaer | SourceKind::Vector => None,
    })
}

/// The start of a release where neither file nor table says it (m).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UsualRelease {
    /// Height above ground.
    pub(super) height: f64,
    /// First lateral spread.
    pub(super) sigma_y0: f64,
    /// First vertical spread.
    pub(super) sigma_z0: f64,
}

impl UsualRelease {
    /// Chimneys on homes of two storeys, ships' exhausts in their own wake, vents of low barns in
    /// theirs; at the ground without spread for anything else.
    pub(super) fn of(activity: Option<&Activity>) -> Self {
        let [height, sigma_y0, sigma_z0] = match activity {
            None => [0.0, 0.0, 0.0],
            Some(Activity::WoodStoves(_)) => [8.0, 2.0, 3.0],
            Some(Activity::InlandShipping(_)) => [5.0, 5.0, 4.0],
            Some(Activity::Livestock(_)) => [5.0, 5.0, 2.5],
        };
        Self {
            height,
            sigma_y0,
            sigma_z0,
        }
    }
}
