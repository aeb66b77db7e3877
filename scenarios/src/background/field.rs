//! The background at receptors and places.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_io::background::{BackgroundGrid, ReceptorBackgrounds};
use pluim_io::cimlk::{
    Background, Correction, Document, ReceptorResult, Substance, read_corrections, read_results,
};
use pluim_io::error::{InputError, Result};
use pluim_io::run_folder::FileRecord;

use super::table::{BackgroundMap, BackgroundTable};

/// The pollutants of which results hold a background.
const IN_RESULTS: [Pollutant; 5] = [
    Pollutant::No2,
    Pollutant::O3,
    Pollutant::Pm10,
    Pollutant::Pm2_5,
    Pollutant::Ec,
];

/// The background of a scenario, held in memory (ug/m3, annual means).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BackgroundField {
    receptors: ReceptorBackgrounds,
    year: Option<i32>,
    maps: BTreeMap<Pollutant, Map>,
    corrections: Vec<Correction>,
}

#[derive(Debug, Clone, PartialEq)]
struct Map {
    gcn: BackgroundGrid,
    double_counting: Option<BackgroundGrid>,
}

impl BackgroundField {
    /// Reads all that `table` of the scenario `file` names, and notes it among the `inputs`. Maps
    /// that name their coordinate reference system must be in that of number `epsg`.
    ///
    /// # Errors
    /// When a file cannot be read, a map has no such pollutant or is in another system, or results
    /// hold several years of which none is chosen.
    pub fn read(
        table: &BackgroundTable,
        (file, epsg): (&Path, u32),
        inputs: &mut Vec<FileRecord>,
    ) -> Result<Self> {
        let mut field = Self::default();
        if let Some(results) = &table.results {
            inputs.push(record(results, "background")?);
            let document = read_results(results)?;
            let year = year_of(results, &document, table.year)?;
            field.receptors = ReceptorBackgrounds::of(document.records(), year);
            field.year = Some(year);
        }
        for (name, map) in &table.maps {
            let pollutant = pollutant(name, file)?;
            let map = Map::read(map, epsg, inputs)?;
            field.maps.insert(pollutant, map);
        }
        if let Some(corrections) = &table.corrections {
            inputs.push(record(corrections, "corrections")?);
            field.corrections = read_corrections(corrections)?.into_records();
        }
        Ok(field)
    }

    /// The same with further corrections on the maps.
    #[must_use]
    pub fn with_corrections(mut self, corrections: impl IntoIterator<Item = Correction>) -> Self {
        self.corrections.extend(corrections);
        self
    }

    /// The background of `pollutant` at a receptor; `None` where neither results nor a map have
    /// a value.
    #[must_use]
    pub fn at_receptor(
        &self,
        receptor: &str,
        at: Coord<f64>,
        pollutant: Pollutant,
    ) -> Option<Background> {
        let of_results = self.receptors.get(receptor, pollutant);
        of_results.or_else(|| self.of_map(Some(receptor), at, pollutant))
    }

    /// The background of `pollutant` (ug/m3) at a place that is no receptor; `None` where no map
    /// has a value.
    #[must_use]
    pub fn at_place(&self, at: Coord<f64>, pollutant: Pollutant) -> Option<f64> {
        self.of_map(None, at, pollutant)
            .map(|background| background.concentration)
    }

    /// Whether there is a map of `pollutant`.
    #[must_use]
    pub fn has_map(&self, pollutant: Pollutant) -> bool {
        self.maps.contains_key(&pollutant)
    }

    /// Whether there is a background of `pollutant`, wherever.
    #[must_use]
    pub fn knows(&self, pollutant: Pollutant) -> bool {
        let in_results = !self.receptors.is_empty() && IN_RESULTS.contains(&pollutant);
        in_results || self.has_map(pollutant)
    }

