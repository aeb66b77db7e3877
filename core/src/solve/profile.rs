//! The `profile` rung: plumes tabulated once per hour and release group, then only interpolated.
//!
//! On a logarithmic axis of the distance the table holds, for every lobe, ln A and the angular
//! decay b = B x^2, and for the direction-free part r R; all three vary slowly. A lobe at
//! downwind distance x and lateral distance y is then exp(ln A - b (y / x)^2).

use geo_types::Coord;
use pluim_kernels::octave_axis::OctaveAxis;
use pluim_kernels::quadrature::{Accuracy, Gauss, adaptive};
use pluim_kernels::segment::{Segment, View};
use rayon::prelude::*;

use super::direct::{not_too_close, panelled, turn_towards};
use super::element::{array, signed_area};
use super::{CLOSEST, Case, Element, FarLine, MeanField, octaves};
use crate::meteorology::Hour;
use crate::scheme::observed_direction::Observed;
use crate::scheme::{Cut, LOBES, Plume};
use crate::source::Release;

/// Distances tabulated: 2^-1 to 2^17 m.
const FIRST_OCTAVE: i32 = -1;
const LAST_OCTAVE: i32 = 17;
/// The scheme is asked at this many places an octave, evenly in ln x.
const ASKED: usize = 8;
/// The axis of all profile tables, filled from there by cubics; between its nodes linear
/// interpolation errs by some 3e-5 of the second derivative.
pub const AXIS: OctaveAxis = octaves(FIRST_OCTAVE, LAST_OCTAVE, 64);
/// ln A of a lobe that is not there, and the least of one that counts.
const NOTHING: f32 = -200.0;
const FAINTEST: f32 = -150.0;
/// ln A below which a lobe adds nothing to a mean over hours: 1e-26 of the emission.
const UNSEEN: f32 = -60.0;
/// Lobes are followed to this many standard deviations from their axis.
const REACH: f64 = 4.5;
/// A line that reaches less far than this share of its distance, and than this share of the
/// plume's standard deviation, is seen as two points.
const FAR: f64 = 0.125;
const NARROW: f64 = 0.5;
/// A segment shorter than this share of its distance is integrated with two nodes.
const SHORT: f64 = 0.3;

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    ln_centre: [f32; LOBES],
    angular_decay: [f32; LOBES],
    meander: f32,
    moment: f32,
    coherence: f32,
}

/// One hour's plume of one release group as a table.
#[derive(Debug, Clone)]
pub struct Profile {
    axis: OctaveAxis,
    entries: Vec<Entry>,
    lobes: usize,
    downwind: [f64; 2],
    /// Whether the lobes lose a part to meander that depends on the distance.
    meanders: bool,
}

impl Profile {
    /// Tabulates the plume of `release` in `hour`.
    #[must_use]
    pub fn new(case: &Case<'_>, hour: &Hour, release: &Release, filling: &Filling) -> Self {
        let prepared = case.scheme.prepare(hour);
        let plume = prepared.plume(release, case.receptor_height);
        let direction = plume.direction().unwrap_or(hour.direction);
        let plume = Observed::new(plume, direction);
        let axis = AXIS;
        let mut entries = filling.filled(&asked(&plume));
        integrate_moment(&mut entries, axis);
        let used = |lobe: usize| entries.iter().any(|entry| entry.ln_centre[lobe] > FAINTEST);
        let lobes = (0..LOBES)
            .rev()
            .find(|&lobe| used(lobe))
            .map_or(0, |last| last + 1);
        let downwind = direction.downwind().unwrap_or([1.0, 0.0]);
        let meanders = entries.iter().any(|entry| entry.coherence < 0.999_99);
        Self {
            axis,
            entries,
            lobes,
            downwind,
            meanders,
        }
    }

    fn wind_coordinates(&self, offset: [f64; 2]) -> (f64, f64) {
        let [east, north] = self.downwind;
        (
            offset[0] * east + offset[1] * north,
            offset[1] * east - offset[0] * north,
        )
    }

    /// ln A and b of lobe `lobe` at `x`.
    #[inline]
    fn lobe(&self, lobe: usize, x: f64) -> (f32, f32) {
        let (index, fraction) = self.axis.locate(x as f32);
        let Some([low, high]) = self.entries.get(index..index + 2) else {
            return (NOTHING, 1.0);
        };
        let between = |low: f32, high: f32| low + fraction * (high - low);
        (
            between(low.ln_centre[lobe], high.ln_centre[lobe]),
            between(low.angular_decay[lobe], high.angular_decay[lobe]),
        )
    }

