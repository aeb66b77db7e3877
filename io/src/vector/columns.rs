//! The columns that sources may have.

use pluim_core::emission::{Pollutant, SECONDS_PER_YEAR};

use super::activity::Activity;
use crate::error::nearest;

/// Columns that give the place in a CSV file.
pub(super) const PLACE: [&str; 3] = ["x", "y", "wkt"];

/// Columns that do not depend on the pollutant.
pub(super) const FIXED: [&str; 9] = [
    "id",
    "group",
    "height_m",
    "sigma_y0_m",
    "sigma_z0_m",
    "diameter_m",
    "velocity_m_s",
    "temperature_k",
    "outlet",
];

/// A column with no meaning to pluim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its name.
    pub name: String,
    /// The known column that it resembles, if any.
    pub nearest: Option<String>,
}

/// A column with an emission.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EmissionColumn {
    pub(super) name: String,
    pub(super) pollutant: Pollutant,
    /// Factor from the unit of the column to g/s, or odour units a second.
    pub(super) to_rate: f64,
}

/// All columns with an emission that a file may have.
pub(super) fn emission_columns() -> Vec<EmissionColumn> {
    let column = |pollutant: Pollutant, unit: &str, to_rate| EmissionColumn {
        name: format!("{pollutant}_{unit}"),
        pollutant,
        to_rate,
    };
    let emitted = Pollutant::ALL.into_iter().filter(|it| *it != Pollutant::O3);
    emitted
        .flat_map(|pollutant| match pollutant {
            Pollutant::Odour => vec![column(pollutant, "ou_per_s", 1.0)],
            _ => vec![
                column(pollutant, "kg_per_year", 1000.0 / SECONDS_PER_YEAR),
                column(pollutant, "g_per_s", 1.0),
            ],
        })
        .collect()
}

/// The names that mean something, but for the place.
pub(super) fn known() -> Vec<String> {
    let fixed = FIXED.iter().map(|name| (*name).to_owned());
    fixed
        .chain(emission_columns().into_iter().map(|it| it.name))
        .collect()
}

/// Those of `names` that mean nothing in a file of sources, or of an activity.
pub(super) fn unknown<'a>(
    names: impl Iterator<Item = &'a str>,
    activity: Option<&Activity>,
) -> Vec<UnknownColumn> {
    let known = match activity {
        None => known(),
        Some(activity) => {
            let fixed = FIXED.iter().chain(activity.columns());
            fixed.map(|name| (*name).to_owned()).collect()
        }
    };
    let means = |name: &str| PLACE.contains(&name) || known.iter().any(|it| it == name);
    let unknown = names.filter(|name| !means(name));
    let known = || known.iter().map(String::as_str);
    unknown
        .map(|name| UnknownColumn {
            name: name.to_owned(),
            nearest: nearest(name, known()).map(str::to_owned),
        })
        .collect()
}

/// The known name of a column that a Shapefile cut to ten characters, where only one fits.
pub(super) fn uncut(name: &str) -> Option<String> {
    const CUT: usize = 10;
    let mut fitting = known()
        .into_iter()
        .filter(|it| it.len() > CUT && it.starts_with(name));
    let only = fitting.next().filter(|_| name.len() == CUT);
    only.filter(|_| fitting.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_columns_are_recognised() {
        let names = ["id", "height_m", "noks_kg_per_year", "remark", "wkt"];
        let unknown = unknown(names.into_iter(), None);
        let found: Vec<_> = unknown
            .iter()
            .map(|it| (&*it.name, it.nearest.as_deref()))
            .collect();
        let nox = Some("nox_kg_per_year");
        assert_eq!(found, [("noks_kg_per_year", nox), ("remark", None)]);
    }

    #[test]
    fn cut_names_are_completed() {
        assert_eq!(uncut("nox_kg_per").as_deref(), Some("nox_kg_per_year"));
        assert_eq!(uncut("pm2_5_g_pe").as_deref(), Some("pm2_5_g_per_s"));
        assert_eq!(uncut("temperatur").as_deref(), Some("temperature_k"));
        assert_eq!(uncut("benzo_a_py"), None);
        assert_eq!(uncut("nox"), None);
    }
}
