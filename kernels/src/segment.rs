//! Integrals over a straight segment of kernels that are steep near their origin.
//!
//! With the foot of the perpendicular from the receptor as origin and d its length, the
//! substitution s = d sinh t turns ds / r into dt, because r = d cosh t. A kernel that falls as
//! 1 / r is therefore integrated as a smooth function of t, however close the receptor is.

/// A straight segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// First end (m).
    pub start: [f64; 2],
    /// Other end (m).
    pub end: [f64; 2],
}

/// How near to the line through it a segment is seen from, as a share of the distance.
const ON_THE_LINE: f64 = 1e-6;

impl Segment {
    /// Length (m).
    #[must_use]
    pub fn length(&self) -> f64 {
        (self.end[0] - self.start[0]).hypot(self.end[1] - self.start[1])
    }

    /// The segment as `receptor` sees it, with the receptor kept at least `closest` (m) away. Beyond an
    /// end of the segment it is the end that counts and not the line through both.
    ///
    /// ```
    /// use pluim_kernels::segment::Segment;
    /// let road = Segment { start: [0.0, 0.0], end: [8.0, 0.0] };
    /// let view = road.seen_from([4.0, 3.0], 0.1);
    /// let at = view.offset(0.0); // the foot of the perpendicular
    /// assert_eq!(at, [0.0, 3.0]);
    /// let end = view.offset(view.to); // from one end of the road to the receptor
    /// assert!((end[0] + 4.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn seen_from(&self, receptor: [f64; 2], closest: f64) -> View {
        let foot = self.foot(receptor);
        let beyond = (-foot.along).max(foot.along - foot.length).max(0.0);
        let least = (closest * closest - beyond * beyond).max(0.0).sqrt();
        // on the line itself there is no foot of a perpendicular to start from
        foot.view(least.max(ON_THE_LINE * (beyond + closest)))
    }

    /// The segment as `receptor` sees it, with the receptor kept at least `closest` (m) away from the
    /// line through it, also beyond its ends: what tables of whole lines can tell.
    ///
    /// ```
    /// use pluim_kernels::segment::Segment;
    /// let road = Segment { start: [0.0, 0.0], end: [8.0, 0.0] };
    /// assert_eq!(road.seen_beside([20.0, 0.1], 0.5).distance, 0.5);
    /// assert_eq!(road.seen_from([20.0, 0.1], 0.5).distance, 0.1);
    /// ```
    #[must_use]
    pub fn seen_beside(&self, receptor: [f64; 2], closest: f64) -> View {
        self.foot(receptor).view(closest)
    }

    fn foot(&self, receptor: [f64; 2]) -> Foot {
        let length = self.length().max(f64::MIN_POSITIVE);
        let way = [
            (self.end[0] - self.start[0]) / length,
            (self.end[1] - self.start[1]) / length,
        ];
        let offset = [receptor[0] - self.start[0], receptor[1] - self.start[1]];
        Foot {
            way,
            length,
            along: offset[0] * way[0] + offset[1] * way[1],
            aside: offset[1] * way[0] - offset[0] * way[1],
        }
    }
}

/// The foot of the perpendicular from a receptor to the line through a segment.
struct Foot {
    /// Unit vector along the segment, and its length (m).
    way: [f64; 2],
    length: f64,
    /// From the start to the foot (m).
    along: f64,
    /// From the line to the receptor (m), to the left above 0.
    aside: f64,
}

impl Foot {
    /// The view of a receptor at least `least` (m) from the line.
    fn view(&self, least: f64) -> View {
        let distance = if self.aside.abs() < least {
            least.copysign(self.aside)
        } else {
            self.aside
        };
        let to = |along: f64| (along / distance.abs()).asinh();
        View {
            along: self.way,
            aside: [-self.way[1] * distance, self.way[0] * distance],
            distance: distance.abs(),
            from: to(-self.along),
            to: to(self.length - self.along),
        }
    }
}

/// A segment in the variable t of the substitution s = d sinh t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    along: [f64; 2],
    aside: [f64; 2],
    /// Distance d from the receptor to the line (m), above 0.
    pub distance: f64,
    /// t of the first end.
    pub from: f64,
    /// t of the other end.
    pub to: f64,
}

impl View {
    /// Receptor minus the place on the segment at `t` (m).
    #[inline]
    #[must_use]
    pub fn offset(&self, t: f64) -> [f64; 2] {
        let s = self.distance * t.sinh();
        [
            self.aside[0] - self.along[0] * s,
            self.aside[1] - self.along[1] * s,
        ]
    }

