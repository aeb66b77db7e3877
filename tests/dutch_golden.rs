//! SRM1, NO2 and PM10 days against the official results of a whole city.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use pluim_core::chemistry::dutch_annual_no2::{
    AnnualNo2Parts, COMBINED_FROM, ConversionRule, TrafficNitrogen, annual_no2,
};
use pluim_core::scheme::srm1::{
    ReceptorLink, RegionalWind, StreetType, TreeFactor, WindField, WindStation, distance_to_line,
};
use pluim_core::statistics::pm10_days::days_over_50;
use pluim_io::cimlk::{
    BuildingType, Link, ReceptorResult, Road, read_receptors, read_results, read_roads,
};
use pluim_io::knmi::{Selection, read_hours, station};
use pluim_tests::shared;

const CITY: &str = "data/amsterdam-cimlk";

/// NOx (ug/m3) below which four printed decimals do not tell a ratio to 0.1 %.
const READABLE: f64 = 0.1;

fn results(city: &Path) -> Vec<ReceptorResult> {
    let file = city.join("Rekenresultaten.csv");
    read_results(&file).unwrap().into_records()
}

fn parts(result: &ReceptorResult) -> AnnualNo2Parts {
    let no2 = &result.no2;
    AnnualNo2Parts {
        street: TrafficNitrogen {
            nox: no2.nox_srm1,
            direct: no2.direct_srm1,
        },
        open_road: TrafficNitrogen {
            nox: no2.nox_srm2,
            direct: no2.direct_srm2,
        },
        sector_conversion: no2.conversion,
        ozone: result.o3.concentration,
        background: no2.background.concentration,
    }
}

#[test]
fn no2_follows_from_its_contributions() {
    let Some(city) = shared(CITY) else { return };
    let (mut count, mut greatest) = (0, 0.0_f64);
    for result in results(&city) {
        if result.no2.nox_srm1 <= COMBINED_FROM {
            continue;
        }
        let no2 = annual_no2(&parts(&result));
        assert_ne!(no2.rule, ConversionRule::Sectors);
        count += 1;
        greatest = greatest.max((no2.total() - result.no2.concentration).abs());
        greatest = greatest.max((no2.conversion - result.no2.conversion).abs());
    }
    println!("NO2 chain: {count} receptors, greatest difference {greatest:.6} ug/m3");
    assert!(count > 5000);
    assert!(greatest < 0.001);
}

#[test]
fn pm10_days_follow_from_the_mean() {
    let Some(city) = shared(CITY) else { return };
    let results = results(&city);
    let greatest = results
        .iter()
        .map(|result| (days_over_50(result.pm10.concentration) - result.pm10_days).abs())
        .fold(0.0, f64::max);
    let count = results.len();
    println!("PM10 days: {count} receptors, greatest difference {greatest:.6} days");
    assert!(count > 7000);
    assert!(greatest < 0.01);
}

/// What one linked receptor of a road shows: its transfer by SRM1 and its official NOx.
struct Seen {
    transfer: f64,
    nox: f64,
}

fn street(buildings: BuildingType) -> StreetType {
    match buildings {
        BuildingType::WideCanyon => StreetType::WideCanyon,
        BuildingType::NarrowCanyon => StreetType::NarrowCanyon,
        BuildingType::OneSided => StreetType::OneSided,
        BuildingType::Base => StreetType::Base,
    }
}

/// A receptor with official NOx, and its links to roads that are there.
struct Linked {
    at: geo_types::Coord<f64>,
    links: Vec<(String, ReceptorLink)>,
    nox: f64,
}

fn linked(city: &Path) -> Vec<Linked> {
    let roads: BTreeMap<String, Road> = read_roads(&city.join("Wegdelen.csv"))
        .unwrap()
        .into_records()
        .into_iter()
        .map(|road| (road.id.clone(), road))
        .collect();
    let mut links: BTreeMap<String, Vec<(Link, geo_types::Coord<f64>)>> = BTreeMap::new();
    let receptors = read_receptors(&city.join("Receptoren.csv")).unwrap();
    for receptor in receptors.into_records() {
        if let Some(link) = receptor.link {
            let at = receptor.at.0;
            links.entry(receptor.id).or_default().push((link, at));
        }
    }
    let of_road = |(link, at): &(Link, geo_types::Coord<f64>)| {
        let road = roads.get(&link.road)?;
        let seen = ReceptorLink {
            street: street(link.buildings),
            trees: TreeFactor::from_value(link.trees.value()).unwrap(),
            distance: distance_to_line(*at, &road.line).unwrap(),
        };
        Some((link.road.clone(), seen))
    };
    let of_result = |result: ReceptorResult| {
        let links = links.get(&result.receptor)?;
        Some(Linked {
            at: links.first()?.1,
            links: links.iter().map(of_road).collect::<Option<_>>()?,
            nox: result.no2.nox_srm1,
        })
    };
    results(city).into_iter().filter_map(of_result).collect()
}

/// Receptors with exactly one link, by road.
fn seen_by_road(city: &Path, wind: WindField) -> BTreeMap<String, Vec<Seen>> {
    let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for Linked { at, links, nox } in linked(city) {
        let [(road, link)] = links.as_slice() else {
            continue;
        };
        if nox < READABLE {
            continue;
        }
        let transfer = link.transfer(wind.at(at));
        seen.entry(road.clone())
            .or_default()
            .push(Seen { transfer, nox });
    }
    seen
}

