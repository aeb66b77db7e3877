//! From the words of a control file to what the physics computes with.

use geo_types::Coord;
use pluim_core::scheme::pbl::{Morning, NearSurface, Pbl, PblHour, Surroundings, Urban};
use pluim_core::source::{
    ESCAPE_WIND_HEIGHT, OpenPit, ProfileLevels, Release, ReleaseKind, Stack, escape_fraction,
};
use pluim_io::aermod::{
    ControlFile, HourlyRelease, RoadEmission, Source, SourceKind, Substance, UrbanArea,
    UrbanMorning,
};

use super::chemistry::{self, OlmRoads, Part};
use super::deposition::DepositionPlan;
use super::particle_slip::{self, ParticleSlip};

/// Where a source lies.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A single place.
    Point([f64; 2]),
    /// A straight road of some width (m).
    Road {
        /// Its ends.
        ends: [[f64; 2]; 2],
        /// Width (m).
        width: f64,
    },
    /// The vertices of an area, each once.
    Area(Vec<[f64; 2]>),
    /// An open pit, which stands for an area that follows the wind.
    Pit(OpenPit),
}

/// A source as the physics takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Emitter {
    /// Where it lies.
    pub place: Place,
    /// How its release starts.
    pub release: Release,
    /// Number of the scheme that its plume follows.
    pub scheme: usize,
    /// Factor from the emission of the control file to g/s, g/m/s or g/m2/s.
    pub rate: f64,
    /// What it emits, as far as deposition needs to know.
    pub substance: Substance,
    /// Rate of exponential decay (1/s).
    pub decay: f64,
    /// How much (m) its foot stands above the ground around it.
    pub rise: f64,
}

/// Receptors of one height.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Height above ground (m).
    pub height: f64,
    /// Their places.
    pub places: Vec<[f64; 2]>,
    /// Their numbers in the control file.
    pub numbers: Vec<usize>,
}

/// What the physics computes with.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Sources, in the order of the control file.
    pub emitters: Vec<Emitter>,
    /// For every source, the fields that it adds to: those of its groups, or what its chemistry
    /// needs to know apart.
    pub membership: Vec<Vec<usize>>,
    /// Number of fields.
    pub fields: usize,
    /// What the fields are, where they are not those of the source groups.
    pub parts: Vec<Part>,
    /// What deposits, and which results are asked for.
    pub deposition: DepositionPlan,
    /// Open country, then the urban areas.
    pub schemes: Vec<Pbl>,
    /// Receptors by height.
    pub levels: Vec<Level>,
    /// Number of receptors.
    pub receptors: usize,
}

impl Plan {
    /// The plan of `deck`.
    #[must_use]
    pub fn of(deck: &ControlFile) -> Self {
        let morning = match deck.control.options.urban_morning {
            UrbanMorning::Transition => Morning::Transition,
            UrbanMorning::NoTransition => Morning::Abrupt,
        };
        let country = Pbl {
            tip_downwash: deck.control.options.tip_downwash,
            ..Pbl::default()
        };
        let cities = deck.control.urban.iter();
        let urban = cities.map(|area| city(area, morning, country));
        let (membership, fields, parts) = chemistry::fields(deck, OlmRoads::default());
        let plan = Self {
            emitters: deck.sources.iter().map(|it| emitter(deck, it)).collect(),
            membership,
            fields,
            parts,
            deposition: DepositionPlan::of(deck),
            schemes: std::iter::once(country).chain(urban).collect(),
            levels: levels(deck),
            receptors: deck.receptors.len(),
        };
        plan.with_particle_slip(deck, ParticleSlip::default())
    }
}

impl Plan {
    /// Number of values of an hour: of every result, field and receptor.
    #[must_use]
    pub fn values(&self) -> usize {
        self.deposition.results.len() * self.fields * self.receptors
    }

    /// Whether any source emits a gas that deposits, and so asks how wet the ground is.
    pub(super) fn has_gas(&self) -> bool {
        let mut substances = self.emitters.iter().map(|emitter| &emitter.substance);
        substances.any(|substance| matches!(substance, Substance::Gas(_)))
    }