    /// r R at `r`.
    #[inline]
    fn meander(&self, r: f64) -> f64 {
        let (index, fraction) = self.axis.locate(r as f32);
        let Some([low, high]) = self.entries.get(index..index + 2) else {
            return 0.0;
        };
        f64::from(low.meander + fraction * (high.meander - low.meander))
    }

    /// Radial moment of the direction-free part over r.
    fn moment(&self, r: f64) -> f64 {
        let (index, fraction) = self.axis.locate(r as f32);
        let Some([low, high]) = self.entries.get(index..index + 2) else {
            return 0.0;
        };
        f64::from(low.moment + fraction * (high.moment - low.moment)) * r
    }

    /// The lobes at `offset`, receptor minus source.
    #[inline]
    fn lobes_at(&self, offset: [f64; 2]) -> f64 {
        let (x, y) = self.wind_coordinates(offset);
        if x <= 0.0 {
            return 0.0;
        }
        let mut sum = 0.0;
        for lobe in 0..self.lobes {
            let (ln_centre, decay) = self.lobe(lobe, x);
            let slope = (y / x) as f32;
            sum += f64::from((ln_centre - decay * slope * slope).exp());
        }
        if self.meanders {
            sum * self.coherence(x.hypot(y))
        } else {
            sum
        }
    }

    /// The fraction of the lobes that keeps to the wind at `r`.
    fn coherence(&self, r: f64) -> f64 {
        let (index, fraction) = self.axis.locate(r as f32);
        let Some([low, high]) = self.entries.get(index..index + 2) else {
            return 1.0;
        };
        f64::from(low.coherence + fraction * (high.coherence - low.coherence)).clamp(0.0, 1.0)
    }

    /// Concentration at `offset` from a point source of 1 g/s (g/m3).
    #[must_use]
    pub fn at(&self, offset: [f64; 2]) -> f64 {
        let offset = not_too_close(offset);
        let r = offset[0].hypot(offset[1]);
        self.lobes_at(offset) + self.meander(r) / r
    }

    /// Unit vector along which the plume travels.
    pub(super) fn downwind(&self) -> [f64; 2] {
        self.downwind
    }

    /// The direction-free part at distance `r` (s/m3).
    pub(super) fn around(&self, r: f64) -> f64 {
        self.meander(r) / r
    }

    /// Adds `factor` times the lobes at distance `radius` at the angles of `angles` from the
    /// axis, as `(cosine, tangent)`, which grow from 0, to `fan`.
    pub(super) fn add_fan(&self, fan: &mut [f64], radius: f64, angles: &[(f32, f32)], factor: f64) {
        if (0..self.lobes).all(|lobe| self.lobe(lobe, radius).0 < UNSEEN) {
            return;
        }
        let reach = (REACH * self.sigma_angle(radius)) as f32;
        let share = if self.meanders {
            factor * self.coherence(radius)
        } else {
            factor
        };
        let seen = angles.iter().take_while(|(_, tangent)| *tangent < reach);
        for (value, (cosine, tangent)) in fan.iter_mut().zip(seen) {
            let x = radius * f64::from(*cosine);
            for lobe in 0..self.lobes {
                let (ln_centre, decay) = self.lobe(lobe, x);
                *value += share * f64::from((ln_centre - decay * tangent * tangent).exp());
            }
        }
    }

    /// Concentration at `receptor` of an element of 1 g/s (g/m3).
    #[must_use]
    pub fn of_element(&self, element: &Element, receptor: [f64; 2]) -> f64 {
        match element {
            Element::Point(at) => self.at([receptor[0] - at[0], receptor[1] - at[1]]),
            Element::Segment(segment) => self.of_segment(segment, receptor),
            Element::Polygon(edges) => self.of_polygon(edges, receptor),
        }
    }

    /// Mean over a line that is short against its distance and against the plume's width.
    fn of_far_line(&self, far: &FarLine, receptor: [f64; 2]) -> Option<f64> {
        let offset = [receptor[0] - far.centre[0], receptor[1] - far.centre[1]];
        let distance = offset[0].hypot(offset[1]);
        if far.reach > FAR * distance {
            return None;
        }
        let (x, _) = self.wind_coordinates(offset);
        if x < -far.reach {
            return Some(self.meander(distance) / distance);
        }
        if far.reach > NARROW * self.sigma_angle(x.max(CLOSEST)) * distance {
            return None;
        }
        let [a, b] = far.nodes.map(|at| {
            let offset = [receptor[0] - at[0], receptor[1] - at[1]];
            let r = offset[0].hypot(offset[1]);
            self.lobes_at(offset) + self.meander(r) / r
        });
        Some(0.5 * (a + b))
    }

