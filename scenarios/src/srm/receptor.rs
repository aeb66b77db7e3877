//! One receptor's year.

use geo_types::Coord;
use pluim_core::chemistry::dutch_annual_no2::{
    AnnualNo2, AnnualNo2Parts, ConversionRule, TrafficNitrogen, annual_no2,
};
use pluim_core::chemistry::dutch_sector_no2::{OpenRoadNitrogen, SectorNitrogen, open_road_no2};
use pluim_core::emission::Pollutant;
use pluim_core::scheme::srm1::StreetSituation;
use pluim_core::scheme::srm1::distance_to_line;
use pluim_core::scheme::srm2::{
    NEAREST_SOURCE, OpenRoadPlume, OpenRoadWarning, RoadIntegral, SectorIntegrals,
};
use pluim_io::cimlk::ReceptorLink;

use super::background::Backgrounds;
use super::network::{Network, PreparedReceptor};
use super::road::{PreparedRoad, RoadMethod, RoadRates};
use super::warning::SrmWarning;

/// The particles of road traffic, in the order in which results hold them.
pub const PARTICLES: [Pollutant; 3] = [Pollutant::Pm10, Pollutant::Pm2_5, Pollutant::Ec];

/// What roads of one method add at one receptor (ug/m3, annual mean).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// NOx and direct NO2.
    pub nitrogen: TrafficNitrogen,
    /// Particles, in the order of [`PARTICLES`]; `None` where factors are lacking.
    pub particles: [Option<f64>; PARTICLES.len()],
}

/// One receptor's annual means.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceptorYear {
    /// The receptor as it was given; its first row where it has several links.
    pub receptor: ReceptorLink,
    /// Streets (SRM1).
    pub street: Contribution,
    /// Open roads (SRM2).
    pub open_road: Contribution,
    /// NO2, with a background of 0 where there is none.
    pub no2: AnnualNo2,
    /// Background.
    pub background: Backgrounds,
    /// What must be said.
    pub warnings: Vec<SrmWarning>,
}

impl Default for Contribution {
    fn default() -> Self {
        Self {
            nitrogen: TrafficNitrogen::default(),
            particles: [Some(0.0); PARTICLES.len()],
        }
    }
}

impl Contribution {
    fn add(&mut self, rates: &RoadRates, transfer: f64) {
        self.nitrogen += TrafficNitrogen {
            nox: rates.nox * transfer,
            direct: rates.no2 * transfer,
        };
        for (sum, rate) in self.particles.iter_mut().zip(rates.particles) {
            *sum = sum.zip(rate).map(|(sum, rate)| sum + rate * transfer);
        }
    }
}

impl ReceptorYear {
    /// Total annual mean NO2 (ug/m3); `None` without background.
    #[must_use]
    pub fn no2_total(&self) -> Option<f64> {
        self.background.no2.map(|_| self.no2.total())
    }

    /// Contribution of all roads to the particles with index `kind` in [`PARTICLES`] (ug/m3);
    /// `None` without factors.
    #[must_use]
    pub fn particles_of_roads(&self, kind: usize) -> Option<f64> {
        Some(self.street.particles[kind]? + self.open_road.particles[kind]?)
    }

    /// Total annual mean (ug/m3) of the particles with index `kind` in [`PARTICLES`]; `None`
    /// without background or factors.
    #[must_use]
    pub fn particles(&self, kind: usize) -> Option<f64> {
        let background = self.background.particles[kind]?;
        Some(background.concentration + self.particles_of_roads(kind)?)
    }
}

/// What the background of a receptor lacks.
fn missing(background: &Backgrounds) -> Vec<SrmWarning> {
    let particles = background.particles.iter().any(Option::is_none);
    let some = background.no2.is_none() || particles;
    let ozone = background.o3.is_none().then_some(SrmWarning::MissingOzone);
    let some = some.then_some(SrmWarning::MissingBackground);
    let doubled = background.uncorrected.then_some(SrmWarning::Uncorrected);
    some.into_iter().chain(ozone).chain(doubled).collect()
}

/// Open roads by wind sector.
struct OpenRoads {
    sectors: Vec<TrafficNitrogen>,
    year: Contribution,
    seen: bool,
}

