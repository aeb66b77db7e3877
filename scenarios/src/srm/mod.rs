//! Whole networks of roads through the Dutch standard methods.
//!
//! Roads with their traffic, receptors with their links, the emission factors of a year, the wind
//! and the background go in; annual means per receptor come out, in the order of the receptors
//! and the same on any number of threads. Networks come from CIMLK and IMAER files.

mod background;
mod climate;
mod error;
mod export;
mod imaer;
mod network;
mod plan;
mod receptor;
mod road;
mod run;
mod scenario;
mod situation;
mod table;
mod warning;
mod weather;

pub use background::Backgrounds;
pub use climate::climate_of_hours;
pub use error::SrmError;
pub use export::{ExportStamp, cimlk_results, covered_results};
pub use imaer::ImaerNetwork;
pub use network::{Network, NetworkInput, Surroundings};
pub use plan::SrmPlan;
pub use receptor::{Contribution, PARTICLES, ReceptorYear};
pub use road::{PreparedRoad, RoadMethod, RoadRates, YearlyEmission};
pub use run::{RESULTS, WARNINGS, run_network};
pub use scenario::{
    MethodWord, NetworkFiles, SituationWord, SrmMeteorology, SrmScenario, TroughWord, WindTable,
    is_srm_scenario, read_srm_scenario,
};
pub use table::receptor_table;
pub use warning::{SrmWarning, summary};
