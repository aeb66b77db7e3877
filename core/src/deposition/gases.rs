//! Dry deposition of gases (Wesely 1989; Wesely, Doskey and Shannon 2002).

use super::{aerodynamic_resistance, kinematic_viscosity, pressure};
use crate::boundary_layer::{BoundaryLayer, VON_KARMAN};

/// Diffusivity of water vapour (m2/s).
const WATER_VAPOUR: f64 = 0.219e-4;
/// A resistance (s/m) that stands for none at all getting through.
const BLOCKED: f64 = 1e7;
/// Constants of the solar irradiance (Holtslag and van Ulden 1983).
const LONG_WAVE: f64 = 5.31e-13;
const STEFAN_BOLTZMANN: f64 = 5.67e-8;
const CLOUDS: f64 = 60.0;
/// Surface heating coefficient c_3.
const HEATING: f64 = 1.12;

/// A depositing gas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gas {
    /// Diffusivity in air (m2/s), above 0.
    pub diffusivity: f64,
    /// Henry's law constant (Pa m3/mol), above 0.
    pub henry: f64,
    /// Cuticular resistance of individual leaves (s/m), above 0.
    pub cuticular_resistance: f64,
    /// Pollutant reactivity f_o: 1 for ozone, 0.1 for nitrogen dioxide, 0 for most.
    pub reactivity: f64,
}

/// Land use, in Wesely's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LandUse {
    /// Urban land with no vegetation.
    Urban,
    /// Agricultural land.
    Agricultural,
    /// Rangeland.
    Range,
    /// Forest.
    Forest,
    /// Suburban areas, grassy.
    SuburbanGrass,
    /// Suburban areas, forested.
    SuburbanForest,
    /// Bodies of water.
    Water,
    /// Barren land, mostly desert.
    Barren,
    /// Non-forested wetlands.
    Wetland,
}

/// State of the vegetation, in Wesely's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// Midsummer with lush vegetation.
    Summer,
    /// Autumn with unharvested cropland.
    Autumn,
    /// Late autumn after frost, or winter without snow.
    LateAutumn,
    /// Winter with snow on the ground.
    Winter,
    /// Transitional spring with partial green or short annuals.
    Spring,
}

/// Where and when a gas deposits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GasSurroundings {
    /// Land use.
    pub land_use: LandUse,
    /// State of the vegetation.
    pub season: Season,
    /// Leaf area in autumn and spring as a part of that in summer (-), defaults 0.5 and 0.25.
    pub leaf_area: [f64; 2],
    /// Availability of soil moisture f_2 (-), from 0.01 to 1.
    pub soil_moisture: f64,
    /// Hour of the day at its end, from 1 to 24: dew forms at night.
    pub hour: u8,
    /// Precipitation (mm/h) of this and the two preceding hours together.
    pub rain: f64,
    /// Temperature of the gas's air (K), by which it diffuses, leaves open and the ground freezes.
    /// AERMOD takes that at the top of the stack; sunlight goes by the layer's.
    pub temperature: f64,
    /// Saturation vapour pressure (kPa), by which humidity goes: [`saturation_pressure`] of the layer.
    pub saturation_pressure: f64,
}

/// Resistances (s/m): stomatal, cuticular for SO2 and ozone, in-canopy, ground for SO2 and ozone.
struct Resistances {
    stomatal: f64,
    cuticle: [f64; 2],
    canopy: f64,
    ground: [f64; 2],
}

