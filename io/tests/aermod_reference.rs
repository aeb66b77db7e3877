//! The readers and writers of `aermet` and `aermod` on real files, found under
//! `$PLUIM_DATA/reference` (default `../shared` beside the workspace).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::{Path, PathBuf};

use pluim_io::aermet::{self, Missing, Reading, Weather};
use pluim_io::aermod::{
    ControlFile, Heading, LongTerm, Mark, NetworkShape, NumberForm, Receptor, ResultKind,
    ResultLine, ResultTable, ResultWriter, SourceKind, Subject, Tag, Unsupported,
};

fn reference() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let data = std::env::var_os("PLUIM_DATA").map_or(default, PathBuf::from);
    let found = data.join("reference");
    if !found.exists() {
        eprintln!(
            "skipped: {} does not exist; set PLUIM_DATA",
            found.display()
        );
        return None;
    }
    Some(found)
}

fn decks(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "inp"));
    found.sort();
    found
}

#[test]
fn every_deck_of_the_first_set_is_read() {
    let Some(reference) = reference() else { return };
    let mut count = 0;
    for folder in ["aermod", "city", "prairie-grass"] {
        for path in decks(&reference.join(folder)) {
            let deck = ControlFile::read(&path).unwrap_or_else(|error| panic!("{error}"));
            assert!(!deck.receptors.is_empty());
            count += 1;
        }
    }
    assert_eq!(count, 33);
}

#[test]
fn decks_beyond_scope_are_refused_by_name() {
    let Some(reference) = reference() else { return };
    let cases = [
        ("aertest", "BUILDHGT"),
        ("allsrcs", "BUOYLINE"),
        ("capped", "BUILDHGT"),
    ];
    for (name, refused) in cases {
        let path = reference.join(format!("epa-cases/{name}/{name}.inp"));
        let error = ControlFile::read(&path).unwrap_err();
        let found = error.fault().found.clone().unwrap_or_default();
        assert_eq!(found, refused, "{error}");
        assert!(error.place().line.is_some(), "{error}");
    }
}

#[test]
fn an_extended_road_is_read() {
    let Some(reference) = reference() else { return };
    let name = "Test1_Base_cart_3cond_SNC";
    let path = reference.join(format!("epa-cases/{name}/{name}.inp"));
    let deck = ControlFile::read(&path).unwrap();
    let SourceKind::Road(road) = &deck.sources[0].kind else {
        panic!("a road")
    };
    assert_eq!((road.height, road.width, road.sigma_z0), (1.0, 3.6, 2.0));
    let NetworkShape::Cartesian { x, y } = &deck.networks[0].shape else {
        panic!("a grid")
    };
    assert_eq!((x.len(), y.len(), x[0], y[1]), (13, 13, -660.0, -540.0));
}

#[test]
fn sources_beyond_scope_can_be_left_out() {
    let Some(reference) = reference() else { return };
    let path = reference.join("epa-cases/allsrcs/allsrcs.inp");
    let deck = ControlFile::read_with(&path, Unsupported::LeaveOut).unwrap();
    let ids: Vec<&str> = deck
        .sources
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    let kept = [
        "AREA", "CIRC", "AREAP", "VOL", "STACK", "OPENPIT", "BASE", "BASE2", "LINE1",
    ];
    assert_eq!(ids, kept);
    assert!(deck.groups.iter().all(|group| group.id != "ALL"));
    assert_eq!(deck.outputs.posts.len(), 9);
}

#[test]
fn a_year_of_meteorology_has_its_calms() {
    let Some(reference) = reference() else { return };
    let met = reference.join("aermod/met");
    let read = |name: &str| {
        let file = |end: &str| met.join(format!("{name}.{end}"));
        aermet::read(&file("SFC"), &file("PFL"), Reading::default()).unwrap()
    };
    let atlanta = read("ATL2017");
    assert_eq!(atlanta.hours.len(), 8760);
    assert_eq!(atlanta.header.version, " 18081");
    assert_eq!(atlanta.header.surface, "13874");
    assert_eq!(atlanta.header.onsite, "");
    let calm = atlanta
        .hours
        .iter()
        .filter(|hour| hour.weather == Weather::Calm);
    assert!(calm.count() > 10);
    let anchorage = read("ANC1999");
    assert_eq!(anchorage.hours[0].stamp.to_string(), "99010101");
    let missing = |what| {
        let hours = anchorage.hours.iter();
        hours
            .filter(|hour| hour.weather == Weather::Missing(what))
            .count()
    };
    assert_eq!(missing(Missing::FrictionVelocity), 0);
}

