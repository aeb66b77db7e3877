//! Plume rise in stable air and above the mixed layer (EPA-454/R-03-004, section 5.6.2; Weil
//! 1985; Briggs 1975).

use std::sync::Arc;

use super::convective::{direct_rise, distance_to_final_rise};
use super::{Exhaust, Lid, Penetration};
use crate::boundary_layer::brunt_vaisala::frequency_squared;
use crate::scheme::pbl::state::State;

/// Gradient (K/m) above the urban layer (AERMOD 24142: `DISTF`).
const URBAN_LID: f64 = 0.005;
/// The slowest oscillation (1/s).
const LEAST_FREQUENCY: f64 = 1e-10;
/// Steps of the search for the rise, least and most.
const STEPS: (usize, usize) = (5, 10);

/// The rise of one plume in one hour.
#[derive(Debug, Clone)]
pub(in super::super) struct StableRise {
    state: Arc<State>,
    exhaust: Exhaust,
    /// Height (m) at the stack top after tip downwash.
    tip: f64,
    /// The air at the stack top.
    top: Air,
    /// Final rise (m) and the distance (m) at which it is reached.
    final_rise: f64,
    final_distance: f64,
}

/// What drives and brakes the rise.
#[derive(Debug, Clone, Copy)]
struct Air {
    /// Wind speed (m/s).
    wind: f64,
    /// Potential temperature gradient (K/m) and potential temperature (K).
    gradient: f64,
    temperature: f64,
}

impl Air {
    fn at(state: &State, z: f64) -> Self {
        let local = state.at(z);
        Self {
            wind: local.wind,
            gradient: local.gradient,
            temperature: state.profiles.potential_temperature.at(z),
        }
    }

    fn mean(self, other: Self) -> Self {
        Self {
            wind: 0.5 * (self.wind + other.wind),
            gradient: 0.5 * (self.gradient + other.gradient),
            temperature: 0.5 * (self.temperature + other.temperature),
        }
    }

    /// Brunt-Vaisala frequency N (1/s).
    fn frequency(&self) -> f64 {
        let squared = frequency_squared(self.gradient, self.temperature);
        squared.sqrt().max(LEAST_FREQUENCY)
    }
}

impl StableRise {
    /// For a stack of height `h` (m) whose plume starts at `tip` (m).
    pub(in super::super) fn new(state: &Arc<State>, exhaust: Exhaust, h: f64, tip: f64) -> Self {
        let top = Air::at(state, h);
        let mut rise = Self {
            state: Arc::clone(state),
            exhaust,
            tip,
            top,
            final_rise: 0.0,
            final_distance: 0.0,
        };
        rise.settle();
        rise
    }

    /// Final rise (m).
    pub(in super::super) fn final_rise(&self) -> f64 {
        self.final_rise
    }

    /// Rise (m) at `x` (m).
    pub(in super::super) fn at(&self, x: f64) -> f64 {
        if x >= self.final_distance {
            return self.final_rise;
        }
        let rise = self.gradual(x);
        let unbraked = direct_rise(&self.exhaust, x, self.top.wind);
        rise.min(unbraked).min(self.final_rise)
    }

    /// Finds the final rise in the air halfway up to it.
    fn settle(&mut self) {
        let mut rise = self.limited(&self.top);
        self.final_distance = self.turning_distance(&self.top);
        for step in 1..=STEPS.0 {
            let previous = rise;
            let air = self.halfway(previous);
            rise = self.limited(&air);
            self.final_distance = self.turning_distance(&air);
            if ((previous - rise) / rise).abs() < 0.01 {
                break;
            }
            if step == STEPS.0 {
                rise = 0.5 * (rise + previous);
            }
        }
        self.final_rise = rise;
    }

    /// The air between the stack top and halfway up a `rise` (m).
    fn halfway(&self, rise: f64) -> Air {
        self.top.mean(Air::at(&self.state, self.tip + 0.5 * rise))
    }

