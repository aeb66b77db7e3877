//! The `profile` rung: plumes tabulated once per hour and release group, then only interpolated.
//!
//! On a logarithmic axis of the distance the table holds, for every lobe, ln A and the angular
//! decay b = B x^2, and for the direction-free part r R; all three vary slowly. A lobe at
//! downwind distance x and lateral distance y is then exp(ln A - b (y / x)^2).

mod entry;
mod hours;
mod lines;
mod polygons;

use pluim_kernels::octave_axis::OctaveAxis;

pub(super) use entry::lagrange;
pub use entry::{AXIS, Filling};
pub use hours::Profiles;
pub(super) use hours::{Hourly, tables};

use super::direct::not_too_close;
use super::{Case, Element};
use crate::meteorology::Hour;
use crate::scheme::LOBES;
use crate::scheme::observed_direction::Observed;
use crate::source::Release;
use entry::{Entry, FAINTEST, NOTHING, asked, integrate_moment};

/// ln A below which a lobe adds nothing to a mean over hours: 1e-26 of the emission.
const UNSEEN: f32 = -60.0;
/// Lobes are followed to this many standard deviations from their axis.
const REACH: f64 = 4.5;

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

    /// Standard deviation of the widest lobe's angle at `x` (radians, as a tangent).
    fn sigma_angle(&self, x: f64) -> f64 {
        (0..self.lobes)
            .map(|lobe| self.lobe(lobe, x))
            .filter(|(ln_centre, _)| *ln_centre > FAINTEST)
            .map(|(_, decay)| f64::from(0.5 / decay.max(1e-9)).sqrt())
            .fold(0.0, f64::max)
    }
}
