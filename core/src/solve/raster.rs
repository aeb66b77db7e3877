//! The `raster` rung: the mean kernels of the climatology summed over all cells of a grid, level
//! by level, at a cost that hardly grows with the number of sources.

use geo_types::{Coord, LineString, Polygon};
use pluim_kernels::multilevel::{Element, Options, Raster, Solver, SourceError, Sources, Term};

use super::climatology::Climatology;
use super::{Case, MeanField};
use crate::grid::Grid;
use crate::source::{Shape, Source};

/// Which fields are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// One field per pollutant, all source groups together.
    Pollutants,
    /// One field per pollutant and source group, numbered as [`Channels`](super::Channels) are.
    Groups,
}

impl Detail {
    fn fields(self, case: &Case<'_>) -> usize {
        match self {
            Self::Pollutants => case.channels.pollutants,
            Self::Groups => case.channels.count(),
        }
    }

    fn index(self, case: &Case<'_>, pollutant: usize, group: usize) -> usize {
        match self {
            Self::Pollutants => pollutant,
            Self::Groups => case.channels.index(pollutant, group),
        }
    }
}

/// Complete rows of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// First row, counted from the north.
    pub first: usize,
    /// Number of rows.
    pub count: usize,
    /// Mean concentration (g/m3) per field, row by row.
    pub fields: Vec<Vec<f32>>,
}

/// The mean field on a grid, ready to be computed in bands of rows.
pub struct RasterField {
    solver: Solver,
    columns: usize,
}

impl RasterField {
    /// Prepares the field of `climatology` on `grid`: all but the first level is solved here.
    ///
    /// # Errors
    /// When a source has a coordinate or rate that is not finite; a case that passed
    /// [`Case::check`] has none.
    pub fn new(
        climatology: &Climatology<'_>,
        grid: &Grid,
        detail: Detail,
    ) -> Result<Self, SourceError> {
        let case = climatology.case();
        let fields = detail.fields(case);
        let mut groups = vec![Sources::new(fields); climatology.kernels().len()];
        for (number, source) in case.sources.iter().enumerate() {
            let sources = &mut groups[climatology.release_group(number)];
            push(sources, source, &weights(case, source, detail))?;
        }
        let terms: Vec<Term<'_>> = groups
            .iter()
            .zip(climatology.kernels())
            .map(|(sources, kernel)| Term {
                kernel: kernel.table(),
                sources,
            })
            .collect();
        let first = grid.centre(0, 0);
        let raster = Raster {
            first: [first.x, first.y],
            cell: grid.cell(),
            columns: grid.columns(),
            rows: grid.rows(),
        };
        Ok(Self {
            solver: Solver::new(raster, &terms, Options::default()),
            columns: grid.columns(),
        })
    }

    /// Number of bands.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.solver.bands()
    }

    /// Band number `band` from the north, computed on the threads of the current rayon pool; its
    /// values do not depend on their number.
    #[must_use]
    pub fn band(&self, band: usize) -> Rows {
        let band = self.solver.band(band);
        Rows {
            first: band.first_row,
            count: band.rows,
            fields: band.channels,
        }
    }

    /// Rows of every band but the last, of the field on `grid`, which need not be prepared.
    #[must_use]
    pub fn band_rows(grid: &Grid) -> usize {
        Solver::band_rows_of(grid.rows(), Options::default())
    }

    /// Columns of the grid.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }
}

/// A source's rates (g/s) as weights of the fields.
fn weights(case: &Case<'_>, source: &Source, detail: Detail) -> Vec<f64> {
    let mut weights = vec![0.0; detail.fields(case)];
    for (pollutant, rate) in source.rates.iter().enumerate() {
        weights[detail.index(case, pollutant, source.group)] = *rate;
    }
    weights
}

/// Adds a source: its rate spread evenly over its length or area.
fn push(sources: &mut Sources, source: &Source, rates: &[f64]) -> Result<(), SourceError> {
    let densities =
        |measure: f64| -> Vec<f64> { rates.iter().map(|rate| rate / measure).collect() };
    match &source.shape {
        Shape::Point(at) => sources.push(Element::Point(array(at)), rates),
        Shape::Line(line) => {
            let points: Vec<[f64; 2]> = line.coords().map(array).collect();
            sources.push_line(&points, &densities(source.shape.measure()))
        }
        Shape::Area(polygon) => {
            let rates = densities(source.shape.measure());
            sources.push(Element::Polygon(rings(polygon)), &rates)
        }
    }
}

fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let ring = |line: &LineString<f64>| line.coords().map(array).collect();
    std::iter::once(ring(polygon.exterior()))
        .chain(polygon.interiors().iter().map(ring))
        .collect()
}

fn array(at: &Coord<f64>) -> [f64; 2] {
    [at.x, at.y]
}
