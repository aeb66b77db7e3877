//! Hourly exports of Luchtmeetnet, one pollutant a file and one station a column.
//!
//! A head of lines names the stations, where they stand and of what kind they are, each line under
//! its name in the fifth column; then follow the names of columns and the hours. Cells are
//! separated by `;`, missing ones are empty. Hours are named by their begin and end.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::{Observations, Station, Sum, places, pollutant};
use crate::error::{Fault, InputError, Place, Result};
use crate::number::{Rule, is_missing};

/// The first column of the line that names the columns.
pub(super) const COMPONENT: &str = "Component";
/// Columns before those of the stations; the last of them holds the names in the head.
pub(super) const BEFORE: usize = 5;
/// The column of the unit.
pub(super) const UNIT: usize = 2;
pub(super) const CODES: &str = "StationsCode";
const NAMES: &str = "StationsNaam";
const PLACES: &str = "Latitude,Longitude";
const AREA: &str = "StationsGebied";
const KIND: &str = "StationsType";
const VALUE: Rule = Rule::any("a concentration in ug/m3");

/// Whether `text` is such an export.
pub(super) fn is_export(text: &str) -> bool {
    text.lines()
        .take(20)
        .any(|line| line.split(';').nth(BEFORE - 1) == Some(CODES))
}

/// Whether a unit is µg/m³, in whichever letters.
pub(super) fn is_micrograms(unit: &str) -> bool {
    unit.ends_with("g/m³") && !unit.starts_with('m')
}

/// Reads an export.
pub(super) fn read(file: &Path, text: &str, epsg: u32) -> Result<Observations> {
    let mut rows = ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut head = Vec::new();
    let mut hours = Hours::default();
    for row in rows.records() {
        let row = row.map_err(|cause| InputError::new(file, "a table").found(cause))?;
        if hours.columns > 0 {
            hours.take(file, &row)?;
        } else if row.get(0) == Some(COMPONENT) {
            hours = Hours::below(&row);
        } else {
            head.push(row);
        }
    }
    hours.observations(file, &Head(head), epsg)
}

/// The lines above the hours.
struct Head(Vec<StringRecord>);

impl Head {
    /// The cells of the line `name`, one a station; empty where there is no such line.
    fn line(&self, name: &str) -> Vec<&str> {
        let line = self.0.iter().find(|row| row.get(BEFORE - 1) == Some(name));
        line.map_or_else(Vec::new, |row| {
            row.iter().skip(BEFORE).map(str::trim).collect()
        })
    }
}

/// What the hours add up to.
#[derive(Default)]
struct Hours {
    columns: usize,
    count: usize,
    sums: Vec<Sum>,
    component: String,
    unit: String,
    years: Option<(i32, i32)>,
}

impl Hours {
    fn below(names: &StringRecord) -> Self {
        let stations = names.len().saturating_sub(BEFORE);
        Self {
            columns: names.len(),
            sums: vec![Sum::default(); stations],
            ..Self::default()
        }
    }

    fn take(&mut self, file: &Path, row: &StringRecord) -> Result<()> {
        let line = row.position().map_or(0, csv::Position::line);
        if row.len() != self.columns {
            let expected = format!("{} cells in the row", self.columns);
            return Err(InputError::new(file, expected).line(line).found(row.len()));
        }
        self.count += 1;
        self.component = row.get(0).unwrap_or_default().to_owned();
        self.unit = row.get(UNIT).unwrap_or_default().to_owned();
        self.see_year(row.get(3).unwrap_or_default());
        for (cell, sum) in row.iter().skip(BEFORE).map(str::trim).zip(&mut self.sums) {
            if !is_missing(cell) {
                let place = Place::file(file);
                let value = VALUE
                    .parse(cell)
                    .map_err(|fault| fault.placed(place).line(line))?;
                sum.add(value);
            }
        }
        Ok(())
    }

    fn see_year(&mut self, begin: &str) {
        let Some(year) = begin.trim().get(..4).and_then(|year| year.parse().ok()) else {
            return;
        };
        let (first, last) = self.years.unwrap_or((year, year));
        self.years = Some((first.min(year), last.max(year)));
    }

    fn observations(&self, file: &Path, head: &Head, epsg: u32) -> Result<Observations> {
        let pollutant = pollutant(&self.component).ok_or_else(|| {
            Fault::new("a pollutant that pluim knows, such as NO2 or PM2.5")
                .found(&self.component)
                .at(file)
                .field(COMPONENT)
        })?;
        if !is_micrograms(&self.unit) {
            let error = InputError::new(file, "concentrations in µg/m³").field("Eenheid");
            return Err(error.found(&self.unit));
        }
        Ok(Observations {
            pollutant,
            years: self.years,
            stations: self.stations(file, head, epsg)?,
            without_place: Vec::new(),
        })
    }

    fn stations(&self, file: &Path, head: &Head, epsg: u32) -> Result<Vec<Station>> {
        let codes = head.line(CODES);
        let (names, areas, kinds) = (head.line(NAMES), head.line(AREA), head.line(KIND));
        let degrees = degrees(file, &head.line(PLACES), codes.len())?;
        let at = places::projected(file, &degrees, epsg)?;
        let text = |line: &[&str], at: usize| line.get(at).copied().unwrap_or_default().to_owned();
        let stations = codes.iter().zip(&self.sums).zip(at).enumerate();
        let station = |(number, ((code, sum), at)): (usize, ((&&str, &Sum), _))| Station {
            id: (*code).to_owned(),
            name: text(&names, number),
            kind: format!("{}, {}", text(&areas, number), text(&kinds, number)),
            at,
            mean: sum.mean(),
            values: sum.values,
            possible: self.count,
        };
        Ok(stations.map(station).collect())
    }
}

/// Longitude and latitude of every station.
fn degrees(file: &Path, cells: &[&str], stations: usize) -> Result<Vec<(f64, f64)>> {
    let pair = |cell: &str| {
        let inner = cell.strip_prefix('(')?.strip_suffix(')')?;
        let (latitude, longitude) = inner.split_once(',')?;
        Some((
            longitude.trim().parse().ok()?,
            latitude.trim().parse().ok()?,
        ))
    };
    let wrong = |found: String| {
        InputError::new(file, "a place for every station, such as (52.358,4.8997)")
            .field(PLACES)
            .found(found)
    };
    if cells.len() != stations {
        return Err(wrong(format!("{} for {stations} stations", cells.len())));
    }
    cells
        .iter()
        .map(|cell| pair(cell).ok_or_else(|| wrong((*cell).to_owned())))
        .collect()
}
