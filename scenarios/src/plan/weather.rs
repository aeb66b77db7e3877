//! Hours of boundary layer from a KNMI file.

use std::path::Path;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use pluim_core::boundary_layer::holtslag_van_ulden::{Fluxes, Weather, fluxes, global_radiation};
use pluim_core::boundary_layer::mixing_height::{LAPSE_RATE_ALOFT, MixedLayer, mechanical};
use pluim_core::boundary_layer::similarity::dimensionless_wind;
use pluim_core::boundary_layer::solar_elevation::{Place, sine_of_elevation};
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_io::error::InputError;
use pluim_io::knmi::{self, Direction, KnmiHour, KnmiSeries, Selection};
use pluim_io::run_folder::{FileRecord, Hours, Warning};

use super::shown;
use crate::error::Result;
use crate::scenario::Meteorology;

/// Weaker winds are computed as this (m/s), about the threshold of a cup anemometer.
const LEAST_WIND: f64 = 0.5;
/// Height at which the wind no longer feels the local roughness (m).
const BLENDING_HEIGHT: f64 = 60.0;
/// Height of the wind where the station's is not known (m).
const WIND_HEIGHT: f64 = 10.0;
/// Cloud cover taken where a station does not observe it.
const USUAL_CLOUD: f64 = 0.625;

/// The hours of a run and what became of the others.
pub(super) struct Loaded {
    pub(super) hours: Vec<Hour>,
    pub(super) counts: Hours,
    pub(super) warnings: Vec<Warning>,
}

/// Reads the weather and turns every usable hour into a boundary layer.
pub(super) fn load(
    table: &Meteorology,
    file: &Path,
    inputs: &mut Vec<FileRecord>,
) -> Result<Loaded> {
    inputs.push(FileRecord::of(&table.knmi, shown(&table.knmi))?.used_as("meteorology"));
    let selection = Selection {
        station: table.station,
        ..Selection::years(table.first_year..=table.last_year)
    };
    let series = knmi::read_hours(&table.knmi, &selection)?;
    let zone = TimeZone::get(&table.time_zone).map_err(|_| {
        InputError::new(file, "a time zone such as Europe/Amsterdam")
            .field("meteorology.time_zone")
            .found(&table.time_zone)
    })?;
    let mut day = Day {
        table,
        zone,
        layer: None,
    };
    let mut loaded = Loaded {
        hours: Vec::new(),
        counts: Hours::default(),
        warnings: Vec::new(),
    };
    for hour in &series.hours {
        loaded.count(hour, day.hour(hour, &series));
    }
    loaded.counts.missing += series
        .gaps
        .iter()
        .map(|gap| gap.hours() as usize)
        .sum::<usize>();
    loaded.warn(&series);
    if loaded.hours.is_empty() {
        return Err(
            InputError::new(&table.knmi, "hours with wind, temperature and radiation")
                .found("none in the selected years")
                .into(),
        );
    }
    Ok(loaded)
}

impl Loaded {
    fn count(&mut self, observed: &KnmiHour, hour: Option<Hour>) {
        let Some(hour) = hour else {
            self.counts.missing += 1;
            return;
        };
        match observed.direction {
            Some(Direction::Calm) => self.counts.calm += 1,
            Some(Direction::Variable) => self.counts.variable += 1,
            _ => self.counts.ordinary += 1,
        }
        self.hours.push(hour);
    }

    fn warn(&mut self, series: &KnmiSeries) {
        let clouds = series
            .hours
            .iter()
            .filter(|hour| hour.cloud.is_none())
            .count();
        if clouds > 0 {
            self.warnings.push(Warning {
                rule: "cloud-cover-missing".to_owned(),
                message: format!("hours without cloud cover, computed with {USUAL_CLOUD}"),
                count: Some(clouds),
            });
        }
        if self.counts.missing > 0 {
            self.warnings.push(Warning {
                rule: "hours-missing".to_owned(),
                message: "hours without wind, temperature or radiation, left out of the mean"
                    .to_owned(),
                count: Some(self.counts.missing),
            });
        }
    }
}

/// The state that one hour hands to the next.
struct Day<'a> {
    table: &'a Meteorology,
    zone: TimeZone,
    /// The convective layer of the day so far.
    layer: Option<MixedLayer>,
}

