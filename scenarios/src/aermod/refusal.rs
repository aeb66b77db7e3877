//! What AERMOD refuses of a control file once it has seen the weather.

use pluim_core::boundary_layer::FrictionMethod;
use pluim_io::aermet::{MetHour, Meteorology};
use pluim_io::aermod::ControlFile;
use pluim_io::error::{Fault, InputError};

use super::years::year_ends;

/// Refuses weather with which AERMOD would not run `deck`.
///
/// # Errors
/// When whole years are asked for and none is there, or turbulence was observed beside an adjusted
/// friction velocity under `DFAULT`.
pub(super) fn refuse(deck: &ControlFile, meteorology: &Meteorology) -> Result<(), InputError> {
    whole_years(deck, meteorology)?;
    turbulence(deck, meteorology)
}

fn whole_years(deck: &ControlFile, meteorology: &Meteorology) -> Result<(), InputError> {
    let Some(asked) = &deck.control.whole_years else {
        return Ok(());
    };
    if !year_ends(deck, meteorology).is_empty() {
        return Ok(());
    }
    let result = asked.result;
    let rule = format!(
        "a whole year of hours, which AERMOD demands for {}",
        result.name()
    );
    let fault = Fault::new(rule)
        .found(span(deck, meteorology))
        .hint(result.way_out());
    Err(fault.placed(asked.place.clone()))
}

/// The hours that are there of the period asked for, in words.
fn span(deck: &ControlFile, meteorology: &Meteorology) -> String {
    let stamps = meteorology.hours.iter().map(|hour| hour.stamp);
    let mut asked = stamps.filter(|stamp| deck.meteorology.in_window(*stamp));
    match (asked.next(), asked.next_back()) {
        (Some(first), Some(last)) => format!("hours from {first} to {last}"),
        (Some(only), None) => format!("hour {only} alone"),
        (None, _) => "no hour of the period".to_owned(),
    }
}

/// Turbulence in any hour counts, up to the end of the period.
fn turbulence(deck: &ControlFile, meteorology: &Meteorology) -> Result<(), InputError> {
    let adjusted = meteorology.header.friction_method != FrictionMethod::Similarity;
    if !(deck.control.options.regulatory && adjusted) {
        return Ok(());
    }
    let end = deck.meteorology.window.map(|[_, end]| end);
    let read = |hour: &&MetHour| end.is_none_or(|end| hour.stamp <= end);
    let observed = |hour: &MetHour| hour.turbulence.sigma_theta || hour.turbulence.sigma_w;
    let mut hours = meteorology.hours.iter().filter(read);
    let Some(hour) = hours.find(|hour| observed(hour)) else {
        return Ok(());
    };
    let rule = "with DFAULT no observed turbulence beside ADJ_U*, as AERMOD demands";
    let fault = Fault::new(rule).found(format!("turbulence in hour {}", hour.stamp));
    let hint = "ME NOTURB leaves it aside; without DFAULT it is used";
    Err(fault.hint(hint).placed(deck.control.options_at.clone()))
}
