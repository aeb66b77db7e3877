//! CIMLK files: a whole city and the samples of the standard, and what happens to broken ones.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use pluim_core::emission::Pollutant;
use pluim_io::cimlk::{
    Correction, Document, LivestockReceptor, LivestockResult, LivestockSource, Measure,
    ReceptorLink, ReceptorResult, Record, Road, RoadClass, Vehicle, parse_cimlk_gml,
    read_cimlk_gml, read_livestock, read_receptors, read_results, read_roads,
};
use pluim_io::error::InputError;
use proptest::prelude::*;
use support::shared;

fn round_trip<T: Record>(path: &str) {
    let Some(file) = shared(path) else { return };
    let document = Document::<T>::read(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.records().len() > 0);
    assert!(
        document.to_bytes().unwrap() == std::fs::read(&file).unwrap(),
        "{path}"
    );
}

#[test]
fn every_file_is_written_back_byte_for_byte() {
    for folder in ["data/amsterdam-cimlk/", "data/imaer-schema/hale_"] {
        round_trip::<Road>(&format!("{folder}Wegdelen.csv"));
        round_trip::<ReceptorLink>(&format!("{folder}Receptoren.csv"));
        round_trip::<Correction>(&format!("{folder}Correcties.csv"));
        round_trip::<ReceptorResult>(&format!("{folder}Rekenresultaten.csv"));
    }
    round_trip::<Measure>("data/amsterdam-cimlk/Maatregelen.csv");
    round_trip::<LivestockSource>("data/imaer-schema/hale_Veehouderijen.csv");
    round_trip::<LivestockReceptor>("data/imaer-schema/hale_Veehouderij_receptoren.csv");
    round_trip::<LivestockResult>("data/imaer-schema/hale_Veehouderij_rekenresultaten.csv");
}

/// Records written without their first spelling read back as the same records.
fn survives_new_spelling<T: Record + Clone + std::fmt::Debug>(path: &str) {
    let Some(file) = shared(path) else { return };
    let before = Document::<T>::read(&file).unwrap().into_records();
    let bytes = Document::new(before.clone()).to_bytes().unwrap();
    let after = Document::<T>::from_bytes(&file, bytes)
        .unwrap()
        .into_records();
    assert!(before == after, "{path}");
}

#[test]
fn values_survive_a_new_spelling() {
    survives_new_spelling::<Road>("data/amsterdam-cimlk/Wegdelen.csv");
    survives_new_spelling::<Road>("data/imaer-schema/hale_Wegdelen.csv");
    survives_new_spelling::<ReceptorLink>("data/amsterdam-cimlk/Receptoren.csv");
    survives_new_spelling::<Measure>("data/amsterdam-cimlk/Maatregelen.csv");
    survives_new_spelling::<Correction>("data/amsterdam-cimlk/Correcties.csv");
    survives_new_spelling::<ReceptorResult>("data/amsterdam-cimlk/Rekenresultaten.csv");
    survives_new_spelling::<LivestockSource>("data/imaer-schema/hale_Veehouderijen.csv");
    survives_new_spelling::<LivestockResult>(
        "data/imaer-schema/hale_Veehouderij_rekenresultaten.csv",
    );
}

#[test]
fn livestock_emits() {
    let Some(file) = shared("data/imaer-schema/hale_Veehouderijen.csv") else {
        return;
    };
    let farms = read_livestock(&file).unwrap();
    assert_eq!(farms.records().len(), 134);
    let first = farms.records().next().unwrap().yearly();
    // 22,000 animals x 65 g a year, 45 % taken away
    assert!((first.get(Pollutant::Pm10).unwrap() - 786.5).abs() < 1e-9);
}

