//! `OPENPIT` sources of an AERMOD deck: what is read, remarked and refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

#[macro_use]
#[path = "support/control_file.rs"]
mod control_file;

use std::fs;
use std::path::Path;

use approx::assert_relative_eq;
use geo_types::Coord;
use pluim_core::source::OpenPit;
use pluim_io::aermod::{ControlFile, HourlyRelease, SourceKind, Substance, Variation};

const DECK: &str = control_file!(
    "\
CO STARTING
   TITLEONE  A quarry
   MODELOPT  CONC FLAT
   AVERTIME  1
   POLLUTID  PM10
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  QUARRY  OPENPIT  10.0  20.0
   SRCPARAM  QUARRY  1.0E-4  5.0  400.0  200.0  1.6E6  30.0
   PARTDIAM  QUARRY  2.5 10.0
   MASSFRAX  QUARRY  0.4 0.6
   PARTDENS  QUARRY  2*2.5
   SRCGROUP  ALL
SO FINISHED
RE STARTING
   DISCCART  550.0 50.0
RE FINISHED
"
);

const PARAMETERS: &str = "1.0E-4  5.0  400.0  200.0  1.6E6  30.0";

fn parse(from: &str, to: &str) -> Result<ControlFile, String> {
    let deck = DECK.replace(from, to);
    ControlFile::parse(Path::new("quarry.inp"), &deck).map_err(|fault| fault.to_string())
}

fn pit(deck: &ControlFile) -> OpenPit {
    match &deck.sources[0].kind {
        SourceKind::Pit(pit) => *pit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pit_is_read_with_its_particles() {
    let deck = parse("", "").unwrap();
    let source = &deck.sources[0];
    let quarry = pit(&deck);
    assert_eq!(source.emission, 1e-4);
    assert_eq!(source.place(), Coord { x: 10.0, y: 20.0 });
    assert_eq!(quarry.effective_depth(), 20.0);
    assert_eq!(quarry.opening().angle, 30.0);
    assert_relative_eq!(quarry.sigma_z0(), 20.0 / 4.3);
    assert!(matches!(&source.substance, Substance::Particles(classes) if classes.len() == 2));
    assert!(deck.warnings.is_empty(), "{:?}", deck.warnings);
}

#[test]
fn the_angle_and_the_particles_can_be_left_out() {
    let plain = parse("1.6E6  30.0", "1.6E6").unwrap();
    assert_eq!(pit(&plain).opening().angle, 0.0);
    for spelling in ["OPEN_PIT", "OPEN-PIT", "openpit"] {
        assert_eq!(
            pit(&parse("OPENPIT", spelling).unwrap()),
            pit(&parse("", "").unwrap())
        );
    }
    let cards = DECK.find("   PARTDIAM").unwrap()..DECK.find("   SRCGROUP").unwrap();
    let gas = parse(&DECK[cards], "").unwrap();
    assert_eq!(gas.sources[0].substance, Substance::Inert);
}

#[test]
fn a_pit_beyond_ten_times_as_long_as_wide_is_remarked() {
    let narrow = parse(PARAMETERS, "1.0E-4  5.0  1050.0  100.0  2.1E6").unwrap();
    let told: Vec<String> = narrow.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("line 10") && told[0].contains("10.5"),
        "{told:?}"
    );
    let wide = parse(PARAMETERS, "1.0E-4  5.0  100.0  1000.0  2.0E6").unwrap();
    assert!(wide.warnings.is_empty());
}

#[test]
fn what_is_no_pit_is_refused_with_its_line() {
    let cases = [
        ("1.0E-4  5.0  400.0  200.0", "volume (m3) as value 6"),
        ("1.0E-4  20.5  400.0  200.0  1.6E6", "found \"20.5\""),
        (
            "1.0E-4  20.5  400.0  200.0  1.6E6",
            "from 0 to 20, the effective depth",
        ),
        (
            "1.0E-4  -1.0  400.0  200.0  1.6E6",
            "height above the floor (m)",
        ),
        (
            "1.0E-4  5.0  0.0  200.0  1.6E6",
            "length along x (m): above 0",
        ),
        (
            "1.0E-4  5.0  400.0  -2.0  1.6E6",
            "length along y (m): above 0",
        ),
        ("1.0E-4  0.0  400.0  200.0  0.0", "volume (m3): above 0"),
        (
            "1.0E-4  5.0  400.0  200.0  1.6E6  0.0  2.0",
            "at most 7 value(s)",
        ),
        ("1.0E-4  5.0  400.0  200.0  deep", "found \"deep\""),
    ];
    for (parameters, says) in cases {
        let fault = parse(PARAMETERS, parameters).unwrap_err();
        assert!(fault.contains(says), "{says}: {fault}");
        assert!(fault.contains("line 10, SO SRCPARAM"), "{fault}");
    }
}

#[test]
fn an_hourly_file_gives_the_emission_of_a_pit_alone() {
    let folder = tempfile::tempdir().unwrap();
    let read = |line: &str| {
        fs::write(folder.path().join("hours.dat"), line).unwrap();
        let deck = DECK.replace("   SRCGROUP", "   HOUREMIS  hours.dat QUARRY\n   SRCGROUP");
        ControlFile::parse(&folder.path().join("quarry.inp"), &deck)
    };
    let deck = read("SO HOUREMIS 17 6 1 1 QUARRY 2.0E-4\n").unwrap();
    let Variation::Hourly(series) = &deck.sources[0].variation else {
        panic!("{:?}", deck.sources[0].variation)
    };
    assert_eq!(
        (series[0].rate, series[0].release),
        (2e-4, HourlyRelease::AsGiven)
    );
    let fault = read("SO HOUREMIS 17 6 1 1 QUARRY 2.0E-4 1.0 2.0\n").unwrap_err();
    assert!(
        fault.to_string().contains("one emission after the source"),
        "{fault}"
    );
}