    /// Mean over a segment.
    fn of_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let start = [
            receptor[0] - segment.start[0],
            receptor[1] - segment.start[1],
        ];
        let end = [receptor[0] - segment.end[0], receptor[1] - segment.end[1]];
        let length = segment.length();
        let middle = [0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1])];
        let distance = middle[0].hypot(middle[1]);
        if length < SHORT * distance {
            let (x, y) = self.wind_coordinates(middle);
            let narrow = self.sigma_angle(x.max(0.1 * distance)) * distance < length;
            if !narrow {
                return self.short_segment(start, end, x + length > 0.0);
            }
            if x + length < 0.0 || y.abs() > distance {
                return self.short_segment(start, end, false);
            }
        }
        self.long_segment(segment, receptor) / length
    }

    /// Two Gauss nodes, at 0.2113 and 0.7887 of the way.
    fn short_segment(&self, start: [f64; 2], end: [f64; 2], downwind: bool) -> f64 {
        const NODES: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];
        let mut sum = 0.0;
        for node in NODES {
            let place = [
                start[0] + node * (end[0] - start[0]),
                start[1] + node * (end[1] - start[1]),
            ];
            let r = place[0].hypot(place[1]).max(CLOSEST);
            sum += self.meander(r) / r;
            if downwind {
                sum += self.lobes_at(place);
            }
        }
        0.5 * sum
    }

    /// Standard deviation of the widest lobe's angle at `x` (radians, as a tangent).
    fn sigma_angle(&self, x: f64) -> f64 {
        (0..self.lobes)
            .map(|lobe| self.lobe(lobe, x))
            .filter(|(ln_centre, _)| *ln_centre > FAINTEST)
            .map(|(_, decay)| f64::from(0.5 / decay.max(1e-9)).sqrt())
            .fold(0.0, f64::max)
    }

    /// Integral along a segment, in panels that follow the plume.
    fn long_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let view = segment.seen_from(receptor, CLOSEST);
        let meander = panelled(&view, 1.5, |t| self.meander(view.radius(t)));
        let Some((low, high)) = self.downwind_part(&view) else {
            return meander;
        };
        let mut sum = meander;
        let cuts = self.plume_cuts(&view, low, high);
        for part in cuts.windows(2) {
            let panels = ((part[1] - part[0]) / 0.7).ceil() as usize;
            sum += Gauss::Four.composite(part[0], part[1], panels, |t| {
                self.lobes_at(view.offset(t)) * view.radius(t)
            });
        }
        sum
    }

    /// The part of a view from which the wind blows towards the receptor.
    fn downwind_part(&self, view: &View) -> Option<(f64, f64)> {
        let ahead = |t: f64| self.wind_coordinates(view.offset(t)).0 > 0.0;
        match (
            view.abreast(self.downwind),
            ahead(view.from),
            ahead(view.to),
        ) {
            (Some(border), true, false) => Some((view.from, border)),
            (Some(border), false, true) => Some((border, view.to)),
            (_, true, true) => Some((view.from, view.to)),
            _ => None,
        }
    }

    /// Where panels begin and end: at the plume's axis and at multiples of its angular spread.
    fn plume_cuts(&self, view: &View, low: f64, high: f64) -> Vec<f64> {
        let axis = view
            .crossing(self.downwind)
            .filter(|t| *t > low && *t < high);
        let nearest = axis.unwrap_or({
            let lateral = |t: f64| {
                let (x, y) = self.wind_coordinates(view.offset(t));
                (y / x.max(1e-9)).abs()
            };
            if lateral(low) < lateral(high) {
                low
            } else {
                high
            }
        });
        let x = self.wind_coordinates(view.offset(nearest)).0.max(CLOSEST);
        let sigma = self.sigma_angle(x).max(1e-4);
        let mut cuts = vec![low, high];
        cuts.extend(axis);
        for multiple in [1.0, 2.0, 3.5, REACH] {
            for side in [-1.0, 1.0] {
                cuts.extend(self.ray(view, side * multiple * sigma));
            }
        }
        cuts.retain(|t| *t >= low && *t <= high);
        cuts.sort_by(f64::total_cmp);
        cuts
    }

    /// The t at which the ray with lateral tangent `slope` meets the view.
    fn ray(&self, view: &View, slope: f64) -> Option<f64> {
        let [east, north] = self.downwind;
        view.crossing([east - slope * north, north + slope * east])
    }

    /// Mean over a polygon: lobes in strips along its edges, the direction-free part by its
    /// radial moment.
    fn of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        let area = signed_area(edges);
        let mut sum = 0.0;
        for edge in edges {
            let view = edge.seen_from(receptor, 1e-6);
            let swept = panelled(&view, 1.0, |t| self.moment(view.radius(t)) / t.cosh());
            sum += turn_towards(edge, receptor) * swept;
        }
        (sum + self.lobes_of_polygon(edges, receptor)) / area
    }

    fn lobes_of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        (0..self.lobes)
            .map(|lobe| self.lobe_of_polygon(lobe, edges, receptor))
            .sum()
    }

    /// Integral of a lobe over a polygon by its edges: across the wind by the error function,
    /// along it adaptively, because an edge may cross the plume anywhere.
    fn lobe_of_polygon(&self, lobe: usize, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        const ALONG: Accuracy = Accuracy {
            relative: 1e-5,
            absolute: 1e-300,
            depth: 10,
        };
        let mut sum = 0.0;
        for edge in edges {
            let see =
                |end: [f64; 2]| self.wind_coordinates([receptor[0] - end[0], receptor[1] - end[1]]);
            let ((x0, y0), (x1, y1)) = (see(edge.start), see(edge.end));
            let (low, high) = (x0.max(CLOSEST), x1.max(CLOSEST));
            let y_at = |x: f64| y0 + (y1 - y0) * (x - x0) / (x1 - x0);
            if low != high {
                sum -= adaptive(low.ln(), high.ln(), ALONG, &mut |ln_x| {
                    let x = ln_x.exp();
                    x * self.half_strip(lobe, x, y_at(x))
                });
            }
        }
        sum
    }

    /// Integral of a lobe from its axis to `y`.
    fn half_strip(&self, lobe: usize, x: f64, y: f64) -> f64 {
        let (ln_centre, decay) = self.lobe(lobe, x);
        let root = f64::from(decay).sqrt() / x;
        0.5 * f64::from(ln_centre.exp()) * std::f64::consts::PI.sqrt() / root * libm::erf(root * y)
    }
}

