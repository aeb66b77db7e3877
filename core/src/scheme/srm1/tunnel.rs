//! Emission that leaves a tunnel tube at its outlets.

/// Shortest tube (m) whose outlets count; shorter tubes are ignored.
pub const SHORTEST_TUBE: f64 = 100.0;

/// Where the emission of a tube is laid, beyond an outlet.
///
/// # References
/// Rbl 2007 annex 1 section 6 and annex 2; the text was read, the equation follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutletZone {
    /// A tube with traffic in both directions: 20 m at each of its outlets.
    TwoWay {
        /// Number of outlets of the tube, 1 or more.
        outlets: u32,
    },
    /// A tube with one direction, street method: 50 m.
    OneWayStreet,
    /// A tube with one direction, open-road method: 100 m.
    OneWayOpenRoad,
}

impl OutletZone {
    /// Length (m) of road over which one outlet spreads its emission, times the number of outlets.
    fn length(self) -> f64 {
        match self {
            Self::TwoWay { outlets } => 20.0 * f64::from(outlets.max(1)),
            Self::OneWayStreet => 50.0,
            Self::OneWayOpenRoad => 100.0,
        }
    }
}

/// Emission (ug/m/s) of the road at a tunnel outlet: E_tm = E + E_t L_t / zone.
///
/// `road` and `tube` are the emissions of the open road and of the road inside the tube (ug/m/s),
/// `tube_length` is L_t (m).
///
/// ```
/// use pluim_core::scheme::srm1::{outlet_emission, OutletZone};
/// let two_way = OutletZone::TwoWay { outlets: 2 };
/// assert_eq!(outlet_emission(50.0, 50.0, 400.0, two_way), 550.0);
/// assert_eq!(outlet_emission(50.0, 50.0, 400.0, OutletZone::OneWayStreet), 450.0);
/// assert_eq!(outlet_emission(50.0, 50.0, 400.0, OutletZone::OneWayOpenRoad), 250.0);
/// assert_eq!(outlet_emission(50.0, 50.0, 99.0, OutletZone::OneWayStreet), 50.0);
/// ```
#[must_use]
pub fn outlet_emission(road: f64, tube: f64, tube_length: f64, zone: OutletZone) -> f64 {
    if tube_length < SHORTEST_TUBE {
        return road;
    }
    road + tube * tube_length / zone.length()
}

/// Tunnel factor (-) of the road at an outlet whose tube carries the same traffic:
/// 1 + L_t / zone. Inside the tube the factor is 0, elsewhere 1.
///
/// ```
/// use pluim_core::scheme::srm1::{tunnel_factor, OutletZone};
/// assert_eq!(tunnel_factor(400.0, OutletZone::TwoWay { outlets: 2 }), 11.0);
/// assert_eq!(tunnel_factor(400.0, OutletZone::OneWayStreet), 9.0);
/// assert_eq!(tunnel_factor(400.0, OutletZone::OneWayOpenRoad), 5.0);
/// ```
#[must_use]
pub fn tunnel_factor(tube_length: f64, zone: OutletZone) -> f64 {
    outlet_emission(1.0, 1.0, tube_length, zone)
}