    /// The same plan with another law of the vertical growth near the ground.
    #[must_use]
    pub fn growing_by(mut self, near_surface: NearSurface) -> Self {
        for scheme in &mut self.schemes {
            scheme.near_surface = near_surface;
        }
        self
    }

    /// The same plan of `deck` with another rule for roads under the Ozone Limiting Method.
    #[must_use]
    pub fn with_olm_roads(mut self, deck: &ControlFile, roads: OlmRoads) -> Self {
        (self.membership, self.fields, self.parts) = chemistry::fields(deck, roads);
        self
    }

    /// The same plan of `deck` with another rule for the slip correction of its particles.
    #[must_use]
    pub fn with_particle_slip(mut self, deck: &ControlFile, slip: ParticleSlip) -> Self {
        let substances = particle_slip::substances(deck, slip);
        for (emitter, substance) in self.emitters.iter_mut().zip(substances) {
            emitter.substance = substance;
        }
        self
    }

    /// The same plan for some of its receptors, numbered in the order given.
    #[must_use]
    pub fn at(&self, receptors: &[usize]) -> Self {
        let part = |level: &Level| {
            let mut part = Level {
                height: level.height,
                places: Vec::new(),
                numbers: Vec::new(),
            };
            for (number, kept) in receptors.iter().enumerate() {
                if let Ok(found) = level.numbers.binary_search(kept) {
                    part.places.push(level.places[found]);
                    part.numbers.push(number);
                }
            }
            part
        };
        let levels = self.levels.iter().map(part);
        Self {
            levels: levels.filter(|level| !level.places.is_empty()).collect(),
            receptors: receptors.len(),
            ..self.clone()
        }
    }
}

impl Emitter {
    /// Part (-) of what it emits, settling at `settling_velocity` (m/s), that comes into the `air`.
    pub(super) fn escaping(&self, settling_velocity: f64, air: &PblHour) -> f64 {
        match self.place {
            Place::Pit(_) => escape_fraction(settling_velocity, air.wind(ESCAPE_WIND_HEIGHT)),
            _ => 1.0,
        }
    }

    /// The places (m) that bound the source.
    pub(super) fn corners(&self) -> Vec<[f64; 2]> {
        match &self.place {
            Place::Point(at) => vec![*at],
            Place::Road { ends, .. } => ends.to_vec(),
            Place::Area(ring) => ring.clone(),
            Place::Pit(pit) => ring(&pit.opening().outline()),
        }
    }
}

fn city(area: &UrbanArea, morning: Morning, country: Pbl) -> Pbl {
    Pbl {
        surroundings: Surroundings::Urban(Urban {
            population: area.population,
            roughness_length: area.roughness_length,
            morning,
        }),
        ..country
    }
}

fn emitter(deck: &ControlFile, source: &Source) -> Emitter {
    let scheme = source.urban.map_or(0, |area| area + 1);
    let passive = |kind, height, sigma_z0| Release {
        kind,
        height,
        sigma_y0: 0.0,
        sigma_z0,
        levels: levels_at(height),
    };
    let (place, release, rate) = match &source.kind {
        SourceKind::Point(point) => {
            let release = passive(ReleaseKind::Stack(point.stack), point.height, 0.0);
            (Place::Point(array(point.at)), release, 1.0)
        }
        SourceKind::Volume(volume) => {
            let release = Release {
                sigma_y0: volume.sigma_y0,
                ..passive(ReleaseKind::Volume, volume.height, volume.sigma_z0)
            };
            (Place::Point(array(volume.at)), release, 1.0)
        }
        SourceKind::Area(area) => {
            let release = passive(ReleaseKind::Area, area.height, area.sigma_z0);
            (Place::Area(ring(&area.outline)), release, 1.0)
        }
        SourceKind::Pit(pit) => {
            let release = Release {
                levels: ProfileLevels::Near(pit.emission_height()),
                ..passive(ReleaseKind::Area, 0.0, pit.sigma_z0())
            };
            (Place::Pit(*pit), release, 1.0)
        }
        SourceKind::Line(line) => {
            let release = passive(ReleaseKind::Area, line.height, line.sigma_z0);
            (Place::Area(ring(&line.outline())), release, 1.0)
        }
        SourceKind::Road(road) => {
            let release = passive(ReleaseKind::Road, road.height, road.sigma_z0);
            let rate = match road.per {
                RoadEmission::Area => road.width,
                RoadEmission::Length => 1.0,
            };
            let place = Place::Road {
                ends: [array(road.start), array(road.end)],
                width: road.width,
            };
            (place, release, rate)
        }
    };
    Emitter {
        place,
        release,
        scheme,
        rate,
        substance: source.substance.clone(),
        decay: decay(deck, source),
        rise: source.elevation - deck.receptors.first().map_or(0.0, |it| it.elevation),
    }
}

