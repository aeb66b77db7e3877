//! People in areas or at addresses, and the concentrations that reach them.

use std::path::Path;

use clap::Args;
use geo_types::Coord;
use pluim_core::exposure::{Distribution, Exposed};
use pluim_core::grid::Grid;
use pluim_core::zones::Zone;
use pluim_io::error::InputError;
use pluim_io::geopackage::{FeatureLayer, Shapes};
use pluim_io::plain_table::PlainTable;
use pluim_io::raster::{RasterFile, TILE};
use pluim_io::run_folder::Quantity;
use pluim_io::vector::{Area, Inhabited, PlaceColumns, Places, VectorQuery, read_places};

use crate::error::Result;

/// Which layer and columns of a file tell where people live.
#[derive(Debug, Clone, Default, Args)]
pub struct PeopleArgs {
    /// Layer of the file, where it has several [default: buurten where it is there]
    #[arg(long, value_name = "NAME", requires = "areas")]
    pub layer: Option<String>,
    /// Column with the inhabitants [default: population, aantal_inwoners and such]
    #[arg(long, value_name = "COLUMN", requires = "areas")]
    pub population: Option<String>,
    /// Column with the identification [default: id, buurtcode and such]
    #[arg(long, value_name = "COLUMN", requires = "areas")]
    pub id: Option<String>,
    /// Column with the name [default: name, buurtnaam and such]
    #[arg(long, value_name = "COLUMN", requires = "areas")]
    pub name: Option<String>,
}

impl PeopleArgs {
    /// Reads where people live, from a file in the coordinates of `epsg`.
    pub(crate) fn read(&self, file: &Path, epsg: u32) -> Result<Places> {
        let query = VectorQuery {
            epsg,
            layer: self.layer.as_deref(),
        };
        let columns = PlaceColumns {
            id: self.id.as_deref(),
            name: self.name.as_deref(),
            population: self.population.as_deref(),
        };
        Ok(read_places(file, &query, columns)?)
    }
}

/// Where people live, on a grid.
pub(crate) struct People {
    pub(super) of: Vec<Inhabited>,
    zones: Vec<Zone>,
    shapes: Where,
}

enum Where {
    Areas(Vec<Area>),
    Addresses(Vec<Coord<f64>>),
}

/// The concentrations of one raster that reach people.
pub(crate) struct Reached {
    pub(super) quantity: Quantity,
    pub(super) unit: String,
    /// Over all people.
    pub(crate) all: Distribution,
    /// Mean of each area or place; none off the raster.
    pub(super) means: Vec<Option<f64>>,
    /// Highest cell of each.
    pub(super) highest: Vec<Option<f64>>,
    /// Concentrations of all cells of the raster, lowest first, and the size of a cell (m2).
    cells: Vec<f32>,
    cell_area: f64,
}

impl People {
    /// Inhabitants of an area live evenly over its cells. Addresses of which no inhabitants are
    /// known in the whole file count as one each.
    pub(crate) fn new(places: Places, grid: &Grid) -> Self {
        match places {
            Places::Areas(areas) => Self {
                of: areas.iter().map(|area| area.of.clone()).collect(),
                zones: areas.iter().map(|it| Zone::of(grid, &it.parts)).collect(),
                shapes: Where::Areas(areas),
            },
            Places::Addresses(addresses) => {
                let told = addresses.iter().any(|it| it.of.population.is_some());
                let count = |of: &Inhabited| Inhabited {
                    population: if told { of.population } else { Some(1.0) },
                    ..of.clone()
                };
                Self {
                    of: addresses.iter().map(|it| count(&it.of)).collect(),
                    zones: addresses.iter().map(|it| at(grid, it.at)).collect(),
                    shapes: Where::Addresses(addresses.iter().map(|it| it.at).collect()),
                }
            }
        }
    }

    /// Refuses places of which nothing can be told.
    pub(crate) fn check(&self, file: &Path) -> Result<()> {
        if self.of.iter().all(|it| it.population.is_none()) {
            return Err(InputError::new(file, "a column with the inhabitants")
                .found("none")
                .hint("name it with --population")
                .into());
        }
        if self.zones.iter().all(|zone| *zone == Zone::Outside) {
            return Err(InputError::new(file, "places on the raster of the run")
                .found("none")
                .hint("do the areas lie elsewhere, or in other coordinates?")
                .into());
        }
        Ok(())
    }

