//! `CO NO2EQUIL`, `NO2STACK`, `ARMRATIO` and ozone: how NOx becomes NO2.

use std::path::PathBuf;

use super::ambient::{Ambient, Draft, OZONE, Unit, free_format};
use super::card::Card;
use super::difference;
use super::options::Chemistry;
use super::warning::Warning;
use crate::error::{Fault, Result};

/// What the NO2 methods need to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Nitrogen {
    /// Least and largest NO2/NOx of ARM2 (-).
    pub ambient_ratio: [f64; 2],
    /// Largest NO2/NOx in equilibrium (-), of OLM.
    pub equilibrium: f64,
    /// NO2/NOx in the stack (-) of sources that do not say.
    pub in_stack: Option<f64>,
    /// Ozone (ug/m3).
    pub ozone: Ambient,
}

impl Default for Nitrogen {
    fn default() -> Self {
        Self {
            ambient_ratio: [0.5, 0.9],
            equilibrium: 0.9,
            in_stack: None,
            ozone: Ambient::default(),
        }
    }
}

/// The keywords read here.
pub(super) const KEYWORDS: [&str; 8] = [
    "NO2EQUIL", "NO2STACK", "ARMRATIO", "O3SECTOR", "OZONEVAL", "O3VALUES", "OZONEFIL", "OZONUNIT",
];

/// Reads the cards about NO2 among `cards`, and names the files they read.
pub(super) fn read(
    cards: &[Card],
    chemistry: Chemistry,
    warnings: &mut Vec<Warning>,
) -> Result<(Nitrogen, Vec<PathBuf>)> {
    let mut found = Nitrogen::default();
    let mut ozone = Draft::default();
    let mut table = Unit::PartsPerBillion;
    let mut hourly = Unit::Micrograms;
    let mut last = None;
    let ours = |card: &&Card| KEYWORDS.contains(&card.keyword.as_str());
    for card in cards.iter().filter(ours) {
        belongs(card, chemistry)?;
        match card.keyword.as_str() {
            "NO2EQUIL" => found.equilibrium = share(card, "NO2/NOx in equilibrium")?,
            "NO2STACK" => found.in_stack = Some(share(card, "NO2/NOx in the stack")?),
            "ARMRATIO" => found.ambient_ratio = ambient_ratio(card)?,
            "O3SECTOR" => ozone.name_sectors(card)?,
            "OZONEVAL" => ozone.constant(card, OZONE)?,
            "O3VALUES" => ozone.table(card)?,
            "OZONUNIT" => table = Unit::read(card, 0)?,
            _ => hourly = hours(card, &mut ozone)?,
        }
        last = Some(card);
    }
    let files = std::mem::take(&mut ozone.files);
    if let (Some(card), false) = (last, ozone.is_empty()) {
        found.ozone = ozone.finish(card, table.factor(OZONE), hourly.factor(OZONE))?;
    }
    if let Some(card) = cards.iter().find(|card| card.keyword == "O3SECTOR") {
        warnings.extend(difference::ozone_without_file(card, &found.ozone));
    }
    Ok((found, files))
}

/// `OZONEFIL [sector] file [unit] [format]`: reads the hours, and names their unit.
fn hours(card: &Card, ozone: &mut Draft) -> Result<Unit> {
    let in_sector = card.name(0, "a file")?.starts_with("SECT");
    let unit = 1 + usize::from(in_sector);
    free_format(card, unit + 1)?;
    ozone.hours(card, 0, |value| (0.0..900.0).contains(&value))?;
    match card.fields.get(unit) {
        None => Ok(Unit::Micrograms),
        Some(_) => Unit::read(card, unit),
    }
}

/// Refuses a card that the method does not use.
fn belongs(card: &Card, chemistry: Chemistry) -> Result<()> {
    let needs = match card.keyword.as_str() {
        "ARMRATIO" => Chemistry::Arm2,
        _ => Chemistry::Olm,
    };
    if needs == chemistry {
        return Ok(());
    }
    let rule = format!("MODELOPT {} for {}", needs.name(), card.keyword);
    Err(card.error(Fault::new(rule).found(chemistry.name())))
}

fn share(card: &Card, what: &str) -> Result<f64> {
    card.at_most(1)?;
    let value = card.number(0, what)?;
    match (0.0..=1.0).contains(&value) {
        true => Ok(value),
        false => Err(card.error(Fault::new(format!("{what}: from 0 to 1")).found(value))),
    }
}

/// `ARMRATIO least most`: the bounds of NO2/NOx.
fn ambient_ratio(card: &Card) -> Result<[f64; 2]> {
    card.at_most(2)?;
    let ratio = [
        card.positive(0, "least NO2/NOx")?,
        card.positive(1, "largest NO2/NOx")?,
    ];
    let [least, most] = ratio;
    match least > 0.0 && least <= most && most <= 1.0 {
        true => Ok(ratio),
        false => Err(card.error(Fault::new("0 < least <= largest <= 1").found(&card.rest))),
    }
}
