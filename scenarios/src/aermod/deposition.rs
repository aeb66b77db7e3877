//! What plumes lose on their way, and what of it reaches the ground.

use std::collections::HashMap;

use pluim_core::boundary_layer::BoundaryLayer;
use pluim_core::deposition::{
    ActingHeight, Exposure, Gas, GasSurroundings, Losses, Rain, SoilWater, SolubleGas,
    gas_scavenging, gas_velocity, particle_scavenging, particle_velocity, saturation_pressure,
    settling_velocity, two_mode_loss, two_mode_scavenging, two_mode_velocity,
};
use pluim_core::deposition::{LandUse, Particles, Season, Slip};
use pluim_core::meteorology::Hour;
use pluim_core::scheme::pbl::{PblPlume, Seen};
use pluim_io::aermet::{Meteorology, Stamp};
use pluim_io::aermod::{ControlFile, Depletion, DepositingGas, Land, ResultKind, Substance};

/// Density (g/cm3) taken for particles of two modes.
const UNIT_DENSITY: f64 = 1.0;

/// What the hours before left on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wetness {
    /// Availability of soil moisture (-).
    pub soil_moisture: f64,
    /// Rain (mm) of this and the two hours before.
    pub rain: f64,
    /// Saturation vapour pressure (kPa) of the last hour that had temperature and rain, 0 before
    /// the first: an hour without keeps it, as in AERMOD.
    pub saturation_pressure: f64,
}

impl Default for Wetness {
    fn default() -> Self {
        Self {
            soil_moisture: 1.0,
            rain: 0.0,
            saturation_pressure: 0.0,
        }
    }
}

/// The wetness of every hour of `meteorology`, from its first on.
#[must_use]
pub fn wetness(meteorology: &Meteorology) -> HashMap<Stamp, Wetness> {
    let mut soil = SoilWater::default();
    let mut before = [0.0; 2];
    let mut saturation = 0.0;
    let mut found = HashMap::with_capacity(meteorology.hours.len());
    for hour in &meteorology.hours {
        let rain = hour.rain.unwrap_or(0.0);
        if let (Some(temperature), Some(_)) = (hour.temperature, hour.rain) {
            soil.step(before[0], temperature);
            saturation = saturation_pressure(temperature);
        }
        let here = Wetness {
            soil_moisture: soil.availability(),
            rain: rain + before[0] + before[1],
            saturation_pressure: saturation,
        };
        found.insert(hour.stamp, here);
        before = [rain, before[0]];
    }
    found
}

/// One hour as plumes that deposit meet it.
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'a> {
    /// Weather.
    pub hour: &'a Hour,
    /// What the hours before left.
    pub wetness: Wetness,
}

/// What a control file asks of deposition.
#[derive(Debug, Clone, PartialEq)]
pub struct DepositionPlan {
    /// What is computed.
    pub results: Vec<ResultKind>,
    land: Land,
    dry: Depletion,
    wet: Depletion,
    exposure: Exposure,
}

/// A part of what a source emits, with what it loses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Share of the emission (-).
    pub fraction: f64,
    /// What it loses, as far as that depletes the plume.
    pub losses: Losses,
    /// Deposition velocity (m/s) and rate of scavenging (1/s), whether or not they deplete.
    pub falls: [f64; 2],
}

impl Share {
    /// What is looked at of a plume for a result, and the factor that makes it that result.
    #[must_use]
    pub fn looks(&self, kind: ResultKind) -> Vec<(Seen, f64)> {
        let [dry, wet] = self.falls;
        let dry = (Seen::Depositing, dry);
        let wet = (Seen::Column, wet);
        let all = match kind {
            ResultKind::Concentration => vec![(Seen::Concentration, 1.0)],
            ResultKind::Deposition => vec![dry, wet],
            ResultKind::DryDeposition => vec![dry],
            ResultKind::WetDeposition => vec![wet],
        };
        all.into_iter()
            .filter(|(_, factor)| *factor > 0.0)
            .collect()
    }
}

impl DepositionPlan {
    /// The plan of `deck`.
    #[must_use]
    pub fn of(deck: &ControlFile) -> Self {
        let options = &deck.control.options;
        let [dry, wet] = options.depletion;
        Self {
            results: options.results.clone(),
            land: deck.control.land.clone(),
            dry,
            wet,
            exposure: options.exposure,
        }
    }