#[test]
fn both_forms_hold_the_same_roads() {
    let Some(file) = shared("data/imaer-schema/wegverkeer.gml") else {
        return;
    };
    let gml = read_cimlk_gml(&file).unwrap();
    assert_eq!(
        (
            gml.receptors.len(),
            gml.measures.len(),
            gml.corrections.len()
        ),
        (3, 36, 3)
    );
    // most of the sample's results are at receptors that it lacks
    let without = "RekenresultaatWegverkeer without its receptor";
    assert_eq!(gml.others, [(without.to_owned(), 28)]);
    same_results(
        &gml.results,
        &file.with_file_name("hale_Rekenresultaten.csv"),
    );
    let csv = read_roads(&file.with_file_name("hale_Wegdelen.csv")).unwrap();
    assert_eq!(gml.roads.len(), csv.records().len());
    for road in csv.records() {
        let mut other = gml
            .roads
            .iter()
            .find(|it| it.id == road.id)
            .unwrap()
            .clone();
        other.authority = road.authority.clone();
        other.authority_kind = road.authority_kind;
        assert_eq!(*road, other);
    }
    let link = gml
        .receptors
        .iter()
        .find_map(|it| it.link.as_ref())
        .unwrap();
    assert_eq!(link.road, "01178692_49257");
    let at = gml
        .corrections
        .iter()
        .filter_map(|it| it.receptor.as_deref());
    assert!(at.eq(["23456789_183659"; 2]));
}

/// What the GML form says of results is what the CSV form says; the GML form says more of them,
/// such as where they are.
fn same_results(found: &[ReceptorResult], csv: &Path) {
    let csv = read_results(csv).unwrap();
    assert_eq!(found.len(), 2);
    for result in found {
        let same = |it: &&ReceptorResult| it.receptor == result.receptor && it.year == result.year;
        let other = csv.records().find(same).unwrap();
        let mut expected = other.clone();
        let from_gml = result.clone();
        (expected.at, expected.authority) = (from_gml.at, from_gml.authority);
        (expected.name, expected.remark) = (from_gml.name, from_gml.remark);
        (expected.assessed, expected.grounds) = (from_gml.assessed, from_gml.grounds);
        for background in [
            (&mut expected.no2.background, &result.no2.background),
            (&mut expected.pm10.background, &result.pm10.background),
            (&mut expected.pm2_5.background, &result.pm2_5.background),
            (&mut expected.ec.background, &result.ec.background),
        ] {
            background.0.gcn_and_own_correction = background.1.gcn_and_own_correction;
        }
        assert_eq!(*result, expected);
    }
}

#[test]
fn both_forms_hold_the_same_livestock() {
    let Some(file) = shared("data/imaer-schema/veehouderij.gml") else {
        return;
    };
    let gml = read_cimlk_gml(&file).unwrap();
    assert!(gml.others.is_empty(), "{:?}", gml.others);
    assert_eq!(
        (gml.livestock_receptors.len(), gml.livestock_results.len()),
        (3, 10)
    );
    let csv = read_livestock(&file.with_file_name("hale_Veehouderijen.csv")).unwrap();
    assert_eq!(gml.livestock.len(), csv.records().len());
    let total = |kg: f64, it: &LivestockSource| kg + it.yearly().get(Pollutant::Pm10).unwrap();
    let (a, b) = (
        gml.livestock.iter().fold(0.0, total),
        csv.records().fold(0.0, total),
    );
    assert!((a / b - 1.0).abs() < 1e-12, "{a} and {b} kg");
    for row in &gml.livestock {
        let twin = |it: &&LivestockSource| {
            it.farm == row.farm && it.stable.id == row.stable.id && it.vent == row.vent
        };
        assert!(csv.records().any(|it| twin(&it)), "{row:?}");
    }
}

