//! Tables of road emission factors.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use thiserror::Error;

use super::amounts::Amounts;
use super::pollutant::Pollutant;
use super::traffic::{Flow, RoadType, VehicleClass};

/// The speed limits for which a row of factors holds (km/h).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpeedCell {
    /// Any limit, or none.
    Any,
    /// Limits from `least` up to and including `most`.
    Range {
        /// The lowest limit.
        least: f64,
        /// The highest limit.
        most: f64,
    },
}

impl SpeedCell {
    /// A single speed limit (km/h).
    #[must_use]
    pub fn only(limit: f64) -> Self {
        Self::Range {
            least: limit,
            most: limit,
        }
    }

    /// How far a speed limit lies from the cell (km/h), 0 within it.
    #[must_use]
    pub fn distance(self, limit: f64) -> f64 {
        match self {
            Self::Any => 0.0,
            Self::Range { least, most } => (least - limit).max(limit - most).max(0.0),
        }
    }

    /// Whether two cells share a speed limit.
    fn overlaps(self, other: Self) -> bool {
        let (
            Self::Range { least, most },
            Self::Range {
                least: from,
                most: upto,
            },
        ) = (self, other)
        else {
            return true;
        };
        least <= upto && from <= most
    }
}

impl std::fmt::Display for SpeedCell {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Any => to.write_str("any"),
            Self::Range { least, most } if least == most => write!(to, "{least}"),
            Self::Range { least, most } => write!(to, "{least}-{most}"),
        }
    }
}

/// One row of a table: what one kind of vehicle emits on one kind of road.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRow {
    /// Type of road.
    pub road_type: RoadType,
    /// Vehicles.
    pub vehicle: VehicleClass,
    /// Free or stagnating.
    pub flow: Flow,
    /// Speed limits for which it holds.
    pub speed: SpeedCell,
    /// Emission (g per vehicle-km), 0 or more.
    pub factors: Amounts,
}

/// Why rows do not make a table.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FactorTableError {
    /// No rows.
    #[error("a table of emission factors needs rows; found none")]
    Empty,
    /// A factor that is negative or not a number.
    #[error("emission factors must be 0 or more; found {factor} in row {row}")]
    Factor {
        /// Number of the row, from 0.
        row: usize,
        /// The factor found.
        factor: f64,
    },
    /// Two rows for one case.
    #[error("rows {first} and {second} hold for the same road, vehicle, flow and speed")]
    Overlap {
        /// Number of the earlier row, from 0.
        first: usize,
        /// Number of the later row, from 0.
        second: usize,
    },
    /// Rows with different pollutants.
    #[error("all rows must hold the same pollutants; row {row} differs from the first")]
    Pollutants {
        /// Number of the row, from 0.
        row: usize,
    },
}

/// The part of the key on which rows are matched exactly.
type Key = (RoadType, VehicleClass, Flow);

/// A table of road emission factors (g per vehicle-km).
///
/// ```
/// use pluim_core::emission::*;
/// let row = FactorRow {
///     road_type: RoadType::UrbanNormal,
///     vehicle: VehicleClass::Light,
///     flow: Flow::Free,
///     speed: SpeedCell::Any,
///     factors: Amounts::from([(Pollutant::Nox, 0.15)]),
/// };
/// let table = FactorTable::new(vec![row])?;
/// let found = table.find(RoadType::UrbanNormal, VehicleClass::Light, Flow::Free, Some(50.0));
/// assert_eq!(found.and_then(|row| row.factors.get(Pollutant::Nox)), Some(0.15));
/// # Ok::<(), FactorTableError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FactorTable {
    rows: BTreeMap<Key, Vec<FactorRow>>,
    pollutants: Vec<Pollutant>,
}

impl FactorTable {
    /// A table of `rows`.
    ///
    /// # Errors
    /// When there are no rows, a factor is negative or not a number, two rows hold for the same
    /// case, or rows hold different pollutants.
    pub fn new(rows: Vec<FactorRow>) -> Result<Self, FactorTableError> {
        let first = rows.first().ok_or(FactorTableError::Empty)?;
        let pollutants: Vec<Pollutant> = first.factors.pollutants().collect();
        let mut sorted: BTreeMap<Key, Vec<(usize, FactorRow)>> = BTreeMap::new();
        for (row, it) in rows.into_iter().enumerate() {
            check_row(row, &it, &pollutants)?;
            insert(&mut sorted, row, it)?;
        }
        let unnumbered = |rows: Vec<(usize, FactorRow)>| rows.into_iter().map(|(_, row)| row);
        let rows = sorted
            .into_iter()
            .map(|(key, rows)| (key, unnumbered(rows).collect()));
        Ok(Self {
            rows: rows.collect(),
            pollutants,
        })
    }

    /// The pollutants that the table holds, in a fixed order.
    #[must_use]
    pub fn pollutants(&self) -> &[Pollutant] {
        &self.pollutants
    }

