//! The `SO` pathway: sources, their emissions and groups.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::{Outlet, Shape, Stack};

use super::card::{Card, beside};
use super::control::Control;
use super::emission::{FactorKind, HourlyFile, HourlyForm, Listed, Variation};
use super::group::{self, Group};
use super::keyword::not_read;
use super::source::{
    Area, Line, Point, Road, RoadEmission, Source, SourceKind, Volume, circle, rectangle,
};
use super::source_range::sources_named;
use super::warning::Warning;
use crate::error::{Fault, InputError, Result};

/// What to do with sources that are beyond what pluim models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsupported {
    /// Refuse the control file.
    #[default]
    Refuse,
    /// Leave such sources out, with a warning, together with every group that holds one; for
    /// comparisons source by source.
    LeaveOut,
}

/// Everything that the `SO` pathway says.
pub(crate) struct Sources {
    pub(crate) sources: Vec<Source>,
    pub(crate) groups: Vec<Group>,
    pub(crate) units: Units,
    /// Files of hourly emissions.
    pub(crate) files: Vec<std::path::PathBuf>,
}

/// The units of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// Factor from g/m3 to the unit of results.
    pub factor: f64,
    /// Label of emissions.
    pub emission: String,
    /// Label of results.
    pub concentration: String,
}

impl Default for Units {
    fn default() -> Self {
        Self {
            factor: 1e6,
            emission: "GRAMS/SEC".to_owned(),
            concentration: "MICROGRAMS/M**3".to_owned(),
        }
    }
}

/// A source while its cards are being read.
struct Draft {
    id: String,
    location: Location,
    elevation: f64,
    /// Emission and shape, once `SRCPARAM` was read.
    known: Option<(f64, SourceKind)>,
    /// Vertices of a polygon so far, and how many `SRCPARAM` announces.
    vertices: Vec<Coord<f64>>,
    announced: usize,
    variation: Variation,
    urban: Option<usize>,
    /// Why the source is left out.
    left_out: Option<String>,
    card: Card,
}

/// The kind and place of a source, from `LOCATION`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Location {
    Point(Coord<f64>, Outlet),
    Volume(Coord<f64>),
    Area(Coord<f64>),
    Polygon(Coord<f64>),
    Circle(Coord<f64>),
    Line(Coord<f64>, Coord<f64>),
    Road(Coord<f64>, Coord<f64>),
    ExtendedRoad([Coord<f64>; 2], [f64; 2]),
    /// A kind that pluim does not model.
    Other,
}

struct Reader<'a> {
    control: &'a Control,
    unsupported: Unsupported,
    drafts: Vec<Draft>,
    groups: Vec<Group>,
    units: Units,
    feet: f64,
    hourly: Option<(Card, Vec<usize>)>,
    warnings: &'a mut Vec<Warning>,
}

/// Reads the cards of the `SO` pathway.
pub(crate) fn read(
    cards: &[Card],
    control: &Control,
    unsupported: Unsupported,
    warnings: &mut Vec<Warning>,
) -> Result<Sources> {
    let mut reader = Reader {
        control,
        unsupported,
        drafts: Vec::new(),
        groups: Vec::new(),
        units: Units::default(),
        feet: 1.0,
        hourly: None,
        warnings,
    };
    for card in cards {
        reader.card(card)?;
    }
    reader.finish(cards)
}

