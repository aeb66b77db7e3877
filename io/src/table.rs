//! Delimited text with a header: the columns are checked by name, every cell knows its place.

use std::ops::Range;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::error::{Fault, InputError, Place, Result};
use crate::number::{Rule, is_missing};

/// The header of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    file: PathBuf,
    names: Vec<String>,
}

impl Header {
    /// The header of a table that is made up from another format.
    pub(crate) fn new(file: &Path, names: &[&str]) -> Self {
        Self {
            file: file.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    fn read(file: &Path, cells: &StringRecord, table: &Layout<'_>) -> Result<Self> {
        let names: Vec<String> = cells.iter().map(|name| name.trim().to_owned()).collect();
        for column in table.columns {
            if !names.iter().any(|name| name == column) {
                return Err(missing(file, &names, column, table).line(table.first_line));
            }
        }
        for (index, name) in names.iter().enumerate() {
            if names.iter().skip(index + 1).any(|other| other == name) && !name.is_empty() {
                let fault = Fault::new("columns with different names").found(name);
                return Err(fault.at(file).line(table.first_line));
            }
        }
        let file = file.to_owned();
        Ok(Self { file, names })
    }

    /// Position of a column.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|it| it == name)
    }

    /// The names of the columns, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

fn missing(file: &Path, names: &[String], column: &str, table: &Layout<'_>) -> InputError {
    let spare = names.iter().map(String::as_str);
    let spare = spare.filter(|name| !table.columns.contains(name));
    let error = InputError::missing_column(file, column, spare);
    let separator = table.separator as char;
    let undivided = names.len() == 1 && table.columns.len() > 1;
    if undivided {
        error.hint(format!(
            "columns are separated by {separator:?} and the first line names them"
        ))
    } else {
        error
    }
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout<'a> {
    /// The character between cells.
    pub(crate) separator: u8,
    /// The columns that must be there, in any order; others are left alone.
    pub(crate) columns: &'a [&'a str],
    /// The line of the file on which the text starts, counted from 1.
    pub(crate) first_line: u64,
}

/// One row of a table.
#[derive(Debug)]
pub struct Row<'a> {
    header: &'a Header,
    cells: &'a StringRecord,
    line: u64,
}

impl<'a> Row<'a> {
    /// A row that is made up from another format, where it stands on `line`.
    pub(crate) fn new(header: &'a Header, cells: &'a StringRecord, line: u64) -> Self {
        Self {
            header,
            cells,
            line,
        }
    }

    /// The line on which the row starts, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The header of the table.
    pub(crate) fn header(&self) -> &'a Header {
        self.header
    }

    /// The text of a cell without the blanks around it; empty where the column is absent.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let index = self.header.position(column);
        index
            .and_then(|index| self.cells.get(index))
            .unwrap_or_default()
            .trim()
    }

    /// The place of a cell.
    pub(crate) fn place(&self, column: &str) -> Place {
        Place {
            file: self.header.file.clone(),
            line: Some(self.line),
            record: None,
            field: Some(column.to_owned()),
        }
    }

    /// Puts a fault at a cell.
    pub(crate) fn fault(&self, column: &str, fault: Fault) -> InputError {
        fault.placed(self.place(column))
    }

    /// Reads a cell that must hold a value.
    pub(crate) fn parse<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T> {
        parse(self.text(column)).map_err(|fault| self.fault(column, fault))
    }

    /// Reads a cell that may be missing: empty or -999.
    pub(crate) fn optional<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>> {
        if is_missing(self.text(column)) {
            return Ok(None);
        }
        self.parse(column, parse).map(Some)
    }

    /// Reads a text that must not be empty.
    pub(crate) fn required(&self, column: &str) -> Result<String> {
        self.parse(column, |text| {
            let fault = Fault::new("a text that is not empty").found(text);
            (!text.is_empty()).then(|| text.to_owned()).ok_or(fault)
        })
    }

    /// Reads a number that must be there.
    pub(crate) fn number(&self, column: &str, rule: Rule) -> Result<f64> {
        self.parse(column, |text| {
            if is_missing(text) {
                Err(rule.broken(text))
            } else {
                rule.parse(text)
            }
        })
    }

    /// Reads a number that may be missing.
    pub(crate) fn maybe(&self, column: &str, rule: Rule) -> Result<Option<f64>> {
        self.optional(column, |text| rule.parse(text))
    }
}

