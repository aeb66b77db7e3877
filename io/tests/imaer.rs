//! IMAER GML: published networks, the standard's samples, and broken files.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use pluim_core::emission::{Amounts, Fallback, Pollutant, RoadType, VehicleClass, road_emission};
use pluim_core::source::Shape;
use pluim_io::emission_factors::read_emission_factors;
use pluim_io::error::InputError;
use pluim_io::imaer::{
    BarrierKind, ElevationKind, Heat, Imaer, Method, MonitorSubstance, RejectionGrounds, Road,
    RoadProfile, SituationType, TimeUnit, TrafficDirection, TreeProfile, VehicleKind, parse_imaer,
    read_imaer,
};
use proptest::prelude::*;
use support::shared;

/// The largest relative deviation of `found` from `expected` over the pollutants of the latter.
fn deviation(found: &Amounts, expected: &Amounts) -> f64 {
    let deviations = expected.iter().map(|(pollutant, amount)| {
        let found = found.get(pollutant).unwrap_or(f64::NAN);
        (found - amount).abs() / amount.abs().max(f64::MIN_POSITIVE)
    });
    deviations.fold(
        0.0,
        |worst, it| if it > worst || it.is_nan() { it } else { worst },
    )
}

#[test]
fn traffic_reproduces_the_stated_emissions() {
    let Some(file) = shared("data/waalwijk-imaer/reference.gml") else {
        return;
    };
    let Some(factors) = shared("facts/road-emission-factors-2022.csv") else {
        return;
    };
    let table = read_emission_factors(&factors).unwrap();
    let network = read_imaer(&file).unwrap();
    assert_eq!(network.roads.len(), 757);
    let length: f64 = network.roads.iter().map(Road::length).sum();
    assert!((length / 1000.0 - 160.0).abs() < 1.0, "{length} m");
    let (mut substituted, mut worst) = (0, 0.0_f64);
    for road in &network.roads {
        let (traffic, left_out) = road.traffic();
        assert!(left_out.is_empty());
        let emission = road_emission(&table, &traffic).unwrap();
        let deviation = deviation(&emission.yearly, road.stated());
        assert!(deviation < 1e-6, "{}: {deviation}", road.id());
        worst = worst.max(deviation);
        substituted += usize::from(!emission.notes.is_empty());
        let free = |note: &pluim_core::emission::Note| note.fallback == Fallback::StagnatingAsFree;
        assert!(emission.notes.iter().all(free));
    }
    eprintln!("{substituted} of 757 roads use a substitute; worst deviation {worst:e}");
    assert_eq!(substituted, 12);
}

#[test]
fn every_proposed_road_has_an_emission_and_its_substitutes_are_named() {
    let Some(file) = shared("data/waalwijk-imaer/proposed.gml") else {
        return;
    };
    let Some(factors) = shared("facts/road-emission-factors-2022.csv") else {
        return;
    };
    let table = read_emission_factors(&factors).unwrap();
    let network = read_imaer(&file).unwrap();
    assert_eq!(network.roads.len(), 708);
    let mut notes = Vec::new();
    for road in &network.roads {
        assert!(road.stated().is_empty());
        let emission = road_emission(&table, &road.traffic().0).unwrap();
        notes.extend(emission.notes.first().map(|note| note.fallback));
    }
    let count = |fallback| notes.iter().filter(|it| **it == fallback).count();
    assert_eq!(count(Fallback::StagnatingAsFree), 9);
    assert_eq!(count(Fallback::RoadType(RoadType::NonUrbanNational)), 7);
    assert_eq!(notes.len(), 16);
}

