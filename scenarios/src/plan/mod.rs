//! From a scenario to everything a run needs: sources, hours, receptors and raster in memory.

mod again;
mod background;
mod chemistry;
mod emission;
mod receptors;
mod sources;
mod weather;

use std::path::{Path, PathBuf};

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::grid::{Grid, GridError};
use pluim_core::meteorology::Hour;
use pluim_core::scheme::Scheme;
use pluim_core::scheme::pbl::{NearSurface, Pbl, Surroundings, Urban};
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::{Case, Channels};
use pluim_core::source::{Source, TimeProfile};
use pluim_core::statistics::statistic::Statistic;
use pluim_io::error::InputError;
use pluim_io::run_folder::{FileRecord, Hours, Warning};

use crate::background::BackgroundField;
use crate::error::{Result, in_scenario};
use crate::scenario::{
    GridTable, NearSurfaceChoice, PblTable, Scenario, SchemeChoice, Solver, UrbanTable,
    read_scenario,
};

pub use chemistry::No2;
pub use emission::SourceEmission;
pub(crate) use emission::uncertain_groups;
pub use receptors::Receptor;
pub(crate) use sources::{Factor, Found};

/// All that a run needs, read and checked.
pub struct Plan {
    /// The scenario file.
    pub file: PathBuf,
    /// Name of the variant; none for the scenario itself.
    pub variant: Option<String>,
    /// The scenario, with every default filled in.
    pub scenario: Scenario,
    /// The same as JSON, with paths as the user wrote them, so that it does not name a machine.
    pub settings: serde_json::Value,
    /// Names of the source groups, by number.
    pub groups: Vec<String>,
    /// Pollutants, in the order asked for.
    pub pollutants: Vec<Pollutant>,
    /// The statistics, without the mean, in the order asked for.
    pub statistics: Vec<Statistic>,
    /// The sources.
    pub sources: Vec<Source>,
    /// The yearly emission of every source of every pollutant its file gives.
    pub emissions: Vec<SourceEmission>,
    /// The dispersion scheme.
    pub scheme: Box<dyn Scheme + Send>,
    /// Time profiles, by number.
    pub profiles: Vec<TimeProfile>,
    /// The hours that can be computed.
    pub hours: Vec<Hour>,
    /// What became of all hours.
    pub hour_counts: Hours,
    /// The raster, if one is wanted.
    pub grid: Option<Grid>,
    /// The receptors, if any are wanted.
    pub receptors: Vec<Receptor>,
    /// The background.
    pub background: BackgroundField,
    /// What was read.
    pub inputs: Vec<FileRecord>,
    /// How NO2 follows from NOx.
    pub chemistry: No2,
    /// Doubts about the input.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// Reads everything that the scenario in `file` names, and computes nothing.
    ///
    /// # Errors
    /// The first fault of the input.
    pub fn read(file: &Path) -> Result<Self> {
        let (scenario, settings) = read_scenario(file, None)?;
        Self::of(scenario, settings, file)
    }

    /// Reads a variant of the scenario in `file`. Its raster is that of the scenario, so that their
    /// cells can be compared.
    ///
    /// # Errors
    /// The first fault of the input.
    pub fn read_variant(file: &Path, name: &str) -> Result<Self> {
        let (scenario, settings) = read_scenario(file, Some(name))?;
        let around_sources = scenario.grid.as_ref().is_some_and(|it| it.extent.is_none());
        let mut plan = Self {
            variant: Some(name.to_owned()),
            ..Self::of(scenario, settings, file)?
        };
        if around_sources {
            plan.grid = Self::read(file)?.grid;
        }
        Ok(plan)
    }

    /// The part of the map that the raster is to cover, `[west, south, east, north]` (m), before it
    /// is put on whole cells; none where there is no raster.
    pub(crate) fn domain(&self) -> Option<[f64; 4]> {
        let table = self.scenario.grid.as_ref()?;
        let around_sources = || around(&self.sources, table.margin_m);
        Some(table.extent.unwrap_or_else(around_sources))
    }

