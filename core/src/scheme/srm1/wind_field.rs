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

/// Where the wind of a place comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WindField {
    /// The same everywhere.
    Uniform(RegionalWind),
    /// Between Schiphol and Eindhoven.
    BetweenStations {
        /// Annual mean at Schiphol, converted to the roughness of the place.
        schiphol: RegionalWind,
        /// Annual mean at Eindhoven, converted to the roughness of the place.
        eindhoven: RegionalWind,
    },
}

impl WindField {
    /// The wind at `place` (RD New, m).
    ///
    /// Between the lines with slope 1.21 through both stations, speed is linear in the distance
    /// to them; west of that of Schiphol and east of that of Eindhoven it is that of the station.
    ///
    /// # References
    /// Rbl 2007 annex 2, section on meteorology. The ratios of the official Amsterdam results
    /// show the same direction of change and the same constancy west of Schiphol.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::{RegionalWind, WindField, EINDHOVEN, SCHIPHOL};
    /// let field = WindField::BetweenStations {
    ///     schiphol: RegionalWind::new(5.0)?,
    ///     eindhoven: RegionalWind::new(4.0)?,
    /// };
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
            Self::BetweenStations {
                schiphol,
                eindhoven,
            } => {
                let share = share_of_eindhoven(place);
                schiphol.towards(*eindhoven, share)
            }
        }
    }
}

/// 0 on the line through Schiphol and west of it, 1 on that through Eindhoven and east of it.
fn share_of_eindhoven(place: Coord<f64>) -> f64 {
    let across = |at: Coord<f64>| SLOPE * at.x - at.y;
    let (from, to) = (across(SCHIPHOL), across(EINDHOVEN));
    ((across(place) - from) / (to - from)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wind_is_that_of_the_station_beyond_its_line() {
        let field = WindField::BetweenStations {
            schiphol: RegionalWind::new(5.0).unwrap(),
            eindhoven: RegionalWind::new(4.0).unwrap(),
        };
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
}
