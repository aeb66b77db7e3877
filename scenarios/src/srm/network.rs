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
use super::imaer::ImaerNetwork;
use super::receptor::{PARTICLES, ReceptorYear};
use super::road::{Lie, PreparedRoad, RoadMethod, cimlk_emission};
use super::warning::SrmWarning;
use crate::background::BackgroundField;

/// What a network is made of.
#[derive(Debug, Clone, Copy)]
pub struct NetworkInput<'a> {
    /// Road parts.
    pub roads: &'a [cimlk::Road],
    /// Receptors, one row a link.
    pub receptors: &'a [cimlk::ReceptorLink],
    /// Measures.
    pub measures: &'a [cimlk::Measure],
    /// Further roads and receptors; their dispersion lines link roads of their own file only, while
    /// `receptors` may be linked to any road.
    pub imaer: &'a [ImaerNetwork],
    /// Emission factors of the year.
    pub factors: &'a FactorTable,
    /// Background.
    pub background: &'a BackgroundField,
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
    pub background: Backgrounds,
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
        let mut roads = Roads {
            all: Vec::with_capacity(input.roads.len()),
            warnings: check_pollutants(input.factors)?,
        };
        for road in input.roads {
            let lie = Lie::of_cimlk(road, surroundings.trough);
            let emission = cimlk_emission(road, input.measures, input.factors)?;
            roads.add(
                PreparedRoad::new(&road.id, &road.line, &lie, emission),
                &lie,
            );
        }
        let mut receptors = Receptors::default();
        for network in input.imaer {
            let first = roads.all.len();
            for (road, lie) in network.roads(input.factors, surroundings.trough)? {
                roads.add(road, &lie);
            }
            receptors.add(&network.receptors(), &roads.all, first, input.background)?;
        }
        receptors.add(input.receptors, &roads.all, 0, input.background)?;
        let open_roads = (0..roads.all.len())
            .filter(|at| matches!(roads.all[*at].method, RoadMethod::OpenRoad { .. }))
            .collect();
        Ok(Self {
            roads: roads.all,
            open_roads,
            surroundings,
            receptors: receptors.all,
            warnings: roads.warnings,
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

    /// Number of receptors.
    #[must_use]
    pub fn receptors(&self) -> usize {
        self.receptors.len()
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

/// Roads as they are prepared.
struct Roads {
    all: Vec<PreparedRoad>,
    warnings: Vec<SrmWarning>,
}

impl Roads {
    fn add(&mut self, road: PreparedRoad, lie: &Lie) {
        self.warnings.extend(road.warnings(lie));
        self.all.push(road);
    }
}

/// Receptors as they are prepared.
#[derive(Default)]
struct Receptors {
    all: Vec<PreparedReceptor>,
    known: HashMap<String, usize>,
}

impl Receptors {
    /// Adds the `rows` of a file, whose links are to those of `roads` that follow the `first`.
    fn add(
        &mut self,
        rows: &[cimlk::ReceptorLink],
        roads: &[PreparedRoad],
        first: usize,
        background: &BackgroundField,
    ) -> Result<(), SrmError> {
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, road) in roads.iter().enumerate().skip(first) {
            by_id.entry(&road.id).or_default().push(at);
        }
        for row in rows {
            let receptor = self.of(row, background)?;
            if let Some(link) = &row.link {
                let parts = by_id.get(link.road.as_str());
                receptor.add_link(link, roads, parts.map_or(&[], Vec::as_slice));
            }
        }
        Ok(())
    }

    /// The receptor of a row, which is new where its identification is.
    fn of(
        &mut self,
        row: &cimlk::ReceptorLink,
        background: &BackgroundField,
    ) -> Result<&mut PreparedReceptor, SrmError> {
        let all = &mut self.all;
        let at = *self.known.entry(row.id.clone()).or_insert_with(|| {
            all.push(PreparedReceptor {
                row: row.clone(),
                links: Vec::new(),
                background: Backgrounds::of(background, &row.id, row.at.0),
                warnings: Vec::new(),
            });
            all.len() - 1
        });
        if all[at].row.at != row.at {
            let receptor = row.id.clone();
            return Err(SrmError::ReceptorTwice { receptor });
        }
        Ok(&mut all[at])
    }
}

impl PreparedReceptor {
    pub(super) fn at(&self) -> Coord<f64> {
        self.row.at.0
    }

    /// Adds a link to the nearest of the pieces `parts` of a road.
    fn add_link(&mut self, link: &cimlk::Link, roads: &[PreparedRoad], parts: &[usize]) {
        let at = self.at();
        let pieces = parts
            .iter()
            .filter_map(|part| Some((*part, distance_to_line(at, &roads[*part].line)?)));
        let nearest = pieces.min_by(|(_, a), (_, b)| a.total_cmp(b));
        let Some((part, distance)) = nearest else {
            let road = link.road.clone();
            self.warnings.push(SrmWarning::MissingRoad { road });
            return;
        };
        if roads[part].method != RoadMethod::Street {
            let road = link.road.clone();
            self.warnings.push(SrmWarning::LinkedOpenRoad { road });
            return;
        }
        let seen = ReceptorLink {
            street: street(link.buildings),
            trees: trees(link.trees),
            distance,
        };
        self.links.push((part, seen));
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
