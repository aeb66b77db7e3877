//! IMAER networks in the words of the standard methods.

use pluim_core::emission::{Amounts, FactorTable, Pollutant, RoadType, road_emission};
use pluim_core::scheme::srm2::{
    Barrier, BarrierKind, Elevation, RoadKind, RoadProfile, Slope, TroughRule,
};
use pluim_io::cimlk::{
    Assessed, BuildingType, Correction, Grounds, Link, ReceptorLink, Substance, TreeFactor,
};
use pluim_io::imaer::{
    self, CalculationPoint, DispersionLine, ElevationKind, Imaer, MeasureArea, MonitorSubstance,
    PointCorrection, RejectionGrounds, ResultType, RoadPart, Setting, TreeProfile,
};

use super::error::SrmError;
use super::road::{Lie, Method, PreparedRoad, YearlyEmission};

/// An IMAER file with the sign and weight of its emission.
#[derive(Debug, Clone, PartialEq)]
pub struct ImaerNetwork {
    /// The file.
    pub imaer: Imaer,
    /// Factor on the emission of its roads: 1, or below 0 for what ends.
    pub weight: f64,
}

impl ImaerNetwork {
    /// The pieces of all roads, each with how it lies.
    pub(super) fn roads(
        &self,
        factors: &FactorTable,
        trough: TroughRule,
    ) -> Result<Vec<(PreparedRoad, Lie)>, SrmError> {
        let mut pieces = Vec::new();
        for road in &self.imaer.roads {
            let whole = emission(road, &self.imaer.areas, factors)?;
            for part in road.parts() {
                let lie = lie(road, &part.setting, trough);
                let emission = whole.times(self.weight * part.emission_share);
                let RoadPart { line, .. } = &part;
                pieces.push((PreparedRoad::new(road.id(), line, &lie, emission), lie));
            }
        }
        Ok(pieces)
    }

    /// The calculation points as receptors, one row a link.
    pub(super) fn receptors(&self) -> Vec<ReceptorLink> {
        let rows = |point: &CalculationPoint| {
            let lines = self.imaer.lines.iter();
            let links = lines.filter(|line| line.point == point.id).map(link);
            let mut rows: Vec<ReceptorLink> =
                links.map(|link| receptor(point, Some(link))).collect();
            if rows.is_empty() {
                rows.push(receptor(point, None));
            }
            rows
        };
        self.imaer.points.iter().flat_map(rows).collect()
    }

    /// The corrections of concentrations at calculation points.
    pub(super) fn corrections(&self) -> Vec<Correction> {
        let of_point = |point: &CalculationPoint| {
            let corrections = point.corrections.iter();
            let rows = corrections.filter_map(|it| correction(point, it));
            rows.collect::<Vec<_>>()
        };
        self.imaer.points.iter().flat_map(of_point).collect()
    }

    /// What the file holds that the standard methods do not compute.
    pub(super) fn not_computed(&self) -> Vec<String> {
        let mut messages = self.imaer.warnings();
        let sources = self.imaer.sources.len();
        if sources > 0 {
            messages.push(format!(
                "{sources} sources that are no roads; SRM1 and SRM2 do not compute them"
            ));
        }
        messages
    }
}

impl YearlyEmission {
    fn times(&self, factor: f64) -> Self {
        Self {
            yearly: self.yearly.scaled(factor),
            notes: self.notes.clone(),
        }
    }
}

/// The emission that the file states, else that of its traffic under the measures of `areas`.
fn emission(
    road: &imaer::Road,
    areas: &[MeasureArea],
    factors: &FactorTable,
) -> Result<YearlyEmission, SrmError> {
    if states_emission(road.stated()) {
        let yearly = road.stated().clone();
        let notes = Vec::new();
        return Ok(YearlyEmission { yearly, notes });
    }
    let (traffic, left_out) = road.traffic_under(areas);
    let emission = road_emission(factors, &traffic).map_err(|source| SrmError::Factors {
        road: road.id().to_owned(),
        source,
    })?;
    let notes = emission.notes.iter().map(ToString::to_string);
    let left_out = left_out.iter();
    let left_out = left_out.map(|code| format!("vehicles {code} left out: no factors known"));
    Ok(YearlyEmission {
        yearly: emission.yearly,
        notes: notes.chain(left_out).collect(),
    })
}