impl Reader<'_> {
    fn card(&mut self, card: &Card) -> Result<()> {
        match card.keyword.as_str() {
            "ELEVUNIT" => self.feet = elevation_unit(card)?,
            "LOCATION" => self.location(card)?,
            "SRCPARAM" => self.parameters(card)?,
            "AREAVERT" => self.vertices(card)?,
            "URBANSRC" => self.urban_sources(card)?,
            "EMISFACT" => self.factors(card)?,
            "HOUREMIS" => self.hourly_file(card)?,
            "EMISUNIT" | "CONCUNIT" => self.units = units(card)?,
            "SRCGROUP" => {
                let ids = self.ids();
                group::read(card, &ids, &mut self.groups)?;
            }
            "BUILDHGT" | "BUILDWID" | "BUILDLEN" | "XBADJ" | "YBADJ" | "PLATFORM" | "RBARRIER"
            | "RDEPRESS" | "GASDEPOS" | "PARTDIAM" | "MASSFRAX" | "PARTDENS" | "METHOD_2" => {
                self.beyond(card)?;
            }
            "BLPINPUT" | "BLPGROUP" if self.unsupported == Unsupported::LeaveOut => {}
            _ => return Err(not_read(card)),
        }
        Ok(())
    }

    fn ids(&self) -> Vec<String> {
        self.drafts.iter().map(|draft| draft.id.clone()).collect()
    }

    fn named(&self, card: &Card, name: &str) -> Result<Vec<usize>> {
        let ids: Vec<&str> = self.drafts.iter().map(|draft| draft.id.as_str()).collect();
        sources_named(card, name, &ids)
    }

    fn draft(&mut self, card: &Card) -> Result<&mut Draft> {
        let name = card.name(0, "the identifier of a source")?;
        let index = self.named(card, &name)?.first().copied();
        let found = index.and_then(|index| self.drafts.get_mut(index));
        found.ok_or_else(|| card.error(Fault::new("a source").found(&name)))
    }

    /// A card that asks of its sources what pluim does not model.
    fn beyond(&mut self, card: &Card) -> Result<()> {
        let refusal = not_read(card);
        if self.unsupported == Unsupported::Refuse {
            return Err(refusal);
        }
        let name = card.name(0, "the identifier of a source")?;
        for index in self.named(card, &name)? {
            if let Some(draft) = self.drafts.get_mut(index) {
                draft.left_out.get_or_insert_with(|| refusal.to_string());
            }
        }
        Ok(())
    }

    fn location(&mut self, card: &Card) -> Result<()> {
        if !self.groups.is_empty() {
            let fault = Fault::new("every LOCATION before the first SRCGROUP");
            return Err(card.error(fault.found("a LOCATION after it")));
        }
        let id = card.name(0, "the identifier of a source")?;
        if id.len() > 12 {
            let fault = Fault::new("an identifier of at most 12 characters");
            return Err(card.error(fault.found(&id)));
        }
        if self.drafts.iter().any(|draft| draft.id == id) {
            let fault = Fault::new("every source once").found(&id);
            return Err(card.error(fault));
        }
        let (location, after) = location(card)?;
        let elevation = self.feet * card.number_or(after, "elevation (m)", 0.0)?;
        if location != Location::Other {
            card.at_most(after + 1)?;
        }
        let mut draft = Draft {
            id,
            location,
            elevation,
            known: None,
            vertices: Vec::new(),
            announced: 0,
            variation: Variation::Constant,
            urban: None,
            left_out: None,
            card: card.clone(),
        };
        if location == Location::Other {
            let kind = card.name(1, "the kind of the source")?;
            let refusal = card.refused(&kind, "this kind of source is not part of this version");
            if self.unsupported == Unsupported::Refuse {
                return Err(refusal);
            }
            draft.left_out = Some(refusal.to_string());
        }
        self.drafts.push(draft);
        Ok(())
    }

    fn parameters(&mut self, card: &Card) -> Result<()> {
        let draft = self.draft(card)?;
        if draft.known.is_some() {
            let fault = Fault::new("SRCPARAM of a source once").found(&draft.id);
            return Err(card.error(fault));
        }
        if draft.location == Location::Other {
            return Ok(());
        }
        let emission = card.number(1, "emission")?;
        let kind = kind(card, draft.location)?;
        if let Location::Polygon(_) = draft.location {
            draft.announced = card.whole(3, "number of vertices", [3, 100_000])? as usize;
        }
        draft.known = Some((emission, kind));
        Ok(())
    }

    fn vertices(&mut self, card: &Card) -> Result<()> {
        let numbers = card.numbers(1, "vertices")?;
        if numbers.len() % 2 != 0 {
            let fault =
                Fault::new("pairs of coordinates").found(format!("{} numbers", numbers.len()));
            return Err(card.error(fault));
        }
        let draft = self.draft(card)?;
        let pairs = numbers.chunks_exact(2);
        let corners = pairs.filter_map(|pair| match pair {
            [x, y] => Some(Coord { x: *x, y: *y }),
            _ => None,
        });
        draft.vertices.extend(corners);
        Ok(())
    }

    fn urban_sources(&mut self, card: &Card) -> Result<()> {
        let areas = &self.control.urban;
        if areas.is_empty() {
            let fault = Fault::new("CO URBANOPT above").found("none");
            return Err(card.error(fault));
        }
        let (area, first) = match areas.len() {
            1 => (0, 0),
            _ => (urban_area(card, self.control)?, 1),
        };
        for name in card.fields.iter().skip(first) {
            let whole = name.eq_ignore_ascii_case("ALL") && areas.len() == 1;
            let chosen = match whole {
                true => (0..self.drafts.len()).collect(),
                false => self.named(card, name)?,
            };
            for index in chosen {
                if let Some(draft) = self.drafts.get_mut(index) {
                    place_in(draft, area, card)?;
                }
            }
        }
        Ok(())
    }

    fn factors(&mut self, card: &Card) -> Result<()> {
        let name = card.name(0, "the identifier of a source")?;
        let kind = FactorKind::read(card, 1)?;
        let more = card.numbers(2, "emission factors")?;
        if let Some(negative) = more.iter().find(|factor| **factor < 0.0) {
            let fault = Fault::new("factors of 0 or more").found(negative);
            return Err(card.error(fault));
        }
        for index in self.named(card, &name)? {
            if let Some(draft) = self.drafts.get_mut(index) {
                extend(draft, kind, &more, card)?;
            }
        }
        Ok(())
    }

    fn hourly_file(&mut self, card: &Card) -> Result<()> {
        let name = card.word(0, "the name of a file")?;
        let mut chosen = Vec::new();
        card.word(1, "the identifier of a source")?;
        for id in card.fields.iter().skip(1) {
            match id.eq_ignore_ascii_case("ALL") {
                true => chosen.extend(0..self.drafts.len()),
                false => chosen.extend(self.named(card, id)?),
            }
        }
        match &mut self.hourly {
            None => self.hourly = Some((card.clone(), chosen)),
            Some((first, before)) => {
                if first.fields.first().map(String::as_str) != Some(name) {
                    let fault = Fault::new("one file of hourly emissions in a run").found(name);
                    return Err(card.error(fault));
                }
                before.extend(chosen);
            }
        }
        Ok(())
    }

    /// Reads the hourly emissions and hands every source its own.
    fn hours(&mut self) -> Result<Vec<std::path::PathBuf>> {
        let Some((card, mut chosen)) = self.hourly.take() else {
            return Ok(Vec::new());
        };
        chosen.sort_unstable();
        chosen.dedup();
        let file = beside(&card.file, card.word(0, "the name of a file")?);
        let listed: Vec<Listed<'_>> = chosen
            .iter()
            .filter_map(|index| self.drafts.get(*index))
            .map(|draft| Listed {
                id: &draft.id,
                form: hourly_form(draft.location),
            })
            .collect();
        let read = HourlyFile::read(&file, &listed)?;
        if read.missing > 0 {
            let text = format!(
                "{} hour(s) without emission in the file count as 0",
                read.missing
            );
            self.warnings.push(Warning::of(&card, text));
        }
        for (index, series) in chosen.into_iter().zip(read.series) {
            if let Some(draft) = self.drafts.get_mut(index) {
                draft.variation = Variation::Hourly(series);
            }
        }
        Ok(vec![file])
    }

    fn finish(mut self, cards: &[Card]) -> Result<Sources> {
        let files = self.hours()?;
        let Some(last) = cards.last() else {
            return Ok(Sources {
                sources: Vec::new(),
                groups: Vec::new(),
                units: self.units,
                files,
            });
        };
        let urban = self.drafts.iter().any(|draft| draft.urban.is_some());
        if !self.control.urban.is_empty() && !urban {
            return Err(last.error(Fault::new("SO URBANSRC after CO URBANOPT").found("none")));
        }
        let mut kept = Vec::new();
        let mut sources = Vec::new();
        for (index, draft) in self.drafts.into_iter().enumerate() {
            match &draft.left_out {
                Some(why) => {
                    let text = format!("source {} is left out: {why}", draft.id);
                    self.warnings.push(Warning::of(&draft.card, text));
                }
                None => {
                    kept.push(index);
                    sources.push(draft.finish()?);
                }
            }
        }
        let groups = group::keep(self.groups, &kept);
        if sources.is_empty() || groups.is_empty() {
            let rule = "at least one SO LOCATION and one SO SRCGROUP that pluim can model";
            return Err(last.error(Fault::new(rule).found("none")));
        }
        Ok(Sources {
            sources,
            groups,
            units: self.units,
            files,
        })
    }
}