/// Rate of decay (1/s).
fn decay(deck: &ControlFile, source: &Source) -> f64 {
    let [country, city] = deck.control.decay;
    source.urban.map_or(country, |_| city)
}

fn array(at: Coord<f64>) -> [f64; 2] {
    [at.x, at.y]
}

/// The vertices of a polygon, the first not repeated.
fn ring(outline: &geo_types::Polygon<f64>) -> Vec<[f64; 2]> {
    let all = outline.exterior().0.iter().map(|at| array(*at));
    let mut vertices: Vec<[f64; 2]> = all.collect();
    vertices.pop();
    vertices
}

/// By which levels AERMOD knows the air at a release at `height` (m): it looks among the lower ones
/// only (AERMOD 24142: `SRCSET`).
fn levels_at(height: f64) -> ProfileLevels {
    const HIGHEST: f64 = 600.0;
    const BELOW_HIGHEST: f64 = 550.0;
    match height < HIGHEST {
        true => ProfileLevels::Around,
        false => ProfileLevels::Near(BELOW_HIGHEST),
    }
}

/// The release of a source in an hour whose emission file says `given`.
///
/// At another height than that of `SRCPARAM` AERMOD keeps to the levels around that one.
#[must_use]
pub fn hourly_release(release: Release, given: HourlyRelease) -> Release {
    let levels = ProfileLevels::Near(release.levels.near(release.height));
    match (given, release.kind) {
        (
            HourlyRelease::Stack {
                temperature,
                velocity,
            },
            ReleaseKind::Stack(stack),
        ) => Release {
            kind: ReleaseKind::Stack(Stack {
                temperature,
                velocity: velocity.max(1e-5),
                ..stack
            }),
            ..release
        },
        (
            HourlyRelease::Volume {
                height,
                sigma_y0,
                sigma_z0,
            },
            _,
        ) => Release {
            height,
            sigma_y0: sigma_y0.max(1e-5),
            sigma_z0: sigma_z0.max(1e-5),
            levels,
            ..release
        },
        (HourlyRelease::Area { height, sigma_z0 }, _) => Release {
            height,
            sigma_z0: sigma_z0.max(1e-5),
            levels,
            ..release
        },
        _ => release,
    }
}

fn levels(deck: &ControlFile) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for (number, receptor) in deck.receptors.iter().enumerate() {
        let known = levels
            .iter_mut()
            .find(|level| level.height == receptor.height);
        let place = array(receptor.at);
        match known {
            Some(level) => {
                level.places.push(place);
                level.numbers.push(number);
            }
            None => levels.push(Level {
                height: receptor.height,
                places: vec![place],
                numbers: vec![number],
            }),
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_of_the_hour_keeps_the_levels_of_the_height_given() {
        let given = Release {
            kind: ReleaseKind::Volume,
            height: 3.0,
            sigma_y0: 2.0,
            sigma_z0: 1.0,
            levels: levels_at(3.0),
        };
        let hour = HourlyRelease::Volume {
            height: 40.0,
            sigma_y0: 2.0,
            sigma_z0: 1.0,
        };
        let found = hourly_release(given, hour);
        assert_eq!(found.height, 40.0);
        assert_eq!(found.levels, ProfileLevels::Near(3.0));
        assert_eq!(hourly_release(given, HourlyRelease::AsGiven), given);
    }

    #[test]
    fn levels_above_600_m_are_not_looked_up() {
        assert_eq!(levels_at(599.0), ProfileLevels::Around);
        assert_eq!(levels_at(900.0), ProfileLevels::Near(550.0));
    }
}
