//! The layer over which wind and turbulence act on a plume and a receptor (EPA-454/R-03-004, section
//! 4.2, equation 43).

use super::lid::HALF_WIDTH;
use super::local::Local;
use crate::source::ReleaseKind;

/// Depth (m) of the layer where plume and receptor are both in it.
const NEAR_GROUND: f64 = 5.0;

/// The layer (m): from the centre of the plume at `centre` (m) towards the receptor at `z` (m), at
/// most 2.15 `sigma` (m) far; the lowest 5 m where both are in them.
pub(super) fn effective_layer(centre: f64, sigma: f64, z: f64, mixing_height: f64) -> (f64, f64) {
    if centre <= NEAR_GROUND && z <= NEAR_GROUND {
        (0.0, NEAR_GROUND.min(mixing_height))
    } else {
        layer_towards(centre, sigma, z)
    }
}

/// The same aloft, where nothing is said of the lowest 5 m.
pub(super) fn layer_towards(centre: f64, sigma: f64, z: f64) -> (f64, f64) {
    let reach = HALF_WIDTH * sigma;
    if centre > z {
        ((centre - reach).max(z), centre)
    } else {
        (centre, (centre + reach).min(z))
    }
}

/// How the layer is found over which wind and turbulence act on a plume in convective air: it
/// depends on the spread, the spread on the drafts, and these on the turbulence of the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LayerSearch {
    /// Once, from the drafts at the height of release.
    Once,
    /// Until it finds itself again. AERMOD goes on from the layer of the element of an area that
    /// it looked at before, which comes to this (AERMOD 24142: `PLUMEF`, `PWIDTH`).
    Settled,
}

impl LayerSearch {
    /// That of a kind of release.
    pub(super) fn of(kind: ReleaseKind) -> Self {
        match kind {
            ReleaseKind::Area => Self::Settled,
            ReleaseKind::Stack(_) | ReleaseKind::Volume | ReleaseKind::Road => Self::Once,
        }
    }
}

/// The air that finds itself again, from `first` on.
pub(super) fn settled_air(first: Local, next: impl Fn(&Local) -> Local) -> Local {
    const ROUNDS: usize = 20;
    const SETTLED: f64 = 1e-6;
    let mut air = first;
    for _ in 0..ROUNDS {
        let before = air.sigma_w;
        air = next(&air);
        if (air.sigma_w - before).abs() <= SETTLED * before {
            break;
        }
    }
    air
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layer_lies_between_the_plume_and_the_receptor() {
        assert_eq!(effective_layer(50.0, 10.0, 0.0, 800.0), (28.5, 50.0));
        assert_eq!(effective_layer(50.0, 40.0, 1.5, 800.0), (1.5, 50.0));
        assert_eq!(effective_layer(50.0, 10.0, 60.0, 800.0), (50.0, 60.0));
    }

    #[test]
    fn near_the_ground_it_is_the_lowest_five_metres() {
        assert_eq!(effective_layer(2.0, 0.1, 1.5, 800.0), (0.0, 5.0));
        assert_eq!(effective_layer(2.0, 0.1, 1.5, 3.0), (0.0, 3.0));
        assert_eq!(layer_towards(4.0, 10.0, 1.5), (1.5, 4.0));
    }
}
