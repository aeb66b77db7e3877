//! A whole city through SRM1 and SRM2.

#![allow(clippy::unwrap_used)]

use pluim::background::{BackgroundField, BackgroundTable};
use pluim::srm::{
    ExportStamp, Network, NetworkInput, SrmPlan, Surroundings, cimlk_results, climate_of_hours,
    covered_results, receptor_table, run_network, summary,
};
use pluim_core::scheme::srm1::{RegionalWind, WindField};
use pluim_core::scheme::srm2::{MeteoCalibration, RoughnessClass, SectorLayout, TroughRule};
use pluim_io::cimlk::{Document, ReceptorResult, read_measures, read_receptors, read_roads};
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::knmi::{Selection, read_hours};
use pluim_tests::shared;

fn surroundings(hours: &std::path::Path) -> Surroundings {
    let year = read_hours(hours, &Selection::year(2019)).unwrap();
    let layout = SectorLayout::thirty_six();
    let climate = climate_of_hours(layout, &year.hours, 1.0, |_| Some(45.0)).unwrap();
    assert!(climate.coverage().hours > 8000);
    Surroundings {
        wind: WindField::Uniform(RegionalWind::new(4.61).unwrap()),
        climate,
        roughness: RoughnessClass::of(0.3),
        calibration: MeteoCalibration::LocalWind,
        trough: TroughRule::Statute,
    }
}

#[test]
fn amsterdam_runs_the_same_on_any_number_of_threads() {
    let (Some(city), Some(factors), Some(hours)) = (
        shared("data/amsterdam-cimlk"),
        shared("facts/road-emission-factors-2022.csv"),
        shared("data/meteo-knmi/uurgeg_240_2011-2020.zip"),
    ) else {
        return;
    };
    let surroundings = surroundings(&hours);
    let roads = read_roads(&city.join("Wegdelen.csv"))
        .unwrap()
        .into_records();
    let receptors = read_receptors(&city.join("Receptoren.csv"))
        .unwrap()
        .into_records();
    let measures = read_measures(&city.join("Maatregelen.csv"))
        .unwrap()
        .into_records();
    let factors = read_emission_factors(&factors).unwrap();
    let table = BackgroundTable {
        results: Some(city.join("Rekenresultaten.csv")),
        ..BackgroundTable::default()
    };
    let scenario = std::path::Path::new("scenario.toml");
    let background = BackgroundField::read(&table, (scenario, 28992), &mut vec![]).unwrap();
    let input = NetworkInput {
        roads: &roads,
        receptors: &receptors,
        measures: &measures,
        factors: &factors,
        imaer: &[],
        background: &background,
    };
    let network = Network::new(&input, surroundings).unwrap();
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    let years = pool(2).install(|| network.run());
    assert_eq!(years, pool(1).install(|| network.run()));

    let warnings = years.iter().flat_map(|year| &year.warnings);
    for warning in summary(warnings.chain(network.warnings())) {
        let count = warning.count.unwrap_or(0);
        println!("{count} x {}: {}", warning.rule, warning.message);
    }
    assert_eq!(
        receptor_table(&years, &background).receptors.len(),
        years.len()
    );

    let stamp = ExportStamp {
        tool: "pluim".to_owned(),
        year: 2022,
    };
    assert!(cimlk_results(&years, &stamp).is_err());
    let rows = covered_results(&years, &stamp);
    assert!(rows.len() > 5000);
    let text = Document::new(rows.clone()).to_bytes().unwrap();
    let back = Document::<ReceptorResult>::from_bytes(std::path::Path::new("out.csv"), text);
    assert_eq!(back.unwrap().into_records(), rows);
    for row in &rows {
        let no2 = &row.no2;
        let sum = no2.background.concentration + no2.direct_srm1 + no2.direct_srm2 + no2.conversion;
        assert!((sum - no2.concentration).abs() < 2.1e-4, "{}", row.receptor);
    }
}

#[test]
fn a_scenario_becomes_a_run_that_can_be_assessed() {
    let Some(data) = shared("data/amsterdam-cimlk") else {
        return;
    };
    let shared = data.join("../..").canonicalize().unwrap();
    let shared = shared.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("amsterdam.toml");
    let text = SCENARIO.replace("SHARED", shared);
    std::fs::write(&file, &text).unwrap();
    assert!(pluim::srm::is_srm_scenario(&file));
    let out = folder.path().join("run");
    let plan = SrmPlan::read(&file).unwrap();
    let record = run_network(&plan, &out, &pluim::run::Options::default()).unwrap();
    println!("{:?}", record.times.phases);
    assert!(out.join("Rekenresultaten.csv").exists());
    let warned = std::fs::read_to_string(out.join("warnings.csv")).unwrap();
    let reach = record.warnings.iter().find(|it| it.rule == "srm1.reach");
    let rows = warned.lines().filter(|it| it.contains(",srm1.reach,"));
    assert_eq!(Some(rows.count()), reach.and_then(|it| it.count));
    assert!(
        record
            .warnings
            .iter()
            .any(|it| it.rule == "srm2.reconstructed")
    );
    let args = pluim::assess::AssessArgs {
        run: out,
        reference: None,
        out: None,
        lang: pluim::assess::Language::En,
        limits: None,
        receptors: Some(data.join("Receptoren.csv")),
        salt: pluim::assess::SaltArgs::default(),
        category: pluim::assess::CategoryArgs::default(),
        json: false,
    };
    let outcome = pluim::assess::assess(&args).unwrap();
    let page = std::fs::read_to_string(&outcome.written[2]).unwrap();
    assert!(page.contains("srm2.reconstructed"));
    assert!(page.contains("SRM1, SRM2") && page.contains("warnings.csv"));
    assert_eq!(outcome.record["year"], "2022");
    if let Some(keep) = std::env::var_os("PLUIM_KEEP") {
        std::fs::create_dir_all(&keep).unwrap();
        std::fs::write(std::path::Path::new(&keep).join("run.html"), page).unwrap();
    }

    let wrong = text.replace("roughness_length_m", "roughnes_length_m");
    std::fs::write(&file, wrong).unwrap();
    let error = pluim::srm::read_srm_scenario(&file)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("did you mean roughness_length_m?"),
        "{error}"
    );
}

const SCENARIO: &str = r#"
title = "Amsterdam 2022"
method = "srm"
year = 2022
[network]
roads = "SHARED/data/amsterdam-cimlk/Wegdelen.csv"
receptors = "SHARED/data/amsterdam-cimlk/Receptoren.csv"
measures = "SHARED/data/amsterdam-cimlk/Maatregelen.csv"
factors = "SHARED/facts/road-emission-factors-2022.csv"
[background]
results = "SHARED/data/amsterdam-cimlk/Rekenresultaten.csv"
[meteorology]
knmi = "SHARED/data/meteo-knmi/uurgeg_240_2011-2020.zip"
first_year = 2019
last_year = 2019
roughness_length_m = 0.3
"#;
