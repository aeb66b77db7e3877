//! `pluim assess` on official results and on a run folder.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use pluim::assess::{AssessArgs, AssessError, CategoryArgs, Language, SaltArgs, assess};
use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};
use pluim_tests::shared;
use serde_json::{Value, json};

fn args(run: &Path, out: &Path) -> AssessArgs {
    AssessArgs {
        run: run.to_owned(),
        reference: None,
        out: Some(out.to_owned()),
        lang: Language::Nl,
        limits: None,
        receptors: None,
        salt: SaltArgs::default(),
        category: CategoryArgs::default(),
        json: false,
    }
}

fn summary<'a>(record: &'a Value, limit: &str) -> &'a Value {
    let summaries = record["summaries"].as_array().unwrap();
    summaries.iter().find(|it| it["limit"] == limit).unwrap()
}

#[test]
fn a_city_is_assessed_in_both_languages() {
    let Some(city) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let results = city.join("Rekenresultaten.csv");
    let began = std::time::Instant::now();
    let outcome = assess(&args(&results, folder.path())).unwrap();
    for file in &outcome.written {
        println!(
            "{}: {} bytes",
            file.display(),
            fs::metadata(file).unwrap().len()
        );
    }
    println!("assessed in {:.2} s", began.elapsed().as_secs_f64());
    if let Some(keep) = std::env::var_os("PLUIM_KEEP") {
        fs::create_dir_all(&keep).unwrap();
        for file in &outcome.written {
            fs::copy(file, Path::new(&keep).join(file.file_name().unwrap())).unwrap();
        }
    }
    let year = summary(&outcome.record, "nl-no2-year");
    let count = |name: &str| year[name].as_u64().unwrap();
    assert_eq!(count("exceeded"), 0);
    assert_eq!(count("met") + count("not_assessed"), 7187);
    let eu = summary(&outcome.record, "eu2030-no2-year");
    println!("NO2: in force {year:#}\n2030 {eu:#}");
    assert!(summary(&outcome.record, "eu2030-no2-day")["unknown"].as_u64() > Some(0));

    let dutch = fs::read_to_string(folder.path().join("assessment.html")).unwrap();
    assert!(dutch.contains("lang=\"nl\"") && dutch.contains("Toetsing luchtkwaliteit"));
    assert!(dutch.contains("géén"));
    let english = AssessArgs {
        lang: Language::En,
        ..args(&results, folder.path())
    };
    assess(&english).unwrap();
    let english = fs::read_to_string(folder.path().join("assessment.html")).unwrap();
    assert!(english.contains("not an approved instrument"));
    let table = fs::read_to_string(folder.path().join("assessment.csv")).unwrap();
    assert!(table.lines().count() > 7187 * 10);
}

