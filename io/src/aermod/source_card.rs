//! `SO LOCATION` and `SO SRCPARAM`: kind, place, shape and release of a source.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::{OpenPit, OpenPitError, Outlet, Rectangle, Stack};

use super::card::Card;
use super::emission::HourlyForm;
use super::keyword::not_read;
use super::source::{Area, Line, Point, Road, RoadEmission, SourceKind, Volume, circle};
use crate::error::{Fault, InputError, Result};

/// The kind and place of a source, from `LOCATION`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Location {
    Point(Coord<f64>, Outlet),
    Volume(Coord<f64>),
    Area(Coord<f64>),
    Polygon(Coord<f64>),
    Circle(Coord<f64>),
    Pit(Coord<f64>),
    Line(Coord<f64>, Coord<f64>),
    Road(Coord<f64>, Coord<f64>),
    ExtendedRoad([Coord<f64>; 2], [f64; 2]),
    /// A kind that pluim does not model.
    Other,
}

/// The kinds of source that pluim models.
const KINDS: [&str; 11] = [
    "POINT", "POINTCAP", "POINTHOR", "VOLUME", "AREA", "AREAPOLY", "AREACIRC", "OPENPIT", "LINE",
    "RLINE", "RLINEXT",
];

/// Kind and place, and the index of the field with the elevation.
pub(super) fn location(card: &Card) -> Result<(Location, usize)> {
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
        "OPENPIT" | "OPEN_PIT" | "OPEN-PIT" => (Location::Pit(at(2)?), 4),
        "LINE" => (Location::Line(at(2)?, at(4)?), 6),
        "RLINE" => (Location::Road(at(2)?, at(4)?), 6),
        "RLINEXT" => {
            let heights = [
                card.positive(4, "height (m)")?,
                card.positive(7, "height (m)")?,
            ];
            (Location::ExtendedRoad([at(2)?, at(5)?], heights), 8)
        }
        "BUOYLINE" | "SWPOINT" => (Location::Other, card.len()),
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
pub(super) fn kind(card: &Card, location: Location) -> Result<SourceKind> {
    match location {
        Location::Point(at, outlet) => point(card, at, outlet),
        Location::Volume(at) => volume(card, at),
        Location::Area(at) => area(card, at),
        Location::Polygon(at) => polygon(card, at),
        Location::Circle(at) => round(card, at),
        Location::Pit(at) => open_pit(card, at),
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
        temperature: hardly_above_ambient(temperature),
        outlet,
    };
    Ok(SourceKind::Point(Point { at, height, stack }))
}

/// The least velocity (m/s), diameter and spread (m): AERMOD keeps them above 0 so.
const SMALLEST: f64 = 1e-5;

/// A temperature (K) of 0, which asks for that of the air, stands for hardly more than it, as in
/// AERMOD: a plume of momentum alone rises with a trace of buoyancy.
pub(super) fn hardly_above_ambient(temperature: f64) -> f64 {
    match temperature == 0.0 {
        true => -SMALLEST,
        false => temperature,
    }
}

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
    let field = Rectangle {
        corner: at,
        sides: [along_x, along_y],
        angle,
    };
    Ok(SourceKind::Area(Area {
        at,
        outline: field.outline(),
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

fn open_pit(card: &Card, at: Coord<f64>) -> Result<SourceKind> {
    card.at_most(7)?;
    let height = card.positive(2, "height above the floor (m)")?;
    let along_x = card.above_zero(3, "length along x (m)")?;
    let along_y = card.above_zero(4, "length along y (m)")?;
    let volume = card.above_zero(5, "volume (m3)")?;
    let opening = Rectangle {
        corner: at,
        sides: [along_x, along_y],
        angle: card.number_or(6, "angle (degrees)", 0.0)?,
    };
    let pit = OpenPit::new(opening, volume, height);
    let pit = pit.map_err(|fault| card.error(no_pit(&fault)))?;
    Ok(SourceKind::Pit(pit))
}

/// The remark that a source is beyond what its law was made for.
pub(super) fn beyond_law(kind: &SourceKind) -> Option<String> {
    let SourceKind::Pit(pit) = kind else {
        return None;
    };
    let (ratio, most) = (pit.aspect_ratio(), OpenPit::GREATEST_ASPECT_RATIO);
    (ratio > most).then(|| {
        format!(
            "OPENPIT: the long side is {ratio:.1} times the short one; the law of open pits holds \
             up to {most}"
        )
    })
}

fn no_pit(fault: &OpenPitError) -> Fault {
    match fault {
        OpenPitError::NotWithin { depth, height } => {
            let rule =
                format!("height above the floor (m): from 0 to {depth}, the effective depth");
            let hint = "the depth is the volume (m3) over the area of the opening (m2)";
            Fault::new(rule).found(height).hint(hint)
        }
        other => Fault::new("a pit with an opening and a volume").found(other),
    }
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

/// How the hourly emission file gives a source.
pub(super) fn hourly_form(location: Location) -> HourlyForm {
    match location {
        Location::Point(..) => HourlyForm::Stack,
        Location::Volume(_) => HourlyForm::Volume,
        Location::Pit(_) | Location::Other => HourlyForm::Rate,
        _ => HourlyForm::Area,
    }
}
