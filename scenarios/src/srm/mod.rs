//! A whole CIMLK network through the Dutch standard methods.
//!
//! Roads with their traffic, receptors with their links, the emission factors of a year, the wind
//! and the background go in; annual means per receptor come out, in the order of the receptors
//! and the same on any number of threads.

mod background;
mod climate;
mod error;
mod export;
mod network;
mod receptor;
mod road;
mod run;
mod scenario;
mod warning;

pub use background::{Backgrounds, Maps, backgrounds_of_results};
pub use climate::climate_of_hours;
pub use error::SrmError;
pub use export::{ExportStamp, cimlk_results, receptor_table};
pub use network::{Network, NetworkInput, Surroundings};
pub use receptor::{Contribution, PARTICLES, ReceptorYear};
pub use road::{PreparedRoad, RoadRates};
pub use run::{RESULTS, run_scenario};
pub use scenario::{
    BackgroundFiles, BackgroundMap, BackgroundMaps, MethodWord, NetworkFiles, SrmMeteorology,
    SrmScenario, TroughWord, WindTable, is_srm_scenario, read_srm_scenario,
};
pub use warning::{SrmWarning, summary};
