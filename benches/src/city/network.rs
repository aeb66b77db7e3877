//! Roads and weather: those of a scenario, or as many that are made up.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pluim::plan::Plan;
use pluim_core::source::Shape;
use pluim_kernels::multilevel::Element;

use crate::street_plan::streets;

/// Roads as lines with an emission.
#[derive(Debug, Clone)]
pub struct Network {
    /// What it is called in tables.
    pub name: String,
    /// Points (m) and emission (kg/yr) of every road.
    pub roads: Vec<(Vec<[f64; 2]>, f64)>,
    /// The weather over it.
    pub weather: Weather,
}

/// A weather file and the lines that a scenario gives with it.
#[derive(Debug, Clone)]
pub struct Weather {
    /// The file.
    pub file: PathBuf,
    /// Keys of `[meteorology]` but the file.
    pub keys: String,
}

/// Pieces of road in a generated network, about those of a city.
const PIECES: usize = 15_000;
/// Side of a generated network (m), and where it begins.
const SIDE: f64 = 18_000.0;
const CORNER: [f64; 2] = [110_000.0, 480_000.0];
const SECONDS_A_YEAR: f64 = 365.25 * 86_400.0;

impl Network {
    /// The roads that the scenario in `file` reads, under its weather.
    ///
    /// # Errors
    /// When the scenario cannot be read.
    pub fn of_scenario(file: &Path) -> Result<Self, pluim::error::Error> {
        let plan = Plan::read(file)?;
        let roads = plan.sources.iter().filter_map(|source| {
            let Shape::Line(line) = &source.shape else {
                return None;
            };
            let points = line.coords().map(|at| [at.x, at.y]).collect();
            let rate = source.rates.first().copied().unwrap_or(0.0);
            Some((points, rate * SECONDS_A_YEAR / 1000.0))
        });
        let table = &plan.scenario.meteorology;
        let keys = format!(
            "first_year = {}\nlast_year = {}\nroughness_length_m = {}\n",
            table.first_year, table.last_year, table.roughness_length_m
        );
        Ok(Self {
            name: plan.scenario.title.clone(),
            roads: roads.collect(),
            weather: Weather {
                file: table.knmi.clone(),
                keys,
            },
        })
    }

    /// A network of the size of a city, under the weather of the demo in `folder`.
    ///
    /// # Errors
    /// Never: the network has finite coordinates.
    pub fn generated(folder: &Path) -> Result<Self, pluim_kernels::multilevel::SourceError> {
        let sources = streets(SIDE, PIECES)?;
        let roads = sources.iter().filter_map(|(element, weights)| {
            let Element::Segment(ends) = element else {
                return None;
            };
            let points = ends.map(|at| [at[0] + CORNER[0], at[1] + CORNER[1]]);
            Some((points.to_vec(), 1000.0 * weights[0]))
        });
        Ok(Self {
            name: "generated".to_owned(),
            roads: roads.collect(),
            weather: Weather {
                file: folder.join("uurgeg_999_2023.zip"),
                keys: "first_year = 2023\nlast_year = 2023\nlatitude = 52.6\nlongitude = 5.3\n\
                       roughness_length_m = 0.4\n"
                    .to_owned(),
            },
        })
    }

    /// `[west, south, east, north]` (m).
    #[must_use]
    pub fn extent(&self) -> [f64; 4] {
        let mut extent = [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ];
        for [x, y] in self.roads.iter().flat_map(|(points, _)| points) {
            extent = [
                extent[0].min(*x),
                extent[1].min(*y),
                extent[2].max(*x),
                extent[3].max(*y),
            ];
        }
        extent
    }

    /// The network again, moved by each of `steps` (m).
    #[must_use]
    pub fn repeated(&self, steps: &[[f64; 2]]) -> Self {
        let moved = |step: &[f64; 2]| {
            let roads = self.roads.iter().map(|(points, rate)| {
                let points = points.iter().map(|at| [at[0] + step[0], at[1] + step[1]]);
                (points.collect(), *rate)
            });
            roads.collect::<Vec<_>>()
        };
        Self {
            roads: steps.iter().flat_map(moved).collect(),
            ..self.clone()
        }
    }

    /// The roads as a table with a column of well-known text; `group` names the source group and
    /// the release height (m) of every road by its number.
    #[must_use]
    pub fn csv(&self, group: &dyn Fn(usize) -> (String, f64)) -> String {
        let mut text = "id,group,height_m,sigma_z0_m,nox_kg_per_year,wkt\n".to_owned();
        for (number, (points, rate)) in self.roads.iter().enumerate() {
            let (group, height) = group(number);
            let points: Vec<String> = points.iter().map(|[x, y]| format!("{x} {y}")).collect();
            let line = points.join(", ");
            // a String takes any text
            let _ = writeln!(
                text,
                "{number},{group},{height},1.5,{rate},\"LINESTRING ({line})\""
            );
        }
        text
    }
}
