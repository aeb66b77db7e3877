//! The roads of Pluimwijk as CIMLK `Wegdelen.csv`.

use std::f64::consts::TAU;
use std::fmt::Write;

use crate::curve::{Point, beside, pieces, place, smooth, wkt};

/// The head of the file; the order of the columns is CIMLK's.
const HEAD: &str = "identificatie;naamOverheid;typeOverheid;straatnaam;wegnummer;rekenmethode;\
wegsoort;tunnelfactor;hoogte;taludSoort;overdrachtLinksSoort;overdrachtLinksAfstand;\
overdrachtLinksHoogte;overdrachtRechtsSoort;overdrachtRechtsAfstand;overdrachtRechtsHoogte;\
maximumsnelheid;maximumsnelheidDynamisch;intensiteitLichtVerkeer;\
intensiteitLichtVerkeerDynamisch;intensiteitMiddelzwaarVerkeer;intensiteitZwaarVerkeer;\
intensiteitBusVerkeer;stagnatiefactorLichtVerkeer;stagnatiefactorMiddelzwaarVerkeer;\
stagnatiefactorZwaarVerkeer;stagnatiefactorBusVerkeer;opmerking;tijdstipRegistratie;geometrie";

/// What kind of road it is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Motorway,
    Provincial,
    Ring,
    Main,
    Centre,
    Residential,
}

/// One road part.
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) street: String,
    pub(crate) kind: Kind,
    pub(crate) points: Vec<Point>,
    number: &'static str,
    tunnel: f64,
    screen: bool,
    /// Vehicles a day: light, medium, heavy, bus.
    traffic: [f64; 4],
}

/// A street before it is cut into parts.
struct Street<'a> {
    name: &'a str,
    number: &'static str,
    kind: Kind,
    closed: bool,
    light: f64,
    buses: f64,
    through: &'a [[f64; 2]],
}

impl<'a> Street<'a> {
    fn new((name, kind, light, buses, through): Line<'a>, closed: bool) -> Self {
        Self {
            name,
            number: if kind == Kind::Provincial { "N888" } else { "" },
            kind,
            closed,
            light,
            buses,
            through,
        }
    }
}

/// All road parts, in a fixed order.
pub(crate) fn all() -> Vec<Part> {
    let mut parts = Vec::new();
    motorway(&mut parts);
    let ring = circle(1450.0, 14, 0.06);
    let centre = circle(240.0, 8, 0.1);
    let inner = circle(640.0, 12, 0.08);
    let outer = circle(1040.0, 14, 0.05);
    let rings: [Line<'_>; 4] = [
        ("Ringweg", Kind::Ring, 21_000.0, 260.0, &ring),
        ("Binnensingel", Kind::Centre, 9_500.0, 420.0, &centre),
        ("Lindelaan", Kind::Residential, 3_200.0, 60.0, &inner),
        ("Beukenlaan", Kind::Residential, 2_400.0, 40.0, &outer),
    ];
    for line in rings {
        cut(&mut parts, &Street::new(line, true));
    }
    for line in straight() {
        cut(&mut parts, &Street::new(line, false));
    }
    parts
}

/// Name, kind, light vehicles a day, buses a day, and points (m) from the centre.
type Line<'a> = (&'a str, Kind, f64, f64, &'a [[f64; 2]]);

fn straight() -> [Line<'static>; 15] {
    use Kind::{Main, Provincial, Residential};
    [
        (
            "Noorderlaan",
            Main,
            9_800.0,
            220.0,
            &[[20.0, 240.0], [70.0, 800.0], [20.0, 1490.0]],
        ),
        (
            "Oostersingel",
            Main,
            12_400.0,
            300.0,
            &[[240.0, 10.0], [820.0, 90.0], [1480.0, -40.0]],
        ),
        (
            "Zuiderstraat",
            Main,
            14_800.0,
            340.0,
            &[[-10.0, -240.0], [-90.0, -820.0], [40.0, -1470.0]],
        ),
        (
            "Westerweg",
            Main,
            10_600.0,
            180.0,
            &[[-240.0, -10.0], [-830.0, -70.0], [-1470.0, 50.0]],
        ),
        (
            "Havenweg",
            Main,
            8_200.0,
            90.0,
            &[[180.0, 170.0], [660.0, 610.0], [1040.0, 1040.0]],
        ),
        (
            "Molenlaan",
            Main,
            7_400.0,
            120.0,
            &[[-170.0, -180.0], [-640.0, -570.0], [-1030.0, -1010.0]],
        ),
        (
            "Stationsweg",
            Main,
            6_600.0,
            380.0,
            &[[-180.0, 170.0], [-560.0, 640.0], [-1000.0, 1060.0]],
        ),
        (
            "Afrit Pluimwijk",
            Main,
            19_500.0,
            150.0,
            &[[40.0, -1470.0], [90.0, -1800.0], [150.0, -2060.0]],
        ),
        (
            "Polderweg",
            Provincial,
            11_800.0,
            60.0,
            &[[20.0, 1490.0], [-120.0, 2200.0], [160.0, 2990.0]],
        ),
        (
            "Dijkweg",
            Provincial,
            8_600.0,
            40.0,
            &[[-1470.0, 50.0], [-2250.0, -120.0], [-2990.0, 180.0]],
        ),
        (
            "Houtwijkseweg",
            Residential,
            2_900.0,
            40.0,
            &[[-1000.0, 1060.0], [-1700.0, 1250.0], [-2350.0, 1500.0]],
        ),
        (
            "Sparrenstraat",
            Residential,
            1_300.0,
            0.0,
            &[[-1650.0, 800.0], [-1730.0, 1260.0], [-1700.0, 1750.0]],
        ),
        (
            "Dennenstraat",
            Residential,
            1_100.0,
            0.0,
            &[[-2050.0, 850.0], [-2080.0, 1390.0], [-2020.0, 1850.0]],
        ),
        (
            "Haven Noord",
            Residential,
            1_900.0,
            0.0,
            &[[1040.0, 1040.0], [1330.0, 1280.0], [1400.0, 1900.0]],
        ),
        (
            "Zuidpluimseweg",
            Residential,
            2_600.0,
            30.0,
            &[[-1030.0, -1010.0], [-1600.0, -1400.0], [-2300.0, -1600.0]],
        ),
    ]
}

