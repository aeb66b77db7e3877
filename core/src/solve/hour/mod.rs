//! The `profile` rung for the field of one hour: all receptors at once, plume by plume.
//!
//! Where a mean over hours is wanted, [`super::profile`] sums one receptor over sources and hours.
//! Where every hour is wanted at every receptor, an hour is better summed by itself: its sources
//! and receptors are turned once into the coordinates of the wind, receptors lie together in
//! blocks, and all sources that share a plume share its table.

mod receptors;
mod tabulated;

pub use receptors::Receptors;
pub use tabulated::{Detail, tabulated};

use pluim_kernels::fan::{FanLine, FanLines, FanPoint, FanTable, LANES, add_lines, add_points};

/// A source of one hour, of the plume that is being summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourSource {
    /// Where it lies.
    pub place: HourPlace,
    /// Emission of the whole source (g/s).
    pub emission: f64,
}

/// Where a source lies (m).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HourPlace {
    /// A single place.
    Point([f64; 2]),
    /// A straight road of even emission.
    Road {
        /// Its ends.
        ends: [[f64; 2]; 2],
        /// Its width (m).
        width: f64,
    },
}

/// Receptors in the coordinates of one wind.
pub struct Turned<'a> {
    receptors: &'a Receptors,
    blocks: Vec<pluim_kernels::fan::Block>,
    /// Unit vector downwind.
    downwind: [f64; 2],
}

impl<'a> Turned<'a> {
    /// `receptors` in a wind that blows along the unit vector `downwind`.
    #[must_use]
    pub fn new(receptors: &'a Receptors, downwind: [f64; 2]) -> Self {
        Self {
            receptors,
            blocks: receptors.blocks(downwind),
            downwind,
        }
    }

    /// Adds the plumes of `sources`, all tabulated in `plume`, to `sums` (g/m3), which has the
    /// receptors in the order in which they were given.
    ///
    /// Every receptor is summed over the sources in their order, points before roads.
    ///
    /// ```
    /// use pluim_core::scheme::{LOBES, Lobe, Plume};
    /// use pluim_core::solve::hour::{Detail, HourPlace, HourSource, Receptors, Turned, tabulated};
    /// struct Ring; // C = 1 / r
    /// impl Plume for Ring {
    ///     fn lobes(&self, _: f64) -> [Lobe; LOBES] {
    ///         [Lobe::default(); LOBES]
    ///     }
    ///     fn meander(&self, r: f64) -> f64 {
    ///         1.0 / r
    ///     }
    /// }
    /// let receptors = Receptors::new(&[[30.0, 40.0], [0.0, 10.0]]);
    /// let source = HourSource { place: HourPlace::Point([0.0, 0.0]), emission: 5.0 };
    /// let mut sums = [0.0; 2];
    /// let table = tabulated(&Ring, 100.0, Detail::Largest);
    /// Turned::new(&receptors, [1.0, 0.0]).add(&table, &[source], &mut sums);
    /// assert!((sums[0] - 0.1).abs() < 1e-6 && (sums[1] - 0.5).abs() < 1e-6);
    /// ```
    pub fn add(&self, plume: &FanTable, sources: &[HourSource], sums: &mut [f64]) {
        let points: Vec<FanPoint> = sources.iter().filter_map(|it| self.point(it)).collect();
        let roads: Vec<FanLine> = sources.iter().filter_map(|it| self.road(it)).collect();
        let roads = FanLines::new(&roads);
        let blocks = self.blocks.iter().zip(self.receptors.numbers());
        for (block, numbers) in blocks {
            let mut lanes = [0.0; LANES];
            if !points.is_empty() {
                add_points(plume, &points, block, &mut lanes);
            }
            if !roads.is_empty() {
                add_lines(plume, &roads, block, &mut lanes);
            }
            for (number, value) in numbers.iter().zip(&lanes) {
                if let Some(sum) = sums.get_mut(*number) {
                    *sum += value;
                }
            }
        }
    }

    fn point(&self, source: &HourSource) -> Option<FanPoint> {
        let HourPlace::Point(at) = source.place else {
            return None;
        };
        Some(FanPoint {
            at: self.turn(at).map(|part| part as f32),
            strength: source.emission as f32,
        })
    }

    /// A road seen along the wind is as wide as half its width.
    fn road(&self, source: &HourSource) -> Option<FanLine> {
        let HourPlace::Road { ends, width } = source.place else {
            return None;
        };
        let [start, end] = ends.map(|end| self.turn(end));
        let half = [0, 1].map(|axis| 0.5 * (end[axis] - start[axis]));
        let along = half[0] / half[0].hypot(half[1]);
        Some(FanLine {
            middle: [0, 1].map(|axis| (0.5 * (start[axis] + end[axis])) as f32),
            half: half.map(|part| part as f32),
            widening: (0.5 * width * along.abs()) as f32,
            strength: source.emission as f32,
        })
    }

    fn turn(&self, at: [f64; 2]) -> [f64; 2] {
        self.receptors.turned(at, self.downwind)
    }
}
