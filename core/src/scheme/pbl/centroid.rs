//! The centre of mass of a plume in the convective layer (EPA-454/R-03-004, section 4.2, equations 46
//! and 47): it rises, then goes to the middle of the layer, which the plume fills in the end.

use super::origin::Origin;
use super::rise::{Exhaust, direct_rise, distance_to_final_rise};
use super::state::State;

/// The nearest distance (m) at which it is looked for.
const NEAREST: f64 = 1.0;

/// The height of the plume's centre of mass with distance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Centroid {
    /// Distance (m) and height (m) where the rise ends.
    rise_ends: f64,
    risen: f64,
    /// Distance (m) from which the plume fills the mixed layer.
    mixed_from: f64,
    /// Mixing height (m).
    lid: f64,
}

impl Centroid {
    /// Of a plume that starts at `origin` in a wind (m/s).
    pub(super) fn new(state: &State, origin: &Origin, wind: f64) -> Self {
        let lid = state.mixing_height;
        let (mean_wind, mean_sigma_w) = state.mixed_layer;
        let mixed_from = lid * mean_wind / mean_sigma_w;
        let (rise_ends, rise) = origin.exhaust.map_or((0.0, 0.0), |exhaust| {
            end_of_rise(&exhaust, mixed_from, wind)
        });
        Self {
            rise_ends,
            risen: origin.tip + rise,
            mixed_from,
            lid,
        }
    }

    /// Height (m) where the rise ends, above the lid if need be.
    pub(super) fn risen(&self) -> f64 {
        self.risen
    }

    /// Height (m) at `x` (m) where the rising plume is at `rising` (m).
    pub(super) fn at(&self, x: f64, rising: f64) -> f64 {
        let x = x.max(NEAREST);
        let middle = 0.5 * self.lid;
        if x < self.rise_ends {
            rising.min(self.lid)
        } else if x >= self.mixed_from {
            middle
        } else {
            let part = (x - self.rise_ends) / (self.mixed_from - self.rise_ends);
            let risen = self.risen.min(self.lid);
            risen + part * (middle - risen)
        }
    }
}

/// Distance (m) and rise (m) where the rise ends, or gives way to mixing at `mixed_from` (m) (AERMOD
/// 24142: `PCALC`).
fn end_of_rise(exhaust: &Exhaust, mixed_from: f64, wind: f64) -> (f64, f64) {
    let distance = distance_to_final_rise(exhaust);
    let distance = if mixed_from < 1.25 * distance {
        0.8 * mixed_from
    } else {
        distance
    };
    (distance, direct_rise(exhaust, distance, wind))
}
