//! Emission: how much of which pollutant a source gives off in a year.

mod amounts;
mod factor_table;
mod factors;
mod fallback;
pub mod inland_shipping;
pub mod livestock;
mod pollutant;
mod road_traffic;
mod traffic;
pub mod wood_stoves;

pub use amounts::{Amounts, SECONDS_PER_YEAR};
pub use factor_table::{FactorRow, FactorTable, FactorTableError, SpeedCell};
pub use factors::{Factors, NoFactor};
pub use fallback::Fallback;
pub use pollutant::Pollutant;
pub use road_traffic::{Note, RoadEmission, road_emission};
pub use traffic::{Fleet, Flow, RoadTraffic, RoadType, Scaling, Stream, VehicleClass};