/// `count` points on a circle that is dented by `dent` of its radius (m).
fn circle(radius: f64, count: usize, dent: f64) -> Vec<[f64; 2]> {
    let point = |index: usize| {
        let angle = index as f64 / count as f64 * TAU;
        let radius = radius * (1.0 + dent * libm::sin(3.0 * angle + radius));
        [radius * libm::cos(angle), radius * libm::sin(angle)]
    };
    (0..count).map(point).collect()
}

/// Two carriageways, with an aqueduct under the canal and a screen along the town.
fn motorway(parts: &mut Vec<Part>) {
    let through = [
        [-2990.0, -2350.0],
        [-1500.0, -2260.0],
        [150.0, -2080.0],
        [1700.0, -1820.0],
        [2990.0, -1300.0],
    ];
    let through: Vec<Point> = through.into_iter().map(place).collect();
    let middle = smooth(&through, false, 60.0);
    for (side, offset) in [("noord", 16.0), ("zuid", -16.0)] {
        for points in pieces(&beside(&middle, offset), 4) {
            let x = points[0][0] - place([0.0, 0.0])[0];
            parts.push(Part {
                id: format!("99999999_{}", parts.len() + 1),
                street: format!("A888 {side}"),
                number: "A888",
                kind: Kind::Motorway,
                tunnel: match x {
                    2150.0..2380.0 => 0.0,
                    1910.0..2150.0 | 2380.0..2620.0 => 2.0,
                    _ => 1.0,
                },
                screen: side == "noord" && (-600.0..900.0).contains(&x),
                traffic: [36_000.0, 1_900.0, 2_800.0, 0.0],
                points,
            });
        }
    }
}

/// Cuts a street into parts of some 150 m; traffic thins out towards its far end.
fn cut(parts: &mut Vec<Part>, street: &Street<'_>) {
    let through: Vec<Point> = street.through.iter().map(|point| place(*point)).collect();
    let all = pieces(&smooth(&through, street.closed, 50.0), 3);
    let count = all.len() as f64;
    for (index, points) in all.into_iter().enumerate() {
        let wave = libm::cos(index as f64 / count * TAU);
        let light = street.light * (1.0 + 0.12 * wave);
        let [medium, heavy] = freight(street.kind);
        parts.push(Part {
            id: format!("99999999_{}", parts.len() + 1),
            street: street.name.to_owned(),
            number: street.number,
            kind: street.kind,
            tunnel: 1.0,
            screen: false,
            traffic: [light, light * medium, light * heavy, street.buses],
            points,
        });
    }
}

/// Medium and heavy vehicles for every light one.
fn freight(kind: Kind) -> [f64; 2] {
    match kind {
        Kind::Motorway => [0.05, 0.08],
        Kind::Provincial => [0.05, 0.04],
        Kind::Ring => [0.04, 0.03],
        Kind::Main => [0.03, 0.015],
        Kind::Centre => [0.03, 0.01],
        Kind::Residential => [0.015, 0.004],
    }
}

/// The file.
pub(crate) fn csv(parts: &[Part]) -> String {
    let mut text = format!("{HEAD}\n");
    for part in parts {
        row(part, &mut text);
    }
    text
}

fn row(part: &Part, text: &mut String) {
    let (authority, letter) = match part.kind {
        Kind::Motorway => ("Rijk (verzonnen)", "R"),
        Kind::Provincial => ("Provincie Markerwaard (verzonnen)", "P"),
        _ => ("Gemeente Pluimwijk (verzonnen)", "G"),
    };
    let (method, class, speed, stagnation) = match part.kind {
        Kind::Motorway => ("SRM2", "93", 100, 0.03),
        Kind::Provincial => ("SRM2", "92", 80, 0.0),
        Kind::Ring => ("SRM1", "e", 50, 0.05),
        Kind::Main => ("SRM1", "c", 50, 0.1),
        Kind::Centre => ("SRM1", "d", 30, 0.3),
        Kind::Residential => ("SRM1", "c", 30, 0.0),
    };
    let height = if method == "SRM2" { "0" } else { "-999" };
    let screen = if part.screen {
        "s;14;4.0000"
    } else {
        ";-999;-999"
    };
    let [light, medium, heavy, bus] = part.traffic.map(f64::round);
    let bus = if part.kind == Kind::Motorway {
        -999.0
    } else {
        bus
    };
    let bus_stagnation = if bus < 0.0 {
        "-999".to_owned()
    } else {
        format!("{stagnation:.4}")
    };
    let Part {
        id,
        street,
        number,
        tunnel,
        ..
    } = part;
    let _ = writeln!(
        text,
        "{id};{authority};{letter};{street};{number};{method};{class};{tunnel:.4};{height};;{screen};;-999;-999;\
         {speed};-999;{light:.0};-999;{medium:.0};{heavy:.0};{bus:.0};{stagnation:.4};{stagnation:.4};\
         {stagnation:.4};{bus_stagnation};;1-1-2023 12:00;LINESTRING({})",
        wkt(&part.points)
    );
}
