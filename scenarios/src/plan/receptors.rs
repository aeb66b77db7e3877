//! Receptors from a CIMLK file.

use std::collections::HashSet;

use geo_types::Coord;
use pluim_io::cimlk::read_receptors;
use pluim_io::run_folder::FileRecord;

use super::shown;
use crate::error::Result;
use crate::scenario::Receptors;

/// A place at which concentrations are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Receptor {
    /// Identification.
    pub id: String,
    /// Where it is (m).
    pub at: Coord<f64>,
}

/// Reads the receptors; one with several links to roads counts once.
pub(super) fn load(table: &Receptors, inputs: &mut Vec<FileRecord>) -> Result<Vec<Receptor>> {
    inputs.push(FileRecord::of(&table.cimlk, shown(&table.cimlk))?.used_as("receptors"));
    let mut seen = HashSet::new();
    Ok(read_receptors(&table.cimlk)?
        .into_records()
        .into_iter()
        .filter(|link| seen.insert(link.id.clone()))
        .map(|link| Receptor {
            id: link.id,
            at: link.at.0,
        })
        .collect())
}
