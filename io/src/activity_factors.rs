//! Emission factors of activities other than road traffic: wood stoves, ships, livestock.
//!
//! Tables with `;` between cells; lines before the header that begin with `#` say where the
//! numbers come from.

use std::path::Path;

use pluim_core::emission::inland_shipping::{Engine, ShipFactors, per_hour, per_kilometre};
use pluim_core::emission::livestock::AnimalFactors;
use pluim_core::emission::wood_stoves::Appliance;

use crate::error::Result;
use crate::number::Rule;
use crate::table::{self, Layout, Row};

const SHARE: Rule = Rule::between("a share from 0 to 1", 0.0, 1.0);
const AMOUNT: Rule = Rule::least("a number", 0.0);
const HOURS: Rule = Rule::between("hours a year", 0.0, 8784.0);
const FACTOR: Rule = Rule::least("an uncertainty factor of 1 or more", 1.0);
const SPEED: Rule = Rule::between("a speed in km/h", 0.1, 100.0);

/// A class of appliance and its share in a default mix.
#[derive(Debug, Clone, PartialEq)]
pub struct ApplianceClass {
    /// Use and factors.
    pub appliance: Appliance,
    /// Share (-) in the default mix.
    pub mix_share: f64,
}

/// A class of ship with its factors for two pollutants.
#[derive(Debug, Clone, PartialEq)]
pub struct ShipClass {
    /// Code of the class.
    pub class: String,
    /// NOx.
    pub nox: ShipFactors,
    /// PM10.
    pub pm10: ShipFactors,
}

/// A category of animals.
#[derive(Debug, Clone, PartialEq)]
pub struct AnimalCategory {
    /// Code in the register.
    pub code: String,
    /// What the animals are.
    pub animals: String,
    /// Factors.
    pub factors: AnimalFactors,
}

/// Reads a table of appliances; `file` is its name in messages.
///
/// # Errors
/// When a column is missing or a cell breaks its rule.
pub fn parse_appliances(file: &Path, text: &str) -> Result<Vec<ApplianceClass>> {
    const COLUMNS: &[&str] = &[
        "class",
        "hours_per_year",
        "burn_rate_kg_per_h",
        "heating_value_mj_per_kg",
        "pm2_5_g_per_gj",
        "ec_share",
        "bap_mg_per_gj",
        "uncertainty_factor",
        "mix_share",
    ];
    rows(file, text, COLUMNS, |row| {
        Ok(ApplianceClass {
            appliance: Appliance {
                class: row.required("class")?,
                hours: row.number("hours_per_year", HOURS)?,
                burn_rate: row.number("burn_rate_kg_per_h", AMOUNT)?,
                heating_value: row.number("heating_value_mj_per_kg", AMOUNT)?,
                pm2_5: row.number("pm2_5_g_per_gj", AMOUNT)?,
                ec_share: row.number("ec_share", SHARE)?,
                benzo_a_pyrene: row.number("bap_mg_per_gj", AMOUNT)?,
                uncertainty: row.number("uncertainty_factor", FACTOR)?,
            },
            mix_share: row.number("mix_share", SHARE)?,
        })
    })
}

/// Reads a table of ships, whose factors follow from their engines; `file` is its name in
/// messages.
///
/// # Errors
/// When a column is missing or a cell breaks its rule.
pub fn parse_ships(file: &Path, text: &str) -> Result<Vec<ShipClass>> {
    const COLUMNS: &[&str] = &[
        "class",
        "power_kw",
        "load_laden",
        "load_empty",
        "speed_km_per_h",
        "berth_kw",
        "nox_g_per_kwh",
        "pm10_g_per_kwh",
        "nox_berth_g_per_kwh",
        "pm10_berth_g_per_kwh",
    ];
    rows(file, text, COLUMNS, |row| {
        Ok(ShipClass {
            class: row.required("class")?,
            nox: ship_factors(row, "nox_g_per_kwh", "nox_berth_g_per_kwh")?,
            pm10: ship_factors(row, "pm10_g_per_kwh", "pm10_berth_g_per_kwh")?,
        })
    })
}