/// Whether a file states enough to compute NO2 with.
fn states_emission(stated: &Amounts) -> bool {
    let known = |pollutant| stated.get(pollutant).is_some();
    known(Pollutant::Nox) && known(Pollutant::No2)
}

fn lie(road: &imaer::Road, setting: &Setting, trough: TroughRule) -> Lie {
    let kind = match road.road_type {
        RoadType::Freeway => RoadKind::Motorway,
        _ => RoadKind::Other,
    };
    let profile = RoadProfile {
        kind,
        elevation: elevation(setting, trough),
        barriers: [setting.left, setting.right].map(|side| side.map(barrier)),
    };
    Lie {
        height: setting.elevation_height.map_or(0.0, f64::from),
        screened: setting.left.is_some() || setting.right.is_some(),
        in_tunnel: setting.tunnel_factor == Some(0.0),
        method: match road.method {
            imaer::Method::Srm1 => Method::Street,
            imaer::Method::Srm2 => Method::OpenRoad(profile),
        },
    }
}

fn elevation(setting: &Setting, trough: TroughRule) -> Option<Elevation> {
    let slope = match setting.elevation? {
        ElevationKind::Normal => return None,
        ElevationKind::NormalDyke => Slope::Moderate,
        ElevationKind::SteepDyke => Slope::Steep,
        ElevationKind::Viaduct => Slope::Viaduct,
        ElevationKind::Tunnel => Slope::Trough(trough),
    };
    let height = f64::from(setting.elevation_height.filter(|height| *height != 0)?);
    Some(Elevation { height, slope })
}

fn barrier(side: imaer::Barrier) -> Barrier {
    Barrier {
        kind: match side.kind {
            imaer::BarrierKind::Screen => BarrierKind::Screen,
            imaer::BarrierKind::Wall => BarrierKind::Bank,
        },
        height: side.height,
        distance: side.distance,
    }
}

fn link(line: &DispersionLine) -> Link {
    Link {
        road: line.road.clone(),
        buildings: match line.profile {
            imaer::RoadProfile::WideCanyon => BuildingType::WideCanyon,
            imaer::RoadProfile::NarrowCanyon => BuildingType::NarrowCanyon,
            imaer::RoadProfile::OneSided => BuildingType::OneSided,
            imaer::RoadProfile::Other => BuildingType::Base,
        },
        trees: match line.trees {
            TreeProfile::NoneOrFew => TreeFactor::Few,
            TreeProfile::Separated => TreeFactor::Rows,
            TreeProfile::Packed => TreeFactor::Crowns,
        },
    }
}

fn receptor(point: &CalculationPoint, link: Option<Link>) -> ReceptorLink {
    ReceptorLink {
        id: point.id.clone(),
        link,
        authority: String::new(),
        name: point.label.clone(),
        assessed: match point.monitored {
            None | Some(MonitorSubstance::All) => Assessed::All,
            Some(MonitorSubstance::Pm10Only) => Assessed::Pm10,
            Some(MonitorSubstance::None) => Assessed::Nothing,
        },
        grounds: match point.rejection {
            None | Some(RejectionGrounds::None) => Grounds::Assessed,
            Some(RejectionGrounds::Compliance) => Grounds::NotApplicable,
            Some(RejectionGrounds::Exposure) => Grounds::NotExposed,
            Some(RejectionGrounds::Other) => Grounds::Other,
        },
        remark: String::new(),
        building_id: String::new(),
        registered: String::new(),
        at: point.at.into(),
    }
}

/// A correction of a concentration that the registers know; `None` for others.
fn correction(point: &CalculationPoint, it: &PointCorrection) -> Option<Correction> {
    let concentration = it.result == ResultType::Concentration;
    Some(Correction {
        id: format!("{} {}", point.id, it.label),
        receptor: Some(point.id.clone()),
        authority: String::new(),
        name: it.label.clone(),
        substance: Substance::of(it.pollutant).filter(|_| concentration)?,
        correction: it.value,
        registered: String::new(),
        area: None,
    })
}
