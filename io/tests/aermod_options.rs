//! What options and cards of an AERMOD deck come to, and how faults in them are told.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use pluim_io::aermod::{ControlFile, Depletion};

const DECK: &str = "\
CO STARTING
   TITLEONE  A field in a city
   MODELOPT  CONC FLAT
   AVERTIME  1
   POLLUTID  NOX
   URBANOPT  500000 CITY 2.0
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  FIELD  AREAPOLY  0.0  0.0
   SRCPARAM  FIELD  1.0E-4  1.0  3
   AREAVERT  FIELD  0.0 0.0 10.0 0.0 10.0 10.0
   URBANSRC  ALL
   SRCGROUP  ALL
SO FINISHED
RE STARTING
   DISCCART  50.0 50.0
RE FINISHED
ME STARTING
   SURFFILE  day.sfc
   PROFFILE  day.pfl
   SURFDATA  1 2017
   UAIRDATA  1 2017
   PROFBASE  0.0
   NOSWCO
ME FINISHED
OU STARTING
   RECTABLE  ALLAVE  FIRST
OU FINISHED
";

fn parse(from: &str, to: &str) -> Result<ControlFile, String> {
    let deck = DECK.replace(from, to);
    ControlFile::parse(Path::new("city.inp"), &deck).map_err(|fault| fault.to_string())
}

#[test]
fn default_options_tell_what_they_override() {
    let free = parse("", "").unwrap();
    assert_eq!(free.control.urban[0].roughness_length, 2.0);
    assert!(free.meteorology.turbulence.no_sigma_w_convective);
    let held = parse("CONC FLAT", "CONC DFAULT").unwrap();
    assert_eq!(held.control.urban[0].roughness_length, 1.0);
    assert!(!held.meteorology.turbulence.no_sigma_w_convective);
    let told: Vec<String> = held.warnings.iter().map(ToString::to_string).collect();
    for text in [
        "line 6, CO URBANOPT: DFAULT makes the urban roughness 1 m",
        "NOSWCO",
    ] {
        assert!(told.iter().any(|it| it.contains(text)), "{text}: {told:?}");
    }
}

#[test]
fn what_also_changes_stacks_is_not_taken_for_a_faster_area() {
    assert!(parse("CONC FLAT", "CONC FLAT FASTAREA").is_ok());
    let fault = parse("CONC FLAT", "CONC FLAT FASTALL").unwrap_err();
    assert!(
        fault.contains("FASTALL") && fault.contains("line 3"),
        "{fault}"
    );
}

#[test]
fn an_outline_that_starts_elsewhere_is_told_by_its_first_place() {
    let fault = parse("FIELD  0.0 0.0 10.0", "FIELD  1.0 2.5 10.0").unwrap_err();
    assert!(fault.contains("found \"1 2.5\""), "{fault}");
    assert!(!fault.contains("Some"), "{fault}");
}

#[test]
fn of_romberg_and_no_depletion_the_last_counts() {
    let dry = |options: &str| {
        let deck = parse("CONC FLAT", options).unwrap();
        deck.control.options.depletion[0]
    };
    assert_eq!(dry("CONC FLAT NODRYDPLT"), Depletion::Off);
    assert_eq!(dry("CONC FLAT NODRYDPLT ROMBERG"), Depletion::On);
    assert_eq!(dry("CONC FLAT ROMBERG NODRYDPLT"), Depletion::Off);
    let fault = parse("CONC FLAT", "CONC FLAT WETDPLT NOWETDPLT").unwrap_err();
    assert!(fault.contains("WETDPLT or NOWETDPLT"), "{fault}");
}
