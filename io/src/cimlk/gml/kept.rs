//! What the GML form keeps of tables.

use std::collections::BTreeMap;
use std::path::Path;

use super::CimlkGml;
use crate::cimlk::document::Record;
use crate::cimlk::kind::TableKind;
use crate::error::{Fault, Result};

/// Columns for which the GML form has no place.
const NO_PLACE: [&str; 2] = ["naamOverheid", "typeOverheid"];
/// Columns of a result that the GML form takes from its receptor.
const OF_RECEPTOR: [&str; 7] = [
    "naam",
    "toetspuntSoort",
    "grondslag",
    "opmerking",
    "geometrie",
    "x",
    "y",
];

/// Lays what was read again beside what was written; returns in words what has no place.
///
/// # Errors
/// When anything else got lost.
pub(super) fn compare(file: &Path, before: &CimlkGml, after: &CimlkGml) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    let mut add = |table: Result<Vec<String>>| table.map(|more| notes.extend(more));
    add(table(file, TableKind::Roads, &before.roads, &after.roads))?;
    add(receptors(file, before, after))?;
    add(table(
        file,
        TableKind::Measures,
        &before.measures,
        &after.measures,
    ))?;
    let corrections = (&before.corrections, &after.corrections);
    add(table(
        file,
        TableKind::Corrections,
        corrections.0,
        corrections.1,
    ))?;
    add(table(
        file,
        TableKind::Results,
        &before.results,
        &after.results,
    ))?;
    add(table(
        file,
        TableKind::Livestock,
        &before.livestock,
        &after.livestock,
    ))?;
    let results = (&before.livestock_results, &after.livestock_results);
    add(table(
        file,
        TableKind::LivestockResults,
        results.0,
        results.1,
    ))?;
    Ok(notes)
}

/// Receptors: results may have brought along more of them.
fn receptors(file: &Path, before: &CimlkGml, after: &CimlkGml) -> Result<Vec<String>> {
    let mut notes = within(
        file,
        TableKind::Receptors,
        &before.receptors,
        &after.receptors,
    )?;
    let farms = (&before.livestock_receptors, &after.livestock_receptors);
    notes.extend(within(
        file,
        TableKind::LivestockReceptors,
        farms.0,
        farms.1,
    )?);
    let all = |it: &CimlkGml| it.receptors.len() + it.livestock_receptors.len();
    let more = all(after).saturating_sub(all(before));
    if more > 0 {
        notes.push(format!("{more} receptors made from their results"));
    }
    Ok(notes)
}

/// Compares the rows of `after` that are the first ones of their kind.
fn within<T: Record>(
    file: &Path,
    kind: TableKind,
    before: &[T],
    after: &[T],
) -> Result<Vec<String>> {
    table(
        file,
        kind,
        before,
        after.get(..before.len()).unwrap_or(after),
    )
}

fn table<T: Record>(
    file: &Path,
    kind: TableKind,
    before: &[T],
    after: &[T],
) -> Result<Vec<String>> {
    if before.len() != after.len() {
        let fault = Fault::new(format!("{} {kind} in the GML form", before.len()));
        return Err(fault.found(after.len()).at(file));
    }
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    for (old, new) in ordered(before).into_iter().zip(ordered(after)) {
        if old == new {
            continue;
        }
        for (column, (old, new)) in T::COLUMNS.iter().zip(old.into_iter().zip(new)) {
            if old != new {
                allowed(kind, column, &old, &new).map_err(|fault| fault.at(file).field(*column))?;
                *lost.entry(column).or_default() += 1;
            }
        }
    }
    let note = |(column, count): (&str, usize)| match NO_PLACE.contains(&column) {
        true => format!("{column} of {count} {kind} has no place in GML"),
        false => format!("{column} of {count} {kind} is that of their receptor in GML"),
    };
    Ok(lost.into_iter().map(note).collect())
}

fn allowed(kind: TableKind, column: &str, old: &str, new: &str) -> Result<(), Fault> {
    let results = matches!(kind, TableKind::Results | TableKind::LivestockResults);
    if NO_PLACE.contains(&column) || (results && OF_RECEPTOR.contains(&column)) {
        return Ok(());
    }
    let fault = Fault::new(format!("{old:?} in {kind}, as the table has it"));
    Err(fault.found(new).hint("GML cannot hold it; write tables"))
}

/// The cells of the rows, in an order that both forms share.
fn ordered<T: Record>(records: &[T]) -> Vec<Vec<String>> {
    let mut rows: Vec<(String, Vec<String>)> = records
        .iter()
        .map(|record| {
            (
                record.key().unwrap_or_else(|| same::<T>(record)),
                record.cells(),
            )
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, cells)| cells).collect()
}

/// What tells rows without a key apart: the cells that both forms have.
fn same<T: Record>(record: &T) -> String {
    let cells = T::COLUMNS.iter().zip(record.cells());
    let kept = cells.filter(|(name, _)| !NO_PLACE.contains(name) && !OF_RECEPTOR.contains(name));
    kept.map(|(_, cell)| cell)
        .collect::<Vec<_>>()
        .join("\u{1f}")
}
