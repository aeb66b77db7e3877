//! NO2 of open roads by wind sector (SRM2).

use super::dutch_annual_no2::{TrafficNitrogen, sector_conversion};

/// One wind sector at one receptor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SectorNitrogen {
    /// Share f_i of hours with wind from the sector (-).
    pub frequency: f64,
    /// Contribution of open roads with wind from the sector (ug/m3).
    pub traffic: TrafficNitrogen,
    /// Background ozone with wind from the sector (ug/m3).
    pub ozone: f64,
}

/// Annual means of open roads.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OpenRoadNitrogen {
    /// NOx and direct NO2 (ug/m3).
    pub traffic: TrafficNitrogen,
    /// NO2 formed from NO (ug/m3).
    pub conversion: f64,
}

/// Annual means over `sectors`: sum of f_i C_i, with the conversion of each sector on its own
/// ozone.
///
/// # References
/// Rbl 2007 annex 2, section on NO2: C_i[NO2] = f C_i[NOx] + O3_i N_i / (N_i + K).
///
/// ```
/// use pluim_core::chemistry::dutch_annual_no2::TrafficNitrogen;
/// use pluim_core::chemistry::dutch_sector_no2::{open_road_no2, SectorNitrogen};
/// let traffic = TrafficNitrogen { nox: 110.0, direct: 10.0 };
/// let only = SectorNitrogen { frequency: 1.0, traffic, ozone: 40.0 };
/// assert_eq!(open_road_no2([only]).conversion, 20.0);
/// ```
#[must_use]
pub fn open_road_no2(sectors: impl IntoIterator<Item = SectorNitrogen>) -> OpenRoadNitrogen {
    let mut year = OpenRoadNitrogen::default();
    for sector in sectors {
        let f = sector.frequency;
        year.traffic += TrafficNitrogen {
            nox: f * sector.traffic.nox,
            direct: f * sector.traffic.direct,
        };
        year.conversion += f * sector_conversion(sector.traffic.nitric_oxide(), sector.ozone);
    }
    year
}
