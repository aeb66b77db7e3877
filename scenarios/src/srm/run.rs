//! A network scenario computed and written as a run folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pluim_core::emission::FactorTable;
use pluim_core::scheme::srm1::{RegionalWind, WindField};
use pluim_core::scheme::srm2::{
    MeteoCalibration, RoughnessClass, SectorClimate, SectorLayout, SectorStart, TroughRule,
    WindSample, roughness_conversion,
};
use pluim_io::cimlk::{
    Document, Measure, ReceptorLink, Road, read_corrections, read_measures, read_receptors,
    read_results, read_roads,
};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::{InputError, Result as Read};
use pluim_io::knmi::{Direction, KnmiHour, Selection, read_hours};
use pluim_io::partial::write_whole;
use pluim_io::run_folder::{FileRecord, Hours, RECEPTORS, Record, RunFolder, Solver, run_id};

use super::background::{Backgrounds, Maps, backgrounds_of_results};
use super::export::{ExportStamp, cimlk_results, receptor_table};
use super::network::{Network, NetworkInput, Surroundings};
use super::receptor::ReceptorYear;
use super::scenario::{SrmScenario, TroughWord, WindTable, read_srm_scenario};
use super::warning::{SrmWarning, summary};
use crate::error::Result;
use crate::run::clock::{Clock, program};

/// Name of the results in the format of the registers.
pub const RESULTS: &str = "Rekenresultaten.csv";

/// Everything that a scenario names, read.
struct Inputs {
    roads: Vec<Road>,
    receptors: Vec<ReceptorLink>,
    measures: Vec<Measure>,
    factors: FactorTable,
    backgrounds: HashMap<String, Backgrounds>,
    hours: Vec<KnmiHour>,
    files: Vec<FileRecord>,
}

/// Reads the scenario `file`, computes it and writes the run folder `out`: `receptors.csv`,
/// `Rekenresultaten.csv` for receptors with a background, and `run.json`.
///
/// # Errors
/// When an input is wrong, or the folder cannot be written or is in use.
pub fn run_scenario(file: &Path, out: &Path, command: Vec<String>) -> Result<Record> {
    let scenario = read_srm_scenario(file)?;
    let folder = RunFolder::open(out)?;
    let mut clock = Clock::start();
    let inputs = Inputs::read(&scenario)?;
    clock.lap("read");
    let surroundings = surroundings(&scenario, &inputs.hours)?;
    let input = NetworkInput {
        roads: &inputs.roads,
        receptors: &inputs.receptors,
        measures: &inputs.measures,
        factors: &inputs.factors,
        backgrounds: &inputs.backgrounds,
    };
    let network = Network::new(&input, surroundings).map_err(|error| {
        InputError::new(&scenario.network.factors, "factors that serve the network").found(error)
    })?;
    let years = network.run();
    clock.lap("compute");
    let outputs = write(&scenario, &years, folder.path())?;
    clock.lap("write");
    let mut warnings: Vec<SrmWarning> = network.warnings().to_vec();
    warnings.extend(doubts(&scenario));
    let all = years
        .iter()
        .flat_map(|year| &year.warnings)
        .chain(&warnings);
    let settings = serde_json::to_value(&scenario).unwrap_or_default();
    let record = Record {
        title: scenario.title.clone(),
        run_id: run_id(env!("CARGO_PKG_VERSION"), &settings, &inputs.files),
        program: program(),
        command,
        warnings: summary(all),
        settings,
        solver: Solver {
            rung: "direct".to_owned(),
            tolerance: 0.0,
            measured: None,
            kernels: None,
        },
        hours: hour_counts(&inputs.hours),
        inputs: inputs.files,
        times: clock.stop(),
        outputs,
        variant: None,
    };
    record.write(folder.path())?;
    Ok(record)
}

impl Inputs {
    fn read(scenario: &SrmScenario) -> Read<Self> {
        let network = &scenario.network;
        let weather = &scenario.meteorology;
        let receptors = read_receptors(&network.receptors)?.into_records();
        let measures = network.measures.as_deref().map(read_measures).transpose()?;
        let years = Selection::years(weather.first_year..=weather.last_year);
        Ok(Self {
            roads: read_roads(&network.roads)?.into_records(),
            backgrounds: backgrounds(scenario, &receptors)?,
            receptors,
            measures: measures.map(Document::into_records).unwrap_or_default(),
            factors: read_emission_factors(&network.factors)?,
            hours: read_hours(&weather.knmi, &years)?.hours,
            files: files(scenario)?,
        })
    }
}

/// Backgrounds from results, and from maps where the results lack a receptor.
fn backgrounds(
    scenario: &SrmScenario,
    receptors: &[ReceptorLink],
) -> Read<HashMap<String, Backgrounds>> {
    let files = &scenario.background;
    let mut backgrounds = match &files.results {
        Some(file) => backgrounds_of_results(read_results(file)?.records()),
        None => HashMap::new(),
    };
    let Some(maps) = &files.maps else {
        return Ok(backgrounds);
    };
    let corrections = files
        .corrections
        .as_deref()
        .map(read_corrections)
        .transpose()?;
    let corrections = corrections.map(Document::into_records).unwrap_or_default();
    let maps = Maps::read(maps, corrections)?;
    for receptor in receptors {
        if !backgrounds.contains_key(&receptor.id)
            && let Some(found) = maps.at(&receptor.id, receptor.at.0)
        {
            backgrounds.insert(receptor.id.clone(), found);
        }
    }
    Ok(backgrounds)
}

