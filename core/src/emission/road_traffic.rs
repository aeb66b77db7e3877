//! The emission of traffic on a road.
//!
//! Source: Rbl2007, annex 1, eq. 1.10, with a stagnating share per class of vehicles as in the
//! Dutch registers (CIMLK, IMAER): with n vehicles a day over L km, factors e and e_s
//! (g per vehicle-km), stagnating share s, tunnel factor t and measure factors m and m_s,
//!
//! E = 365 n L t ((1 - s) m e + s m_s e_s) / 1000   (kg/yr)

use super::amounts::Amounts;
use super::factor_table::FactorTable;
use super::factors::NoFactor;
use super::fallback::Fallback;
use super::pollutant::Pollutant;
use super::traffic::{Fleet, Flow, RoadTraffic, Scaling, Stream, VehicleClass};

const DAYS_PER_YEAR: f64 = 365.0;

/// A deviation in the emission of one class of vehicles on a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Note {
    /// Vehicles.
    pub vehicle: VehicleClass,
    /// Free or stagnating.
    pub flow: Flow,
    /// The deviation.
    pub fallback: Fallback,
}

impl std::fmt::Display for Note {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{}: {}", self.vehicle.name(), self.fallback)
    }
}

/// The emission of a road.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoadEmission {
    /// Emission of the whole road (kg/yr) of each pollutant in the table.
    pub yearly: Amounts,
    /// Where factors stand in for others; empty where the table held every case.
    pub notes: Vec<Note>,
}

impl RoadEmission {
    /// Emission per metre (g/m/s) of a road of `length` m; none for a road without length.
    #[must_use]
    pub fn per_metre(&self, length: f64) -> Option<Amounts> {
        let rates = self.yearly.grams_per_second();
        (length > 0.0).then(|| rates.scaled(1.0 / length))
    }
}

/// The emission of all traffic on a road. Streams without vehicles need no factors.
///
/// ```
/// use pluim_core::emission::*;
/// let row = FactorRow {
///     road_type: RoadType::UrbanNormal,
///     vehicle: VehicleClass::Light,
///     flow: Flow::Free,
///     speed: SpeedCell::Any,
///     factors: Amounts::from([(Pollutant::Nox, 0.2)]),
/// };
/// let table = FactorTable::new(vec![row])?;
/// let cars = Stream {
///     fleet: Fleet::Class(VehicleClass::Light),
///     per_day: 10_000.0,
///     stagnation: 0.0,
///     speed: Some(50.0),
///     strict: false,
/// };
/// let road = RoadTraffic {
///     road_type: RoadType::UrbanNormal,
///     length: 500.0,
///     tunnel_factor: 1.0,
///     streams: vec![cars],
///     measures: vec![],
/// };
/// let emission = road_emission(&table, &road)?;
/// // 10,000 a day x 365 days x 0.5 km x 0.2 g/km
/// assert!((emission.yearly.get(Pollutant::Nox).unwrap_or(0.0) - 365.0).abs() < 1e-9);
/// assert!(emission.notes.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the table has neither factors nor a substitute for vehicles on the road.
pub fn road_emission(table: &FactorTable, road: &RoadTraffic) -> Result<RoadEmission, NoFactor> {
    let mut emission = RoadEmission::default();
    for pollutant in table.pollutants() {
        emission.yearly.add(*pollutant, 0.0);
    }
    for stream in road.streams.iter().filter(|stream| stream.per_day > 0.0) {
        let per_km = stream_factors(table, road, stream, &mut emission.notes)?;
        let km_per_year = DAYS_PER_YEAR * stream.per_day * road.length / 1000.0;
        let kg = km_per_year * road.tunnel_factor / 1000.0;
        emission.yearly.add_all(&per_km.scaled(kg));
    }
    Ok(emission)
}

/// Mean factors of a stream (g per vehicle-km).
fn stream_factors(
    table: &FactorTable,
    road: &RoadTraffic,
    stream: &Stream,
    notes: &mut Vec<Note>,
) -> Result<Amounts, NoFactor> {
    let vehicle = match &stream.fleet {
        Fleet::Own(factors) => return Ok(factors.clone()),
        Fleet::Class(vehicle) => *vehicle,
    };
    let mut mean = Amounts::new();
    let shares = [
        (Flow::Free, 1.0 - stream.stagnation),
        (Flow::Stagnating, stream.stagnation),
    ];
    for (flow, share) in shares.into_iter().filter(|(_, share)| *share > 0.0) {
        let found = table.factors(road.road_type, vehicle, flow, stream.speed)?;
        for (pollutant, factor) in found.factors.iter() {
            let scale = measure(&road.measures, vehicle, flow, pollutant);
            mean.add(pollutant, share * scale * factor);
        }
        let strict = stream.strict.then_some(Fallback::NotStrict);
        let fallbacks = found.fallbacks.into_iter().chain(strict);
        notes.extend(fallbacks.map(|fallback| Note {
            vehicle,
            flow,
            fallback,
        }));
    }
    Ok(mean)
}