    /// Puts the plan on another raster, and says so in its settings.
    ///
    /// # Errors
    /// When the raster cannot be made.
    pub(crate) fn put_on(&mut self, table: GridTable) -> Result<()> {
        self.grid = Some(grid(&table, &self.sources, &self.file)?);
        self.settings["grid"] = serde_json::json!(table);
        self.scenario.grid = Some(table);
        Ok(())
    }

    /// Leaves out the statistics that need hours, and tells which.
    pub(crate) fn means_alone(&mut self) -> Vec<Statistic> {
        let mean = vec![Statistic::Mean.to_string()];
        self.settings["output"]["statistics"] = serde_json::json!(mean);
        self.scenario.output.statistics = mean;
        std::mem::take(&mut self.statistics)
    }

    /// Reads everything that `scenario` names; it stands in `file`, and `settings` is the same with
    /// paths as the user wrote them.
    pub(crate) fn of(scenario: Scenario, settings: serde_json::Value, file: &Path) -> Result<Self> {
        let mut inputs = vec![FileRecord::of(file, shown(file))?.used_as("scenario")];
        let pollutants = pollutants(&scenario, file)?;
        let statistics = statistics(&scenario, file)?;
        let weather = weather::load(&scenario.meteorology, file, &mut inputs)?;
        let loaded = sources::load((&scenario, file), &pollutants, &weather.hours, &mut inputs)?;
        let receptors = receptors::load((&scenario, file), &mut inputs)?;
        let grid = match &scenario.grid {
            Some(table) => Some(grid(table, &loaded.sources, file)?),
            None => None,
        };
        let background =
            BackgroundField::read(&scenario.background, (file, scenario.epsg), &mut inputs)?;
        let chemistry =
            chemistry::load((&scenario, file), &pollutants, &weather.hours, &mut inputs)?;
        let doubts = background::Wanted {
            scenario: &scenario,
            file,
            pollutants: &pollutants,
            receptors: &receptors,
            grid: grid.as_ref(),
        }
        .check(&background)?;
        let plan = Self {
            file: file.to_owned(),
            variant: None,
            settings,
            groups: loaded.groups,
            pollutants,
            statistics,
            sources: loaded.sources,
            emissions: loaded.emissions,
            scheme: scheme(&scenario.solver),
            profiles: loaded.profiles,
            hours: weather.hours,
            hour_counts: weather.counts,
            grid,
            receptors,
            background,
            inputs,
            warnings: [
                loaded.warnings,
                weather.warnings,
                doubts,
                chemistry.warnings,
            ]
            .concat(),
            chemistry: chemistry.no2,
            scenario,
        };
        plan.case()
            .check()
            .map_err(|error| in_scenario(file, &error))?;
        Ok(plan)
    }

    /// The case to solve.
    #[must_use]
    pub fn case(&self) -> Case<'_> {
        Case {
            scheme: self.scheme.as_ref(),
            hours: &self.hours,
            sources: &self.sources,
            profiles: &self.profiles,
            receptor_height: self.scenario.solver.receptor_height_m,
            channels: self.channels(),
        }
    }

    /// The fields that are kept apart.
    #[must_use]
    pub fn channels(&self) -> Channels {
        Channels {
            pollutants: self.pollutants.len(),
            groups: self.groups.len(),
        }
    }
}

fn scheme(solver: &Solver) -> Box<dyn Scheme + Send> {
    match solver.scheme {
        SchemeChoice::SurfaceLayer => Box::new(SurfaceLayer),
        SchemeChoice::Pbl => Box::new(pbl(solver.pbl.unwrap_or_default())),
    }
}

fn pbl(table: PblTable) -> Pbl {
    let city = |city: UrbanTable| {
        Surroundings::Urban(Urban {
            population: city.population,
            roughness_length: city.roughness_length_m,
            ..Urban::default()
        })
    };
    Pbl {
        surroundings: table.urban.map_or(Surroundings::Rural, city),
        near_surface: match table.near_surface {
            NearSurfaceChoice::Original => NearSurface::Original,
            NearSurfaceChoice::Venkatram2013 => NearSurface::Venkatram2013,
        },
        ..Pbl::default()
    }
}

