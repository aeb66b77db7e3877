//! Receptors from a CIMLK file, from an IMAER file, or from any file with points.

use std::collections::HashSet;
use std::path::Path;

use geo_types::Coord;
use pluim_io::cimlk::read_receptors;
use pluim_io::error::{InputError, Result as Read};
use pluim_io::imaer::read_imaer;
use pluim_io::run_folder::FileRecord;
use pluim_io::vector::{PlaceColumns, Places, VectorQuery, read_places};

use super::shown;
use crate::error::Result;
use crate::scenario::{Receptors, Scenario};

/// A place at which concentrations are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Receptor {
    /// Identification.
    pub id: String,
    /// Where it is (m).
    pub at: Coord<f64>,
}

/// Reads the receptors of the scenario in `file`, which may have none.
pub(super) fn load(
    (scenario, file): (&Scenario, &Path),
    inputs: &mut Vec<FileRecord>,
) -> Result<Vec<Receptor>> {
    let Some(table) = &scenario.receptors else {
        return Ok(Vec::new());
    };
    let (path, role, receptors) = match (&table.cimlk, &table.imaer, &table.vector) {
        (Some(path), None, None) => (path, "receptors", of_cimlk(path)?),
        (None, Some(path), None) => (path, "places", of_imaer(path)?),
        (None, None, Some(path)) => (path, "places", of_vector(path, table, scenario.epsg)?),
        _ => {
            let fault = InputError::new(file, "exactly one of the keys cimlk, imaer, vector");
            return Err(fault.field("receptors").found("none or several").into());
        }
    };
    inputs.push(FileRecord::of(path, shown(path))?.used_as(role));
    Ok(receptors)
}

/// One with several links to roads counts once.
fn of_cimlk(path: &Path) -> Read<Vec<Receptor>> {
    let mut seen = HashSet::new();
    let links = read_receptors(path)?.into_records();
    if links.is_empty() {
        return Err(InputError::new(path, "at least one receptor").found("none"));
    }
    let first = { links }
        .into_iter()
        .filter(|link| seen.insert(link.id.clone()));
    Ok(first
        .map(|link| Receptor {
            id: link.id,
            at: link.at.0,
        })
        .collect())
}

fn of_imaer(path: &Path) -> Read<Vec<Receptor>> {
    let points = read_imaer(path)?.points;
    if points.is_empty() {
        return Err(InputError::new(path, "calculation points").found("none"));
    }
    let receptor = |point: pluim_io::imaer::CalculationPoint| Receptor {
        id: point.id,
        at: point.at,
    };
    Ok(points.into_iter().map(receptor).collect())
}

fn of_vector(path: &Path, table: &Receptors, epsg: u32) -> Read<Vec<Receptor>> {
    let query = VectorQuery {
        epsg,
        layer: table.layer.as_deref(),
    };
    let Places::Addresses(points) = read_places(path, &query, PlaceColumns::default())? else {
        return Err(InputError::new(path, "points").found("polygons"));
    };
    let mut seen = HashSet::new();
    if let Some(twice) = points.iter().find(|it| !seen.insert(it.of.id.as_str())) {
        let fault = InputError::new(path, "points that each have an identification of their own");
        return Err(fault.field("id").found(&twice.of.id));
    }
    let receptor = |point: pluim_io::vector::Address| Receptor {
        id: point.of.id,
        at: point.at,
    };
    Ok(points.into_iter().map(receptor).collect())
}