    /// The row that holds for a case exactly. Without a speed limit only a row for any limit, or
    /// the only row there is, will do.
    #[must_use]
    pub fn find(
        &self,
        road_type: RoadType,
        vehicle: VehicleClass,
        flow: Flow,
        speed: Option<f64>,
    ) -> Option<&FactorRow> {
        let rows = self.rows.get(&(road_type, vehicle, flow))?;
        match (speed, rows.as_slice()) {
            (Some(limit), rows) => rows.iter().find(|row| row.speed.distance(limit) == 0.0),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    /// The row for the nearest speed limit, the higher of two; without a limit, the highest.
    #[must_use]
    pub fn find_nearest(
        &self,
        road_type: RoadType,
        vehicle: VehicleClass,
        flow: Flow,
        speed: Option<f64>,
    ) -> Option<&FactorRow> {
        let rows = self.rows.get(&(road_type, vehicle, flow))?;
        let limit = speed.unwrap_or(f64::MAX);
        let distance = |row: &FactorRow| row.speed.distance(limit);
        rows.iter()
            .rev()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

fn check_row(
    number: usize,
    row: &FactorRow,
    pollutants: &[Pollutant],
) -> Result<(), FactorTableError> {
    if !row.factors.pollutants().eq(pollutants.iter().copied()) {
        return Err(FactorTableError::Pollutants { row: number });
    }
    let bad = row
        .factors
        .iter()
        .find(|(_, factor)| !(factor.is_finite() && *factor >= 0.0));
    match bad {
        Some((_, factor)) => Err(FactorTableError::Factor {
            row: number,
            factor,
        }),
        None => Ok(()),
    }
}

/// Puts a row beside those with the same key, by ascending speed.
fn insert(
    sorted: &mut BTreeMap<Key, Vec<(usize, FactorRow)>>,
    number: usize,
    row: FactorRow,
) -> Result<(), FactorTableError> {
    match sorted.entry((row.road_type, row.vehicle, row.flow)) {
        Entry::Vacant(entry) => {
            entry.insert(vec![(number, row)]);
        }
        Entry::Occupied(mut entry) => {
            let same = |(_, other): &&(usize, FactorRow)| other.speed.overlaps(row.speed);
            if let Some((first, _)) = entry.get().iter().find(same) {
                let (first, second) = (*first, number);
                return Err(FactorTableError::Overlap { first, second });
            }
            entry.get_mut().push((number, row));
            entry
                .get_mut()
                .sort_by(|(_, a), (_, b)| lowest(a).total_cmp(&lowest(b)));
        }
    }
    Ok(())
}

fn lowest(row: &FactorRow) -> f64 {
    match row.speed {
        SpeedCell::Any => 0.0,
        SpeedCell::Range { least, .. } => least,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(speed: SpeedCell, factor: f64) -> FactorRow {
        FactorRow {
            road_type: RoadType::Freeway,
            vehicle: VehicleClass::Light,
            flow: Flow::Free,
            speed,
            factors: Amounts::from([(Pollutant::Nox, factor)]),
        }
    }

    fn nox(table: &FactorTable, speed: Option<f64>, nearest: bool) -> Option<f64> {
        let (road, vehicle, flow) = (RoadType::Freeway, VehicleClass::Light, Flow::Free);
        let row = if nearest {
            table.find_nearest(road, vehicle, flow, speed)
        } else {
            table.find(road, vehicle, flow, speed)
        };
        row.and_then(|row| row.factors.get(Pollutant::Nox))
    }

    #[test]
    fn speeds_select_cells() {
        let range = SpeedCell::Range {
            least: 60.0,
            most: 80.0,
        };
        let rows = vec![row(SpeedCell::only(120.0), 3.0), row(range, 1.0)];
        let table = FactorTable::new(rows).unwrap();
        assert_eq!(nox(&table, Some(70.0), false), Some(1.0));
        assert_eq!(nox(&table, Some(120.0), false), Some(3.0));
        assert_eq!(nox(&table, Some(100.0), false), None);
        assert_eq!(nox(&table, None, false), None);
        assert_eq!(nox(&table, Some(90.0), true), Some(1.0));
        assert_eq!(nox(&table, Some(100.0), true), Some(3.0));
        assert_eq!(nox(&table, None, true), Some(3.0));
    }

    #[test]
    fn contradictions_are_refused() {
        let range = SpeedCell::Range {
            least: 60.0,
            most: 80.0,
        };
        let twice = FactorTable::new(vec![row(range, 1.0), row(SpeedCell::only(80.0), 1.0)]);
        let overlap = FactorTableError::Overlap {
            first: 0,
            second: 1,
        };
        assert_eq!(twice, Err(overlap));
        assert_eq!(FactorTable::new(vec![]), Err(FactorTableError::Empty));
        assert!(FactorTable::new(vec![row(range, -1.0)]).is_err());
        assert!(FactorTable::new(vec![row(range, f64::NAN)]).is_err());
        let mut other = row(SpeedCell::only(120.0), 1.0);
        other.factors = Amounts::from([(Pollutant::Pm10, 1.0)]);
        let mixed = FactorTable::new(vec![row(range, 1.0), other]);
        assert_eq!(mixed, Err(FactorTableError::Pollutants { row: 1 }));
    }
}
