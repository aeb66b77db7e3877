//! One hour of meteorology, with AERMOD's rules for calms, missing values and limits.

use pluim_core::boundary_layer::{
    Air, BoundaryLayer, Convection, FrictionMethod, Level, Observed, Surface as EnergyBalance, Wind,
};
use pluim_core::meteorology::{Hour, WindDirection};

use super::profile::{LevelRecord, Profile, ProfileRecord};
use super::surface::{ABSENT, Surface, SurfaceRecord};
use super::{Reading, Stamp};
use crate::error::{InputError, Result};

/// One hour.
#[derive(Debug, Clone, PartialEq)]
pub struct MetHour {
    /// When.
    pub stamp: Stamp,
    /// Wind speed (m/s) as written, for wind speed classes.
    pub wind_speed: f64,
    /// What can be modelled.
    pub weather: Weather,
    /// Which turbulence was observed.
    pub turbulence: Turbulence,
    /// Temperature (K), also of hours that are not modelled.
    pub temperature: Option<f64>,
    /// Precipitation (mm), also of hours that are not modelled.
    pub rain: Option<f64>,
}

/// What can be modelled of an hour.
#[derive(Debug, Clone, PartialEq)]
pub enum Weather {
    /// Everything needed is known.
    Known(Box<Hour>),
    /// No wind.
    Calm,
    /// Something needed is missing.
    Missing(Missing),
}

/// What is missing from an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Wind speed.
    WindSpeed,
    /// Wind direction.
    WindDirection,
    /// Temperature.
    Temperature,
    /// Monin-Obukhov length.
    MoninObukhovLength,
    /// Convective mixing height of an unstable hour.
    ConvectiveHeight,
    /// Mechanical mixing height.
    MechanicalHeight,
    /// Friction velocity.
    FrictionVelocity,
    /// Convective velocity scale of an unstable hour.
    ConvectiveVelocity,
}

impl Missing {
    /// What it is, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WindSpeed => "wind speed",
            Self::WindDirection => "wind direction",
            Self::Temperature => "temperature",
            Self::MoninObukhovLength => "Monin-Obukhov length",
            Self::ConvectiveHeight => "convective mixing height",
            Self::MechanicalHeight => "mechanical mixing height",
            Self::FrictionVelocity => "friction velocity",
            Self::ConvectiveVelocity => "convective velocity scale",
        }
    }
}

/// Which turbulence was observed in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turbulence {
    /// sigma_theta at some level.
    pub sigma_theta: bool,
    /// sigma_w at some level.
    pub sigma_w: bool,
}

/// Which observed turbulence to leave aside (`ME NOTURB`, `NOSA`, `NOSW` and their kin).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TurbulenceFilter {
    /// sigma_theta in stable hours.
    pub no_sigma_theta_stable: bool,
    /// sigma_theta in convective hours.
    pub no_sigma_theta_convective: bool,
    /// sigma_w in stable hours.
    pub no_sigma_w_stable: bool,
    /// sigma_w in convective hours.
    pub no_sigma_w_convective: bool,
}

/// 0 degrees Celsius (K), as AERMOD has it.
const FREEZING: f64 = 273.16;
/// The least mixing height (m).
const LEAST_HEIGHT: f64 = 1.0;
/// The largest mixing height (m).
const LARGEST_HEIGHT: f64 = 4000.0;
/// The least |L| (m).
const LEAST_LENGTH: f64 = 1.0;
/// The least potential temperature gradient above a convective layer (K/m).
const LEAST_GRADIENT: f64 = 0.005;
/// The least convective velocity scale (m/s).
const LEAST_CONVECTION: f64 = 0.001;
/// The least roughness length (m).
const LEAST_ROUGHNESS: f64 = 0.0001;
/// Pressures (hPa) below this are missing.
const LEAST_PRESSURE: f64 = 100.0;
/// Monin-Obukhov lengths below this are missing (m).
const MISSING_LENGTH: f64 = -99_990.0;

