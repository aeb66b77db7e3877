//! Sources from the files that a scenario names, under its measures.

mod activities;
mod found;
mod not_used;
mod profiles;
mod read;
mod standard_profiles;

use std::path::Path;

use pluim_core::emission::{FactorTable, Pollutant};
use pluim_core::meteorology::Hour;
use pluim_core::source::{Source, TimeProfile};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::InputError;
use pluim_io::run_folder::{FileRecord, UncertainGroup, Warning};

use self::profiles::Profiles;
use super::{SourceEmission, shown, uncertain_groups};
use crate::error::Result;
use crate::measures::Ready;
use crate::scenario::{Scenario, SourceTable};

pub(crate) use found::{Factor, Found, Given, RoadFactors};

/// Everything that concerns sources.
pub(super) struct Loaded {
    pub(super) groups: Vec<String>,
    pub(super) sources: Vec<Source>,
    pub(super) emissions: Vec<SourceEmission>,
    pub(super) profiles: Vec<TimeProfile>,
    pub(super) warnings: Vec<Warning>,
}

/// What reading one table of sources needs.
struct Reader<'a> {
    scenario: &'a Scenario,
    file: &'a Path,
    inputs: &'a mut Vec<FileRecord>,
    factors: Option<FactorTable>,
    measures: Ready,
    profiles: Profiles,
    warnings: Vec<Warning>,
}

/// Reads every file with sources; time profiles may follow the weather of `hours`.
pub(super) fn load(
    (scenario, file): (&Scenario, &Path),
    pollutants: &[Pollutant],
    hours: &[Hour],
    inputs: &mut Vec<FileRecord>,
) -> Result<Loaded> {
    let profiles = Profiles::of(scenario, file, hours)?;
    let measures = Ready::read(scenario, file, inputs)?;
    let tables = measures.tables(&scenario.sources, file)?;
    let mut reader = Reader {
        scenario,
        file,
        inputs,
        factors: None,
        measures,
        profiles,
        warnings: Vec::new(),
    };
    let mut loaded = Loaded {
        groups: Vec::new(),
        sources: Vec::new(),
        emissions: Vec::new(),
        profiles: Vec::new(),
        warnings: Vec::new(),
    };
    for table in &tables {
        let profile = reader.profiles.number(table, file)?;
        let first = loaded.sources.len();
        for mut source in reader.table(table)? {
            reader.measures.apply(&mut source);
            let emission = reader.emission(&source, table)?;
            let profile = reader
                .profiles
                .of_source(source.profile.as_deref(), profile);
            loaded.add(source, emission, profile, pollutants);
        }
        reader.warn_of_missing(table, &loaded.emissions[first..], pollutants);
    }
    reader.warn_of_substitutes(&loaded.emissions);
    reader.warn_of_uncertainty(&loaded.emissions);
    reader.warnings.extend(reader.measures.without_effect());
    loaded.warnings = reader.warnings;
    loaded.profiles = reader.profiles.all;
    Ok(loaded)
}

impl Loaded {
    fn add(
        &mut self,
        found: Found,
        emission: SourceEmission,
        profile: usize,
        pollutants: &[Pollutant],
    ) {
        let known = self.groups.iter().position(|known| *known == found.group);
        let group = known.unwrap_or_else(|| {
            self.groups.push(found.group.clone());
            self.groups.len() - 1
        });
        let rates = emission.yearly.grams_per_second();
        self.sources.push(Source {
            id: found.id,
            group,
            shape: found.shape,
            release: found.release,
            profile,
            rates: pollutants
                .iter()
                .map(|it| rates.get(*it).unwrap_or(0.0))
                .collect(),
        });
        self.emissions.push(emission);
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

    fn warn_of_missing(
        &mut self,
        table: &SourceTable,
        emissions: &[SourceEmission],
        pollutants: &[Pollutant],
    ) {
        for pollutant in pollutants {
            let without = emissions
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

    fn warn_of_substitutes(&mut self, emissions: &[SourceEmission]) {
        let substitutes = emissions.iter().filter(|it| !it.notes.is_empty()).count();
        if substitutes > 0 {
            self.warn(
                "emission-factor-substituted",
                "roads whose emission uses substitute factors; `pluim emissions` names them",
                substitutes,
            );
        }
    }

    /// Says that emissions are known to within a factor, which their contribution shares.
    fn warn_of_uncertainty(&mut self, emissions: &[SourceEmission]) {
        for UncertainGroup { group, factor, .. } in uncertain_groups(emissions) {
            let message = format!(
                "emission of group {group} is known to within a factor of {factor:.1}, and so is \
                 its contribution"
            );
            let sources = emissions.iter().filter(|it| it.group == group);
            let count = sources.filter(|it| it.uncertainty > Some(1.0)).count();
            self.warn("emission-uncertain", &message, count);
        }
    }

    fn note_input(&mut self, path: &Path, role: &str) -> Result<()> {
        self.inputs
            .push(FileRecord::of(path, shown(path))?.used_as(role));
        Ok(())
    }

    /// Reads the factors of road traffic where that has not been done.
    fn need_factors(&mut self) -> Result<()> {
        if self.factors.is_some() {
            return Ok(());
        }
        let path = self.scenario.factors.roads.clone().ok_or_else(|| {
            InputError::new(
                self.file,
                "a file with road emission factors, for sources given as traffic",
            )
            .field("factors.roads")
            .found("none")
        })?;
        self.note_input(&path, "road emission factors")?;
        self.factors = Some(read_emission_factors(&path)?);
        Ok(())
    }

    fn emission(&mut self, source: &Found, table: &SourceTable) -> Result<SourceEmission> {
        let instead = self.measures.factors().is_some();
        let needed = source.needs_factors(instead);
        if needed {
            self.need_factors()?;
        }
        let factors = self.factors.as_ref().filter(|_| needed);
        let factors = factors.map(|base| RoadFactors {
            base,
            instead: self.measures.factors(),
        });
        let (yearly, notes) = source.yearly(factors).map_err(|fault| {
            let path = table.path().unwrap_or(self.file);
            let error = InputError::new(path, "traffic for which there are emission factors")
                .record(&source.id)
                .found(fault);
            source.line.into_iter().fold(error, InputError::line)
        })?;
        Ok(SourceEmission {
            id: source.id.clone(),
            name: source.name.clone(),
            group: source.group.clone(),
            yearly,
            notes,
            uncertainty: source.uncertainty,
        })
    }
}
