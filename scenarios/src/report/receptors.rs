//! The receptors in the page.

use pluim_io::run_folder::ReceptorTable;
use serde_json::{Map, Value, json};

/// The table by columns, as the page has it.
pub(super) fn columns(table: Option<&ReceptorTable>) -> Value {
    let Some(table) = table else {
        return json!({ "ids": [], "x": [], "y": [], "columns": {} });
    };
    let rows = &table.receptors;
    let column = |at: usize| {
        rows.iter()
            .map(|row| rounded(row.values.get(at).copied()))
            .collect()
    };
    let columns: Map<String, Value> = table
        .quantities
        .iter()
        .enumerate()
        .map(|(at, quantity)| (quantity.to_string(), Value::Array(column(at))))
        .collect();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let x: Vec<f64> = rows.iter().map(|row| tenth(row.x)).collect();
    let y: Vec<f64> = rows.iter().map(|row| tenth(row.y)).collect();
    json!({ "ids": ids, "x": x, "y": y, "columns": columns })
}

/// A value with 5 significant digits, more than the page shows.
fn rounded(value: Option<f64>) -> Value {
    let value = value.filter(|value| value.is_finite());
    let short = value.and_then(|value| format!("{value:.4e}").parse::<f64>().ok());
    short.map_or(Value::Null, |value| json!(value))
}

fn tenth(coordinate: f64) -> f64 {
    (10.0 * coordinate).round() / 10.0
}

#[cfg(test)]
mod tests {
    use pluim_io::run_folder::{Quantity, Receptor};

    use super::*;

    #[test]
    fn a_missing_value_is_null() {
        let mut table = ReceptorTable::new(vec![Quantity::new("nox", "mean")]);
        for (id, value) in [("a", 1.234_567), ("b", f64::NAN)] {
            table.receptors.push(Receptor {
                id: id.to_owned(),
                x: 1.26,
                y: 2.0,
                values: vec![value],
            });
        }
        let columns = columns(Some(&table));
        assert_eq!(columns["columns"]["nox_mean"], json!([1.2346, null]));
        assert_eq!(columns["x"], json!([1.3, 1.3]));
    }
}
