//! Local corrections on the background: `Correcties.csv`.

use std::path::Path;

use geo_types::{Coord, Polygon};

use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::words::Substance;
use crate::error::{Fault, Result};
use crate::geometry;
use crate::number::Rule;
use crate::table::Row;

const CORRECTION: Rule = Rule::any("a correction in ug/m3");

/// One row of the file: the correction for one substance. It works on one receptor where it names
/// one, and else on all receptors in its area.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Identification of the correction.
    pub id: String,
    /// Identification of the receptor; none where the area decides.
    pub receptor: Option<String>,
    /// Name of the authority.
    pub authority: String,
    /// Name of the correction.
    pub name: String,
    /// Substance.
    pub substance: Substance,
    /// What is added to the background (ug/m3); may be negative.
    pub correction: f64,
    /// Time of registration, as written.
    pub registered: String,
    /// Area in RD New (m); none where the receptor decides.
    pub area: Option<Polygon<f64>>,
}

impl Correction {
    /// Whether it works on a receptor: on the one that it names, or on all in its area. Without
    /// identification, `None`, only the area counts.
    #[must_use]
    pub fn works_on(&self, receptor: Option<&str>, at: Coord<f64>) -> bool {
        match (&self.receptor, &self.area) {
            (Some(named), _) => Some(named.as_str()) == receptor,
            (None, Some(area)) => geometry::contains(area, at),
            (None, None) => false,
        }
    }
}

/// Reads `Correcties.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing, a cell breaks its rule, a row names neither
/// receptor nor area, or a correction holds the same substance twice.
pub fn read_corrections(file: &Path) -> Result<Document<Correction>> {
    Document::read(file)
}

impl Record for Correction {
    const COLUMNS: &'static [&'static str] = &[
        "identificatie",
        "receptorIdentificatie",
        "naamOverheid",
        "naam",
        "stof",
        "correctie",
        "tijdstipRegistratie",
        "geometrie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.corrections
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        let id = row.required("identificatie")?;
        let named = |text: &str| Ok(text.to_owned());
        let receptor = row.optional("receptorIdentificatie", named)?;
        let area = row.optional("geometrie", geometry::polygon)?;
        if receptor.is_none() && area.is_none() {
            let fault = Fault::new("an area, as the row names no receptor").found("");
            return Err(row.fault("geometrie", fault));
        }
        Ok(Self {
            id,
            receptor,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            substance: row.parse("stof", Substance::parse)?,
            correction: row.number("correctie", CORRECTION)?,
            registered: row.text("tijdstipRegistratie").to_owned(),
            area,
        })
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.receptor.clone().unwrap_or_default(),
            self.authority.clone(),
            self.name.clone(),
            self.substance.to_string(),
            self.correction.to_string(),
            self.registered.clone(),
            self.area.as_ref().map(geometry::spell).unwrap_or_default(),
        ]
    }

    fn key(&self) -> Option<String> {
        let Self {
            id,
            substance,
            receptor,
            ..
        } = self;
        let receptor = receptor.as_deref().unwrap_or("its area");
        Some(format!("{id} with {substance} at {receptor}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_works_on_its_receptor_or_in_its_area() {
        let row = |receptor: Option<&str>, area: Option<&str>| Correction {
            id: "c".into(),
            receptor: receptor.map(str::to_owned),
            authority: String::new(),
            name: String::new(),
            substance: Substance::No2,
            correction: 2.0,
            registered: String::new(),
            area: area.map(|text| geometry::polygon(text).unwrap()),
        };
        let ring = "POLYGON((100000 400000,100010 400000,100010 400010,100000 400010,100000 400000),\
                    (100004 400004,100006 400004,100006 400006,100004 400006,100004 400004))";
        let at = |x: f64| Coord {
            x: 100_000.0 + x,
            y: 400_005.0,
        };
        let area = row(None, Some(ring));
        assert!(area.works_on(Some("a"), at(2.0)) && area.works_on(None, at(2.0)));
        assert!(!area.works_on(None, at(5.0)) && !area.works_on(None, at(11.0)));
        let named = row(Some("a"), Some(ring));
        assert!(named.works_on(Some("a"), at(50.0)) && !named.works_on(None, at(2.0)));
        assert!(!named.works_on(Some("b"), at(2.0)));
    }
}
