//! SRM1, the Dutch standard method for city streets.
//!
//! The annual mean contribution of one street to one receptor is linear in the emission:
//!
//! ```text
//! C = F_k E theta(S) F_b F_regio
//! ```
//!
//! with E the emission (ug/m/s), theta the dilution at distance S from the road axis, F_b the
//! tree factor and F_regio the wind factor. Contributions of several streets add up.
//!
//! Source: Regeling beoordeling luchtkwaliteit 2007, annex 1 (consolidated 2014), carried over
//! into the Omgevingsregeling by way of RIVM report 2014-0127.

mod carriageways;
mod contribution;
mod dilution;
mod distance;
mod parking;
mod scope;
mod trees;
mod tunnel;
mod wind;
mod wind_field;

pub use carriageways::{SEPARATE_FROM, far_carriageway, separate_carriageways};
pub use contribution::{ReceptorLink, SUBSTANCE_FACTOR};
pub use dilution::{Dilution, NEAREST_AXIS, StreetType};
pub use distance::distance_to_line;
pub use parking::{SpeedClass, parking_factor};
pub use scope::{StreetSituation, StreetWarning};
pub use trees::TreeFactor;
pub use tunnel::{OutletZone, SHORTEST_TUBE, outlet_emission, tunnel_factor};
pub use wind::{REFERENCE_WIND_SPEED, RegionalWind, WindSpeedError};
pub use wind_field::{EINDHOVEN, SCHIPHOL, WindField, WindStation};