/// Writes a result file of AERMOD again and compares the lines.
fn rewritten(path: &Path, subject: Subject) {
    let original = std::fs::read_to_string(path).unwrap();
    let table = ResultTable::read(path).unwrap();
    let mut writer = ResultWriter::new(Vec::new(), subject, "ALL", NumberForm::Fixed);
    let heading = heading(&original);
    writer.heading(&heading, table.rows.len()).unwrap();
    for row in &table.rows {
        let receptor = Receptor {
            at: geo_types::Coord { x: row.x, y: row.y },
            elevation: 0.0,
            hill: 0.0,
            height: row.height,
            network: row.network.clone(),
        };
        let tag = match row.mark {
            Mark::Count(count) => Tag::Count(count as usize),
            Mark::Hour(stamp) => Tag::Hour(stamp),
            Mark::Ranked(_, stamp) => Tag::Ranked(stamp),
        };
        let line = ResultLine {
            receptor: &receptor,
            values: &row.values,
            tag,
        };
        writer.line(&line).unwrap();
    }
    let ours = String::from_utf8(writer.finish().unwrap()).unwrap();
    for (number, (ours, theirs)) in ours.lines().zip(original.lines()).enumerate() {
        assert_eq!(ours, theirs, "{}, line {}", path.display(), number + 1);
    }
    assert_eq!(ours.lines().count(), original.lines().count());
}

/// The parts of the heading that change from run to run.
fn heading(original: &str) -> Heading {
    let lines: Vec<&str> = original.lines().take(3).collect();
    let part = |line: usize, from: usize, to: usize| {
        let text = lines[line].get(from..to.min(lines[line].len()));
        text.unwrap_or_default().to_owned()
    };
    Heading {
        version: part(0, 10, 16),
        title: part(0, 19, 87).trim_end().to_owned(),
        date: part(0, 92, 100),
        aermet: part(1, 10, 16),
        time: part(1, 92, 100),
        options: part(2, 25, 400),
        results: vec![ResultKind::Concentration],
    }
}

#[test]
fn period_files_are_written_as_aermod_writes_them() {
    let Some(reference) = reference() else { return };
    let subject = Subject::Mean {
        term: LongTerm::Period,
        years: 0,
        post: false,
    };
    for name in [
        "aermod/stack_tall_ATL2017",
        "aermod/road_line_ANC1999",
        "city/city_rline",
    ] {
        rewritten(&reference.join(format!("{name}_period.plt")), subject);
    }
}

#[test]
fn ranked_files_are_written_as_aermod_writes_them() {
    let Some(reference) = reference() else { return };
    let subject = Subject::Rank {
        average: pluim_io::aermod::Averaging::Hours(1),
        rank: 1,
    };
    for name in ["stack_tall_ATL2017", "road_rline_hours_ANC1999"] {
        rewritten(
            &reference.join(format!("aermod/{name}_1h_first.plt")),
            subject,
        );
    }
}

#[test]
fn hourly_files_are_read() {
    let Some(reference) = reference() else { return };
    let table = ResultTable::read(&reference.join("aermod/stack_tall_hours_ATL2017_1h.pst.gz"));
    let table = table.unwrap();
    assert_eq!(table.rows.len(), 108 * 240);
    let gas = reference.join("epa-cases/testgas/expected/TESTGAS_01H.PLT.gz");
    let gas = ResultTable::read(&gas).unwrap();
    assert_eq!(gas.rows[0].values.len(), 3);
}
