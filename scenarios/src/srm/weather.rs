//! Wind of the year for both methods.

use std::path::Path;

use geo_types::Coord;
use pluim_core::scheme::srm1::{EINDHOVEN, RegionalWind, SCHIPHOL, WindField, WindStation};
use pluim_core::scheme::srm2::{
    MeteoCalibration, RoughnessClass, SectorClimate, SectorLayout, SectorStart, TroughRule,
    roughness_conversion,
};
use pluim_io::error::{InputError, Result as Read};
use pluim_io::knmi::{Direction, KnmiHour, KnmiSeries, Selection, read_hours, station};
use pluim_io::run_folder::Hours;

use super::climate::climate_of_hours;
use super::network::Surroundings;
use super::scenario::{SrmMeteorology, SrmScenario, TroughWord, WindTable};

/// Hours of weather.
pub(super) struct Weather {
    /// The station of the wind sectors.
    pub(super) main: KnmiSeries,
    /// A second station, farther inland.
    pub(super) inland: Option<KnmiSeries>,
}

impl Weather {
    pub(super) fn read(table: &SrmMeteorology) -> Read<Self> {
        let years = Selection::years(table.first_year..=table.last_year);
        let inland = table.knmi_inland.as_ref();
        Ok(Self {
            main: read_hours(&table.knmi, &years)?,
            inland: inland.map(|file| read_hours(file, &years)).transpose()?,
        })
    }
}

pub(super) fn surroundings(scenario: &SrmScenario, hours: &Weather) -> Read<Surroundings> {
    let weather = &scenario.meteorology;
    let place = weather.roughness_length_m;
    let conversion = roughness_conversion(weather.station_roughness_length_m, place);
    Ok(Surroundings {
        wind: wind_field(scenario, hours, conversion)?,
        climate: climate(scenario, &hours.main.hours, conversion)?,
        roughness: RoughnessClass::of(place),
        calibration: MeteoCalibration::LocalWind,
        trough: match weather.trough {
            TroughWord::Statute => TroughRule::Statute,
            TroughWord::Aerius => TroughRule::Aerius,
        },
    })
}

/// The annual wind of SRM1.
fn wind_field(scenario: &SrmScenario, weather: &Weather, conversion: f64) -> Read<WindField> {
    let table = &scenario.meteorology;
    let wind = |speed| {
        let fault = |error| InputError::new(&table.knmi, "wind above 0 m/s").found(error);
        RegionalWind::new(speed).map_err(fault)
    };
    let at_station = |at, speed| {
        Ok(WindStation {
            at,
            wind: wind(speed)?,
        })
    };
    match table.wind {
        Some(WindTable::Uniform(speed)) => Ok(WindField::Uniform(wind(speed)?)),
        Some(WindTable::Stations {
            schiphol,
            eindhoven,
        }) => Ok(WindField::between(
            at_station(SCHIPHOL, schiphol)?,
            at_station(EINDHOVEN, eindhoven)?,
        )),
        None => {
            let measured = |series: &KnmiSeries| wind(conversion * mean_speed(&series.hours));
            let Some((file, second)) = table.knmi_inland.as_ref().zip(weather.inland.as_ref())
            else {
                return Ok(WindField::Uniform(measured(&weather.main)?));
            };
            let first = WindStation {
                at: place(&table.knmi, weather.main.station)?,
                wind: measured(&weather.main)?,
            };
            let second = WindStation {
                at: place(file, second.station)?,
                wind: measured(second)?,
            };
            Ok(WindField::between(first, second))
        }
    }
}

/// Where a station stands.
fn place(file: &Path, number: u32) -> Read<Coord<f64>> {
    let known = station(number).map(|it| Coord {
        x: it.rd[0],
        y: it.rd[1],
    });
    known.ok_or_else(|| {
        InputError::new(
            file,
            "a station whose place is known, to interpolate between two",
        )
        .found(number)
    })
}

/// Mean wind speed (m/s) over the hours that have one.
fn mean_speed(hours: &[KnmiHour]) -> f64 {
    let speeds = || hours.iter().filter_map(|hour| hour.speed);
    speeds().sum::<f64>() / speeds().count().max(1) as f64
}

fn climate(scenario: &SrmScenario, hours: &[KnmiHour], conversion: f64) -> Read<SectorClimate> {
    let weather = &scenario.meteorology;
    let fault = |found: String| InputError::new(&weather.knmi, "hours with wind").found(found);
    let layout = SectorLayout::new(weather.sectors, SectorStart::CentredOnNorth)
        .map_err(|error| fault(error.to_string()))?;
    climate_of_hours(layout, hours, conversion, |_| Some(weather.ozone_ug_m3))
        .map_err(|error| fault(error.to_string()))
}

pub(super) fn hour_counts(hours: &[KnmiHour]) -> Hours {
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
