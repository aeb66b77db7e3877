//! The `RE` pathway: receptors.

use geo_types::Coord;

use super::card::Card;
use super::control::Control;
use super::difference;
use super::keyword::not_read;
use super::number::number;
use super::options::Terrain;
use super::source::Source;
use super::source_reader::elevation_unit;
use super::warning::Warning;
use crate::error::{Fault, Result};

/// A receptor.
#[derive(Debug, Clone, PartialEq)]
pub struct Receptor {
    /// Place.
    pub at: Coord<f64>,
    /// Elevation of the ground (m).
    pub elevation: f64,
    /// Hill height scale (m).
    pub hill: f64,
    /// Height above ground (m).
    pub height: f64,
    /// Identifier of the network; empty for a discrete receptor.
    pub network: String,
}

/// A network of receptors, whose receptors lie together in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Identifier.
    pub id: String,
    /// Index of its first receptor; the first axis varies fastest.
    pub first: usize,
    /// Shape.
    pub shape: NetworkShape,
}

/// The shape of a network.
#[derive(Debug, Clone, PartialEq)]
pub enum NetworkShape {
    /// Rows of receptors from south to north, as written.
    Cartesian {
        /// x (m).
        x: Vec<f64>,
        /// y (m).
        y: Vec<f64>,
    },
    /// Rings of receptors about an origin.
    Polar {
        /// Origin.
        origin: Coord<f64>,
        /// Distances (m).
        distances: Vec<f64>,
        /// Directions (degrees clockwise from north), above 0 up to 360.
        directions: Vec<f64>,
    },
}

/// All receptors.
pub(crate) struct Receptors {
    pub(crate) receptors: Vec<Receptor>,
    pub(crate) networks: Vec<Network>,
}

/// Reads the cards of the `RE` pathway.
pub(crate) fn read(
    cards: &[Card],
    control: &Control,
    sources: &[Source],
    warnings: &mut Vec<Warning>,
) -> Result<Receptors> {
    let mut reader = Reader {
        control,
        sources,
        warnings,
        found: Receptors {
            receptors: Vec::new(),
            networks: Vec::new(),
        },
        open: None,
        feet: 1.0,
    };
    for card in cards {
        reader.card(card)?;
    }
    reader.finish(cards)
}

struct Reader<'a> {
    control: &'a Control,
    sources: &'a [Source],
    warnings: &'a mut Vec<Warning>,
    found: Receptors,
    open: Option<Draft>,
    feet: f64,
}

/// A network while its cards are being read.
#[derive(Debug, Clone, Default)]
struct Draft {
    id: String,
    polar: bool,
    origin: Option<Coord<f64>>,
    first: Vec<f64>,
    second: Vec<f64>,
    elevations: Rows,
    hills: Rows,
    flags: Rows,
}

/// Values a row, by the row's number.
#[derive(Debug, Clone, Default)]
struct Rows(Vec<(f64, f64)>);

impl Rows {
    /// All values, in the order of their rows.
    fn sorted(&self) -> Vec<f64> {
        let mut rows = self.0.clone();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, value)| value).collect()
    }
}

