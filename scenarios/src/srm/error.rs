//! What can go wrong with a network.

use pluim_core::emission::NoFactor;
use thiserror::Error;

/// Why a network cannot be computed.
#[derive(Debug, Error)]
pub enum SrmError {
    /// A road has traffic for which the table has no factors.
    #[error(
        "road {road}: {source}; add rows for it to the table of emission factors, or give a table that has them"
    )]
    Factors {
        /// Identification of the road part.
        road: String,
        /// What is missing.
        source: NoFactor,
    },
    /// The table of factors lacks a pollutant without which nothing can be computed.
    #[error(
        "the table of emission factors lacks {pollutant}, which SRM1 and SRM2 need for NO2 and PM10"
    )]
    Pollutant {
        /// Name of the pollutant.
        pollutant: &'static str,
    },
    /// Two receptors of different files share an identification but not a place.
    #[error("receptor {receptor} lies at two places; give one of the two another identification")]
    ReceptorTwice {
        /// Identification of the receptor.
        receptor: String,
    },
    /// A receptor has no background, so no totals can be exported.
    #[error(
        "{count} receptors have no background, the first is {first}; give earlier results or a background map that covers them"
    )]
    Background {
        /// The first such receptor.
        first: String,
        /// How many there are.
        count: usize,
    },
}
