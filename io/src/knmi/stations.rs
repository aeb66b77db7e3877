//! Where the weather stations stand.

use std::path::Path;
use std::sync::OnceLock;

use crate::error::Result;
use crate::number::Rule;
use crate::table::{self, Layout, Row};

const TABLE: &str = include_str!("stations.csv");

/// A weather station.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// KNMI's number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
    /// Place in RD New (m), to 10 m.
    pub rd: [f64; 2],
    /// Height of the wind measurement above ground (m).
    pub wind_height: f64,
}

/// The stations that pluim knows, by number.
pub fn stations() -> &'static [Station] {
    static STATIONS: OnceLock<Vec<Station>> = OnceLock::new();
    STATIONS.get_or_init(|| parse(TABLE).unwrap_or_default())
}

/// The station with a number, if pluim knows it.
///
/// ```
/// let schiphol = pluim_io::knmi::station(240).ok_or("unknown")?;
/// assert_eq!((schiphol.latitude, schiphol.wind_height), (52.318, 10.0));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn station(number: u32) -> Option<&'static Station> {
    stations().iter().find(|station| station.number == number)
}

fn parse(text: &str) -> Result<Vec<Station>> {
    let remarks = text.lines().take_while(|line| line.starts_with('#'));
    let skipped: usize = remarks.map(|line| line.len() + 1).sum();
    let layout = Layout {
        separator: b',',
        columns: &[
            "station",
            "name",
            "latitude",
            "longitude",
            "rd_x_m",
            "rd_y_m",
            "wind_height_m",
        ],
        first_line: 1,
    };
    let mut stations = Vec::new();
    let table = text.get(skipped..).unwrap_or_default();
    table::read(Path::new("stations.csv"), table, layout, |row, _| {
        stations.push(station_of(row)?);
        Ok(())
    })?;
    Ok(stations)
}

fn station_of(row: &Row<'_>) -> Result<Station> {
    let number = Rule::least("a station number", 0.0);
    let metres = Rule::any("a number of m");
    let degrees = Rule::between("a number of degrees", -180.0, 180.0);
    Ok(Station {
        number: row
            .parse("station", |text| number.parse_whole(text))?
            .unsigned_abs(),
        name: row.required("name")?,
        latitude: row.number("latitude", degrees)?,
        longitude: row.number("longitude", degrees)?,
        rd: [row.number("rd_x_m", metres)?, row.number("rd_y_m", metres)?],
        wind_height: row.number("wind_height_m", metres)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};

    #[test]
    fn the_table_is_read_in_full() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(parse(TABLE).unwrap().len(), rows);
        assert!(rows > 20);
    }

    #[test]
    fn both_kinds_of_coordinates_agree() {
        let mut globe = SpatialRef::from_epsg(4326).unwrap();
        globe.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
        let dutch = SpatialRef::from_epsg(28992).unwrap();
        let transform = CoordTransform::new(&globe, &dutch).unwrap();
        for station in stations() {
            let (mut x, mut y) = ([station.longitude], [station.latitude]);
            transform.transform_coords(&mut x, &mut y, &mut []).unwrap();
            let apart = (x[0] - station.rd[0]).hypot(y[0] - station.rd[1]);
            assert!(apart < 10.0, "{}: {apart} m", station.name);
        }
    }
}
