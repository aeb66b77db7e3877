//! Rows of tables, made from features.

use std::any::type_name;
use std::collections::HashMap;
use std::path::Path;

use csv::StringRecord;

use super::Cells;
use crate::cimlk::document::Record;
use crate::error::{Fault, Result};
use crate::table::{Header, Row};

/// The rows of one file, of which no two may share a key.
pub(super) struct Rows<'a> {
    file: &'a Path,
    /// The line of the feature by the kind of its row and its key.
    seen: HashMap<(&'static str, String), u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(file: &'a Path) -> Self {
        let seen = HashMap::new();
        Self { file, seen }
    }

    pub(super) fn file(&self) -> &'a Path {
        self.file
    }

    /// Reads cells as the row of a table; its feature starts on `line`.
    pub(super) fn read<T: Record>(&mut self, line: u64, cells: &Cells) -> Result<T> {
        let header = Header::new(self.file, T::COLUMNS);
        let cell = |column: &&str| cells.get(*column).map(String::as_str).unwrap_or_default();
        let row: StringRecord = T::COLUMNS.iter().map(cell).collect();
        let row = Row::new(&header, &row, line);
        let record = T::read(&row)?;
        if let Some(key) = record.key() {
            self.once(type_name::<T>(), key, line, T::COLUMNS)?;
        }
        Ok(record)
    }

    /// Refuses what is there twice under one key.
    pub(super) fn once(
        &mut self,
        kind: &'static str,
        key: String,
        line: u64,
        columns: &[&str],
    ) -> Result<()> {
        let fault = Fault::new("an identification that no other feature has").found(&key);
        let Some(before) = self.seen.insert((kind, key), line) else {
            return Ok(());
        };
        let field = columns.first().copied().unwrap_or("identificatie");
        let fault = fault.hint(format!("line {before} has it too"));
        Err(fault.at(self.file).line(line).field(field))
    }
}