impl Draft {
    fn finish(self) -> Result<Source> {
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
        if let Variation::Factors { by, values } = &self.variation
            && values.len() != by.size()
        {
            let rule = format!("{} factors for {}", by.size(), by.name());
            let found = format!("{} for {id}", values.len());
            return Err(card.error(Fault::new(rule).found(found)));
        }
        Ok(Source {
            id,
            kind,
            emission,
            variation: self.variation,
            urban: self.urban,
            elevation: self.elevation,
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
        let found = format!("{:?}", draft.vertices.first());
        let fault = Fault::new("the first vertex at the place given by LOCATION");
        return Err(card.error(fault.found(found)));
    }
    let ring = LineString::new(draft.vertices.clone());
    Ok(Polygon::new(ring, Vec::new()))
}

/// Factor from the unit of elevations to m.
pub(crate) fn elevation_unit(card: &Card) -> Result<f64> {
    elevation_unit_at(card, 0)
}

/// Factor from the unit in field `index` to m.
pub(crate) fn elevation_unit_at(card: &Card, index: usize) -> Result<f64> {
    match card.name(index, "METERS or FEET")?.as_str() {
        "METERS" => Ok(1.0),
        "FEET" => Ok(0.3048),
        other => Err(card.error(Fault::new("METERS or FEET").found(other))),
    }
}

/// The kinds of source that pluim models.
const KINDS: [&str; 10] = [
    "POINT", "POINTCAP", "POINTHOR", "VOLUME", "AREA", "AREAPOLY", "AREACIRC", "LINE", "RLINE",
    "RLINEXT",
];

/// Kind and place, and the index of the field with the elevation.
fn location(card: &Card) -> Result<(Location, usize)> {
    let kind = card.name(1, "the kind of the source")?;
    let at = |first: usize| -> Result<Coord<f64>> {
        Ok(Coord {
            x: card.number(first, "x (m)")?,
            y: card.number(first + 1, "y (m)")?,
        })
    };
    let found = match kind.as_str() {
        "POINT" => (Location::Point(at(2)?, Outlet::Vertical), 4),
        "POINTCAP" => (Location::Point(at(2)?, Outlet::Capped), 4),
        "POINTHOR" => (Location::Point(at(2)?, Outlet::Horizontal), 4),
        "VOLUME" => (Location::Volume(at(2)?), 4),
        "AREA" => (Location::Area(at(2)?), 4),
        "AREAPOLY" => (Location::Polygon(at(2)?), 4),
        "AREACIRC" => (Location::Circle(at(2)?), 4),
        "LINE" => (Location::Line(at(2)?, at(4)?), 6),
        "RLINE" => (Location::Road(at(2)?, at(4)?), 6),
        "RLINEXT" => {
            let heights = [
                card.positive(4, "height (m)")?,
                card.positive(7, "height (m)")?,
            ];
            (Location::ExtendedRoad([at(2)?, at(5)?], heights), 8)
        }
        "OPENPIT" | "OPEN_PIT" | "OPEN-PIT" | "BUOYLINE" | "SWPOINT" => {
            (Location::Other, card.len())
        }
        other => return Err(unknown_kind(card, other)),
    };
    if let (Location::Line(start, end) | Location::Road(start, end), _) = found
        && start == end
    {
        return Err(card.error(Fault::new("two different ends").found(&card.rest)));
    }
    Ok(found)
}

fn unknown_kind(card: &Card, kind: &str) -> InputError {
    let fault = Fault::new(format!("a kind of source: {}", KINDS.join(", ")));
    card.error(fault.found(kind).nearest(KINDS))
}

/// Shape and release of the source, from the fields of `SRCPARAM`.
fn kind(card: &Card, location: Location) -> Result<SourceKind> {
    match location {
        Location::Point(at, outlet) => point(card, at, outlet),
        Location::Volume(at) => volume(card, at),
        Location::Area(at) => area(card, at),
        Location::Polygon(at) => polygon(card, at),
        Location::Circle(at) => round(card, at),
        Location::Line(start, end) => line(card, start, end),
        Location::Road(start, end) => road(card, start, end),
        Location::ExtendedRoad(ends, heights) => extended_road(card, ends, heights),
        Location::Other => Err(not_read(card)),
    }
}

fn point(card: &Card, at: Coord<f64>, outlet: Outlet) -> Result<SourceKind> {
    card.at_most(6)?;
    let height = card.positive(2, "height (m)")?;
    let temperature = card.number(3, "exit temperature (K)")?;
    if temperature > 0.0 && temperature < 200.0 {
        let fault =
            Fault::new("a temperature in K: 200 or more, 0 for ambient, or a negative excess");
        return Err(card.error(fault.found(temperature)));
    }
    let stack = Stack {
        velocity: card.number(4, "exit velocity (m/s)")?.max(SMALLEST),
        diameter: card.positive(5, "diameter (m)")?.max(SMALLEST),
        temperature,
        outlet,
    };
    Ok(SourceKind::Point(Point { at, height, stack }))
}

/// The least velocity (m/s), diameter and spread (m): AERMOD keeps them above 0 so.
const SMALLEST: f64 = 1e-5;

fn volume(card: &Card, at: Coord<f64>) -> Result<SourceKind> {
    card.at_most(5)?;
    Ok(SourceKind::Volume(Volume {
        at,
        height: card.positive(2, "height (m)")?,
        sigma_y0: card
            .positive(3, "initial lateral spread (m)")?
            .max(SMALLEST),
        sigma_z0: card
            .positive(4, "initial vertical spread (m)")?
            .max(SMALLEST),
    }))
}

fn area(card: &Card, at: Coord<f64>) -> Result<SourceKind> {
    card.at_most(7)?;
    let along_x = card.positive(3, "length along x (m)")?.max(SMALLEST);
    let along_y = card
        .positive_or(4, "length along y (m)", along_x)?
        .max(SMALLEST);
    let angle = card.number_or(5, "angle (degrees)", 0.0)?;
    Ok(SourceKind::Area(Area {
        at,
        outline: rectangle(at, [along_x, along_y], angle),
        height: card.positive(2, "height (m)")?,
        sigma_z0: card
            .positive_or(6, "initial vertical spread (m)", 0.0)?
            .max(SMALLEST),
    }))
}

/// A polygon whose vertices follow on cards of their own.
fn polygon(card: &Card, at: Coord<f64>) -> Result<SourceKind> {
    card.at_most(5)?;
    Ok(SourceKind::Area(Area {
        at,
        outline: Polygon::new(LineString::new(Vec::new()), Vec::new()),
        height: card.positive(2, "height (m)")?,
        sigma_z0: card
            .positive_or(4, "initial vertical spread (m)", 0.0)?
            .max(SMALLEST),
    }))
}

fn round(card: &Card, at: Coord<f64>) -> Result<SourceKind> {
    card.at_most(6)?;
    let radius = card.positive(3, "radius (m)")?;
    if radius <= 0.5 {
        let fault = Fault::new("a radius above 0.5 m").found(radius);
        return Err(card.error(fault));
    }
    let sides = match card.fields.get(4) {
        None => 20,
        Some(_) => card.whole(4, "number of vertices", [3, 100_000])?,
    };
    Ok(SourceKind::Area(Area {
        at,
        outline: circle(at, radius, sides),
        height: card.positive(2, "height (m)")?,
        sigma_z0: card
            .positive_or(5, "initial vertical spread (m)", 0.0)?
            .max(SMALLEST),
    }))
}

fn line(card: &Card, start: Coord<f64>, end: Coord<f64>) -> Result<SourceKind> {
    card.at_most(5)?;
    let width = card.positive(3, "width (m)")?;
    if width < 1.0 {
        let fault = Fault::new("a width of 1 m or more").found(width);
        return Err(card.error(fault));
    }
    Ok(SourceKind::Line(Line {
        start,
        end,
        width,
        height: card.positive(2, "height (m)")?,
        sigma_z0: card
            .positive_or(4, "initial vertical spread (m)", 0.0)?
            .max(SMALLEST),
    }))
}

fn road(card: &Card, start: Coord<f64>, end: Coord<f64>) -> Result<SourceKind> {
    card.at_most(5)?;
    Ok(SourceKind::Road(Road {
        start,
        end,
        height: card.positive(2, "height (m)")?,
        width: card.positive(3, "width (m)")?,
        sigma_z0: card.positive_or(4, "initial vertical spread (m)", 0.0)?,
        per: RoadEmission::Area,
    }))
}

fn extended_road(card: &Card, ends: [Coord<f64>; 2], heights: [f64; 2]) -> Result<SourceKind> {
    card.at_most(5)?;
    let [height, end_height] = heights;
    if height != end_height {
        let found = format!("{height} m and {end_height} m");
        return Err(card.refused(&found, "give both ends of the road the same height"));
    }
    let [start, end] = shifted(ends, card.number(2, "distance from the centre line (m)")?);
    Ok(SourceKind::Road(Road {
        start,
        end,
        height,
        width: card.positive(3, "width (m)")?,
        sigma_z0: card.positive(4, "initial vertical spread (m)")?,
        per: RoadEmission::Length,
    }))
}

/// A lane at `distance` (m) from the centre line: to the east of it, or to the north of a centre
/// line that runs due east.
fn shifted(ends: [Coord<f64>; 2], distance: f64) -> [Coord<f64>; 2] {
    let [start, end] = ends;
    let along = end - start;
    let length = along.x.hypot(along.y);
    let (cos, sin) = (along.x / length, along.y / length);
    let shift = match sin == 0.0 {
        true => Coord { x: 0.0, y: cos },
        false => Coord {
            x: sin.abs(),
            y: -cos * sin.signum(),
        },
    };
    ends.map(|at| at + shift * distance)
}

fn hourly_form(location: Location) -> HourlyForm {
    match location {
        Location::Point(..) => HourlyForm::Stack,
        Location::Volume(_) => HourlyForm::Volume,
        Location::Other => HourlyForm::Rate,
        _ => HourlyForm::Area,
    }
}

fn urban_area(card: &Card, control: &Control) -> Result<usize> {
    let name = card.name(0, "the identifier of an urban area")?;
    let ids = control.urban.iter().map(|area| area.id.as_str());
    let found = ids.clone().position(|id| id == name);
    found.ok_or_else(|| {
        let fault = Fault::new("the identifier of an urban area of CO URBANOPT");
        card.error(fault.found(&name).nearest(ids))
    })
}

fn place_in(draft: &mut Draft, area: usize, card: &Card) -> Result<()> {
    if draft.urban.is_some_and(|before| before != area) {
        let fault = Fault::new("every source in one urban area").found(&draft.id);
        return Err(card.error(fault));
    }
    draft.urban = Some(area);
    Ok(())
}

fn extend(draft: &mut Draft, kind: FactorKind, more: &[f64], card: &Card) -> Result<()> {
    match &mut draft.variation {
        Variation::Factors { by, values } if *by == kind => {
            values.extend_from_slice(more);
            if values.len() > kind.size() {
                let rule = format!("{} factors for {}", kind.size(), kind.name());
                let fault = Fault::new(rule).found(format!("{} for {}", values.len(), draft.id));
                return Err(card.error(fault));
            }
        }
        Variation::Constant => {
            let values = more.to_vec();
            draft.variation = Variation::Factors { by: kind, values };
        }
        _ => {
            let fault = Fault::new("one kind of variation for a source").found(&draft.id);
            return Err(card.error(fault));
        }
    }
    Ok(())
}

fn units(card: &Card) -> Result<Units> {
    card.at_most(3)?;
    Ok(Units {
        factor: card.number(0, "factor")?,
        emission: card.name(1, "label of emissions")?,
        concentration: card.name(2, "label of results")?,
    })
}
