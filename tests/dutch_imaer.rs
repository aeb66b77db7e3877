//! IMAER networks through SRM1 and SRM2, from the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use pluim_tests::program::{run_in, said};
use pluim_tests::shared;

/// A street and an open road in the middle of which a screen begins, with one calculation point.
fn network(kind: &str, vehicles: f64, netting: &str) -> String {
    include_str!("dutch_imaer/network.gml")
        .replace("KIND", kind)
        .replace("VEHICLES", &vehicles.to_string())
        .replace("NETTING", netting)
}

const FACTORS: &str = "road_type,vehicle_type,stagnating,maximum_speed_km_per_h,nox_g_per_km,\
no2_g_per_km,pm10_g_per_km\n\
URBAN_ROAD_NORMAL,LIGHT_TRAFFIC,0,any,0.4,0.1,0.04\n\
FREEWAY,LIGHT_TRAFFIC,0,any,0.3,0.09,0.03\n";

/// Two hours of wind are enough here: from the south-west and from the north-east.
const WEATHER: &str = "\
# STN,YYYYMMDD,   HH,   DD,   FH,   FF,   FX,    T,  T10N,   TD,   SQ,    Q,   DR,   RH,    P,   VV,    N,    U,   WW,   IX,    M,    R,    S,    O,    Y
  240,20190101,    1,  230,   50,   50,   70,   50,     ,   40,    0,    0,    0,    0,10100,   65,    8,   90,     ,    5,    0,    0,    0,    0,    0
  240,20190101,    2,   50,   40,   40,   60,   50,     ,   40,    0,    0,    0,    0,10100,   65,    8,   90,     ,    5,    0,    0,    0,    0,    0
";

const SCENARIO: &str = r#"
title = "IMAER"
method = "srm"
year = 2019
[network]
imaer = ["reference.gml", "proposed.gml", "reduction.gml"]
situation = "SITUATION"
factors = "factors.csv"
[meteorology]
knmi = "weather.txt"
first_year = 2019
last_year = 2019
wind = 4.0
"#;

fn write(folder: &Path) {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let netting = "<imaer:nettingFactor>0.3</imaer:nettingFactor>";
    write("reference.gml", network("REFERENCE", 1000.0, ""));
    write("proposed.gml", network("PROPOSED", 3000.0, ""));
    write(
        "reduction.gml",
        network("OFF_SITE_REDUCTION", 500.0, netting),
    );
    write("factors.csv", FACTORS.to_owned());
    write("weather.txt", WEATHER.to_owned());
}

fn run(folder: &Path, situation: &str) -> ReceptorTable {
    let scenario = SCENARIO.replace("SITUATION", situation);
    std::fs::write(folder.join("scenario.toml"), scenario).unwrap();
    let output = run_in(folder, &["run", "scenario.toml", "--out", situation]);
    assert!(output.status.success(), "{}", said(&output));
    ReceptorTable::read(&folder.join(situation).join("receptors.csv")).unwrap()
}

fn value(table: &ReceptorTable, name: &str) -> f64 {
    table.column(&Quantity::parse(name).unwrap()).unwrap()[0]
}

#[test]
fn a_plan_counts_less_what_ends_for_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let reference = run(folder.path(), "reference");
    let proposed = run(folder.path(), "proposed");
    assert_eq!(proposed.receptors[0].id, "CP.1");
    for name in ["nox_mean__srm1", "nox_mean__srm2", "pm10_mean__srm1"] {
        let (before, after) = (value(&reference, name), value(&proposed, name));
        assert!(before > 0.0, "{name}");
        // 3000 vehicles less 70 % of 500, against 1000
        assert!(
            (after / before - 2.65).abs() < 1e-4,
            "{name}: {after}, {before}"
        );
    }
    // the street: 1000 a day x 0.4 g/km at 10 m, narrow canyon, trees of 1.25, wind of 4 m/s
    let emission = 1000.0 * 0.4 * 1000.0 / 86_400.0;
    let expected = 0.62 * emission * 0.3308 * 1.25 * 5.0 / 4.0;
    let street = value(&reference, "nox_mean__srm1");
    assert!(
        (street / expected - 1.0).abs() < 1e-4,
        "{street}, {expected}"
    );
}

#[test]
fn a_temporary_situation_stands_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let temporary = network("TEMPORARY", 2000.0, "");
    std::fs::write(folder.path().join("proposed.gml"), temporary).unwrap();
    let reference = run(folder.path(), "reference");
    let works = run(folder.path(), "temporary");
    for name in ["nox_mean__srm1", "nox_mean__srm2"] {
        // 2000 vehicles less 70 % of 500, against 1000
        let ratio = value(&works, name) / value(&reference, name);
        assert!((ratio - 1.65).abs() < 1e-4, "{name}: {ratio}");
    }
}

