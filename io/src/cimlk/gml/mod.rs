//! The GML form of CIMLK, turned into the rows of the CSV form and read by the same rules; and
//! written from them.

mod kept;
mod linked;
mod moment;
mod road;
mod rows;
mod write;

use std::collections::HashMap;
use std::path::Path;

use pluim_core::source::Shape;

use self::linked::Linked;
use self::rows::Rows;
use super::correction::Correction;
use super::document::Record;
use super::livestock::{LivestockReceptor, LivestockResult, LivestockSource};
use super::measure::Measure;
use super::receptor::ReceptorLink;
use super::result::ReceptorResult;
use super::road::Road;
use crate::error::{Fault, Result, read_text};
use crate::xml::{self, Element, Node};
use crate::{geometry, gml};

const ROOT: &str = "FeatureCollectionIMLK";

/// What a CIMLK GML file holds.
///
/// The GML form names no authority: these fields are empty. Times and dates are spelt as in the
/// tables.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CimlkGml {
    /// Road parts.
    pub roads: Vec<Road>,
    /// Receptors and their links to roads.
    pub receptors: Vec<ReceptorLink>,
    /// Measures, one for each factor.
    pub measures: Vec<Measure>,
    /// Corrections, one for each substance.
    pub corrections: Vec<Correction>,
    /// Results at the receptors of the file.
    pub results: Vec<ReceptorResult>,
    /// Livestock: a row for each vent and kind of animals.
    pub livestock: Vec<LivestockSource>,
    /// Receptors near farms.
    pub livestock_receptors: Vec<LivestockReceptor>,
    /// Results at the receptors near farms.
    pub livestock_results: Vec<LivestockResult>,
    /// Kinds of features that are not read, each with their number.
    pub others: Vec<(String, usize)>,
}

/// Reads a CIMLK GML file.
///
/// # Errors
/// When the file cannot be read, is not well-formed, holds a document type or entities, or a
/// feature breaks a rule, is there twice, or names a stable or farm that the file lacks.
pub fn read_cimlk_gml(file: &Path) -> Result<CimlkGml> {
    parse_cimlk_gml(file, &read_text(file)?)
}

/// Reads the content of such a file; `file` is its name in messages.
///
/// # Errors
/// As [`read_cimlk_gml`].
pub fn parse_cimlk_gml(file: &Path, text: &str) -> Result<CimlkGml> {
    let mut found = CimlkGml::default();
    let mut linked = Linked::default();
    let mut rows = Rows::new(file);
    let root = |root: &Element| {
        let fault = Fault::new(format!("a CIMLK file, with <{ROOT}> as its root"));
        let fault = fault.found(format!("<{}>", root.name));
        (root.name == ROOT)
            .then_some(())
            .ok_or_else(|| fault.at(file).line(root.line))
    };
    xml::read(file, text, root, |member| {
        let mut features = member.children.iter();
        features.try_for_each(|feature| found.take(&mut rows, feature, &mut linked))
    })?;
    linked.join(&mut rows, &mut found)?;
    Ok(found)
}

/// The GML form of what tables hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeltGml {
    /// The content of the file.
    pub bytes: Vec<u8>,
    /// What has no place in it, in words.
    pub left_out: Vec<String>,
}

/// Spells what tables hold as GML; `file` is its name in messages. What was spelt is read again
/// and laid beside what it was made from, so that nothing gets lost unseen.
///
/// # Errors
/// When a value has no spelling in GML: half a vehicle, a time in no known spelling, a control
/// character, farms whose rows contradict each other.
pub fn spell_cimlk_gml(file: &Path, content: &CimlkGml) -> Result<SpeltGml> {
    let bytes = write::spell(file, content)?;
    let again = parse_cimlk_gml(file, &crate::error::decode(file, bytes.clone())?)?;
    let left_out = kept::compare(file, content, &again)?;
    Ok(SpeltGml { bytes, left_out })
}

