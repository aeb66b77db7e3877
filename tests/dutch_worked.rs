//! Worked examples that run through several laws, each by its own numbers.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use pluim_core::assessment::{round_half_even, whole};
use pluim_core::boundary_layer::holtslag_van_ulden::{daytime_heat, net_radiation};
use pluim_core::boundary_layer::solar_elevation::{Place, sine_of_elevation};
use pluim_core::chemistry::dutch_annual_no2::{AnnualNo2Parts, TrafficNitrogen, annual_no2};
use pluim_core::emission::{
    Amounts, FactorRow, FactorTable, Fleet, Flow, Pollutant, RoadTraffic, RoadType, SpeedCell,
    Stream, VehicleClass, road_emission,
};
use pluim_core::exposure::{Band, Distribution, Exposed, RelativeRisk};
use pluim_core::scheme::srm1::{ReceptorLink, RegionalWind, StreetType, TreeFactor};
use pluim_core::statistics::pm10_days::days_over_50;

fn close(found: f64, expected: f64, decimals: i32) {
    let half = 0.5 * 10f64.powi(-decimals) * 1.001;
    assert!((found - expected).abs() <= half, "{found}, {expected}");
}

/// NOx, NO2 and PM10 (g per vehicle-km) of every class, running freely and stagnating.
const FACTORS: [(VehicleClass, [f64; 3], [f64; 3]); 4] = [
    (
        VehicleClass::Light,
        [0.34, 0.10, 0.038],
        [0.507, 0.15, 0.041],
    ),
    (VehicleClass::Medium, [5.5, 0.6, 0.15], [9.0, 1.0, 0.2]),
    (VehicleClass::Heavy, [7.35, 0.7, 0.2], [12.0, 1.2, 0.25]),
    (VehicleClass::Bus, [6.0, 0.6, 0.2], [10.0, 1.0, 0.2]),
];

fn table() -> FactorTable {
    let row = |vehicle, flow, [nox, no2, pm10]: [f64; 3]| FactorRow {
        road_type: RoadType::UrbanNormal,
        vehicle,
        flow,
        speed: SpeedCell::Any,
        factors: Amounts::from([
            (Pollutant::Nox, nox),
            (Pollutant::No2, no2),
            (Pollutant::Pm10, pm10),
        ]),
    };
    let rows = FACTORS.into_iter().flat_map(|(vehicle, free, stagnating)| {
        [
            row(vehicle, Flow::Free, free),
            row(vehicle, Flow::Stagnating, stagnating),
        ]
    });
    FactorTable::new(rows.collect()).unwrap()
}

/// 15,000 vehicles a day, 3 % medium and 5 % heavy, a tenth in stagnation.
fn traffic() -> RoadTraffic {
    let stream = |vehicle, share: f64| Stream {
        fleet: Fleet::Class(vehicle),
        per_day: 15_000.0 * share,
        stagnation: 0.10,
        speed: None,
        strict: false,
    };
    RoadTraffic {
        road_type: RoadType::UrbanNormal,
        length: 1000.0,
        tunnel_factor: 1.0,
        streams: vec![
            stream(VehicleClass::Light, 0.92),
            stream(VehicleClass::Medium, 0.03),
            stream(VehicleClass::Heavy, 0.05),
        ],
        measures: vec![],
    }
}

#[test]
fn a_street_from_traffic_to_assessment() {
    let traffic = traffic();
    let emission = road_emission(&table(), &traffic).unwrap();
    let per_metre = emission.per_metre(traffic.length).unwrap();
    let rate = |pollutant| 1e6 * per_metre.get(pollutant).unwrap();
    let [nox, no2, pm10] = [Pollutant::Nox, Pollutant::No2, Pollutant::Pm10].map(rate);
    close(nox, 155.28021, 5);
    close(no2, 26.61458, 5);
    close(pm10, 8.70417, 5);
    let link = ReceptorLink {
        street: StreetType::NarrowCanyon,
        trees: TreeFactor::Rows,
        distance: 9.5,
    };
    let transfer = link.transfer(RegionalWind::new(4.6).unwrap());
    let street = TrafficNitrogen {
        nox: nox * transfer,
        direct: no2 * transfer,
    };
    close(street.nox, 44.6629, 5);
    close(street.direct, 7.655093, 6);
    close(street.fraction(), 0.171397, 6);
    let year = annual_no2(&AnnualNo2Parts {
        street,
        ozone: 45.0,
        background: 22.0,
        ..AnnualNo2Parts::default()
    });
    close(year.conversion, 7.293094, 6);
    close(year.contribution(), 14.948187, 6);
    close(year.total(), 36.948, 3);
    assert_eq!(whole(year.total()), 37.0);
    let dust = 18.4 + pm10 * transfer;
    close(dust, 20.90356, 5);
    close(days_over_50(dust), 8.61152, 4);
    assert_eq!(whole(days_over_50(dust)), 9.0);
}

#[test]
fn halves_go_to_the_even_number() {
    assert_eq!((whole(40.5), whole(41.5)), (40.0, 42.0));
    assert_eq!(
        (round_half_even(1.25, 1), round_half_even(1.26, 1)),
        (1.2, 1.3)
    );
}

#[test]
fn the_sun_over_schiphol_at_midsummer() {
    let schiphol = Place {
        latitude: 52.3,
        longitude: 4.77,
    };
    for (hour, degrees) in [
        (6, 21.02),
        (9, 47.86),
        (12, 60.94),
        (15, 42.74),
        (18, 15.65),
    ] {
        let sine = sine_of_elevation(date(2018, 6, 21).at(hour, 0, 0, 0), schiphol);
        close(sine.asin().to_degrees(), degrees, 2);
    }
    // half a sky of cloud, 20 degrees Celsius
    let net = net_radiation(781.21, 293.15, 0.5);
    close(net, 490.89, 2);
    let heat = daytime_heat(net, 293.15);
    close(heat, 117.11, 2);
    close(net - 0.1 * net - heat, 324.69, 1);
}

#[test]
fn deaths_in_a_hundred_thousand() {
    let people = |concentration| {
        Distribution::new(vec![Exposed {
            people: 100_000.0,
            concentration,
        }])
    };
    for (per_ten, concentration, deaths) in [
        (1.08, 3.0, 20.54),
        (1.062, 3.0, 16.10),
        (1.02, 5.0, 8.87),
        (1.055, 5.0, 23.77),
    ] {
        let band = Band {
            low: per_ten,
            central: per_ten,
            high: per_ten,
        };
        let risk = RelativeRisk::new(band, 10.0).unwrap();
        let found = risk.deaths(&people(concentration), 900.0 / 100_000.0);
        close(found.central, deaths, 2);
    }
}