#[test]
fn emissions_need_no_place_to_compute_at() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let text = network("REFERENCE", 1000.0, "");
    let (before, rest) = text.split_once("<imaer:featureMember>").unwrap();
    let roads = rest.split("<imaer:featureMember>");
    let roads = roads.filter(|it| it.contains("RoadEmissionSource") || it.contains("SRM2Road "));
    let members = roads.map(|it| it.split_once("</imaer:featureMember>").unwrap().0);
    let members: String = members
        .map(|it| format!("<imaer:featureMember>{it}</imaer:featureMember>"))
        .collect();
    assert!(members.contains("SRM2Road") && !members.contains("CalculationPoint"));
    let alone = format!("{before}{members}</imaer:FeatureCollectionCalculator>");
    std::fs::write(folder.path().join("reference.gml"), alone).unwrap();
    let scenario = SCENARIO.replace("SITUATION", "reference");
    std::fs::write(folder.path().join("scenario.toml"), scenario).unwrap();
    let output = run_in(folder.path(), &["emissions", "scenario.toml"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("srm2"));
    for command in [&["check", "scenario.toml"][..], &["run", "scenario.toml"]] {
        let output = run_in(folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(
            said(&output).contains("network.receptors"),
            "{}",
            said(&output)
        );
    }
}

/// A map of one cell of 1000 km around everything.
fn map(value: f64) -> String {
    format!("NCOLS 1\nNROWS 1\nXLLCORNER 0\nYLLCORNER 0\nCELLSIZE 1000000\n{value}\n")
}

#[test]
fn a_background_without_its_correction_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("gcn.asc", map(20.0));
    let maps = "[background.maps.pm10]\ngcn = \"gcn.asc\"\ndouble_counting = \"dbt.asc\"\n";
    let scenario = SCENARIO.replace("SITUATION", "reference") + maps;
    write("scenario.toml", scenario);
    for (double, background, told) in [(-1.5, 18.5, false), (-999.0, 20.0, true)] {
        write("dbt.asc", map(double));
        let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
        assert!(output.status.success(), "{}", said(&output));
        let out = folder.path().join("out");
        let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
        assert_eq!(value(&table, "pm10_mean__background"), background);
        let warnings = Record::read(&out).unwrap().warnings;
        let rule = |it: &pluim_io::run_folder::Warning| it.rule == "background.double-counting";
        assert_eq!(warnings.iter().any(rule), told);
    }
}

#[test]
fn several_situations_need_a_choice() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let scenario = SCENARIO.replace("situation = \"SITUATION\"\n", "");
    std::fs::write(folder.path().join("scenario.toml"), scenario).unwrap();
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    let message = said(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("network.situation"), "{message}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_whole_network_runs_in_both_situations() {
    let (Some(_), Some(_)) = (
        shared("data/waalwijk-imaer/proposed.gml"),
        shared("data/meteo-knmi/uurgeg_350_2011-2020.zip"),
    ) else {
        return;
    };
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/waalwijk-srm");
    let folder = tempfile::tempdir().unwrap();
    let mut totals = Vec::new();
    for name in ["reference", "proposed"] {
        let scenario = example.join(format!("{name}.toml"));
        let scenario = scenario.to_str().unwrap();
        let out = folder.path().join(name);
        let output = run_in(
            folder.path(),
            &["run", scenario, "--out", out.to_str().unwrap()],
        );
        assert!(output.status.success(), "{}", said(&output));
        let record = Record::read(&out).unwrap();
        println!("{name}: {:.2} s", record.times.seconds);
        let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
        let nox = table.column(&Quantity::new("nox", "mean")).unwrap();
        assert!(nox.iter().all(|value| value.is_finite() && *value > 0.0));
        totals.push(nox);
    }
    assert_ne!(totals[0], totals[1]);
    let proposed = folder.path().join("proposed");
    let assessed = run_in(
        folder.path(),
        &[
            "assess",
            proposed.to_str().unwrap(),
            "--reference",
            folder.path().join("reference").to_str().unwrap(),
        ],
    );
    assert!(assessed.status.success(), "{}", said(&assessed));
    let words = String::from_utf8_lossy(&assessed.stdout).into_owned();
    assert!(words.contains("contribution of the plan"), "{words}");
}

#[test]
fn a_network_of_the_registers_in_gml_is_computed() {
    let (Some(gml), Some(factors), Some(weather)) = (
        shared("data/imaer-schema/wegverkeer.gml"),
        shared("facts/road-emission-factors-2022.csv"),
        shared("data/meteo-knmi/uurgeg_350_2011-2020.zip"),
    ) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let scenario = format!(
        "title = \"GML\"\nmethod = \"srm\"\nyear = 2022\n[network]\ngml = {gml:?}\n\
         factors = {factors:?}\n[meteorology]\nknmi = {weather:?}\nfirst_year = 2019\n\
         last_year = 2019\n"
    );
    std::fs::write(folder.path().join("scenario.toml"), scenario).unwrap();
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let table = ReceptorTable::read(&folder.path().join("out/receptors.csv")).unwrap();
    assert!(!table.receptors.is_empty());
}
