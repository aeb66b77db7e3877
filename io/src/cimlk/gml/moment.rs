//! Times and dates as tables spell them (`27-9-2022 09:13`, Dutch time) and as GML does
//! (`2022-09-27T07:13:00Z`).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::error::Fault;

/// The time in tables, as `strptime` writes it.
const TABLE: &str = "%d-%m-%Y %H:%M";
const TABLE_DAY: &str = "%d-%m-%Y";

/// A time of a table in GML; empty where there is none. A time that is spelt as in GML stays.
///
/// # Errors
/// When it is spelt in neither way.
pub(super) fn time_to_gml(text: &str) -> Result<String, Fault> {
    if text.is_empty() || is_gml(text) {
        return Ok(text.to_owned());
    }
    let fault = || Fault::new("a time such as 27-9-2022 09:13 or 2022-09-27T07:13:00Z").found(text);
    let local = DateTime::strptime(TABLE, text).map_err(|_| fault())?;
    Ok(with_zone(local).unwrap_or_else(|| local.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
}

/// A time of GML in a table: to the minute, in Dutch time, where nothing gets lost by that, and
/// else as it is.
pub(super) fn time_to_table(text: &str) -> String {
    let local = match text.parse::<Timestamp>() {
        Ok(moment) => dutch().map(|zone| moment.to_zoned(zone).datetime()),
        Err(_) => text.parse::<DateTime>().ok().filter(|_| is_gml(text)),
    };
    let spelt = local.map(table);
    let same = |spelt: &String| time_to_gml(spelt).is_ok_and(|again| again == text);
    spelt.filter(same).unwrap_or_else(|| text.to_owned())
}

/// A date of a table in GML.
///
/// # Errors
/// When it is no date.
pub(super) fn date_to_gml(text: &str) -> Result<String, Fault> {
    let fault = || Fault::new("a date such as 1-1-1990 or 1990-01-01").found(text);
    let date = Date::strptime(TABLE_DAY, text).or_else(|_| text.parse::<Date>());
    date.map(|date| date.to_string()).map_err(|_| fault())
}

/// A date of GML in a table; what is no date stays as it is.
pub(super) fn date_to_table(text: &str) -> String {
    match text.parse::<Date>() {
        Ok(date) if date.to_string() == text => {
            format!("{}-{}-{}", date.day(), date.month(), date.year())
        }
        _ => text.to_owned(),
    }
}

fn table(at: DateTime) -> String {
    let (day, month, year) = (at.day(), at.month(), at.year());
    format!("{day}-{month}-{year} {:02}:{:02}", at.hour(), at.minute())
}

/// A local time with its zone; none where the clock skipped it.
fn with_zone(local: DateTime) -> Option<String> {
    let moment = dutch()?.to_ambiguous_timestamp(local);
    let moment = moment.compatible().ok()?;
    let back = moment.to_zoned(dutch()?).datetime();
    (back == local).then(|| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn dutch() -> Option<TimeZone> {
    TimeZone::get("Europe/Amsterdam").ok()
}

/// Whether a text is a `dateTime` of XML Schema.
fn is_gml(text: &str) -> bool {
    let whole = text.as_bytes().get(10) == Some(&b'T') && text.as_bytes().get(16) == Some(&b':');
    whole && (text.parse::<Timestamp>().is_ok() || text.parse::<DateTime>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_to_gml_and_back() {
        for (table, gml) in [
            ("27-9-2022 09:13", "2022-09-27T07:13:00Z"),
            ("1-1-1990 12:38", "1990-01-01T11:38:00Z"),
            ("2022-01-13T03:17:09.452Z", "2022-01-13T03:17:09.452Z"),
            // skipped by the clock, and there twice
            ("27-3-2022 02:30", "2022-03-27T02:30:00"),
            ("30-10-2022 02:30", "2022-10-30T00:30:00Z"),
            ("2022-10-30T01:30:00Z", "2022-10-30T01:30:00Z"),
            ("", ""),
        ] {
            assert_eq!(time_to_gml(table).unwrap(), gml);
            assert_eq!(time_to_table(gml), table);
        }
        assert_eq!(
            time_to_gml("01-09-2022 9:13").unwrap(),
            "2022-09-01T07:13:00Z"
        );
        for bad in [
            "gisteren",
            "31-2-2022 10:00",
            "2022-09-27",
            "2022-09-27T07:13",
        ] {
            assert!(time_to_gml(bad).is_err(), "{bad}");
        }
        assert_eq!(time_to_table("gisteren"), "gisteren");
    }

    #[test]
    fn dates_go_to_gml_and_back() {
        assert_eq!(date_to_gml("1-2-1990").unwrap(), "1990-02-01");
        assert_eq!(date_to_gml("1990-02-01").unwrap(), "1990-02-01");
        assert_eq!(date_to_table("1990-02-01"), "1-2-1990");
        assert!(date_to_gml("").is_err() && date_to_gml("31-2-1990").is_err());
        assert_eq!(date_to_table("onbekend"), "onbekend");
    }
}
