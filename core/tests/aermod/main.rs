//! The `pbl` scheme beside AERMOD 24142's own output, on the reference decks.
//!
//! Reads the decks under `$PLUIM_DATA/reference` and skips where they are absent. Run one case
//! with its table of deviations by `cargo test -p pluim-core --release --test aermod -- NAME
//! --nocapture`.

mod deck;
mod integrate;
mod score;

use deck::{Deck, reference};
use integrate::{Seen, Table};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
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
        let known = last.as_ref().is_some_and(|(release, ..)| *release == source.release);
        if !known {
            let state = if source.urban { &urban } else { &rural };
            let plume = state.plume(&source.release, height);
            let tabulated = !matches!(source.place, deck::Place::Point(_));
            let table = tabulated.then(|| Table::new(&plume));
            last = Some((source.release, plume, table));
        }
        let Some((_, plume, table)) = &last else { continue };
        let seen = Seen {
            plume,
            table: table.as_ref(),
            downwind: downwind(plume.direction().unwrap_or(hour.direction)),
            width: source.width,
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
    deck.hours.par_iter().map(|(_, hour)| field(deck, hour)).collect()
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
    ($($name:ident)*) => { $(#[test] fn $name() { check(&stringify!($name).replace("anc", "ANC1999").replace("atl", "ATL2017")); })* };
}

cases! {
    stack_tall_hours_anc stack_tall_hours_atl
    stack_short_hours_anc stack_short_hours_atl
    stack_ground_hours_anc stack_ground_hours_atl
    stack_tall_anc stack_tall_atl
    stack_short_anc stack_short_atl
    stack_ground_anc stack_ground_atl
    stack_urban_anc stack_urban_atl
    road_volume_anc road_volume_atl
    road_volume_urban_anc road_volume_urban_atl
    road_rline_hours_anc road_rline_hours_atl
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
}