/// Wesely's table, a row a land use, a block a season.
const TABLE: [[[f64; 9]; 6]; 5] = [
    [
        [1e7, 60.0, 120.0, 100.0, 200.0, 150.0, 1e7, 1e7, 80.0],
        [
            1e7, 2000.0, 2000.0, 2000.0, 2000.0, 2000.0, 1e7, 1e7, 2500.0,
        ],
        [
            1e7, 1000.0, 1000.0, 1000.0, 2000.0, 2000.0, 1e7, 1e7, 1000.0,
        ],
        [100.0, 200.0, 100.0, 2000.0, 100.0, 1500.0, 0.0, 0.0, 300.0],
        [400.0, 150.0, 350.0, 300.0, 500.0, 450.0, 0.0, 1000.0, 0.0],
        [
            300.0, 150.0, 200.0, 200.0, 300.0, 300.0, 2000.0, 400.0, 1000.0,
        ],
    ],
    [
        [1e7, 1e7, 1e7, 350.0, 1e7, 700.0, 1e7, 1e7, 1e7],
        [
            1e7, 6500.0, 6500.0, 3000.0, 2000.0, 2000.0, 1e7, 1e7, 6500.0,
        ],
        [1e7, 400.0, 300.0, 500.0, 600.0, 1000.0, 1e7, 1e7, 300.0],
        [100.0, 150.0, 100.0, 1700.0, 100.0, 1200.0, 0.0, 0.0, 200.0],
        [400.0, 200.0, 350.0, 300.0, 500.0, 450.0, 0.0, 1000.0, 0.0],
        [
            300.0, 150.0, 200.0, 200.0, 300.0, 300.0, 2000.0, 400.0, 800.0,
        ],
    ],
    [
        [1e7, 1e7, 1e7, 500.0, 1e7, 1000.0, 1e7, 1e7, 1e7],
        [1e7, 1e7, 9000.0, 6000.0, 2000.0, 2000.0, 1e7, 1e7, 9000.0],
        [1e7, 1e7, 400.0, 600.0, 800.0, 1600.0, 1e7, 1e7, 800.0],
        [100.0, 0.0, 100.0, 1500.0, 100.0, 1000.0, 0.0, 0.0, 100.0],
        [400.0, 150.0, 350.0, 300.0, 500.0, 450.0, 0.0, 0.0, 1000.0],
        [
            300.0, 150.0, 200.0, 200.0, 300.0, 300.0, 2000.0, 400.0, 1000.0,
        ],
    ],
    [
        [1e7, 1e7, 1e7, 800.0, 1e7, 1600.0, 1e7, 1e7, 1e7],
        [1e7, 1e7, 1e7, 400.0, 1e7, 800.0, 1e7, 1e7, 9000.0],
        [1e7, 2000.0, 1000.0, 600.0, 2000.0, 1200.0, 1e7, 1e7, 800.0],
        [100.0, 0.0, 10.0, 1500.0, 100.0, 1000.0, 0.0, 0.0, 50.0],
        [100.0, 100.0, 100.0, 100.0, 200.0, 200.0, 0.0, 1000.0, 100.0],
        [
            600.0, 3500.0, 3500.0, 3500.0, 500.0, 500.0, 2000.0, 400.0, 3500.0,
        ],
    ],
    [
        [1e7, 100.0, 120.0, 100.0, 200.0, 150.0, 1e7, 1e7, 80.0],
        [
            1e7, 2000.0, 2000.0, 1500.0, 2000.0, 2000.0, 1e7, 1e7, 2000.0,
        ],
        [1e7, 1000.0, 250.0, 350.0, 500.0, 700.0, 1e7, 1e7, 300.0],
        [100.0, 50.0, 80.0, 1500.0, 100.0, 1000.0, 0.0, 0.0, 200.0],
        [500.0, 150.0, 350.0, 300.0, 500.0, 450.0, 0.0, 1000.0, 0.0],
        [
            300.0, 150.0, 200.0, 200.0, 300.0, 300.0, 2000.0, 400.0, 1000.0,
        ],
    ],
];
/// Stability factor of leaf area by land use.
const LEAF_FACTOR: [f64; 9] = [1e-5, 6.0, 5.0, 7.0, 3.0, 4.0, 1e-5, 1e-5, 3.0];

/// Dry deposition velocity (m/s): v_d = 1 / (R_a + R_b + R_c).
#[must_use]
pub fn gas_velocity(gas: &Gas, place: &GasSurroundings, layer: &BoundaryLayer) -> f64 {
    let dew = dew_forms(place, layer);
    let across = aerodynamic_resistance(layer);
    let across = if dew && !snow_covered(place, layer) {
        across.max(1000.0)
    } else {
        across
    };
    let viscosity = kinematic_viscosity(layer, place.temperature);
    let schmidt = viscosity / gas.diffusivity;
    let film = 2.2 * schmidt.powf(2.0 / 3.0) / (VON_KARMAN * layer.friction_velocity);
    1.0 / (across + film + surface_resistance(gas, place, layer, dew))
}

