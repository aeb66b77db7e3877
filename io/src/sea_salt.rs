//! Sea salt in PM10 by municipality: the annex of the regulation as a table.

use std::path::Path;

use crate::error::{InputError, Result, read_text};
use crate::number::Rule;
use crate::table::{self, Layout};

const LAYOUT: Layout<'_> = Layout {
    separator: b';',
    columns: &[MUNICIPALITY, CORRECTION],
    first_line: 1,
};
const MUNICIPALITY: &str = "gemeente_2012";
const CORRECTION: &str = "correctie_ug_m3";
const SALT: Rule = Rule::between("sea salt in ug/m3", 0.0, 20.0);

/// Sea salt (ug/m3, annual mean) in a municipality, by a table with the columns `gemeente_2012`
/// and `correctie_ug_m3`.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("salt.csv");
/// std::fs::write(&file, "gemeente_2012;correctie_ug_m3\nAmsterdam;4\nGoes;5\n")?;
/// assert_eq!(pluim_io::sea_salt::read_sea_salt(&file, "Goes")?, 5.0);
/// let unknown = pluim_io::sea_salt::read_sea_salt(&file, "Amsterdan").unwrap_err();
/// assert!(unknown.to_string().contains("did you mean \"Amsterdam\"?"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the file cannot be read, breaks a rule, or lacks the municipality.
pub fn read_sea_salt(file: &Path, municipality: &str) -> Result<f64> {
    let text = read_text(file)?;
    let mut all: Vec<(String, f64)> = Vec::new();
    table::read(file, &text, LAYOUT, |row, _| {
        all.push((row.required(MUNICIPALITY)?, row.number(CORRECTION, SALT)?));
        Ok(())
    })?;
    let found = all.iter().find(|(name, _)| name == municipality);
    found.map(|(_, salt)| *salt).ok_or_else(|| {
        let names = all.iter().map(|(name, _)| name.as_str());
        let error = InputError::new(file, "a municipality of the table");
        let error = error.field(MUNICIPALITY).found(municipality);
        match crate::error::nearest(municipality, names) {
            Some(near) => error.hint(format!("did you mean {near:?}?")),
            None => error.hint("the table has the names of 2012"),
        }
    })
}
