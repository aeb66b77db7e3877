//! Which cells of a grid lie in an area: a cell belongs to the area that holds its centre.

use std::ops::Range;

use geo_types::{LineString, Polygon};

use crate::grid::Grid;
use crate::plane;

/// Neighbouring cells of one row that lie in an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Row, counted from 0 in the north.
    pub row: usize,
    /// Columns, counted from 0 in the west.
    pub columns: Range<usize>,
}

/// How the cells of an area were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// Cells whose centre lies in the area.
    Cells(Vec<Span>),
    /// The one cell that holds the middle of an area too small to hold the centre of a cell.
    Smaller(Span),
    /// The area lies off the grid.
    Outside,
}

impl Zone {
    /// The zone of an area of one or more polygons, which do not overlap.
    ///
    /// ```
    /// use geo_types::polygon;
    /// use pluim_core::grid::Grid;
    /// use pluim_core::zones::{Span, Zone};
    /// let grid = Grid::covering([0.0, 0.0, 40.0, 20.0], 10.0)?;
    /// let area = polygon![(x: 4.0, y: 0.0), (x: 26.0, y: 0.0), (x: 26.0, y: 10.0), (x: 4.0, y: 10.0)];
    /// let zone = Zone::of(&grid, &[area]);
    /// assert_eq!(zone, Zone::Cells(vec![Span { row: 1, columns: 0..3 }]));
    /// # Ok::<(), pluim_core::grid::GridError>(())
    /// ```
    #[must_use]
    pub fn of(grid: &Grid, area: &[Polygon<f64>]) -> Self {
        let spans = spans(grid, area);
        if !spans.is_empty() {
            return Self::Cells(spans);
        }
        let middle = area
            .first()
            .and_then(plane::centre)
            .and_then(|at| grid.cell_of(at));
        match middle {
            Some((column, row)) => Self::Smaller(Span {
                row,
                columns: column..column + 1,
            }),
            None => Self::Outside,
        }
    }

    /// Its cells, row by row.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Cells(spans) => spans,
            Self::Smaller(span) => std::slice::from_ref(span),
            Self::Outside => &[],
        }
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.spans().iter().map(|span| span.columns.len()).sum()
    }
}

/// Every side of every ring marks, in the rows that it passes, where it crosses the middle of the
/// row; between an odd mark and the next lies the area.
fn spans(grid: &Grid, area: &[Polygon<f64>]) -> Vec<Span> {
    let mut marks = vec![Vec::new(); grid.rows()];
    for polygon in area {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            mark(grid, ring, &mut marks);
        }
    }
    let mut spans = Vec::new();
    for (row, marks) in marks.iter_mut().enumerate() {
        marks.sort_by(f64::total_cmp);
        for pair in marks.as_chunks::<2>().0 {
            let columns = column_from(grid, pair[0])..column_from(grid, pair[1]);
            if !columns.is_empty() {
                spans.push(Span { row, columns });
            }
        }
    }
    spans
}

fn mark(grid: &Grid, ring: &LineString<f64>, marks: &mut [Vec<f64>]) {
    for side in ring.lines() {
        let (low, high) = if side.start.y < side.end.y {
            (side.start, side.end)
        } else {
            (side.end, side.start)
        };
        // a row whose middle is at y counts where low.y <= y < high.y, so that corners count once
        let first = row_below(grid, high.y);
        let last = row_below(grid, low.y);
        let rows = marks.iter_mut().enumerate().take(last).skip(first);
        for (row, marks) in rows {
            let y = grid.centre(0, row).y;
            let share = (y - low.y) / (high.y - low.y);
            marks.push(low.x + share * (high.x - low.x));
        }
    }
}

/// The first row whose middle lies below `y`.
fn row_below(grid: &Grid, y: f64) -> usize {
    let place = (grid.north() - y) / grid.cell() - 0.5;
    (place.floor() + 1.0).clamp(0.0, grid.rows() as f64) as usize
}

/// The first column whose middle lies at or east of `x`.
fn column_from(grid: &Grid, x: f64) -> usize {
    let place = (x - grid.west()) / grid.cell() - 0.5;
    place.ceil().clamp(0.0, grid.columns() as f64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;
    use proptest::prelude::*;

    #[test]
    fn an_area_too_small_for_a_centre_has_the_cell_it_lies_in() {
        let grid = Grid::covering([0.0, 0.0, 40.0, 20.0], 10.0).unwrap();
        let small = polygon![(x: 11.0, y: 1.0), (x: 12.0, y: 1.0), (x: 12.0, y: 2.0)];
        let zone = Zone::of(&grid, &[small]);
        let span = Span {
            row: 1,
            columns: 1..2,
        };
        assert_eq!(zone, Zone::Smaller(span));
        let far = polygon![(x: 111.0, y: 1.0), (x: 112.0, y: 1.0), (x: 112.0, y: 2.0)];
        assert_eq!(Zone::of(&grid, &[far]), Zone::Outside);
    }

    proptest! {
        #[test]
        fn spans_hold_the_cells_whose_centre_lies_inside(
            corners in prop::collection::vec((-20.0..120.0_f64, -20.0..90.0_f64), 3..7),
        ) {
            let grid = Grid::covering([0.0, 0.0, 100.0, 70.0], 7.0).unwrap();
            let area = Polygon::new(LineString::from(corners), vec![]);
            let spans = spans(&grid, std::slice::from_ref(&area));
            for row in 0..grid.rows() {
                for column in 0..grid.columns() {
                    let held = spans
                        .iter()
                        .any(|span| span.row == row && span.columns.contains(&column));
                    let inside = plane::contains(&area, grid.centre(column, row));
                    prop_assert_eq!(held, inside, "column {} row {}", column, row);
                }
            }
        }
    }
}
