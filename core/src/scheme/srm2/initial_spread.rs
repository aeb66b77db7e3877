//! Vertical spread at the road: traffic, elevation, screens and banks.

/// Kind of open road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoadKind {
    /// Motorway: 3 m.
    Motorway,
    /// Any other road outside town: 2.5 m.
    Other,
}

/// Sides of a road that lies above or below its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slope {
    /// Flatter than 20 degrees.
    Gentle,
    /// 20 to 45 degrees.
    Moderate,
    /// 45 degrees or steeper.
    Steep,
    /// Viaduct: open underneath.
    Viaduct,
    /// Trough with vertical walls, open above.
    Trough(TroughRule),
}

/// How the depth of a trough spreads the plume; the sources differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TroughRule {
    /// Half the depth, as the text of the law has it.
    #[default]
    Statute,
    /// A quarter of the depth, as the public calculator's exchange format has it.
    Aerius,
}

/// Height of the road relative to its surroundings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elevation {
    /// Height (m); negative below the surroundings.
    pub height: f64,
    /// Shape of the sides.
    pub slope: Slope,
}

/// What stands along the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BarrierKind {
    /// Thin screen.
    Screen,
    /// Bank of earth.
    Bank,
}

/// A screen or bank on one side of the road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Barrier {
    /// Kind.
    pub kind: BarrierKind,
    /// Height (m).
    pub height: f64,
    /// Distance from the road edge (m).
    pub distance: f64,
}

/// Everything about a road that decides its initial vertical spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadProfile {
    /// Kind of road.
    pub kind: RoadKind,
    /// Elevation; `None` is level.
    pub elevation: Option<Elevation>,
    /// Barriers left and right, seen along the digitising direction.
    pub barriers: [Option<Barrier>; 2],
}

/// Lowest barrier (m) that counts.
const LOWEST_BARRIER: f64 = 1.0;
/// Height (m) at which barriers are cut off.
const HIGHEST_BARRIER: f64 = 6.0;
/// Farthest barrier (m from the road edge) that counts.
const FARTHEST_BARRIER: f64 = 50.0;

/// Initial vertical spread sigma_z0 (m).
///
/// # References
/// Rbl 2007 annex 2, section 3: 3 m or 2.5 m, plus a share of the height of the road and of
/// the barriers along it.
///
/// ```
/// use pluim_core::scheme::srm2::{
///     initial_spread, Barrier, BarrierKind, Elevation, RoadKind, RoadProfile, Slope,
/// };
/// let screen = Barrier { kind: BarrierKind::Screen, height: 4.0, distance: 5.0 };
/// let bank = Barrier { kind: BarrierKind::Bank, height: 2.0, distance: 10.0 };
/// let profile = RoadProfile {
///     kind: RoadKind::Motorway,
///     elevation: Some(Elevation { height: 4.0, slope: Slope::Moderate }),
///     barriers: [Some(screen), Some(bank)],
/// };
/// assert_eq!(initial_spread(&profile), 3.0 + 4.0 / 4.0 + 4.0 / 2.0 + 2.0 / 4.0);
/// ```
#[must_use]
pub fn initial_spread(road: &RoadProfile) -> f64 {
    let traffic = match road.kind {
        RoadKind::Motorway => 3.0,
        RoadKind::Other => 2.5,
    };
    let elevation = road.elevation.map_or(0.0, |at| at.spread());
    let barriers: f64 = road.barriers.iter().flatten().map(Barrier::spread).sum();
    traffic + elevation + barriers
}

impl Elevation {
    /// Spread (m) that the height of the road adds.
    fn spread(&self) -> f64 {
        let share = match self.slope {
            Slope::Gentle => 0.0,
            Slope::Moderate | Slope::Trough(TroughRule::Aerius) => 0.25,
            Slope::Steep | Slope::Trough(TroughRule::Statute) => 0.5,
            Slope::Viaduct => 1.0,
        };
        share * self.height.abs()
    }
}

impl Barrier {
    /// Whether the barrier stands near enough and high enough to count.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.distance <= FARTHEST_BARRIER && self.height >= LOWEST_BARRIER
    }

    /// Whether the barrier is higher than the method goes.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.height > HIGHEST_BARRIER
    }

    /// Spread (m) that the barrier adds.
    fn spread(&self) -> f64 {
        let share = match self.kind {
            BarrierKind::Screen => 0.5,
            BarrierKind::Bank => 0.25,
        };
        if self.counts() {
            share * self.height.min(HIGHEST_BARRIER)
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(barriers: [Option<Barrier>; 2]) -> RoadProfile {
        RoadProfile {
            kind: RoadKind::Motorway,
            elevation: None,
            barriers,
        }
    }

    fn screen(height: f64, distance: f64) -> Option<Barrier> {
        Some(Barrier {
            kind: BarrierKind::Screen,
            height,
            distance,
        })
    }

    #[test]
    fn barriers_count_only_within_their_limits() {
        assert_eq!(initial_spread(&level([screen(0.9, 5.0), None])), 3.0);
        assert_eq!(initial_spread(&level([screen(4.0, 50.1), None])), 3.0);
        assert_eq!(
            initial_spread(&level([screen(9.0, 5.0), screen(2.0, 5.0)])),
            3.0 + 3.0 + 1.0
        );
    }

    #[test]
    fn a_trough_spreads_by_the_rule_asked_for() {
        let trough = |rule| RoadProfile {
            elevation: Some(Elevation {
                height: -6.0,
                slope: Slope::Trough(rule),
            }),
            ..level([None, None])
        };
        assert_eq!(initial_spread(&trough(TroughRule::Statute)), 6.0);
        assert_eq!(initial_spread(&trough(TroughRule::Aerius)), 4.5);
    }
}
