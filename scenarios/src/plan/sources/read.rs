//! One table of sources, whatever its format.

use std::path::Path;

use pluim_core::emission::RoadType;
use pluim_core::source::{ProfileLevels, Release, ReleaseKind, Shape, Stack};
use pluim_io::cimlk::{Measure, read_measures, read_roads};
use pluim_io::error::InputError;
use pluim_io::imaer::{EmissionSource, Road, read_imaer};
use pluim_io::run_folder::Warning;
use pluim_io::vector::{
    Activity, UnknownColumn, VectorQuery, VectorSource, read_activities, read_sources,
};

use super::activities::{UsualRelease, activity};
use super::not_used::not_used;
use super::profiles::STATED;
use super::{Found, Given, Reader};
use crate::error::Result;
use crate::plan::shown;
use crate::scenario::{SourceKind, SourceTable, SplitBy, check_group_name};

/// Release height of a road (m) where nothing else is said.
const ROAD_HEIGHT: f64 = 0.5;
/// First vertical spread of a road (m): mixing by the traffic itself.
const ROAD_SIGMA_Z0: f64 = 1.5;

impl Reader<'_> {
    pub(super) fn table(&mut self, table: &SourceTable) -> Result<Vec<Found>> {
        let files = table.files();
        let [(kind, path)] = files.as_slice() else {
            let keys = SourceKind::ALL.map(SourceKind::key).join(", ");
            let fault = InputError::new(self.file, format!("exactly one of the keys {keys}"));
            let fault = fault.field("sources").record(&table.group);
            return Err(fault.found("none or several").into());
        };
        let mut found = match kind {
            SourceKind::Cimlk => self.cimlk(table, path)?,
            SourceKind::Imaer => self.imaer(table, path)?,
            SourceKind::Vector
            | SourceKind::WoodStoves
            | SourceKind::InlandShipping
            | SourceKind::Livestock => {
                let activity = activity(*kind, &self.scenario.factors, self.inputs)?;
                self.vector(table, path, activity.as_ref())?
            }
        };
        if table.split_by == Some(SplitBy::RoadType) {
            for source in &mut found {
                if let Some(road_type) = source.road_type() {
                    source.group = format!("{}-{}", table.group, kind_of(road_type));
                }
            }
        }
        Ok(found)
    }

    fn cimlk(&mut self, table: &SourceTable, path: &Path) -> Result<Vec<Found>> {
        self.need_factors()?;
        self.note_input(path, "roads")?;
        let roads = read_roads(path)?;
        let measures: Vec<Measure> = match &table.measures {
            Some(file) => {
                self.note_input(file, "measures")?;
                read_measures(file)?.into_records()
            }
            None => Vec::new(),
        };
        let found = roads.lines().map(|(line, road)| Found {
            line,
            name: road.street.clone(),
            given: Given::Traffic(road.traffic_under(&measures)),
            ..Found::new(
                &road.id,
                Shape::Line(road.line.clone()),
                road_release(table),
                table,
            )
        });
        Ok(found.collect())
    }

    fn imaer(&mut self, table: &SourceTable, path: &Path) -> Result<Vec<Found>> {
        self.note_input(path, "sources")?;
        let imaer = read_imaer(path)?;
        self.warnings
            .extend(imaer.warnings().into_iter().map(|message| Warning {
                rule: "imaer".to_owned(),
                message,
                count: None,
            }));
        let stated = table.profile_name() == STATED;
        let told = not_used(&imaer.sources, |code| match stated {
            true if self.profiles.knows(code) => None,
            true => Some("constant"),
            false => Some(table.profile_name()),
        });
        self.warnings.extend(told);
        let roads = imaer.roads.iter().map(|road| of_imaer_road(road, table));
        let others = imaer.sources.iter().map(|source| of_imaer(source, table));
        Ok(roads.chain(others).collect())
    }

    fn vector(
        &mut self,
        table: &SourceTable,
        path: &Path,
        activity: Option<&Activity>,
    ) -> Result<Vec<Found>> {
        self.note_input(path, "sources")?;
        let query = VectorQuery {
            epsg: self.scenario.epsg,
            layer: table.layer.as_deref(),
        };
        let read = match activity {
            Some(activity) => read_activities(path, &query, activity)?,
            None => read_sources(path, &query)?,
        };
        check_groups(&read.sources, path)?;
        for column in &read.unknown {
            self.warn_of_column(column, path);
        }
        let usual = UsualRelease::of(activity);
        let sources = read.sources.into_iter();
        Ok(sources
            .map(|source| of_vector(source, table, usual))
            .collect())
    }

    fn warn_of_column(&mut self, column: &UnknownColumn, path: &Path) {
        let meant = column.nearest.as_ref();
        let meant = meant.map(|near| format!("; is {near} meant?"));
        self.warnings.push(Warning {
            rule: "column-unknown".to_owned(),
            message: format!(
                "{}: column {} was not used{}",
                shown(path),
                column.name,
                meant.unwrap_or_default()
            ),
            count: None,
        });
    }
}

