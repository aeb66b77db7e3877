//! The plan shape of a source.

use geo_types::{Coord, LineString, Polygon};
use thiserror::Error;

use super::ring::self_crossing;

/// Where a source lies, in metres of a projected reference system.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A single place.
    Point(Coord<f64>),
    /// A polyline with at least two different vertices.
    Line(LineString<f64>),
    /// A polygon, possibly with holes.
    Area(Polygon<f64>),
}

/// Why a shape cannot emit.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ShapeError {
    /// A coordinate is NaN or infinite.
    #[error("coordinates must be finite; found ({x}, {y})")]
    NotFinite {
        /// First coordinate.
        x: f64,
        /// Second coordinate.
        y: f64,
    },
    /// A line with fewer than two different vertices.
    #[error(
        "a line needs two or more different points; found {points} with a length of {length} m"
    )]
    NoLength {
        /// Number of vertices found.
        points: usize,
        /// Length found (m).
        length: f64,
    },
    /// A polygon without area.
    #[error("a polygon needs an area; found {points} points that enclose {area} m2")]
    NoArea {
        /// Number of vertices of the outer ring.
        points: usize,
        /// Area found (m2).
        area: f64,
    },
    /// A ring of a polygon that crosses or touches itself, so that inside and outside are unclear.
    #[error("a polygon must not cross or touch itself; found a crossing near ({x}, {y})")]
    CrossesItself {
        /// First coordinate of one end of the crossing part.
        x: f64,
        /// Second coordinate of it.
        y: f64,
    },
}

impl Shape {
    /// Checks that the shape can emit.
    ///
    /// # Errors
    /// When a coordinate is not finite, a line has no length, a polygon no area, or a ring of it
    /// crosses or touches itself.
    ///
    /// ```
    /// use geo_types::{coord, LineString};
    /// use pluim_core::source::Shape;
    /// let dot = LineString::from(vec![(1.0, 2.0)]);
    /// assert!(Shape::Line(dot).check().is_err());
    /// assert!(Shape::Point(coord! { x: 1.0, y: 2.0 }).check().is_ok());
    /// ```
    pub fn check(&self) -> Result<(), ShapeError> {
        if let Some(bad) = self
            .vertices()
            .find(|at| !(at.x.is_finite() && at.y.is_finite()))
        {
            return Err(ShapeError::NotFinite { x: bad.x, y: bad.y });
        }
        if let Self::Area(polygon) = self
            && let Some(at) = self_crossing(polygon)
        {
            return Err(ShapeError::CrossesItself { x: at.x, y: at.y });
        }
        match self {
            Self::Point(_) => Ok(()),
            Self::Line(_) | Self::Area(_) if self.measure() > 0.0 => Ok(()),
            Self::Line(line) => Err(ShapeError::NoLength {
                points: line.0.len(),
                length: self.measure(),
            }),
            Self::Area(polygon) => Err(ShapeError::NoArea {
                points: polygon.exterior().0.len(),
                area: self.measure(),
            }),
        }
    }

    /// Length of a line (m), area of a polygon (m2), 1 for a point.
    #[must_use]
    pub fn measure(&self) -> f64 {
        match self {
            Self::Point(_) => 1.0,
            Self::Line(line) => length(line),
            Self::Area(polygon) => {
                let holes: f64 = polygon
                    .interiors()
                    .iter()
                    .map(|ring| ring_area(ring).abs())
                    .sum();
                ring_area(polygon.exterior()).abs() - holes
            }
        }
    }

    /// All vertices, outer ring first.
    pub fn vertices(&self) -> Box<dyn Iterator<Item = Coord<f64>> + '_> {
        match self {
            Self::Point(at) => Box::new(std::iter::once(*at)),
            Self::Line(line) => Box::new(line.coords().copied()),
            Self::Area(polygon) => Box::new(
                std::iter::once(polygon.exterior())
                    .chain(polygon.interiors())
                    .flat_map(|ring| ring.coords().copied()),
            ),
        }
    }
}

fn length(line: &LineString<f64>) -> f64 {
    line.lines()
        .map(|part| (part.end.x - part.start.x).hypot(part.end.y - part.start.y))
        .sum()
}

/// Signed area of a closed ring by the shoelace formula, about its first vertex for accuracy.
fn ring_area(ring: &LineString<f64>) -> f64 {
    let Some(&origin) = ring.0.first() else {
        return 0.0;
    };
    let cross = |part: geo_types::Line<f64>| {
        let (start, end) = (part.start - origin, part.end - origin);
        start.x * end.y - end.x * start.y
    };
    ring.lines().map(cross).sum::<f64>() / 2.0
}
