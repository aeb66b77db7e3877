//! The `direct` rung: the scheme's formula at every receptor, integrated until it no longer
//! changes.

use std::f64::consts::PI;

use geo_types::Coord;
use pluim_kernels::quadrature::{Accuracy, Gauss, adaptive};
use pluim_kernels::segment::{Segment, View};

use super::element::array;
use super::{CLOSEST, Case, Element, MeanField};
use crate::meteorology::Hour;
use crate::scheme::observed_direction::Observed;
use crate::scheme::{Lobe, Plume};

/// One hour's plume and the way it goes.
pub struct DirectedPlume<'a> {
    plume: Observed<'a>,
    /// Unit vector downwind; any for a variable wind, whose plume has no lobes.
    downwind: [f64; 2],
}

impl<'a> DirectedPlume<'a> {
    /// The plume of source group `release` in `hour`, as `case` sees it.
    #[must_use]
    pub fn new(case: &Case<'a>, hour: &'a Hour, release: &'a crate::source::Release) -> Self {
        let plume = case.scheme.plume(hour, release, case.receptor_height);
        let direction = plume.direction().unwrap_or(hour.direction);
        Self {
            plume: Observed::new(plume, direction),
            downwind: direction.downwind().unwrap_or([1.0, 0.0]),
        }
    }

    /// Concentration at `offset` from a point source of 1 g/s (g/m3), offset at least
    /// [`CLOSEST`] long.
    #[must_use]
    pub fn at(&self, offset: [f64; 2]) -> f64 {
        let offset = not_too_close(offset);
        let (x, y) = self.wind_coordinates(offset);
        let r = x.hypot(y);
        let coherent = if x > 0.0 {
            self.plume.coherence(r) * sum_at(&self.plume.lobes(x), y)
        } else {
            0.0
        };
        coherent + self.plume.meander(r)
    }

    fn wind_coordinates(&self, offset: [f64; 2]) -> (f64, f64) {
        let [east, north] = self.downwind;
        (
            offset[0] * east + offset[1] * north,
            offset[1] * east - offset[0] * north,
        )
    }

    /// Concentration at `receptor` of an element of 1 g/s (g/m3).
    #[must_use]
    pub fn of_element(&self, element: &Element, receptor: [f64; 2]) -> f64 {
        match element {
            Element::Point(at) => self.at([receptor[0] - at[0], receptor[1] - at[1]]),
            Element::Segment(segment) => self.of_segment(segment, receptor) / segment.length(),
            Element::Polygon(edges) => {
                let area = super::element::signed_area(edges);
                let sum = self.lobes_of_polygon(edges, receptor)
                    + self.meander_of_polygon(edges, receptor);
                // what edges sweep cancels but for rounding where nothing of the plume arrives
                sum.max(0.0) / area
            }
        }
    }

    /// Integral along a segment of 1 g/m/s, cut where the plume axis and the border between up-
    /// and downwind cross it.
    fn of_segment(&self, segment: &Segment, receptor: [f64; 2]) -> f64 {
        let view = segment.seen_from(receptor, CLOSEST);
        let mut cuts = vec![view.from, view.to];
        cuts.extend(view.crossing(self.downwind));
        cuts.extend(view.abreast(self.downwind));
        cuts.sort_by(f64::total_cmp);
        let mut integrand = |t: f64| self.at(view.offset(t)) * view.radius(t);
        cuts.windows(2)
            .map(|part| adaptive(part[0], part[1], Accuracy::default(), &mut integrand))
            .sum()
    }