    /// People on the raster.
    pub(crate) fn counted(&self) -> f64 {
        let all = self.of.iter().zip(&self.zones);
        all.filter(|(_, zone)| **zone != Zone::Outside)
            .filter_map(|(of, _)| of.population)
            .sum()
    }

    /// Places of which the inhabitants are not known.
    pub(super) fn uncounted(&self) -> usize {
        self.of.iter().filter(|it| it.population.is_none()).count()
    }

    /// Places off the raster.
    pub(crate) fn outside(&self) -> usize {
        let outside = |zone: &&Zone| **zone == Zone::Outside;
        self.zones.iter().filter(outside).count()
    }

    pub(super) fn cells(&self, place: usize) -> usize {
        self.zones[place].cells()
    }

    /// The concentrations of `raster` that reach people.
    pub(crate) fn reached(&self, of: &Quantity, raster: &RasterFile) -> Result<Reached> {
        let mut values: Vec<Vec<f32>> = vec![Vec::new(); self.zones.len()];
        let mut next = vec![0; self.zones.len()];
        let mut cells = Vec::new();
        let grid = raster.grid();
        for top in (0..grid.rows()).step_by(TILE) {
            let count = TILE.min(grid.rows() - top);
            let band = raster.rows(top, count)?;
            cells.extend(band.iter().copied().filter(|it| !it.is_nan()));
            for ((zone, values), next) in self.zones.iter().zip(&mut values).zip(&mut next) {
                let spans = zone.spans().iter().skip(*next);
                for span in spans.take_while(|span| span.row < top + count) {
                    let row = &band[(span.row - top) * grid.columns()..][..grid.columns()];
                    let known = row[span.columns.clone()].iter().copied();
                    values.extend(known.filter(|it| !it.is_nan()));
                    *next += 1;
                }
            }
        }
        cells.sort_by(f32::total_cmp);
        Ok(Reached {
            quantity: of.clone(),
            unit: raster.label()?.unit,
            all: self.distribution(&values),
            means: values.iter().map(|it| mean(it)).collect(),
            highest: values.iter().map(|it| highest(it)).collect(),
            cells,
            cell_area: grid.cell() * grid.cell(),
        })
    }

    fn distribution(&self, values: &[Vec<f32>]) -> Distribution {
        let mut exposed = Vec::new();
        for (of, values) in self.of.iter().zip(values) {
            let people = of.population.unwrap_or(0.0) / values.len().max(1) as f64;
            exposed.extend(values.iter().map(|value| Exposed {
                people,
                concentration: f64::from(*value),
            }));
        }
        Distribution::new(exposed)
    }

    /// The places as a layer with the columns of `table`.
    pub(super) fn layer<'a>(&'a self, table: &'a PlainTable) -> FeatureLayer<'a> {
        match &self.shapes {
            Where::Areas(areas) => crate::answer::of_areas(areas, table),
            Where::Addresses(places) => FeatureLayer {
                name: "addresses",
                table,
                shapes: Shapes::Points(places.clone()),
            },
        }
    }
}

impl Reached {
    /// Part of the raster above `limit` (km2).
    pub(super) fn area_above(&self, limit: f64) -> f64 {
        let below = self.cells.partition_point(|it| f64::from(*it) <= limit);
        (self.cells.len() - below) as f64 * self.cell_area / 1e6
    }
}

/// The cell that holds an address.
fn at(grid: &Grid, place: Coord<f64>) -> Zone {
    match grid.cell_of(place) {
        Some((column, row)) => Zone::Smaller(pluim_core::zones::Span {
            row,
            columns: column..column + 1,
        }),
        None => Zone::Outside,
    }
}

fn mean(values: &[f32]) -> Option<f64> {
    let sum: f64 = values.iter().map(|it| f64::from(*it)).sum();
    (!values.is_empty()).then(|| sum / values.len() as f64)
}

fn highest(values: &[f32]) -> Option<f64> {
    values.iter().copied().reduce(f32::max).map(f64::from)
}