/// Joins the hours of the two files.
pub(super) fn join(
    surface: &Surface,
    profile: &Profile,
    reading: &Reading,
) -> Result<Vec<MetHour>> {
    let method = surface.header.friction_method;
    let mut hours = Vec::with_capacity(surface.records.len());
    let mut levels = profile.records.iter();
    for record in &surface.records {
        let above = levels.next();
        let above = same_hour(surface, profile, record, above)?;
        hours.push(hour(record, above, method, reading));
    }
    if let Some(above) = levels.next() {
        let rule = format!("the same hours as {}", profile.file.display());
        let error = InputError::new(&surface.file, rule);
        return Err(error.found(format!("the end of the file before hour {}", above.stamp)));
    }
    Ok(hours)
}

fn same_hour<'a>(
    surface: &Surface,
    profile: &Profile,
    record: &SurfaceRecord,
    above: Option<&'a ProfileRecord>,
) -> Result<&'a ProfileRecord> {
    let surface_file = surface.file.display();
    let rule = format!(
        "hour {}, as in line {} of {surface_file}",
        record.stamp, record.line
    );
    match above {
        Some(above) if above.stamp == record.stamp => Ok(above),
        Some(above) => {
            let error = InputError::new(&profile.file, rule).line(above.line);
            Err(error.field("date").found(above.stamp))
        }
        None => Err(InputError::new(&profile.file, rule).found("the end of the file")),
    }
}

fn hour(
    record: &SurfaceRecord,
    above: &ProfileRecord,
    method: FrictionMethod,
    reading: &Reading,
) -> MetHour {
    let levels = levels(record, above, reading);
    let turbulence = Turbulence {
        sigma_theta: levels.iter().any(has_sigma_theta),
        sigma_w: levels.iter().any(|level| level.sigma_w.is_some()),
    };
    let weather = if record.wind_speed == 0.0 {
        Weather::Calm
    } else if let Some(what) = missing(record) {
        Weather::Missing(what)
    } else {
        let observed = observed(record, levels, method, reading);
        Weather::Known(Box::new(Hour {
            begins: record.stamp.begins(),
            direction: WindDirection::From {
                degrees: rotated(record.wind_direction, reading.rotation),
                spread: 0.0,
            },
            layer: layer(record, observed),
        }))
    };
    MetHour {
        stamp: record.stamp,
        wind_speed: record.wind_speed,
        weather,
        turbulence,
        temperature: (record.temperature > 0.0).then_some(record.temperature),
        rain: (0.0..=900.0)
            .contains(&record.precipitation_rate)
            .then_some(record.precipitation_rate),
    }
}

/// Whether AERMOD takes sigma_theta of `level` for observed: one of 0 needs wind.
fn has_sigma_theta(level: &Level) -> bool {
    let windy = level.speed.is_some_and(|speed| speed > 0.0);
    level.sigma_theta.is_some_and(|sigma| sigma > 0.0 || windy)
}

/// The first thing that is missing, in the order in which AERMOD looks.
fn missing(record: &SurfaceRecord) -> Option<Missing> {
    let unstable = record.monin_obukhov_length < 0.0;
    let checks = [
        (
            record.wind_speed >= 90.0 || record.wind_speed < 0.0,
            Missing::WindSpeed,
        ),
        (
            record.wind_direction > 900.0 || record.wind_direction <= -9.0,
            Missing::WindDirection,
        ),
        (
            record.temperature > 900.0 || record.temperature <= 0.0,
            Missing::Temperature,
        ),
        (
            record.monin_obukhov_length < MISSING_LENGTH,
            Missing::MoninObukhovLength,
        ),
        (
            unstable && !(0.0..=90_000.0).contains(&record.convective_height),
            Missing::ConvectiveHeight,
        ),
        (
            !(0.0..=90_000.0).contains(&record.mechanical_height),
            Missing::MechanicalHeight,
        ),
        (
            !(0.0..9.0).contains(&record.friction_velocity),
            Missing::FrictionVelocity,
        ),
        (
            unstable && record.convective_velocity < 0.0,
            Missing::ConvectiveVelocity,
        ),
    ];
    let found = checks.into_iter().find(|(is_missing, _)| *is_missing);
    found.map(|(_, what)| what)
}

