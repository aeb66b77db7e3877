//! Whether a polygon's rings are simple.

use geo_types::{Coord, Line, LineString, Polygon};

/// A place near which a ring of `polygon` crosses or touches itself; none where every ring is
/// simple. Vertices that stand twice in a row count once.
pub(super) fn self_crossing(polygon: &Polygon<f64>) -> Option<Coord<f64>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.into_iter().find_map(of_ring)
}

/// Sides in the order of their western ends, so that only sides that overlap from west to east
/// are put to the test.
fn of_ring(ring: &LineString<f64>) -> Option<Coord<f64>> {
    let sides: Vec<Line<f64>> = ring.lines().filter(|it| it.start != it.end).collect();
    let count = sides.len();
    if count < 4 {
        return None;
    }
    let west = |index: &usize| sides[*index].start.x.min(sides[*index].end.x);
    let east = |index: &usize| sides[*index].start.x.max(sides[*index].end.x);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| west(a).total_cmp(&west(b)));
    for (rank, first) in order.iter().enumerate() {
        let rest = order.iter().skip(rank + 1);
        for second in rest.take_while(|second| west(second) <= east(first)) {
            let apart = first.abs_diff(*second);
            let neighbours = apart == 1 || apart == count - 1;
            if !neighbours && meet(sides[*first], sides[*second]) {
                return Some(sides[*second].start);
            }
        }
    }
    None
}

/// Whether two sides have a place in common.
fn meet(a: Line<f64>, b: Line<f64>) -> bool {
    let [a_start, a_end] = [side_of(b, a.start), side_of(b, a.end)];
    let [b_start, b_end] = [side_of(a, b.start), side_of(a, b.end)];
    if a_start * a_end < 0 && b_start * b_end < 0 {
        return true;
    }
    let touches = |side: i8, at: Coord<f64>, on: Line<f64>| side == 0 && in_box(at, on);
    touches(a_start, a.start, b)
        || touches(a_end, a.end, b)
        || touches(b_start, b.start, a)
        || touches(b_end, b.end, a)
}

/// 1 where `at` lies to the left of `line`, -1 to the right, 0 on its straight line.
fn side_of(line: Line<f64>, at: Coord<f64>) -> i8 {
    let (along, to) = (line.end - line.start, at - line.start);
    let (left, right) = (along.x * to.y, along.y * to.x);
    i8::from(left > right) - i8::from(left < right)
}

fn in_box(at: Coord<f64>, line: Line<f64>) -> bool {
    let between = |value: f64, a: f64, b: f64| value >= a.min(b) && value <= a.max(b);
    between(at.x, line.start.x, line.end.x) && between(at.y, line.start.y, line.end.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn simple_rings_pass() {
        let square = polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)];
        assert_eq!(self_crossing(&square), None);
        let doubled = polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.)];
        assert_eq!(self_crossing(&doubled), None);
    }

    #[test]
    fn a_bow_tie_crosses_itself() {
        let tie = polygon![(x: 0., y: 0.), (x: 2., y: 2.), (x: 2., y: 0.), (x: 0., y: 3.)];
        assert!(self_crossing(&tie).is_some());
    }

    #[test]
    fn a_ring_that_comes_back_to_a_vertex_touches_itself() {
        let eight = polygon![
            (x: 0., y: 0.), (x: 2., y: 0.), (x: 1., y: 1.), (x: 2., y: 2.), (x: 0., y: 2.),
            (x: 1., y: 1.)
        ];
        assert!(self_crossing(&eight).is_some());
    }

    #[test]
    fn a_hole_that_crosses_itself_is_found() {
        let outer = LineString::from(vec![(0., 0.), (9., 0.), (9., 9.), (0., 9.), (0., 0.)]);
        let tie = LineString::from(vec![(1., 1.), (3., 3.), (3., 1.), (1., 4.), (1., 1.)]);
        assert!(self_crossing(&Polygon::new(outer, vec![tie])).is_some());
    }
}
