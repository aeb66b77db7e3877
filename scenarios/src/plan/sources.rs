//! Sources from the files that a scenario names.

use std::collections::BTreeMap;
use std::path::Path;

use pluim_core::emission::{Amounts, FactorTable, Pollutant, RoadTraffic, road_emission};
use pluim_core::source::{Release, ReleaseKind, Shape, Source, TimeProfile};
use pluim_io::cimlk::{Measure, read_measures, read_roads};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::{InputError, nearest};
use pluim_io::imaer::{EmissionSource, read_imaer};
use pluim_io::run_folder::{FileRecord, Warning};
use pluim_io::vector::{VectorQuery, VectorSource, read_sources};

use super::{SourceEmission, shown};
use crate::error::Result;
use crate::scenario::{Scenario, SourceTable};

/// Release height of a road (m) where nothing else is said.
const ROAD_HEIGHT: f64 = 0.5;
/// First vertical spread of a road (m): mixing by the traffic itself.
const ROAD_SIGMA_Z0: f64 = 1.5;

/// Everything that concerns sources.
pub(super) struct Loaded {
    pub(super) groups: Vec<String>,
    pub(super) sources: Vec<Source>,
    pub(super) emissions: Vec<SourceEmission>,
    pub(super) profiles: Vec<TimeProfile>,
    pub(super) warnings: Vec<Warning>,
}

/// A source as its file gives it.
struct Found {
    id: String,
    group: Option<String>,
    shape: Shape,
    release: Release,
    yearly: Amounts,
    notes: Vec<String>,
}

/// What reading one table of sources needs.
struct Reader<'a> {
    scenario: &'a Scenario,
    file: &'a Path,
    inputs: &'a mut Vec<FileRecord>,
    factors: Option<FactorTable>,
    warnings: Vec<Warning>,
}

/// Reads every file with sources.
pub(super) fn load(
    scenario: &Scenario,
    file: &Path,
    pollutants: &[Pollutant],
    inputs: &mut Vec<FileRecord>,
) -> Result<Loaded> {
    let (names, profiles) = profiles(scenario, file)?;
    let mut reader = Reader {
        scenario,
        file,
        inputs,
        factors: None,
        warnings: Vec::new(),
    };
    let mut loaded = Loaded {
        groups: Vec::new(),
        sources: Vec::new(),
        emissions: Vec::new(),
        profiles,
        warnings: Vec::new(),
    };
    for table in &scenario.sources {
        let profile = profile_number(table, &names, file)?;
        let found = reader.table(table)?;
        reader.warn_of_missing(table, &found, pollutants);
        for source in found {
            loaded.add(source, table, profile, pollutants);
        }
    }
    let substitutes = loaded
        .emissions
        .iter()
        .filter(|source| !source.notes.is_empty())
        .count();
    if substitutes > 0 {
        reader.warn(
            "emission-factor-substituted",
            "roads whose emission uses substitute factors; `pluim emissions` names them",
            substitutes,
        );
    }
    loaded.warnings = reader.warnings;
    Ok(loaded)
}

impl Loaded {
    fn add(&mut self, found: Found, table: &SourceTable, profile: usize, pollutants: &[Pollutant]) {
        let name = found.group.unwrap_or_else(|| table.group.clone());
        let group = self
            .groups
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| {
                self.groups.push(name.clone());
                self.groups.len() - 1
            });
        let rates = found.yearly.grams_per_second();
        self.sources.push(Source {
            id: found.id.clone(),
            group,
            shape: found.shape,
            release: found.release,
            profile,
            rates: pollutants
                .iter()
                .map(|it| rates.get(*it).unwrap_or(0.0))
                .collect(),
        });
        self.emissions.push(SourceEmission {
            id: found.id,
            group: name,
            yearly: found.yearly,
            notes: found.notes,
        });
    }
}

