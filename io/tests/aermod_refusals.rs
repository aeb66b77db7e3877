//! What AERMOD 24142 refuses with an error is refused with its line.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/cards.rs"]
mod cards;
#[macro_use]
#[path = "support/control_file.rs"]
mod control_file;

use std::path::Path;

use pluim_io::aermod::{ControlFile, Yearly};

const DECK: &str = control_file!(
    "\
CO STARTING
   TITLEONE  Two stacks
   MODELOPT  CONC FLAT ALPHA NOWETDPLT
   AVERTIME  1
   POLLUTID  NOX
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  S1  POINT  0.0  0.0
   LOCATION  S2  POINT  9.0  0.0
   SRCPARAM  S1  1.0 20.0 400.0 10.0 1.0
   SRCPARAM  S2  1.0 20.0 400.0 10.0 1.0
   SRCGROUP  ALL
SO FINISHED
RE STARTING
   DISCCART  50.0 50.0
RE FINISHED
"
);

const AVERAGE: &str = "AVERTIME  1\n";
const RUN: &str = "   RUNORNOT";
const GROUP: &str = "   SRCGROUP";
const BASE: &str = "   PROFBASE";
const GAS: &str = "   GASDEPOS  S1 0.25 1.2E-5 1.7E4 3.0\n";
const SIZES: &str = "   PARTDIAM  S1 1.0\n   MASSFRAX  S1 1.0\n   PARTDENS  S1 1.0\n";

/// The deck with every card put in front of a place.
fn with(cards: &[(&str, &str)]) -> String {
    cards::with(DECK, cards)
}

fn parse(deck: &str) -> Result<ControlFile, String> {
    ControlFile::parse(Path::new("two.inp"), deck).map_err(|fault| fault.to_string())
}

#[track_caller]
fn refused(deck: &str, says: &[&str]) {
    let fault = parse(deck).unwrap_err();
    for text in says {
        assert!(fault.contains(text), "{text}: {fault}");
    }
}

#[test]
fn the_plain_deck_is_read() {
    assert!(parse(DECK).unwrap().control.whole_years.is_none());
}

#[test]
fn a_background_that_cannot_be_converted_is_refused() {
    let values = "   BACKUNIT  PPB\n   BACKGRND  ANNUAL 20.0\n";
    let deck = with(&[(GROUP, values)]);
    refused(&deck, &["line 13, SO BACKUNIT", "PPB for NOX", "ug/m3"]);
    for (unit, pollutant) in [("UG/M3", "NOX"), ("PPB", "CO"), ("PPM", "NO2 H1H")] {
        let deck = deck.replace("BACKUNIT  PPB", &format!("BACKUNIT  {unit}"));
        parse(&deck.replace("NOX", pollutant)).unwrap();
    }
    let alone = with(&[(GROUP, "   BACKUNIT  UG/M3\n")]);
    refused(
        &alone,
        &["line 13, SO BACKUNIT", "BACKGRND beside BACKUNIT"],
    );
}

#[test]
fn an_urban_area_without_a_source_is_refused() {
    let areas = "   URBANOPT  A 100000\n   URBANOPT  B 200000\n";
    let deck = with(&[(RUN, areas), (GROUP, "   URBANSRC  A S1\n")]);
    refused(&deck, &["none for B", "take the area out"]);
    let both = deck.replace("URBANSRC  A S1\n", "URBANSRC  A S1\n   URBANSRC  B S2\n");
    parse(&both).unwrap();
}

#[test]
fn a_velocity_of_gases_stands_alone() {
    let velocity = "   GASDEPVD  0.01\n";
    parse(&with(&[(RUN, velocity)])).unwrap();
    let both = with(&[(RUN, velocity), (GROUP, GAS)]);
    refused(&both, &["line 14, SO GASDEPOS", "GASDEPOS beside GASDEPVD"]);
    for (card, keyword) in [
        ("   GDSEASON  12*1\n", "GDSEASON"),
        ("   GDLANUSE  36*2\n", "GDLANUSE"),
        ("   GASDEPDF  0.5 0.5 0.5\n", "GASDEPDF"),
    ] {
        let deck = with(&[(RUN, card), (RUN, velocity)]);
        refused(&deck, &["line 6", &format!("{keyword} beside GASDEPVD")]);
    }
    let washed = with(&[(RUN, velocity), (GROUP, SIZES)]);
    parse(&washed).unwrap();
    refused(
        &washed.replace(" NOWETDPLT", ""),
        &["line 3", "add NOWETDPLT"],
    );
    let rain = with(&[(RUN, velocity)]).replace("CONC", "CONC WDEP");
    refused(&rain, &["line 3", "neither wet deposition"]);
}

