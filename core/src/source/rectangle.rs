//! A rectangle with a corner, two sides and a turn.

use geo_types::{Coord, LineString, Polygon};

/// A rectangle in metres of a projected reference system.
///
/// ```
/// use geo_types::coord;
/// use pluim_core::source::{Rectangle, Shape};
/// let field = Rectangle { corner: coord! { x: 0.0, y: 0.0 }, sides: [20.0, 30.0], angle: 90.0 };
/// let outline = field.outline();
/// let north_west = outline.exterior().0[1];
/// assert!((north_west.x - 30.0).abs() < 1e-12 && north_west.y.abs() < 1e-12);
/// assert!((Shape::Area(outline).measure() - 600.0).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rectangle {
    /// The corner that is southwest before the turn, and about which it turns.
    pub corner: Coord<f64>,
    /// Lengths (m) of the sides along x and y before the turn, 0 or more.
    pub sides: [f64; 2],
    /// Turn (degrees), clockwise.
    pub angle: f64,
}

impl Rectangle {
    /// Its outline, clockwise from the corner.
    #[must_use]
    pub fn outline(&self) -> Polygon<f64> {
        let whole = [0.0, 1.0];
        let ring = self.part([whole, whole]).to_vec();
        Polygon::new(LineString::new(ring), Vec::new())
    }

    /// The vertices, clockwise, of the part from the first to the second of these shares (-) of
    /// either side.
    pub(super) fn part(&self, [along_x, along_y]: [[f64; 2]; 2]) -> [Coord<f64>; 4] {
        let [right, up] = self.vectors();
        let at = |x: f64, y: f64| self.corner + up * y + right * x;
        [
            at(along_x[0], along_y[0]),
            at(along_x[0], along_y[1]),
            at(along_x[1], along_y[1]),
            at(along_x[1], along_y[0]),
        ]
    }

    /// Its sides as vectors (m), first the one along x before the turn.
    pub(super) fn vectors(&self) -> [Coord<f64>; 2] {
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let [along_x, along_y] = self.sides;
        let right = Coord {
            x: along_x * cos,
            y: -along_x * sin,
        };
        let up = Coord {
            x: along_y * sin,
            y: along_y * cos,
        };
        [right, up]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Shape;

    #[test]
    fn a_turned_rectangle_keeps_its_area_and_corner() {
        let turned = Rectangle {
            corner: Coord { x: -10.0, y: 5.0 },
            sides: [20.0, 30.0],
            angle: 90.0,
        };
        let outline = turned.outline();
        let corner = outline.exterior().0[1];
        assert!((corner.x - 20.0).abs() < 1e-9 && (corner.y - 5.0).abs() < 1e-9);
        assert!((Shape::Area(outline).measure() - 600.0).abs() < 1e-9);
    }
}
