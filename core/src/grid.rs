//! The raster on which a map is computed.

use std::ops::Range;

use geo_types::Coord;
use thiserror::Error;

/// A north-up raster of square cells; row 0 is the northernmost.
///
/// ```
/// use pluim_core::grid::Grid;
/// let grid = Grid::covering([100.0, 200.0, 130.0, 220.0], 10.0)?;
/// assert_eq!((grid.columns(), grid.rows()), (3, 2));
/// let centre = grid.centre(0, 0);
/// assert_eq!((centre.x, centre.y), (105.0, 215.0));
/// # Ok::<(), pluim_core::grid::GridError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    west: f64,
    north: f64,
    cell: f64,
    columns: usize,
    rows: usize,
}

/// Why a grid cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum GridError {
    /// The cell size is not a positive number.
    #[error("cell size must be a positive number of metres; found {0}")]
    Cell(f64),
    /// The extent is empty or not finite.
    #[error(
        "extent must be [west, south, east, north] with west < east and south < north; found {0:?}"
    )]
    Extent([f64; 4]),
    /// The raster would have more cells than can be addressed sensibly.
    #[error(
        "{columns} x {rows} cells is more than the {limit} that pluim accepts; use larger cells or a smaller extent"
    )]
    TooLarge {
        /// Columns asked for.
        columns: f64,
        /// Rows asked for.
        rows: f64,
        /// The most cells accepted.
        limit: usize,
    },
}

/// The most cells a grid may have: 4 bytes each makes 16 GB a raster.
pub const MOST_CELLS: usize = 4_000_000_000;

impl Grid {
    /// The smallest grid of `cell`-sized cells, aligned to whole cells, that covers `extent` =
    /// `[west, south, east, north]` (m).
    ///
    /// # Errors
    /// When `cell` is not positive, the extent is empty or not finite, or the grid is too large.
    pub fn covering(extent: [f64; 4], cell: f64) -> Result<Self, GridError> {
        if !(cell.is_finite() && cell > 0.0) {
            return Err(GridError::Cell(cell));
        }
        let [west, south, east, north] = extent;
        if !extent.iter().all(|edge| edge.is_finite()) || west >= east || south >= north {
            return Err(GridError::Extent(extent));
        }
        let (west, north) = ((west / cell).floor() * cell, (north / cell).ceil() * cell);
        let columns = ((east - west) / cell - 1e-9).ceil().max(1.0);
        let rows = ((north - south) / cell - 1e-9).ceil().max(1.0);
        if columns * rows > MOST_CELLS as f64 {
            return Err(GridError::TooLarge {
                columns,
                rows,
                limit: MOST_CELLS,
            });
        }
        Ok(Self {
            west,
            north,
            cell,
            columns: columns as usize,
            rows: rows as usize,
        })
    }

    /// The grid of `columns` x `rows` cells of size `cell` (m) whose north-west corner is `corner`
    /// (m); unlike [`covering`](Self::covering) it is not moved to whole cells.
    ///
    /// # Errors
    /// When `cell` is not positive, the grid has no cells, the corner is not finite, or the grid is
    /// too large.
    pub fn at_corner(
        corner: Coord<f64>,
        cell: f64,
        columns: usize,
        rows: usize,
    ) -> Result<Self, GridError> {
        if !(cell.is_finite() && cell > 0.0) {
            return Err(GridError::Cell(cell));
        }
        let (west, north) = (corner.x, corner.y);
        let (wide, high) = (columns as f64, rows as f64);
        let extent = [west, north - high * cell, west + wide * cell, north];
        if !extent.iter().all(|edge| edge.is_finite()) || columns == 0 || rows == 0 {
            return Err(GridError::Extent(extent));
        }
        if wide * high > MOST_CELLS as f64 {
            return Err(GridError::TooLarge {
                columns: wide,
                rows: high,
                limit: MOST_CELLS,
            });
        }
        Ok(Self {
            west,
            north,
            cell,
            columns,
            rows,
        })
    }