impl Reader<'_> {
    fn card(&mut self, card: &Card) -> Result<()> {
        match card.keyword.as_str() {
            "ELEVUNIT" => self.feet = elevation_unit(card)?,
            "GRIDCART" => self.grid(card, false)?,
            "GRIDPOLR" => self.grid(card, true)?,
            "DISCCART" => self.discrete(card)?,
            "DISCPOLR" => self.discrete_polar(card)?,
            "EVALCART" => self.evaluation(card)?,
            _ => return Err(not_read(card)),
        }
        Ok(())
    }

    /// The place of source `name`, about which receptors stand.
    fn source_at(&mut self, card: &Card, name: &str) -> Result<Coord<f64>> {
        let name = name.to_ascii_uppercase();
        let found = self.sources.iter().find(|source| source.id == name);
        let Some(source) = found else {
            let ids = self.sources.iter().map(|source| source.id.as_str());
            let fault = Fault::new("the identifier of a source, or an x and a y");
            return Err(card.error(fault.found(&name).nearest(ids)));
        };
        self.tell_once(difference::polar_about_road(card, source));
        Ok(source.place())
    }

    fn grid(&mut self, card: &Card, polar: bool) -> Result<()> {
        let first = card.name(0, "the identifier of a network")?;
        let mut draft = match self.open.take() {
            Some(draft) if draft.polar == polar => draft,
            Some(draft) => {
                let rule = format!("END of network {} first", draft.id);
                return Err(card.error(Fault::new(rule).found(&first)));
            }
            None => Draft {
                id: first.clone(),
                polar,
                ..Draft::default()
            },
        };
        // The identifier may be left out on the cards of an open network.
        let at = usize::from(first == draft.id);
        let word = card.name(at, "STA, END or what the network holds")?;
        match (word.as_str(), polar) {
            ("STA", _) => {}
            ("END", _) => return self.close(card, &draft),
            ("XYINC", false) => increments(card, at + 1, &mut draft)?,
            ("XPNTS", false) | ("DIST", true) => {
                draft.first.extend(card.numbers(at + 1, "coordinates")?);
            }
            ("YPNTS", false) => draft.second.extend(card.numbers(at + 1, "coordinates")?),
            ("ORIG", true) => draft.origin = Some(self.origin(card, at + 1)?),
            ("DDIR", true) => {
                let directions = card.numbers(at + 1, "directions")?;
                draft.second.extend(directions.into_iter().map(turned));
            }
            ("GDIR", true) => directions(card, at + 1, &mut draft)?,
            ("ELEV", _) => rows(card, at + 1, &mut draft.elevations)?,
            ("HILL", _) => rows(card, at + 1, &mut draft.hills)?,
            ("FLAG", _) => rows(card, at + 1, &mut draft.flags)?,
            (other, _) => return Err(unknown_part(card, other, polar)),
        }
        self.open = Some(draft);
        Ok(())
    }

    fn origin(&mut self, card: &Card, at: usize) -> Result<Coord<f64>> {
        if card.len() == at + 1 {
            return self.source_at(card, card.word(at, "a source")?);
        }
        Ok(Coord {
            x: card.number(at, "x (m)")?,
            y: card.number(at + 1, "y (m)")?,
        })
    }

    fn close(&mut self, card: &Card, draft: &Draft) -> Result<()> {
        if draft.first.is_empty() || draft.second.is_empty() {
            let rule = match draft.polar {
                true => "DIST, and GDIR or DDIR, in a polar network",
                false => "XYINC, or XPNTS and YPNTS, in a network",
            };
            return Err(card.error(Fault::new(rule).found(&draft.id)));
        }
        let shape = match draft.polar {
            false => NetworkShape::Cartesian {
                x: draft.first.clone(),
                y: draft.second.clone(),
            },
            true => NetworkShape::Polar {
                origin: draft.origin.unwrap_or_default(),
                distances: draft.first.clone(),
                directions: draft.second.clone(),
            },
        };
        let first = self.found.receptors.len();
        let places = places(&shape);
        let heights = self.heights(card, draft, places.len())?;
        let (elevations, hills) = self.terrain(card, draft, places.len())?;
        let each = places.into_iter().enumerate().map(|(i, at)| Receptor {
            at,
            elevation: elevations.get(i).copied().unwrap_or_default(),
            hill: hills.get(i).copied().unwrap_or_default(),
            height: heights.get(i).copied().unwrap_or_default(),
            network: draft.id.clone(),
        });
        self.found.receptors.extend(each);
        self.found.networks.push(Network {
            id: draft.id.clone(),
            first,
            shape,
        });
        Ok(())
    }

    /// Heights above ground of the receptors of a network.
    fn heights(&mut self, card: &Card, draft: &Draft, count: usize) -> Result<Vec<f64>> {
        let default = self.control.flagpole.unwrap_or_default();
        let given = draft.flags.sorted();
        if given.is_empty() {
            return Ok(vec![default; count]);
        }
        if self.control.flagpole.is_none() {
            let text = "FLAG is ignored without CO FLAGPOLE, as in AERMOD";
            self.warnings.push(Warning::of(card, text));
            return Ok(vec![0.0; count]);
        }
        full(card, "FLAG", given, count)
    }

    /// Elevations and hill heights of the receptors of a network.
    fn terrain(&self, card: &Card, draft: &Draft, count: usize) -> Result<(Vec<f64>, Vec<f64>)> {
        let flat = self.control.options.terrain == Terrain::Flat;
        let of = |rows: &Rows, name| {
            let given = rows.sorted();
            match given.is_empty() || flat {
                true => Ok(vec![0.0; count]),
                false => full(card, name, given, count),
            }
        };
        let scale = |values: Vec<f64>| values.into_iter().map(|z| z * self.feet).collect();
        Ok((
            scale(of(&draft.elevations, "ELEV")?),
            scale(of(&draft.hills, "HILL")?),
        ))
    }

    fn discrete(&mut self, card: &Card) -> Result<()> {
        card.at_most(5)?;
        let at = Coord {
            x: card.number(0, "x (m)")?,
            y: card.number(1, "y (m)")?,
        };
        self.single(card, at, 2)
    }

    fn discrete_polar(&mut self, card: &Card) -> Result<()> {
        card.at_most(6)?;
        let origin = self.source_at(card, card.word(0, "the identifier of a source")?)?;
        let distance = card.number(1, "distance (m)")?;
        let direction = turned(card.number(2, "direction (degrees)")?);
        self.single(card, around(origin, distance, direction), 3)
    }

    fn evaluation(&mut self, card: &Card) -> Result<()> {
        card.at_most(7)?;
        card.word(5, "the identifier of an arc")?;
        let at = Coord {
            x: card.number(0, "x (m)")?,
            y: card.number(1, "y (m)")?,
        };
        let (elevation, hill) = (card.number(2, "elevation")?, card.number(3, "hill")?);
        let given = card.positive(4, "height above ground (m)")?;
        let height = self.control.flagpole.map_or(0.0, |_| given);
        self.push(at, [elevation, hill], height);
        self.ignored_height(card, 4);
        Ok(())
    }

    /// A receptor of its own, with its elevation, hill and height from field `from` on.
    fn single(&mut self, card: &Card, at: Coord<f64>, from: usize) -> Result<()> {
        let given = card.len().saturating_sub(from);
        let flat = self.control.options.terrain == Terrain::Flat;
        let default = self.control.flagpole.unwrap_or_default();
        let height = match (self.control.flagpole.is_some(), given) {
            (true, 3) => card.positive(from + 2, "height above ground (m)")?,
            (true, 1) if flat => card.positive(from, "height above ground (m)")?,
            _ => default,
        };
        let elevation = card.number_or(from, "elevation (m)", 0.0)?;
        let hill = card.number_or(from + 1, "hill height (m)", 0.0)?;
        self.push(at, [elevation, hill], height);
        self.ignored_height(card, from + 2);
        Ok(())
    }

    /// Remarks that the height in field `index` is not followed, at the first such card of a kind.
    fn ignored_height(&mut self, card: &Card, index: usize) {
        let given = card.fields.get(index).and_then(|word| number(word));
        if self.control.flagpole.is_some() || given.is_none_or(|height| height == 0.0) {
            return;
        }
        let keyword = &card.keyword;
        let text = format!("heights of {keyword} are ignored without CO FLAGPOLE, as in AERMOD");
        self.tell_once(Some(Warning::of(card, text)));
    }

    /// Adds a remark that no card before gave rise to.
    fn tell_once(&mut self, remark: Option<Warning>) {
        let known = |one: &Warning| self.warnings.iter().any(|before| before.text == one.text);
        let new = remark.filter(|one| !known(one));
        self.warnings.extend(new);
    }

    fn push(&mut self, at: Coord<f64>, terrain: [f64; 2], height: f64) {
        let flat = self.control.options.terrain == Terrain::Flat;
        let [elevation, hill] = terrain.map(|z| if flat { 0.0 } else { z * self.feet });
        self.found.receptors.push(Receptor {
            at,
            elevation,
            hill,
            height,
            network: String::new(),
        });
    }

    fn finish(self, cards: &[Card]) -> Result<Receptors> {
        let Some(last) = cards.last() else {
            return Ok(self.found);
        };
        if let Some(draft) = self.open {
            let rule = format!("END of network {}", draft.id);
            return Err(last.error(Fault::new(rule).found("the end of the pathway")));
        }
        if self.found.receptors.is_empty() {
            return Err(last.error(Fault::new("at least one receptor").found("none")));
        }
        Ok(self.found)
    }
}