fn layer(record: &SurfaceRecord, observed: Observed) -> BoundaryLayer {
    let length = monin_obukhov_length(record);
    let height = |height: f64| height.clamp(LEAST_HEIGHT, LARGEST_HEIGHT);
    let convection = (length < 0.0).then(|| Convection {
        velocity: match record.convective_velocity == 0.0 {
            true => LEAST_CONVECTION,
            false => record.convective_velocity,
        },
        mixing_height: height(record.convective_height),
        gradient_aloft: record.gradient_aloft.max(LEAST_GRADIENT),
    });
    BoundaryLayer {
        friction_velocity: record.friction_velocity,
        monin_obukhov_length: length,
        convection,
        mechanical_mixing_height: height(record.mechanical_height),
        roughness_length: record.roughness_length.max(LEAST_ROUGHNESS),
        temperature: record.temperature,
        wind: Wind {
            speed: record.wind_speed,
            height: record.wind_height,
        },
        observed,
    }
}

/// L, kept away from 0; an L of exactly 0 takes its sign from the heat flux.
fn monin_obukhov_length(record: &SurfaceRecord) -> f64 {
    let length = record.monin_obukhov_length;
    if length.abs() >= LEAST_LENGTH {
        length
    } else if length == 0.0 {
        -LEAST_LENGTH.copysign(record.heat_flux)
    } else {
        LEAST_LENGTH.copysign(length)
    }
}

fn observed(
    record: &SurfaceRecord,
    levels: Vec<Level>,
    friction_method: FrictionMethod,
    reading: &Reading,
) -> Observed {
    let within = |value: f64, least: f64, most: f64| (least..=most).contains(&value);
    let keep = |value: f64, least: f64, most: f64| within(value, least, most).then_some(value);
    let code = record.precipitation_code;
    let cloud = record.cloud_cover;
    Observed {
        levels,
        friction_method,
        surface: EnergyBalance {
            // AERMOD knows no heat flux or Bowen ratio as missing: -999 is a flux of -999 W/m2
            sensible_heat_flux: Some(record.heat_flux),
            bowen_ratio: Some(record.bowen_ratio),
            albedo: keep(record.albedo, 0.0, 1.0),
        },
        air: Air {
            temperature_height: keep(record.temperature_height, 0.0, 900.0),
            // AERMOD knows no humidity, clouds or high pressure as missing: 999 % is saturated air
            // and 99 tenths are more than overcast
            pressure: (record.pressure >= LEAST_PRESSURE).then_some(record.pressure),
            relative_humidity: (record.relative_humidity > ABSENT)
                .then(|| record.relative_humidity.clamp(0.0, 100.0)),
            precipitation_rate: keep(record.precipitation_rate, 0.0, 900.0),
            precipitation_code: within(code, 0.0, 98.0).then_some(code as u16),
            cloud_cover: within(cloud, 0.0, 99.0).then_some(cloud as u8),
        },
        base_elevation: reading.base_elevation,
    }
}

fn levels(record: &SurfaceRecord, above: &ProfileRecord, reading: &Reading) -> Vec<Level> {
    let stable = record.monin_obukhov_length > 0.0;
    let filter = &reading.turbulence;
    let [no_theta, no_w] = match stable {
        true => [filter.no_sigma_theta_stable, filter.no_sigma_w_stable],
        false => [
            filter.no_sigma_theta_convective,
            filter.no_sigma_w_convective,
        ],
    };
    let all = above
        .levels
        .iter()
        .map(|level| level_of(level, reading.rotation));
    let filtered = all.map(|level| Level {
        sigma_theta: level.sigma_theta.filter(|_| !no_theta),
        sigma_w: level.sigma_w.filter(|_| !no_w),
        ..level
    });
    filtered.collect()
}

