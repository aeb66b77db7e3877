//! The `pbl` scheme beside AERMOD 24142's own output, on the reference decks.
//!
//! Reads the decks under `$PLUIM_DATA/reference` and skips where they are absent. Run one case
//! with its table of deviations by `cargo test -p pluim-core --release --test aermod -- NAME
//! --nocapture`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first thing it cannot read"
)]

mod deck;
mod deposition;
mod integrate;
mod prairie_grass;
mod score;

use std::cell::RefCell;

use deck::{Deck, reference};
use integrate::{Seen, Table};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::NearSurface;
use rayon::prelude::*;

/// Concentration (ug/m3) of every receptor in one hour.
fn field(deck: &Deck, hour: &Hour) -> Vec<f64> {
    let rural = deck.rural.hour(hour);
    let urban = deck.urban.hour(hour);
    let mut sum = vec![0.0; deck.receptors.len()];
    let height = deck.receptors[0][2];
    assert!(deck.receptors.iter().all(|receptor| receptor[2] == height));
    let mut last: Option<(pluim_core::source::Release, _, Option<Table>)> = None;
    for source in &deck.sources {
        let known = last
            .as_ref()
            .is_some_and(|(release, ..)| *release == source.release);
        if !known {
            let state = if source.urban { &urban } else { &rural };
            let plume = state.plume(&source.release, height);
            let tabulated = !matches!(source.place, deck::Place::Point(_));
            let table = tabulated.then(|| Table::new(&plume));
            last = Some((source.release, plume, table));
        }
        let Some((_, plume, table)) = &last else {
            continue;
        };
        let seen = Seen {
            plume,
            table: table.as_ref(),
            downwind: downwind(plume.direction().unwrap_or(hour.direction)),
            width: source.width,
            rings: RefCell::default(),
        };
        for (value, receptor) in sum.iter_mut().zip(&deck.receptors) {
            *value += 1e6 * source.rate * seen.of(&source.place, [receptor[0], receptor[1]]);
        }
    }
    sum
}

fn downwind(direction: WindDirection) -> [f64; 2] {
    direction.downwind().unwrap_or([1.0, 0.0])
}

/// Fields of all hours.
fn fields(deck: &Deck) -> Vec<Vec<f64>> {
    deck.hours
        .par_iter()
        .map(|(_, hour)| field(deck, hour))
        .collect()
}

fn check(name: &str) {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let folder = reference.join("aermod");
    let deck = Deck::read(&folder, name);
    let fields = fields(&deck);
    let agreement = score::period_and_first(&deck, &fields, &folder);
    eprintln!("{agreement}");
    assert!(agreement.good(), "{agreement}");
    let post = folder.join(format!("{name}_1h.pst.gz"));
    if post.exists() {
        let hourly = score::hourly(&deck, &fields, &folder.join(format!("{name}_1h.pst")));
        eprintln!("{hourly}");
        assert!(hourly.good(), "{hourly}");
    }
}

