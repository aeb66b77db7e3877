//! A CIMLK file as records that can be changed and written back without loss.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::gml::CimlkGml;
use crate::error::{Fault, Result, decode};
use crate::input_file::read_bytes;
use crate::table::{self, Header, Layout, Row};

const SEPARATOR: u8 = b';';

/// One row of a CIMLK file.
pub trait Record: Sized + PartialEq + Clone {
    /// The columns, in the order of the standard.
    const COLUMNS: &'static [&'static str];

    /// The place of such rows in the GML form.
    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self>;

    /// Reads a row.
    ///
    /// # Errors
    /// When a cell breaks the rule of its column.
    fn read(row: &Row<'_>) -> Result<Self>;

    /// The cells, in the order of [`Self::COLUMNS`], each in its shortest spelling.
    fn cells(&self) -> Vec<String>;

    /// What no two rows of a file may share, as a phrase for messages; none where rows may repeat.
    fn key(&self) -> Option<String>;
}

#[derive(Debug, Clone, PartialEq)]
struct Entry<T> {
    record: T,
    /// Line and bytes in the text from which the record was read.
    origin: Option<(u64, Range<usize>)>,
}

/// All records of one CIMLK file.
///
/// A record that did not change is written back as it was spelt; of a changed record only the
/// changed cells are spelt anew. Numbers are then written in their shortest form and missing
/// values as empty cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<T> {
    entries: Vec<Entry<T>>,
    source: Option<Source>,
}

/// The text from which a document was read.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    file: PathBuf,
    text: String,
    header: Header,
    marked: bool,
}

impl<T: Record> Document<T> {
    /// A new document.
    #[must_use]
    pub fn new(records: Vec<T>) -> Self {
        let entry = |record| Entry {
            record,
            origin: None,
        };
        let entries = records.into_iter().map(entry).collect();
        Self {
            entries,
            source: None,
        }
    }

    /// Reads a file: `;` between cells, UTF-8 with or without a byte-order mark.
    ///
    /// # Errors
    /// When the file cannot be read, a column is missing, a cell breaks its rule or two rows share
    /// a key.
    pub fn read(file: &Path) -> Result<Self> {
        let bytes = read_bytes(file)?;
        Self::from_bytes(file, bytes)
    }

    /// Reads the content of a file; `file` is its name in messages.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn from_bytes(file: &Path, bytes: Vec<u8>) -> Result<Self> {
        let marked = bytes.starts_with(b"\xEF\xBB\xBF");
        let text = decode(file, bytes)?;
        let mut entries: Vec<Entry<T>> = Vec::new();
        let mut seen: HashMap<String, u64> = HashMap::new();
        let header = table::read(file, &text, layout::<T>(), |row, bytes| {
            let record = T::read(row)?;
            if let Some(key) = record.key() {
                refuse_duplicate(row, key, &mut seen)?;
            }
            let origin = Some((row.line(), bytes));
            entries.push(Entry { record, origin });
            Ok(())
        })?;
        let file = file.to_owned();
        let source = Some(Source {
            file,
            text,
            header,
            marked,
        });
        Ok(Self { entries, source })
    }

    /// The records, in the order of the file.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.record)
    }

    /// The records with the lines on which they start, where they come from a file.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = (Option<u64>, &T)> {
        let line = |entry: &Entry<T>| entry.origin.as_ref().map(|(line, _)| *line);
        self.entries
            .iter()
            .map(move |entry| (line(entry), &entry.record))
    }

    /// The records, to be changed.
    pub fn records_mut(&mut self) -> impl ExactSizeIterator<Item = &mut T> {
        self.entries.iter_mut().map(|entry| &mut entry.record)
    }

    /// Takes the records out.
    #[must_use]
    pub fn into_records(self) -> Vec<T> {
        self.entries.into_iter().map(|entry| entry.record).collect()
    }

    /// Adds a record at the end.
    pub fn push(&mut self, record: T) {
        let origin = None;
        self.entries.push(Entry { record, origin });
    }

    /// Keeps only the records for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.entries.retain(|entry| keep(&entry.record));
    }

    /// The file's content.
    ///
    /// # Errors
    /// When a row cannot be spelt as CSV.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let Some(source) = &self.source else {
            return self.fresh();
        };
        let newline = if source.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut rows = vec![source.head(&self.entries).to_owned()];
        for entry in &self.entries {
            rows.push(source.spell(entry)?);
        }
        let mut text = rows.join(newline);
        if source.text.ends_with('\n') {
            text.push_str(newline);
        }
        let mark: &[u8] = if source.marked { b"\xEF\xBB\xBF" } else { b"" };
        Ok([mark, text.as_bytes()].concat())
    }

    fn fresh(&self) -> Result<Vec<u8>> {
        let mut rows = vec![T::COLUMNS.join(";")];
        for entry in &self.entries {
            rows.push(join(&entry.record.cells())?);
        }
        Ok((rows.join("\n") + "\n").into_bytes())
    }
}

