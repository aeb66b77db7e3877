//! The choice of factors, with named fallbacks.

use thiserror::Error;

use super::amounts::Amounts;
use super::factor_table::FactorTable;
use super::fallback::Fallback;
use super::traffic::{Flow, RoadType, VehicleClass};

/// The factors for a case, and how they deviate from what it asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors<'a> {
    /// Emission (g per vehicle-km).
    pub factors: &'a Amounts,
    /// The deviations; empty where the table holds the case itself.
    pub fallbacks: Vec<Fallback>,
}

/// A case for which a table holds neither factors nor a substitute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the table holds no factors for {} on {} and no substitute", .vehicle.name(), .road_type.name())]
pub struct NoFactor {
    /// Type of road.
    pub road_type: RoadType,
    /// Vehicles.
    pub vehicle: VehicleClass,
}

impl FactorTable {
    /// The factors for a case: exact, else for the nearest speed limit, else those of the
    /// substitute that fits best.
    ///
    /// Substitutes:
    /// - stagnating traffic on national non-urban roads is counted as free, because stagnation has
    ///   no effect on this type (code list of road types of IMAER, 2024; the emissions of
    ///   published networks agree to all digits);
    /// - other stagnating traffic, and all traffic on stagnating urban roads, takes the factors of
    ///   stagnating city traffic, as the standard method 1 does (Rbl2007, annex 1, eq. 1.10); where
    ///   the table lacks these, the stagnating factors of urban roads with free flow;
    /// - the two types of non-urban roads stand in for each other.
    ///
    /// # Errors
    /// When there is no substitute either.
    pub fn factors(
        &self,
        road_type: RoadType,
        vehicle: VehicleClass,
        flow: Flow,
        speed: Option<f64>,
    ) -> Result<Factors<'_>, NoFactor> {
        if let Some(factors) = self.at_speed(road_type, vehicle, flow, speed) {
            return Ok(factors);
        }
        for (substitute, flow, fallback) in substitutes(road_type, flow) {
            if let Some(mut found) = self.at_speed(substitute, vehicle, flow, speed) {
                found.fallbacks.insert(0, fallback);
                return Ok(found);
            }
        }
        Err(NoFactor { road_type, vehicle })
    }

    fn at_speed(
        &self,
        road_type: RoadType,
        vehicle: VehicleClass,
        flow: Flow,
        speed: Option<f64>,
    ) -> Option<Factors<'_>> {
        if let Some(row) = self.find(road_type, vehicle, flow, speed) {
            let (factors, fallbacks) = (&row.factors, Vec::new());
            return Some(Factors { factors, fallbacks });
        }
        let row = self.find_nearest(road_type, vehicle, flow, speed)?;
        let (factors, fallbacks) = (&row.factors, vec![Fallback::Speed(row.speed)]);
        Some(Factors { factors, fallbacks })
    }
}