    /// Whether the background at a receptor comes from a map whose correction for double counting
    /// has no value there.
    #[must_use]
    pub fn uncorrected(&self, receptor: &str, at: Coord<f64>, pollutant: Pollutant) -> bool {
        let of_map = self.receptors.get(receptor, pollutant).is_none();
        let lacks = |map: &Map| {
            let double = map.double_counting.as_ref();
            let lacking = double.is_some_and(|grid| grid.value_at(at).is_none());
            lacking && map.gcn.value_at(at).is_some()
        };
        of_map && self.maps.get(&pollutant).is_some_and(lacks)
    }

    /// The year for which the results hold from which backgrounds are taken.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// GCN plus own corrections plus double counting, which is 0 where its map has no value.
    fn of_map(
        &self,
        receptor: Option<&str>,
        at: Coord<f64>,
        pollutant: Pollutant,
    ) -> Option<Background> {
        let map = self.maps.get(&pollutant)?;
        let gcn = map.gcn.value_at(at)?;
        let own = self.own(receptor, at, pollutant);
        let double = map.double_counting.as_ref();
        let double = double.map(|grid| grid.value_at(at).unwrap_or(0.0));
        Some(Background {
            concentration: gcn + own + double.unwrap_or(0.0),
            gcn: Some(gcn),
            double_counting: double,
            gcn_and_own_correction: Some(gcn + own),
        })
    }

    /// The authority's own corrections.
    fn own(&self, receptor: Option<&str>, at: Coord<f64>, pollutant: Pollutant) -> f64 {
        let substance = Substance::of(pollutant);
        self.corrections
            .iter()
            .filter(|it| Some(it.substance) == substance && it.works_on(receptor, at))
            .map(|it| it.correction)
            .sum()
    }
}

impl Map {
    fn read(files: &BackgroundMap, epsg: u32, inputs: &mut Vec<FileRecord>) -> Result<Self> {
        inputs.push(record(&files.gcn, "background")?);
        let double = files.double_counting.as_ref();
        if let Some(file) = double {
            inputs.push(record(file, "double counting")?);
        }
        let gcn = BackgroundGrid::read(&files.gcn, epsg)?;
        let fault = InputError::new(&files.gcn, "concentrations of 0 or more");
        match gcn.least() {
            Some((least, at)) if least < 0.0 => {
                return Err(fault.found(format!("{least} at {} {}", at.x, at.y)));
            }
            None => return Err(fault.found("no value in any cell")),
            Some(_) => {}
        }
        Ok(Self {
            gcn,
            double_counting: double
                .map(|file| BackgroundGrid::read(file, epsg))
                .transpose()?,
        })
    }
}

fn record(file: &Path, role: &str) -> Result<FileRecord> {
    Ok(FileRecord::of(file, crate::plan::shown(file))?.used_as(role))
}

fn pollutant(name: &str, file: &Path) -> Result<Pollutant> {
    let names = || Pollutant::ALL.into_iter().map(Pollutant::name);
    Pollutant::named(name).ok_or_else(|| {
        let error = InputError::unknown(file, name, names());
        error.field("background.maps")
    })
}

/// The year whose rows count: the one asked for, or the only one.
fn year_of(file: &Path, results: &Document<ReceptorResult>, asked: Option<i32>) -> Result<i32> {
    let years: BTreeSet<i32> = results.records().map(|result| result.year).collect();
    let fault = |expected: String| {
        let found: Vec<String> = years.iter().map(ToString::to_string).collect();
        let found = found.join(", ");
        InputError::new(file, expected)
            .field("rekenjaar")
            .found(if found.is_empty() { "no rows" } else { &found })
            .hint("choose one with the key year of [background]")
    };
    match (asked, years.first()) {
        (Some(year), _) if years.contains(&year) => Ok(year),
        (Some(year), _) => Err(fault(format!("results of {year}"))),
        (None, Some(year)) if years.len() == 1 => Ok(*year),
        _ => Err(fault("results of one year".to_owned())),
    }
}
