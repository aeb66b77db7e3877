//! No bytes make a reader panic: samples of every format, mangled at random.

#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;

use pluim_io::background::BackgroundGrid;
use pluim_io::cimlk::{
    Correction, Document, LivestockReceptor, LivestockSource, Measure, ReceptorLink,
    ReceptorResult, Record, parse_cimlk_gml,
};
use pluim_io::emission_factors::parse_emission_factors;
use pluim_io::vector::{VectorQuery, read_sources};
use proptest::prelude::*;
use tempfile::TempDir;

/// Where to cut, how much, and what to put there.
type Mangle = (usize, usize, Vec<u8>);

fn mangle(most: usize) -> impl Strategy<Value = Mangle> {
    let text = prop::sample::select(vec![
        b';', b',', b'(', b'"', b'\n', b'-', b'9', b'N', b'<', 0,
    ]);
    let with = prop::collection::vec(prop_oneof![text, any::<u8>()], 0..12);
    (0..most, 0..30_usize, with)
}

fn mangled(sample: &str, (at, length, with): Mangle) -> Vec<u8> {
    let mut bytes = sample.as_bytes().to_vec();
    let start = at % (bytes.len() + 1);
    let end = (start + length).min(bytes.len());
    bytes.splice(start..end, with);
    bytes
}

fn table<T: Record>(row: &str, how: Mangle) {
    let sample = format!("{}\n{row}\n", T::COLUMNS.join(";"));
    assert!(
        Document::<T>::from_bytes(Path::new("a"), sample.clone().into()).is_ok(),
        "{row}"
    );
    if let Ok(document) = Document::<T>::from_bytes(Path::new("a"), mangled(&sample, how)) {
        assert!(document.to_bytes().is_ok());
    }
}

const AREA: &str = "POLYGON((109000 492250,109000 492000,109250 492000,109000 492250))";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn tables_of_cimlk(how in mangle(1000)) {
        table::<ReceptorLink>("a;b;c;d;4;1.25;Alle;0;;;t;POINT(115605.02 483901.61)", how.clone());
        table::<Measure>(&format!("a;b;c;NOx;l;c;0.9;t;{AREA}"), how.clone());
        table::<Correction>(&format!("a;;c;d;PM2.5;-0.2;t;{AREA}"), how.clone());
        let numbers = vec!["1.5"; ReceptorResult::COLUMNS.len() - 9].join(";");
        let result = format!("a;b;2030;c;d;Alle;0;;{numbers};POINT(115605.02 483901.61)");
        table::<ReceptorResult>(&result, how.clone());
        let farm = "a;b;c;d;e;1;2;3;4;f;166755;459495;g;1;2;3;166742;459499;h;i;10;65;0.45;;;t";
        table::<LivestockSource>(farm, how.clone());
        table::<LivestockReceptor>("a;b;c;d;Alle;1;e;;t;167745;391332", how);
    }

    #[test]
    fn emission_factors(how in mangle(200)) {
        let sample = "road_type,vehicle_type,stagnating,maximum_speed_km_per_h,nox_g_per_km\n\
                      FREEWAY,AUTO_BUS,0,60-100,0.5\nFREEWAY,AUTO_BUS,1,any,0.7\n";
        let text = String::from_utf8_lossy(&mangled(sample, how)).into_owned();
        let _ = parse_emission_factors(Path::new("a"), &text);
    }

    #[test]
    fn gml_of_cimlk(how in mangle(500)) {
        let sample = "<c:FeatureCollectionIMLK xmlns:c='u' xmlns:g='v'><c:featureMember><c:Correctie>\
            <c:identificatie>a</c:identificatie><c:naam>b</c:naam><c:correctietermen>\
            <c:Correctieterm><c:stof>NOx</c:stof><c:correctie>1</c:correctie></c:Correctieterm>\
            </c:correctietermen><c:geometrie><g:Polygon><g:exterior><g:LinearRing><g:posList>\
            109000 492250 109000 492000 109250 492000 109000 492250</g:posList></g:LinearRing>\
            </g:exterior></g:Polygon></c:geometrie></c:Correctie></c:featureMember>\
            </c:FeatureCollectionIMLK>";
        prop_assert!(parse_cimlk_gml(Path::new("a"), sample).is_ok());
        let text = String::from_utf8_lossy(&mangled(sample, how)).into_owned();
        let _ = parse_cimlk_gml(Path::new("a"), &text);
    }

    #[test]
    fn files_that_gdal_reads(how in mangle(400)) {
        let folder = TempDir::new().unwrap();
        let feature = "{\"type\":\"Feature\",\"properties\":{\"nox_g_per_s\":1,\"id\":\"a\"},\
            \"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}},\
            \"geometry\":{\"type\":\"LineString\",\"coordinates\":[[100000,400000],[100000,400100]]}}";
        let file = folder.path().join("a.geojson");
        std::fs::write(&file, mangled(feature, how.clone())).unwrap();
        let _ = read_sources(&file, &VectorQuery { epsg: 28992, layer: None });
        let csv = folder.path().join("a.csv");
        std::fs::write(&csv, mangled("id,wkt,nox_g_per_s\na,\"POINT(100000 400000)\",1\n", how.clone()))
            .unwrap();
        let _ = read_sources(&csv, &VectorQuery { epsg: 28992, layer: None });
        let grid = folder.path().join("a.asc");
        let ascii = "NCOLS 2\nNROWS 1\nXLLCORNER 0\nYLLCORNER 0\nCELLSIZE 1\nNODATA_VALUE -9\n1 2\n";
        std::fs::write(&grid, mangled(ascii, how)).unwrap();
        let _ = BackgroundGrid::read(&grid, 28992);
    }
}