/// Relative differences of NOx ratios between all pairs of receptors of one road, ascending.
fn ratio_errors(city: &Path, wind: WindField) -> Vec<f64> {
    let mut errors = Vec::new();
    for receptors in seen_by_road(city, wind).values() {
        for (k, one) in receptors.iter().enumerate() {
            for other in &receptors[k + 1..] {
                let ours = other.transfer / one.transfer;
                let official = other.nox / one.nox;
                errors.push((ours / official - 1.0).abs());
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    errors
}

/// Share of `errors` within 0.5 %, printed.
fn within(errors: &[f64], wind: &str) -> f64 {
    let count = errors.iter().filter(|error| **error < 0.005).count();
    let share = count as f64 / errors.len() as f64;
    println!(
        "SRM1 ratios, {wind}: {} pairs, median {:.1e}, {:.3} % within 0.5 %, greatest {:.4}",
        errors.len(),
        errors[errors.len() / 2],
        100.0 * share,
        errors.last().unwrap()
    );
    share
}

/// The annual mean wind that a station measured from 2011 to 2020, where it stands.
fn measured(number: u32) -> Option<WindStation> {
    let file = shared(&format!("data/meteo-knmi/uurgeg_{number}_2011-2020.zip"))?;
    let hours = read_hours(&file, &Selection::years(2011..=2020))
        .unwrap()
        .hours;
    let speeds: Vec<f64> = hours.iter().filter_map(|hour| hour.speed).collect();
    let mean = speeds.iter().sum::<f64>() / speeds.len() as f64;
    let [x, y] = station(number).unwrap().rd;
    println!("station {number}: {mean:.2} m/s");
    Some(WindStation {
        at: geo_types::Coord { x, y },
        wind: RegionalWind::new(mean).unwrap(),
    })
}

/// Only the ratio of the winds at the stations matters here, and no number is fitted to the
/// results: the winds are those that two stations measured.
#[test]
fn nox_of_receptors_of_one_road_is_in_proportion() {
    let Some(city) = shared(CITY) else { return };
    let (Some(schiphol), Some(gilze)) = (measured(240), measured(350)) else {
        return;
    };
    let uniform = ratio_errors(&city, WindField::Uniform(schiphol.wind));
    assert!(uniform.len() > 4000);
    assert!(within(&uniform, "uniform wind") > 0.995);
    let field = WindField::between(schiphol, gilze);
    let share = within(&ratio_errors(&city, field), "wind between stations");
    assert!(share >= 0.999);
}

/// Contributions of two roads add up: the emission of each follows from a receptor with that road
/// alone.
#[test]
fn two_links_add_up() {
    let Some(city) = shared(CITY) else { return };
    let (Some(schiphol), Some(gilze)) = (measured(240), measured(350)) else {
        return;
    };
    let wind = WindField::between(schiphol, gilze);
    let emission: BTreeMap<String, f64> = seen_by_road(&city, wind)
        .into_iter()
        .map(|(road, seen)| (road, seen[0].nox / seen[0].transfer))
        .collect();
    let mut errors = Vec::new();
    for Linked { at, links, nox } in linked(&city) {
        let add = |(road, link): &(String, ReceptorLink)| {
            Some(emission.get(road)? * link.transfer(wind.at(at)))
        };
        let sum: Option<f64> = links.iter().map(add).sum();
        if let (2, Some(sum)) = (links.len(), sum)
            && nox >= READABLE
        {
            errors.push((sum / nox - 1.0).abs());
        }
    }
    errors.sort_by(f64::total_cmp);
    let share = within(&errors, "receptors with two links");
    assert!(errors.len() > 100);
    assert!(share >= 0.99);
}

/// Beyond its reach a street counts as at its reach, and nearer than 3.5 m as at 3.5 m.
#[test]
fn distances_are_kept_to_the_reach_of_a_street() {
    let Some(city) = shared(CITY) else { return };
    let (Some(schiphol), Some(gilze)) = (measured(240), measured(350)) else {
        return;
    };
    let wind = WindField::between(schiphol, gilze);
    let outside = |link: &ReceptorLink| {
        let reach = link.street.reach();
        link.distance < 3.5 || link.distance > reach
    };
    let all = linked(&city);
    let alone = || {
        all.iter()
            .filter(|it| it.links.len() == 1 && it.nox >= READABLE)
    };
    let mut errors = Vec::new();
    for far in alone().filter(|it| outside(&it.links[0].1)) {
        let (road, link) = &far.links[0];
        let near = alone().find(|it| it.links[0].0 == *road && !outside(&it.links[0].1));
        if let Some(near) = near {
            let ours = link.transfer(wind.at(far.at)) / near.links[0].1.transfer(wind.at(near.at));
            errors.push((ours / (far.nox / near.nox) - 1.0).abs());
        }
    }
    errors.sort_by(f64::total_cmp);
    let share = within(&errors, "receptors nearer or farther than a street goes");
    assert!(errors.len() > 10);
    assert_eq!(share, 1.0);
}