macro_rules! cases {
    ($($(#[$note:meta])* $name:ident)*) => {
        $(
            $(#[$note])*
            #[test]
            fn $name() {
                check(&stringify!($name).replace("anc", "ANC1999").replace("atl", "ATL2017"));
            }
        )*
    };
}

macro_rules! years {
    ($($name:ident)*) => {
        cases! { $(#[ignore = "a year of hours; run with --release and --ignored"] $name)* }
    };
}

cases! {
    stack_tall_hours_anc stack_tall_hours_atl
    stack_short_hours_anc stack_short_hours_atl
    stack_ground_hours_anc stack_ground_hours_atl
    road_rline_hours_anc road_rline_hours_atl
}

years! {
    stack_tall_anc stack_tall_atl
    stack_short_anc stack_short_atl
    stack_ground_anc stack_ground_atl
    stack_urban_anc stack_urban_atl
    road_volume_anc road_volume_atl
    road_volume_urban_anc road_volume_urban_atl
    road_rline_anc road_rline_atl
    road_line_anc road_line_atl
    area_yard_anc area_yard_atl
    area_km_anc area_km_atl
}

#[test]
fn prairie_grass() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let folder = reference.join("prairie-grass");
    let deck = Deck::read(&folder, "pg");
    let fields = fields(&deck);
    let hourly = score::hourly(&deck, &fields, &folder.join("pg.pst"));
    eprintln!("{hourly}");
    assert!(hourly.good(), "{hourly}");
    let (integrals, maxima) = prairie_grass::pairs(&deck, &fields, &reference.join(".."));
    eprintln!("arc integrals: {integrals}\narc maxima: {maxima}");
    // AERMOD's own scores
    assert!((integrals.bias() - 0.184).abs() < 0.01 && (maxima.bias() - 0.155).abs() < 0.01);
    assert!((integrals.factor_of_two() - 0.965).abs() < 0.01);
    assert!((maxima.factor_of_two() - 0.953).abs() < 0.01);
}

#[test]
fn prairie_grass_with_the_near_surface_law() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let mut deck = Deck::read(&reference.join("prairie-grass"), "pg");
    deck.rural.near_surface = NearSurface::Venkatram2013;
    let (integrals, maxima) = prairie_grass::pairs(&deck, &fields(&deck), &reference.join(".."));
    eprintln!("arc integrals: {integrals}\narc maxima: {maxima}");
    assert!(integrals.bias().abs() < 0.10 && maxima.bias().abs() < 0.10);
    assert!(integrals.factor_of_two() > 0.97 && maxima.factor_of_two() > 0.95);
}

/// Every kind of source within the scheme, under observed profiles of wind, turbulence and
/// temperature: the EPA's deck of all source types.
#[test]
fn all_sources() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let folder = reference.join("epa-cases/allsrcs");
    let groups = [
        ("STACK", "STACK"),
        ("AREA", "AREA"),
        ("CIRC", "CIRC"),
        ("AREAP", "AREAP"),
        ("VOL", "VOL"),
        ("LINE", "LINE1"),
        ("RLINEB", "BASE"),
        ("RLINEB2", "BASE2"),
    ];
    let mut all_good = true;
    for (group, id) in groups {
        let mut deck = Deck::read(&folder, "allsrcs");
        deck.name = format!("allsrcs {group}");
        deck.sources.retain(|source| source.id == id);
        let path = folder.join(format!("expected/ALLSRCS_{group}_01H.PST"));
        let posted = deck::post(&path);
        let first = posted[0].stamp;
        let places = posted.iter().take_while(|posted| posted.stamp == first);
        deck.receptors = places
            .map(|posted| [posted.place[0], posted.place[1], 0.0])
            .collect();
        let hourly = score::hourly(&deck, &fields(&deck), &path);
        eprintln!("{hourly}");
        all_good &= hourly.good();
    }
    assert!(all_good);
}

/// Particles in two modes: dry and wet loss, concentration and dry flux.
#[test]
fn particles_deposit() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let folder = reference.join("epa-cases/testpart");
    let deck = Deck::read(&folder, "testpart");
    let path = folder.join("expected/TESTPART_01H.PST");
    let worst = deposition::deviations(&deck, &path, 3.6, deposition::chromium);
    eprintln!(
        "chromium: concentration {:.5}, dry flux {:.5}",
        worst.0, worst.1
    );
    assert!(worst.0 < 0.02 && worst.1 < 0.03, "{worst:?}");
}

/// A gas over forest: dry and wet loss, concentration and dry flux.
#[test]
fn a_gas_deposits() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no reference folder; set PLUIM_DATA to the folder that holds it");
        return;
    };
    let folder = reference.join("epa-cases/testgas");
    let deck = Deck::read(&folder, "testgas");
    let path = folder.join("expected/TESTGAS_01H.PST");
    let worst = deposition::deviations(&deck, &path, 3600.0, deposition::benzene);
    eprintln!(
        "benzene: concentration {:.5}, dry flux {:.5}",
        worst.0, worst.1
    );
    assert!(worst.0 < 0.02 && worst.1 < 0.05, "{worst:?}");
}