/// A level with AERMOD's limits of what was observed.
fn level_of(record: &LevelRecord, rotation: f64) -> Level {
    let calm = record.speed == 0.0 && record.direction == 0.0;
    let speed = (0.0..=90.0).contains(&record.speed) && !calm;
    let direction = (0.0..=900.0).contains(&record.direction) && !calm;
    let celsius = record.temperature;
    Level {
        height: record.height,
        direction: direction.then(|| rotated(record.direction, rotation)),
        speed: speed.then_some(record.speed),
        temperature: (celsius > -90.0 && celsius < 90.0).then_some(celsius + FREEZING),
        sigma_theta: (0.0..99.0)
            .contains(&record.sigma_theta)
            .then_some(record.sigma_theta),
        sigma_w: (0.0..=90.0)
            .contains(&record.sigma_w)
            .then_some(record.sigma_w),
    }
}

/// A wind direction turned back by `rotation`, in (0, 360].
fn rotated(direction: f64, rotation: f64) -> f64 {
    let north = |direction: f64| if direction == 0.0 { 360.0 } else { direction };
    let direction = north(direction);
    if rotation.abs() <= 1e-7 {
        return direction;
    }
    let turned = direction - rotation;
    if turned <= 0.0 {
        turned + 360.0
    } else {
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_360() {
        assert_eq!(rotated(0.0, 0.0), 360.0);
        assert_eq!(rotated(10.0, 20.0), 350.0);
        assert_eq!(rotated(10.0, -20.0), 30.0);
    }

    fn record() -> SurfaceRecord {
        SurfaceRecord {
            line: 2,
            stamp: Stamp::new(2017, 6, 1, 12).unwrap(),
            heat_flux: 100.0,
            friction_velocity: 0.3,
            convective_velocity: 0.5,
            gradient_aloft: 0.005,
            convective_height: 500.0,
            mechanical_height: 400.0,
            monin_obukhov_length: -50.0,
            roughness_length: 0.1,
            bowen_ratio: 1.5,
            albedo: 0.3,
            wind_speed: 4.0,
            wind_direction: 270.0,
            wind_height: 10.0,
            temperature: 290.0,
            temperature_height: 2.0,
            precipitation_code: 0.0,
            precipitation_rate: 0.0,
            relative_humidity: 70.0,
            pressure: 1010.0,
            cloud_cover: 5.0,
        }
    }

    /// AERMOD has no missing heat flux beside a known Monin-Obukhov length.
    #[test]
    fn a_heat_flux_counts_as_written() {
        let of = |heat_flux, bowen_ratio| {
            let record = SurfaceRecord {
                heat_flux,
                bowen_ratio,
                ..record()
            };
            assert_eq!(missing(&record), None);
            let method = FrictionMethod::default();
            observed(&record, Vec::new(), method, &Reading::default()).surface
        };
        let written = of(-999.0, -9.0);
        assert_eq!(written.sensible_heat_flux, Some(-999.0));
        assert_eq!(written.bowen_ratio, Some(-9.0));
    }

    #[test]
    fn a_calm_level_has_no_wind() {
        let level = LevelRecord {
            height: 10.0,
            direction: 0.0,
            speed: 0.0,
            temperature: 5.0,
            sigma_theta: 99.0,
            sigma_w: 99.0,
        };
        let level = level_of(&level, 0.0);
        assert_eq!((level.speed, level.direction), (None, None));
        assert_eq!((level.sigma_theta, level.sigma_w), (None, None));
        assert_eq!(level.temperature, Some(5.0 + FREEZING));
    }
}
