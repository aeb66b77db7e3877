//! Hourly files of KNMI: ten real years, the codes, and broken files.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::path::Path;

use jiff::civil::date;
use pluim_io::error::InputError;
use pluim_io::knmi::{Cloud, Direction, KnmiSeries, Selection, parse_hours, read_hours};
use proptest::prelude::*;
use support::shared;

#[test]
fn ten_years_of_schiphol_are_complete() {
    let Some(file) = shared("data/meteo-knmi/uurgeg_240_2011-2020.zip") else {
        return;
    };
    let all = read_hours(&file, &Selection::default()).unwrap();
    assert_eq!(
        (all.station, all.hours.len(), all.gaps.len()),
        (240, 87_672, 0)
    );
    let year = read_hours(&file, &Selection::year(2018)).unwrap();
    assert_eq!((year.hours.len(), year.gaps.len()), (8760, 0));
    let first = &year.hours[0];
    assert_eq!(first.begins(), date(2018, 1, 1).at(0, 0, 0, 0));
    let last = &year.hours[8759];
    assert_eq!(last.ends, date(2019, 1, 1).at(0, 0, 0, 0));
    assert!(all.hours.windows(8760).any(|window| window == year.hours));
}

#[test]
fn every_station_is_read_and_its_blanks_are_missing() {
    for station in [240_u32, 260, 344, 350, 356] {
        let path = format!("data/meteo-knmi/uurgeg_{station}_2011-2020.zip");
        let Some(file) = shared(&path) else { return };
        let series = read_hours(&file, &Selection::years(2015..=2016)).unwrap();
        assert_eq!((series.station, series.hours.len()), (station, 17_544));
        let calm = |direction| direction == Some(Direction::Calm);
        assert!(series.hours.iter().any(|hour| calm(hour.direction)));
        let speeds: Vec<f64> = series.hours.iter().filter_map(|hour| hour.speed).collect();
        let mean = speeds.iter().sum::<f64>() / speeds.len() as f64;
        assert!(mean > 2.0 && mean < 7.0, "{station}: {mean} m/s");
    }
}

const HEAD: &str = "BRON: KNMI\r\n\r\n# STN,YYYYMMDD,   HH,   DD,   FH,   FF,    T,   TD,   SQ,    Q,   \
                    DR,   RH,    P,    N,    U\r\n\r\n";

fn parse(rows: &[&str]) -> Result<KnmiSeries, InputError> {
    let text = format!("{HEAD}{}\r\n", rows.join("\r\n"));
    parse_hours(Path::new("uurgeg.txt"), text.into(), &Selection::default())
}

#[test]
fn units_are_converted_and_codes_read() {
    let series = parse(&[
        "  240,20181231,   23,  990,   10,   20,  -15,   -20,    -1,    36,    5,   -1,10055,    9,   97",
        "  240,20181231,   24,    0,    0,     ,     ,   ,    10,    0,    0,    12,,    8,   100",
        "  240,20190101,    1,  360,  105,     ,     ,   ,    10,    0,    0,    12,,     ,   100",
    ])
    .unwrap();
    let [first, second, third] = series.hours.as_slice() else {
        panic!()
    };
    assert_eq!(first.direction, Some(Direction::Variable));
    assert_eq!(
        (first.speed, first.speed_last_minutes),
        (Some(1.0), Some(2.0))
    );
    assert!((first.temperature.unwrap() - 271.65).abs() < 1e-9);
    assert!((first.radiation.unwrap() - 100.0).abs() < 1e-9);
    assert_eq!(
        (first.sunshine, first.rain_duration),
        (Some(90.0), Some(1800.0))
    );
    assert_eq!((first.rain, first.pressure), (Some(0.025), Some(100_550.0)));
    assert_eq!(
        (first.cloud, first.humidity),
        (Some(Cloud::Obscured), Some(0.97))
    );
    assert_eq!(second.direction, Some(Direction::Calm));
    assert_eq!(second.ends, date(2019, 1, 1).at(0, 0, 0, 0));
    assert_eq!(
        (second.temperature, second.cloud),
        (None, Some(Cloud::Octas(8)))
    );
    assert_eq!(
        (third.direction, third.speed),
        (Some(Direction::From(360.0)), Some(10.5))
    );
    assert_eq!(third.cloud, None);
}

fn row(date: &str, hour: u32) -> String {
    format!("240,{date},{hour},100,10,10,10,10,0,0,0,0,10000,5,80")
}

