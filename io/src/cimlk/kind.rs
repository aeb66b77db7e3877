//! Which table of CIMLK a file holds.

use std::fmt;
use std::path::Path;

use super::correction::Correction;
use super::document::{Document, Record};
use super::gml::{CimlkGml, parse_cimlk_gml};
use super::livestock::{LivestockReceptor, LivestockResult, LivestockSource};
use super::measure::Measure;
use super::receptor::ReceptorLink;
use super::result::ReceptorResult;
use super::road::Road;
use crate::error::{Fault, InputError, Result, decode};

/// A table of CIMLK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Road parts.
    Roads,
    /// Receptors and their links to roads.
    Receptors,
    /// Factors of measures.
    Measures,
    /// Corrections on the background.
    Corrections,
    /// Results at receptors.
    Results,
    /// Livestock, a row for each vent and kind of animals.
    Livestock,
    /// Receptors near farms.
    LivestockReceptors,
    /// Results at receptors near farms.
    LivestockResults,
}

/// A table, whatever its rows are.
pub trait Table {
    /// How many rows it has.
    fn rows(&self) -> usize;

    /// The content of its file: as it was read, where nothing changed.
    ///
    /// # Errors
    /// When a row cannot be spelt as CSV.
    fn to_bytes(&self) -> Result<Vec<u8>>;

    /// Adds the rows to what a GML file will hold.
    fn add_to(&self, gml: &mut CimlkGml);
}

impl<T: Record> Table for Document<T> {
    fn rows(&self) -> usize {
        self.records().len()
    }

    fn to_bytes(&self) -> Result<Vec<u8>> {
        Document::to_bytes(self)
    }

    fn add_to(&self, gml: &mut CimlkGml) {
        T::rows_of(gml).extend(self.records().cloned());
    }
}

/// What a file holds of one kind.
pub struct KnownTable {
    /// Kind.
    pub kind: TableKind,
    /// The table.
    pub table: Box<dyn Table>,
}

impl TableKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Roads,
        Self::Receptors,
        Self::Measures,
        Self::Corrections,
        Self::Results,
        Self::Livestock,
        Self::LivestockReceptors,
        Self::LivestockResults,
    ];

    /// Name of its file in the standard.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Roads => "Wegdelen.csv",
            Self::Receptors => "Receptoren.csv",
            Self::Measures => "Maatregelen.csv",
            Self::Corrections => "Correcties.csv",
            Self::Results => "Rekenresultaten.csv",
            Self::Livestock => "Veehouderijen.csv",
            Self::LivestockReceptors => "Veehouderij_receptoren.csv",
            Self::LivestockResults => "Veehouderij_rekenresultaten.csv",
        }
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Roads => Road::COLUMNS,
            Self::Receptors => ReceptorLink::COLUMNS,
            Self::Measures => Measure::COLUMNS,
            Self::Corrections => Correction::COLUMNS,
            Self::Results => ReceptorResult::COLUMNS,
            Self::Livestock => LivestockSource::COLUMNS,
            Self::LivestockReceptors => LivestockReceptor::COLUMNS,
            Self::LivestockResults => LivestockResult::COLUMNS,
        }
    }

    /// Reads the content of a file of this kind; `file` is its name in messages.
    ///
    /// # Errors
    /// When a column is missing, a cell breaks its rule, or two rows share a key.
    pub fn parse(self, file: &Path, bytes: Vec<u8>) -> Result<KnownTable> {
        let table = match self {
            Self::Roads => boxed::<Road>(file, bytes),
            Self::Receptors => boxed::<ReceptorLink>(file, bytes),
            Self::Measures => boxed::<Measure>(file, bytes),
            Self::Corrections => boxed::<Correction>(file, bytes),
            Self::Results => boxed::<ReceptorResult>(file, bytes),
            Self::Livestock => boxed::<LivestockSource>(file, bytes),
            Self::LivestockReceptors => boxed::<LivestockReceptor>(file, bytes),
            Self::LivestockResults => boxed::<LivestockResult>(file, bytes),
        }?;
        Ok(KnownTable { kind: self, table })
    }

    /// The kind whose columns a header names best.
    fn of_header(header: &str) -> Option<Self> {
        let names: Vec<&str> = header
            .split([';', ','])
            .map(|name| name.trim().trim_matches('"'))
            .collect();
        let share = |kind: &Self| {
            let columns = kind.columns();
            let found = columns.iter().filter(|it| names.contains(it)).count();
            1000 * found / columns.len()
        };
        let best = Self::ALL.into_iter().max_by_key(share)?;
        (share(&best) >= 500).then_some(best)
    }
}

impl fmt::Display for TableKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Roads => "road parts",
            Self::Receptors => "links of receptors to roads",
            Self::Measures => "factors of measures",
            Self::Corrections => "corrections",
            Self::Results => "results",
            Self::Livestock => "vents of livestock",
            Self::LivestockReceptors => "receptors near farms",
            Self::LivestockResults => "results near farms",
        })
    }
}

fn boxed<T: Record + 'static>(file: &Path, bytes: Vec<u8>) -> Result<Box<dyn Table>> {
    Ok(Box::new(Document::<T>::from_bytes(file, bytes)?))
}

/// Reads the content of a CSV file of CIMLK, of whatever kind; the header tells which.
///
/// # Errors
/// When the header is of no kind, and as [`TableKind::parse`].
pub fn parse_cimlk_table(file: &Path, bytes: Vec<u8>) -> Result<KnownTable> {
    let text = decode(file, bytes.clone())?;
    let header = text.lines().next().unwrap_or_default();
    let kind = TableKind::of_header(header).ok_or_else(|| no_kind(file, header))?;
    kind.parse(file, bytes)
}

fn no_kind(file: &Path, header: &str) -> InputError {
    let names = TableKind::ALL.map(TableKind::file_name).join(", ");
    let fault = Fault::new(format!("the header of a CIMLK file ({names})"));
    fault.found(header).at(file).line(1)
}

/// What a GML file holds, as the tables of the CSV form.
pub struct GmlTables {
    /// Tables with one row or more.
    pub tables: Vec<KnownTable>,
    /// Kinds of features that are not read, each with their number.
    pub others: Vec<(String, usize)>,
}

/// Reads the content of a CIMLK GML file as the tables of the CSV form.
///
/// # Errors
/// As [`parse_cimlk_gml`].
pub fn parse_cimlk_gml_tables(file: &Path, text: &str) -> Result<GmlTables> {
    let CimlkGml {
        roads,
        receptors,
        measures,
        corrections,
        results,
        livestock,
        livestock_receptors,
        livestock_results,
        others,
    } = parse_cimlk_gml(file, text)?;
    let tables = [
        known(TableKind::Roads, roads),
        known(TableKind::Receptors, receptors),
        known(TableKind::Measures, measures),
        known(TableKind::Corrections, corrections),
        known(TableKind::Results, results),
        known(TableKind::Livestock, livestock),
        known(TableKind::LivestockReceptors, livestock_receptors),
        known(TableKind::LivestockResults, livestock_results),
    ];
    let there = tables.into_iter().filter(|it| it.table.rows() > 0);
    let tables = there.collect();
    Ok(GmlTables { tables, others })
}

fn known<T: Record + 'static>(kind: TableKind, records: Vec<T>) -> KnownTable {
    let table = Box::new(Document::new(records));
    KnownTable { kind, table }
}
