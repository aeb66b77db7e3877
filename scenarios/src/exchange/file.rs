//! One file of an exchange format.

use std::path::{Path, PathBuf};

use pluim_io::cimlk::{GmlTables, KnownTable, parse_cimlk_gml_tables, parse_cimlk_table};
use pluim_io::error::{InputError, Result, decode};
use pluim_io::imaer::{Imaer, Situation, is_imaer, parse_imaer};
use pluim_io::input_file::read_bytes;

/// A file, read in full.
pub(super) struct ExchangeFile {
    /// Where it lies.
    pub(super) path: PathBuf,
    bytes: Vec<u8>,
    content: Content,
}

/// What a file holds.
pub(super) enum Content {
    /// A CSV file of CIMLK.
    Table(KnownTable),
    /// A GML file of CIMLK.
    Tables(GmlTables),
    /// An IMAER file.
    Imaer(Box<Imaer>),
}

impl ExchangeFile {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = read_bytes(path)?;
        let content = content(path, &bytes)?;
        let path = path.to_owned();
        Ok(Self {
            path,
            bytes,
            content,
        })
    }

    /// Whether these are the bytes of the file.
    pub(super) fn holds_bytes(&self, bytes: &[u8]) -> bool {
        self.bytes == bytes
    }

    /// Name of the format.
    pub(super) fn format(&self) -> String {
        match &self.content {
            Content::Table(_) => "CIMLK table".to_owned(),
            Content::Tables(_) => "CIMLK GML".to_owned(),
            Content::Imaer(imaer) => format!("IMAER {}.{} GML", imaer.version.0, imaer.version.1),
        }
    }

    /// The tables that can be written.
    ///
    /// # Errors
    /// When it is an IMAER file.
    pub(super) fn tables(&self) -> Result<&[KnownTable]> {
        match &self.content {
            Content::Table(table) => Ok(std::slice::from_ref(table)),
            Content::Tables(gml) => Ok(&gml.tables),
            Content::Imaer(_) => {
                let fault = InputError::new(&self.path, "a CIMLK file, as --out writes CIMLK");
                Err(fault.found("an IMAER file").hint("leave it out, or --out"))
            }
        }
    }

    /// What it holds: numbers and what they count.
    pub(super) fn holds(&self) -> Vec<(usize, String)> {
        let of = |known: &KnownTable| (known.table.rows(), known.kind.to_string());
        match &self.content {
            Content::Table(table) => vec![of(table)],
            Content::Tables(gml) => gml.tables.iter().map(of).collect(),
            Content::Imaer(imaer) => features(imaer),
        }
    }

    /// What must be said besides.
    pub(super) fn remarks(&self) -> Vec<String> {
        match &self.content {
            Content::Table(_) => Vec::new(),
            Content::Tables(gml) => gml
                .others
                .iter()
                .map(|(kind, count)| format!("{count} {kind} not read"))
                .collect(),
            Content::Imaer(imaer) => {
                let project = imaer.metadata.iter();
                let mut remarks: Vec<String> = project
                    .map(|it| format!("year {}{}", it.year, role(it.situation.as_ref())))
                    .collect();
                remarks.extend(imaer.warnings());
                remarks
            }
        }
    }
}

fn content(path: &Path, bytes: &[u8]) -> Result<Content> {
    let text = decode(path, bytes.to_vec())?;
    if !text.trim_start().starts_with('<') {
        return Ok(Content::Table(parse_cimlk_table(path, bytes.to_vec())?));
    }
    if is_imaer(path, &text)? {
        return Ok(Content::Imaer(Box::new(parse_imaer(path, &text)?)));
    }
    Ok(Content::Tables(parse_cimlk_gml_tables(path, &text)?))
}

/// What an IMAER file holds, without what it does not.
fn features(imaer: &Imaer) -> Vec<(usize, String)> {
    let stated = imaer.roads.iter().filter(|road| !road.stated().is_empty());
    let counts = [
        (imaer.roads.len(), "roads"),
        (stated.count(), "of them with a stated emission"),
        (imaer.sources.len(), "other sources"),
        (imaer.buildings.len(), "buildings"),
        (imaer.points.len(), "calculation points"),
        (imaer.lines.len(), "links of streets to points"),
        (imaer.areas.len(), "areas with measures"),
    ];
    let there = counts.into_iter().filter(|(count, _)| *count > 0);
    there
        .map(|(count, what)| (count, what.to_owned()))
        .collect()
}

fn role(situation: Option<&Situation>) -> String {
    situation.map_or_else(String::new, |it| format!(", situation {}", it.kind))
}