#[test]
fn missing_hours_are_reported() {
    let rows = [row("20190101", 1), row("20190101", 4), row("20190102", 5)];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let series = parse(&rows).unwrap();
    let missing: Vec<u64> = series.gaps.iter().map(|gap| gap.hours()).collect();
    assert_eq!(missing, [2, 24]);
    let text = format!("{HEAD}{}", rows.join("\n"));
    let year = parse_hours(Path::new("a"), text.into(), &Selection::year(2019)).unwrap();
    let missing: u64 = year.gaps.iter().map(|gap| gap.hours()).sum();
    assert_eq!(missing, 8757);
}

fn refused(rows: &[String]) -> String {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    parse(&rows).unwrap_err().to_string()
}

#[test]
fn time_must_go_on() {
    let twice = refused(&[row("20190101", 1), row("20190101", 1)]);
    assert!(
        twice.starts_with("uurgeg.txt, line 6, field \"HH\""),
        "{twice}"
    );
    assert!(twice.contains("comes once"), "{twice}");
    assert!(refused(&[row("20190102", 1), row("20190101", 2)]).contains("goes on"));
}

#[test]
fn broken_rows_are_refused() {
    let bad = |old: &str, new: &str| refused(&[row("20190101", 1).replacen(old, new, 1)]);
    assert_eq!(
        bad(",100,", ",400,"),
        "uurgeg.txt, line 5, field \"DD\": found \"400\", expected degrees (1 to 360), 0 for calm \
         or 990 for variable"
    );
    assert!(bad(",100,", ",x,").contains("field \"DD\""));
    assert!(bad("20190101", "20190231").contains("a date as YYYYMMDD"));
    assert!(bad("20190101", "２０1").contains("a date as YYYYMMDD"));
    assert!(bad(",1,", ",25,").contains("an hour (1 to 24)"));
    assert!(bad(",80", ",101").contains("humidity in % (0 to 100)"));
    assert!(bad(",80", "").contains("15 cells"));
}

#[test]
fn broken_files_are_refused() {
    let refused = |text: &str, selection: &Selection| {
        let parsed = parse_hours(Path::new("a.txt"), text.into(), selection);
        parsed.unwrap_err().to_string()
    };
    let all = Selection::default();
    assert!(refused("hello", &all).contains("STN,YYYYMMDD"));
    let missing = refused(&HEAD.replace("FH", "FG"), &all);
    assert!(
        missing.contains("line 3") && missing.contains("\"FH\""),
        "{missing}"
    );
    assert!(refused(HEAD, &all).contains("found \"none\", expected hours"));
    let text = format!("{HEAD}{}\n", row("20190101", 1));
    assert!(refused(&text, &Selection::year(2018)).contains("hours of 2018 to 2018"));
    let two = format!("{text}{}\n", row("20190101", 2).replace("240", "260"));
    assert!(refused(&two, &all).contains("one station"));
    let one = Selection {
        station: Some(260),
        ..Selection::default()
    };
    assert_eq!(
        parse_hours(Path::new("a"), two.into(), &one)
            .unwrap()
            .hours
            .len(),
        1
    );
}

#[test]
fn a_zip_file_must_hold_one_text() {
    let zip = |names: &[&str]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer
                .write_all(format!("{HEAD}{}\n", row("20190101", 1)).as_bytes())
                .unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let parse = |bytes| parse_hours(Path::new("a.zip"), bytes, &Selection::default());
    assert_eq!(parse(zip(&["a.txt", "readme.md"])).unwrap().hours.len(), 1);
    assert!(
        parse(zip(&["a.txt", "b.txt"]))
            .unwrap_err()
            .to_string()
            .contains("2 of them")
    );
    let mut cut = zip(&["a.txt"]);
    cut.truncate(60);
    assert!(parse(cut).unwrap_err().to_string().contains("zip"));
}

proptest! {
    #[test]
    fn no_mangled_text_makes_the_reader_panic(
        at in 0..300_usize,
        length in 0..30_usize,
        with in prop::collection::vec(any::<u8>(), 0..30),
    ) {
        let mut bytes = format!("{HEAD}{}\n{}\n", row("20190101", 1), row("20190101", 2)).into_bytes();
        let start = at.min(bytes.len());
        let end = (at + length).min(bytes.len());
        bytes.splice(start..end, with);
        let _ = parse_hours(Path::new("a"), bytes, &Selection::default());
    }
}
