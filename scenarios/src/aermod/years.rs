//! The whole years of a run.

use pluim_io::aermet::{MetHour, Meteorology, Stamp};
use pluim_io::aermod::ControlFile;

/// The last hour of every whole year of a run, as AERMOD counts them: from the first hour of
/// `STARTEND` or of the meteorology, in all hours, also those that `DAYRANGE` leaves out.
pub(super) fn year_ends(deck: &ControlFile, meteorology: &Meteorology) -> Vec<Stamp> {
    let window = deck.meteorology.window;
    let start = window.map(|[start, _]| start);
    let Some(first) = start.or(meteorology.hours.first().map(|hour| hour.stamp)) else {
        return Vec::new();
    };
    let within = |stamp: &Stamp| {
        let end = window.map(|[_, end]| end);
        *stamp > first && end.is_none_or(|end| *stamp <= end)
    };
    let stamps = meteorology.hours.iter().map(|hour: &MetHour| hour.stamp);
    let ends = stamps.filter(|stamp| within(stamp) && precedes(*stamp, first));
    ends.collect()
}

/// Whether the hour after `stamp` has the date in the year and the hour of `first`.
fn precedes(stamp: Stamp, first: Stamp) -> bool {
    let next = stamp.next().ok();
    next.is_some_and(|next| next.in_year() == first.in_year())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_year_ends_before_its_first_hour() {
        let stamp = |year, month, day, hour| Stamp::new(year, month, day, hour).unwrap();
        let start = stamp(2016, 3, 1, 1);
        assert!(precedes(stamp(2017, 2, 28, 24), start));
        assert!(precedes(stamp(2020, 2, 29, 24), start));
        assert!(!precedes(stamp(2020, 2, 28, 24), start));
        assert!(precedes(stamp(2017, 7, 5, 8), stamp(2016, 7, 5, 9)));
    }
}
