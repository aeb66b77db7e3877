//! Measured concentrations: where stations stand and what they measured on average.
//!
//! [`read`] knows the hourly exports of Luchtmeetnet, as they are or
//! compressed with gzip, and tables of tubes and sensors with one measurement a row, whose columns
//! [`Columns`] names.

mod hours;
mod luchtmeetnet;
mod places;
mod table;

use std::path::Path;

use geo_types::Coord;
use pluim_core::emission::Pollutant;

use crate::error::{InputError, Result, decode};
use crate::input_file::{inflate, read_bytes};

pub use hours::{StationHours, read_hours};
pub use table::{Columns, Places};

/// A place where a pollutant was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Its identification, such as `NL49017`.
    pub id: String,
    /// Its name; its identification where the file has none.
    pub name: String,
    /// What it is said to measure, such as `stad, verkeer`; empty where the file does not say.
    pub kind: String,
    /// Where it stands, in the system that was asked for (m).
    pub at: Coord<f64>,
    /// Mean of its measurements (ug/m3); NaN where there are none.
    pub mean: f64,
    /// How many measurements it has.
    pub values: usize,
    /// How many it could have: the hours of the file, or the most that any station has.
    pub possible: usize,
}

impl Station {
    /// The share of the possible measurements that there are (0 to 1).
    #[must_use]
    pub fn capture(&self) -> f64 {
        self.values as f64 / self.possible.max(1) as f64
    }
}

/// The measurements of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Observations {
    /// What was measured.
    pub pollutant: Pollutant,
    /// The years in which the hours begin, first and last; none where the file does not say.
    pub years: Option<(i32, i32)>,
    /// In the order of the file.
    pub stations: Vec<Station>,
    /// Stations that are left out because the file does not say where they stand.
    pub without_place: Vec<String>,
}

/// Reads measurements, with places in the projected system `epsg`. A Luchtmeetnet export says by
/// itself what it holds; any other table is read by `columns`.
///
/// # Errors
/// When the file cannot be read, lacks a column, or holds a value that is no number.
pub fn read(file: &Path, columns: &Columns, epsg: u32) -> Result<Observations> {
    let text = decode(file, inflate(file, read_bytes(file)?)?)?;
    let observations = if luchtmeetnet::is_export(&text) {
        luchtmeetnet::read(file, &text, epsg)?
    } else {
        table::read(file, &text, columns, epsg)?
    };
    if observations.stations.iter().all(|it| it.values == 0) {
        return Err(InputError::new(file, "at least one measurement").found("none"));
    }
    Ok(observations)
}

/// The pollutant that a file means by `name`, such as `PM2.5` or `pm25`.
fn pollutant(name: &str) -> Option<Pollutant> {
    let plain = |name: &str| name.to_lowercase().replace(['.', '_', ' '], "");
    Pollutant::ALL
        .into_iter()
        .find(|it| plain(it.name()) == plain(name))
}

/// A sum that grows.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    sum: f64,
    values: usize,
}

impl Sum {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.values += 1;
    }

    fn mean(self) -> f64 {
        self.sum / self.values as f64
    }
}
