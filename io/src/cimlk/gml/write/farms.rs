//! Farms, their stables, and the vents of these with their animals.

use pluim_core::source::Shape;

use super::feature::{Feature, Reference};
use super::plain::{Plain, date, number, text, whole};
use super::{Page, cells_of, cells_without, grouped};
use crate::cimlk::livestock::LivestockSource;
use crate::error::{Fault, InputError, Result};

const FARM: &[Plain] = &[
    text("adres").from("veehouderijAdres").needed(),
    date("datumVergunning").from("veehouderijDatumVergunning"),
];
const STABLE: &[Plain] = &[
    number("lengte").from("stalLengte"),
    number("breedte").from("stalBreedte"),
    number("hoogte").from("stalHoogte"),
    whole("orientatie").from("stalOrientatie"),
    text("identificatiePandBAG").from("stalIdentificatiePandBAG"),
];
const VENT: &[Plain] = &[
    number("hoogte").from("bronHoogte"),
    number("diameter").from("bronDiameter"),
    number("uittreesnelheid").from("bronUittreesnelheid"),
];
const ANIMALS: &[Plain] = &[
    whole("aantalDieren"),
    whole("eigenEmissiefactorPM10").from("emissiefactorPM10"),
    number("eigenReductiefactorPM10").from("reductiefactorPM10"),
    text("eigenFactorToelichting"),
    text("opmerking"),
];
const OF_FARM: Reference = Reference {
    property: "veehouderij",
    kind: "veehouderij",
    column: "veehouderijIdentificatie",
};
const OF_STABLE: Reference = Reference {
    property: "stal",
    kind: "stal",
    column: "stalIdentificatie",
};
const HOUSING: Reference = Reference {
    property: "huisvestingssysteem",
    kind: "huisvestingssysteem",
    column: "huisvestingssysteem",
};
const TECHNIQUE: Reference = Reference {
    property: "aanvullendeTechniek",
    kind: "aanvullendetechniek",
    column: "aanvullendeTechniek",
};
const FARM_COLUMNS: [&str; 2] = ["veehouderijAdres", "veehouderijDatumVergunning"];
const STABLE_COLUMNS: [&str; 8] = [
    "veehouderijIdentificatie",
    "stalLengte",
    "stalBreedte",
    "stalHoogte",
    "stalOrientatie",
    "stalIdentificatiePandBAG",
    "stalX",
    "stalY",
];
/// The columns that tell the animals behind one vent apart.
const ANIMALS_COLUMNS: [&str; 7] = [
    "huisvestingssysteem",
    "aanvullendeTechniek",
    "aantalDieren",
    "emissiefactorPM10",
    "reductiefactorPM10",
    "eigenFactorToelichting",
    "opmerking",
];

pub(super) fn write(page: &mut Page<'_>, rows: &[LivestockSource]) -> Result<()> {
    write_farms(page, rows)?;
    write_stables(page, rows)?;
    for group in grouped(rows, |row| cells_without(row, &ANIMALS_COLUMNS)) {
        write_vent(page, &group)?;
    }
    Ok(())
}

fn write_farms(page: &mut Page<'_>, rows: &[LivestockSource]) -> Result<()> {
    for group in grouped(rows, |row| row.farm.clone()) {
        agree(page, &group, &FARM_COLUMNS)?;
        let Some(first) = group.first() else { continue };
        let cells = cells_of(*first);
        let feature = page.feature("Veehouderij", &first.farm, &cells);
        page.add(feature.plain(FARM))?;
    }
    Ok(())
}

fn write_stables(page: &mut Page<'_>, rows: &[LivestockSource]) -> Result<()> {
    for group in grouped(rows, |row| row.stable.id.clone()) {
        agree(page, &group, &STABLE_COLUMNS)?;
        let Some(first) = group.first() else { continue };
        let cells = cells_of(*first);
        let feature = page.feature("Stal", &first.stable.id, &cells).plain(STABLE);
        let feature = feature.at(&Shape::Point(first.stable.at));
        page.add(feature.refers(&OF_FARM))?;
    }
    Ok(())
}

fn write_vent(page: &mut Page<'_>, rows: &[&LivestockSource]) -> Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let cells = cells_of(*first);
    let mut feature = page.feature("Veehouderijbron", &first.vent.id, &cells);
    feature = feature.plain(VENT);
    for row in rows {
        feature = animals(feature, row);
    }
    let feature = feature.at(&Shape::Point(first.vent.at));
    page.add(feature.refers(&OF_STABLE))
}

fn animals<'a>(feature: Feature<'a>, row: &LivestockSource) -> Feature<'a> {
    let names = ("emissiespecificaties", "Emissiespecificatie");
    feature.wrapped(names, &cells_of(row), ANIMALS, &[HOUSING, TECHNIQUE])
}

/// Checks that rows of one farm or stable say the same of it.
fn agree(page: &Page<'_>, rows: &[&LivestockSource], columns: &[&str]) -> Result<()> {
    let Some((first, rest)) = rows.split_first() else {
        return Ok(());
    };
    let before = cells_of(*first);
    for row in rest {
        let after = cells_of(*row);
        let other = columns
            .iter()
            .find(|it| before.get(**it) != after.get(**it));
        if let Some(column) = other {
            return Err(contradiction(page, row, column, before.get(*column)));
        }
    }
    Ok(())
}

fn contradiction(
    page: &Page<'_>,
    row: &LivestockSource,
    column: &str,
    before: Option<&String>,
) -> InputError {
    let before = before.map(String::as_str).unwrap_or_default();
    let fault = Fault::new(format!("{before:?}, as another row says of the same"));
    let found = cells_of(row).remove(column).unwrap_or_default();
    let record = format!("farm {}, stable {}", row.farm, row.stable.id);
    fault
        .found(found)
        .at(page.file)
        .record(record)
        .field(column)
}