/// The factor of the measures that hold: the largest, as the registers do; 1 without any.
fn measure(measures: &[Scaling], vehicle: VehicleClass, flow: Flow, pollutant: Pollutant) -> f64 {
    measures
        .iter()
        .filter(|it| it.vehicle == vehicle && it.flow == flow && it.pollutant == pollutant)
        .map(|it| it.factor)
        .reduce(f64::max)
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::factor_table::{FactorRow, SpeedCell};
    use super::super::traffic::RoadType;
    use super::*;
    use proptest::prelude::*;

    fn table() -> FactorTable {
        let row = |flow, nox| FactorRow {
            road_type: RoadType::UrbanFreeFlow,
            vehicle: VehicleClass::Heavy,
            flow,
            speed: SpeedCell::Any,
            factors: Amounts::from([(Pollutant::Nox, nox), (Pollutant::Pm10, nox / 10.0)]),
        };
        FactorTable::new(vec![row(Flow::Free, 2.0), row(Flow::Stagnating, 6.0)]).unwrap()
    }

    fn road(per_day: f64, stagnation: f64) -> RoadTraffic {
        let stream = Stream {
            fleet: Fleet::Class(VehicleClass::Heavy),
            per_day,
            stagnation,
            speed: None,
            strict: false,
        };
        RoadTraffic {
            road_type: RoadType::UrbanFreeFlow,
            length: 1000.0,
            tunnel_factor: 1.0,
            streams: vec![stream],
            measures: vec![],
        }
    }

    fn nox(road: &RoadTraffic) -> f64 {
        let emission = road_emission(&table(), road).unwrap();
        emission.yearly.get(Pollutant::Nox).unwrap()
    }

    #[test]
    fn stagnation_tunnel_and_measures_multiply() {
        let mut road = road(1000.0, 0.25);
        assert_eq!(nox(&road), 365.0 * 3.0);
        road.tunnel_factor = 6.0;
        assert_eq!(nox(&road), 365.0 * 18.0);
        let scaling = |flow, factor| Scaling {
            pollutant: Pollutant::Nox,
            vehicle: VehicleClass::Heavy,
            flow,
            factor,
        };
        // free 0.75 x 2 x 0.75, stagnating 0.25 x 6 x 0.5 g/km
        let free = [scaling(Flow::Free, 0.5), scaling(Flow::Free, 0.75)];
        road.measures = [free.as_slice(), &[scaling(Flow::Stagnating, 0.5)]].concat();
        assert_eq!(nox(&road), 365.0 * 6.0 * (1.125 + 0.75));
        let pm10 = road_emission(&table(), &road)
            .unwrap()
            .yearly
            .get(Pollutant::Pm10)
            .unwrap();
        assert!((pm10 - 365.0 * 1.8).abs() < 1e-9);
    }

    #[test]
    fn empty_streams_need_no_factors() {
        let mut road = road(0.0, 0.0);
        road.road_type = RoadType::Freeway;
        assert_eq!(nox(&road), 0.0);
        road.streams[0].per_day = 1.0;
        assert!(road_emission(&table(), &road).is_err());
        road.streams[0].fleet = Fleet::Own(Amounts::from([(Pollutant::Nox, 1.0)]));
        assert!((nox(&road) - 0.365).abs() < 1e-12);
    }

    #[test]
    fn strict_enforcement_is_noted() {
        let mut road = road(1.0, 0.0);
        road.streams[0].strict = true;
        let notes = road_emission(&table(), &road).unwrap().notes;
        let fallbacks: Vec<Fallback> = notes.iter().map(|note| note.fallback).collect();
        assert_eq!(fallbacks, [Fallback::NotStrict]);
    }

    proptest! {
        #[test]
        fn emission_is_linear_in_traffic_and_rises_with_stagnation(
            per_day in 1.0..1e5_f64,
            stagnation in 0.0..0.9_f64,
        ) {
            let once = nox(&road(per_day, stagnation));
            let twice = nox(&road(2.0 * per_day, stagnation));
            prop_assert!((twice / once - 2.0).abs() < 1e-12);
            prop_assert!(nox(&road(per_day, stagnation + 0.1)) > once);
        }
    }
}
