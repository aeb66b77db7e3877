//! Hour by hour what one station measured.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use jiff::Span;
use jiff::civil::DateTime;
use pluim_core::emission::Pollutant;

use super::luchtmeetnet::{BEFORE, CODES, COMPONENT, UNIT, is_export, is_micrograms};
use super::pollutant;
use crate::error::{Fault, InputError, Place, Result, decode, nearest};
use crate::input_file::{inflate, read_bytes};
use crate::number::{Rule, is_missing};

/// Luchtmeetnet names hours in Central European Time without summer time, an hour ahead of UT.
const AHEAD: i64 = 1;
const BEGIN: &str = "%Y%m%d %H:%M";
/// More than any air that was measured.
const MOST: f64 = 1e5;
const VALUE: Rule = Rule::any("a concentration in ug/m3");

/// The hours of a station.
#[derive(Debug, Clone, PartialEq)]
pub struct StationHours {
    /// What was measured.
    pub pollutant: Pollutant,
    /// Concentration (ug/m3) by the begin of the hour in universal time; missing hours are absent.
    pub hours: BTreeMap<DateTime, f64>,
}

/// Reads the hours of `station`, such as `NL49014`, from a Luchtmeetnet export, as it is or
/// compressed with gzip.
///
/// # Errors
/// When the file is no such export, does not hold the station, or holds a value or time that
/// cannot be read.
pub fn read_hours(file: &Path, station: &str) -> Result<StationHours> {
    let text = decode(file, inflate(file, read_bytes(file)?)?)?;
    if !is_export(&text) {
        let error = InputError::new(file, "an hourly export of Luchtmeetnet");
        return Err(error.found("a file without a line of StationsCode"));
    }
    let mut rows = ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut column = None;
    let mut found = None;
    let mut hours = BTreeMap::new();
    for row in rows.records() {
        let row = row.map_err(|cause| InputError::new(file, "a table").found(cause))?;
        if row.get(BEFORE - 1) == Some(CODES) {
            column = Some(column_of(file, &row, station)?);
        }
        let Some(column) = column.filter(|_| found.is_some()) else {
            if row.get(0) == Some(COMPONENT) {
                found = Some(None);
            }
            continue;
        };
        found = Some(Some(row.get(0).unwrap_or_default().to_owned()));
        check_unit(file, &row)?;
        let (begins, value) = hour(file, &row, column)?;
        let Some(value) = value else { continue };
        if hours.insert(begins, value).is_some() {
            let error = InputError::new(file, "every hour once").line(line_of(&row));
            return Err(error.found(row.get(BEFORE - 2).unwrap_or_default()));
        }
    }
    let component = found.flatten().unwrap_or_default();
    let pollutant = pollutant(&component).ok_or_else(|| {
        Fault::new("a pollutant that pluim knows, such as O3 or NO2")
            .found(&component)
            .at(file)
            .field(COMPONENT)
    })?;
    if hours.is_empty() {
        let error = InputError::new(file, format!("hours measured at {station}"));
        return Err(error.found("none"));
    }
    Ok(StationHours { pollutant, hours })
}

fn column_of(file: &Path, codes: &StringRecord, station: &str) -> Result<usize> {
    let known = || codes.iter().skip(BEFORE).map(str::trim);
    known().position(|code| code == station).map_or_else(
        || {
            let error = InputError::new(file, "a station of the file")
                .field(CODES)
                .found(station);
            Err(match nearest(station, known()) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error,
            })
        },
        |place| Ok(BEFORE + place),
    )
}

fn line_of(row: &StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

fn check_unit(file: &Path, row: &StringRecord) -> Result<()> {
    let unit = row.get(UNIT).unwrap_or_default().trim();
    if is_micrograms(unit) {
        return Ok(());
    }
    let error = InputError::new(file, "concentrations in µg/m³").field("Eenheid");
    Err(error.line(line_of(row)).found(unit))
}

/// Begin in universal time and value of a row; no value where it is missing.
fn hour(file: &Path, row: &StringRecord, column: usize) -> Result<(DateTime, Option<f64>)> {
    let line = line_of(row);
    let begin = row.get(BEFORE - 2).unwrap_or_default().trim();
    let begins = DateTime::strptime(BEGIN, begin)
        .and_then(|local| local.checked_sub(Span::new().hours(AHEAD)))
        .map_err(|_| {
            InputError::new(file, "the begin of an hour such as 20180101 00:00")
                .line(line)
                .found(begin)
        })?;
    let cell = row.get(column).unwrap_or_default().trim();
    if is_missing(cell) {
        return Ok((begins, None));
    }
    let value = VALUE.parse(cell);
    let value = value.map_err(|fault| fault.placed(Place::file(file)).line(line))?;
    if value > MOST {
        let expected = format!("a concentration of at most {MOST} ug/m3");
        return Err(InputError::new(file, expected).line(line).found(cell));
    }
    Ok((begins, Some(value.max(0.0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const EXPORT: &str = "\
Export;x;;;StationsCode;NL1;NL2
;;;;StationsNaam;a;b
Component;Bep.periode;Eenheid; Begindatumtijd;Einddatumtijd;NL1;NL2
O3;uur;µg/m³;20180101 00:00;20180101 01:00;70.9;12
O3;uur;µg/m³;20180101 01:00;20180101 02:00;;-1.5
";

    fn read(text: &str, station: &str) -> Result<StationHours> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("o3.csv");
        std::fs::write(&file, text).unwrap();
        read_hours(&file, station)
    }

    #[test]
    fn hours_are_told_in_universal_time() {
        let first = read(EXPORT, "NL1").unwrap();
        assert_eq!(first.pollutant, Pollutant::O3);
        let begin = date(2017, 12, 31).at(23, 0, 0, 0);
        assert_eq!(first.hours.into_iter().collect::<Vec<_>>(), [(begin, 70.9)]);
        let second = read(EXPORT, "NL2").unwrap();
        assert_eq!(second.hours.into_values().collect::<Vec<_>>(), [12.0, 0.0]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let said = |text: &str, station: &str| read(text, station).unwrap_err().to_string();
        assert!(said(EXPORT, "NL11").contains("NL1"));
        assert!(said("a,b\n1,2\n", "NL1").contains("Luchtmeetnet"));
        assert!(said(&EXPORT.replace("20180101 01:00;20", "1 Jan;20"), "NL1").contains("1 Jan"));
        assert!(said(&EXPORT.replace("70.9", "seventy"), "NL1").contains("seventy"));
    }
}
