//! The annual mean wind between two stations.

use geo_types::Coord;

use super::RegionalWind;

/// The station at Schiphol in RD New (m).
pub const SCHIPHOL: Coord<f64> = Coord {
    x: 114_280.0,
    y: 481_284.0,
};

/// The station at Eindhoven in RD New (m).
pub const EINDHOVEN: Coord<f64> = Coord {
    x: 154_290.0,
    y: 384_658.0,
};

/// Slope (-) in RD New of the parallel lines through the stations.
const SLOPE: f64 = 1.21;

/// A station with its annual mean wind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindStation {
    /// Where it stands, in RD New (m).
    pub at: Coord<f64>,
    /// Its annual mean wind, converted to the roughness of the place.
    pub wind: RegionalWind,
}

/// Where the wind of a place comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WindField {
    /// The same everywhere.
    Uniform(RegionalWind),
    /// Between two stations: officially Schiphol and Eindhoven. [`WindField::between`] puts them
    /// in order.
    BetweenStations {
        /// The station on the side of the sea.
        west: WindStation,
        /// The station farther inland.
        east: WindStation,
    },
}

impl WindField {
    /// The field between two stations, in any order; that of the first where both stand on one of
    /// the parallel lines.
    #[must_use]
    pub fn between(one: WindStation, other: WindStation) -> Self {
        let (first, second) = (across(one.at), across(other.at));
        if first < second {
            Self::BetweenStations {
                west: one,
                east: other,
            }
        } else if second < first {
            Self::BetweenStations {
                west: other,
                east: one,
            }
        } else {
            Self::Uniform(one.wind)
        }
    }

    /// The wind at `place` (RD New, m).
    ///
    /// Between the lines with slope 1.21 through both stations, speed is linear in the distance
    /// to them; on the far side of each line it is that of the station.
    ///
    /// # References
    /// Rbl 2007 annex 2, section on meteorology. The ratios of the official Amsterdam results
    /// show the same direction of change and the same constancy west of Schiphol.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::{RegionalWind, WindField, WindStation, EINDHOVEN, SCHIPHOL};
    /// let station = |at, speed| RegionalWind::new(speed).map(|wind| WindStation { at, wind });
    /// let field = WindField::between(station(SCHIPHOL, 5.0)?, station(EINDHOVEN, 4.0)?);
    /// assert_eq!(field.at(SCHIPHOL).speed(), 5.0);
    /// assert_eq!(field.at(EINDHOVEN).speed(), 4.0);
    /// let middle = (SCHIPHOL + EINDHOVEN) / 2.0;
    /// assert!((field.at(middle).speed() - 4.5).abs() < 1e-12);
    /// # Ok::<(), pluim_core::scheme::srm1::WindSpeedError>(())
    /// ```
    #[must_use]
    pub fn at(&self, place: Coord<f64>) -> RegionalWind {
        match self {
            Self::Uniform(wind) => *wind,
            Self::BetweenStations { west, east } => {
                let (from, to) = (across(west.at), across(east.at));
                let share = ((across(place) - from) / (to - from)).clamp(0.0, 1.0);
                west.wind.towards(east.wind, share)
            }
        }
    }
}

/// How far `place` lies across the parallel lines, from sea to land (m, not to scale).
fn across(place: Coord<f64>) -> f64 {
    SLOPE * place.x - place.y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn station(at: Coord<f64>, speed: f64) -> WindStation {
        let wind = RegionalWind::new(speed).unwrap();
        WindStation { at, wind }
    }

    #[test]
    fn wind_is_that_of_the_station_beyond_its_line() {
        let field = WindField::between(station(EINDHOVEN, 4.0), station(SCHIPHOL, 5.0));
        let speed = |x, y| field.at(Coord { x, y }).speed();
        assert_eq!(speed(70_000.0, 450_000.0), 5.0);
        assert_eq!(speed(200_000.0, 360_000.0), 4.0);
        let along = 50_000.0;
        let (a, b) = (
            speed(130_000.0, 440_000.0),
            speed(130_000.0 + along, 440_000.0 + 1.21 * along),
        );
        assert!((a - b).abs() < 1e-12);
    }

    #[test]
    fn two_stations_at_one_place_are_one() {
        let field = WindField::between(station(SCHIPHOL, 5.0), station(SCHIPHOL, 4.0));
        assert_eq!(field.at(EINDHOVEN).speed(), 5.0);
    }
}
