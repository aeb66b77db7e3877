//! Tables of tubes and sensors, one measurement a row.

use std::path::Path;

use geo_types::Coord;
use pluim_core::emission::Pollutant;

use super::{Observations, Station, Sum, places};
use crate::error::{Fault, InputError, Result};
use crate::geometry::looks_like_degrees;
use crate::number::{Rule, is_missing};
use crate::table::{self, Layout, Row};

const VALUE: Rule = Rule::any("a concentration in ug/m3");

/// The columns of a table of measurements.
///
/// Rows of one station are averaged, each with the same weight. Empty cells, `NA` and -999 are
/// missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Identification of the station.
    pub id: String,
    /// Easting or longitude.
    pub x: String,
    /// Northing or latitude.
    pub y: String,
    /// The measured concentration (ug/m3).
    pub value: String,
    /// What `x` and `y` are.
    pub places: Places,
    /// What was measured.
    pub pollutant: Option<Pollutant>,
}

/// What the columns with places hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Places {
    /// Metres in the system of the run.
    #[default]
    Metres,
    /// Degrees of longitude and latitude, WGS 84.
    Degrees,
}

impl Places {
    /// How far the places of one station may lie apart: a tube moved to the next lamp post.
    fn same(self) -> f64 {
        match self {
            Self::Metres => 100.0,
            Self::Degrees => 0.002,
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            id: "id".to_owned(),
            x: "x".to_owned(),
            y: "y".to_owned(),
            value: "value".to_owned(),
            places: Places::Metres,
            pollutant: None,
        }
    }
}

impl Columns {
    /// The roles that columns can have.
    pub const ROLES: [&'static str; 6] = ["id", "x", "y", "lon", "lat", "value"];

    /// Gives the role `role` to the column `name`.
    ///
    /// # Errors
    /// When there is no such role; the fault lacks its place.
    ///
    /// ```
    /// use pluim_io::observation::Columns;
    /// let mut columns = Columns::default();
    /// columns.assign("value", "pm10_kal").unwrap();
    /// assert_eq!(columns.value, "pm10_kal");
    /// assert!(columns.assign("wert", "pm10").is_err());
    /// ```
    pub fn assign(&mut self, role: &str, name: &str) -> std::result::Result<(), Fault> {
        let name = name.to_owned();
        match role {
            "id" => self.id = name,
            "value" => self.value = name,
            "x" => self.x = name,
            "y" => self.y = name,
            "lon" => (self.x, self.places) = (name, Places::Degrees),
            "lat" => (self.y, self.places) = (name, Places::Degrees),
            _ => {
                let roles = Self::ROLES.join(", ");
                let fault = Fault::new(format!("one of the roles {roles}"));
                return Err(fault.found(role).nearest(Self::ROLES));
            }
        }
        Ok(())
    }
}

/// A station while its rows are read.
struct Rows {
    id: String,
    /// None until a row gives it.
    at: Option<Coord<f64>>,
    sum: Sum,
}

/// Reads a table.
pub(super) fn read(file: &Path, text: &str, columns: &Columns, epsg: u32) -> Result<Observations> {
    let pollutant = columns.pollutant.ok_or_else(|| {
        InputError::new(
            file,
            "an export of Luchtmeetnet, or a table and its pollutant",
        )
        .found("a table, and no pollutant")
        .hint("say what was measured, with --pollutant no2")
    })?;
    let needed = [&columns.id, &columns.x, &columns.y, &columns.value].map(String::as_str);
    let layout = Layout {
        separator: separator(text),
        columns: &needed,
        first_line: 1,
    };
    let mut stations: Vec<Rows> = Vec::new();
    table::read(file, text, layout, |row, _| {
        take(&mut stations, row, columns)
    })?;
    let (placed, without): (Vec<_>, Vec<_>) = stations.into_iter().partition(|it| it.at.is_some());
    Ok(Observations {
        pollutant,
        years: None,
        stations: finished(file, placed, columns, epsg)?,
        without_place: without.into_iter().map(|it| it.id).collect(),
    })
}

fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.contains(';') { b';' } else { b',' }
}

fn take(stations: &mut Vec<Rows>, row: &Row<'_>, columns: &Columns) -> Result<()> {
    let id = row.required(&columns.id)?;
    // Rows of one station stand together in most files.
    let known = stations.iter().rposition(|it| it.id == id);
    let at = match known {
        Some(at) => at,
        None => {
            stations.push(Rows {
                id,
                at: None,
                sum: Sum::default(),
            });
            stations.len() - 1
        }
    };
    let Some(station) = stations.get_mut(at) else {
        return Ok(());
    };
    let here = place(row, columns)?;
    if let (Some(before), Some(now)) = (station.at, here)
        && (before.x - now.x).abs().max((before.y - now.y).abs()) > columns.places.same()
    {
        let fault = Fault::new("one place for every station");
        let fault = fault.found(format!(
            "{}, {} and {}, {}",
            before.x, before.y, now.x, now.y
        ));
        let error = row.fault(&columns.x, fault);
        return Err(error.record(&station.id));
    }
    station.at = station.at.or(here);
    if !is_absent(row.text(&columns.value)) {
        station.sum.add(row.number(&columns.value, VALUE)?);
    }
    Ok(())
}

fn is_absent(cell: &str) -> bool {
    is_missing(cell) || cell == "NA"
}

fn place(row: &Row<'_>, columns: &Columns) -> Result<Option<Coord<f64>>> {
    if is_absent(row.text(&columns.x)) || is_absent(row.text(&columns.y)) {
        return Ok(None);
    }
    let (x, y) = match columns.places {
        Places::Metres => (Rule::any("an easting in m"), Rule::any("a northing in m")),
        Places::Degrees => (
            Rule::between("a longitude in degrees", -180.0, 180.0),
            Rule::between("a latitude in degrees", -90.0, 90.0),
        ),
    };
    Ok(Some(Coord {
        x: row.number(&columns.x, x)?,
        y: row.number(&columns.y, y)?,
    }))
}

fn finished(
    file: &Path,
    stations: Vec<Rows>,
    columns: &Columns,
    epsg: u32,
) -> Result<Vec<Station>> {
    let possible = stations.iter().map(|it| it.sum.values).max().unwrap_or(0);
    let given: Vec<Coord<f64>> = stations.iter().filter_map(|it| it.at).collect();
    let at = match columns.places {
        Places::Metres => projected(file, given)?,
        Places::Degrees => {
            let degrees: Vec<(f64, f64)> = given.iter().map(|it| (it.x, it.y)).collect();
            places::projected(file, &degrees, epsg)?
        }
    };
    let station = |(rows, at): (Rows, Coord<f64>)| Station {
        name: rows.id.clone(),
        id: rows.id,
        kind: String::new(),
        at,
        mean: rows.sum.mean(),
        values: rows.sum.values,
        possible,
    };
    Ok(stations.into_iter().zip(at).map(station).collect())
}

/// Refuses degrees where metres are meant.
fn projected(file: &Path, places: Vec<Coord<f64>>) -> Result<Vec<Coord<f64>>> {
    match places.iter().find(|at| looks_like_degrees(**at)) {
        None => Ok(places),
        Some(at) => Err(
            InputError::new(file, "places in m, in the system of the run")
                .found(format!("{} {}", at.x, at.y))
                .hint("these look like degrees: name them with --column lon=x --column lat=y"),
        ),
    }
}
