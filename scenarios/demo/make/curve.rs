//! Lines on the map: smooth curves through given points, cut into pieces.

/// Easting and northing (m, RD New).
pub(crate) type Point = [f64; 2];

/// The middle of the map: in the Markerwaard, a polder that was planned and never made.
pub(crate) const CENTRE: Point = [148_000.0, 510_000.0];

/// Places `x`, `y` (m) from the centre on the map.
pub(crate) fn place([x, y]: [f64; 2]) -> Point {
    [CENTRE[0] + x, CENTRE[1] + y]
}

pub(crate) fn distance(a: Point, b: Point) -> f64 {
    libm::hypot(b[0] - a[0], b[1] - a[1])
}

/// The unit vector to the left of the way from `a` to `b`.
pub(crate) fn left(a: Point, b: Point) -> Point {
    let length = distance(a, b).max(1e-9);
    [(a[1] - b[1]) / length, (b[0] - a[0]) / length]
}

/// A smooth curve through `through` (Catmull and Rom 1974), with a point about every `step` m.
pub(crate) fn smooth(through: &[Point], closed: bool, step: f64) -> Vec<Point> {
    let count = through.len() as isize;
    let at = |index: isize| {
        let wrapped = index.rem_euclid(count) as usize;
        let held = index.clamp(0, count - 1) as usize;
        through[if closed { wrapped } else { held }]
    };
    let spans = if closed { count } else { count - 1 };
    let mut points = vec![at(0)];
    for span in 0..spans {
        let knots = [at(span - 1), at(span), at(span + 1), at(span + 2)];
        let pieces = (distance(knots[1], knots[2]) / step).ceil().max(1.0) as usize;
        points.extend((1..=pieces).map(|piece| between(knots, piece as f64 / pieces as f64)));
    }
    points
}

fn between([a, b, c, d]: [Point; 4], t: f64) -> Point {
    let along = |i: usize| {
        let straight = 2.0 * b[i] + (c[i] - a[i]) * t;
        let bend = (2.0 * a[i] - 5.0 * b[i] + 4.0 * c[i] - d[i]) * t * t;
        let twist = (3.0 * b[i] - a[i] - 3.0 * c[i] + d[i]) * t * t * t;
        0.5 * (straight + bend + twist)
    };
    [along(0), along(1)]
}

/// `line` moved `offset` m to its left.
pub(crate) fn beside(line: &[Point], offset: f64) -> Vec<Point> {
    let last = line.len() - 1;
    let moved = |index: usize| {
        let (from, to) = (line[index.saturating_sub(1)], line[(index + 1).min(last)]);
        let [nx, ny] = left(from, to);
        [line[index][0] + offset * nx, line[index][1] + offset * ny]
    };
    (0..line.len()).map(moved).collect()
}

/// Cuts a line into pieces of `each` of its points, ends shared.
pub(crate) fn pieces(line: &[Point], each: usize) -> Vec<Vec<Point>> {
    let starts = (0..line.len() - 1).step_by(each);
    let piece = |start: usize| line[start..=(start + each).min(line.len() - 1)].to_vec();
    starts.map(piece).collect()
}

/// The points as text, in whole metres: `x y,x y`.
pub(crate) fn wkt(points: &[Point]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|[x, y]| format!("{x:.0} {y:.0}"))
        .collect();
    pairs.join(",")
}
