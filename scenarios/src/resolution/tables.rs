//! The tables: everything for programs, the most telling columns for a terminal.

use std::collections::BTreeSet;

use pluim_core::statistics::field_difference::FieldDifference;
use pluim_io::plain_table::{Cell, PlainTable};

use super::study::{Level, MapFigures, MapStudy, Study};

/// Bytes in a megabyte.
const MEGA: f64 = 1e6;

/// One row a map and size, with every column.
pub(super) fn all(study: &Study) -> PlainTable {
    let limits = limits(study);
    let fixed = [
        "cell_m",
        "map",
        "unit",
        "columns",
        "rows",
        "mean",
        "maximum",
        "maximum_x",
        "maximum_y",
    ];
    let area = limits.iter().map(|id| format!("area_above_{id}_km2"));
    let people = limits.iter().map(|id| format!("people_above_{id}"));
    let differences = ["difference", "centre_less_mean"]
        .into_iter()
        .flat_map(|what| {
            ["mean", "mean_absolute", "rms", "p95", "p99", "of_maximum"]
                .map(|figure| format!("{what}_{figure}"))
        });
    let cost = ["rung", "seconds", "peak_memory_mb"].map(str::to_owned);
    let columns = fixed.map(str::to_owned).into_iter().chain(area);
    let columns = columns.chain(["people_mean".to_owned()]).chain(people);
    let mut table = PlainTable::new(columns.chain(differences).chain(cost));
    for (map, figures, level) in rows(study) {
        table.push(row(map, figures, level, &limits));
    }
    table
}

/// The identification of every limit of a map of the study.
fn limits(study: &Study) -> Vec<String> {
    let all = study.maps.iter().flat_map(|map| &map.limits);
    let mut seen = BTreeSet::new();
    let ids = all.map(|limit| limit.id.clone());
    ids.filter(|id| seen.insert(id.clone())).collect()
}

fn rows(study: &Study) -> impl Iterator<Item = (&MapStudy, &MapFigures, &Level)> {
    let maps = study.maps.iter();
    maps.flat_map(|map| {
        let sizes = map.at.iter().zip(&study.levels);
        sizes.map(move |(figures, level)| (map, figures, level))
    })
}

fn row(map: &MapStudy, at: &MapFigures, level: &Level, limits: &[String]) -> Vec<Cell> {
    let of_limit = |id: &String, values: Option<&Vec<f64>>| -> Cell {
        let number = map.limits.iter().position(|limit| limit.id == *id);
        number.and_then(|it| values?.get(it).copied()).into()
    };
    let mut row: Vec<Cell> = vec![
        size(at.cell),
        map.quantity.to_string().into(),
        map.unit.clone().into(),
        at.columns.into(),
        at.rows.into(),
        at.mean.into(),
        at.maximum.map(|it| it.0).into(),
        at.maximum.map(|it| it.1.x).into(),
        at.maximum.map(|it| it.1.y).into(),
    ];
    let people = at.people.as_ref();
    row.extend(limits.iter().map(|id| of_limit(id, Some(&at.area_above))));
    row.push(people.and_then(|it| it.mean).into());
    row.extend(
        limits
            .iter()
            .map(|id| of_limit(id, people.map(|it| &it.above))),
    );
    let nested = at.nested.as_ref();
    row.extend(differences(nested.map(|it| &it.at_fine_cells)));
    row.extend(differences(nested.map(|it| &it.centre_less_mean)));
    row.extend([
        level.record.solver.rung.clone().into(),
        level.record.times.seconds.into(),
        level.peak_memory.map(|bytes| bytes / MEGA).into(),
    ]);
    row
}

fn differences(of: Option<&FieldDifference>) -> [Cell; 6] {
    [
        of.and_then(FieldDifference::bias),
        of.and_then(FieldDifference::mean_absolute),
        of.and_then(FieldDifference::root_mean_square),
        of.and_then(|it| it.quantile(0.95)),
        of.and_then(|it| it.quantile(0.99)),
        of.and_then(FieldDifference::bias_of_maximum),
    ]
    .map(Cell::from)
}

/// A size, without decimals where it has none.
fn size(cell: f64) -> Cell {
    if cell.fract() == 0.0 {
        Cell::Count(cell as u64)
    } else {
        Cell::Number(cell)
    }
}

/// The table for a terminal: the figures that most ask for.
pub(super) fn shown(study: &Study) -> PlainTable {
    let mut table = PlainTable::new([
        "cell_m",
        "map",
        "mean",
        "maximum",
        "difference",
        "p99",
        "centre - mean",
        "s",
        "MB",
    ]);
    for (map, at, level) in rows(study) {
        let nested = at.nested.as_ref();
        table.push([
            size(at.cell),
            map.quantity.to_string().into(),
            at.mean.into(),
            at.maximum.map(|it| it.0).into(),
            nested
                .and_then(|it| it.at_fine_cells.mean_absolute())
                .into(),
            nested.and_then(|it| it.at_fine_cells.quantile(0.99)).into(),
            nested
                .and_then(|it| it.centre_less_mean.mean_absolute())
                .into(),
            level.record.times.seconds.into(),
            level.peak_memory.map(|bytes| bytes / MEGA).into(),
        ]);
    }
    table
}

/// The limits that are exceeded at some size, for a terminal.
pub(super) fn exceeded(study: &Study) -> PlainTable {
    let columns = ["cell_m", "map", "limit", "value", "above_km2", "people"];
    let mut table = PlainTable::new(columns);
    for map in &study.maps {
        for (number, limit) in map.limits.iter().enumerate() {
            let area = |at: &MapFigures| at.area_above.get(number).copied().unwrap_or(0.0);
            if map.at.iter().all(|at| area(at) == 0.0) {
                continue;
            }
            for at in &map.at {
                let people = at.people.as_ref();
                table.push([
                    size(at.cell),
                    map.quantity.to_string().into(),
                    limit.id.clone().into(),
                    limit.value.into(),
                    area(at).into(),
                    people.and_then(|it| it.above.get(number).copied()).into(),
                ]);
            }
        }
    }
    table
}
