//! Background and ozone of an hour.

use pluim_core::chemistry::olm::night_ozone;
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_io::aermet::{MetHour, Stamp};
use pluim_io::aermod::{Ambient, ControlFile, NightOzone, Sector};
use pluim_io::error::InputError;

/// The highest ozone (ug/m3) that is taken to have been there in the day before the first: 40 ppb.
const BEFORE_THE_FIRST_DAY: f64 = 78.4;

/// Background (ug/m3) in `hour`.
///
/// # Errors
/// When the file lacks the hour, or its value and what stands in for it.
pub(super) fn background(
    deck: &ControlFile,
    hour: &MetHour,
    known: &Hour,
) -> Result<f64, InputError> {
    let Some(sector) = sector(&deck.background, known) else {
        return Ok(0.0);
    };
    let class = deck.meteorology.wind_class(hour.wind_speed);
    let measured = measured(deck, sector, hour.stamp, "BACKGRND")?;
    let substitute = || sector.substitute(hour.stamp, class);
    measured.or_else(substitute).ok_or_else(|| {
        let rule = "BACKGRND values to stand in where the file of hours has none";
        fault(deck, rule, format!("none for hour {}", hour.stamp))
    })
}

/// Ozone (ug/m3) in `hour`; none where it is not known.
///
/// # Errors
/// When the file lacks the hour.
pub(super) fn ozone(
    deck: &ControlFile,
    hour: &MetHour,
    known: &Hour,
) -> Result<Option<f64>, InputError> {
    let Some(sector) = sector(&deck.control.nitrogen.ozone, known) else {
        return Ok(None);
    };
    let class = deck.meteorology.wind_class(hour.wind_speed);
    let Some(measured) = measured(deck, sector, hour.stamp, "OZONEFIL")? else {
        return Ok(sector.substitute(hour.stamp, class));
    };
    if deck.control.options.night_ozone == NightOzone::AsMeasured {
        return Ok(Some(measured));
    }
    let highest = sector.highest_of_day_before(hour.stamp);
    let highest = highest.unwrap_or(BEFORE_THE_FIRST_DAY);
    let length = known.layer.monin_obukhov_length;
    Ok(Some(night_ozone(measured, highest, length)))
}

fn sector<'a>(ambient: &'a Ambient, known: &Hour) -> Option<&'a Sector> {
    match known.direction {
        WindDirection::From { degrees, .. } => ambient.sector(degrees),
        WindDirection::Variable => ambient.sectors.first(),
    }
}

/// The value of the file of hours; none where there is no file or no value.
fn measured(
    deck: &ControlFile,
    sector: &Sector,
    stamp: Stamp,
    keyword: &str,
) -> Result<Option<f64>, InputError> {
    if sector.hourly.is_none() {
        return Ok(None);
    }
    sector.measured(stamp).ok_or_else(|| {
        let rule = format!("{keyword} for every hour modelled");
        fault(deck, &rule, format!("no line for hour {stamp}"))
    })
}

fn fault(deck: &ControlFile, rule: &str, found: String) -> InputError {
    let file = deck.files.first().cloned().unwrap_or_default();
    InputError::new(file, rule).found(found)
}
