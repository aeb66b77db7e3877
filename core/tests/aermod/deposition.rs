//! Deposition and depletion beside AERMOD's: the EPA's decks of a gas and of particles.

use std::path::Path;

use pluim_core::deposition::{
    Exposure, Gas, GasSurroundings, LandUse, Losses, Particles, Rain, Season, Slip, SolubleGas,
    TwoModes, gas_scavenging, gas_velocity, saturation_pressure, settling_velocity,
    two_mode_scavenging, two_mode_velocity,
};
use pluim_core::meteorology::Hour;
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::{Seen, View};

use super::deck::{Deck, lines};

/// One value of the deck's file: hour (from 0), distance (m), concentration (ug/m3) and dry flux
/// (in the deck's unit).
struct Line {
    hour: usize,
    x: f64,
    concentration: f64,
    flux: f64,
}

fn read(path: &Path) -> Vec<Line> {
    let line = |text: &String| {
        let w: Vec<&str> = text.split_whitespace().collect();
        let at = w.iter().position(|word| *word == "1-HR")?;
        let number = |k: usize| w[k].parse::<f64>().ok();
        Some(Line {
            hour: w[at + 2][6..].parse::<usize>().ok()? - 1,
            x: number(1)?,
            concentration: number(2)?,
            flux: number(3)?,
        })
    };
    let all = lines(path);
    all.iter()
        .filter(|text| !text.starts_with('*'))
        .filter_map(line)
        .collect()
}

/// Worst relative deviation of concentration and dry flux, where they are above a thousandth of
/// the largest; `unit` turns ug/m2/s into the deck's unit.
pub(crate) fn deviations(
    deck: &Deck,
    path: &Path,
    unit: f64,
    losses: impl Fn(&Hour, f64) -> Losses,
) -> (f64, f64) {
    let values = read(path);
    let top = values.iter().map(|v| v.concentration).fold(0.0, f64::max);
    let source = &deck.sources[0];
    let mut worst = (0.0_f64, 0.0_f64);
    for value in values.iter().filter(|v| v.concentration > 1e-3 * top) {
        let hour = &deck.hours[value.hour].1;
        let prepared = deck.rural.hour(hour);
        let depth = prepared.plume(&source.release, 0.0).scavenging_depth();
        let losses = losses(hour, depth);
        let along = |plume: &dyn Plume| {
            let lobes: f64 = plume.lobes(value.x).iter().map(|lobe| lobe.at(0.0)).sum();
            1e6 * source.rate * (plume.coherence(value.x) * lobes + plume.meander(value.x))
        };
        let view = View::at(0.0);
        let there = along(&prepared.seen(&source.release, &view, &losses));
        let depositing = View {
            of: Seen::Depositing,
            ..view
        };
        let acting = along(&prepared.seen(&source.release, &depositing, &losses));
        let flux = acting * losses.deposition_velocity * unit;
        worst.0 = worst.0.max((there / value.concentration - 1.0).abs());
        worst.1 = worst.1.max((flux / value.flux - 1.0).abs());
    }
    worst
}

/// Chromium compounds by two modes.
pub(crate) fn chromium(hour: &Hour, depth: f64) -> Losses {
    let particles = TwoModes {
        fine: 0.55,
        diameter: 1.2,
    };
    let rate = hour.layer.observed.air.precipitation_rate.unwrap_or(0.0);
    Losses {
        scavenging: two_mode_scavenging(&particles, &Rain { rate, depth }),
        deposition_velocity: two_mode_velocity(&particles, &hour.layer),
        settling_velocity: settling_velocity(&Particles {
            diameter: particles.diameter,
            density: 1.0,
            slip: Slip::Own,
        }),
        exposure: Exposure::TwoNodes,
        ..Losses::default()
    }
}

/// Benzene over forest in January.
pub(crate) fn benzene(hour: &Hour, depth: f64) -> Losses {
    let gas = Gas {
        diffusivity: 0.089_62e-4,
        henry: 557.0,
        cuticular_resistance: 2.51e6,
        reactivity: 0.0,
    };
    let place = GasSurroundings {
        land_use: LandUse::Forest,
        season: Season::Winter,
        leaf_area: [0.5, 0.25],
        soil_moisture: 0.9,
        hour: hour.begins.hour() as u8 + 1,
        rain: 6.0,
        temperature: hour.layer.temperature,
        saturation_pressure: saturation_pressure(hour.layer.temperature),
    };
    let soluble = SolubleGas {
        diffusivity: gas.diffusivity,
        diffusivity_in_water: 1.04e-9,
        henry: gas.henry,
    };
    let rate = hour.layer.observed.air.precipitation_rate.unwrap_or(0.0);
    Losses {
        scavenging: gas_scavenging(&soluble, &hour.layer, &Rain { rate, depth }),
        deposition_velocity: gas_velocity(&gas, &place, &hour.layer),
        exposure: Exposure::TwoNodes,
        ..Losses::default()
    }
}
