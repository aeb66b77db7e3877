//! Measures on road traffic within an area: `Maatregelen.csv`.

use std::path::Path;

use geo_types::Polygon;

use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::words::{RoadClass, Substance, Vehicle};
use crate::error::Result;
use crate::geometry;
use crate::number::Rule;
use crate::table::Row;

const FACTOR: Rule = Rule::between("a factor on the emission", 0.0, 1000.0);

/// One row of the file: one factor of a measure. A measure with several factors takes several
/// rows with the same identification.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Identification of the measure.
    pub id: String,
    /// Name of the authority.
    pub authority: String,
    /// Name of the measure.
    pub name: String,
    /// Substance on which the factor works.
    pub substance: Substance,
    /// Vehicles on which the factor works.
    pub vehicle: Vehicle,
    /// Roads on which the factor works.
    pub class: RoadClass,
    /// Factor on the emission, 0 or more; 1 changes nothing.
    pub factor: f64,
    /// Time of registration, as written.
    pub registered: String,
    /// Area in RD New (m), possibly with holes.
    pub area: Polygon<f64>,
}

/// Reads `Maatregelen.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing, a cell breaks its rule, or a measure holds
/// two factors for the same substance, vehicles and roads.
pub fn read_measures(file: &Path) -> Result<Document<Measure>> {
    Document::read(file)
}

impl Record for Measure {
    const COLUMNS: &'static [&'static str] = &[
        "identificatie",
        "naamOverheid",
        "naam",
        "stof",
        "voertuigtype",
        "wegsoort",
        "schalingsfactor",
        "tijdstipRegistratie",
        "geometrie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.measures
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.required("identificatie")?,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            substance: row.parse("stof", Substance::parse)?,
            vehicle: row.parse("voertuigtype", Vehicle::parse)?,
            class: row.parse("wegsoort", RoadClass::parse)?,
            factor: row.number("schalingsfactor", FACTOR)?,
            registered: row.text("tijdstipRegistratie").to_owned(),
            area: row.parse("geometrie", geometry::polygon)?,
        })
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.authority.clone(),
            self.name.clone(),
            self.substance.to_string(),
            self.vehicle.to_string(),
            self.class.to_string(),
            self.factor.to_string(),
            self.registered.clone(),
            geometry::spell(&self.area),
        ]
    }

    fn key(&self) -> Option<String> {
        let Self {
            id,
            substance,
            vehicle,
            class,
            ..
        } = self;
        Some(format!("{id} with {substance}, {vehicle}, {class}"))
    }
}