    /// Integral of the lobes over a polygon of 1 g/m2/s: along the wind numerically, across it
    /// by the error function.
    fn lobes_of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        // in wind coordinates of the offset, receptor minus source
        let seen: Vec<[(f64, f64); 2]> = edges
            .iter()
            .map(|edge| {
                [edge.start, edge.end]
                    .map(|end| self.wind_coordinates([receptor[0] - end[0], receptor[1] - end[1]]))
            })
            .collect();
        let mut cuts: Vec<f64> = seen.iter().flatten().map(|(x, _)| *x).collect();
        let farthest = cuts.iter().copied().fold(CLOSEST, f64::max);
        cuts.extend(seen.iter().flat_map(|edge| self.under_the_axis(edge)));
        cuts.iter_mut()
            .for_each(|x| *x = x.clamp(CLOSEST, farthest));
        cuts.push(CLOSEST);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut across = |ln_x: f64| {
            let x = ln_x.exp();
            x * self
                .plume
                .lobes(x)
                .iter()
                .map(|lobe| strip(lobe, &seen, x))
                .sum::<f64>()
        };
        let along: f64 = cuts
            .windows(2)
            .map(|part| adaptive(part[0].ln(), part[1].ln(), Accuracy::default(), &mut across))
            .sum();
        along
    }

    /// Where an edge meets the axis of the plume, and three widths of its widest lobe along the edge
    /// on both sides: a long strip is seen there alone.
    fn under_the_axis(&self, edge: &[(f64, f64); 2]) -> Vec<f64> {
        let [(x0, y0), (x1, y1)] = edge;
        if y0 * y1 >= 0.0 {
            return Vec::new();
        }
        let slope = (x1 - x0) / (y1 - y0);
        let x = x0 - slope * y0;
        let lobes = self.plume.lobes(x.max(CLOSEST));
        let there = lobes.iter().filter(|lobe| lobe.centre > 0.0);
        let width = there.fold(0.0, |widest: f64, lobe| {
            widest.max((0.5 / lobe.decay).sqrt())
        });
        let reach = 3.0 * width * slope.abs();
        vec![x - reach, x, x + reach]
    }

    /// Integral of the direction-free part over a polygon: along its edges, of the radial moment
    /// M(r) = integral of R rho d rho.
    fn meander_of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        edges
            .iter()
            .map(|edge| {
                let view = edge.seen_from(receptor, 1e-6);
                let turn = turn_towards(edge, receptor);
                // dphi = dt / cosh t
                let mut swept = |t: f64| self.meander_moment(view.radius(t)) / t.cosh();
                turn * adaptive(view.from, view.to, Accuracy::default(), &mut swept)
            })
            .sum()
    }

    fn meander_moment(&self, radius: f64) -> f64 {
        // inside CLOSEST the field is held at its value there
        let inner = radius.min(CLOSEST);
        let core = 0.5 * inner * inner * self.plume.meander(CLOSEST);
        if radius <= CLOSEST {
            return core;
        }
        let panels = (radius / CLOSEST).ln().ceil() as usize;
        core + Gauss::Eight.composite(CLOSEST.ln(), radius.ln(), panels, |ln_r| {
            let r = ln_r.exp();
            r * r * self.plume.meander(r)
        })
    }
}

/// +1 when the edge turns counterclockwise about the receptor, -1 when clockwise.
pub(super) fn turn_towards(edge: &Segment, receptor: [f64; 2]) -> f64 {
    let start = [edge.start[0] - receptor[0], edge.start[1] - receptor[1]];
    let end = [edge.end[0] - receptor[0], edge.end[1] - receptor[1]];
    (start[0] * end[1] - start[1] * end[0]).signum()
}

/// Integral across the wind, at distance `x`, of one lobe over the polygon with edges `seen`.
fn strip(lobe: &Lobe, seen: &[[(f64, f64); 2]], x: f64) -> f64 {
    if lobe.centre <= 0.0 {
        return 0.0;
    }
    let root = lobe.decay.sqrt();
    let mut share = 0.0;
    for [(x0, y0), (x1, y1)] in seen {
        if (*x0 <= x) != (*x1 <= x) {
            let y = y0 + (y1 - y0) * (x - x0) / (x1 - x0);
            // edges leave the polygon on alternating sides
            share += (x1 - x0).signum() * libm::erf(root * y);
        }
    }
    lobe.centre * (PI / lobe.decay).sqrt() * 0.5 * -share
}

fn sum_at(lobes: &[Lobe], y: f64) -> f64 {
    lobes
        .iter()
        .filter(|lobe| lobe.centre > 0.0)
        .map(|lobe| lobe.at(y))
        .sum()
}

/// The offset, lengthened to [`CLOSEST`] where it is shorter.
pub(super) fn not_too_close(offset: [f64; 2]) -> [f64; 2] {
    let length = offset[0].hypot(offset[1]);
    if length >= CLOSEST {
        return offset;
    }
    if length < 1e-6 {
        return [CLOSEST, 0.0];
    }
    offset.map(|part| part * CLOSEST / length)
}

/// The rung: every hour, source and receptor by the formula.
pub struct Direct<'a> {
    case: Case<'a>,
    elements: Vec<Vec<(Element, f64)>>,
}

impl<'a> Direct<'a> {
    /// Prepares the sources of `case`.
    #[must_use]
    pub fn new(case: Case<'a>) -> Self {
        let elements = case
            .sources
            .iter()
            .map(|source| Element::of(&source.shape))
            .collect();
        Self { case, elements }
    }
}

impl MeanField for Direct<'_> {
    fn case(&self) -> &Case<'_> {
        &self.case
    }

    fn unit(&self, source: usize, receptor: Coord<f64>) -> f64 {
        let emitter = &self.case.sources[source];
        let profile = &self.case.profiles[emitter.profile];
        let hourly = |hour: &Hour| {
            let plume = DirectedPlume::new(&self.case, hour, &emitter.release);
            let whole: f64 = self.elements[source]
                .iter()
                .map(|(element, share)| share * plume.of_element(element, array(receptor)))
                .sum();
            whole * profile.factor(hour.begins)
        };
        self.case.hours.iter().map(hourly).sum::<f64>() / self.case.hours.len() as f64
    }
}

/// Integral over a view's whole range in panels of at most `widest` in t, by four nodes each.
pub(super) fn panelled(view: &View, widest: f64, f: impl FnMut(f64) -> f64) -> f64 {
    let panels = ((view.to - view.from) / widest).ceil() as usize;
    Gauss::Four.composite(view.from, view.to, panels, f)
}
