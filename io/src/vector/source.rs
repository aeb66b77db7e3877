//! From the cells of a feature to a source.

use geo_types::Coord;
use pluim_core::emission::Amounts;
use pluim_core::source::{Outlet, Shape, Stack};

use super::activity::Activity;
use super::columns::{EmissionColumn, UnknownColumn, emission_columns, unknown};
use super::parts::share;
use crate::error::{Fault, InputError, Place, Result};
use crate::geometry::{check_sound, looks_like_degrees};
use crate::number::Rule;

/// No projected coordinate is larger (m): half the way around the Earth.
const FARTHEST: f64 = 2.1e7;
const HEIGHT: Rule = Rule::between("a height in m", 0.0, 1000.0);
const SPREAD: Rule = Rule::between("a spread in m", 0.0, 10_000.0);
const DIAMETER: Rule = Rule::between("a diameter in m", 0.001, 100.0);
const VELOCITY: Rule = Rule::between("a velocity in m/s", 0.0, 200.0);
const TEMPERATURE: Rule = Rule::between("a temperature in K", 200.0, 3000.0);
const EMISSION: Rule = Rule::between("an emission", 0.0, 1e12);

/// A source read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorSource {
    /// Identification; parts of one feature carry it with `#1`, `#2` and so on.
    pub id: String,
    /// Source group.
    pub group: Option<String>,
    /// Where it lies (m).
    pub shape: Shape,
    /// Release height above ground (m), 0 or more.
    pub height: Option<f64>,
    /// First lateral spread (m), 0 or more.
    pub sigma_y0: Option<f64>,
    /// First vertical spread (m), 0 or more.
    pub sigma_z0: Option<f64>,
    /// The stack, where its columns are filled.
    pub stack: Option<Stack>,
    /// Emission of the whole source (g/s; odour in European odour units a second), 0 or more.
    pub rates: Amounts,
    /// The true emission lies between `rates` divided by and multiplied with this factor (-), 1 or
    /// more; none where it is not stated.
    pub uncertainty: Option<f64>,
}

/// All sources of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VectorSources {
    /// The sources, in the order of the file.
    pub sources: Vec<VectorSource>,
    /// Columns that were not used.
    pub unknown: Vec<UnknownColumn>,
}

/// From what the emission of a file's features follows.
pub(super) enum Emitting<'a> {
    /// Columns that hold it.
    Columns(Vec<EmissionColumn>),
    /// Columns that describe an activity.
    Activity(&'a Activity),
}

/// The emission of a feature.
pub(super) struct Emission {
    /// Rates (g/s; odour in European odour units a second).
    pub(super) rates: Amounts,
    /// Uncertainty factor (-), where stated.
    pub(super) uncertainty: Option<f64>,
}

/// One feature of a file.
pub(super) trait Feature {
    /// The text of a cell; empty where it has no value or the column is absent.
    fn text(&self, column: &str) -> String;

    /// The place of a cell.
    fn place(&self, column: &str) -> Place;

    /// The name of the feature where it has no `id`.
    fn number(&self) -> String;
}

impl<'a> Emitting<'a> {
    /// Among the columns `names`, those that hold emission, or those of an activity.
    pub(super) fn among<'n>(
        file: &std::path::Path,
        names: impl Iterator<Item = &'n str> + Clone,
        activity: Option<&'a Activity>,
    ) -> Result<Self> {
        if let Some(activity) = activity {
            activity.check_columns(file, names)?;
            return Ok(Self::Activity(activity));
        }
        let present = |column: &EmissionColumn| names.clone().any(|name| name == column.name);
        let columns: Vec<_> = emission_columns().into_iter().filter(present).collect();
        if columns.is_empty() {
            return Err(no_emission(file, names));
        }
        for (index, column) in columns.iter().enumerate() {
            let mut rest = columns.iter().skip(index + 1);
            if let Some(other) = rest.find(|it| it.pollutant == column.pollutant) {
                let fault = Fault::new(format!("{} once", column.pollutant));
                let found = format!("{} and {}", column.name, other.name);
                return Err(fault.found(found).at(file));
            }
        }
        Ok(Self::Columns(columns))
    }

    /// The sources of a feature: one for each of its `shapes`, which share the emission.
    pub(super) fn sources(
        &self,
        feature: &impl Feature,
        shapes: Vec<Shape>,
    ) -> Result<Vec<VectorSource>> {
        for shape in &shapes {
            check(shape).map_err(|fault| fault.placed(feature.place("geometry")))?;
        }
        let whole = self.whole(feature, &shapes)?;
        let several = shapes.len() > 1;
        let shares = share(&shapes);
        let parts = shapes.into_iter().zip(shares).enumerate();
        let part = |(index, (shape, share)): (usize, (Shape, f64))| VectorSource {
            id: if several {
                format!("{}#{}", whole.id, index + 1)
            } else {
                whole.id.clone()
            },
            shape,
            rates: whole.rates.scaled(share),
            ..whole.clone()
        };
        Ok(parts.map(part).collect())
    }

    /// The feature as one source, its shape still to be filled in.
    fn whole(&self, feature: &impl Feature, shapes: &[Shape]) -> Result<VectorSource> {
        let id = feature.text("id");
        let group = feature.text("group");
        let emission = match self {
            Self::Columns(columns) => rates(columns, feature)?,
            Self::Activity(activity) => activity.emission(feature, shapes)?,
        };
        Ok(VectorSource {
            id: if id.is_empty() { feature.number() } else { id },
            group: (!group.is_empty()).then_some(group),
            shape: Shape::Point(Coord::default()),
            height: number(feature, "height_m", HEIGHT)?,
            sigma_y0: number(feature, "sigma_y0_m", SPREAD)?,
            sigma_z0: number(feature, "sigma_z0_m", SPREAD)?,
            stack: stack(feature)?,
            rates: emission.rates,
            uncertainty: emission.uncertainty,
        })
    }
}

