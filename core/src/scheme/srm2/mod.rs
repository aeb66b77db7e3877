//! SRM2, the Dutch standard method for roads in open terrain.
//!
//! A road is cut into short segments; each acts as a point source whose narrow plume is averaged
//! over the wind sector in which it lies as seen from the receptor:
//!
//! ```text
//! C_i = C E d_w n / ((2 pi)^(3/2) R u_i sigma_z) [exp(-(z-h)^2 / 2 sigma_z^2)
//!                                               + exp(-(z+h)^2 / 2 sigma_z^2)]
//! ```
//!
//! and the annual mean is the sum over sectors of frequency times C_i. What the public text
//! leaves open (its formulas are pictures) sits in functions of its own, marked with
//! [`Provenance::Reconstructed`](crate::provenance::Provenance) or `Derived`, so that the
//! official text can replace it without touching the rest.
//!
//! Source: Regeling beoordeling luchtkwaliteit 2007, annex 2 (consolidated 2014), carried over
//! into the Omgevingsregeling by way of RIVM report 2014-0109.

mod climatology;
mod initial_spread;
mod plume;
mod reconstructed;
mod road;
mod roughness;
mod scope;
mod sectors;
mod speed;

pub use climatology::{ClimatologyError, Coverage, Sector, SectorClimate, WindSample};
pub use initial_spread::{
    Barrier, BarrierKind, Elevation, RoadKind, RoadProfile, Slope, TroughRule, initial_spread,
};
pub use plume::{NEAREST_SOURCE, OpenRoadPlume, PointSegment, RECEPTOR_HEIGHT};
pub use reconstructed::{PROVENANCE, stability_correction, wind_correction};
pub use road::{REACH, RoadIntegral, SectorIntegrals};
pub use roughness::{
    DAY_CORRECTION, MeteoCalibration, ROUGHNESS_CLASSES, RoughnessClass, roughness_conversion,
};
pub use scope::{OpenRoadSituation, OpenRoadWarning};
pub use sectors::{SectorLayout, SectorLayoutError, SectorStart};
pub use speed::{NIGHT_WEIGHTS, SPEED_CLASS_BOUNDS, SpeedClasses};