/// The plume at `ASKED` places an octave.
fn asked(plume: &Observed<'_>) -> Vec<Entry> {
    let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
    (0..=octaves * ASKED)
        .map(|place| {
            let exponent = f64::from(FIRST_OCTAVE) + place as f64 / ASKED as f64;
            entry(plume, exponent.exp2())
        })
        .collect()
}

/// How the nodes of the table lie between the places asked; the same for every table.
pub struct Filling(Vec<(usize, [f32; 4])>);

impl Filling {
    /// Weights of the cubic in ln x through four of the places asked, for every node.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "it is computed, not empty")]
    pub fn new() -> Self {
        let last = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize * ASKED - 3;
        let weights = |x: f64| {
            let place = (x.log2() - f64::from(FIRST_OCTAVE)) * ASKED as f64;
            let first = (place as usize).saturating_sub(1).min(last);
            (
                first,
                lagrange(place - first as f64).map(|weight| weight as f32),
            )
        };
        Self(AXIS.nodes().map(weights).collect())
    }

    fn filled(&self, asked: &[Entry]) -> Vec<Entry> {
        self.0
            .iter()
            .map(|(first, weights)| Entry::weighted(&asked[*first..*first + 4], weights))
            .collect()
    }
}

/// Weights of Lagrange's cubic through places 0, 1, 2 and 3, at `at`.
pub(super) fn lagrange(at: f64) -> [f64; 4] {
    let [a, b, c] = [at - 1.0, at - 2.0, at - 3.0];
    [
        -a * b * c / 6.0,
        at * b * c / 2.0,
        -at * a * c / 2.0,
        at * a * b / 6.0,
    ]
}

impl Entry {
    fn weighted(four: &[Self], weights: &[f32; 4]) -> Self {
        let mut sum = Self::default();
        for (entry, weight) in four.iter().zip(weights) {
            for lobe in 0..LOBES {
                sum.ln_centre[lobe] += weight * entry.ln_centre[lobe];
                sum.angular_decay[lobe] += weight * entry.angular_decay[lobe];
            }
            sum.meander += weight * entry.meander;
            sum.coherence += weight * entry.coherence;
        }
        sum
    }
}

fn entry(plume: &Observed<'_>, x: f64) -> Entry {
    let Cut {
        lobes,
        meander,
        coherence,
    } = plume.cut(x);
    let ln_centre = lobes.map(|lobe| {
        if lobe.centre > 0.0 {
            (lobe.centre.ln() as f32).max(NOTHING)
        } else {
            NOTHING
        }
    });
    Entry {
        ln_centre,
        angular_decay: lobes.map(|lobe| (lobe.decay * x * x) as f32),
        meander: (x * meander) as f32,
        moment: 0.0,
        coherence: coherence as f32,
    }
}