#[test]
fn deposition_of_gases_is_research() {
    let land = "   GDSEASON  12*1\n   GDLANUSE  36*2\n";
    let gas = with(&[(RUN, land), (GROUP, GAS)]);
    parse(&gas).unwrap();
    let established = gas.replace(" ALPHA", "");
    refused(
        &established,
        &["line 6, CO GDSEASON", "MODELOPT ALPHA", "no ALPHA"],
    );
    let held = with(&[(GROUP, "   METHOD_2  S1 0.5 1.0\n")]);
    parse(&held).unwrap();
    let held = held.replace("FLAT ALPHA", "DFAULT ALPHA");
    refused(&held, &["line 13, SO METHOD_2", "found \"DFAULT\""]);
}

#[test]
fn annual_averages_need_whole_years() {
    let annual = DECK.replace(AVERAGE, "AVERTIME  1 ANNUAL\n");
    let asked = parse(&annual).unwrap().control.whole_years.unwrap();
    assert_eq!((asked.result, asked.place.line), (Yearly::Means, Some(4)));
    for option in ["NOCHKD", "WARNCHKD"] {
        let free = annual.replace("CONC FLAT", &format!("CONC FLAT {option}"));
        refused(&free, &["line 4, CO AVERTIME", "NOCHKD", "PERIOD"]);
        parse(&free.replace("ANNUAL", "PERIOD")).unwrap();
    }
    let period = |dates: &str| {
        let card = format!("   STARTEND  {dates}\n");
        annual.replace(BASE, &format!("{card}{BASE}"))
    };
    for dates in [
        "17 1 1 17 12 31",
        "17 4 1 18 3 31",
        "17 7 5 9 18 7 5 8",
        "16 3 1 18 1 1",
    ] {
        parse(&period(dates)).unwrap();
    }
    for dates in [
        "17 1 1 17 12 30",
        "17 1 1 18 6 30",
        "16 3 1 17 2 28",
        "17 7 5 9 18 7 5 7",
    ] {
        refused(
            &period(dates),
            &["line 23, ME STARTEND", "with ANNUAL", "PERIOD"],
        );
        parse(&period(dates).replace("ANNUAL", "PERIOD")).unwrap();
    }
}

#[test]
fn design_values_need_whole_years() {
    let asked = |average: &str, pollutant: &str| {
        let deck = DECK.replace(AVERAGE, &format!("AVERTIME  {average}\n"));
        let found = parse(&deck.replace("NOX", pollutant)).unwrap();
        found
            .control
            .whole_years
            .map(|it| (it.result, it.place.line))
    };
    let found = Some((Yearly::DesignValues, Some(5)));
    for (average, pollutant) in [("1", "SO2"), ("1 PERIOD", "NO2"), ("24", "PM2.5")] {
        assert_eq!(asked(average, pollutant), found, "{average}, {pollutant}");
    }
    for (average, pollutant) in [("1", "SO2 H2H"), ("1 3", "SO2"), ("24", "NO2"), ("1", "CO")] {
        assert_eq!(asked(average, pollutant), None, "{average}, {pollutant}");
    }
}

#[test]
fn averages_without_design_values_are_refused_for_fine_particles() {
    let deck = |averages: &str, pollutant: &str| {
        let deck = DECK.replace(AVERAGE, &format!("AVERTIME  {averages}\n"));
        deck.replace("NOX", pollutant)
    };
    refused(
        &deck("1 24", "PM25"),
        &["line 4, CO AVERTIME", "found \"1-HR\"", "H1H"],
    );
    refused(
        &deck("24 PERIOD", "PM-2.5"),
        &["line 4", "found \"PERIOD\""],
    );
    parse(&deck("1 24 PERIOD", "PM25 H1H")).unwrap();
    parse(&deck("1 PERIOD", "PM25").replace("FLAT", "FLAT NOCHKD")).unwrap();
    parse(&deck("1 PERIOD", "PM10")).unwrap();
    refused(
        &deck("1", "NOX H1H"),
        &["line 5, CO POLLUTID", "NO2, SO2 or PM25 alone"],
    );
}
