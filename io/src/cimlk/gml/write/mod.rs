//! The GML form of CIMLK, written.

mod factors;
mod farms;
mod feature;
mod geometry;
mod plain;
mod receptors;
mod results;
mod roads;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::path::Path;

use self::feature::Feature;
use super::super::document::Record;
use super::{Cells, CimlkGml, ROOT};
use crate::error::{Fault, Result};
use crate::xml::{Element, Sheet};

const CIMLK: &str = "http://cimlk.nl/1.0";
const GML: &str = "http://www.opengis.net/gml/3.2";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Spells `content` as GML of IMLK 1.3; `file` is its name in messages.
///
/// Every feature gets a `gml:id` as XML Schema demands it, and refers to others as the samples of
/// the standard do. A result whose receptor is not among the content brings it along. What GML
/// demands and a table lacks is spelt -999, the mark of the standard for what is missing.
///
/// # Errors
/// When a cell has no spelling in GML, such as half a vehicle, or two rows of a farm contradict
/// each other.
pub(super) fn spell(file: &Path, content: &CimlkGml) -> Result<Vec<u8>> {
    let mut page = Page::new(file)?;
    roads::write(&mut page, &content.roads)?;
    receptors::write(&mut page, &content.receptors)?;
    factors::write_measures(&mut page, &content.measures)?;
    factors::write_corrections(&mut page, &content.corrections)?;
    results::write(&mut page, &content.results, &content.receptors)?;
    farms::write(&mut page, &content.livestock)?;
    receptors::write_near_farms(&mut page, &content.livestock_receptors)?;
    results::write_near_farms(
        &mut page,
        &content.livestock_results,
        &content.livestock_receptors,
    )?;
    page.finish()
}

/// The file under construction.
struct Page<'a> {
    file: &'a Path,
    sheet: Sheet,
    ids: HashSet<String>,
}

impl<'a> Page<'a> {
    fn new(file: &'a Path) -> Result<Self> {
        let id = "cimlk";
        let root = Element::new(format!("cimlk:{ROOT}"))
            .attribute("xmlns:cimlk", CIMLK)
            .attribute("xmlns:gml", GML)
            .attribute("xmlns:xlink", XLINK)
            .attribute("gml:id", id);
        let sheet = Sheet::new(&root).map_err(|cause| unwritten(cause).at(file))?;
        let ids = HashSet::from([id.to_owned()]);
        Ok(Self { file, sheet, ids })
    }

    /// A feature whose identification stands in the column `id` of `cells`.
    fn feature<'b>(&mut self, name: &'static str, id: &str, cells: &'b Cells) -> Feature<'b>
    where
        'a: 'b,
    {
        let gml_id = self.free_id(&format!("{}.{id}", name.to_lowercase()));
        Feature::new(self.file, name, (id.to_owned(), gml_id), cells)
    }

    fn add(&mut self, feature: Feature<'_>) -> Result<()> {
        let member = Element::new("cimlk:featureMember").holding([feature.finish()?]);
        let added = self.sheet.add(&member);
        added.map_err(|cause| unwritten(cause).at(self.file))
    }

    fn finish(self) -> Result<Vec<u8>> {
        let bytes = self.sheet.finish();
        bytes.map_err(|cause| unwritten(cause).at(self.file))
    }

    /// A `gml:id` like `wish` that no feature has: XML allows fewer letters in it than the
    /// registers do in an identification.
    fn free_id(&mut self, wish: &str) -> String {
        let letter = |it: char| match it {
            it if it.is_ascii_alphanumeric() || "._-".contains(it) => it,
            _ => '_',
        };
        let wish: String = wish.chars().map(letter).collect();
        let mut id = wish.clone();
        let mut next = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{wish}.{next}");
            next += 1;
        }
        id
    }
}

fn unwritten(cause: impl std::fmt::Display) -> Fault {
    Fault::new("XML that can be written").found(cause)
}

/// The cells of a record by column.
fn cells_of<T: Record>(record: &T) -> Cells {
    let names = T::COLUMNS.iter().map(|name| (*name).to_owned());
    names.zip(record.cells()).collect()
}

/// Records that share a key, in the order in which the keys first occur.
fn grouped<T, K: Hash + Eq>(records: &[T], key: impl Fn(&T) -> K) -> Vec<Vec<&T>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<&T>> = Vec::new();
    for record in records {
        let place = *places.entry(key(record)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups
}

/// The cells of a record but those in `columns`.
fn cells_without<T: Record>(record: &T, columns: &[&str]) -> Vec<String> {
    let cells = T::COLUMNS.iter().zip(record.cells());
    let kept = cells.filter(|(name, _)| !columns.contains(name));
    kept.map(|(_, cell)| cell).collect()
}
