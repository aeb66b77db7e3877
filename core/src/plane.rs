//! Places, lines and polygons in the plane.

use geo_types::{Coord, LineString, Polygon};

/// The place half-way along a line; none for a line without points.
///
/// ```
/// use geo_types::{LineString, coord};
/// use pluim_core::plane::middle;
/// let line = LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 30.0)]);
/// assert_eq!(middle(&line), Some(coord! { x: 10.0, y: 10.0 }));
/// ```
#[must_use]
pub fn middle(line: &LineString<f64>) -> Option<Coord<f64>> {
    let length = |part: &geo_types::Line<f64>| part.dx().hypot(part.dy());
    let mut left = line.lines().map(|part| length(&part)).sum::<f64>() / 2.0;
    for part in line.lines() {
        let share = left / length(&part);
        if share <= 1.0 {
            return Some(part.start + part.delta() * share);
        }
        left -= length(&part);
    }
    line.0.last().copied()
}

/// Whether a place lies within a polygon and outside its holes.
///
/// ```
/// use geo_types::{coord, polygon};
/// use pluim_core::plane::contains;
/// let square = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
/// assert!(contains(&square, coord! { x: 1.0, y: 3.0 }));
/// assert!(!contains(&square, coord! { x: 5.0, y: 3.0 }));
/// ```
#[must_use]
pub fn contains(area: &Polygon<f64>, at: Coord<f64>) -> bool {
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    rings
        .flat_map(LineString::lines)
        .filter(|side| crosses(side, at))
        .count()
        % 2
        == 1
}

/// Whether a ray from `at` to the east crosses a side.
fn crosses(side: &geo_types::Line<f64>, at: Coord<f64>) -> bool {
    let (start, end) = (side.start, side.end);
    if (start.y > at.y) == (end.y > at.y) {
        return false;
    }
    let x = start.x + (at.y - start.y) / (end.y - start.y) * (end.x - start.x);
    at.x < x
}

/// The centre of mass of a polygon's outer ring, of its vertices where it encloses nothing; none
/// for a polygon without vertices.
///
/// ```
/// use geo_types::{coord, polygon};
/// use pluim_core::plane::centre;
/// let wedge = polygon![(x: 0.0, y: 0.0), (x: 3.0, y: 0.0), (x: 0.0, y: 3.0)];
/// assert_eq!(centre(&wedge), Some(coord! { x: 1.0, y: 1.0 }));
/// ```
#[must_use]
pub fn centre(area: &Polygon<f64>) -> Option<Coord<f64>> {
    let ring = area.exterior();
    let origin = ring.0.first().copied()?;
    let (mut twice, mut x, mut y) = (0.0, 0.0, 0.0);
    for side in ring.lines() {
        let (start, end) = (side.start - origin, side.end - origin);
        let cross = start.x * end.y - end.x * start.y;
        twice += cross;
        x += cross * (start.x + end.x);
        y += cross * (start.y + end.y);
    }
    if twice == 0.0 {
        let count = ring.0.len() as f64;
        let sum = ring.0.iter().fold(Coord::zero(), |sum, at| sum + *at);
        return Some(sum / count);
    }
    Some(origin + Coord { x, y } / (3.0 * twice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn holes_lie_outside() {
        let area = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0), (x: 0.0, y: 100.0)],
            interiors: [[(x: 40.0, y: 40.0), (x: 60.0, y: 40.0), (x: 60.0, y: 60.0), (x: 40.0, y: 60.0)]],
        );
        let inside = |x: f64, y: f64| contains(&area, Coord { x, y });
        assert!(inside(10.0, 10.0) && inside(30.0, 50.0) && inside(70.0, 50.0));
        assert!(!inside(50.0, 50.0) && !inside(-1.0, 50.0) && !inside(101.0, 50.0));
    }

    #[test]
    fn a_polygon_without_area_has_a_centre_too() {
        let flat = polygon![(x: 0.0, y: 1.0), (x: 4.0, y: 1.0), (x: 0.0, y: 1.0)];
        let at = centre(&flat).unwrap();
        assert!(at.y == 1.0 && (0.0..=4.0).contains(&at.x));
    }
}
