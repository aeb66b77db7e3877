//! Inland ships under way and at berth.
//!
//! A waterway carries passages of ship classes; each class has an emission per kilometre, laden
//! and empty, and an emission per hour at berth. Where no factor per kilometre is at hand, it
//! follows from engine power, load, speed and the factor per energy.
//!
//! Sources: structure after the IMAER information model (classes, laden share, shore power);
//! energy method after EMEP/EEA guidebook 2019, chapter 1.A.3.d, tier 3.

/// What one class of ship emits of one pollutant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShipFactors {
    /// Under way, laden (g/km).
    pub laden: f64,
    /// Under way, empty (g/km).
    pub empty: f64,
    /// At berth, on its own generator (g/h).
    pub moored: f64,
}

/// Passages of one class over a waterway, both directions together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passages {
    /// Passages a year.
    pub number: f64,
    /// Share of them that is laden (-), 0 to 1.
    pub laden: f64,
}

/// Stays of one class at a berth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stays {
    /// Stays a year.
    pub number: f64,
    /// Mean duration (h).
    pub hours: f64,
    /// Share of the hours on shore power (-), 0 to 1.
    pub shore_power: f64,
}

/// The engine of a ship under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Engine {
    /// Installed power (kW).
    pub power: f64,
    /// Share of the power in use (-), 0 to 1.
    pub load: f64,
    /// Emission factor (g/kWh).
    pub factor: f64,
}

/// Emission of a class over `length` (km) of waterway (kg/yr).
///
/// ```
/// use pluim_core::emission::inland_shipping::{under_way, Passages, ShipFactors};
/// let ship = ShipFactors { laden: 300.0, empty: 200.0, moored: 150.0 };
/// let traffic = Passages { number: 10_000.0, laden: 0.6 };
/// assert_eq!(under_way(&ship, &traffic, 2.0), 5200.0);
/// ```
#[must_use]
pub fn under_way(ship: &ShipFactors, traffic: &Passages, length: f64) -> f64 {
    const KG_PER_G: f64 = 1e-3;
    let per_km = traffic.laden * ship.laden + (1.0 - traffic.laden) * ship.empty;
    traffic.number * per_km * length * KG_PER_G
}

/// Emission of a class at berth (kg/yr).
///
/// ```
/// use pluim_core::emission::inland_shipping::{at_berth, ShipFactors, Stays};
/// let ship = ShipFactors { laden: 300.0, empty: 200.0, moored: 150.0 };
/// let stays = Stays { number: 400.0, hours: 10.0, shore_power: 0.25 };
/// assert_eq!(at_berth(&ship, &stays), 450.0);
/// ```
#[must_use]
pub fn at_berth(ship: &ShipFactors, stays: &Stays) -> f64 {
    const KG_PER_G: f64 = 1e-3;
    let hours = stays.number * stays.hours * (1.0 - stays.shore_power);
    hours * ship.moored * KG_PER_G
}

/// Emission per kilometre (g/km) of an engine at `speed` (km/h) over the ground: P load f / v.
/// `None` for a ship that does not move.
///
/// # References
/// EMEP/EEA guidebook 2019, chapter 1.A.3.d, tier 3.
///
/// ```
/// use pluim_core::emission::inland_shipping::{per_kilometre, Engine};
/// let engine = Engine { power: 1000.0, load: 0.4, factor: 9.0 };
/// assert_eq!(per_kilometre(&engine, 12.0), Some(300.0));
/// assert_eq!(per_kilometre(&engine, 0.0), None);
/// ```
#[must_use]
pub fn per_kilometre(engine: &Engine, speed: f64) -> Option<f64> {
    (speed > 0.0).then(|| engine.power * engine.load * engine.factor / speed)
}

/// Emission per hour (g/h) of an engine: P load f, for generators at berth.
#[must_use]
pub fn per_hour(engine: &Engine) -> f64 {
    engine.power * engine.load * engine.factor
}
