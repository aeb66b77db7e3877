//! Road emission factors: a table of g per vehicle-km, as CSV.
//!
//! Columns: `road_type` (`FREEWAY`, `NON_URBAN_ROAD_GENERAL`, `NON_URBAN_ROAD_NATIONAL`,
//! `URBAN_ROAD_NORMAL`, `URBAN_ROAD_STAGNATING`, `URBAN_ROAD_FREE_FLOW`), `vehicle_type`
//! (`LIGHT_TRAFFIC`, `NORMAL_FREIGHT`, `HEAVY_FREIGHT`, `AUTO_BUS`), `stagnating` (0 or 1),
//! `maximum_speed_km_per_h` (`any`, a limit, or a range such as `60-100`), and for every pollutant
//! of the table `<pollutant>_g_per_km`.

use std::path::Path;

use pluim_core::emission::{
    Amounts, FactorRow, FactorTable, FactorTableError, Flow, Pollutant, RoadType, SpeedCell,
    VehicleClass,
};

use crate::error::{Fault, InputError, Result, read_text};
use crate::number::Rule;
use crate::table::{self, Header, Layout, Row};

const COLUMNS: &[&str] = &[
    "road_type",
    "vehicle_type",
    "stagnating",
    "maximum_speed_km_per_h",
];
const SUFFIX: &str = "_g_per_km";
const FACTOR: Rule = Rule::between("an emission factor in g per vehicle-km", 0.0, 10_000.0);
const LIMIT: Rule = Rule::between("a speed limit in km/h", 0.0, 200.0);

const ROAD_TYPES: [RoadType; 6] = [
    RoadType::Freeway,
    RoadType::NonUrbanGeneral,
    RoadType::NonUrbanNational,
    RoadType::UrbanNormal,
    RoadType::UrbanStagnating,
    RoadType::UrbanFreeFlow,
];

const VEHICLES: [VehicleClass; 4] = [
    VehicleClass::Light,
    VehicleClass::Medium,
    VehicleClass::Heavy,
    VehicleClass::Bus,
];

/// Reads a table of road emission factors.
///
/// # Errors
/// When the file cannot be read, a column is missing or unknown, a cell breaks its rule, or two
/// rows hold for the same case.
pub fn read_emission_factors(file: &Path) -> Result<FactorTable> {
    parse_emission_factors(file, &read_text(file)?)
}

/// Reads the content of such a table; `file` is its name in messages.
///
/// # Errors
/// As [`read_emission_factors`].
pub fn parse_emission_factors(file: &Path, text: &str) -> Result<FactorTable> {
    let layout = Layout {
        separator: b',',
        columns: COLUMNS,
        first_line: 1,
    };
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    table::read(file, text, layout, |row, _| {
        rows.push(factor_row(row)?);
        lines.push(row.line());
        Ok(())
    })?;
    FactorTable::new(rows).map_err(|fault| refused(file, &fault, &lines))
}

/// A road type by its spelling in the table.
pub(crate) fn road_type(text: &str) -> Result<RoadType, Fault> {
    named(text, &ROAD_TYPES, RoadType::name, "a type of road")
}

/// A vehicle class by its spelling in the table.
pub(crate) fn vehicle(text: &str) -> Result<VehicleClass, Fault> {
    named(text, &VEHICLES, VehicleClass::name, "a class of vehicles")
}

fn named<T: Copy>(
    text: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    what: &str,
) -> Result<T, Fault> {
    let names: Vec<&str> = all.iter().map(|it| name(*it)).collect();
    let fault = || {
        let fault = Fault::new(format!("{what} ({})", names.join(", ")));
        fault.found(text).nearest(names.iter().copied())
    };
    let found = all.iter().copied().find(|it| name(*it) == text);
    found.ok_or_else(fault)
}

fn factor_row(row: &Row<'_>) -> Result<FactorRow> {
    Ok(FactorRow {
        road_type: row.parse("road_type", road_type)?,
        vehicle: row.parse("vehicle_type", vehicle)?,
        flow: row.parse("stagnating", flow)?,
        speed: row.parse("maximum_speed_km_per_h", speed)?,
        factors: factors(row)?,
    })
}

fn factors(row: &Row<'_>) -> Result<Amounts> {
    let mut factors = Amounts::new();
    for (column, pollutant) in pollutants(row.header()) {
        let pollutant = pollutant.map_err(|fault| row.fault(column, fault))?;
        factors.set(pollutant, row.number(column, FACTOR)?);
    }
    Ok(factors)
}

