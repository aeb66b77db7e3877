//! `SO BACKGRND`, `BACKUNIT` and `BGSECTOR`: background concentrations.

use std::path::PathBuf;

use super::ambient::{Ambient, Draft, Unit, free_format};
use super::card::Card;
use crate::error::{Fault, InputError, Result};

/// Background while its cards are being read.
#[derive(Debug, Default)]
pub(super) struct BackgroundCards {
    draft: Draft,
    unit: Option<(Card, Unit)>,
    last: Option<Card>,
}

impl BackgroundCards {
    /// Takes in a card.
    pub(super) fn take(&mut self, card: &Card) -> Result<()> {
        match card.keyword.as_str() {
            "BACKUNIT" => {
                card.at_most(1)?;
                self.unit = Some((card.clone(), Unit::read(card, 0)?));
            }
            "BGSECTOR" => self.draft.name_sectors(card)?,
            _ => self.values(card)?,
        }
        self.last = Some(card.clone());
        Ok(())
    }

    /// Whether there are values.
    pub(super) fn is_empty(&self) -> bool {
        self.draft.is_empty()
    }

    fn values(&mut self, card: &Card) -> Result<()> {
        let hourly = card.fields.iter().take(2);
        let hourly = hourly
            .into_iter()
            .position(|word| word.eq_ignore_ascii_case("HOURLY"));
        match hourly {
            None => self.draft.table(card),
            Some(at) => {
                free_format(card, at + 2)?;
                self.draft.hours(card, 1, |value| value >= 0.0)
            }
        }
    }

    /// Background of `pollutant` (ug/m3), and the files read.
    pub(super) fn finish(mut self, pollutant: &str) -> Result<(Ambient, Vec<PathBuf>)> {
        let files = std::mem::take(&mut self.draft.files);
        if let (Some((card, _)), true) = (&self.unit, self.draft.is_empty()) {
            let fault = Fault::new("BACKGRND beside BACKUNIT").found("none");
            return Err(card.error(fault));
        }
        let (Some(card), false) = (self.last, self.draft.is_empty()) else {
            return Ok((Ambient::default(), files));
        };
        let (unit, per_ppb) = match pollutant {
            "NO2" => (Unit::PartsPerBillion, 1.0 / 0.5319),
            "SO2" => (Unit::PartsPerBillion, 1.0 / 0.3823),
            "CO" => (Unit::PartsPerMillion, 1.144),
            _ => (Unit::Micrograms, 1.0),
        };
        let unit = match self.unit {
            Some((card, given)) if given != unit && unit == Unit::Micrograms => {
                return Err(no_conversion(&card, pollutant));
            }
            Some((_, given)) => given,
            None => unit,
        };
        let factor = unit.factor(per_ppb);
        Ok((self.draft.finish(&card, factor, factor)?, files))
    }
}

fn no_conversion(card: &Card, pollutant: &str) -> InputError {
    let rule = "BACKUNIT UG/M3 for pollutants other than NO2, SO2 and CO, as in AERMOD";
    let fault = Fault::new(rule).found(format!("{} for {pollutant}", card.rest));
    card.error(fault.hint("give the background in ug/m3"))
}
