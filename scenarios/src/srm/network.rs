//! The network as a whole.

use std::collections::HashMap;

use geo_types::Coord;
use pluim_core::emission::{FactorTable, Pollutant};
use pluim_core::scheme::srm1::{ReceptorLink, StreetType, TreeFactor, WindField, distance_to_line};
use pluim_core::scheme::srm2::{MeteoCalibration, RoughnessClass, SectorClimate, TroughRule};
use pluim_io::cimlk;
use rayon::prelude::*;

use super::background::Backgrounds;
use super::error::SrmError;
use super::receptor::{PARTICLES, ReceptorYear};
use super::road::{PreparedRoad, RoadMethod, RoadRates, open_road_warnings};
use super::warning::SrmWarning;

/// What a network is made of.
#[derive(Debug, Clone, Copy)]
pub struct NetworkInput<'a> {
    /// Road parts.
    pub roads: &'a [cimlk::Road],
    /// Receptors, one row a link.
    pub receptors: &'a [cimlk::ReceptorLink],
    /// Measures.
    pub measures: &'a [cimlk::Measure],
    /// Emission factors of the year.
    pub factors: &'a FactorTable,
    /// Background by receptor.
    pub backgrounds: &'a HashMap<String, Backgrounds>,
}

/// What surrounds the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// Annual mean wind, for SRM1.
    pub wind: WindField,
    /// Wind and ozone by sector, for SRM2.
    pub climate: SectorClimate,
    /// Roughness, for SRM2.
    pub roughness: RoughnessClass,
    /// Which wind the climatology holds.
    pub calibration: MeteoCalibration,
    /// How troughs spread the plume.
    pub trough: TroughRule,
}

/// A receptor with its links.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PreparedReceptor {
    /// The first row of the receptor, which describes it.
    pub row: cimlk::ReceptorLink,
    /// Links to streets: index of the road and what is seen of it.
    pub links: Vec<(usize, ReceptorLink)>,
    /// Background.
    pub background: Option<Backgrounds>,
    /// Doubts about the links.
    pub warnings: Vec<SrmWarning>,
}

/// A network, ready to be computed.
#[derive(Debug, Clone)]
pub struct Network {
    pub(super) roads: Vec<PreparedRoad>,
    pub(super) open_roads: Vec<usize>,
    pub(super) surroundings: Surroundings,
    receptors: Vec<PreparedReceptor>,
    warnings: Vec<SrmWarning>,
}

impl Network {
    /// Prepares roads, emissions and links.
    ///
    /// # Errors
    /// When the factors do not serve the traffic of a road, or lack NOx, NO2 or PM10.
    pub fn new(input: &NetworkInput<'_>, surroundings: Surroundings) -> Result<Self, SrmError> {
        let mut warnings = check_pollutants(input.factors)?;
        let mut roads = Vec::with_capacity(input.roads.len());
        for road in input.roads {
            let (rates, notes) = RoadRates::of(road, input.measures, input.factors)?;
            warnings.extend(notes);
            warnings.extend(open_road_warnings(road, surroundings.trough));
            roads.push(PreparedRoad::new(road, rates, surroundings.trough));
        }
        let open_roads = (0..roads.len())
            .filter(|at| matches!(roads[*at].method, RoadMethod::OpenRoad { .. }))
            .collect();
        let receptors = prepare_receptors(input, &roads);
        Ok(Self {
            roads,
            open_roads,
            surroundings,
            receptors,
            warnings,
        })
    }

    /// The annual means at every receptor, in the order in which receptors first occur.
    #[must_use]
    pub fn run(&self) -> Vec<ReceptorYear> {
        self.receptors
            .par_iter()
            .map(|receptor| self.receptor_year(receptor))
            .collect()
    }

    /// Doubts about roads and factors, whatever the receptor.
    #[must_use]
    pub fn warnings(&self) -> &[SrmWarning] {
        &self.warnings
    }

    /// The roads.
    #[must_use]
    pub fn roads(&self) -> &[PreparedRoad] {
        &self.roads
    }
}

fn check_pollutants(factors: &FactorTable) -> Result<Vec<SrmWarning>, SrmError> {
    let known = |wanted: Pollutant| factors.pollutants().contains(&wanted);
    for needed in [Pollutant::Nox, Pollutant::No2, Pollutant::Pm10] {
        if !known(needed) {
            let pollutant = needed.name();
            return Err(SrmError::Pollutant { pollutant });
        }
    }
    let lacking = PARTICLES.into_iter().filter(|pollutant| !known(*pollutant));
    Ok(lacking
        .map(|pollutant| SrmWarning::NoFactors {
            pollutant: pollutant.name(),
        })
        .collect())
}

fn prepare_receptors(input: &NetworkInput<'_>, roads: &[PreparedRoad]) -> Vec<PreparedReceptor> {
    let by_id: HashMap<&str, usize> = roads
        .iter()
        .enumerate()
        .map(|(at, road)| (road.id.as_str(), at))
        .collect();
    let mut receptors: Vec<PreparedReceptor> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for row in input.receptors {
        let at = *known.entry(&row.id).or_insert_with(|| {
            receptors.push(PreparedReceptor {
                row: row.clone(),
                links: Vec::new(),
                background: input.backgrounds.get(&row.id).copied(),
                warnings: Vec::new(),
            });
            receptors.len() - 1
        });
        if let Some(link) = &row.link {
            receptors[at].add_link(link, roads, &by_id);
        }
    }
    receptors
}

impl PreparedReceptor {
    pub(super) fn at(&self) -> Coord<f64> {
        self.row.at.0
    }

    fn add_link(
        &mut self,
        link: &cimlk::Link,
        roads: &[PreparedRoad],
        by_id: &HashMap<&str, usize>,
    ) {
        let road = link.road.clone();
        let Some(&at) = by_id.get(link.road.as_str()) else {
            self.warnings.push(SrmWarning::MissingRoad { road });
            return;
        };
        if roads[at].method != RoadMethod::Street {
            self.warnings.push(SrmWarning::LinkedOpenRoad { road });
            return;
        }
        if let Some(distance) = distance_to_line(self.at(), &roads[at].line) {
            let seen = ReceptorLink {
                street: street(link.buildings),
                trees: trees(link.trees),
                distance,
            };
            self.links.push((at, seen));
        }
    }
}

fn street(buildings: cimlk::BuildingType) -> StreetType {
    match buildings {
        cimlk::BuildingType::WideCanyon => StreetType::WideCanyon,
        cimlk::BuildingType::NarrowCanyon => StreetType::NarrowCanyon,
        cimlk::BuildingType::OneSided => StreetType::OneSided,
        cimlk::BuildingType::Base => StreetType::Base,
    }
}

fn trees(trees: cimlk::TreeFactor) -> TreeFactor {
    match trees {
        cimlk::TreeFactor::Few => TreeFactor::Few,
        cimlk::TreeFactor::Rows => TreeFactor::Rows,
        cimlk::TreeFactor::Crowns => TreeFactor::Closed,
    }
}
