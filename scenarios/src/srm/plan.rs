//! From a network scenario to everything its run needs.

use std::path::{Path, PathBuf};

use pluim_core::emission::FactorTable;
use pluim_io::cimlk::{
    self, CimlkGml, Correction, Document, Measure, ReceptorLink, Road, read_cimlk_gml,
    read_measures, read_receptors, read_roads,
};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::{InputError, Result as Read};
use pluim_io::run_folder::{FileRecord, Hours};

use super::imaer::ImaerNetwork;
use super::network::{Network, NetworkInput};
use super::scenario::{SrmScenario, read_srm_scenario};
use super::situation::read_situation;
use super::warning::SrmWarning;
use super::weather::{Weather, hour_counts, surroundings};
use crate::background::BackgroundField;
use crate::error::Result;
use crate::plan::{SourceEmission, shown};

/// Number of the coordinate reference system of all networks: RD New.
const RD_NEW: u32 = 28992;

/// All that a run of a network needs, read and checked.
pub struct SrmPlan {
    /// The scenario file.
    pub file: PathBuf,
    /// The scenario, with every default filled in.
    pub scenario: SrmScenario,
    /// The same as JSON, with paths as the user wrote them, so that it does not name a machine.
    pub settings: serde_json::Value,
    /// Roads and receptors.
    pub network: Network,
    /// The background.
    pub background: BackgroundField,
    /// What became of the hours of weather.
    pub hours: Hours,
    /// What was read.
    pub inputs: Vec<FileRecord>,
    /// What the scenario leaves to assumptions.
    pub doubts: Vec<SrmWarning>,
}

/// The files of a network, read.
struct Files {
    roads: Vec<Road>,
    receptors: Vec<ReceptorLink>,
    measures: Vec<Measure>,
    imaer: Vec<ImaerNetwork>,
    factors: FactorTable,
    weather: Weather,
    corrections: Vec<Correction>,
    /// Kinds of features that were not read, each with their number.
    others: Vec<(String, usize)>,
}

impl SrmPlan {
    /// Reads everything that the scenario in `file` names, and computes nothing.
    ///
    /// # Errors
    /// The first fault of the input.
    pub fn read(file: &Path) -> Result<Self> {
        let (scenario, settings) = read_srm_scenario(file)?;
        let mut inputs = vec![FileRecord::of(file, shown(file))?.used_as("scenario")];
        let files = Files::read(&scenario, file, &mut inputs)?;
        let corrections = files.imaer.iter().flat_map(ImaerNetwork::corrections);
        let corrections = corrections.chain(files.corrections.iter().cloned());
        let background = BackgroundField::read(&scenario.background, (file, RD_NEW), &mut inputs)?
            .with_corrections(corrections);
        let input = NetworkInput {
            roads: &files.roads,
            receptors: &files.receptors,
            measures: &files.measures,
            imaer: &files.imaer,
            factors: &files.factors,
            background: &background,
        };
        let surroundings = surroundings(&scenario, &files.weather)?;
        let network = Network::new(&input, surroundings).map_err(|error| {
            InputError::new(file, "a network that can be computed").found(error)
        })?;
        Ok(Self {
            file: file.to_owned(),
            doubts: doubts(&scenario, &files, &background),
            settings,
            network,
            hours: hour_counts(&files.weather.main.hours),
            background,
            inputs,
            scenario,
        })
    }

    /// Checks that there is a place to compute at, which the emission of roads does without.
    ///
    /// # Errors
    /// When there are no receptors.
    pub fn check_receptors(&self) -> Result<()> {
        if self.network.receptors() > 0 {
            return Ok(());
        }
        let wanted = "receptors, or IMAER files with calculation points";
        let fault = InputError::new(&self.file, wanted);
        Err(fault.field("network.receptors").found("none").into())
    }

    /// The yearly emission of every road part, grouped by method.
    #[must_use]
    pub fn emissions(&self) -> Vec<SourceEmission> {
        let roads = self.network.roads().iter();
        roads
            .map(|road| SourceEmission {
                id: road.id.clone(),
                name: String::new(),
                group: road.method.name().to_owned(),
                yearly: road.emission.yearly.clone(),
                notes: road.emission.notes.clone(),
                uncertainty: None,
            })
            .collect()
    }
}

impl Files {
    fn read(scenario: &SrmScenario, file: &Path, inputs: &mut Vec<FileRecord>) -> Read<Self> {
        let network = &scenario.network;
        let weather = &scenario.meteorology;
        let mut note = |path: &Option<PathBuf>, role: &str| -> Read<()> {
            if let Some(path) = path {
                inputs.push(FileRecord::of(path, shown(path))?.used_as(role));
            }
            Ok(())
        };
        note(&network.roads, "roads")?;
        note(&network.receptors, "receptors")?;
        note(&network.measures, "measures")?;
        note(&network.gml, "roads")?;
        note(&Some(network.factors.clone()), "road emission factors")?;
        note(&Some(weather.knmi.clone()), "meteorology")?;
        note(&weather.knmi_inland, "meteorology")?;
        let mut files = Self {
            roads: records(network.roads.as_deref().map(read_roads))?,
            receptors: records(network.receptors.as_deref().map(read_receptors))?,
            measures: records(network.measures.as_deref().map(read_measures))?,
            imaer: read_situation(network, file, inputs)?,
            factors: read_emission_factors(&network.factors)?,
            weather: Weather::read(weather)?,
            corrections: Vec::new(),
            others: Vec::new(),
        };
        if let Some(gml) = &network.gml {
            files.add(read_cimlk_gml(gml)?);
        }
        Ok(files)
    }

    fn add(&mut self, gml: CimlkGml) {
        self.roads.extend(gml.roads);
        self.receptors.extend(gml.receptors);
        self.measures.extend(gml.measures);
        self.corrections.extend(gml.corrections);
        self.others.extend(gml.others);
    }
}

/// The records of a document that may be absent.
fn records<T: cimlk::Record>(document: Option<Read<Document<T>>>) -> Read<Vec<T>> {
    let document = document.transpose()?;
    Ok(document.map(Document::into_records).unwrap_or_default())
}

/// What the scenario leaves to assumptions, and what it names but this method does not compute.
fn doubts(scenario: &SrmScenario, files: &Files, background: &BackgroundField) -> Vec<SrmWarning> {
    let mut doubts = vec![SrmWarning::UniformOzone];
    let weather = &scenario.meteorology;
    if weather.wind.is_none() && weather.knmi_inland.is_none() {
        doubts.push(SrmWarning::WindFromStation);
    }
    let wanted = scenario.year;
    let other = background.year().filter(|year| *year != wanted);
    doubts.extend(other.map(|found| SrmWarning::BackgroundYear { found, wanted }));
    let messages = files.imaer.iter().flat_map(ImaerNetwork::not_computed);
    let others = files.others.iter();
    let others = others.map(|(kind, count)| format!("{count} {kind} not read"));
    doubts.extend(
        messages
            .chain(others)
            .map(|message| SrmWarning::NotComputed { message }),
    );
    doubts
}