type Column<'a> = (&'a str, Result<Pollutant, Fault>);

fn pollutants(header: &Header) -> impl Iterator<Item = Column<'_>> {
    let others = header.names().filter(|name| !COLUMNS.contains(name));
    others.map(|column| (column, pollutant(column)))
}

fn pollutant(column: &str) -> Result<Pollutant, Fault> {
    let names = Pollutant::ALL.map(|it| format!("{}{SUFFIX}", it.name()));
    let fault = || {
        let fault = Fault::new(format!("a column <pollutant>{SUFFIX}"));
        fault
            .found(column)
            .nearest(names.iter().map(String::as_str))
    };
    let name = column.strip_suffix(SUFFIX).and_then(Pollutant::named);
    name.ok_or_else(fault)
}

fn flow(text: &str) -> Result<Flow, Fault> {
    match text {
        "0" => Ok(Flow::Free),
        "1" => Ok(Flow::Stagnating),
        _ => Err(Fault::new("0 (free) or 1 (stagnating)").found(text)),
    }
}

fn speed(text: &str) -> Result<SpeedCell, Fault> {
    if text == "any" {
        return Ok(SpeedCell::Any);
    }
    let Some((least, most)) = text.split_once('-') else {
        return LIMIT.parse(text).map(SpeedCell::only);
    };
    let (least, most) = (LIMIT.parse(least)?, LIMIT.parse(most)?);
    let fault = Fault::new("a range from low to high").found(text);
    (least <= most)
        .then_some(SpeedCell::Range { least, most })
        .ok_or(fault)
}

fn refused(file: &Path, fault: &FactorTableError, lines: &[u64]) -> InputError {
    let row = match fault {
        FactorTableError::Empty => None,
        FactorTableError::Factor { row, .. } | FactorTableError::Pollutants { row } => Some(*row),
        FactorTableError::Overlap { second, .. } => Some(*second),
    };
    let error = InputError::new(file, "a table of emission factors");
    let error = match fault {
        FactorTableError::Overlap { first, .. } => {
            let line = lines.get(*first).copied().unwrap_or_default();
            error.found(format!(
                "the same road, vehicle, flow and speed as line {line}"
            ))
        }
        other => error.found(other),
    };
    let line = row.and_then(|row| lines.get(row).copied());
    line.into_iter().fold(error, InputError::line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "road_type,vehicle_type,stagnating,maximum_speed_km_per_h,nox_g_per_km";

    fn parse(rows: &str) -> Result<FactorTable> {
        parse_emission_factors(Path::new("f.csv"), &format!("{HEAD}\n{rows}"))
    }

    fn refused(rows: &str) -> String {
        parse(rows).unwrap_err().to_string()
    }

    #[test]
    fn cells_become_types() {
        let table = parse("FREEWAY,AUTO_BUS,1,60-100,0.5\nFREEWAY,AUTO_BUS,1,120,0.7").unwrap();
        let bus = |speed| {
            let row = table.find(
                RoadType::Freeway,
                VehicleClass::Bus,
                Flow::Stagnating,
                speed,
            )?;
            row.factors.get(Pollutant::Nox)
        };
        assert_eq!(bus(Some(80.0)), Some(0.5));
        assert_eq!(bus(Some(120.0)), Some(0.7));
        assert_eq!(bus(None), None);
    }

    #[test]
    fn broken_tables_are_refused() {
        let words = refused("FREEWAI,AUTO_BUS,0,any,1");
        assert!(
            words.contains("line 2, field \"road_type\"") && words.contains("mean \"FREEWAY\"")
        );
        assert!(refused("FREEWAY,AUTO_BUS,0,any,-1").contains("(0 to 10000)"));
        assert!(refused("FREEWAY,AUTO_BUS,0,100-60,1").contains("low to high"));
        assert!(refused("FREEWAY,AUTO_BUS,2,any,1").contains("stagnating"));
        let twice = refused("FREEWAY,AUTO_BUS,0,any,1\n\nFREEWAY,AUTO_BUS,0,80,1");
        assert!(
            twice.contains("line 4") && twice.contains("as line 2"),
            "{twice}"
        );
        assert!(refused("").contains("needs rows"));
        let column = parse_emission_factors(
            Path::new("f.csv"),
            &format!("{}\nFREEWAY,AUTO_BUS,0,any,1", HEAD.replace("nox", "noks")),
        );
        assert!(column.unwrap_err().to_string().contains("nox_g_per_km"));
    }
}
