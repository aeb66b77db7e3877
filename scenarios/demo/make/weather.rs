//! A year of weather as an hourly file of KNMI, made up: no station measured it.
//!
//! Wind direction, wind speed, cloud and warmth each follow a normal number with a memory of a day
//! or so, bent to a distribution that is usual in the Netherlands: wind mostly from the south-west
//! and strongest there, skies mostly overcast. The sun follows its elevation and the cloud.

use std::f64::consts::{PI, TAU};
use std::fmt::Write;

use crate::random::{Memory, Random, below, quantile};

/// How often the wind comes from 010, 020, ... 360 degrees, begun at 030, where it is rare.
const ROSE: [f64; 36] = [
    1.4, 1.6, 2.2, 2.3, 2.3, 2.3, 2.2, 2.0, 1.9, 1.8, 1.7, 1.8, 2.0, 2.3, 2.7, 3.2, 3.7, 4.3, 4.9,
    5.3, 5.2, 4.8, 4.4, 4.1, 3.7, 3.2, 2.8, 2.6, 2.5, 2.4, 2.3, 2.2, 2.0, 1.8, 1.6, 1.4,
];
const ROSE_BEGINS: f64 = 30.0;
/// How often 0, 1, ... 8 octas of the sky are covered, and 9: invisible.
const OCTAS: [f64; 10] = [13.0, 8.0, 6.0, 5.0, 5.0, 5.0, 7.0, 14.0, 36.0, 1.0];
/// Northern latitude and eastern longitude (radians) and hours of the sun before UT.
const LATITUDE: f64 = 52.57 * PI / 180.0;
const EAST: f64 = 5.27 / 15.0;
const DAYS_IN_MONTH: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const HEAD: &str = "\
BRON: VERZONNEN WEER VOOR HET VOORBEELD PLUIMWIJK; GEEN WAARNEMINGEN, NIET VAN HET KNMI\r
Opmerking: gemaakt door scenarios/demo/make/weather.rs; alleen de opmaak is die van uurgegevens van het KNMI.\r
\r
SOURCE: SYNTHETIC WEATHER FOR THE PLUIMWIJK DEMO; NO OBSERVATIONS, NOT FROM KNMI\r
Comment: made by scenarios/demo/make/weather.rs; only the layout is that of KNMI's hourly data.\r
\r
YYYYMMDD  = date (YYYY=year,MM=month,DD=day)\r
HH        = hour, UT; hourly division 05 runs from 04.00 UT to 05.00 UT\r
DD        = wind direction (degrees; 360=north, 90=east, 180=south, 270=west, 0=calm, 990=variable)\r
FH        = hourly mean wind speed (0.1 m/s)\r
FF        = mean wind speed during the last 10 minutes (0.1 m/s)\r
FX        = maximum wind gust (0.1 m/s)\r
T         = temperature at 1.50 m (0.1 degrees Celsius)\r
T10N      = minimum temperature at 0.1 m (0.1 degrees Celsius)\r
TD        = dew point temperature at 1.50 m (0.1 degrees Celsius)\r
SQ        = sunshine duration (0.1 hour)\r
Q         = global radiation (J/cm2)\r
DR        = precipitation duration (0.1 hour)\r
RH        = hourly precipitation amount (0.1 mm; -1 for <0.05 mm)\r
P         = air pressure reduced to mean sea level (0.1 hPa)\r
VV        = horizontal visibility\r
N         = cloud cover (octas; 9=sky invisible)\r
U         = relative humidity at 1.50 m (%)\r
WW        = present weather code\r
IX        = indicator of the present weather code\r
M         = fog\r
R         = rainfall\r
S         = snow\r
O         = thunder\r
Y         = ice formation\r
\r
# STN,YYYYMMDD,   HH,   DD,   FH,   FF,   FX,    T, T10N,   TD,   SQ,    Q,   DR,   RH,    P,   VV,    N,    U,   WW,   IX,    M,    R,    S,    O,    Y\r
\r
";

/// The whole file.
pub(crate) fn text() -> String {
    let mut random = Random::new(2023);
    let mut state = State::new(&mut random);
    let mut text = HEAD.to_owned();
    let mut day_of_year = 0;
    for (month, days) in DAYS_IN_MONTH.into_iter().enumerate() {
        for day in 1..=days {
            for hour in 1..=24 {
                let when = (day_of_year as f64, f64::from(hour) - 0.5);
                let date = format!("2023{:02}{day:02}", month + 1);
                let _ = write!(text, "  999,{date},{hour:5},");
                state.hour(when, &mut random).write(&mut text);
            }
            day_of_year += 1;
        }
    }
    text
}

/// What the weather remembers from hour to hour.
struct State {
    direction: Memory,
    speed: Memory,
    cloud: Memory,
    warmth: Memory,
    pressure: Memory,
}

impl State {
    fn new(random: &mut Random) -> Self {
        Self {
            direction: Memory::new(32.0, random),
            speed: Memory::new(20.0, random),
            cloud: Memory::new(9.0, random),
            warmth: Memory::new(70.0, random),
            pressure: Memory::new(60.0, random),
        }
    }

