//! A whole road as one receptor sees it: its plume integrated along the line, sector by sector.

use geo_types::{Coord, LineString};

use super::{NEAREST_SOURCE, OpenRoadPlume, SectorClimate, SectorLayout};

/// Farthest distance (m) at which a piece of road contributes.
///
/// Roads beyond are part of the background: the double-counting correction removes near ones.
pub const REACH: f64 = 5000.0;

/// Longest panel as a share of the distance to its near end.
const PANEL_SHARE: f64 = 0.7;
/// Longest panel, as a share of distance, for which two points suffice.
const SHORT_SHARE: f64 = 0.3;
/// Slack (degrees) that keeps a panel from ending on the sector edge at which it began.
const EDGE_SLACK: f64 = 1e-9;

/// Gauss-Legendre abscissae and weights on [-1, 1], two points.
const GAUSS_2: [(f64, f64); 2] = [
    (-0.577_350_269_189_625_8, 1.0),
    (0.577_350_269_189_625_8, 1.0),
];
/// Gauss-Legendre abscissae and weights on [-1, 1], four points.
const GAUSS_4: [(f64, f64); 4] = [
    (-0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
    (-0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
    (0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
];

/// Line integrals of the plume by wind sector (-): what remains is emission, n and wind speed.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorIntegrals {
    values: Vec<f64>,
}

/// How to integrate a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadIntegral {
    /// The plume of the road.
    pub plume: OpenRoadPlume,
    /// How the compass is cut.
    pub layout: SectorLayout,
    /// Shortens every panel by this factor (1 or more), to show convergence.
    pub refinement: f64,
}

impl RoadIntegral {
    /// The integral with panels of normal length.
    #[must_use]
    pub fn new(plume: OpenRoadPlume, layout: SectorLayout) -> Self {
        Self {
            plume,
            layout,
            refinement: 1.0,
        }
    }

    /// Integrates the polyline `axis` as seen from `receptor`.
    ///
    /// The line is cut at the edges of the wind sectors and into panels no longer than a share of
    /// their distance, which is the limit of ever shorter point segments.
    ///
    /// ```
    /// use geo_types::{coord, LineString};
    /// use pluim_core::scheme::srm2::{
    ///     MeteoCalibration, OpenRoadPlume, RoadIntegral, RoughnessClass, SectorLayout,
    /// };
    /// let plume = OpenRoadPlume {
    ///     class: RoughnessClass::of(0.1),
    ///     calibration: MeteoCalibration::Schiphol,
    ///     initial_spread: 3.0,
    /// };
    /// let road = LineString::from(vec![(100.0, -5.0), (100.0, 5.0)]);
    /// let seen = RoadIntegral::new(plume, SectorLayout::twelve())
    ///     .over(coord! { x: 0.0, y: 0.0 }, &road);
    /// let east = seen.values()[3];
    /// assert!((east / (10.0 * plume.density(100.0)) - 1.0).abs() < 1e-3);
    /// ```
    #[must_use]
    pub fn over(&self, receptor: Coord<f64>, axis: &LineString<f64>) -> SectorIntegrals {
        let mut sum = SectorIntegrals::none(self.layout);
        for part in axis.lines() {
            self.add_part(part.start - receptor, part.end - receptor, &mut sum);
        }
        sum
    }

    /// Adds the straight part from `start` to `end`, both relative to the receptor.
    fn add_part(&self, start: Coord<f64>, end: Coord<f64>, sum: &mut SectorIntegrals) {
        let along = end - start;
        let length = along.x.hypot(along.y);
        if length.is_nan() || length <= 0.0 {
            return;
        }
        let unit = along / length;
        let foot_at = -(start.x * unit.x + start.y * unit.y);
        let foot = start + unit * foot_at;
        let away = Ray::from_foot(foot, unit);
        let back = Ray::from_foot(foot, unit * -1.0);
        self.add_ray(&away, -foot_at, length - foot_at, sum);
        self.add_ray(&back, foot_at - length, foot_at, sum);
    }

    /// Adds what lies between `from` and `to` (m beyond the foot point) on one side of it.
    fn add_ray(&self, ray: &Ray, from: f64, to: f64, sum: &mut SectorIntegrals) {
        let to = to.min(ray.at_distance(REACH));
        let mut near = from.max(0.0);
        while near < to {
            let far = self.panel_end(ray, near).min(to);
            if far <= near {
                return;
            }
            let sector = self.layout.sector_of(ray.bearing(0.5 * (near + far)));
            sum.values[sector] += self.panel(ray, near, far);
            near = far;
        }
    }

    /// Where a panel that begins at `near` must end.
    fn panel_end(&self, ray: &Ray, near: f64) -> f64 {
        let distance = ray.distance(near);
        if distance < NEAREST_SOURCE {
            return ray
                .at_distance(NEAREST_SOURCE)
                .min(ray.next_edge(near, self.layout));
        }
        let longest = PANEL_SHARE / self.refinement * distance;
        (near + longest).min(ray.next_edge(near, self.layout))
    }

    fn panel(&self, ray: &Ray, near: f64, far: f64) -> f64 {
        let (middle, half) = (0.5 * (near + far), 0.5 * (far - near));
        let at =
            |node: &(f64, f64)| node.1 * self.plume.density(ray.distance(middle + half * node.0));
        let short = 2.0 * half < SHORT_SHARE / self.refinement * ray.distance(near);
        let sum: f64 = if short {
            GAUSS_2.iter().map(at).sum()
        } else {
            GAUSS_4.iter().map(at).sum()
        };
        half * sum
    }
}

/// Half of a straight line, from the point nearest to the receptor outwards.
struct Ray {
    /// Distance d (m) of the line from the receptor.
    offset: f64,
    /// Bearing (degrees) of the foot point; of the ray itself where the line meets the receptor.
    foot_bearing: f64,
    /// +1 where bearing grows along the ray, -1 where it falls, 0 where it stays.
    turn: f64,
}

impl Ray {
    fn from_foot(foot: Coord<f64>, unit: Coord<f64>) -> Self {
        let offset = foot.x.hypot(foot.y);
        if offset < 1e-9 {
            return Self {
                offset: 0.0,
                foot_bearing: bearing(unit),
                turn: 0.0,
            };
        }
        let clockwise = foot.y * unit.x - foot.x * unit.y;
        Self {
            offset,
            foot_bearing: bearing(foot),
            turn: clockwise.signum(),
        }
    }

    fn distance(&self, along: f64) -> f64 {
        self.offset.hypot(along)
    }

    fn bearing(&self, along: f64) -> f64 {
        if self.turn == 0.0 {
            return self.foot_bearing;
        }
        self.foot_bearing + self.turn * along.atan2(self.offset).to_degrees()
    }

    /// How far along the ray the receptor is `distance` (m) away; 0 where it always is farther.
    fn at_distance(&self, distance: f64) -> f64 {
        (distance * distance - self.offset * self.offset)
            .max(0.0)
            .sqrt()
            .next_up()
    }

    /// Where beyond `along` the ray crosses into the next sector (m); infinite where it never
    /// does.
    fn next_edge(&self, along: f64, layout: SectorLayout) -> f64 {
        if self.turn == 0.0 {
            return f64::INFINITY;
        }
        let turned = self.turn * (self.bearing(along) - layout.origin()) + EDGE_SLACK;
        let width = layout.width();
        let to_edge = width - turned.rem_euclid(width) + EDGE_SLACK;
        let angle = along.atan2(self.offset) + to_edge.to_radians();
        if angle < std::f64::consts::FRAC_PI_2 {
            self.offset * angle.tan()
        } else {
            f64::INFINITY
        }
    }
}

/// Bearing (degrees clockwise from north) of a vector.
fn bearing(towards: Coord<f64>) -> f64 {
    towards.x.atan2(towards.y).to_degrees()
}

impl SectorIntegrals {
    /// Nothing seen in any sector.
    #[must_use]
    pub fn none(layout: SectorLayout) -> Self {
        Self {
            values: vec![0.0; layout.count()],
        }
    }

    /// The integral of each sector (-).
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Concentration (s/m2) per unit of emission with wind from each sector.
    pub fn by_sector<'a>(&'a self, climate: &'a SectorClimate) -> impl Iterator<Item = f64> + 'a {
        let n = self.values.len() as f64;
        self.values
            .iter()
            .zip(climate.sectors())
            .map(move |(value, sector)| n * value / sector.speed)
    }

    /// Annual mean concentration (s/m2) per unit of emission: sum of f_i C_i.
    #[must_use]
    pub fn transfer(&self, climate: &SectorClimate) -> f64 {
        self.by_sector(climate)
            .zip(climate.sectors())
            .map(|(value, sector)| sector.frequency * value)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MeteoCalibration, RoughnessClass};
    use super::*;
    use geo_types::coord;
    use proptest::prelude::*;

    fn plume() -> OpenRoadPlume {
        OpenRoadPlume {
            class: RoughnessClass::of(0.1),
            calibration: MeteoCalibration::LocalWind,
            initial_spread: 2.5,
        }
    }

    /// Midpoints of segments of `step` metres: the method as the law words it.
    fn by_points(axis: &LineString<f64>, layout: SectorLayout, step: f64) -> Vec<f64> {
        let mut sum = vec![0.0; layout.count()];
        for part in axis.lines() {
            let along = part.end - part.start;
            let length = along.x.hypot(along.y);
            let pieces = (length / step).ceil().max(1.0);
            for k in 0..pieces as usize {
                let at = part.start + along * ((k as f64 + 0.5) / pieces);
                let r = at.x.hypot(at.y);
                sum[layout.sector_of(bearing(at))] += length / pieces * plume().density(r);
            }
        }
        sum
    }

    fn crooked() -> LineString<f64> {
        LineString::from(vec![
            (-400.0, 30.0),
            (-50.0, 12.0),
            (80.0, -20.0),
            (90.0, -600.0),
        ])
    }

    const HERE: Coord<f64> = Coord { x: 0.0, y: 0.0 };

    #[test]
    fn short_points_converge_to_the_integral() {
        let layout = SectorLayout::thirty_six();
        let exact = RoadIntegral::new(plume(), layout).over(HERE, &crooked());
        let points = by_points(&crooked(), layout, 0.01);
        let total: f64 = points.iter().sum();
        for (sector, (a, b)) in exact.values().iter().zip(&points).enumerate() {
            assert!((a - b).abs() < 5e-4 * total, "sector {sector}: {a} and {b}");
        }
    }

    #[test]
    fn finer_panels_change_nothing() {
        let coarse = RoadIntegral::new(plume(), SectorLayout::twelve());
        let fine = RoadIntegral {
            refinement: 8.0,
            ..coarse
        };
        let total = |integral: RoadIntegral| -> f64 {
            integral.over(HERE, &crooked()).values().iter().sum()
        };
        assert!((total(coarse) / total(fine) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_receptor_on_the_road_gets_a_finite_value() {
        let road = LineString::from(vec![(0.0, -100.0), (0.0, 100.0)]);
        let seen = RoadIntegral::new(plume(), SectorLayout::twelve()).over(HERE, &road);
        assert!(seen.values().iter().all(|value| value.is_finite()));
        assert!((seen.values()[0] - seen.values()[6]).abs() < 1e-12);
    }

    #[test]
    fn roads_beyond_reach_do_not_count() {
        let road = LineString::from(vec![(6000.0, -100.0), (6000.0, 100.0)]);
        let seen = RoadIntegral::new(plume(), SectorLayout::twelve()).over(HERE, &road);
        assert!(seen.values().iter().all(|value| *value == 0.0));
    }

    proptest! {
        #[test]
        fn two_halves_make_a_whole(
            x1 in -900.0..900.0_f64, y1 in -900.0..900.0_f64,
            x2 in -900.0..900.0_f64, y2 in -900.0..900.0_f64,
            share in 0.1..0.9_f64,
        ) {
            let (start, end) = (coord! { x: x1, y: y1 }, coord! { x: x2, y: y2 });
            let middle = start + (end - start) * share;
            let integral = RoadIntegral::new(plume(), SectorLayout::thirty_six());
            let whole = integral.over(HERE, &LineString::new(vec![start, end]));
            let halves = integral.over(HERE, &LineString::new(vec![start, middle, end]));
            let total: f64 = whole.values().iter().sum();
            for (a, b) in whole.values().iter().zip(halves.values()) {
                prop_assert!((a - b).abs() <= 2e-4 * total + 1e-15);
            }
        }

        #[test]
        fn digitising_direction_does_not_matter(
            x1 in -900.0..900.0_f64, y1 in -900.0..900.0_f64,
            x2 in -900.0..900.0_f64, y2 in -900.0..900.0_f64,
        ) {
            let integral = RoadIntegral::new(plume(), SectorLayout::twelve());
            let there = integral.over(HERE, &LineString::from(vec![(x1, y1), (x2, y2)]));
            let back = integral.over(HERE, &LineString::from(vec![(x2, y2), (x1, y1)]));
            for (a, b) in there.values().iter().zip(back.values()) {
                prop_assert!((a - b).abs() <= 1e-9 * (a + b) + 1e-12);
            }
        }
    }
}