/// What may stand in for a case, the best first.
fn substitutes(road_type: RoadType, flow: Flow) -> Vec<(RoadType, Flow, Fallback)> {
    use RoadType::{
        Freeway, NonUrbanGeneral, NonUrbanNational, UrbanFreeFlow, UrbanNormal, UrbanStagnating,
    };
    let stagnating_city = [
        (
            UrbanStagnating,
            Flow::Free,
            Fallback::RoadType(UrbanStagnating),
        ),
        (
            UrbanStagnating,
            Flow::Stagnating,
            Fallback::Stagnating(UrbanStagnating),
        ),
        (
            UrbanFreeFlow,
            Flow::Stagnating,
            Fallback::Stagnating(UrbanFreeFlow),
        ),
    ];
    match (road_type, flow) {
        (NonUrbanNational, Flow::Stagnating) => vec![
            (NonUrbanNational, Flow::Free, Fallback::StagnatingAsFree),
            (
                NonUrbanGeneral,
                Flow::Free,
                Fallback::RoadType(NonUrbanGeneral),
            ),
        ],
        (NonUrbanNational, Flow::Free) => {
            vec![(
                NonUrbanGeneral,
                Flow::Free,
                Fallback::RoadType(NonUrbanGeneral),
            )]
        }
        (NonUrbanGeneral, Flow::Free) => {
            vec![(
                NonUrbanNational,
                Flow::Free,
                Fallback::RoadType(NonUrbanNational),
            )]
        }
        (UrbanStagnating, _)
        | (NonUrbanGeneral | UrbanNormal | UrbanFreeFlow, Flow::Stagnating) => {
            stagnating_city.to_vec()
        }
        (Freeway, _) | (UrbanNormal | UrbanFreeFlow, Flow::Free) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::factor_table::{FactorRow, SpeedCell};
    use super::super::pollutant::Pollutant;
    use super::*;

    fn table(rows: &[(RoadType, Flow, SpeedCell, f64)]) -> FactorTable {
        let row = |(road_type, flow, speed, nox): &(RoadType, Flow, SpeedCell, f64)| FactorRow {
            road_type: *road_type,
            vehicle: VehicleClass::Light,
            flow: *flow,
            speed: *speed,
            factors: Amounts::from([(Pollutant::Nox, *nox)]),
        };
        FactorTable::new(rows.iter().map(row).collect()).unwrap()
    }

    fn nox(table: &FactorTable, road: RoadType, flow: Flow) -> Option<(f64, Vec<Fallback>)> {
        let found = table
            .factors(road, VehicleClass::Light, flow, Some(70.0))
            .ok()?;
        Some((found.factors.get(Pollutant::Nox)?, found.fallbacks))
    }

    #[test]
    fn substitutes_are_named() {
        use Fallback as F;
        use RoadType as R;
        let range = SpeedCell::Range {
            least: 60.0,
            most: 100.0,
        };
        let table = table(&[
            (R::NonUrbanNational, Flow::Free, range, 1.0),
            (R::UrbanFreeFlow, Flow::Free, SpeedCell::Any, 2.0),
            (R::UrbanFreeFlow, Flow::Stagnating, SpeedCell::Any, 3.0),
            (R::UrbanNormal, Flow::Free, SpeedCell::Any, 4.0),
            (R::Freeway, Flow::Free, SpeedCell::only(100.0), 5.0),
        ]);
        let some = |value, fallbacks: &[F]| Some((value, fallbacks.to_vec()));
        let city = [F::Stagnating(R::UrbanFreeFlow)];
        assert_eq!(nox(&table, R::NonUrbanNational, Flow::Free), some(1.0, &[]));
        let as_free = some(1.0, &[F::StagnatingAsFree]);
        assert_eq!(nox(&table, R::NonUrbanNational, Flow::Stagnating), as_free);
        let national = some(1.0, &[F::RoadType(R::NonUrbanNational)]);
        assert_eq!(nox(&table, R::NonUrbanGeneral, Flow::Free), national);
        assert_eq!(
            nox(&table, R::NonUrbanGeneral, Flow::Stagnating),
            some(3.0, &city)
        );
        assert_eq!(nox(&table, R::UrbanNormal, Flow::Free), some(4.0, &[]));
        assert_eq!(
            nox(&table, R::UrbanNormal, Flow::Stagnating),
            some(3.0, &city)
        );
        assert_eq!(
            nox(&table, R::UrbanStagnating, Flow::Free),
            some(3.0, &city)
        );
        assert_eq!(
            nox(&table, R::UrbanFreeFlow, Flow::Stagnating),
            some(3.0, &[])
        );
        let nearest = some(5.0, &[F::Speed(SpeedCell::only(100.0))]);
        assert_eq!(nox(&table, R::Freeway, Flow::Free), nearest);
        assert_eq!(nox(&table, R::Freeway, Flow::Stagnating), None);
        assert!(
            table
                .factors(R::UrbanNormal, VehicleClass::Bus, Flow::Free, None)
                .is_err()
        );
    }
}