fn files(scenario: &SrmScenario) -> Read<Vec<FileRecord>> {
    let (network, background) = (&scenario.network, &scenario.background);
    let mut files: Vec<(&str, &PathBuf)> = vec![
        ("roads", &network.roads),
        ("receptors", &network.receptors),
        ("emission factors", &network.factors),
        ("meteorology", &scenario.meteorology.knmi),
    ];
    files.extend(network.measures.iter().map(|it| ("measures", it)));
    files.extend(background.results.iter().map(|it| ("background", it)));
    files.extend(background.corrections.iter().map(|it| ("corrections", it)));
    if let Some(maps) = &background.maps {
        for map in [&maps.no2, &maps.o3, &maps.pm10, &maps.pm2_5, &maps.ec] {
            files.push(("background", &map.gcn));
            files.extend(map.double_counting.iter().map(|it| ("double counting", it)));
        }
    }
    files
        .into_iter()
        .map(|(role, file)| Ok(FileRecord::of(file, file.to_string_lossy())?.used_as(role)))
        .collect()
}

fn surroundings(scenario: &SrmScenario, hours: &[KnmiHour]) -> Read<Surroundings> {
    let weather = &scenario.meteorology;
    let place = weather.roughness_length_m;
    let conversion = roughness_conversion(weather.station_roughness_length_m, place);
    Ok(Surroundings {
        wind: wind_field(scenario, hours, conversion)?,
        climate: climate(scenario, hours, conversion)?,
        roughness: RoughnessClass::of(place),
        calibration: MeteoCalibration::LocalWind,
        trough: match weather.trough {
            TroughWord::Statute => TroughRule::Statute,
            TroughWord::Aerius => TroughRule::Aerius,
        },
    })
}

fn wind_field(scenario: &SrmScenario, hours: &[KnmiHour], conversion: f64) -> Read<WindField> {
    let weather = &scenario.meteorology;
    let wind = |speed| {
        let fault = |error| InputError::new(&weather.knmi, "wind above 0 m/s").found(error);
        RegionalWind::new(speed).map_err(fault)
    };
    match weather.wind {
        Some(WindTable::Uniform(speed)) => Ok(WindField::Uniform(wind(speed)?)),
        Some(WindTable::Stations {
            schiphol,
            eindhoven,
        }) => Ok(WindField::BetweenStations {
            schiphol: wind(schiphol)?,
            eindhoven: wind(eindhoven)?,
        }),
        None => {
            let speeds: Vec<f64> = hours.iter().filter_map(|hour| hour.speed).collect();
            let mean = speeds.iter().sum::<f64>() / speeds.len().max(1) as f64;
            Ok(WindField::Uniform(wind(conversion * mean)?))
        }
    }
}

fn climate(scenario: &SrmScenario, hours: &[KnmiHour], conversion: f64) -> Read<SectorClimate> {
    let weather = &scenario.meteorology;
    let fault = |found: String| InputError::new(&weather.knmi, "hours with wind").found(found);
    let layout = SectorLayout::new(weather.sectors, SectorStart::CentredOnNorth)
        .map_err(|error| fault(error.to_string()))?;
    let samples = hours.iter().map(|hour| WindSample {
        direction: match hour.direction {
            Some(Direction::From(degrees)) => Some(degrees),
            Some(Direction::Calm | Direction::Variable) => None,
            None => Some(f64::NAN),
        },
        speed: hour.speed.map_or(f64::NAN, |speed| conversion * speed),
        ozone: Some(weather.ozone_ug_m3),
    });
    SectorClimate::from_hours(layout, samples).map_err(|error| fault(error.to_string()))
}

/// What the scenario leaves to assumptions.
fn doubts(scenario: &SrmScenario) -> Vec<SrmWarning> {
    let wind = scenario.meteorology.wind.is_none();
    let wind = wind.then_some(SrmWarning::WindFromStation);
    wind.into_iter().chain([SrmWarning::UniformOzone]).collect()
}

fn hour_counts(hours: &[KnmiHour]) -> Hours {
    let mut counts = Hours::default();
    for hour in hours {
        match (hour.speed, hour.direction) {
            (Some(_), Some(Direction::From(_))) => counts.ordinary += 1,
            (Some(_), Some(Direction::Calm)) => counts.calm += 1,
            (Some(_), Some(Direction::Variable)) => counts.variable += 1,
            _ => counts.missing += 1,
        }
    }
    counts
}

fn write(scenario: &SrmScenario, years: &[ReceptorYear], folder: &Path) -> Result<Vec<FileRecord>> {
    receptor_table(years).write(&folder.join(RECEPTORS))?;
    let mut outputs = vec![RECEPTORS];
    let covered = years.iter().filter(|year| year.background.is_some());
    let covered: Vec<ReceptorYear> = covered.cloned().collect();
    let stamp = ExportStamp {
        tool: concat!("pluim ", env!("CARGO_PKG_VERSION")).to_owned(),
        year: scenario.year,
    };
    if let (false, Ok(rows)) = (covered.is_empty(), cimlk_results(&covered, &stamp)) {
        let text = Document::new(rows).to_bytes()?;
        write_whole(&folder.join(RESULTS), &text)?;
        outputs.push(RESULTS);
    }
    let record = |name: &str| Ok(FileRecord::of(&folder.join(name), name)?);
    outputs.into_iter().map(record).collect()
}
