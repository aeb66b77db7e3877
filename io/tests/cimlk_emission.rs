//! Emission of a whole city's roads.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use pluim_core::emission::{Fallback, Pollutant, RoadType, road_emission};
use pluim_io::cimlk::{read_measures, read_roads};
use pluim_io::emission_factors::read_emission_factors;
use support::shared;

#[test]
fn amsterdam_emits_and_names_its_substitutes() {
    let Some(roads) = shared("data/amsterdam-cimlk/Wegdelen.csv") else {
        return;
    };
    let Some(factors) = shared("facts/road-emission-factors-2022.csv") else {
        return;
    };
    let table = read_emission_factors(&factors).unwrap();
    let measures = read_measures(&roads.with_file_name("Maatregelen.csv")).unwrap();
    let roads = read_roads(&roads).unwrap();
    let (mut plain, mut measured) = (0.0, 0.0);
    for road in roads.records() {
        let emission = road_emission(&table, &road.traffic()).unwrap();
        let under = road_emission(&table, &road.traffic_under(measures.records())).unwrap();
        plain += emission.yearly.get(Pollutant::Nox).unwrap();
        measured += under.yearly.get(Pollutant::Nox).unwrap();
        for note in emission.notes {
            let city = Fallback::Stagnating(RoadType::UrbanFreeFlow);
            let national = Fallback::RoadType(RoadType::NonUrbanNational);
            let speed = matches!(note.fallback, Fallback::Speed(_));
            let free = note.fallback == Fallback::StagnatingAsFree;
            assert!(speed || free || [city, national].contains(&note.fallback));
        }
    }
    assert!(plain > 1e5 && plain < 1e6, "{plain} kg of NOx a year");
    assert!(
        measured < plain && measured > 0.9 * plain,
        "{measured} of {plain}"
    );
}
