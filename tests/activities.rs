//! Wood stoves, ships and animals from counts: the example, from the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::{Path, PathBuf};

use pluim_io::run_folder::ReceptorTable;
use pluim_tests::program::{run_in, said};
use serde_json::Value;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/activities")
}

/// Copies the example with its weather beside it, so that it can be changed.
fn copy(folder: &Path) {
    for entry in std::fs::read_dir(example()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let weather = example().join("../../scenarios/demo/uurgeg_999_2023.zip");
    std::fs::copy(weather, folder.join("weather.zip")).unwrap();
    edit(
        folder,
        "scenario.toml",
        "../../scenarios/demo/uurgeg_999_2023.zip",
        "weather.zip",
    );
}

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name} holds no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn emissions(folder: &Path) -> Vec<Value> {
    let output = run_in(folder, &["emissions", "scenario.toml", "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn of<'a>(list: &'a [Value], id: &str) -> &'a Value {
    list.iter().find(|it| it["id"] == id).unwrap()
}

fn close(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found / expected - 1.0).abs() < 1e-9, "{found}, {expected}");
}

#[test]
fn emissions_follow_from_counts() {
    let list = emissions(&example());
    let kg = |id: &str, pollutant: &str| &of(&list, id)["kg_per_year"][pollutant];
    // 22,000 hens times 65 g, less 45 %
    close(kg("hens", "pm10"), 786.5);
    close(&of(&list, "pigs")["odour_ou_per_s"], 23_000.0);
    assert!(of(&list, "cows").get("odour_ou_per_s").is_none());
    // 400 stays of 10 h, a quarter on shore power, 15 kW at 8 g/kWh
    close(kg("quay", "nox"), 360.0);
    // 6,000 passages over the length, 60 % laden: 1375 kW at loads 0.30 and 0.20, 9 g/kWh, 13 km/h
    let length = 350.0_f64.hypot(1000.0) + 600.0_f64.hypot(1200.0);
    let per_km = 1375.0 * (0.6 * 0.30 + 0.4 * 0.20) * 9.0 / 13.0;
    close(kg("canal-large", "nox"), 6000.0 * per_km * length / 1e6);
    // a number, a share of the homes and a density make appliances alike
    let appliance = kg("new-town", "pm10").as_f64().unwrap() / 35.0;
    close(kg("old-town", "pm10"), 144.0 * appliance);
    close(kg("polder", "pm10"), 20.0 * appliance);
    // between the 3 of pellet stoves and the 4 of all others, of which most smoke is
    let factor = of(&list, "polder")["uncertainty_factor"].as_f64().unwrap();
    assert!(factor > 3.9 && factor < 4.0, "{factor}");
}

#[test]
fn the_contribution_of_stoves_carries_its_uncertainty() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    edit(
        folder.path(),
        "scenario.toml",
        "cell_m = 50",
        "cell_m = 500",
    );
    edit(folder.path(), "neighbourhoods.csv", "id;homes", "id;hommes");
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    edit(folder.path(), "neighbourhoods.csv", "id;hommes", "id;homes");
    edit(folder.path(), "barns.csv", "id;category", "name;category");
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let record = std::fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let warnings = record["warnings"].as_array().unwrap();
    let rule = |rule: &str| warnings.iter().find(|it| it["rule"] == rule).unwrap();
    let message = rule("emission-uncertain")["message"].as_str().unwrap();
    assert!(message.contains("stoves") && message.contains("factor of 4.0"));
    let message = rule("column-unknown")["message"].as_str().unwrap();
    assert!(message.contains("column name"), "{message}");
    assert!(folder.path().join("out/pm10_mean__stoves.tif").exists());
    assert_eq!(record["settings"]["sources"][0]["profile"], "wood_stoves");
}

/// The verdict of the limit on PM2.5 at a home, in an assessment of the run in `out`.
fn verdict(folder: &Path, home: &str) -> String {
    let output = run_in(folder, &["assess", "out", "--lang", "en"]);
    assert!(output.status.success(), "{}", said(&output));
    let table = std::fs::read_to_string(folder.join("out/assessment.csv")).unwrap();
    let rows = csv::Reader::from_reader(table.as_bytes())
        .into_deserialize::<std::collections::HashMap<String, String>>()
        .map(Result::unwrap)
        .collect::<Vec<_>>();
    let of_home = |it: &&std::collections::HashMap<String, String>| {
        it["id"] == home && it["limit"] == "nl-pm2_5-year"
    };
    rows.iter().find(of_home).unwrap()["verdict"].clone()
}

