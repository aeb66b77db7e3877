//! The measures of a scenario with everything that they name read.

use std::path::Path;

use geo_types::Polygon;
use pluim_core::emission::FactorTable;
use pluim_core::plane;
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::{InputError, nearest};
use pluim_io::run_folder::{FileRecord, Warning};
use pluim_io::vector::{VectorQuery, read_areas};

use super::{Measure, Selection};
use crate::error::Result;
use crate::plan::{Found, shown};
use crate::scenario::{Scenario, SourceTable};

/// The measures of a scenario with everything that they name read.
pub(crate) struct Ready {
    measures: Vec<Prepared>,
    factors: Option<FactorTable>,
}

struct Prepared {
    measure: Measure,
    selection: Selection,
    /// The polygons of the selection; none where it names no file.
    areas: Option<Vec<Polygon<f64>>>,
    /// How many sources it changed.
    changed: usize,
}

impl Ready {
    /// Checks the measures and reads their files.
    pub(crate) fn read(
        scenario: &Scenario,
        file: &Path,
        inputs: &mut Vec<FileRecord>,
    ) -> Result<Self> {
        let mut ready = Self {
            measures: Vec::new(),
            factors: None,
        };
        for (number, measure) in scenario.measures.iter().enumerate() {
            let key = format!("measures[{}] ({})", number + 1, measure.kind());
            measure
                .check()
                .map_err(|fault| fault.at(file).field(&key))?;
            let selection = measure.selection();
            let areas = match &selection.area {
                Some(path) => {
                    inputs.push(FileRecord::of(path, shown(path))?.used_as("measure"));
                    let query = VectorQuery {
                        epsg: scenario.epsg,
                        layer: None,
                    };
                    let areas = read_areas(path, &query)?;
                    Some(areas.into_iter().flat_map(|area| area.parts).collect())
                }
                None => None,
            };
            if let Measure::EmissionYear(year) = measure {
                inputs.push(FileRecord::of(&year.roads, shown(&year.roads))?.used_as("measure"));
                ready.factors = Some(read_emission_factors(&year.roads)?);
            }
            ready.measures.push(Prepared {
                measure: measure.clone(),
                selection,
                areas,
                changed: 0,
            });
        }
        Ok(ready)
    }

    /// Road emission factors that a measure puts in the place of those of the scenario.
    pub(crate) fn factors(&self) -> Option<&FactorTable> {
        self.factors.as_ref()
    }

    /// The tables of sources, with the files that measures replace.
    pub(crate) fn tables(&self, tables: &[SourceTable], file: &Path) -> Result<Vec<SourceTable>> {
        let mut tables = tables.to_vec();
        for prepared in &self.measures {
            let Measure::ReplaceSources(replace) = &prepared.measure else {
                continue;
            };
            let groups: Vec<String> = tables.iter().map(|table| table.group.clone()).collect();
            let mut of_group = tables.iter_mut().filter(|it| it.group == replace.group);
            match (of_group.next(), of_group.next()) {
                (Some(table), None) => *table = replace.instead_of(table),
                (None, _) => return Err(unknown_group(&replace.group, &groups, file).into()),
                (Some(_), Some(_)) => {
                    return Err(InputError::new(file, "a group of one [[sources]] table")
                        .field("measures.group")
                        .found(&replace.group)
                        .hint("give the tables groups of their own")
                        .into());
                }
            }
        }
        Ok(tables)
    }

    /// Applies the measures to a source, in their order.
    pub(crate) fn apply(&mut self, source: &mut Found) {
        for prepared in &mut self.measures {
            if prepared.holds(source) {
                prepared.changed += usize::from(prepared.measure.apply(source));
            }
        }
    }

    /// A warning for every measure that changed nothing.
    pub(crate) fn without_effect(&self) -> Vec<Warning> {
        self.measures
            .iter()
            .enumerate()
            .filter(|(_, it)| it.changed == 0)
            .map(|(number, it)| Warning {
                rule: "measure-without-effect".to_owned(),
                message: format!(
                    "measure {} ({}) found no source to work on",
                    number + 1,
                    it.measure.kind()
                ),
                count: None,
            })
            .collect()
    }
}

fn unknown_group(found: &str, groups: &[String], file: &Path) -> InputError {
    let names = || groups.iter().map(String::as_str);
    let expected = names().collect::<Vec<_>>().join(", ");
    let error = InputError::new(file, format!("one of the groups {expected}"))
        .field("measures.group")
        .found(found);
    match nearest(found, names()) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error,
    }
}

impl Prepared {
    fn holds(&self, source: &Found) -> bool {
        let Selection { group, names, .. } = &self.selection;
        let of_group = |group: &String| *group == source.group || *group == source.table;
        let named = |name: &String| *name == source.id || *name == source.name;
        let inside = |areas: &Vec<Polygon<f64>>| {
            let place = source.place();
            place.is_some_and(|at| areas.iter().any(|area| plane::contains(area, at)))
        };
        group.as_ref().is_none_or(of_group)
            && (names.is_empty() || names.iter().any(named))
            && self.areas.as_ref().is_none_or(inside)
    }
}
