//! Tables of results: one shape for CSV, JSON, the terminal and layers of a GeoPackage.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::number::significant;
use crate::partial::write_whole;
use crate::write_error::{Result, WriteError};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number; written with 7 significant digits, and as an empty cell where it is NaN.
    Number(f64),
    /// A whole number.
    Count(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number.unwrap_or(f64::NAN))
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl Cell {
    fn spelt(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => significant(*number),
            Self::Count(count) => count.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Number(number) if number.is_finite() => {
                json!(significant(*number).parse::<f64>().unwrap_or(*number))
            }
            Self::Number(_) => Value::Null,
            Self::Count(count) => json!(count),
        }
    }

    /// Three significant digits are enough to look at.
    fn shown(&self) -> String {
        match self {
            Self::Number(number) if !number.is_finite() => "-".to_owned(),
            Self::Number(number) if *number == 0.0 => "0".to_owned(),
            Self::Number(number) if number.abs() < 1e-4 => format!("{number:.2e}"),
            Self::Number(number) => {
                let decimals = (2 - number.abs().log10().floor() as i32).clamp(0, 9);
                format!("{number:.*}", decimals as usize)
            }
            _ => self.spelt(),
        }
    }
}

/// A table with named columns.
///
/// ```
/// use pluim_io::plain_table::PlainTable;
/// let mut table = PlainTable::new(["id", "nox_mean"]);
/// table.push(["school".into(), (20.0 / 3.0).into()]);
/// assert_eq!(table.text(), "id      nox_mean\nschool      6.67\n");
/// assert_eq!(table.json().to_string(), r#"[{"id":"school","nox_mean":6.666667}]"#);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlainTable {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl PlainTable {
    /// A table without rows.
    #[must_use]
    pub fn new<T: Into<String>>(columns: impl IntoIterator<Item = T>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells beyond the last column are dropped, missing ones are empty.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = row.into_iter().collect();
        row.resize(self.columns.len(), Cell::Number(f64::NAN));
        self.rows.push(row);
    }

    /// Names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows, each with a cell for every column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// The first `count` rows.
    #[must_use]
    pub fn head(&self, count: usize) -> Self {
        Self {
            columns: self.columns.clone(),
            rows: self.rows.iter().take(count).cloned().collect(),
        }
    }

    /// The table as a list of records.
    #[must_use]
    pub fn json(&self) -> Value {
        let record = |row: &Vec<Cell>| -> Value {
            let cells = self.columns.iter().cloned().zip(row.iter().map(Cell::json));
            Value::Object(cells.collect::<Map<_, _>>())
        };
        self.rows.iter().map(record).collect()
    }

    /// The table for a terminal: texts to the left, numbers to the right, three digits.
    #[must_use]
    pub fn text(&self) -> String {
        let shown: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::shown).collect())
            .collect();
        let length = |text: &String| text.chars().count();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|column| {
                let cells = shown.iter().map(|row| length(&row[column]));
                cells.chain([length(&self.columns[column])]).max()
            })
            .map(Option::unwrap_or_default)
            .collect();
        let mut text = self.line(&self.columns, &widths);
        for row in &shown {
            text.push_str(&self.line(row, &widths));
        }
        text
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let texts = self.rows.first().and_then(|row| row.get(column));
            let padded = match texts {
                Some(Cell::Text(_)) => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            };
            line.push_str(if column == 0 { "" } else { "  " });
            line.push_str(&padded);
        }
        format!("{}\n", line.trim_end())
    }

    /// Writes the table as CSV in one step; the same table gives the same bytes.
    ///
    /// # Errors
    /// When the folder cannot be written or the disk is full.
    pub fn write_csv(&self, file: &Path) -> Result<()> {
        let refused = |cause: csv::Error| WriteError::file(file, cause.into());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.columns).map_err(refused)?;
        for row in &self.rows {
            let cells = row.iter().map(Cell::spelt);
            writer.write_record(cells).map_err(refused)?;
        }
        let text = writer
            .into_inner()
            .map_err(|cause| WriteError::file(file, cause.into_error()))?;
        write_whole(file, &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_numbers_are_empty_and_null() {
        let mut table = PlainTable::new(["name", "share"]);
        table.push(["a, b".into(), f64::NAN.into()]);
        table.push(["c".into()]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.csv");
        table.write_csv(&file).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(text, "name,share\n\"a, b\",\nc,\n");
        assert!(table.json()[0]["share"].is_null());
        assert!(table.text().ends_with("c         -\n"), "{}", table.text());
    }

    #[test]
    fn columns_line_up() {
        let mut table = PlainTable::new(["road", "ug/m3"]);
        table.push(["a".into(), 0.001_234_56.into()]);
        table.push(["longer".into(), 123.456.into()]);
        assert_eq!(
            table.text(),
            "road      ug/m3\na       0.00123\nlonger      123\n"
        );
    }
}