impl Reader<'_> {
    fn warn(&mut self, rule: &str, message: &str, count: usize) {
        self.warnings.push(Warning {
            rule: rule.to_owned(),
            message: message.to_owned(),
            count: Some(count),
        });
    }

    fn warn_of_missing(&mut self, table: &SourceTable, found: &[Found], pollutants: &[Pollutant]) {
        for pollutant in pollutants {
            let without = found
                .iter()
                .filter(|it| it.yearly.get(*pollutant).is_none())
                .count();
            if without > 0 {
                let message = format!(
                    "sources of group {} give no {pollutant}; their emission of it counts as 0",
                    table.group
                );
                self.warn("emission-missing", &message, without);
            }
        }
    }

    fn table(&mut self, table: &SourceTable) -> Result<Vec<Found>> {
        match (&table.cimlk, &table.imaer, &table.vector) {
            (Some(path), None, None) => self.cimlk(table, path),
            (None, Some(path), None) => self.imaer(table, path),
            (None, None, Some(path)) => self.vector(table, path),
            _ => Err(
                InputError::new(self.file, "exactly one of the keys cimlk, imaer and vector")
                    .field("sources")
                    .record(&table.group)
                    .found("none or several")
                    .into(),
            ),
        }
    }

    fn note_input(&mut self, path: &Path, role: &str) -> Result<()> {
        self.inputs
            .push(FileRecord::of(path, shown(path))?.used_as(role));
        Ok(())
    }

    fn factors(&mut self) -> Result<FactorTable> {
        if let Some(factors) = &self.factors {
            return Ok(factors.clone());
        }
        {
            let path = self.scenario.factors.roads.clone().ok_or_else(|| {
                InputError::new(
                    self.file,
                    "a file with road emission factors, for sources given as traffic",
                )
                .field("factors.roads")
                .found("none")
            })?;
            self.note_input(&path, "road emission factors")?;
            let factors = read_emission_factors(&path)?;
            self.factors = Some(factors.clone());
            Ok(factors)
        }
    }

    fn cimlk(&mut self, table: &SourceTable, path: &Path) -> Result<Vec<Found>> {
        let factors = self.factors()?;
        self.note_input(path, "roads")?;
        let roads = read_roads(path)?;
        let measures: Vec<Measure> = match &table.measures {
            Some(file) => {
                self.note_input(file, "measures")?;
                read_measures(file)?.into_records()
            }
            None => Vec::new(),
        };
        let mut found = Vec::new();
        for (line, road) in roads.lines() {
            let traffic = road.traffic_under(&measures);
            let (yearly, notes) = of_traffic(&factors, &traffic).map_err(|fault| {
                let error = InputError::new(path, "traffic for which there are emission factors")
                    .record(&road.id)
                    .found(fault);
                line.map_or_else(|| error.clone(), |line| error.clone().line(line))
            })?;
            found.push(Found {
                id: road.id.clone(),
                group: None,
                shape: Shape::Line(road.line.clone()),
                release: road_release(table),
                yearly,
                notes,
            });
        }
        Ok(found)
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
        let mut found = Vec::new();
        for road in &imaer.roads {
            let (yearly, notes) = if road.stated().is_empty() {
                let factors = self.factors()?;
                let (traffic, left_out) = road.traffic();
                let (yearly, mut notes) = of_traffic(&factors, &traffic).map_err(|fault| {
                    InputError::new(path, "traffic for which there are emission factors")
                        .record(road.id())
                        .found(fault)
                })?;
                notes.extend(
                    left_out
                        .iter()
                        .map(|code| format!("vehicles {code} left out")),
                );
                (yearly, notes)
            } else {
                (road.stated().clone(), Vec::new())
            };
            found.push(Found {
                id: road.id().to_owned(),
                group: None,
                shape: Shape::Line(road.line.clone()),
                release: road_release(table),
                yearly,
                notes,
            });
        }
        found.extend(imaer.sources.iter().map(|source| of_imaer(source, table)));
        Ok(found)
    }

    fn vector(&mut self, table: &SourceTable, path: &Path) -> Result<Vec<Found>> {
        self.note_input(path, "sources")?;
        let query = VectorQuery {
            epsg: self.scenario.epsg,
            layer: table.layer.as_deref(),
        };
        let read = read_sources(path, &query)?;
        Ok(read
            .sources
            .into_iter()
            .map(|source| of_vector(source, table))
            .collect())
    }
}