    /// The grid of `columns` by `rows` cells whose south-west corner is `[west, south]` (m).
    ///
    /// # Errors
    /// As [`Grid::covering`].
    ///
    /// ```
    /// use pluim_core::grid::Grid;
    /// let grid = Grid::from_corner([3.0, 4.0], 10.0, [2, 1])?;
    /// assert_eq!((grid.west(), grid.north(), grid.cells()), (3.0, 14.0, 2));
    /// # Ok::<(), pluim_core::grid::GridError>(())
    /// ```
    pub fn from_corner(
        corner: [f64; 2],
        cell: f64,
        [columns, rows]: [usize; 2],
    ) -> Result<Self, GridError> {
        let size = [columns as f64 * cell, rows as f64 * cell];
        // `covering` checks the values; its own corner is aligned to whole cells.
        Self::covering([0.0, 0.0, size[0], size[1]], cell)?;
        let [west, south] = corner;
        if !(west.is_finite() && south.is_finite()) {
            return Err(GridError::Extent([west, south, west, south]));
        }
        Ok(Self {
            west,
            north: south + size[1],
            cell,
            columns,
            rows,
        })
    }

    /// West edge (m).
    #[must_use]
    pub fn west(&self) -> f64 {
        self.west
    }

    /// North edge (m).
    #[must_use]
    pub fn north(&self) -> f64 {
        self.north
    }

    /// East edge (m).
    #[must_use]
    pub fn east(&self) -> f64 {
        self.west + self.columns as f64 * self.cell
    }

    /// South edge (m).
    #[must_use]
    pub fn south(&self) -> f64 {
        self.north - self.rows as f64 * self.cell
    }

    /// Cell size (m).
    #[must_use]
    pub fn cell(&self) -> f64 {
        self.cell
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// Centre (m) of cell number `cell`, counted row by row from the north-west.
    ///
    /// ```
    /// use pluim_core::grid::Grid;
    /// let grid = Grid::covering([0.0, 0.0, 40.0, 30.0], 10.0)?;
    /// assert_eq!(grid.centre_of(5), grid.centre(1, 1));
    /// # Ok::<(), pluim_core::grid::GridError>(())
    /// ```
    #[must_use]
    pub fn centre_of(&self, cell: usize) -> Coord<f64> {
        self.centre(cell % self.columns, cell / self.columns)
    }

    /// Some of its rows, counted from the north; those that it does not have are left out.
    ///
    /// ```
    /// use pluim_core::grid::Grid;
    /// let grid = Grid::covering([0.0, 0.0, 40.0, 30.0], 10.0)?;
    /// let strip = grid.strip(1..9);
    /// assert_eq!((strip.rows(), strip.columns(), strip.north()), (2, 4, 20.0));
    /// assert_eq!(strip.centre(3, 1), grid.centre(3, 2));
    /// # Ok::<(), pluim_core::grid::GridError>(())
    /// ```
    #[must_use]
    pub fn strip(&self, rows: Range<usize>) -> Self {
        let first = rows.start.min(self.rows);
        Self {
            north: self.north - first as f64 * self.cell,
            rows: rows.end.min(self.rows).saturating_sub(first),
            ..*self
        }
    }

    /// Centre of the cell in `column` and `row` (m).
    #[must_use]
    pub fn centre(&self, column: usize, row: usize) -> Coord<f64> {
        Coord {
            x: self.west + (column as f64 + 0.5) * self.cell,
            y: self.north - (row as f64 + 0.5) * self.cell,
        }
    }

    /// The columns and rows of the cells whose centre lies in `[west, south, east, north]` (m); the
    /// west and south edges belong to it, the east and north edges do not.
    ///
    /// ```
    /// use pluim_core::grid::Grid;
    /// let grid = Grid::covering([0.0, 0.0, 40.0, 30.0], 10.0)?;
    /// assert_eq!(grid.within([5.0, 0.0, 35.0, 14.0]), (0..3, 2..3));
    /// # Ok::<(), pluim_core::grid::GridError>(())
    /// ```
    #[must_use]
    pub fn within(&self, [west, south, east, north]: [f64; 4]) -> (Range<usize>, Range<usize>) {
        // the first whole number n for which (n + 1/2) cells reach `distance`
        let first = |distance: f64, all: usize| {
            let number = (distance / self.cell - 0.5).ceil().max(0.0);
            (number as usize).min(all)
        };
        let columns = [west, east].map(|x| first(x - self.west, self.columns));
        let past = |y: f64| {
            let number = ((self.north - y) / self.cell - 0.5).floor() + 1.0;
            (number.max(0.0) as usize).min(self.rows)
        };
        (columns[0]..columns[1], past(north)..past(south))
    }

    /// Column and row of the cell that holds `point`, if it lies in the grid.
    #[must_use]
    pub fn cell_of(&self, point: Coord<f64>) -> Option<(usize, usize)> {
        let column = ((point.x - self.west) / self.cell).floor();
        let row = ((self.north - point.y) / self.cell).floor();
        let inside =
            column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        inside.then_some((column as usize, row as usize))
    }
}
