//! Measurements as they are published.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod support;

use std::path::{Path, PathBuf};

use pluim_core::emission::Pollutant;
use pluim_io::observation::{Columns, Observations, Station, read};

/// RD New.
const DUTCH: u32 = 28992;

const EXPORT: &str = "\
Export;EXP-1;;;StationsCode;NL1;NL2
Periode;2018;;;BeheerderMeetStation;GGD;GGD
;;;;StationsNaam;First;Second
;;;;Latitude,Longitude;(52.358039,4.8997);(52.155172,5.387203)
;;;;StationsGebied;stad;regionaal
;;;;StationsType;verkeer;achtergrond
Component;Bep.periode;Eenheid; Begindatumtijd;Einddatumtijd;NL1;NL2
NO2;uur;µg/m³;20180101 00:00;20180101 01:00;10;-0.5
NO2;uur;µg/m³;20180101 01:00;20180101 02:00;20;
";

fn write(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join("observations.csv");
    std::fs::write(&file, text).unwrap();
    file
}

fn reading(text: &str, columns: &Columns) -> Result<Observations, String> {
    let folder = tempfile::tempdir().unwrap();
    read(&write(folder.path(), text), columns, DUTCH).map_err(|error| error.to_string())
}

fn station<'a>(observations: &'a Observations, id: &str) -> &'a Station {
    let found = observations.stations.iter().find(|it| it.id == id);
    found.unwrap_or_else(|| panic!("{id} is absent"))
}

#[test]
fn an_export_is_read_as_it_is() {
    let observations = reading(EXPORT, &Columns::default()).unwrap();
    assert_eq!(observations.pollutant, Pollutant::No2);
    assert_eq!(observations.years, Some((2018, 2018)));
    let first = station(&observations, "NL1");
    assert_eq!((first.mean, first.values, first.capture()), (15.0, 2, 1.0));
    assert_eq!(
        (first.name.as_str(), first.kind.as_str()),
        ("First", "stad, verkeer")
    );
    let second = station(&observations, "NL2");
    assert_eq!((second.mean, second.capture()), (-0.5, 0.5));
    // the origin of RD New, the church tower of Amersfoort
    assert!((second.at.x - 155_000.0).abs() < 10.0 && (second.at.y - 463_000.0).abs() < 10.0);
}

#[test]
fn faults_of_an_export_are_placed() {
    for (from, to, words) in [
        (";20;", ";2O;", "line 9"),
        ("NO2;", "C6H6;", "C6H6"),
        ("(52.358039,4.8997)", "52.3", "Latitude,Longitude"),
        (";-0.5", "", "7 cells"),
        ("µg/m³", "mg/m³", "mg/m³"),
    ] {
        let error = reading(&EXPORT.replace(from, to), &Columns::default()).unwrap_err();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_table_is_read_by_its_columns() {
    let table =
        "kit;rd_x;rd_y;no2;note\na;1e5;4e5;10;x\nb;2e5;4e5;NA;\na;1e5;4e5;30;\nb;2e5;4e5;7;\n";
    let mut columns = Columns {
        pollutant: Some(Pollutant::No2),
        ..Columns::default()
    };
    for (role, name) in [
        ("id", "kit"),
        ("x", "rd_x"),
        ("y", "rd_y"),
        ("value", "no2"),
    ] {
        columns.assign(role, name).unwrap();
    }
    let observations = reading(table, &columns).unwrap();
    let (a, b) = (station(&observations, "a"), station(&observations, "b"));
    assert_eq!((a.mean, a.at.x, a.capture()), (20.0, 1e5, 1.0));
    assert_eq!((b.mean, b.capture()), (7.0, 0.5));
    let error = reading(table, &Columns::default()).unwrap_err();
    assert!(error.contains("--pollutant"), "{error}");
    columns.assign("value", "no3").unwrap();
    let error = reading(table, &columns).unwrap_err();
    assert!(error.contains("no2"), "the nearest column: {error}");
}

#[test]
fn the_exports_of_2018_are_read() {
    let Some(file) = support::shared("data/luchtmeetnet/2018_NO2.csv.gz") else {
        return;
    };
    let observations = read(&file, &Columns::default(), DUTCH).unwrap();
    let oude_schans = station(&observations, "NL49019");
    assert!((oude_schans.mean - 28.15).abs() < 0.01, "{oude_schans:?}");
    assert_eq!((oude_schans.values, oude_schans.possible), (8657, 8760));
    assert_eq!(oude_schans.kind, "stad, achtergrond");
    assert!(
        (oude_schans.at.x - 122_000.0).abs() < 1000.0,
        "{oude_schans:?}"
    );
}

#[test]
fn citizen_sensors_are_read() {
    let Some(file) = support::shared("data/sensors/Voorbeeld_sensoren.csv") else {
        return;
    };
    let mut columns = Columns {
        pollutant: Some(Pollutant::Pm10),
        ..Columns::default()
    };
    for (role, name) in [
        ("id", "kit_id"),
        ("lon", "lon"),
        ("lat", "lat"),
        ("value", "pm10_kal"),
    ] {
        columns.assign(role, name).unwrap();
    }
    let observations = read(&file, &columns, DUTCH).unwrap();
    assert!(observations.stations.len() > 20);
    assert!(!observations.without_place.is_empty());
    let first = station(&observations, "HLL_hl_device_001");
    assert!((100_000.0..110_000.0).contains(&first.at.x), "{first:?}");
    assert!(first.values > 10 && first.mean.is_finite());
}
