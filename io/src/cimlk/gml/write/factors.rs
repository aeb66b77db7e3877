//! Measures and corrections: a feature with a property for each row.

use pluim_core::source::Shape;

use super::feature::Reference;
use super::plain::{Plain, number, text};
use super::{Page, cells_of, cells_without, grouped};
use crate::cimlk::correction::Correction;
use crate::cimlk::measure::Measure;
use crate::error::Result;

const NAME: &[Plain] = &[text("naam").needed()];
const FACTOR: &[Plain] = &[
    text("voertuigtype"),
    text("wegsoort"),
    text("stof"),
    number("schalingsfactor"),
];
const TERM: &[Plain] = &[text("stof"), number("correctie")];

const RECEPTOR: Reference = Reference {
    property: "receptor",
    kind: "receptorwegverkeer",
    column: "receptorIdentificatie",
};

/// Writes measures; rows that differ in more than the factor become features of their own.
pub(super) fn write_measures(page: &mut Page<'_>, rows: &[Measure]) -> Result<()> {
    let columns = ["voertuigtype", "wegsoort", "stof", "schalingsfactor"];
    for group in grouped(rows, |row| cells_without(row, &columns)) {
        let Some(first) = group.first() else { continue };
        let cells = cells_of(*first);
        let mut feature = page.feature("Maatregel", &first.id, &cells).plain(NAME);
        for row in &group {
            let names = ("maatregelfactoren", "Maatregelfactor");
            feature = feature.wrapped(names, &cells_of(*row), FACTOR, &[]);
        }
        page.add(feature.at(&Shape::Area(first.area.clone())))?;
    }
    Ok(())
}

/// Writes corrections; rows that differ in more than the term become features of their own.
pub(super) fn write_corrections(page: &mut Page<'_>, rows: &[Correction]) -> Result<()> {
    for group in grouped(rows, |row| cells_without(row, &["stof", "correctie"])) {
        let Some(first) = group.first() else { continue };
        let cells = cells_of(*first);
        let mut feature = page.feature("Correctie", &first.id, &cells).plain(NAME);
        for row in &group {
            let names = ("correctietermen", "Correctieterm");
            feature = feature.wrapped(names, &cells_of(*row), TERM, &[]);
        }
        if let Some(area) = &first.area {
            feature = feature.at(&Shape::Area(area.clone()));
        }
        page.add(feature.refers(&RECEPTOR))?;
    }
    Ok(())
}