#[test]
fn results_of_others_are_computed_again() {
    let Some(city) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let results = city.join("Rekenresultaten.csv");
    let found = |file: &Path| {
        let record = assess(&args(file, folder.path())).unwrap().record;
        let recomputed = record["recomputed"].as_array().unwrap().clone();
        (recomputed, record["warnings"].as_array().unwrap().clone())
    };
    let (recomputed, warnings) = found(&results);
    for (column, receptors, most) in [
        ("results.no2", 5720, 0.001),
        ("results.pm10", 7187, 0.001),
        ("results.pm10-days", 7187, 0.01),
    ] {
        let it = recomputed.iter().find(|it| it["rule"] == column).unwrap();
        println!("{it}");
        assert_eq!(it["receptors"], receptors);
        assert!(it["greatest_difference"].as_f64().unwrap() < most, "{it}");
    }
    assert!(warnings.is_empty());

    let mut text = fs::read_to_string(&results).unwrap();
    let row = text.lines().nth(1).unwrap().to_owned();
    let head: Vec<&str> = text.lines().next().unwrap().split(';').collect();
    let column = head
        .iter()
        .position(|it| *it == "pm10Concentratie")
        .unwrap();
    let mut cells: Vec<&str> = row.split(';').collect();
    cells[column] = "44";
    text = text.replacen(&row, &cells.join(";"), 1);
    let tampered = folder.path().join("results.csv");
    fs::write(&tampered, text).unwrap();
    let (_, warnings) = found(&tampered);
    let rules: Vec<&str> = warnings
        .iter()
        .map(|it| it["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["results.pm10", "results.pm10-days"]);
    let page = fs::read_to_string(folder.path().join("assessment.html")).unwrap();
    assert!(page.contains("volgt niet uit de andere kolommen"));
}

/// A run folder as small as one can be, with a background.
fn run(folder: &Path, no2: f64, pm10: f64) {
    let mean = |name| Quantity::new(name, "mean");
    let background = |name| mean(name).of_group("background");
    let quantities = [
        mean("no2"),
        mean("pm10"),
        background("no2"),
        background("pm10"),
    ];
    write_run(
        folder,
        quantities.to_vec(),
        vec![no2, pm10, no2 - 1.0, pm10 - 1.0],
    );
}

fn write_run(folder: &Path, quantities: Vec<Quantity>, values: Vec<f64>) {
    fs::create_dir_all(folder).unwrap();
    let mut table = ReceptorTable::new(quantities);
    table.receptors.push(Receptor {
        id: "school".to_owned(),
        x: 120_000.0,
        y: 480_000.0,
        values,
    });
    table.write(&folder.join("receptors.csv")).unwrap();
    let record = json!({
        "title": "Zuidas <plan>",
        "run_id": "0123456789abcdef",
        "program": { "name": "pluim", "version": "0.1.0", "git_commit": null },
        "command": [],
        "inputs": [],
        "settings": {},
        "solver": { "rung": "direct", "tolerance": 0.01, "measured": null },
        "hours": { "ordinary": 1, "calm": 0, "variable": 0, "missing": 0 },
        "warnings": [{ "rule": "srm1.reach", "message": "receptor far away", "count": 3 }],
        "times": {
            "started": "2026-01-01T00:00:00Z",
            "finished": "2026-01-01T00:00:01Z",
            "seconds": 1.0,
            "threads": 1,
            "phases": []
        },
        "outputs": []
    });
    fs::write(folder.join("run.json"), record.to_string()).unwrap();
}

#[test]
fn a_plan_is_compared_and_its_warnings_are_carried() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, before) = (folder.path().join("plan"), folder.path().join("before"));
    run(&plan, 41.26, 43.2);
    run(&before, 40.0, 43.0);
    let args = AssessArgs {
        reference: Some(before),
        out: None,
        salt: SaltArgs {
            sea_salt: Some(4.0),
            ..SaltArgs::default()
        },
        ..args(&plan, &plan)
    };
    let outcome = assess(&args).unwrap();
    assert!(outcome.written.iter().all(|file| file.starts_with(&plan)));
    assert_eq!(outcome.record["plan"]["nibm"], "significant");
    assert_eq!(summary(&outcome.record, "nl-no2-year")["exceeded"], 1);
    let salted = summary(&outcome.record, "nl-pm10-year");
    assert_eq!(salted["met_after_natural_sources"], 1);
    let page = fs::read_to_string(plan.join("assessment.html")).unwrap();
    assert!(page.contains("Zuidas &lt;plan&gt;") && !page.contains("<plan>"));
    assert!(page.contains("srm1.reach") && page.contains("straattype"));
    assert!(page.contains("in betekenende mate (IBM)"));
}

#[test]
fn a_plan_without_some_of_its_streets_is_not_found_small() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, before) = (folder.path().join("plan"), folder.path().join("before"));
    run(&plan, 20.1, 18.1);
    run(&before, 20.0, 18.0);
    let with = |run: &Path| AssessArgs {
        reference: Some(before.clone()),
        ..args(run, run)
    };
    let whole = assess(&with(&plan)).unwrap().record;
    assert_eq!(whole["plan"]["nibm"], "not-significant");
    let record = plan.join("run.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("srm1.reach", "network.not-computed")).unwrap();
    let part = assess(&with(&plan)).unwrap().record;
    assert_eq!(part["plan"]["nibm"], Value::Null);
    let page = fs::read_to_string(plan.join("assessment.html")).unwrap();
    assert!(
        page.contains("Niet alle bronnen zijn meegerekend"),
        "{page}"
    );
    assert!(page.contains("niet te bepalen, want niet alle bronnen"));
}