/// Checks the source groups that a file names, as those of the scenario are.
fn check_groups(sources: &[VectorSource], path: &Path) -> Result<()> {
    for source in sources {
        if let Some(group) = &source.group {
            check_group_name(group)
                .map_err(|fault| fault.at(path).record(&source.id).field("group"))?;
        }
    }
    Ok(())
}

/// The word for a road type in the name of a source group.
fn kind_of(road_type: RoadType) -> &'static str {
    match road_type {
        RoadType::Freeway => "freeway",
        RoadType::NonUrbanGeneral | RoadType::NonUrbanNational => "non-urban",
        RoadType::UrbanNormal | RoadType::UrbanStagnating | RoadType::UrbanFreeFlow => "urban",
    }
}

impl Found {
    fn new(id: &str, shape: Shape, release: Release, table: &SourceTable) -> Self {
        Self {
            id: id.to_owned(),
            name: String::new(),
            group: table.group.clone(),
            table: table.group.clone(),
            line: None,
            shape,
            release,
            profile: None,
            given: Given::Yearly(pluim_core::emission::Amounts::new()),
            traffic: None,
            factors: Vec::new(),
            notes: Vec::new(),
            uncertainty: None,
        }
    }
}

fn road_release(table: &SourceTable) -> Release {
    Release {
        kind: ReleaseKind::Road,
        height: table.height_m.unwrap_or(ROAD_HEIGHT),
        sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
        sigma_z0: table.sigma_z0_m.unwrap_or(ROAD_SIGMA_Z0),
        levels: ProfileLevels::Around,
    }
}

fn of_imaer_road(road: &Road, table: &SourceTable) -> Found {
    let (traffic, left_out) = road.traffic();
    let (given, left_out) = if road.stated().is_empty() {
        (Given::Traffic(traffic), left_out)
    } else {
        (Given::Both(road.stated().clone(), traffic), Vec::new())
    };
    let left_out = left_out.iter();
    Found {
        name: road.source.label.clone(),
        given,
        notes: left_out
            .map(|code| format!("vehicles {code} left out"))
            .collect(),
        ..Found::new(
            road.id(),
            Shape::Line(road.line.clone()),
            road_release(table),
            table,
        )
    }
}

fn of_imaer(source: &EmissionSource, table: &SourceTable) -> Found {
    let height = source.characteristics.as_ref().map(|it| it.height);
    let spread = source.characteristics.as_ref().and_then(|it| it.spread);
    let release = Release {
        kind: rising(source).map_or_else(|| passive(&source.shape), ReleaseKind::Stack),
        height: height.or(table.height_m).unwrap_or(0.0),
        sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
        sigma_z0: spread.or(table.sigma_z0_m).unwrap_or(0.0),
        levels: ProfileLevels::Around,
    };
    Found {
        name: source.label.clone(),
        profile: stated_profile(source).filter(|_| table.profile_name() == STATED),
        given: Given::Yearly(source.emissions.clone()),
        ..Found::new(&source.id, source.shape.clone(), release, table)
    }
}

fn stated_profile(source: &EmissionSource) -> Option<String> {
    let code = &source.characteristics.as_ref()?.time_profile;
    (!code.is_empty()).then(|| code.clone())
}

/// The exhaust of a point that gives off heat or blows upward.
fn rising(source: &EmissionSource) -> Option<Stack> {
    let characteristics = source.characteristics.as_ref()?;
    let upward = source.gives_off_heat() && matches!(source.shape, Shape::Point(_));
    upward.then(|| characteristics.heat.stack())
}

fn of_vector(source: VectorSource, table: &SourceTable, usual: UsualRelease) -> Found {
    let kind = source
        .stack
        .map_or_else(|| passive(&source.shape), ReleaseKind::Stack);
    let release = Release {
        kind,
        height: source.height.or(table.height_m).unwrap_or(usual.height),
        sigma_y0: source
            .sigma_y0
            .or(table.sigma_y0_m)
            .unwrap_or(usual.sigma_y0),
        sigma_z0: source
            .sigma_z0
            .or(table.sigma_z0_m)
            .unwrap_or(usual.sigma_z0),
        levels: ProfileLevels::Around,
    };
    // the reader gives g/s, the list of emissions kg/yr
    let yearly = source
        .rates
        .scaled(pluim_core::emission::SECONDS_PER_YEAR / 1000.0);
    let found = Found::new(&source.id, source.shape, release, table);
    Found {
        group: source.group.unwrap_or_else(|| found.group.clone()),
        given: Given::Yearly(yearly),
        uncertainty: source.uncertainty,
        ..found
    }
}

fn passive(shape: &Shape) -> ReleaseKind {
    match shape {
        Shape::Area(_) => ReleaseKind::Area,
        Shape::Point(_) | Shape::Line(_) => ReleaseKind::Volume,
    }
}
