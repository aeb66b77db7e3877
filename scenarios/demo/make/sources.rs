//! The sources of Pluimwijk that are not roads, as GeoJSON in RD New.

use crate::curve::{Point, place, smooth};

/// Stacks as points.
pub(crate) fn stacks() -> String {
    let stack = |id: &str, name: &str, [x, y]: [f64; 2], rest: &str| {
        let [x, y] = place([x, y]);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"{name}\",\"group\":\"industry\",{rest}}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{x:.0},{y:.0}]}}}}"
        )
    };
    collection(
        "stacks",
        &[
            stack(
                "stack-1",
                "Warmtecentrale Pluimwijk",
                [1_950.0, 1_150.0],
                "\"height_m\":60,\"diameter_m\":2.0,\"velocity_m_s\":14,\"temperature_k\":390,\"nox_kg_per_year\":62000,\"pm10_kg_per_year\":2100",
            ),
            stack(
                "stack-2",
                "Asfaltcentrale De Pluim",
                [1_780.0, -820.0],
                "\"height_m\":28,\"diameter_m\":1.1,\"velocity_m_s\":11,\"temperature_k\":370,\"nox_kg_per_year\":14000,\"pm10_kg_per_year\":3800",
            ),
        ],
    )
}

/// Corners of a neighbourhood (m), about the middle of Pluimwijk.
const HOUTWIJK: [[f64; 2]; 6] = [
    [-2350.0, 820.0],
    [-1480.0, 760.0],
    [-1420.0, 1180.0],
    [-1560.0, 1880.0],
    [-2260.0, 1960.0],
    [-2420.0, 1400.0],
];
/// The same of the centre.
const CENTRE: [[f64; 2]; 6] = [
    [-520.0, -480.0],
    [430.0, -520.0],
    [560.0, 120.0],
    [380.0, 540.0],
    [-420.0, 520.0],
    [-600.0, 60.0],
];
/// The same of the village to the south.
const VILLAGE: [[f64; 2]; 5] = [
    [-2600.0, -1820.0],
    [-2050.0, -1780.0],
    [-1880.0, -1420.0],
    [-2180.0, -1240.0],
    [-2640.0, -1380.0],
];

/// Neighbourhoods with wood stoves as polygons.
pub(crate) fn wood_stoves() -> String {
    let area = |id: &str, name: &str, ring: &[[f64; 2]], pm10: u32, nox: u32| {
        polygon(
            &format!(
                "\"id\":\"{id}\",\"name\":\"{name}\",\"group\":\"wood-stoves\",\"height_m\":8,\"pm10_kg_per_year\":{pm10},\"nox_kg_per_year\":{nox}"
            ),
            ring,
        )
    };
    collection(
        "wood_stoves",
        &[
            area("stoves-1", "Houtwijk", &HOUTWIJK, 2_900, 480),
            area("stoves-2", "Binnenstad", &CENTRE, 1_200, 200),
            area("stoves-3", "Zuidpluim", &VILLAGE, 700, 120),
        ],
    )
}

/// Neighbourhoods with their inhabitants as polygons.
pub(crate) fn neighbourhoods() -> String {
    let area = |id: &str, name: &str, ring: &[[f64; 2]], population: u32| {
        polygon(
            &format!("\"id\":\"{id}\",\"name\":\"{name}\",\"population\":{population}"),
            ring,
        )
    };
    collection(
        "neighbourhoods",
        &[
            area("BU1", "Houtwijk", &HOUTWIJK, 6_400),
            area("BU2", "Binnenstad", &CENTRE, 9_800),
            area("BU3", "Zuidpluim", &VILLAGE, 1_300),
        ],
    )
}

/// A polygon with its properties.
fn polygon(properties: &str, ring: &[[f64; 2]]) -> String {
    let mut ring: Vec<Point> = ring.iter().map(|point| place(*point)).collect();
    ring.extend(ring.first().copied());
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
        pairs(&ring)
    )
}

/// The ship canal as a line.
pub(crate) fn canal() -> String {
    let through = [
        [1_250.0, 2_990.0],
        [1_560.0, 1_900.0],
        [2_080.0, 500.0],
        [2_360.0, -700.0],
        [2_260.0, -1_900.0],
        [2_460.0, -2_990.0],
    ];
    let through: Vec<Point> = through.into_iter().map(place).collect();
    let line = pairs(&smooth(&through, false, 150.0));
    collection(
        "canal",
        &[format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"canal-1\",\"name\":\"Pluimkanaal\",\"group\":\"shipping\",\"height_m\":5,\"nox_kg_per_year\":24000,\"pm10_kg_per_year\":900}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{line}]}}}}"
        )],
    )
}

fn pairs(points: &[Point]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|[x, y]| format!("[{x:.0},{y:.0}]"))
        .collect();
    pairs.join(",")
}

/// A collection in RD New; `crs` is of the GeoJSON of 2008, which GDAL and QGIS still heed.
fn collection(name: &str, features: &[String]) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\n\"name\":\"{name}\",\n\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}}}},\n\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}