    /// Distance r between the receptor and the place at `t`, which is also ds / dt (m).
    #[inline]
    #[must_use]
    pub fn radius(&self, t: f64) -> f64 {
        self.distance * t.cosh()
    }

    /// Receptor minus the foot of the perpendicular (m), and the unit vector along the segment: the
    /// offset at s = d sinh t is the first minus s times the other.
    #[inline]
    #[must_use]
    pub fn course(&self) -> [[f64; 2]; 2] {
        [self.aside, self.along]
    }

    /// The t at which the line through the segment crosses the ray from the receptor against
    /// `direction` (a unit vector), if it lies within the segment: there the offset is parallel
    /// to `direction`.
    #[must_use]
    pub fn crossing(&self, direction: [f64; 2]) -> Option<f64> {
        let cross = |a: [f64; 2]| a[0] * direction[1] - a[1] * direction[0];
        let s = cross(self.aside) / cross(self.along);
        let t = (s / self.distance).asinh();
        (t > self.from && t < self.to).then_some(t)
    }

    /// The t at which the offset is perpendicular to `direction` (a unit vector), if it lies
    /// within the segment: the border between upwind and downwind.
    #[must_use]
    pub fn abreast(&self, direction: [f64; 2]) -> Option<f64> {
        self.ahead_by(direction, 0.0)
    }

    /// The t at which the offset along `direction` (a unit vector) is `distance` (m), if it lies
    /// within the segment.
    #[must_use]
    pub fn ahead_by(&self, direction: [f64; 2], distance: f64) -> Option<f64> {
        let dot = |a: [f64; 2]| a[0] * direction[0] + a[1] * direction[1];
        let t = ((dot(self.aside) - distance) / (dot(self.along) * self.distance)).asinh();
        (t > self.from && t < self.to).then_some(t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quadrature::Gauss;
    use proptest::prelude::*;

    #[test]
    fn integrates_one_over_r_exactly() {
        let road = Segment {
            start: [-30.0, 0.0],
            end: [70.0, 0.0],
        };
        for distance in [0.01, 1.0, 50.0] {
            let view = road.seen_from([0.0, distance], 1e-3);
            let integral = Gauss::Two.integrate(view.from, view.to, |_| 1.0);
            let exact = (70.0 / distance).asinh() + (30.0 / distance).asinh();
            assert!((integral / exact - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn beyond_an_end_a_receptor_is_where_it_is() {
        let road = Segment {
            start: [0.0, 0.0],
            end: [2.0, 0.0],
        };
        for (receptor, aside) in [
            ([0.8, 0.3], 1.0),
            ([2.6, 0.0], 0.8),
            ([2.6, 0.9], 0.9),
            ([9.0, 0.5], 0.5),
            ([-7.0, -0.1], -0.1),
        ] {
            let view = road.seen_from(receptor, 1.0);
            for (t, end) in [(view.from, road.start), (view.to, road.end)] {
                let [x, y] = view.offset(t);
                assert!(
                    (x - (receptor[0] - end[0])).abs() < 1e-9,
                    "{receptor:?}: {x}"
                );
                assert!((y - aside).abs() < 1e-9, "{receptor:?}: {y}");
            }
        }
        // on the line itself: one over r from 5 to 7
        let view = road.seen_from([7.0, 0.0], 1.0);
        assert!((view.to - view.from - 1.4_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn finds_where_a_plume_axis_crosses() {
        let road = Segment {
            start: [-50.0, 0.0],
            end: [50.0, 0.0],
        };
        let view = road.seen_from([10.0, 20.0], 1e-3);
        let diagonal = std::f64::consts::FRAC_1_SQRT_2;
        let t = view.crossing([diagonal, diagonal]).unwrap();
        let offset = view.offset(t);
        assert!((offset[0] - 20.0).abs() < 1e-9 && (offset[1] - 20.0).abs() < 1e-9);
        assert_eq!(view.crossing([1.0, 0.0]), None);
    }

    proptest! {
        #[test]
        fn ends_are_where_they_should_be(
            x in -100.0_f64..100.0, y in -100.0_f64..100.0, to_x in -100.0_f64..100.0,
        ) {
            let road = Segment { start: [3.0, 5.0], end: [to_x, 40.0] };
            let view = road.seen_from([x, y], 1e-6);
            let first = view.offset(view.from);
            prop_assert!((first[0] - (x - 3.0)).abs() < 1e-3 && (first[1] - (y - 5.0)).abs() < 1e-3);
            let last = view.offset(view.to);
            prop_assert!((last[0] - (x - to_x)).abs() < 1e-3 && (last[1] - (y - 40.0)).abs() < 1e-3);
        }
    }
}