    /// The parts of `substance`, of which `plume` is one without losses, decaying at `decay` (1/s).
    #[must_use]
    pub fn shares(
        &self,
        substance: &Substance,
        conditions: Conditions<'_>,
        plume: &PblPlume,
        decay: f64,
    ) -> Vec<Share> {
        let rate = conditions.hour.layer.observed.air.precipitation_rate;
        let rain = Rain {
            rate: rate.unwrap_or(0.0),
            depth: plume.scavenging_depth(),
        };
        let falling = match substance {
            Substance::Inert => vec![(1.0, Falling::default())],
            Substance::Steady(velocity) => vec![(1.0, Falling::given(*velocity))],
            Substance::Gas(gas) => vec![(1.0, self.gas(gas, conditions, plume, &rain))],
            Substance::TwoModes(modes) => {
                let sized = Particles {
                    diameter: modes.diameter,
                    density: UNIT_DENSITY,
                    slip: Slip::Own,
                };
                let falling = Falling {
                    velocity: two_mode_velocity(modes, &plume.surface_layer()),
                    scavenging: Scavenging {
                        flux: two_mode_scavenging(modes, &rain),
                        loss: two_mode_loss(modes, &rain),
                    },
                    settling: settling_velocity(&sized),
                    ..Falling::default()
                };
                vec![(1.0, falling)]
            }
            Substance::Particles(classes) => {
                let layer = &warmed(plume);
                let class = |class: &pluim_io::aermod::SizeClass| {
                    let scavenging = particle_scavenging(&class.particles, layer, &rain);
                    let falling = Falling {
                        velocity: particle_velocity(&class.particles, layer),
                        scavenging: Scavenging::even(scavenging),
                        settling: settling_velocity(&class.particles),
                        ..Falling::default()
                    };
                    (class.fraction, falling)
                };
                classes.iter().map(class).collect()
            }
        };
        let share = |(fraction, falling): (f64, Falling)| self.share(fraction, &falling, decay);
        falling.into_iter().map(share).collect()
    }

    fn share(&self, fraction: f64, falling: &Falling, decay: f64) -> Share {
        let depleting = |value: f64, by: Depletion| match by {
            Depletion::On => value,
            Depletion::Off => 0.0,
        };
        Share {
            fraction,
            losses: Losses {
                decay,
                scavenging: depleting(falling.scavenging.loss, self.wet),
                deposition_velocity: depleting(falling.velocity, self.dry),
                settling_velocity: falling.settling,
                acting: falling.acting,
                exposure: self.exposure,
            },
            falls: [falling.velocity, falling.scavenging.flux],
        }
    }

    fn gas(
        &self,
        gas: &DepositingGas,
        conditions: Conditions<'_>,
        plume: &PblPlume,
        rain: &Rain,
    ) -> Falling {
        let soluble = SolubleGas {
            diffusivity: gas.diffusivity,
            diffusivity_in_water: gas.diffusivity_in_water,
            henry: gas.henry,
        };
        let depositing = Gas {
            diffusivity: gas.diffusivity,
            henry: gas.henry,
            cuticular_resistance: gas.cuticular_resistance,
            reactivity: self.land.reactivity,
        };
        let place = self.surroundings(conditions, plume);
        Falling {
            velocity: place.map_or(0.0, |place| {
                gas_velocity(&depositing, &place, &plume.surface_layer())
            }),
            scavenging: Scavenging::even(gas_scavenging(&soluble, &warmed(plume), rain)),
            ..Falling::default()
        }
    }

    fn surroundings(
        &self,
        conditions: Conditions<'_>,
        plume: &PblPlume,
    ) -> Option<GasSurroundings> {
        let hour = conditions.hour;
        let month = usize::try_from(hour.begins.month() - 1).ok()?;
        let season: Season = *self.land.season_by_month.as_ref()?.get(month)?;
        let uses = self.land.use_by_direction.as_ref()?;
        let land_use: LandUse = *uses.get(sector(downwind(plume)))?;
        Some(GasSurroundings {
            land_use,
            season,
            leaf_area: self.land.leaf_area,
            soil_moisture: conditions.wetness.soil_moisture,
            hour: u8::try_from(hour.begins.hour() + 1).unwrap_or(24),
            rain: conditions.wetness.rain,
            temperature: plume.release_temperature(),
            saturation_pressure: conditions.wetness.saturation_pressure,
        })
    }
}

/// The layer under `plume` as warm as the air at its release, by which AERMOD takes what particles
/// and rain do.
fn warmed(plume: &PblPlume) -> BoundaryLayer {
    BoundaryLayer {
        temperature: plume.release_temperature(),
        ..plume.surface_layer()
    }
}

/// Direction (degrees) in which the wind goes at the height of release, whose sector AERMOD takes
/// even of a plume that rises into another wind.
fn downwind(plume: &PblPlume) -> f64 {
    plume
        .direction_at_release()
        .map_or(0.0, |degrees| (degrees + 180.0).rem_euclid(360.0))
}

/// Which of the 36 directions is nearest, the first at 10 degrees and the last north.
fn sector(direction: f64) -> usize {
    match (0.1 * direction + 0.4999) as usize {
        0 => 35,
        number => (number - 1).min(35),
    }
}

/// How fast a substance comes down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Falling {
    /// Deposition velocity (m/s).
    velocity: f64,
    /// What rain does.
    scavenging: Scavenging,
    /// Settling velocity (m/s).
    settling: f64,
    /// At which height it does.
    acting: ActingHeight,
}

/// Rates (1/s) at which rain brings a substance down, and at which its plume loses it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Scavenging {
    flux: f64,
    loss: f64,
}

impl Scavenging {
    /// What comes down is what is lost.
    fn even(rate: f64) -> Self {
        Self {
            flux: rate,
            loss: rate,
        }
    }
}

impl Falling {
    fn given(velocity: f64) -> Self {
        Self {
            velocity,
            acting: ActingHeight::Ground,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_counted_from_ten_degrees_to_north() {
        let found = [0.0, 4.0, 6.0, 10.0, 180.0, 355.5, 359.0].map(sector);
        assert_eq!(found, [35, 35, 0, 0, 17, 35, 35]);
    }
}
