//! Receptors of an AERMOD deck: the heights at which they stand.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[macro_use]
#[path = "support/control_file.rs"]
mod control_file;

use std::path::Path;

use pluim_io::aermod::ControlFile;

const DECK: &str = control_file!(
    "\
CO STARTING
   TITLEONE  Four receptors
   MODELOPT  CONC FLAT
   AVERTIME  1
   POLLUTID  NOX
   FLAGPOLE  1.5
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  STACK  POINT  100.0  200.0
   SRCPARAM  STACK  1.0 20.0 400.0 10.0 1.0
   SRCGROUP  ALL
SO FINISHED
RE STARTING
   EVALCART  50.0 50.0 0.0 0.0 10.0 ARC1
   DISCCART  60.0 50.0 0.0 0.0 4.0
   DISCCART  70.0 50.0 0.0 0.0 4.0
   DISCPOLR  STACK 80.0 90.0 0.0 0.0 3.0
RE FINISHED
"
);

fn read(deck: &str) -> (Vec<f64>, Vec<String>) {
    let deck = ControlFile::parse(Path::new("four.inp"), deck).unwrap();
    let heights = deck.receptors.iter().map(|it| it.height).collect();
    let told = deck.warnings.iter().map(ToString::to_string).collect();
    (heights, told)
}

#[test]
fn heights_count_with_flagpole_alone() {
    let (heights, told) = read(DECK);
    assert_eq!(heights, [10.0, 4.0, 4.0, 3.0]);
    assert!(told.is_empty(), "{told:?}");
    let (heights, told) = read(&DECK.replace("   FLAGPOLE  1.5\n", ""));
    assert_eq!(heights, [0.0; 4]);
    let expected = [
        "line 14, RE EVALCART: heights of EVALCART are ignored without CO FLAGPOLE",
        "line 15, RE DISCCART: heights of DISCCART",
        "line 17, RE DISCPOLR: heights of DISCPOLR",
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn heights_of_0_need_no_remark() {
    let deck = DECK.replace("   FLAGPOLE  1.5\n", "");
    let deck = deck
        .replace(" 10.0 ARC1", " 0.0 ARC1")
        .replace("0.0 4.0", "0.0 0.0");
    let (heights, told) = read(&deck.replace("0.0 3.0", "0.0"));
    assert_eq!(heights, [0.0; 4]);
    assert!(told.is_empty(), "{told:?}");
}