#[test]
fn a_vent_without_its_stable_is_refused() {
    let text = "<c:FeatureCollectionIMLK xmlns:c='http://cimlk.nl/1.0' xmlns:g='g' xmlns:x='x'>\
                <c:featureMember>\n<c:Veehouderijbron><c:identificatie>1</c:identificatie>\
                <c:hoogte>5</c:hoogte><c:diameter>1</c:diameter>\
                <c:uittreesnelheid>4</c:uittreesnelheid><c:emissiespecificaties>\
                <c:Emissiespecificatie><c:aantalDieren>10</c:aantalDieren>\
                </c:Emissiespecificatie></c:emissiespecificaties><c:geometrie><g:Point>\
                <g:pos>170000 460000</g:pos></g:Point></c:geometrie>\
                <c:stal x:href='http://cimlk.nl/id/stal/7'/></c:Veehouderijbron>\
                </c:featureMember></c:FeatureCollectionIMLK>";
    let error = parse_cimlk_gml(Path::new("a.gml"), text)
        .unwrap_err()
        .to_string();
    let expected = "a.gml, line 2, <Veehouderijbron>, field \"stalIdentificatie\": found \"7\", \
                    expected the identificatie of a Stal in the file";
    assert_eq!(error, expected);
}

#[test]
fn a_vent_without_a_factor_has_that_of_its_housing() {
    let feature = |name: &str, parts: &str| {
        format!("<c:featureMember><c:{name}>{parts}</c:{name}></c:featureMember>\n")
    };
    let at = "<c:geometrie><g:Point><g:pos>170000 460000</g:pos></g:Point></c:geometrie>";
    let named = |id: &str, parts: &str| format!("<c:identificatie>{id}</c:identificatie>{parts}");
    let vent = "<c:hoogte>5</c:hoogte><c:diameter>1</c:diameter><c:uittreesnelheid>4\
                </c:uittreesnelheid><c:emissiespecificaties><c:Emissiespecificatie>\
                <c:aantalDieren>1000</c:aantalDieren>\
                <c:huisvestingssysteem x:href='http://cimlk.nl/id/huisvestingssysteem/E2.1'/>\
                <c:aanvullendeTechniek x:href='http://cimlk.nl/id/aanvullendetechniek/E7.1'/>\
                </c:Emissiespecificatie></c:emissiespecificaties>";
    let stable = "<c:lengte>50</c:lengte><c:breedte>20</c:breedte><c:hoogte>5</c:hoogte>\
                  <c:orientatie>90</c:orientatie>";
    let farm = "<c:adres>A 1</c:adres><c:datumVergunning>1990-01-01</c:datumVergunning>";
    let link =
        |name: &str, id: &str| format!("<c:{name} x:href='http://cimlk.nl/id/{name}/{id}'/>");
    let farms = feature("Veehouderij", &named("3", farm))
        + &feature(
            "Stal",
            &named("7", &format!("{stable}{at}{}", link("veehouderij", "3"))),
        )
        + &feature(
            "Veehouderijbron",
            &named("1", &format!("{vent}{at}{}", link("stal", "7"))),
        );
    let standard = |name: &str, id: &str, factor: &str, value: &str| {
        let parts = format!("<c:omschrijving>s</c:omschrijving><c:{factor}>{value}</c:{factor}>");
        feature(name, &named(id, &parts))
    };
    let housing = standard("Huisvestingssysteem", "E2.1", "emissiefactorPM10", "65");
    let technique = standard("AanvullendeTechniek", "E7.1", "reductiefactorPM10", "0.2");
    let read = |members: &str| {
        let text = format!(
            "<c:FeatureCollectionIMLK xmlns:c='http://cimlk.nl/1.0' xmlns:g='g' xmlns:x='x'>\
             {members}</c:FeatureCollectionIMLK>"
        );
        parse_cimlk_gml(Path::new("a.gml"), &text)
    };
    let whole = read(&format!("{farms}{housing}{technique}")).unwrap();
    assert!(whole.others.is_empty(), "{:?}", whole.others);
    let row = &whole.livestock[0];
    assert_eq!((row.factor, row.reduction), (65.0, Some(0.2)));
    assert_eq!(row.permit, "1-1-1990");
    assert_eq!(row.yearly().get(Pollutant::Pm10), Some(52.0));
    let error = read(&farms).unwrap_err().to_string();
    assert!(error.contains("field \"emissiefactorPM10\""), "{error}");
}

