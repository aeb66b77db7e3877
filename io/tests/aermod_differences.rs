//! Errors of AERMOD's own, which pluim does not reproduce, are told where a deck meets them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/cards.rs"]
mod cards;
#[macro_use]
#[path = "support/control_file.rs"]
mod control_file;

use pluim_io::aermod::ControlFile;

const DECK: &str = control_file!(
    "\
CO STARTING
   TITLEONE  A stack, a field and a road
   MODELOPT  CONC FLAT
   AVERTIME  1
   POLLUTID  NO2 H1H
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  S1  POINT  0.0  0.0
   LOCATION  S2  AREA   9.0  0.0
   LOCATION  R1  RLINE  10.0 20.0 30.0 60.0
   SRCPARAM  S1  1.0 20.0 400.0 10.0 1.0
   SRCPARAM  S2  1.0E-4 1.0 20.0 20.0
   SRCPARAM  R1  1.0E-4 1.0 10.0 1.0
   SRCGROUP  ALL
SO FINISHED
RE STARTING
   DISCCART  50.0 50.0
RE FINISHED
"
);

const RUN: &str = "   RUNORNOT";
const GROUP: &str = "   SRCGROUP";
const RECEPTOR: &str = "   DISCCART";
const BASE: &str = "   PROFBASE";
const OLM: (&str, &str) = ("CONC FLAT", "CONC FLAT OLM");

/// The remarks on the deck with some of it replaced, and cards put in front of places.
fn told(replaced: &[(&str, &str)], cards: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let hours = "17 6 1 1 40.0\n";
    std::fs::write(folder.path().join("ozone.dat"), hours).unwrap();
    let mut deck = DECK.to_owned();
    for (from, to) in replaced {
        deck = deck.replace(from, to);
    }
    let deck = cards::with(&deck, cards);
    let deck = ControlFile::parse(&folder.path().join("three.inp"), &deck).unwrap();
    deck.warnings.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn only(told: &[String], says: &[&str]) {
    assert_eq!(told.len(), 1, "{told:?}");
    for text in says {
        assert!(told[0].contains(text), "{text}: {told:?}");
    }
}

fn ozone(second: &str) -> String {
    format!(
        "   NO2STACK  0.1\n   O3SECTOR  0 90 180\n   OZONEFIL  SECT1 ozone.dat PPB\n   \
         {second}\n   OZONEVAL  SECT3 30.0 PPB\n"
    )
}

#[test]
fn the_plain_deck_needs_no_remark() {
    assert!(told(&[], &[]).is_empty());
}

#[test]
fn sectors_without_a_file_of_ozone_are_told() {
    let two = told(&[OLM], &[(RUN, &ozone("OZONEVAL  SECT2 30.0 PPB"))]);
    only(
        &two,
        &[
            "line 7, CO O3SECTOR",
            "no ozone in SECT2, SECT3,",
            "OZONEFIL",
        ],
    );
    let one = told(&[OLM], &[(RUN, &ozone("OZONEFIL  SECT2 ozone.dat PPB"))]);
    only(&one, &["no ozone in SECT3,"]);
    let values = ozone("OZONEVAL  SECT2 30.0 PPB")
        .replace("OZONEFIL  SECT1 ozone.dat", "OZONEVAL  SECT1 20.0");
    assert!(told(&[OLM], &[(RUN, &values)]).is_empty());
}

#[test]
fn another_unit_under_a_method_for_no2_is_told() {
    let unit = "   EMISUNIT  1.0E3 GRAMS/SEC MILLIGRAMS/M**3\n";
    let arm2 = ("CONC FLAT", "CONC FLAT ARM2");
    let found = told(&[arm2], &[(GROUP, unit)]);
    only(
        &found,
        &[
            "line 15, SO EMISUNIT",
            "AERMOD's ARM2",
            "MILLIGRAMS/M**3 for ug/m3",
        ],
    );
    let concentration = unit.replace("EMISUNIT", "CONCUNIT");
    only(
        &told(&[arm2], &[(GROUP, &concentration)]),
        &["Without CONCUNIT"],
    );
    assert!(told(&[], &[(GROUP, unit)]).is_empty());
    let usual = "   EMISUNIT  1.0E6 GRAMS/SEC MICROGRAMS/M**3\n";
    assert!(told(&[arm2], &[(GROUP, usual)]).is_empty());
}

#[test]
fn polar_receptors_about_a_road_are_told() {
    let ring = "   GRIDPOLR  P1 STA\n   GRIDPOLR  P1 ORIG R1\n   GRIDPOLR  P1 DIST 100.\n   \
                GRIDPOLR  P1 GDIR 4 90. 90.\n   GRIDPOLR  P1 END\n";
    let singles = "   DISCPOLR  R1 100. 90.\n   DISCPOLR  R1 200. 90.\n";
    for (cards, place) in [
        (ring, "line 19, RE GRIDPOLR"),
        (singles, "line 18, RE DISCPOLR"),
    ] {
        let found = told(&[], &[(RECEPTOR, cards)]);
        only(
            &found,
            &[place, "RLINE source R1 around 0,0", "ORIG with x and y"],
        );
        assert!(told(&[], &[(RECEPTOR, &cards.replace("R1", "S2"))]).is_empty());
    }
    let placed = ring.replace("ORIG R1", "ORIG 20. 40.");
    assert!(told(&[], &[(RECEPTOR, &placed)]).is_empty());
}

#[test]
fn a_negative_turn_of_the_wind_is_told_beside_background_or_ozone() {
    let values = "   BACKGRND  ANNUAL 20.0\n";
    let turn = |angle: &str| format!("   WDROTATE  {angle}\n");
    let (back, forth) = (turn("-20.0"), turn("20.0"));
    let found = told(&[], &[(BASE, &back), (GROUP, values)]);
    only(&found, &["line 26, ME WDROTATE", "no background in hours"]);
    let ozone = "   NO2STACK  0.1\n   OZONEVAL  30.0 PPB\n";
    let found = told(&[OLM], &[(BASE, &back), (GROUP, values), (RUN, ozone)]);
    only(&found, &["no background and no ozone in hours"]);
    assert!(told(&[], &[(BASE, &forth), (GROUP, values)]).is_empty());
    assert!(told(&[], &[(BASE, &back)]).is_empty());
}