/// R_c (s/m): leaves and ground in parallel.
fn surface_resistance(gas: &Gas, place: &GasSurroundings, layer: &BoundaryLayer, dew: bool) -> f64 {
    let table = wetted(Resistances::of(place), place, layer, dew);
    let freeze = 1000.0 * (-(place.temperature - 269.2)).exp();
    let leaf_area = leaf_area(place);
    let leaves = stomata(gas, place, layer, &table) + mesophyll(gas);
    let cuticle = cuticle(gas, place, &table, freeze);
    let ground = 0.3 * table.canopy / layer.friction_velocity + ground(gas, &table, freeze);
    1.0 / (leaf_area / leaves + leaf_area / cuticle + 1.0 / ground)
}

impl Resistances {
    fn of(place: &GasSurroundings) -> Self {
        let block = &TABLE[place.season as usize];
        let of = |row: usize| block[row][place.land_use as usize];
        Self {
            stomatal: of(0),
            cuticle: [of(1), of(2)],
            canopy: of(3),
            ground: [of(4), of(5)],
        }
    }
}

/// The resistances of a surface wetted by rain or dew.
fn wetted(
    dry: Resistances,
    place: &GasSurroundings,
    layer: &BoundaryLayer,
    dew: bool,
) -> Resistances {
    if snow_covered(place, layer) || !(dew || place.rain > 0.0) {
        return dry;
    }
    Resistances {
        cuticle: [50.0, 0.75 * dry.cuticle[1]],
        ground: [50.0, dry.ground[1]],
        ..dry
    }
}

fn snow_covered(place: &GasSurroundings, layer: &BoundaryLayer) -> bool {
    let frozen = layer
        .observed
        .air
        .precipitation_code
        .is_some_and(|code| code > 18);
    place.season == Season::Winter && frozen && place.temperature < 273.16
}

/// Whether dew forms: at night, where u* is too small for the humidity deficit (Wesely et al.
/// 1990).
fn dew_forms(place: &GasSurroundings, layer: &BoundaryLayer) -> bool {
    let night = !(8..=19).contains(&place.hour);
    let clouds = layer.observed.air.cloud_cover.unwrap_or(5);
    let readiness = match clouds {
        0..=2 => 0.45,
        3..=7 => 0.30,
        _ => 0.15,
    };
    night && layer.friction_velocity < readiness / humidity_deficit(place, layer)
}

/// Saturation vapour pressure (kPa) at a temperature (K).
///
/// ```
/// use pluim_core::deposition::saturation_pressure;
/// assert!((saturation_pressure(298.15) - 3.2143).abs() < 1e-4);
/// ```
#[must_use]
pub fn saturation_pressure(temperature: f64) -> f64 {
    0.6112 * (19.83 - 5417.4 / temperature).exp()
}

fn relative_humidity(layer: &BoundaryLayer) -> f64 {
    let humidity = layer.observed.air.relative_humidity.unwrap_or(50.0);
    humidity.clamp(5.0, 100.0)
}

/// Deficit of specific humidity (g/kg), above 0.
fn humidity_deficit(place: &GasSurroundings, layer: &BoundaryLayer) -> f64 {
    let pressure = pressure(layer);
    let specific = |vapour: f64| 622.0 * vapour / (pressure - 0.378 * vapour);
    let saturated = place.saturation_pressure;
    let deficit = specific(saturated) - specific(relative_humidity(layer) / 100.0 * saturated);
    if deficit <= 0.0 { 0.001 } else { deficit }
}

fn leaf_area(place: &GasSurroundings) -> f64 {
    let part = match place.season {
        Season::Autumn => place.leaf_area[0],
        Season::Spring => place.leaf_area[1],
        Season::Summer | Season::LateAutumn | Season::Winter => 1.0,
    };
    if is_wooded(place.land_use) {
        part
    } else {
        part.sqrt()
    }
}

fn is_wooded(land_use: LandUse) -> bool {
    matches!(land_use, LandUse::Forest | LandUse::SuburbanForest)
}