/// Fills in the radial moment over r, M / r = (1/r) integral of R rho d rho.
fn integrate_moment(entries: &mut [Entry], axis: OctaveAxis) {
    let nodes: Vec<f64> = axis.nodes().collect();
    let mut moment = f64::from(entries[0].meander) * nodes[0] * 0.5;
    for index in 0..entries.len() {
        if index > 0 {
            let mean = 0.5 * (entries[index - 1].meander + entries[index].meander);
            moment += f64::from(mean) * (nodes[index] - nodes[index - 1]);
        }
        entries[index].moment = (moment / nodes[index]) as f32;
    }
}

/// The sources of a case, ready to be summed hour by hour.
pub(super) struct Hourly {
    elements: Vec<Vec<(Element, f64)>>,
    far: Vec<Option<FarLine>>,
}

impl Hourly {
    pub(super) fn new(case: &Case<'_>) -> Self {
        let elements: Vec<_> = case
            .sources
            .iter()
            .map(|source| Element::of(&source.shape))
            .collect();
        let far = elements.iter().map(|parts| FarLine::of(parts)).collect();
        Self { elements, far }
    }

    /// One hour of one source of 1 g/s: two points from afar, else part by part.
    fn hour(&self, table: &Profile, source: usize, receptor: [f64; 2]) -> f64 {
        if let Some(far) = &self.far[source]
            && let Some(value) = table.of_far_line(far, receptor)
        {
            return value;
        }
        let parts = self.elements[source].iter();
        parts
            .map(|(element, share)| share * table.of_element(element, receptor))
            .sum()
    }

    /// Sum over hours, each with its factor, of one source of 1 g/s.
    pub(super) fn hours(
        &self,
        tables: &[(f64, Profile)],
        source: usize,
        receptor: [f64; 2],
    ) -> f64 {
        let emitting = tables.iter().filter(|(factor, _)| *factor > 0.0);
        emitting
            .map(|(factor, table)| factor * self.hour(table, source, receptor))
            .sum()
    }
}

/// The tables of a release group in some of the hours of `case`, with the emission factor of
/// time profile number `profile`.
pub(super) fn tables(
    case: &Case<'_>,
    hours: &[Hour],
    release: &Release,
    profile: usize,
) -> Vec<(f64, Profile)> {
    let (profile, filling) = (&case.profiles[profile], Filling::new());
    hours
        .par_iter()
        .map(|hour| {
            (
                profile.factor(hour.begins),
                Profile::new(case, hour, release, &filling),
            )
        })
        .collect()
}

/// The rung: every hour and source by table.
pub struct Profiles<'a> {
    case: Case<'a>,
    hourly: Hourly,
    /// Release group of each source.
    membership: Vec<usize>,
    /// `tables[release group][hour]`.
    tables: Vec<Vec<(f64, Profile)>>,
}

impl<'a> Profiles<'a> {
    /// Tabulates every release group in every hour of `case`.
    #[must_use]
    pub fn new(case: Case<'a>) -> Self {
        let (groups, membership) = case.release_groups();
        let tables = groups
            .iter()
            .map(|(release, profile)| tables(&case, case.hours, release, *profile))
            .collect();
        Self {
            case,
            hourly: Hourly::new(&case),
            membership,
            tables,
        }
    }
}

impl MeanField for Profiles<'_> {
    fn case(&self) -> &Case<'_> {
        &self.case
    }

    fn unit(&self, source: usize, receptor: Coord<f64>) -> f64 {
        let tables = &self.tables[self.membership[source]];
        self.hourly.hours(tables, source, array(receptor)) / self.case.hours.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cubics_reproduce_a_cubic_in_the_logarithm() {
        let octaves = LAST_OCTAVE.abs_diff(FIRST_OCTAVE) as usize;
        let value = |place: f64| 1.0 + place * (0.5 + place * (0.01 + 0.001 * place));
        let asked: Vec<Entry> = (0..=octaves * ASKED)
            .map(|place| {
                let value = value(place as f64 / ASKED as f64) as f32;
                Entry {
                    meander: value,
                    ln_centre: [value; LOBES],
                    ..Entry::default()
                }
            })
            .collect();
        for (entry, x) in Filling::new().filled(&asked).iter().zip(AXIS.nodes()) {
            let exact = value(x.log2() - f64::from(FIRST_OCTAVE));
            assert!(
                (f64::from(entry.meander) / exact - 1.0).abs() < 1e-5,
                "at {x}"
            );
            assert_eq!(entry.ln_centre, [entry.meander; LOBES]);
        }
    }
}
