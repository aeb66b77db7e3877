//! Traffic on a road, in the classes of the Dutch emission factors.

use super::amounts::Amounts;
use super::pollutant::Pollutant;

/// A class of vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VehicleClass {
    /// Cars and vans.
    Light,
    /// Medium-heavy freight vehicles.
    Medium,
    /// Heavy freight vehicles.
    Heavy,
    /// Buses.
    Bus,
}

impl VehicleClass {
    /// The spelling in tables of emission factors.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "LIGHT_TRAFFIC",
            Self::Medium => "NORMAL_FREIGHT",
            Self::Heavy => "HEAVY_FREIGHT",
            Self::Bus => "AUTO_BUS",
        }
    }
}

/// The type of a road, which decides how its traffic flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadType {
    /// Motorway.
    Freeway,
    /// Road outside built-up areas, calculated as a street; stagnation raises its emission.
    NonUrbanGeneral,
    /// Road outside built-up areas, calculated as an open road; stagnation has no effect on it.
    NonUrbanNational,
    /// Normal city traffic, 15 to 30 km/h.
    UrbanNormal,
    /// Stagnating city traffic, below 15 km/h.
    UrbanStagnating,
    /// City traffic with less congestion, 30 to 45 km/h.
    UrbanFreeFlow,
}

impl RoadType {
    /// The spelling in tables of emission factors.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Freeway => "FREEWAY",
            Self::NonUrbanGeneral => "NON_URBAN_ROAD_GENERAL",
            Self::NonUrbanNational => "NON_URBAN_ROAD_NATIONAL",
            Self::UrbanNormal => "URBAN_ROAD_NORMAL",
            Self::UrbanStagnating => "URBAN_ROAD_STAGNATING",
            Self::UrbanFreeFlow => "URBAN_ROAD_FREE_FLOW",
        }
    }
}

/// Whether vehicles run as their road type says, or stagnate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// As the road type says.
    Free,
    /// Stagnating.
    Stagnating,
}

/// The vehicles of a stream, as far as their emission goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Fleet {
    /// The average vehicle of a class, from the table of factors.
    Class(VehicleClass),
    /// Vehicles with factors of their own (g per vehicle-km).
    Own(Amounts),
}

/// Vehicles of one kind on a road.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// What vehicles.
    pub fleet: Fleet,
    /// How many a day, both directions together, 0 or more.
    pub per_day: f64,
    /// Share that stagnates, 0 to 1.
    pub stagnation: f64,
    /// Speed limit (km/h); none where the road has none or it is unknown.
    pub speed: Option<f64>,
    /// Whether the speed limit is strictly enforced.
    pub strict: bool,
}

/// The effect of a measure on the emission of one class of vehicles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaling {
    /// Pollutant.
    pub pollutant: Pollutant,
    /// Vehicles.
    pub vehicle: VehicleClass,
    /// Which of them: measures may differ for the share that stagnates.
    pub flow: Flow,
    /// Factor on the emission, 0 or more.
    pub factor: f64,
}

/// The traffic of one road.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadTraffic {
    /// Type of the road.
    pub road_type: RoadType,
    /// Length (m), 0 or more.
    pub length: f64,
    /// Factor on the emission: 0 within a tunnel, 1 elsewhere, more at its mouth.
    pub tunnel_factor: f64,
    /// The vehicles.
    pub streams: Vec<Stream>,
    /// Measures that hold here; of several for the same emission the largest factor counts.
    pub measures: Vec<Scaling>,
}