impl CimlkGml {
    fn take(&mut self, rows: &mut Rows<'_>, element: &Element, linked: &mut Linked) -> Result<()> {
        let name = format!("<{}>", element.name);
        let node = Node::new(rows.file(), &name, element);
        match node.name() {
            "Wegdeel" => {
                let cells = road::cells(node)?;
                self.roads.push(rows.read(node.line(), &cells)?);
            }
            "ReceptorWegverkeer" => self.receptors.extend(receptor(rows, node)?),
            "ReceptorVeehouderij" => self.livestock_receptors.push(near_farm(rows, node)?),
            "Maatregel" => self
                .measures
                .extend(factors(rows, node, "maatregelfactoren")?),
            "Correctie" => self
                .corrections
                .extend(factors(rows, node, "correctietermen")?),
            _ if linked.take(rows, node)? => {}
            other => self.count(other, 1),
        }
        Ok(())
    }

    /// Counts features that are not read.
    fn count(&mut self, kind: &str, more: usize) {
        match self.others.iter_mut().find(|(name, _)| name == kind) {
            Some((_, count)) => *count += more,
            None if more > 0 => self.others.push((kind.to_owned(), more)),
            None => {}
        }
    }
}

/// Cells by column.
type Cells = HashMap<String, String>;

/// The children without children of their own, the time of registration, a receptor, and the
/// geometry, by column.
fn common(node: Node<'_>) -> Result<Cells> {
    let plain = node
        .children()
        .filter(|child| child.children().next().is_none());
    let mut cells: Cells = plain.map(|it| cell(it.name(), it.text())).collect();
    if let Some(registration) = node.child("registratiegegevens")
        && let Some(registration) = registration.child("Registratie")
    {
        let time = moment::time_to_table(&registration.text_of("tijdstipRegistratie"));
        cells.extend([cell("tijdstipRegistratie", &time)]);
    }
    if let Some(receptor) = node.child("receptor") {
        cells.extend([cell("receptorIdentificatie", reference(receptor)?)]);
    }
    if let Some(property) = node.child("geometrie") {
        let text = match gml::shape_in(property)? {
            Shape::Point(at) => geometry::spell(&geo_types::Point(at)),
            Shape::Line(line) => geometry::spell(&line),
            Shape::Area(polygon) => geometry::spell(&polygon),
        };
        cells.extend([cell("geometrie", &text)]);
    }
    Ok(cells)
}

fn cell(column: &str, text: &str) -> (String, String) {
    (column.to_owned(), text.to_owned())
}

/// The identification at the end of a reference.
fn reference<'a>(node: Node<'a>) -> Result<&'a str> {
    let href = node.attribute("href")?;
    Ok(href.rsplit(['/', '#']).next().unwrap_or(href))
}

/// A receptor: a row for each link, or one without.
fn receptor(rows: &mut Rows<'_>, node: Node<'_>) -> Result<Vec<ReceptorLink>> {
    let cells = common(node)?;
    let mut links = Vec::new();
    for property in node.all("overdrachtskenmerken") {
        let link = property.only()?;
        let mut cells = cells.clone();
        cells.extend(link.children().map(|it| cell(it.name(), it.text())));
        cells.extend([cell(
            "wegdeelIdentificatie",
            reference(link.need("wegdeel")?)?,
        )]);
        links.push(rows.read(node.line(), &cells)?);
    }
    if links.is_empty() {
        links.push(rows.read(node.line(), &cells)?);
    }
    Ok(links)
}

/// A receptor near a farm.
fn near_farm(rows: &mut Rows<'_>, node: Node<'_>) -> Result<LivestockReceptor> {
    let mut cells = common(node)?;
    let farm = reference(node.need("veehouderij")?)?;
    cells.extend([cell("veehouderijIdentificatie", farm)]);
    cells.extend(linked::place(node, "x", "y")?);
    rows.read(node.line(), &cells)
}

/// A measure or a correction: a row for each of its factors or terms.
fn factors<T: Record>(rows: &mut Rows<'_>, node: Node<'_>, name: &str) -> Result<Vec<T>> {
    let common = common(node)?;
    let row = |property: Node<'_>| {
        let mut cells = common.clone();
        cells.extend(
            property
                .only()?
                .children()
                .map(|it| cell(it.name(), it.text())),
        );
        rows.read(node.line(), &cells)
    };
    node.all(name).map(row).collect()
}
