//! A piece of a scenario that is small enough to be computed on every rung.

use geo_types::{Coord, coord};
use pluim_core::grid::Grid;
use pluim_core::source::{Shape, Source};

use crate::street_plan::Random;

/// Half the width of a road (m), whose surface is not compared.
const SURFACE: f64 = 3.5;

/// A square with north up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Square {
    centre: Coord<f64>,
    side: f64,
}

impl Square {
    /// The square of `side` (m) around the median place of the sources.
    #[must_use]
    pub fn in_the_middle(sources: &[Source], side: f64) -> Self {
        let places = || sources.iter().flat_map(points);
        Self {
            centre: coord! {
                x: median(places().map(|at| at.x).collect()),
                y: median(places().map(|at| at.y).collect()),
            },
            side,
        }
    }

    /// `[west, south, east, north]` (m).
    #[must_use]
    pub fn extent(&self) -> [f64; 4] {
        let [x, y] = [self.centre.x, self.centre.y].map(f64::round);
        let half = 0.5 * self.side;
        [x - half, y - half, x + half, y + half]
    }

    /// The sources that lie wholly in it.
    #[must_use]
    pub fn sources(&self, all: &[Source]) -> Vec<Source> {
        let [west, south, east, north] = self.extent();
        let inside =
            |at: Coord<f64>| (west..east).contains(&at.x) && (south..north).contains(&at.y);
        let wholly = |source: &&Source| points(source).all(inside);
        all.iter().filter(wholly).cloned().collect()
    }
}

/// Random cells of `grid`, `count` of them before those on the surface of a road are left out.
#[must_use]
pub fn off_the_roads(grid: &Grid, sources: &[Source], (count, seed): (usize, u64)) -> Vec<usize> {
    let mut random = Random(seed);
    let cell = |_| (random.share() * grid.cells() as f64) as usize;
    let cells: Vec<usize> = (0..count).map(cell).collect();
    let off = |cell: &usize| {
        let at = grid.centre_of(*cell);
        sources.iter().all(|source| to_line(at, source) > SURFACE)
    };
    cells.into_iter().filter(off).collect()
}

fn points(source: &Source) -> Box<dyn Iterator<Item = Coord<f64>> + '_> {
    match &source.shape {
        Shape::Point(at) => Box::new(std::iter::once(*at)),
        Shape::Line(line) => Box::new(line.coords().copied()),
        Shape::Area(polygon) => Box::new(polygon.exterior().coords().copied()),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Distance (m) to a line source; far for other shapes.
fn to_line(at: Coord<f64>, source: &Source) -> f64 {
    let Shape::Line(line) = &source.shape else {
        return f64::INFINITY;
    };
    let to_part = |part: geo_types::Line<f64>| {
        let (along, offset) = (part.delta(), at - part.start);
        let length = along.x.hypot(along.y).max(f64::MIN_POSITIVE);
        let share = (offset.x * along.x + offset.y * along.y) / length / length;
        let nearest = part.start + along * share.clamp(0.0, 1.0);
        (at.x - nearest.x).hypot(at.y - nearest.y)
    };
    line.lines().map(to_part).fold(f64::INFINITY, f64::min)
}
