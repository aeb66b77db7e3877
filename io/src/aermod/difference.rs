//! Where AERMOD gives something else by an error of its own, told as warnings.

use super::ambient::Ambient;
use super::card::Card;
use super::control::Control;
use super::options::Chemistry;
use super::source::{Source, SourceKind};
use super::source_reader::Units;
use super::warning::Warning;

/// A factor from g/m3 to ug/m3.
const MICROGRAMS: f64 = 1e6;

/// AERMOD reads ozone of the sectors that have a file, and of no other one.
pub(super) fn ozone_without_file(card: &Card, ozone: &Ambient) -> Option<Warning> {
    let sectors = (1..).zip(&ozone.sectors);
    let (with, without): (Vec<_>, Vec<_>) = sectors.partition(|(_, it)| it.hourly.is_some());
    if with.is_empty() || without.is_empty() {
        return None;
    }
    let names = without
        .iter()
        .map(|(number, _): &(usize, _)| format!("SECT{number}"));
    let text = format!(
        "AERMOD has no ozone in {}, as other sectors have an OZONEFIL: no NO turns into NO2 there; \
         pluim takes the values given. Files for all sectors mean the same to both",
        names.collect::<Vec<_>>().join(", ")
    );
    Some(Warning::of(card, text))
}

/// AERMOD's methods for NO2 take concentrations in any unit for ug/m3.
pub(super) fn unit_of_nox(card: &Card, control: &Control, units: &Units) -> Option<Warning> {
    let chemistry = control.options.chemistry;
    if chemistry == Chemistry::Inert || units.factor == MICROGRAMS {
        return None;
    }
    let text = format!(
        "AERMOD's {} takes concentrations in {} for ug/m3; pluim converts them. Without {} both \
         mean the same",
        chemistry.name(),
        units.concentration,
        card.keyword
    );
    Some(Warning::of(card, text))
}

/// AERMOD does not know where a road lies when receptors are placed about it.
pub(super) fn polar_about_road(card: &Card, source: &Source) -> Option<Warning> {
    if !matches!(source.kind, SourceKind::Road(_)) {
        return None;
    }
    let text = format!(
        "AERMOD places receptors about RLINE source {} around 0,0; pluim around the middle of the \
         road. ORIG with x and y, or DISCCART, means the same to both",
        source.id
    );
    Some(Warning::of(card, text))
}

/// AERMOD does not turn directions above 360 degrees back, and finds no sector for them.
pub(super) fn lost_sector(
    cards: &[Card],
    background: &Ambient,
    ozone: &Ambient,
) -> Option<Warning> {
    let card = cards.iter().find(|card| card.keyword == "WDROTATE")?;
    let turned = card.number(0, "angle").is_ok_and(|angle| angle < 0.0);
    let lost = match (background.is_empty(), ozone.is_empty()) {
        (true, true) => return None,
        (false, true) => "background",
        (true, false) => "ozone",
        (false, false) => "background and no ozone",
    };
    let text = format!(
        "AERMOD has no {lost} in hours in which a negative angle turns the wind beyond 360 degrees; \
         pluim has"
    );
    turned.then(|| Warning::of(card, text))
}