/// Reads all rows of `text` in order; `each` also receives the range of bytes of the row.
pub(crate) fn read(
    file: &Path,
    text: &str,
    layout: Layout<'_>,
    mut each: impl FnMut(&Row<'_>, Range<usize>) -> Result<()>,
) -> Result<Header> {
    let mut reader = ReaderBuilder::new()
        .delimiter(layout.separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = ByteRecord::new();
    let mut header = None;
    loop {
        let begin = reader.position().byte() as usize;
        let more = reader.read_byte_record(&mut cells);
        if !more.map_err(|cause| Fault::new("a table").found(cause).at(file))? {
            break;
        }
        let bytes = begin..reader.position().byte() as usize;
        let line = line_of(&cells, text, &bytes) + layout.first_line - 1;
        let record = StringRecord::from_byte_record(std::mem::take(&mut cells))
            .map_err(|cause| Fault::new("text in UTF-8").found(cause).at(file).line(line))?;
        if let Some(header) = &header {
            check_width(header, &record, line)?;
            let cells = &record;
            each(
                &Row {
                    header,
                    cells,
                    line,
                },
                bytes,
            )?;
        } else {
            header = Some(Header::read(file, &record, &layout)?);
        }
        cells = record.into_byte_record();
    }
    header.ok_or_else(|| {
        let fault = Fault::new("a header that names the columns").found("an empty file");
        fault.at(file)
    })
}

/// The line on which a record starts: the parser counts from before the line ends and blank lines
/// that it skips.
fn line_of(cells: &ByteRecord, text: &str, bytes: &Range<usize>) -> u64 {
    let start = cells.position().map_or(1, csv::Position::line);
    let raw = text.get(bytes.clone()).unwrap_or_default();
    let skipped = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
    let blank = raw.get(..skipped).unwrap_or_default();
    start + blank.matches('\n').count() as u64
}

fn check_width(header: &Header, record: &StringRecord, line: u64) -> Result<()> {
    if record.len() == header.names.len() {
        return Ok(());
    }
    let expected = format!("{} cells, as in the header", header.names.len());
    let fault = Fault::new(expected).found(format!("{} cells", record.len()));
    Err(fault.at(&header.file).line(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout<'_> = Layout {
        separator: b';',
        columns: &["id", "size"],
        first_line: 1,
    };

    fn sizes(text: &str) -> Result<Vec<(u64, f64)>> {
        let mut found = Vec::new();
        read(Path::new("a.csv"), text, LAYOUT, |row, _| {
            found.push((
                row.line(),
                row.number("size", Rule::least("a size in m", 0.0))?,
            ));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn columns_are_found_by_name_and_lines_counted() {
        let found = sizes("size;id\r\n1;a\r\n\r\n2.5;b\r\n").unwrap();
        assert_eq!(found, [(2, 1.0), (4, 2.5)]);
    }

    #[test]
    fn lines_within_quotes_count() {
        let found = sizes("id;size\n\"a\nb\";1\nc;2").unwrap();
        assert_eq!(found, [(2, 1.0), (4, 2.0)]);
    }

    #[test]
    fn messages_name_line_field_value_and_rule() {
        let error = sizes("id;size\na;1\nb;x\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.csv, line 3, field \"size\": found \"x\", expected a size in m (0 or more)"
        );
    }

    #[test]
    fn headers_are_checked() {
        let misspelt = sizes("id;sise\na;1").unwrap_err().to_string();
        assert!(
            misspelt.contains("is \"sise\" meant to be \"size\"?"),
            "{misspelt}"
        );
        let undivided = sizes("id,size\na,1").unwrap_err().to_string();
        assert!(undivided.contains("separated by ';'"), "{undivided}");
        assert!(sizes("").unwrap_err().to_string().contains("empty file"));
        assert!(sizes("id;size;id\n").is_err());
    }

    #[test]
    fn short_rows_are_refused() {
        let error = sizes("id;size\na;1\nb\n").unwrap_err().to_string();
        assert_eq!(
            error,
            "a.csv, line 3: found \"1 cells\", expected 2 cells, as in the header"
        );
    }
}