    /// Equation (96): where the oscillating plume first turns (m), u atan2(F_m N', -F_b) / N' with
    /// N' = 0.7 N.
    fn turning_distance(&self, air: &Air) -> f64 {
        let slowed = 0.7 * air.frequency();
        let angle = (self.exhaust.momentum * slowed).atan2(-self.exhaust.buoyancy);
        air.wind * angle / slowed
    }

    /// The least of the limits of the rise (m): stratification (97), neutral turbulence (98), the
    /// unstratified final rise, and the calm limit 4 F_b^(1/4) N^(-3/4) (99).
    fn limited(&self, air: &Air) -> f64 {
        let frequency = air.frequency();
        let buoyancy = self.exhaust.buoyancy;
        let stratified = 2.66 * (buoyancy / (frequency * frequency * air.wind)).cbrt();
        let distance = distance_to_final_rise(&self.exhaust);
        let unstratified = direct_rise(&self.exhaust, distance, air.wind);
        let calm = 4.0 * buoyancy.powf(0.25) / frequency.powf(0.75);
        let rise = stratified
            .min(self.neutral(air))
            .min(unstratified)
            .min(calm);
        self.below_urban_lid(rise, air)
    }

    /// Limit (m) set by neutral turbulence; equation (98): 1.2 L_n^0.6 (h_s + 1.2 L_n)^0.4 with
    /// L_n = F_b / (u u*^2).
    fn neutral(&self, air: &Air) -> f64 {
        let friction = self.state.friction_velocity.powi(2);
        let length = self.exhaust.buoyancy / (air.wind * friction);
        1.2 * length.powf(0.6) * (self.tip + 1.2 * length).powf(0.4)
    }

    /// The rise of a plume that reaches the lid of the urban night: that of its penetrating part.
    ///
    /// AERMOD has it so since version 15181 (`DISTF`); section 5.8 of the report ends the rise at
    /// 1.25 z_iu.
    fn below_urban_lid(&self, rise: f64, air: &Air) -> f64 {
        let depth = self.state.mixing_height - self.tip;
        if !self.state.urban || depth <= 0.0 || rise < depth {
            return rise;
        }
        let lid = Lid {
            depth,
            inversion: (self.state.inversion.0, URBAN_LID),
            wind: air.wind,
        };
        let penetration = Penetration::new(&self.exhaust, &lid);
        if penetration.fraction > 0.0 {
            penetration.rise
        } else {
            rise
        }
    }

    /// Rise (m) at a distance `x` (m) before the turn, in the air halfway up to it.
    fn gradual(&self, x: f64) -> f64 {
        let mut rise = self.oscillating(x, &self.top);
        for step in 1..=STEPS.1 {
            let previous = rise;
            rise = self.oscillating(x, &self.halfway(previous));
            let settled = rise > 0.0 && ((previous - rise) / rise).abs() < 0.001;
            if settled && step >= STEPS.0 {
                return rise.max(1e-5);
            }
            if step == STEPS.1 {
                rise = 0.5 * (rise + previous);
            }
        }
        rise
    }

    /// Equation (95): 2.66 (F_b / (N^2 u))^(1/3) [N' F_m / F_b sin(N' x/u) + 1 - cos(N' x/u)]^(1/3),
    /// within the final and the neutral rise.
    fn oscillating(&self, x: f64, air: &Air) -> f64 {
        let frequency = air.frequency();
        let slowed = 0.7 * frequency;
        let x = x.min(self.turning_distance(air));
        let phase = slowed * x / air.wind;
        let scale = self.exhaust.buoyancy / (frequency * frequency * air.wind);
        let momentum = slowed * self.exhaust.momentum / self.exhaust.buoyancy;
        let growth = momentum * phase.sin() + 1.0 - phase.cos();
        let rise = 2.66 * (scale * growth.max(0.0)).cbrt();
        rise.min(self.final_rise).min(self.neutral(air))
    }
}