#[test]
fn a_run_without_background_says_so_and_meets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let mean = |name| Quantity::new(name, "mean");
    write_run(&out, vec![mean("no2"), mean("pm10")], vec![41.0, 2.0]);
    let outcome = assess(&args(&out, &out)).unwrap();
    let count = |limit: &str, what: &str| summary(&outcome.record, limit)[what].as_u64();
    // what roads alone exceed is exceeded
    assert_eq!(count("nl-no2-year", "exceeded"), Some(1));
    assert_eq!(count("nl-pm10-year", "met"), Some(0));
    assert_eq!(count("nl-pm10-year", "unknown"), Some(1));
    assert_eq!(count("nl-pm10-day", "unknown"), Some(1));
    let page = fs::read_to_string(out.join("assessment.html")).unwrap();
    assert!(page.contains("bevat geen achtergrondconcentratie van"));
    let table = fs::read_to_string(out.join("assessment.csv")).unwrap();
    assert!(table.contains(",contribution,"));
}

#[test]
fn salt_and_the_plan_are_looked_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    run(&out, 20.0, 42.0);
    let table = folder.path().join("salt.csv");
    fs::write(&table, "gemeente_2012;correctie_ug_m3\nGoes;5\n").unwrap();
    let with = |municipality: &str, province: &str| AssessArgs {
        lang: Language::En,
        salt: SaltArgs {
            municipality: Some(municipality.to_owned()),
            sea_salt_table: Some(table.clone()),
            province: Some(province.to_owned()),
            ..SaltArgs::default()
        },
        category: CategoryArgs {
            homes: Some(900),
            offices: Some(30_000),
            access_roads: 1,
        },
        ..args(&out, &out)
    };
    let outcome = assess(&with("Goes", "Zeeland")).unwrap();
    assert_eq!(outcome.record["sea_salt"]["days"], 3.0);
    assert_eq!(outcome.record["category"]["nibm"], "not-significant");
    let year = summary(&outcome.record, "nl-pm10-year");
    assert_eq!(year["met_after_natural_sources"], 1);
    let page = fs::read_to_string(out.join("assessment.html")).unwrap();
    assert!(page.contains("900 homes, 30000 m² of offices"), "{page}");
    assert!(page.contains("Goes, Zeeland: 5.0 µg/m³"), "{page}");
    let inputs = outcome.record["inputs"].as_array().unwrap();
    let salt = inputs.iter().find(|it| it["role"] == "sea salt").unwrap();
    assert_eq!(salt["path"], table.to_str().unwrap());
    for (municipality, province, found) in
        [("Gose", "Zeeland", "Goes"), ("Goes", "Zeelnd", "Zeelnd")]
    {
        let error = assess(&with(municipality, province)).unwrap_err();
        assert!(
            error.is_input() && error.to_string().contains(found),
            "{error}"
        );
    }
}

#[test]
fn wrong_inputs_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere");
    let error = assess(&args(&nowhere, folder.path())).unwrap_err();
    assert!(error.is_input() && error.to_string().contains("nowhere"));
    let (plan, other) = (folder.path().join("plan"), folder.path().join("other"));
    run(&plan, 20.0, 18.0);
    run(&other, 20.0, 18.0);
    let table = fs::read_to_string(other.join("receptors.csv")).unwrap();
    fs::write(other.join("receptors.csv"), table.replace("school", "home")).unwrap();
    let args = AssessArgs {
        reference: Some(other),
        ..args(&plan, folder.path())
    };
    let error = assess(&args).unwrap_err();
    assert!(matches!(error, AssessError::NoCommonReceptor { .. }));
}