/// Rates in columns; an empty cell is an emission of 0.
fn rates(columns: &[EmissionColumn], feature: &impl Feature) -> Result<Emission> {
    let mut rates = Amounts::new();
    for column in columns {
        let amount = number(feature, &column.name, EMISSION)?.unwrap_or(0.0);
        rates.set(column.pollutant, amount * column.to_rate);
    }
    Ok(Emission {
        rates,
        uncertainty: None,
    })
}

fn no_emission<'a>(file: &std::path::Path, names: impl Iterator<Item = &'a str>) -> InputError {
    let fault = Fault::new("a column with an emission, such as nox_kg_per_year or pm10_g_per_s");
    let like = unknown(names, None)
        .into_iter()
        .find_map(|it| Some((it.name, it.nearest?)));
    let error = fault.at(file);
    match like {
        Some((name, nearest)) => error.hint(format!("is {name:?} meant to be {nearest:?}?")),
        None => error,
    }
}

fn check(shape: &Shape) -> Result<(), Fault> {
    check_sound(shape)?;
    let beyond = |at: &Coord<f64>| at.x.abs().max(at.y.abs()) > FARTHEST;
    if let Some(at) = shape.vertices().find(beyond) {
        let fault = Fault::new("projected coordinates in m, on the Earth");
        return Err(fault.found(format!("{} {}", at.x, at.y)));
    }
    match shape.vertices().find(|at| looks_like_degrees(*at)) {
        None => Ok(()),
        Some(at) => Err(Fault::new("projected coordinates in m")
            .found(format!("{} {}", at.x, at.y))
            .hint("these look like degrees; convert the file to the scenario's system")),
    }
}

pub(super) fn number(feature: &impl Feature, column: &str, rule: Rule) -> Result<Option<f64>> {
    let text = feature.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = rule.parse(&text);
    parsed
        .map(Some)
        .map_err(|fault| fault.placed(feature.place(column)))
}

fn stack(feature: &impl Feature) -> Result<Option<Stack>> {
    let diameter = number(feature, "diameter_m", DIAMETER)?;
    let velocity = number(feature, "velocity_m_s", VELOCITY)?;
    let temperature = number(feature, "temperature_k", TEMPERATURE)?;
    let outlet = outlet(feature)?;
    match (diameter, velocity, temperature) {
        (Some(diameter), Some(velocity), Some(temperature)) => Ok(Some(Stack {
            diameter,
            velocity,
            temperature,
            outlet,
        })),
        (None, None, None) => Ok(None),
        _ => {
            let fault = Fault::new("all of diameter_m, velocity_m_s and temperature_k, or none");
            Err(fault.placed(feature.place("diameter_m")))
        }
    }
}

fn outlet(feature: &impl Feature) -> Result<Outlet> {
    let names = ["vertical", "capped", "horizontal"];
    match feature.text("outlet").as_str() {
        "" | "vertical" => Ok(Outlet::Vertical),
        "capped" => Ok(Outlet::Capped),
        "horizontal" => Ok(Outlet::Horizontal),
        other => {
            let fault = Fault::new(format!("an outlet ({})", names.join(", ")));
            Err(fault
                .found(other)
                .nearest(names)
                .placed(feature.place("outlet")))
        }
    }
}