/// A path as records show it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn pollutants(scenario: &Scenario, file: &Path) -> Result<Vec<Pollutant>> {
    let names = || Pollutant::ALL.into_iter().map(Pollutant::name);
    scenario
        .output
        .pollutants
        .iter()
        .map(|name| {
            Pollutant::named(name).ok_or_else(|| {
                let expected = names().collect::<Vec<_>>().join(", ");
                let error = InputError::new(file, format!("one of {expected}"))
                    .field("output.pollutants")
                    .found(name);
                match pluim_io::error::nearest(name, names()) {
                    Some(near) => error.hint(format!("did you mean {near}?")).into(),
                    None => error.into(),
                }
            })
        })
        .collect()
}

fn statistics(scenario: &Scenario, file: &Path) -> Result<Vec<Statistic>> {
    let mut statistics = Vec::new();
    for name in &scenario.output.statistics {
        let statistic: Statistic = name.parse().map_err(|_| {
            let error = InputError::new(
                file,
                "mean, p98, p99_9, max_1h, hours_over_N or days_over_N",
            )
            .field("output.statistics")
            .found(name);
            let known = [
                "mean",
                "p98",
                "p99_9",
                "max_1h",
                "hours_over_200",
                "days_over_50",
            ];
            match pluim_io::error::nearest(name, known) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error,
            }
        })?;
        if statistic.needs_hours() && !statistics.contains(&statistic) {
            statistics.push(statistic);
        }
    }
    Ok(statistics)
}

fn grid(table: &GridTable, sources: &[Source], file: &Path) -> Result<Grid> {
    let fault = |expected: &str| InputError::new(file, expected).field("grid");
    let all = around(sources, table.margin_m);
    let extent = match table.extent {
        Some(extent) => checked(extent, all, &fault)?,
        None if sources.is_empty() => {
            let fault = fault("an extent, or a source around which the raster is laid");
            return Err(fault.found("neither").into());
        }
        None => all,
    };
    let grid = Grid::covering(extent, table.cell_m).map_err(|error| match error {
        GridError::Cell(found) => fault("a cell size above 0").found(found),
        GridError::Extent(found) => {
            fault("[west, south, east, north] with west < east and south < north")
                .found(format!("{found:?}"))
        }
        GridError::TooLarge {
            columns,
            rows,
            limit,
        } => {
            let gigabytes = columns * rows * 4e-9;
            fault(&format!("at most {limit} cells"))
                .found(format!("{columns} x {rows}, {gigabytes:.0} GB a raster"))
                .hint("take larger cells or a smaller extent")
        }
    })?;
    Ok(grid)
}

/// A raster farther from all sources than this (m) is laid there by mistake.
const FARTHEST: f64 = 100_000.0;

/// An extent that a user gave, if it can be where the sources lie, within `all`.
fn checked(
    extent: [f64; 4],
    all: [f64; 4],
    fault: &dyn Fn(&str) -> InputError,
) -> Result<[f64; 4]> {
    let [west, south, east, north] = extent;
    let told = || format!("{extent:?}");
    if west.abs().max(east.abs()) <= 180.0 && south.abs().max(north.abs()) <= 90.0 {
        let fault = fault("an extent in metres").found(told());
        return Err(fault.hint("these look like degrees").into());
    }
    let apart = [all[0] - east, west - all[2], all[1] - north, south - all[3]];
    if apart.into_iter().fold(0.0, f64::max) > FARTHEST && all[0] <= all[2] {
        let fault = fault("an extent within 100 km of the sources").found(told());
        return Err(fault.hint(format!("they lie within {all:?}")).into());
    }
    Ok(extent)
}

fn around(sources: &[Source], margin: f64) -> [f64; 4] {
    let vertices = sources.iter().flat_map(|source| source.shape.vertices());
    let [west, south, east, north] = extent_of(vertices);
    [west - margin, south - margin, east + margin, north + margin]
}

/// `[west, south, east, north]` of some places (m); the wrong way round where there are none.
pub(crate) fn extent_of(places: impl Iterator<Item = Coord<f64>>) -> [f64; 4] {
    let none = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    places.fold(none, |[west, south, east, north], at| {
        [
            west.min(at.x),
            south.min(at.y),
            east.max(at.x),
            north.max(at.y),
        ]
    })
}
