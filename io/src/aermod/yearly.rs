//! Results over whole years of meteorology: annual means, and the design values of the US standards.

use super::card::Card;
use super::control::{Averaging, Control, LongTerm};
use crate::aermet::{DateChecks, Stamp};
use crate::error::{Fault, InputError, Place, Result};

/// What asks for whole years of meteorology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeYears {
    /// What it is.
    pub result: Yearly,
    /// Where it is asked for.
    pub place: Place,
}

/// A result over whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearly {
    /// Means over years (`ANNUAL`).
    Means,
    /// Daily maxima ranked year by year: those of 1-hour NO2 and SO2 and of 24-hour PM2.5.
    DesignValues,
}

impl Yearly {
    /// What it is, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Means => "ANNUAL averages",
            Self::DesignValues => "daily maxima ranked year by year, the design values",
        }
    }

    /// What to ask for instead.
    #[must_use]
    pub fn way_out(self) -> &'static str {
        match self {
            Self::Means => "PERIOD averages over all hours, however many",
            Self::DesignValues => "H1H behind the pollutant ranks all averages alike",
        }
    }
}

/// Names of particulate matter finer than 2.5 micrometres.
const PM25: [&str; 4] = ["PM25", "PM-2.5", "PM-25", "PM2.5"];

/// Whether `name` has design values.
pub(super) fn has_design_values(name: &str) -> bool {
    ["NO2", "SO2"].contains(&name) || PM25.contains(&name)
}

impl Control {
    /// Whether AERMOD replaces plain ranks by design values: it does so where dates are checked and
    /// the averages of the standard are the only short-term averages.
    #[must_use]
    pub fn asks_for_design_values(&self) -> bool {
        let name = self.pollutant.name.as_str();
        let only = |hours| self.averages == [Averaging::Hours(hours)];
        let daily = PM25.contains(&name) && only(24);
        self.may_rank_by_year() && (daily || ["NO2", "SO2"].contains(&name) && only(1))
    }

    fn may_rank_by_year(&self) -> bool {
        !self.pollutant.plain_ranks && self.options.date_checks == DateChecks::Strict
    }
}

/// What among `cards` asks for whole years.
pub(super) fn read(cards: &[Card], control: &Control) -> Result<Option<WholeYears>> {
    fine_particles(cards, control)?;
    let of = |keyword: &str, word: &str| {
        let named = |card: &&Card| {
            let mut fields = card.fields.iter();
            card.keyword == keyword && fields.any(|field| field.eq_ignore_ascii_case(word))
        };
        cards.iter().find(named)
    };
    let (result, card) = match control.long_term {
        Some(LongTerm::Annual) => (Yearly::Means, of("AVERTIME", "ANNUAL")),
        _ if control.asks_for_design_values() => (
            Yearly::DesignValues,
            of("POLLUTID", &control.pollutant.name),
        ),
        _ => return Ok(None),
    };
    let Some(card) = card else { return Ok(None) };
    if control.options.date_checks != DateChecks::Strict {
        let rule = "MODELOPT without NOCHKD and WARNCHKD: AERMOD counts no years with them";
        return Err(card.error(Fault::new(rule).found("ANNUAL").hint(result.way_out())));
    }
    let place = card.place();
    Ok(Some(WholeYears { result, place }))
}

/// Refuses averages of PM2.5 beside which AERMOD has no design values.
fn fine_particles(cards: &[Card], control: &Control) -> Result<()> {
    if !PM25.contains(&control.pollutant.name.as_str()) || !control.may_rank_by_year() {
        return Ok(());
    }
    let other = |average: &&Averaging| **average != Averaging::Hours(24);
    let other = control.averages.iter().find(other);
    let period = control.long_term.filter(|term| *term == LongTerm::Period);
    let found = match (other, period) {
        (Some(average), _) => average.label().trim().to_owned(),
        (None, Some(term)) => term.label().to_owned(),
        (None, None) => return Ok(()),
    };
    let rule = "24 and ANNUAL as the averages of PM2.5, which is all that AERMOD takes";
    let fault = Fault::new(rule)
        .found(&found)
        .hint(Yearly::DesignValues.way_out());
    match cards.iter().find(|card| card.keyword == "AVERTIME") {
        Some(card) => Err(card.error(fault)),
        None => Ok(()),
    }
}

/// Month, day and hour.
type InYear = (i8, i8, i8);

/// Refuses a `STARTEND` period that is less than a year to AERMOD, which compares the end with the
/// hour before the start by their dates in the year.
pub(super) fn check_period(card: &Card, [first, last]: [Stamp; 2]) -> Result<()> {
    let years = last.date().year() - first.date().year();
    let whole = match years {
        0 => first.in_year() == (1, 1, 1) && last.in_year() == (12, 31, 24),
        1 => last.in_year() >= before(first.in_year()),
        _ => true,
    };
    match whole {
        true => Ok(()),
        false => Err(no_year(card)),
    }
}

fn no_year(card: &Card) -> InputError {
    let rule = "with ANNUAL a period that ends no earlier in a year than the hour before its start";
    let fault = Fault::new(rule).found(&card.rest);
    card.error(fault.hint(Yearly::Means.way_out()))
}

/// The hour before another in a year with a leap day.
fn before((month, day, hour): InYear) -> InYear {
    const DAYS: [i8; 12] = [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30];
    let month_before = if month == 1 { 12 } else { month - 1 };
    let days = usize::try_from(month - 1).ok().and_then(|at| DAYS.get(at));
    match (day, hour) {
        (1, 1) => (month_before, days.copied().unwrap_or(31), 24),
        (_, 1) => (month, day - 1, 24),
        _ => (month, day, hour - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_before() {
        assert_eq!(before((1, 1, 1)), (12, 31, 24));
        assert_eq!(before((3, 1, 1)), (2, 29, 24));
        assert_eq!(before((12, 1, 1)), (11, 30, 24));
        assert_eq!(before((7, 5, 1)), (7, 4, 24));
        assert_eq!(before((7, 5, 9)), (7, 5, 8));
    }
}
