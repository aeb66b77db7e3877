//! Distance between a receptor and a road axis.

use geo_types::{Coord, LineString};

/// Shortest distance (m) from `receptor` to the polyline `axis`; `None` for a line without
/// points.
///
/// ```
/// use geo_types::{coord, LineString};
/// use pluim_core::scheme::srm1::distance_to_line;
/// let axis = LineString::from(vec![(0.0, 0.0), (100.0, 0.0)]);
/// assert_eq!(distance_to_line(coord! { x: 50.0, y: -8.0 }, &axis), Some(8.0));
/// assert_eq!(distance_to_line(coord! { x: -3.0, y: 4.0 }, &axis), Some(5.0));
/// ```
#[must_use]
pub fn distance_to_line(receptor: Coord<f64>, axis: &LineString<f64>) -> Option<f64> {
    if let [only] = axis.0.as_slice() {
        return Some(distance_to_point(receptor, *only));
    }
    axis.lines()
        .map(|part| distance_to_segment(receptor, part.start, part.end))
        .min_by(f64::total_cmp)
}

fn distance_to_point(from: Coord<f64>, to: Coord<f64>) -> f64 {
    (from.x - to.x).hypot(from.y - to.y)
}

fn distance_to_segment(at: Coord<f64>, start: Coord<f64>, end: Coord<f64>) -> f64 {
    let along = end - start;
    let length_squared = along.x * along.x + along.y * along.y;
    if length_squared == 0.0 {
        return distance_to_point(at, start);
    }
    let to = at - start;
    let share = ((to.x * along.x + to.y * along.y) / length_squared).clamp(0.0, 1.0);
    distance_to_point(at, start + along * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::coord;

    #[test]
    fn a_line_without_points_is_nowhere() {
        let at = coord! { x: 0.0, y: 0.0 };
        assert_eq!(distance_to_line(at, &LineString::new(vec![])), None);
        let dot = LineString::from(vec![(3.0, 4.0)]);
        assert_eq!(distance_to_line(at, &dot), Some(5.0));
        let twice = LineString::from(vec![(3.0, 4.0), (3.0, 4.0)]);
        assert_eq!(distance_to_line(at, &twice), Some(5.0));
    }
}