fn ship_factors(row: &Row<'_>, sailing: &str, berth: &str) -> Result<ShipFactors> {
    let speed = row.number("speed_km_per_h", SPEED)?;
    let under_way = |load: &str| -> Result<f64> {
        let engine = Engine {
            power: row.number("power_kw", AMOUNT)?,
            load: row.number(load, SHARE)?,
            factor: row.number(sailing, AMOUNT)?,
        };
        Ok(per_kilometre(&engine, speed).unwrap_or(0.0))
    };
    let generator = Engine {
        power: row.number("berth_kw", AMOUNT)?,
        load: 1.0,
        factor: row.number(berth, AMOUNT)?,
    };
    Ok(ShipFactors {
        laden: under_way("load_laden")?,
        empty: under_way("load_empty")?,
        moored: per_hour(&generator),
    })
}

/// Reads a table of animals; `file` is its name in messages.
///
/// # Errors
/// When a column is missing or a cell breaks its rule.
pub fn parse_animals(file: &Path, text: &str) -> Result<Vec<AnimalCategory>> {
    const COLUMNS: &[&str] = &["code", "animals", "pm10_g_per_year", "odour_ou_per_s"];
    rows(file, text, COLUMNS, |row| {
        Ok(AnimalCategory {
            code: row.required("code")?,
            animals: row.required("animals")?,
            factors: AnimalFactors {
                pm10: row.number("pm10_g_per_year", AMOUNT)?,
                odour: row.maybe("odour_ou_per_s", AMOUNT)?,
            },
        })
    })
}

/// The rows of a table, after its leading comments.
fn rows<T>(
    file: &Path,
    text: &str,
    columns: &[&str],
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let comments = text.lines().take_while(|line| line.starts_with('#'));
    let (lines, bytes) = comments.fold((0, 0), |(lines, bytes), line| {
        (lines + 1, bytes + line.len() + 1)
    });
    let layout = Layout {
        separator: b';',
        columns,
        first_line: 1 + lines,
    };
    let mut all = Vec::new();
    table::read(
        file,
        text.get(bytes..).unwrap_or_default(),
        layout,
        |row, _| {
            all.push(read(row)?);
            Ok(())
        },
    )?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOVES: &str = include_str!("../../scenarios/data/wood_stoves.csv");
    const SHIPS: &str = include_str!("../../scenarios/data/inland_shipping.csv");
    const ANIMALS: &str = include_str!("../../scenarios/data/livestock.csv");

    #[test]
    fn the_carried_tables_are_sound() {
        let stoves = parse_appliances(Path::new("wood_stoves.csv"), STOVES).unwrap();
        let mix: f64 = stoves.iter().map(|it| it.mix_share).sum();
        assert!((mix - 1.0).abs() < 1e-9);
        let energy: f64 = stoves
            .iter()
            .map(|it| it.mix_share * it.appliance.energy())
            .sum();
        assert!((8.0..16.0).contains(&energy), "{energy} GJ an appliance");
        let ships = parse_ships(Path::new("inland_shipping.csv"), SHIPS).unwrap();
        assert!(
            ships
                .iter()
                .all(|it| it.nox.laden > it.nox.empty && it.pm10.moored > 0.0)
        );
        let animals = parse_animals(Path::new("livestock.csv"), ANIMALS).unwrap();
        let pigs = animals.iter().find(|it| it.code == "D 3").unwrap();
        assert_eq!(pigs.factors.odour, Some(23.0));
        assert!(animals.iter().any(|it| it.factors.odour.is_none()));
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line() {
        let wrong = STOVES.replace("open fireplace;137", "open fireplace;often");
        let error = parse_appliances(Path::new("own.csv"), &wrong).unwrap_err();
        assert_eq!(error.place().field.as_deref(), Some("hours_per_year"));
        assert_eq!(error.place().line, Some(7));
    }
}