impl Source {
    /// The header as it was spelt.
    fn head<T>(&self, entries: &[Entry<T>]) -> &str {
        let first = entries.iter().find_map(|entry| entry.origin.as_ref());
        let end = first.map_or(self.text.len(), |(_, bytes)| bytes.start);
        let text = self.text.get(..end).unwrap_or_default();
        let text = text.trim_start_matches(['\r', '\n']);
        text.split(['\r', '\n']).next().unwrap_or_default()
    }

    /// A record as it was spelt, with what changed spelt anew.
    fn spell<T: Record>(&self, entry: &Entry<T>) -> Result<String> {
        let Some((_, bytes)) = &entry.origin else {
            return join(&self.arrange::<T>(entry.record.cells()));
        };
        let raw = self.text.get(bytes.clone()).unwrap_or_default();
        let raw = raw.trim_matches(['\r', '\n']);
        let (before, cells) = self.reread::<T>(raw)?;
        if before == entry.record {
            return Ok(raw.to_owned());
        }
        let mut cells: Vec<String> = cells.iter().map(str::to_owned).collect();
        let changes = T::COLUMNS
            .iter()
            .zip(before.cells().into_iter().zip(entry.record.cells()));
        for (column, (old, new)) in changes {
            let cell = self
                .header
                .position(column)
                .and_then(|it| cells.get_mut(it));
            if let Some(cell) = cell.filter(|_| old != new) {
                *cell = new;
            }
        }
        join(&cells)
    }

    /// Cells in the order of the standard, put in the order of this file.
    fn arrange<T: Record>(&self, cells: Vec<String>) -> Vec<String> {
        let mut named: HashMap<&str, String> = T::COLUMNS.iter().copied().zip(cells).collect();
        let cell = |name: &str| named.remove(name).unwrap_or_default();
        self.header.names().map(cell).collect()
    }

    fn reread<T: Record>(&self, raw: &str) -> Result<(T, StringRecord)> {
        let names: Vec<&str> = self.header.names().collect();
        let text = format!("{}\n{raw}", names.join(";"));
        let mut found = None;
        table::read(&self.file, &text, layout::<T>(), |row, _| {
            found = Some(T::read(row)?);
            Ok(())
        })?;
        let cells = split(raw).unwrap_or_default();
        let lost = || Fault::new("the row that was read").at(&self.file);
        found.map(|record| (record, cells)).ok_or_else(lost)
    }
}

fn layout<T: Record>() -> Layout<'static> {
    Layout {
        separator: SEPARATOR,
        columns: T::COLUMNS,
        first_line: 1,
    }
}

fn refuse_duplicate(row: &Row<'_>, key: String, seen: &mut HashMap<String, u64>) -> Result<()> {
    let fault = Fault::new("an identification that no other row has").found(&key);
    let Some(before) = seen.insert(key, row.line()) else {
        return Ok(());
    };
    let column = row.header().names().next().unwrap_or_default();
    Err(row.fault(column, fault.hint(format!("line {before} has it too"))))
}

fn split(raw: &str) -> Option<StringRecord> {
    let reader = ReaderBuilder::new()
        .delimiter(SEPARATOR)
        .has_headers(false)
        .from_reader(raw.as_bytes());
    reader.into_records().next()?.ok()
}

fn join(cells: &[String]) -> Result<String> {
    let unspeakable = |cause: String| Fault::new("cells of text").found(cause).at("");
    let mut writer = WriterBuilder::new()
        .delimiter(SEPARATOR)
        .from_writer(Vec::new());
    writer
        .write_record(cells)
        .map_err(|it| unspeakable(it.to_string()))?;
    let bytes = writer
        .into_inner()
        .map_err(|it| unspeakable(it.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|it| unspeakable(it.to_string()))?;
    Ok(text.trim_end_matches('\n').to_owned())
}
