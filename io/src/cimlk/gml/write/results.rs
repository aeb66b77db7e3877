//! Results at receptors.

use std::collections::HashSet;

use super::feature::Reference;
use super::plain::{Plain, number, text, whole};
use super::{Page, cells_of, receptors};
use crate::cimlk::document::Record;
use crate::cimlk::livestock::{LivestockReceptor, LivestockResult};
use crate::cimlk::receptor::ReceptorLink;
use crate::cimlk::result::ReceptorResult;
use crate::error::Result;

const RECEPTOR: Reference = Reference {
    property: "receptor",
    kind: "receptorwegverkeer",
    column: "receptorIdentificatie",
};
const NEAR_FARM: Reference = Reference {
    property: "receptor",
    kind: "receptorveehouderij",
    column: "receptorIdentificatie",
};

/// The levels that GML does not demand.
const OPTIONAL: [&str; 7] = [
    "no2GCN",
    "o3GCN",
    "o3HWNdubtelcorrectie",
    "o3GCNenEigenCorrectie",
    "pm10GCN",
    "pm25GCN",
    "ecGCN",
];
/// The columns that are no levels.
const OTHERS: [&str; 12] = [
    "receptorIdentificatie",
    "veehouderijIdentificatie",
    "rekentoolVersie",
    "rekenjaar",
    "naamOverheid",
    "naam",
    "toetspuntSoort",
    "grondslag",
    "opmerking",
    "geometrie",
    "x",
    "y",
];

/// The elements of a result: GML has the levels in the order of the columns.
fn elements<T: Record>() -> Vec<Plain> {
    let levels = T::COLUMNS.iter().filter(|name| !OTHERS.contains(name));
    let level = |name: &&'static str| match OPTIONAL.contains(name) {
        true => number(name),
        false => number(name).needed(),
    };
    let head = [text("rekentoolVersie").needed(), whole("rekenjaar")];
    head.into_iter().chain(levels.map(level)).collect()
}

/// Writes results, and the receptors of those that `receptors` lacks.
pub(super) fn write(
    page: &mut Page<'_>,
    results: &[ReceptorResult],
    receptors: &[ReceptorLink],
) -> Result<()> {
    let mut known: HashSet<&str> = receptors.iter().map(|it| it.id.as_str()).collect();
    let unknown = results.iter().filter(|it| known.insert(&it.receptor));
    receptors::write(page, &unknown.map(receptor).collect::<Vec<_>>())?;
    let elements = elements::<ReceptorResult>();
    for result in results {
        let cells = cells_of(result);
        let id = format!("{}_{}", result.receptor, result.year);
        let feature = page.feature("RekenresultaatWegverkeer", &id, &cells);
        let feature = feature.plain(&elements);
        page.add(feature.refers(&RECEPTOR))?;
    }
    Ok(())
}

/// Writes results near farms, and the receptors of those that `receptors` lacks.
pub(super) fn write_near_farms(
    page: &mut Page<'_>,
    results: &[LivestockResult],
    receptors: &[LivestockReceptor],
) -> Result<()> {
    let mut known: HashSet<&str> = receptors.iter().map(|it| it.id.as_str()).collect();
    let unknown = results.iter().filter(|it| known.insert(&it.receptor));
    receptors::write_near_farms(page, &unknown.map(near_farm).collect::<Vec<_>>())?;
    let elements = elements::<LivestockResult>();
    for result in results {
        let cells = cells_of(result);
        let id = format!("{}_{}", result.receptor, result.year);
        let feature = page.feature("RekenresultaatVeehouderij", &id, &cells);
        let feature = feature.plain(&elements);
        page.add(feature.refers(&NEAR_FARM))?;
    }
    Ok(())
}

/// The receptor of a result, as far as the result tells.
fn receptor(result: &ReceptorResult) -> ReceptorLink {
    ReceptorLink {
        id: result.receptor.clone(),
        link: None,
        authority: String::new(),
        name: result.name.clone(),
        assessed: result.assessed,
        grounds: result.grounds,
        remark: result.remark.clone(),
        building_id: String::new(),
        registered: String::new(),
        at: result.at,
    }
}

fn near_farm(result: &LivestockResult) -> LivestockReceptor {
    LivestockReceptor {
        farm: result.farm.clone(),
        id: result.receptor.clone(),
        authority: String::new(),
        name: result.name.clone(),
        assessed: result.assessed,
        grounds: result.grounds,
        building_id: String::new(),
        remark: String::new(),
        registered: String::new(),
        at: result.at,
    }
}