/// Stomatal resistance (s/m), with the influence of light, soil water, humidity and temperature.
fn stomata(gas: &Gas, place: &GasSurroundings, layer: &BoundaryLayer, table: &Resistances) -> f64 {
    let half_light = if is_wooded(place.land_use) {
        30.0
    } else {
        100.0
    };
    let light = solar_irradiance(layer) / half_light;
    let open = if table.stomatal >= BLOCKED {
        0.01
    } else {
        ((light + 0.01) / (light + 1.0)).clamp(0.01, 1.0)
    };
    let deficit = (100.0 - relative_humidity(layer)) / 100.0 * place.saturation_pressure;
    let dry = (1.0 / (1.0 + 0.1 * deficit.max(0.0))).max(0.01);
    let warm = (1.0 - 0.0016 * (298.2 - place.temperature).powi(2)).max(0.01);
    let opening = open * place.soil_moisture * dry * warm;
    (table.stomatal * WATER_VAPOUR / gas.diffusivity / opening).min(BLOCKED)
}

fn mesophyll(gas: &Gas) -> f64 {
    (1.0 / (0.034 / gas.henry + 100.0 * gas.reactivity)).min(BLOCKED)
}

fn cuticle(gas: &Gas, place: &GasSurroundings, table: &Resistances, freeze: f64) -> f64 {
    let leaf = leaf_area(place) * LEAF_FACTOR[place.land_use as usize];
    let own = (gas.cuticular_resistance / leaf + freeze).max(100.0);
    let soluble = 1e-3 / (gas.henry * (table.cuticle[0] + freeze));
    let reactive = gas.reactivity + gas.reactivity * gas.reactivity / gas.henry;
    1.0 / (soluble + reactive / (table.cuticle[1] + freeze) + 1.0 / own)
}

fn ground(gas: &Gas, table: &Resistances, freeze: f64) -> f64 {
    let soluble = 1e-3 / (gas.henry * (table.ground[0] + freeze));
    let reactive = gas.reactivity + 0.1 * gas.reactivity * gas.reactivity;
    (1.0 / (soluble + reactive / (table.ground[1] + freeze))).min(BLOCKED)
}

/// Solar irradiance (W/m2) from the sensible heat flux, Bowen ratio, albedo and clouds (Holtslag
/// and van Ulden 1983); 0 in stable hours and where the energy balance was not observed.
#[must_use]
pub fn solar_irradiance(layer: &BoundaryLayer) -> f64 {
    let surface = &layer.observed.surface;
    let (Some(heat), Some(bowen), Some(albedo)) = (
        surface.sensible_heat_flux,
        surface.bowen_ratio,
        surface.albedo,
    ) else {
        return 0.0;
    };
    if layer.is_stable() || albedo >= 1.0 || bowen == 0.0 {
        return 0.0;
    }
    let clouds = f64::from(layer.observed.air.cloud_cover.unwrap_or(0)) / 10.0;
    let net = (1.0 + 1.0 / bowen) * heat / 0.9;
    let temperature = layer.temperature;
    let long_wave = STEFAN_BOLTZMANN * temperature.powi(4) - LONG_WAVE * temperature.powi(6);
    (net * (1.0 + HEATING) + long_wave - CLOUDS * clouds) / (1.0 - albedo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary_layer::{Observed, Wind};

    #[test]
    fn ozone_deposits_faster_than_an_insoluble_gas() {
        let layer = BoundaryLayer {
            friction_velocity: 0.4,
            monin_obukhov_length: -50.0,
            convection: None,
            mechanical_mixing_height: 500.0,
            roughness_length: 0.1,
            temperature: 293.0,
            wind: Wind {
                speed: 4.0,
                height: 10.0,
            },
            observed: Observed::default(),
        };
        let place = GasSurroundings {
            land_use: LandUse::Agricultural,
            season: Season::Summer,
            leaf_area: [0.5, 0.25],
            soil_moisture: 1.0,
            hour: 12,
            rain: 0.0,
            temperature: layer.temperature,
            saturation_pressure: saturation_pressure(layer.temperature),
        };
        let gas = |henry, reactivity| Gas {
            diffusivity: 0.15e-4,
            henry,
            cuticular_resistance: 2.5e6,
            reactivity,
        };
        let ozone = gas_velocity(&gas(9000.0, 1.0), &place, &layer);
        let inert = gas_velocity(&gas(9000.0, 0.0), &place, &layer);
        assert!((0.002..0.02).contains(&ozone), "{ozone}");
        assert!(inert < 0.1 * ozone, "{inert}");
    }
}