fn sample(name: &str) -> Option<Imaer> {
    let file = shared(&format!("data/imaer-schema/gml/{name}"))?;
    Some(read_imaer(&file).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn a_full_sample_is_read() {
    let Some(imaer) = sample("v6_0_nsl_full_example.gml") else {
        return;
    };
    assert_eq!(imaer.version, (6, 0));
    let metadata = imaer.metadata.unwrap();
    assert_eq!(metadata.year, 2030);
    assert_eq!(metadata.situation.unwrap().kind, SituationType::Proposed);
    let [open, street] = imaer.roads.as_slice() else {
        panic!()
    };
    assert_eq!((open.method, street.method), (Method::Srm2, Method::Srm1));
    assert_eq!(open.setting.elevation, Some(ElevationKind::SteepDyke));
    assert_eq!(open.setting.elevation_height, Some(2));
    assert_eq!(open.setting.left.unwrap().kind, BarrierKind::Screen);
    assert_eq!(open.setting.right.unwrap().height, 3.1);
    assert_eq!(open.tunnel_factor(), 1.1);
    let characteristics = open.source.characteristics.as_ref().unwrap();
    assert_eq!(
        (characteristics.heat, characteristics.height),
        (Heat::Specified(0.28), 22.0)
    );
    let [point] = imaer.points.as_slice() else {
        panic!()
    };
    assert_eq!((point.at.x, point.at.y), (128_130.0, 442_310.0));
    assert_eq!(point.rejection, Some(RejectionGrounds::Exposure));
    assert_eq!(point.monitored, Some(MonitorSubstance::All));
    assert_eq!(point.corrections[0].value, -3.0);
    let [line] = imaer.lines.as_slice() else {
        panic!()
    };
    assert_eq!(
        (line.profile, line.trees),
        (RoadProfile::WideCanyon, TreeProfile::Separated)
    );
    assert_eq!(
        (line.point.as_str(), line.road.as_str()),
        ("CP.1", "ES.NWR.1_2")
    );
    let [area] = imaer.areas.as_slice() else {
        panic!()
    };
    assert_eq!(area.measures[1].vehicle, VehicleClass::Heavy);
    assert_eq!(area.measures[1].factors.get(Pollutant::Pm10), Some(0.85));
    assert!(imaer.others.is_empty());
    assert!(street.traffic_under(&imaer.areas).0.measures.is_empty());
    let mut here = area.clone();
    here.area = area.area.clone();
    let shift = geo_types::coord! { x: 128_000.0 - 63_000.0, y: 442_200.0 - 440_200.0 };
    here.area
        .exterior_mut(|ring| ring.0.iter_mut().for_each(|at| *at = *at + shift));
    let measures = street.traffic_under([&here]).0.measures;
    assert_eq!(measures.len(), 4);
    assert!(open.traffic_under([&here]).0.measures.is_empty());
}

#[test]
fn the_words_of_version_5_1_are_read() {
    let custom = "<i:SRM1Road g:id='R' sectorId='3100' roadAreaType='NL' roadType='URBAN_ROAD_NORMAL'>\
        <i:geometry><i:EmissionSourceGeometry><i:GM_Curve><g:LineString><g:posList>\
        100000 400000 100100 400000</g:posList></g:LineString></i:GM_Curve>\
        </i:EmissionSourceGeometry></i:geometry><i:vehicles><i:CustomVehicle>\
        <i:vehiclesPerTimeUnit>10</i:vehiclesPerTimeUnit><i:timeUnit>YEAR</i:timeUnit>\
        <i:description/><i:emission><i:Emission substance='NOX'><i:value>2</i:value></i:Emission>\
        </i:emission></i:CustomVehicle></i:vehicles></i:SRM1Road>";
    let metadata = "<i:metadata><i:AeriusCalculatorMetadata><i:project><i:ProjectMetadata>\
        <i:year>2023</i:year></i:ProjectMetadata></i:project><i:situation><i:SituationMetadata>\
        <i:situationType>NETTING</i:situationType></i:SituationMetadata></i:situation>\
        </i:AeriusCalculatorMetadata></i:metadata>";
    let text = file("5.1", &[custom.to_owned()]).replacen(
        "<i:featureMember>",
        &format!("{metadata}<i:featureMember>"),
        1,
    );
    let imaer = parse(&text).unwrap();
    let situation = imaer.metadata.unwrap().situation.unwrap();
    assert_eq!(situation.kind, SituationType::OffSiteReduction);
    let (traffic, _) = imaer.roads[0].traffic();
    assert!((traffic.streams[0].per_day - 10.0 / 365.0).abs() < 1e-12);
    assert!(
        matches!(&imaer.roads[0].vehicles[0].kind, VehicleKind::Custom { factors, .. }
        if factors.get(Pollutant::Nox) == Some(2.0))
    );
}

#[test]
fn segments_directions_and_vehicles_are_read() {
    let Some(imaer) = sample("v6_0_road_dynamic_segmentation.gml") else {
        return;
    };
    let road = &imaer.roads[0];
    assert_eq!(road.changes.len(), 2);
    assert_eq!((road.changes[1].from, road.changes[1].to), (0.1, 0.3));
    assert_eq!(road.changes[1].setting.left.unwrap().distance, 3.2);
    assert_eq!(road.direction, TrafficDirection::Both);

    let imaer = sample("v6_0_road_direction.gml").unwrap();
    assert_eq!(imaer.roads[0].direction, TrafficDirection::AToB);

    let imaer = sample("v6_0_road_specific_and_custom.gml").unwrap();
    let vehicles = &imaer.roads[0].vehicles;
    assert_eq!(vehicles[1].unit, TimeUnit::Month);
    assert!((vehicles[1].per_day() - 15_000.0 * 12.0 / 365.0).abs() < 1e-9);
    assert_eq!(vehicles[2].per_day(), 528.0);
    assert!(
        matches!(&vehicles[2].kind, VehicleKind::Custom { factors, .. }
        if factors.get(Pollutant::Nox) == Some(22.12))
    );
    let (traffic, left_out) = imaer.roads[0].traffic();
    assert_eq!(traffic.streams.len(), 1);
    assert_eq!(left_out, ["BA-B-E3", "BA-D-E6-ZW"]);
    for name in [
        "v6_0_road.gml",
        "v6_0_road_srm1.gml",
        "nsl_full_example.gml",
    ] {
        assert!(!sample(name).unwrap().roads.is_empty());
    }
}

const POINT: &str = "<i:EmissionSourceGeometry><i:GM_Point><g:Point srsName='urn:ogc:def:crs:EPSG::28992'>\
    <g:pos>100000 400000</g:pos></g:Point></i:GM_Point></i:EmissionSourceGeometry>";

fn source() -> String {
    format!(
        "<i:EmissionSource g:id='S.1' sectorId='1800'><i:label>A &amp; B</i:label>\n\
         <i:emissionSourceCharacteristics><i:EmissionSourceCharacteristics><i:heatContent>\
         <i:CalculatedHeatContent><i:emissionTemperature>20</i:emissionTemperature>\
         <i:outflowDiameter>0.5</i:outflowDiameter><i:outflowVelocity>4</i:outflowVelocity>\
         <i:outflowDirection>VERTICAL</i:outflowDirection>\
         <i:outflowVelocityType>ACTUAL_FLOW</i:outflowVelocityType></i:CalculatedHeatContent>\
         </i:heatContent><i:emissionHeight>12</i:emissionHeight>\
         <i:building x:href='#B.1' xmlns:x='u'/></i:EmissionSourceCharacteristics>\
         </i:emissionSourceCharacteristics><i:geometry>{POINT}</i:geometry>\n\
         <i:emission><i:Emission substance='PM25'><i:value>7.5</i:value></i:Emission></i:emission>\
         </i:EmissionSource>"
    )
}

fn file(version: &str, features: &[String]) -> String {
    let members = features
        .iter()
        .map(|it| format!("<i:featureMember>\n{it}</i:featureMember>\n"));
    format!(
        "<?xml version='1.0'?>\n<i:FeatureCollectionCalculator xmlns:g='http://www.opengis.net/gml/3.2' \
         xmlns:i='http://imaer.aerius.nl/{version}'>\n{}</i:FeatureCollectionCalculator>\n",
        members.collect::<String>()
    )
}

fn parse(text: &str) -> Result<Imaer, InputError> {
    parse_imaer(Path::new("a.gml"), text)
}

#[test]
fn generic_sources_and_buildings_are_read() {
    let building = format!(
        "<i:Building g:id='B.1'><i:height>8</i:height><i:geometry>{}</i:geometry>\
         <i:diameter>10</i:diameter></i:Building>",
        POINT.replace("EmissionSource", "Building")
    );
    let other = "<i:ADMSRoad g:id='X'/>".to_owned();
    let imaer = parse(&file("5.1", &[source(), building, other])).unwrap();
    assert_eq!(imaer.version, (5, 1));
    let [found] = imaer.sources.as_slice() else {
        panic!()
    };
    assert_eq!((found.label.as_str(), found.sector), ("A & B", 1800));
    assert_eq!(found.emissions.get(Pollutant::Pm2_5), Some(7.5));
    assert!(matches!(found.shape, Shape::Point(at) if at.x == 1e5));
    let characteristics = found.characteristics.as_ref().unwrap();
    assert_eq!(characteristics.building.as_deref(), Some("B.1"));
    assert!(
        matches!(characteristics.heat, Heat::Outflow { temperature: Some(kelvin), .. }
        if kelvin == 293.15)
    );
    assert_eq!(
        (imaer.buildings[0].height, imaer.buildings[0].diameter),
        (8.0, Some(10.0))
    );
    assert_eq!(imaer.warnings(), ["1 ADMSRoad not read"]);
}

#[test]
fn broken_features_are_refused_with_element_line_value_and_rule() {
    let refused = |old: &str, new: &str| {
        let changed = source().replace(old, new);
        assert_ne!(changed, source());
        parse(&file("6.0", &[changed])).unwrap_err().to_string()
    };
    assert_eq!(
        refused("7.5", "abc"),
        "a.gml, line 6, <EmissionSource gml:id=\"S.1\">, field \"value\": found \"abc\", expected \
         an emission in kg/yr (0 to 1000000000000)"
    );
    assert!(refused("'PM25'", "'PM2.5'").contains("did you mean \"PM25\"?"));
    assert!(refused("VERTICAL", "UP").contains("an outflow direction"));
    assert!(refused("100000 400000", "100000").contains("2 numbers for every position"));
    assert!(refused("100000 400000", "NaN 400000").contains("a coordinate"));
    assert!(refused("100000 400000", "5.1 52.3").contains("degrees"));
    assert!(refused("28992", "4326").contains("convert the file to EPSG:28992"));
    assert!(refused("emissionHeight", "emissionheight").contains("emissionHeight"));
    assert!(refused(" sectorId='1800'", "").contains("an attribute sectorId"));
    let twice = parse(&file("6.0", &[source(), source()]))
        .unwrap_err()
        .to_string();
    assert!(twice.contains("line 4 has it too"), "{twice}");
}

#[test]
fn foreign_files_bombs_and_loose_ends_are_refused() {
    let refused = |text: &str| parse(text).unwrap_err().to_string();
    assert!(refused("<html/>").contains("found \"<html>\""));
    assert!(refused(&file("3.1", &[])).contains("expected IMAER 5.1 to 6.x"));
    let bomb = file("6.0", &[]).replacen(
        '\n',
        "\n<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n",
        1,
    );
    assert!(refused(&bomb).contains("line 2: found \"<!DOCTYPE\""));
    let line = "<i:SRM1RoadDispersionLine g:id='L' xmlns:x='u'><i:roadProfile>OTHER</i:roadProfile>\
                <i:treeProfile>PACKED</i:treeProfile><i:calculationPoint x:href='#P'/>\
                <i:road x:href='#R'/></i:SRM1RoadDispersionLine>";
    let loose = refused(&file("6.0", &[line.to_owned()]));
    assert_eq!(
        loose,
        "a.gml, line 4, <SRM1RoadDispersionLine gml:id=\"L\">, field \"road\": found \"R\", \
         expected the identification of an SRM1Road in the file"
    );
}

proptest! {
    #[test]
    fn no_mangled_file_makes_the_reader_panic(
        at in 0..1500_usize,
        length in 0..40_usize,
        with in "[<>a/'\"0-9. é&;-]{0,12}",
    ) {
        let text = file("6.0", &[source()]);
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
        let start = boundary(at).unwrap();
        let end = boundary(at + length).unwrap();
        let mangled = format!("{}{with}{}", &text[..start], &text[end..]);
        let _ = parse(&mangled);
    }
}
