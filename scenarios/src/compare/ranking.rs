//! Several runs beside one reference: which changes most, and where.

use std::path::{Path, PathBuf};

use pluim_io::error::InputError;
use pluim_io::plain_table::{Cell, PlainTable};
use serde_json::Value;

use super::{CompareArgs, compare};
use crate::answer::{Answer, folder_for};
use crate::error::Result;

/// Name of the table in the folder.
const TABLE: &str = "ranking.csv";
/// What a change over the whole raster is told of.
const WHOLE: &str = "whole map";

/// The change that one run brings, as a row of the table.
struct Row {
    map: String,
    area: String,
    run: String,
    change: f64,
    relative: f64,
}

/// Compares every run of `args` with the reference, each in a folder of its own, and ranks them by
/// their change of the mean: the largest decrease first.
pub(super) fn rank(args: &CompareArgs) -> Result<Answer> {
    let folder = folder_for(args.out.as_deref(), &args.a, "compare")?;
    let mut answer = Answer {
        folder: folder.clone(),
        ..Answer::default()
    };
    let mut rows: Vec<Row> = Vec::new();
    for run in &args.b {
        let name = name_of(run, args)?;
        let one = CompareArgs {
            out: Some(folder.join(&name)),
            ..args.clone()
        };
        let mut told = compare(&one, run)?;
        told.keep("compare")?;
        rows.extend(changes(&told.record, &name));
        answer.files.push(format!("{name}/compare.json"));
        answer.record["runs"][&name] = told.record;
    }
    let table = ranked(rows);
    table.write_csv(&folder.join(TABLE))?;
    answer.files.push(TABLE.to_owned());
    answer.record["ranking"] = table.json();
    answer.text = table.text();
    Ok(answer)
}

/// The name of a run: that of its folder, which no other may have.
fn name_of(run: &Path, args: &CompareArgs) -> Result<String> {
    let name = |path: &PathBuf| path.file_name().map(|it| it.to_string_lossy().into_owned());
    let own = name(&run.to_owned()).unwrap_or_default();
    let same = args.b.iter().filter(|it| name(it).as_deref() == Some(&own));
    if own.is_empty() || same.count() > 1 {
        let fault = InputError::new(run, "run folders that each have a name of their own");
        return Err(fault.found(own).into());
    }
    Ok(own)
}

/// The changes of totals that a comparison tells, over the map and over its areas.
fn changes(record: &Value, run: &str) -> Vec<Row> {
    let list = |key: &str| record[key].as_array().map_or(&[][..], Vec::as_slice);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap_or(f64::NAN);
    let row = |map: &str, area: String, change: f64, before: f64| Row {
        map: map.to_owned(),
        area,
        run: run.to_owned(),
        change,
        relative: 100.0 * change / before,
    };
    let mut rows = Vec::new();
    let totals = list("maps")
        .iter()
        .filter(|it| !text(it, "map").contains("__"));
    for total in totals {
        let map = text(total, "map");
        let change = number(total, "mean_difference");
        rows.push(row(&map, WHOLE.to_owned(), change, number(total, "mean_a")));
        for area in list("areas") {
            let change = number(area, &format!("{map}_difference"));
            let before = number(area, &format!("{map}_a"));
            rows.push(row(&map, text(area, "name"), change, before));
        }
    }
    rows
}

/// The rows by map and area, as they came, and within them by the change.
fn ranked(rows: Vec<Row>) -> PlainTable {
    let mut groups: Vec<(String, String, Vec<Row>)> = Vec::new();
    for row in rows {
        let same =
            |(map, area, _): &&mut (String, String, Vec<Row>)| *map == row.map && *area == row.area;
        match groups.iter_mut().find(same) {
            Some((.., members)) => members.push(row),
            None => groups.push((row.map.clone(), row.area.clone(), vec![row])),
        }
    }
    let mut table = PlainTable::new(["of", "area", "run", "change", "percent"]);
    for (map, area, mut members) in groups {
        members.sort_by(|a, b| a.change.total_cmp(&b.change));
        for row in members {
            let cells: [Cell; 5] = [
                map.as_str().into(),
                area.as_str().into(),
                row.run.into(),
                row.change.into(),
                row.relative.into(),
            ];
            table.push(cells);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_largest_decrease_comes_first() {
        let record = |change: f64| {
            json!({
                "maps": [
                    { "map": "nox_mean", "mean_a": 10.0, "mean_difference": change },
                    { "map": "nox_mean__roads", "mean_a": 8.0, "mean_difference": change },
                ],
                "areas": [{ "name": "west", "nox_mean_a": 4.0, "nox_mean_difference": -change }],
            })
        };
        let mut rows = changes(&record(-0.5), "a");
        rows.extend(changes(&record(-2.0), "b"));
        let table = ranked(rows).json();
        let told: Vec<(&str, &str)> = table
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| Some((row["area"].as_str()?, row["run"].as_str()?)))
            .collect();
        let west = [("west", "a"), ("west", "b")];
        assert_eq!(told[..2], [(WHOLE, "b"), (WHOLE, "a")]);
        assert_eq!(told[2..], west);
        assert_eq!(
            (&table[0]["percent"], &table[2]["percent"]),
            (&(-20.0).into(), &12.5.into())
        );
    }
}