impl Day<'_> {
    /// The boundary layer of an observed hour; none where wind, temperature or radiation lack.
    fn hour(&mut self, observed: &KnmiHour, series: &KnmiSeries) -> Option<Hour> {
        let weather = self.weather(observed, series)?;
        let fluxes = fluxes(&weather);
        let mechanical_mixing_height =
            mechanical(fluxes.friction_velocity, fluxes.monin_obukhov_length);
        let convection = self.convection(&fluxes, &weather, mechanical_mixing_height);
        Some(Hour {
            begins: self.local(observed.begins()),
            direction: self.direction(observed.direction?),
            layer: BoundaryLayer {
                friction_velocity: fluxes.friction_velocity,
                monin_obukhov_length: fluxes.monin_obukhov_length,
                convection,
                mechanical_mixing_height,
                roughness_length: weather.roughness,
                observed: Observed::default(),
                temperature: weather.temperature,
                wind: Wind {
                    speed: weather.speed,
                    height: weather.height,
                },
            },
        })
    }

    fn local(&self, utc: DateTime) -> DateTime {
        TimeZone::UTC.to_zoned(utc).map_or(utc, |instant| {
            instant.with_time_zone(self.zone.clone()).datetime()
        })
    }

    fn direction(&self, observed: Direction) -> WindDirection {
        match observed {
            Direction::Calm | Direction::Variable => WindDirection::Variable,
            Direction::From(degrees) => WindDirection::From {
                degrees,
                spread: self.table.direction_spread_degrees,
            },
        }
    }

    /// The weather over the roughness of the sources: the wind is brought up to the blending
    /// height over the station and down again over the site, under the station's stability.
    fn weather(&self, observed: &KnmiHour, series: &KnmiSeries) -> Option<Weather> {
        let station = knmi::station(series.station);
        let at_station = Weather {
            speed: observed.speed?.max(LEAST_WIND),
            height: station.map_or(WIND_HEIGHT, |station| station.wind_height),
            roughness: self.table.station_roughness_length_m,
            temperature: observed.temperature?,
            cloud: observed.cloud.map_or(USUAL_CLOUD, |cloud| cloud.fraction()),
            radiation: observed
                .radiation
                .or_else(|| self.radiation(observed, series))?,
        };
        let length = fluxes(&at_station).monin_obukhov_length;
        let roughness = self.table.roughness_length_m;
        let up = dimensionless_wind(BLENDING_HEIGHT, at_station.roughness, length)
            / dimensionless_wind(at_station.height, at_station.roughness, length);
        let down = dimensionless_wind(at_station.height, roughness, length)
            / dimensionless_wind(BLENDING_HEIGHT, roughness, length);
        let speed = (at_station.speed * up * down).max(LEAST_WIND);
        Some(Weather {
            speed,
            roughness,
            ..at_station
        })
    }

    /// Radiation from the height of the sun and cloud cover, where the station measures none.
    fn radiation(&self, observed: &KnmiHour, series: &KnmiSeries) -> Option<f64> {
        let station = knmi::station(series.station);
        let place = Place {
            latitude: self.table.latitude.or(station.map(|it| it.latitude))?,
            longitude: self.table.longitude.or(station.map(|it| it.longitude))?,
        };
        let middle = observed
            .begins()
            .saturating_add(jiff::Span::new().minutes(30));
        let sine = sine_of_elevation(middle, place);
        Some(global_radiation(sine, observed.cloud?.fraction()))
    }

    /// The convective scales of an hour with upward heat flux; the layer grows through the day
    /// and is forgotten in the evening.
    fn convection(
        &mut self,
        fluxes: &Fluxes,
        weather: &Weather,
        mechanical: f64,
    ) -> Option<Convection> {
        if fluxes.monin_obukhov_length > 0.0 {
            self.layer = None;
            return None;
        }
        let before = self
            .layer
            .unwrap_or_else(|| MixedLayer::at_sunrise(mechanical));
        let layer = before.grown(fluxes.heat, fluxes.friction_velocity, weather.temperature);
        self.layer = Some(layer);
        Some(Convection {
            velocity: layer.convective_velocity(fluxes.heat, weather.temperature),
            mixing_height: layer.depth(),
            gradient_aloft: LAPSE_RATE_ALOFT,
        })
    }
}