fn unknown_part(card: &Card, word: &str, polar: bool) -> crate::error::InputError {
    let parts: &[&str] = match polar {
        true => &[
            "STA", "ORIG", "DIST", "DDIR", "GDIR", "ELEV", "HILL", "FLAG", "END",
        ],
        false => &[
            "STA", "XYINC", "XPNTS", "YPNTS", "ELEV", "HILL", "FLAG", "END",
        ],
    };
    let fault = Fault::new(format!("one of {}", parts.join(", ")));
    card.error(fault.found(word).nearest(parts.iter().copied()))
}

/// `XYINC x0 nx dx y0 ny dy`.
fn increments(card: &Card, at: usize, draft: &mut Draft) -> Result<()> {
    card.at_most(at + 6)?;
    let axis = |from: usize| -> Result<Vec<f64>> {
        let start = card.number(from, "first coordinate (m)")?;
        let count = card.whole(from + 1, "number of coordinates", [1, 100_000])?;
        let step = card.number(from + 2, "step (m)")?;
        Ok((0..count).map(|i| start + step * f64::from(i)).collect())
    };
    draft.first = axis(at)?;
    draft.second = axis(at + 3)?;
    Ok(())
}

/// `GDIR count first step`.
fn directions(card: &Card, at: usize, draft: &mut Draft) -> Result<()> {
    card.at_most(at + 3)?;
    let count = card.whole(at, "number of directions", [1, 100_000])?;
    let start = card.number(at + 1, "first direction (degrees)")?;
    let step = card.number(at + 2, "step (degrees)")?;
    draft.second = (0..count)
        .map(|i| turned(start + step * f64::from(i)))
        .collect();
    Ok(())
}