/// Yearly emission (kg) of a road's traffic, and remarks on its factors.
fn of_traffic(
    factors: &FactorTable,
    traffic: &RoadTraffic,
) -> std::result::Result<(Amounts, Vec<String>), pluim_core::emission::NoFactor> {
    let emission = road_emission(factors, traffic)?;
    let notes = emission.notes.iter().map(ToString::to_string).collect();
    Ok((emission.yearly, notes))
}

fn road_release(table: &SourceTable) -> Release {
    Release {
        kind: ReleaseKind::Road,
        height: table.height_m.unwrap_or(ROAD_HEIGHT),
        sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
        sigma_z0: table.sigma_z0_m.unwrap_or(ROAD_SIGMA_Z0),
    }
}

fn of_imaer(source: &EmissionSource, table: &SourceTable) -> Found {
    let height = source.characteristics.as_ref().map(|it| it.height);
    let spread = source.characteristics.as_ref().and_then(|it| it.spread);
    Found {
        id: source.id.clone(),
        group: None,
        shape: source.shape.clone(),
        release: Release {
            kind: passive(&source.shape),
            height: height.or(table.height_m).unwrap_or(0.0),
            sigma_y0: table.sigma_y0_m.unwrap_or(0.0),
            sigma_z0: spread.or(table.sigma_z0_m).unwrap_or(0.0),
        },
        yearly: source.emissions.clone(),
        notes: Vec::new(),
    }
}

fn of_vector(source: VectorSource, table: &SourceTable) -> Found {
    let kind = source
        .stack
        .map_or_else(|| passive(&source.shape), ReleaseKind::Stack);
    Found {
        id: source.id,
        group: source.group,
        release: Release {
            kind,
            height: source.height.or(table.height_m).unwrap_or(0.0),
            sigma_y0: source.sigma_y0.or(table.sigma_y0_m).unwrap_or(0.0),
            sigma_z0: source.sigma_z0.or(table.sigma_z0_m).unwrap_or(0.0),
        },
        shape: source.shape,
        // the reader gives g/s, the list of emissions kg/yr
        yearly: source
            .rates
            .scaled(pluim_core::emission::SECONDS_PER_YEAR / 1000.0),
        notes: Vec::new(),
    }
}

fn passive(shape: &Shape) -> ReleaseKind {
    match shape {
        Shape::Area(_) => ReleaseKind::Area,
        Shape::Point(_) | Shape::Line(_) => ReleaseKind::Volume,
    }
}

/// The time profiles and their numbers; `constant` is number 0.
fn profiles(
    scenario: &Scenario,
    file: &Path,
) -> Result<(BTreeMap<String, usize>, Vec<TimeProfile>)> {
    let mut names = BTreeMap::from([("constant".to_owned(), 0)]);
    let mut profiles = vec![TimeProfile::constant()];
    for (name, table) in &scenario.profiles {
        let profile =
            TimeProfile::new(table.hours, table.weekdays, table.months).map_err(|fault| {
                InputError::new(file, "relative factors")
                    .field(format!("profiles.{name}"))
                    .found(fault)
            })?;
        names.insert(name.clone(), profiles.len());
        profiles.push(profile);
    }
    Ok((names, profiles))
}

fn profile_number(
    table: &SourceTable,
    names: &BTreeMap<String, usize>,
    file: &Path,
) -> Result<usize> {
    names.get(&table.profile).copied().ok_or_else(|| {
        let known: Vec<&str> = names.keys().map(String::as_str).collect();
        let error = InputError::new(file, format!("one of the profiles {}", known.join(", ")))
            .field("sources.profile")
            .found(&table.profile);
        match nearest(&table.profile, known) {
            Some(near) => error.hint(format!("did you mean {near}?")).into(),
            None => error.into(),
        }
    })
}