impl Network {
    pub(super) fn receptor_year(&self, receptor: &PreparedReceptor) -> ReceptorYear {
        let mut warnings = receptor.warnings.clone();
        let street = self.street(receptor, &mut warnings);
        let open = self.open_roads(receptor, &mut warnings);
        let background = receptor.background;
        warnings.extend(missing(&background));
        let climate = &self.surroundings.climate;
        let ozone = background
            .o3
            .map_or(climate.mean_ozone(), |it| it.concentration);
        let nitrogen = self.sector_year(&open, ozone);
        let no2 = annual_no2(&AnnualNo2Parts {
            street: street.nitrogen,
            open_road: nitrogen.traffic,
            sector_conversion: nitrogen.conversion,
            ozone,
            background: background.no2.map_or(0.0, |it| it.concentration),
        });
        if no2.rule == ConversionRule::Saturated {
            warnings.push(SrmWarning::Saturated);
        }
        ReceptorYear {
            receptor: receptor.row.clone(),
            street,
            open_road: Contribution {
                nitrogen: nitrogen.traffic,
                particles: open.year.particles,
            },
            no2,
            background,
            warnings,
        }
    }

    fn street(&self, receptor: &PreparedReceptor, warnings: &mut Vec<SrmWarning>) -> Contribution {
        let mut sum = Contribution::default();
        let wind = self.surroundings.wind.at(receptor.at());
        for (at, link) in &receptor.links {
            let road = &self.roads[*at];
            sum.add(&road.rates, link.transfer(wind));
            let situation = StreetSituation {
                link: *link,
                elevation: road.height,
                screened: road.screened,
                in_tunnel: road.in_tunnel,
            };
            let named = |warning| SrmWarning::Street {
                road: road.id.clone(),
                warning,
            };
            warnings.extend(situation.warnings().into_iter().map(named));
        }
        sum
    }

    fn open_roads(&self, receptor: &PreparedReceptor, warnings: &mut Vec<SrmWarning>) -> OpenRoads {
        let layout = self.surroundings.climate.layout();
        let mut sum = OpenRoads {
            sectors: vec![TrafficNitrogen::default(); layout.count()],
            year: Contribution::default(),
            seen: false,
        };
        for at in &self.open_roads {
            let road = &self.roads[*at];
            let Some(integrals) = self.seen_of(road, receptor.at()) else {
                continue;
            };
            sum.add(self, road, &integrals);
            warnings.extend(nearness(road, receptor.at()));
        }
        if sum.seen {
            warnings.push(SrmWarning::OpenRoad {
                road: "all open roads".to_owned(),
                warning: OpenRoadWarning::Reconstructed,
            });
        }
        sum
    }

    /// What `at` sees of an open road; `None` beyond reach.
    fn seen_of(&self, road: &PreparedRoad, at: Coord<f64>) -> Option<SectorIntegrals> {
        let RoadMethod::OpenRoad { initial_spread } = road.method else {
            return None;
        };
        let surroundings = &self.surroundings;
        let plume = OpenRoadPlume {
            class: surroundings.roughness,
            calibration: surroundings.calibration,
            initial_spread,
        };
        let integral = RoadIntegral::new(plume, surroundings.climate.layout());
        road.may_reach(at).then(|| integral.over(at, &road.line))
    }

    fn sector_year(&self, open: &OpenRoads, ozone: f64) -> OpenRoadNitrogen {
        let climate = &self.surroundings.climate;
        let sectors = climate
            .sectors()
            .iter()
            .zip(&open.sectors)
            .zip(climate.ozone_scaled_to(ozone));
        open_road_no2(sectors.map(|((sector, traffic), ozone)| SectorNitrogen {
            frequency: sector.frequency,
            traffic: *traffic,
            ozone,
        }))
    }
}

impl OpenRoads {
    fn add(&mut self, network: &Network, road: &PreparedRoad, integrals: &SectorIntegrals) {
        let climate = &network.surroundings.climate;
        self.seen = true;
        self.year.add(&road.rates, integrals.transfer(climate));
        for (sector, transfer) in self.sectors.iter_mut().zip(integrals.by_sector(climate)) {
            *sector += TrafficNitrogen {
                nox: road.rates.nox * transfer,
                direct: road.rates.no2 * transfer,
            };
        }
    }
}

/// A warning where the receptor lies on the road.
fn nearness(road: &PreparedRoad, at: Coord<f64>) -> Option<SrmWarning> {
    let distance =
        distance_to_line(at, &road.line).filter(|distance| *distance < NEAREST_SOURCE)?;
    Some(SrmWarning::OpenRoad {
        road: road.id.clone(),
        warning: OpenRoadWarning::TooNear { distance },
    })
}