#[test]
fn broken_gml_is_refused() {
    let text = "<c:FeatureCollectionIMLK xmlns:c='http://cimlk.nl/1.0'><c:featureMember>\n<c:Wegdeel>\
                <c:identificatie>a</c:identificatie><c:rekenmethode>SRM3</c:rekenmethode>\
                </c:Wegdeel></c:featureMember></c:FeatureCollectionIMLK>";
    let error = parse_cimlk_gml(Path::new("a.gml"), text)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("a.gml, line 2, field \"rekenmethode\": found \"SRM3\""),
        "{error}"
    );
    let error = parse_cimlk_gml(Path::new("a.gml"), "<a/>")
        .unwrap_err()
        .to_string();
    assert!(error.contains("FeatureCollectionIMLK"), "{error}");
}

#[test]
fn amsterdam_is_read_in_full() {
    let Some(file) = shared("data/amsterdam-cimlk/Wegdelen.csv") else {
        return;
    };
    let roads = read_roads(&file).unwrap();
    assert_eq!(roads.records().len(), 3449);
    let first = roads.records().next().unwrap();
    assert_eq!(first.id, "34366966_6709");
    assert_eq!(first.class, RoadClass::UrbanNormal);
    assert_eq!(first.traffic.of(Vehicle::Bus), Some(202.0));
    assert_eq!(first.stagnation.heavy, Some(0.16));
    assert_eq!(
        (first.height, first.speed, first.speed_dynamic),
        (None, Some(50), None)
    );

    let receptors = read_receptors(&file.with_file_name("Receptoren.csv")).unwrap();
    assert_eq!(receptors.records().len(), 10_469);
    assert_eq!(
        receptors.records().filter(|it| it.link.is_none()).count(),
        308
    );

    assert_eq!(receptors.dangling(&roads).count(), 3);

    let results = read_results(&file.with_file_name("Rekenresultaten.csv")).unwrap();
    assert_eq!(results.records().len(), 7187);
    let worst = results.records().map(no2_imbalance).fold(0.0, f64::max);
    assert!(worst < 2.5e-4, "{worst}");
}

/// Concentration less background and contributions (ug/m3).
fn no2_imbalance(result: &ReceptorResult) -> f64 {
    let no2 = &result.no2;
    let parts = no2.direct_srm1 + no2.direct_srm2 + no2.conversion;
    (no2.concentration - no2.background.concentration - parts).abs()
}

const HEAD: &str = "identificatie;naamOverheid;typeOverheid;straatnaam;wegnummer;rekenmethode;\
    wegsoort;tunnelfactor;hoogte;taludSoort;overdrachtLinksSoort;overdrachtLinksAfstand;\
    overdrachtLinksHoogte;overdrachtRechtsSoort;overdrachtRechtsAfstand;overdrachtRechtsHoogte;\
    maximumsnelheid;maximumsnelheidDynamisch;intensiteitLichtVerkeer;\
    intensiteitLichtVerkeerDynamisch;intensiteitMiddelzwaarVerkeer;intensiteitZwaarVerkeer;\
    intensiteitBusVerkeer;stagnatiefactorLichtVerkeer;stagnatiefactorMiddelzwaarVerkeer;\
    stagnatiefactorZwaarVerkeer;stagnatiefactorBusVerkeer;opmerking;tijdstipRegistratie;geometrie";
const ROW: &str = "a_1;Aa;G;Dijk;;SRM2;92;1.0000;0;sz;s;1;1.0000;;-999;-999;60;-999;100;-999;10;5;\
    -999;0.1000;0;0;;\"een; twee\";1-1-2020 10:00;LINESTRING(116305 488678,116305 488650)";

fn roads(text: &str) -> Result<Document<Road>, InputError> {
    Document::from_bytes(Path::new("Wegdelen.csv"), text.into())
}

fn with(old: &str, new: &str) -> String {
    let row = ROW.replace(old, new);
    assert_ne!(row, ROW, "{old} is not in the row");
    roads(&format!("{HEAD}\n{row}\n")).unwrap_err().to_string()
}

