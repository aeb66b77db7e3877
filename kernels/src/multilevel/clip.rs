//! Parts of segments and polygons inside a box.

use super::lattice::Extent;

/// The part of the segment from `start` to `end` inside `extent`, as two fractions of its length
/// (Liang and Barsky 1984).
pub(super) fn segment(start: [f64; 2], end: [f64; 2], extent: &Extent) -> Option<[f64; 2]> {
    let mut part = [0.0_f64, 1.0_f64];
    for axis in 0..2 {
        let step = end[axis] - start[axis];
        let [low, high] = [extent.low[axis], extent.high[axis]].map(|edge| edge - start[axis]);
        if step == 0.0 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (enter, leave) = if step > 0.0 {
            (low / step, high / step)
        } else {
            (high / step, low / step)
        };
        part = [part[0].max(enter), part[1].min(leave)];
    }
    (part[0] <= part[1]).then_some(part)
}

/// The part of a ring inside `extent`; edges along the box join what it cuts
/// (Sutherland and Hodgman 1974).
pub(super) fn ring(ring: &[[f64; 2]], extent: &Extent) -> Vec<[f64; 2]> {
    let mut part = ring.to_vec();
    for axis in 0..2 {
        part = half(&part, axis, |x| x - extent.low[axis]);
        part = half(&part, axis, |x| extent.high[axis] - x);
    }
    part
}

/// The part of a ring where `inside` of the coordinate `axis` is not negative.
fn half(ring: &[[f64; 2]], axis: usize, inside: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
    let mut part = Vec::with_capacity(ring.len() + 4);
    let Some(mut from) = ring.last().copied() else {
        return part;
    };
    let mut from_depth = inside(from[axis]);
    for &to in ring {
        let to_depth = inside(to[axis]);
        if (from_depth >= 0.0) != (to_depth >= 0.0) {
            let share = from_depth / (from_depth - to_depth);
            part.push([0, 1].map(|k| from[k] + share * (to[k] - from[k])));
        }
        if to_depth >= 0.0 {
            part.push(to);
        }
        (from, from_depth) = (to, to_depth);
    }
    part
}

/// Area enclosed by a ring, positive where it turns from the first axis to the second.
pub(super) fn area(ring: &[[f64; 2]]) -> f64 {
    edges(ring)
        .map(|(from, to)| 0.5 * (from[0] * to[1] - to[0] * from[1]))
        .sum()
}

/// Edges of a closed ring.
pub(super) fn edges(ring: &[[f64; 2]]) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
    ring.iter()
        .copied()
        .zip(ring.iter().copied().cycle().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    const BOX: Extent = Extent {
        low: [0.0, 0.0],
        high: [10.0, 10.0],
    };

    #[test]
    fn cuts_segments() {
        assert_eq!(segment([-10.0, 5.0], [10.0, 5.0], &BOX), Some([0.5, 1.0]));
        assert_eq!(segment([-5.0, 12.0], [5.0, 12.0], &BOX), None);
        assert_eq!(segment([3.0, 3.0], [3.0, 3.0], &BOX), Some([0.0, 1.0]));
        assert_eq!(segment([-1.0, 8.0], [3.0, 12.0], &BOX), Some([0.25, 0.5]));
    }

    #[test]
    fn cuts_rings() {
        let square = [[5.0, 5.0], [15.0, 5.0], [15.0, 15.0], [5.0, 15.0]];
        assert_relative_eq!(area(&ring(&square, &BOX)), 25.0);
        let around = [[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0]];
        assert_relative_eq!(area(&ring(&around, &BOX)), 100.0);
        let away = square.map(|[x, y]| [x + 20.0, y]);
        assert!(ring(&away, &BOX).is_empty());
    }
}