#[test]
fn a_limit_that_smoke_may_exceed_is_not_found_met() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    let background = "NCOLS 1\nNROWS 1\nXLLCORNER 140000\nYLLCORNER 500000\nCELLSIZE 20000\n25.4\n";
    std::fs::write(folder.path().join("pm2_5.asc"), background).unwrap();
    let receptors = "[receptors]\nvector = \"homes.csv\"\n\n\
                     [background.maps.pm2_5]\ngcn = \"pm2_5.asc\"";
    let grid = "[grid]\ncell_m = 50\nmargin_m = 500";
    edit(folder.path(), "scenario.toml", grid, receptors);
    let pollutants = "pollutants = [\"pm10\", \"nox\", \"odour\"]";
    edit(
        folder.path(),
        "scenario.toml",
        pollutants,
        "pollutants = [\"pm2_5\"]",
    );
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let file = folder.path().join("out/run.json");
    let mut record: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let uncertain = &record["uncertain"][0];
    assert_eq!(uncertain["group"], "stoves");
    assert!(uncertain["factor"].as_f64().unwrap() > 3.9);
    let pollutants = uncertain["pollutants"].as_array().unwrap();
    assert!(pollutants.iter().any(|it| it == "benzo_a_pyrene"));
    // 25.46 with 0.06 of smoke: four times as much makes 25.63; at the farmhouse 25.42 makes 25.49
    assert_eq!(verdict(folder.path(), "village"), "unknown");
    assert_eq!(verdict(folder.path(), "farmhouse"), "met");
    let page = std::fs::read_to_string(folder.path().join("out/assessment.html")).unwrap();
    assert!(page.contains("an emission is known too loosely"));
    record.as_object_mut().unwrap().remove("uncertain");
    std::fs::write(&file, record.to_string()).unwrap();
    assert_eq!(verdict(folder.path(), "village"), "met");
}

#[test]
fn wrong_counts_are_named() {
    for (file, from, to, parts) in [
        (
            "barns.csv",
            "D 3",
            "D 33",
            ["category", "did you mean \"D 3\""],
        ),
        ("barns.csv", ";0.45;", ";45;", ["pm10_reduction", "0 to 1"]),
        ("ships.csv", "6000", "many", ["passages_per_year", "many"]),
        ("ships.csv", ";M2;", ";M20;", ["class", "M20"]),
        (
            "neighbourhoods.csv",
            "1200;0.12",
            "1200;",
            ["appliances_per_home", "line 2"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(folder.path());
        edit(folder.path(), file, from, to);
        let output = run_in(folder.path(), &["check", "scenario.toml"]);
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        for part in parts {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
    }
}

#[test]
fn own_factors_go_before_those_carried() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    std::fs::write(
        folder.path().join("own.csv"),
        "code;animals;pm10_g_per_year;odour_ou_per_s\nD 3;pigs;100;10\nE 2.11;hens;10;1\n\
         A 1;cows;1;\n",
    )
    .unwrap();
    let factors = "[factors]\nlivestock = \"own.csv\"\n\n[output]";
    edit(folder.path(), "scenario.toml", "[output]", factors);
    let list = emissions(folder.path());
    close(&of(&list, "pigs")["kg_per_year"]["pm10"], 100.0);
    close(&of(&list, "pigs")["odour_ou_per_s"], 10_000.0);
}

#[test]
fn odour_is_told_by_its_strongest_hours() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = example().join("odour.toml");
    let words = ["run", scenario.to_str().unwrap(), "--out", "odour"];
    let output = run_in(folder.path(), &words);
    assert!(output.status.success(), "{}", said(&output));
    let table = ReceptorTable::read(&folder.path().join("odour/receptors.csv")).unwrap();
    let names: Vec<String> = table.quantities.iter().map(ToString::to_string).collect();
    assert_eq!(
        names,
        ["odour_mean", "odour_p98", "odour_p99_5", "odour_p99_9"]
    );
    for home in &table.receptors {
        assert!(home.values.windows(2).all(|it| it[0] < it[1]), "{home:?}");
    }
    // 23,000 ouE/s of pigs at 160 m, and at 1.3 km
    let p98 = |id: &str| {
        let home = table.receptors.iter().find(|it| it.id == id).unwrap();
        home.values[1]
    };
    println!(
        "P98 {} near, {} in the village",
        p98("farmhouse"),
        p98("village")
    );
    assert!(p98("farmhouse") > 3.0 && p98("village") < 2.0);
}