fn rows(card: &Card, at: usize, rows: &mut Rows) -> Result<()> {
    let word = card.word(at, "the number of a row")?;
    let row = number(word);
    let row = row.ok_or_else(|| card.error(Fault::new("the number of a row").found(word)))?;
    let values = card.numbers(at + 1, "values")?;
    rows.0.extend(values.into_iter().map(|value| (row, value)));
    Ok(())
}

fn full(card: &Card, name: &str, given: Vec<f64>, count: usize) -> Result<Vec<f64>> {
    if given.len() == count {
        return Ok(given);
    }
    let rule = format!("{count} values of {name}, one a receptor");
    Err(card.error(Fault::new(rule).found(given.len())))
}

/// A direction in (0, 360].
fn turned(direction: f64) -> f64 {
    if direction > 360.0 {
        direction - 360.0
    } else if direction <= 0.0 {
        direction + 360.0
    } else {
        direction
    }
}

fn around(origin: Coord<f64>, distance: f64, direction: f64) -> Coord<f64> {
    let (sin, cos) = direction.to_radians().sin_cos();
    Coord {
        x: origin.x + distance * sin,
        y: origin.y + distance * cos,
    }
}

fn places(shape: &NetworkShape) -> Vec<Coord<f64>> {
    match shape {
        NetworkShape::Cartesian { x, y } => {
            let row = |y: f64| x.iter().map(move |x| Coord { x: *x, y });
            y.iter().flat_map(|y| row(*y)).collect()
        }
        NetworkShape::Polar {
            origin,
            distances,
            directions,
        } => {
            let ray = |direction: f64| {
                let at = move |distance: &f64| around(*origin, *distance, direction);
                distances.iter().map(at)
            };
            directions.iter().flat_map(|d| ray(*d)).collect()
        }
    }
}
