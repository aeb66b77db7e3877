//! A feature under construction.

use std::path::Path;

use pluim_core::source::Shape;

use super::super::{Cells, moment};
use super::geometry;
use super::plain::{Plain, element, sound};
use crate::error::{Fault, InputError, Result};
use crate::xml::Element;

/// Where the features of the registers are named.
const PLACE: &str = "http://cimlk.nl/id";

/// The parts that GML takes for features or objects of their own, with a `gml:id`.
const WITH_ID: [&str; 2] = ["Maatregelfactor", "Correctieterm"];

/// A feature, begun with what all have.
pub(super) struct Feature<'a> {
    file: &'a Path,
    name: &'static str,
    id: String,
    gml_id: String,
    cells: &'a Cells,
    parts: Vec<Element>,
    fault: Option<InputError>,
}

impl<'a> Feature<'a> {
    /// A feature with identification, domain and time of registration; `ids` are its
    /// identification and its `gml:id`.
    pub(super) fn new(
        file: &'a Path,
        name: &'static str,
        ids: (String, String),
        cells: &'a Cells,
    ) -> Self {
        let (id, gml_id) = ids;
        let name_of = sound(&id).map(|id| element("identificatie").saying(id));
        let begun = Self {
            file,
            name,
            id,
            gml_id,
            cells,
            parts: Vec::new(),
            fault: None,
        };
        let begun = begun.part("identificatie", name_of);
        begun.with([element("domein").saying("imlk")]).registered()
    }

    fn registered(self) -> Self {
        const COLUMN: &str = "tijdstipRegistratie";
        let time = self.cells.get(COLUMN).cloned().unwrap_or_default();
        let time = moment::time_to_gml(&time).map(|time| {
            let known = (!time.is_empty()).then(|| element(COLUMN).saying(time));
            element("registratiegegevens").holding([element("Registratie").holding(known)])
        });
        self.part(COLUMN, time)
    }

    /// With an element that may not have been made, for the cell in `column`.
    fn part(mut self, column: &str, part: Result<Element, Fault>) -> Self {
        match part {
            Ok(part) => self.parts.push(part),
            Err(fault) => self.blame(column, fault),
        }
        self
    }

    /// With elements that hold one cell each.
    pub(super) fn plain(self, plain: &[Plain]) -> Self {
        let cells = self.cells;
        self.plain_of(cells, plain)
    }

    fn plain_of(mut self, cells: &Cells, plain: &[Plain]) -> Self {
        for it in plain {
            match it.of(cells) {
                Ok(part) => self.parts.extend(part),
                Err(fault) => self.blame(it.column, fault),
            }
        }
        self
    }

    /// With a property that wraps one element with elements and references of `cells`.
    pub(super) fn wrapped(
        mut self,
        (property, name): (&str, &str),
        cells: &Cells,
        plain: &[Plain],
        references: &[Reference],
    ) -> Self {
        let before = self.parts.len();
        self = self.plain_of(cells, plain);
        for it in references {
            self = self.refers_of(cells, it);
        }
        let parts = self.parts.split_off(before);
        let mut inner = element(name);
        if WITH_ID.contains(&name) {
            inner = inner.attribute("gml:id", format!("{}.term.{before}", self.gml_id));
        }
        self.with([element(property).holding([inner.holding(parts)])])
    }

    /// With elements more.
    pub(super) fn with(mut self, parts: impl IntoIterator<Item = Element>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// With its place.
    pub(super) fn at(self, shape: &Shape) -> Self {
        let place = geometry::spell(shape, &format!("{}.geometrie", self.gml_id));
        self.with([element("geometrie").holding([place])])
    }

    /// With a reference, where there is one.
    pub(super) fn refers(self, reference: &Reference) -> Self {
        let cells = self.cells;
        self.refers_of(cells, reference)
    }

    fn refers_of(self, cells: &Cells, reference: &Reference) -> Self {
        match cells.get(reference.column) {
            Some(id) if !id.is_empty() => self.part(reference.column, reference.to(id)),
            _ => self,
        }
    }

    /// The whole element.
    ///
    /// # Errors
    /// When any of its parts could not be made.
    pub(super) fn finish(self) -> Result<Element> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(element(self.name)
                .attribute("gml:id", self.gml_id)
                .holding(self.parts)),
        }
    }

    /// Keeps the first fault.
    fn blame(&mut self, column: &str, fault: Fault) {
        let error = fault.at(self.file);
        let error = error.record(format!("<{}> {}", self.name, self.id));
        self.fault.get_or_insert(error.field(column));
    }
}

/// A property that refers to another feature.
pub(super) struct Reference {
    /// Its name.
    pub(super) property: &'static str,
    /// The kind of the other feature.
    pub(super) kind: &'static str,
    /// The column with the identification of the other.
    pub(super) column: &'static str,
}

impl Reference {
    /// The element; none where the identification could not be read from it again.
    fn to(&self, id: &str) -> Result<Element, Fault> {
        if id.contains(['/', '#']) {
            let fault = Fault::new("an identification without / and #, to which GML can refer");
            return Err(fault.found(id));
        }
        let href = format!("{PLACE}/{}/{}", self.kind, sound(id)?);
        Ok(element(self.property).attribute("xlink:href", href))
    }
}