#[test]
fn broken_roads_are_refused_with_line_field_value_and_rule() {
    let expected = "Wegdelen.csv, line 2, field \"intensiteitZwaarVerkeer\": found \"abc\", \
                    expected a number of vehicles per day (0 to 1000000)";
    assert_eq!(with(";10;5;", ";10;abc;"), expected);
    for (old, new, message) in [
        (";100;", ";-5;", "intensiteitLichtVerkeer"),
        (";100;", ";1e999;", "intensiteitLichtVerkeer"),
        (";0.1000;", ";1.1;", "a stagnation factor (0 to 1)"),
        (";0.1000;", ";0,1;", "decimal mark"),
        (";SRM2;92;", ";SRM2;c;", "c is a class of SRM1"),
        (";SRM2;92;", ";SRM2;95;", "did you mean"),
        (";SRM2;", ";SRM3;", "did you mean \"SRM"),
        (";1.0000;0;", ";1.5;0;", "0, 1, or 2 or more"),
        (";0;sz;", ";31;sz;", "(-30 to 30)"),
        (";0;sz;", ";0.5;sz;", "whole number"),
        (";s;1;1.0000;", ";;1;1.0000;", "overdrachtLinksSoort"),
        ("a_1;", ";", "identificatie"),
        (
            "(116305 488678,116305 488650)",
            "(116305 488678)",
            "line of two or more points",
        ),
        ("116305 488650", "NaN 488650", "geometrie"),
        ("116305 488650", "inf 488650", "geometrie"),
        ("116305 488650", "4.9 52.4", "degrees"),
        ("116305 488650", "488650 116305", "swapped"),
    ] {
        let error = with(old, new);
        assert!(error.starts_with("Wegdelen.csv, line 2, field "), "{error}");
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn broken_headers_are_refused() {
    let missing = roads(&format!("{}\n{ROW}", HEAD.replace("wegsoort", "wegsort"))).unwrap_err();
    assert!(
        missing
            .to_string()
            .contains("is \"wegsort\" meant to be \"wegsoort\"?")
    );
    let commas = roads(&HEAD.replace(';', ",")).unwrap_err();
    assert!(commas.to_string().contains("separated by ';'"));
    let twice = roads(&format!("{HEAD}\n{ROW}\n{ROW}\n"))
        .unwrap_err()
        .to_string();
    assert!(
        twice.contains("line 3") && twice.contains("line 2 has it too"),
        "{twice}"
    );
}

#[test]
fn marks_line_ends_and_column_order_are_kept() {
    for text in [
        format!("\u{FEFF}{HEAD}\r\n{ROW}\r\n"),
        format!("{HEAD}\n{ROW}"),
        format!("eigen;{HEAD}\nx;{ROW}\n"),
    ] {
        assert_eq!(roads(&text).unwrap().to_bytes().unwrap(), text.as_bytes());
    }
}

#[test]
fn only_what_changed_is_spelt_anew() {
    let text = format!("eigen;{HEAD}\r\nx;{ROW}\r\n");
    let mut document = roads(&text).unwrap();
    for road in document.records_mut() {
        road.traffic.heavy = Some(6.5);
        road.right = road.left;
    }
    let expected = text
        .replace(";10;5;", ";10;6.5;")
        .replace(";;-999;-999;60", ";s;1;1;60");
    assert_eq!(
        String::from_utf8(document.to_bytes().unwrap()).unwrap(),
        expected
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Document::<Road>::from_bytes(Path::new("a"), bytes);
    }

    #[test]
    fn no_mangled_row_makes_the_reader_panic(
        at in 0..900_usize,
        length in 0..20_usize,
        with in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut bytes = format!("{HEAD}\n{ROW}\n").into_bytes();
        let start = at.min(bytes.len());
        let end = (at + length).min(bytes.len());
        bytes.splice(start..end, with);
        if let Ok(document) = Document::<Road>::from_bytes(Path::new("a"), bytes.clone()) {
            prop_assert!(document.to_bytes().is_ok());
        }
    }
}
