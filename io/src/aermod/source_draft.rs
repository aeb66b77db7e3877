//! A source while its cards are being read.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::Shape;

use super::card::Card;
use super::deposition::SubstanceDraft;
use super::emission::Variation;
use super::source::{Area, Source, SourceKind};
use super::source_card::Location;
use super::time_table::{FactorKind, TimeTable};
use crate::error::{Fault, Result};

/// A source while its cards are being read.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) location: Location,
    pub(super) elevation: f64,
    /// Emission and shape, once `SRCPARAM` was read.
    pub(super) known: Option<(f64, SourceKind)>,
    /// Vertices of a polygon so far, and how many `SRCPARAM` announces.
    pub(super) vertices: Vec<Coord<f64>>,
    pub(super) announced: usize,
    pub(super) variation: Variation,
    pub(super) urban: Option<usize>,
    /// NO2/NOx in the stack (-), where the source says.
    pub(super) in_stack_no2: Option<f64>,
    /// What deposition needs to know.
    pub(super) substance: SubstanceDraft,
    /// Why the source is left out.
    pub(super) left_out: Option<String>,
    pub(super) card: Card,
}

impl Draft {
    /// The source, complete; `velocity` (m/s) is that of `GASDEPVD`.
    pub(super) fn finish(self, velocity: Option<f64>) -> Result<Source> {
        let Self { card, id, .. } = self;
        let Some((emission, kind)) = self.known else {
            let fault = Fault::new("SO SRCPARAM for every source").found(&id);
            return Err(card.error(fault));
        };
        let drawn = Drawn {
            vertices: self.vertices,
            announced: self.announced,
        };
        let kind = closed(kind, &drawn, &card)?;
        if let Variation::Factors(table) = &self.variation {
            table.complete(&card, &id)?;
        }
        let substance = self.substance.finish(&card, &id, velocity)?;
        Ok(Source {
            id,
            kind,
            emission,
            variation: self.variation,
            urban: self.urban,
            elevation: self.elevation,
            in_stack_no2: self.in_stack_no2.unwrap_or_default(),
            substance,
        })
    }
}

/// Gives an `AREAPOLY` the vertices that its `AREAVERT` cards hold.
fn closed(kind: SourceKind, draft: &Drawn, card: &Card) -> Result<SourceKind> {
    let SourceKind::Area(area) = kind else {
        return Ok(kind);
    };
    let outline = match draft.announced {
        0 => area.outline,
        _ => drawn(area.at, draft, card)?,
    };
    let checked = Shape::Area(outline.clone()).check();
    checked.map_err(|fault| card.error(Fault::new("an outline with an area").found(fault)))?;
    Ok(SourceKind::Area(Area { outline, ..area }))
}

/// The vertices of a polygon, and how many were announced.
struct Drawn {
    vertices: Vec<Coord<f64>>,
    announced: usize,
}

fn drawn(at: Coord<f64>, draft: &Drawn, card: &Card) -> Result<Polygon<f64>> {
    let given = draft.vertices.len();
    if given < draft.announced || given > draft.announced + 1 {
        let rule = format!("{} vertices on AREAVERT cards", draft.announced);
        return Err(card.error(Fault::new(rule).found(given)));
    }
    if draft.vertices.first() != Some(&at) {
        let first = draft.vertices.first();
        let found = first.map_or("none".to_owned(), |at| format!("{} {}", at.x, at.y));
        let fault = Fault::new("the first vertex at the place given by LOCATION");
        return Err(card.error(fault.found(found)));
    }
    let ring = LineString::new(draft.vertices.clone());
    Ok(Polygon::new(ring, Vec::new()))
}

/// Puts a source in an urban area.
pub(super) fn place_in(draft: &mut Draft, area: usize, card: &Card) -> Result<()> {
    if draft.urban.is_some_and(|before| before != area) {
        let fault = Fault::new("every source in one urban area").found(&draft.id);
        return Err(card.error(fault));
    }
    draft.urban = Some(area);
    Ok(())
}

/// Adds the emission factors of `card`, from field `first` on, to those of a source.
pub(super) fn extend(draft: &mut Draft, kind: FactorKind, card: &Card, first: usize) -> Result<()> {
    let mut table = match std::mem::replace(&mut draft.variation, Variation::Constant) {
        Variation::Constant => TimeTable::new(kind),
        Variation::Factors(table) if table.by == kind => table,
        _ => {
            let fault = Fault::new("one kind of variation for a source").found(&draft.id);
            return Err(card.error(fault));
        }
    };
    table.extend(card, first, &draft.id)?;
    draft.variation = Variation::Factors(table);
    Ok(())
}
