//! `assessment.csv`: one row a receptor and limit.

use std::path::Path;

use crate::partial::write_whole;
use crate::write_error::{Result, WriteError};

/// The columns.
pub const COLUMNS: [&str; 20] = [
    "id",
    "x",
    "y",
    "limit",
    "regime",
    "pollutant",
    "averaging",
    "limit_value_ug_m3",
    "allowed_exceedances",
    "value",
    "value_unit",
    "value_holds",
    "rounded",
    "natural_sources",
    "compared_with",
    "verdict",
    "rule",
    "provenance",
    "inputs",
    "reason_not_assessed",
];

/// One receptor against one limit, spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentRow {
    /// A cell for each of [`COLUMNS`].
    pub cells: [String; COLUMNS.len()],
}

/// Writes the table in one step.
///
/// # Errors
/// When the folder cannot be written or the disk is full.
///
/// ```
/// use pluim_io::assessment_table::{write, COLUMNS};
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("assessment.csv");
/// write(&file, &[])?;
/// assert_eq!(std::fs::read_to_string(&file)?.trim_end(), COLUMNS.join(","));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(file: &Path, rows: &[AssessmentRow]) -> Result<()> {
    let refused = |cause: csv::Error| WriteError::file(file, cause.into());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(refused)?;
    for row in rows {
        writer.write_record(&row.cells).map_err(refused)?;
    }
    let text = writer
        .into_inner()
        .map_err(|cause| WriteError::file(file, cause.into_error()))?;
    write_whole(file, &text)
}
