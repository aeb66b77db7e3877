//! One table of sources, whatever its format.

use std::path::Path;

use pluim_core::emission::RoadType;
use pluim_core::source::{Release, ReleaseKind, Shape};
use pluim_io::cimlk::{Measure, read_measures, read_roads};
use pluim_io::error::InputError;
use pluim_io::imaer::{EmissionSource, Road, read_imaer};
use pluim_io::run_folder::Warning;
use pluim_io::vector::{VectorQuery, VectorSource, read_sources};

use super::{Found, Given, Reader};
use crate::error::Result;
use crate::scenario::{SourceTable, SplitBy};

/// Release height of a road (m) where nothing else is said.
const ROAD_HEIGHT: f64 = 0.5;
/// First vertical spread of a road (m): mixing by the traffic itself.
const ROAD_SIGMA_Z0: f64 = 1.5;

impl Reader<'_> {
    pub(super) fn table(&mut self, table: &SourceTable) -> Result<Vec<Found>> {
        let mut found = match (&table.cimlk, &table.imaer, &table.vector) {
            (Some(path), None, None) => self.cimlk(table, path)?,
            (None, Some(path), None) => self.imaer(table, path)?,
            (None, None, Some(path)) => self.vector(table, path)?,
            _ => {
                return Err(InputError::new(
                    self.file,
                    "exactly one of the keys cimlk, imaer and vector",
                )
                .field("sources")
                .record(&table.group)
                .found("none or several")
                .into());
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
        let roads = imaer.roads.iter().map(|road| of_imaer_road(road, table));
        let others = imaer.sources.iter().map(|source| of_imaer(source, table));
        Ok(roads.chain(others).collect())
    }

    fn vector(&mut self, table: &SourceTable, path: &Path) -> Result<Vec<Found>> {
        self.note_input(path, "sources")?;
        let query = VectorQuery {
            epsg: self.scenario.epsg,
            layer: table.layer.as_deref(),
        };
        let read = read_sources(path, &query)?;
        let sources = read.sources.into_iter();
        Ok(sources.map(|source| of_vector(source, table)).collect())
    }
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
            given: Given::Yearly(pluim_core::emission::Amounts::new()),
            traffic: None,
            factors: Vec::new(),
            notes: Vec::new(),
        }
    }
}

fn road_release(table: &SourceTable) -> Release {
    Release {
        kind: ReleaseKind::Road,
        height: table.height_m.unwrap_or(ROAD_HEIGHT),
        sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
        sigma_z0: table.sigma_z0_m.unwrap_or(ROAD_SIGMA_Z0),
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
        kind: passive(&source.shape),
        height: height.or(table.height_m).unwrap_or(0.0),
        sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
        sigma_z0: spread.or(table.sigma_z0_m).unwrap_or(0.0),
    };
    Found {
        name: source.label.clone(),
        given: Given::Yearly(source.emissions.clone()),
        ..Found::new(&source.id, source.shape.clone(), release, table)
    }
}

fn of_vector(source: VectorSource, table: &SourceTable) -> Found {
    let kind = source
        .stack
        .map_or_else(|| passive(&source.shape), ReleaseKind::Stack);
    let release = Release {
        kind,
        height: source.height.or(table.height_m).unwrap_or(0.0),
        sigma_y0: source.sigma_y0.or(table.sigma_y0_m).unwrap_or(0.0),
        sigma_z0: source.sigma_z0.or(table.sigma_z0_m).unwrap_or(0.0),
    };
    // the reader gives g/s, the list of emissions kg/yr
    let yearly = source
        .rates
        .scaled(pluim_core::emission::SECONDS_PER_YEAR / 1000.0);
    let found = Found::new(&source.id, source.shape, release, table);
    Found {
        group: source.group.unwrap_or_else(|| found.group.clone()),
        given: Given::Yearly(yearly),
        ..found
    }
}

fn passive(shape: &Shape) -> ReleaseKind {
    match shape {
        Shape::Area(_) => ReleaseKind::Area,
        Shape::Point(_) | Shape::Line(_) => ReleaseKind::Volume,
    }
}
