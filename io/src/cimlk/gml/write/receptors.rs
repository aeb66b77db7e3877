//! Receptors with their links to roads, and receptors near farms.

use pluim_core::source::Shape;

use super::feature::{Feature, Reference};
use super::plain::{Plain, text};
use super::{Page, cells_of, cells_without, grouped};
use crate::cimlk::livestock::LivestockReceptor;
use crate::cimlk::receptor::ReceptorLink;
use crate::error::Result;

const BEFORE: &[Plain] = &[
    text("naam"),
    text("opmerking"),
    text("identificatiePandBAG"),
];
const BEHIND: &[Plain] = &[text("toetspuntSoort"), text("grondslag")];
const LINK: &[Plain] = &[text("bebouwingstype"), text("bomenfactor")];
const ROAD: Reference = Reference {
    property: "wegdeel",
    kind: "wegdeel",
    column: "wegdeelIdentificatie",
};
const FARM: Reference = Reference {
    property: "veehouderij",
    kind: "veehouderij",
    column: "veehouderijIdentificatie",
};
/// The columns that tell the links of one receptor apart.
const LINK_COLUMNS: &[&str] = &["wegdeelIdentificatie", "bebouwingstype", "bomenfactor"];

/// Writes a feature for each receptor with all its links. Rows that differ in more than the link
/// become features of their own.
pub(super) fn write(page: &mut Page<'_>, rows: &[ReceptorLink]) -> Result<()> {
    let same = |row: &ReceptorLink| (row.link.is_some(), cells_without(row, LINK_COLUMNS));
    for group in grouped(rows, same) {
        write_one(page, &group)?;
    }
    Ok(())
}

fn write_one(page: &mut Page<'_>, rows: &[&ReceptorLink]) -> Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let cells = cells_of(*first);
    let mut feature = page.feature("ReceptorWegverkeer", &first.id, &cells);
    feature = feature
        .plain(BEFORE)
        .at(&Shape::Point(first.at.0))
        .plain(BEHIND);
    for row in rows {
        feature = linked(feature, row);
    }
    page.add(feature)
}

fn linked<'a>(feature: Feature<'a>, row: &ReceptorLink) -> Feature<'a> {
    if row.link.is_none() {
        return feature;
    }
    let names = ("overdrachtskenmerken", "Overdrachtskenmerken");
    feature.wrapped(names, &cells_of(row), LINK, &[ROAD])
}

/// Writes receptors near farms.
pub(super) fn write_near_farms(page: &mut Page<'_>, rows: &[LivestockReceptor]) -> Result<()> {
    for row in rows {
        let cells = cells_of(row);
        let feature = page.feature("ReceptorVeehouderij", &row.id, &cells);
        let feature = feature
            .plain(BEFORE)
            .at(&Shape::Point(row.at))
            .plain(BEHIND);
        page.add(feature.refers(&FARM))?;
    }
    Ok(())
}