    /// The weather around `hour` UT of a day, counted from 0 on 1 January.
    fn hour(&mut self, (day, hour): (f64, f64), random: &mut Random) -> Hour {
        let octas = quantile(&OCTAS, below(self.cloud.next(random))).floor();
        let cover = (octas / 8.0).min(1.0);
        let sun = sine_of_elevation(day, hour);
        let turn = quantile(&ROSE, below(self.direction.next(random)));
        let bearing = ROSE_BEGINS + 10.0 * turn;
        let speed = wind_speed(below(self.speed.next(random)), bearing, (day, hour), cover);
        let temperature = temperature((day, hour), cover) + 3.0 * self.warmth.next(random);
        let pressure = 1015.0 - 9.0 * self.pressure.next(random);
        Hour {
            direction: direction(bearing, speed, random),
            speed,
            temperature,
            dew_point: temperature
                - 0.5
                - 9.0 * (1.0 - cover) * sun.max(0.0)
                - 1.5 * random.uniform(),
            radiation: radiation(sun, cover),
            pressure,
            octas,
            rain: if cover >= 1.0 && random.uniform() < 0.17 {
                1.0 + 20.0 * random.uniform()
            } else {
                0.0
            },
        }
    }
}

/// Wind speed (m/s): a Weibull distribution of shape 2, whose scale depends on the direction, the
/// season and the hour of the day, the latter less so under cloud.
fn wind_speed(part: f64, bearing: f64, (day, hour): (f64, f64), cover: f64) -> f64 {
    let south_west = libm::cos((bearing - 235.0) * PI / 180.0);
    let winter = libm::cos((day - 15.0) / 365.0 * TAU);
    let afternoon = libm::cos((hour - 13.0) / 24.0 * TAU);
    let scale = 4.9 * (1.0 + 0.22 * south_west) * (1.0 + 0.1 * winter);
    let scale = scale * (1.0 + (0.28 - 0.16 * cover) * afternoon);
    scale * (-libm::log(1.0 - part)).sqrt()
}

/// What a vane reports: 0 when calm, 990 now and then when the wind is light, tens of degrees else.
fn direction(bearing: f64, speed: f64, random: &mut Random) -> u32 {
    if speed < 0.5 {
        return 0;
    }
    if speed < 1.5 && random.uniform() < 0.15 {
        return 990;
    }
    let tens = ((bearing + 6.0 * random.normal()) / 10.0).round() as i32;
    match tens.rem_euclid(36) {
        0 => 360,
        tens => 10 * tens.unsigned_abs(),
    }
}

/// Temperature (degrees Celsius) without the vagaries of the week.
fn temperature((day, hour): (f64, f64), cover: f64) -> f64 {
    let summer = libm::cos((day - 202.0) / 365.0 * TAU);
    let afternoon = libm::cos((hour - 14.0) / 24.0 * TAU);
    let swing = (3.2 + 2.0 * summer) * (1.0 - 0.6 * cover);
    10.8 + 7.0 * summer + swing * afternoon
}

/// Sine of the sun's elevation (1).
fn sine_of_elevation(day: f64, hour: f64) -> f64 {
    let declination = -23.44 * PI / 180.0 * libm::cos((day + 10.5) / 365.0 * TAU);
    let angle = (hour + EAST - 12.0) / 24.0 * TAU;
    libm::sin(LATITUDE) * libm::sin(declination)
        + libm::cos(LATITUDE) * libm::cos(declination) * libm::cos(angle)
}

/// Global radiation (W/m2) under a partly covered sky, after Holtslag and Van Ulden (1983), who
/// take the part that clouds leave from Kasten and Czeplak (1980).
fn radiation(sun: f64, cover: f64) -> f64 {
    let clear = (990.0 * sun - 30.0).max(0.0);
    clear * (1.0 - 0.75 * libm::pow(cover, 3.4))
}

/// One hour.
struct Hour {
    /// Degrees, 0 calm, 990 variable.
    direction: u32,
    /// m/s.
    speed: f64,
    /// Degrees Celsius.
    temperature: f64,
    /// Degrees Celsius.
    dew_point: f64,
    /// W/m2.
    radiation: f64,
    /// hPa.
    pressure: f64,
    octas: f64,
    /// 0.1 mm.
    rain: f64,
}

impl Hour {
    /// Writes the columns after date and hour.
    fn write(&self, text: &mut String) {
        let tenths = |value: f64| (10.0 * value).round() as i32;
        let speed = 10 * self.speed.round() as i32;
        let gust = 10 * (1.0 + 1.5 * self.speed).round() as i32;
        let sunshine = (10.0 * self.radiation / 400.0).min(10.0) as i32;
        let joules = (self.radiation * 0.36).round() as i32;
        let rain = self.rain.round() as i32;
        let wet = i32::from(rain > 0);
        let cells = [
            self.direction.to_string(),
            speed.to_string(),
            speed.to_string(),
            gust.to_string(),
            tenths(self.temperature).to_string(),
            String::new(),
            tenths(self.dew_point).to_string(),
            sunshine.to_string(),
            joules.to_string(),
            (6 * wet).to_string(),
            rain.to_string(),
            tenths(self.pressure).to_string(),
            String::new(),
            (self.octas as i32).to_string(),
            humidity(self.temperature, self.dew_point).to_string(),
        ];
        let marks = ["", "", "0", if wet > 0 { "1" } else { "0" }, "0", "0", "0"];
        let all: Vec<String> = cells
            .iter()
            .map(String::as_str)
            .chain(marks)
            .map(|cell| format!("{cell:>5}"))
            .collect();
        let _ = write!(text, "{}\r\n", all.join(","));
    }
}

/// Relative humidity (%) by Magnus' formula.
fn humidity(temperature: f64, dew_point: f64) -> i32 {
    let vapour = |t: f64| libm::exp(17.62 * t / (243.12 + t));
    (100.0 * vapour(dew_point) / vapour(temperature)).round() as i32
}
