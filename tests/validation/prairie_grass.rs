//! The `pbl` scheme beside the measured arcs of Project Prairie Grass.
//!
//! Prints the tables of `docs/validation/prairie-grass.md` and draws its figure.
//!
//! ```text
//! cargo run --release -p pluim-tests --bin validate-prairie-grass -- [FIGURE.svg]
//! ```

use std::path::Path;
use std::process::ExitCode;

use plotters::prelude::*;
use pluim_core::scheme::pbl::NearSurface;
use pluim_tests::prairie_grass::{Arc, Crosswind, Fault, arcs};
use pluim_tests::scores::cells;

/// What is compared: its name, how it is read from an arc, and what nothing counts as in geometric
/// scores.
type Quantity = (&'static str, fn(&Crosswind) -> f64, f64);
const QUANTITIES: [Quantity; 3] = [
    ("arc integral", |it| it.integral, 1e-6),
    ("arc maximum", |it| it.maximum, 1e-9),
    ("sigma_y", |it| it.sigma_y, 1e-2),
];
/// Air by the sign of the Monin-Obukhov length.
type Air = (&'static str, fn(f64) -> bool);
const AIRS: [Air; 3] = [
    ("all", |_| true),
    ("unstable", |length| length < 0.0),
    ("stable", |length| length > 0.0),
];
const LAWS: [(&str, NearSurface); 2] = [
    ("original", NearSurface::Original),
    ("venkatram2013", NearSurface::Venkatram2013),
];

fn main() -> ExitCode {
    let Some(shared) = pluim_tests::shared("") else {
        return ExitCode::SUCCESS;
    };
    let figure = std::env::args().nth(1);
    match study(&shared, figure.as_deref().map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn study(shared: &Path, figure: Option<&Path>) -> Result<(), Fault> {
    let mut found = Vec::new();
    for (law, near_surface) in LAWS {
        found.push((law, arcs(shared, near_surface)?));
    }
    println!("| law | quantity | air | arcs | FB | NMSE | FAC2 | MG | VG | R | RHC ratio |");
    println!("|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (law, arcs) in &found {
        for quantity in QUANTITIES {
            for air in AIRS {
                if let Some(row) = row(arcs, quantity, air) {
                    println!("| `{law}` | {row} |");
                }
            }
        }
    }
    if let Some(figure) = figure {
        draw(&found, figure)?;
    }
    Ok(())
}

fn pairs(arcs: &[Arc], value: fn(&Crosswind) -> f64, holds: fn(f64) -> bool) -> Vec<(f64, f64)> {
    let chosen = arcs.iter().filter(|arc| holds(arc.monin_obukhov_length));
    chosen
        .map(|arc| (value(&arc.observed), value(&arc.modelled)))
        .collect()
}

/// Digits of every score.
const DIGITS: [usize; 7] = [3, 3, 3, 2, 2, 3, 2];

/// The scores of one quantity in one kind of air.
fn row(arcs: &[Arc], (name, value, floor): Quantity, (air, holds): Air) -> Option<String> {
    let pairs = pairs(arcs, value, holds);
    let cells = cells(&pairs, floor, DIGITS)?;
    Some(format!("{name} | {air} | {cells}"))
}

/// The nearest arc (m); every other is twice as far as the one before.
const NEAREST_ARC: f64 = 50.0;

/// Modelled over observed against the distance, law by law, for every quantity.
fn draw(found: &[(&str, Vec<Arc>)], path: &Path) -> Result<(), Fault> {
    pluim_io::letters::provide_letters()?;
    let sheet = SVGBackend::new(path, (900, 1000)).into_drawing_area();
    sheet.fill(&WHITE)?;
    let panels = sheet.split_evenly((QUANTITIES.len(), found.len()));
    let cells = QUANTITIES
        .iter()
        .flat_map(|quantity| found.iter().map(move |it| (quantity, it)));
    for (panel, ((name, value, _), (law, arcs))) in panels.iter().zip(cells) {
        let mut chart = ChartBuilder::on(panel)
            .caption(format!("{name}, {law}"), ("sans-serif", 16))
            .margin(12)
            .x_label_area_size(34)
            .y_label_area_size(44)
            .build_cartesian_2d(-0.5..4.5_f64, (0.1..10.0_f64).log_scale())?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(5)
            .x_label_formatter(&|doublings| format!("{:.0}", NEAREST_ARC * doublings.exp2()))
            .x_desc("distance (m)")
            .y_desc("modelled / observed")
            .draw()?;
        for level in [0.5, 1.0, 2.0] {
            let ends = [(-0.5, level), (4.5, level)];
            chart.draw_series(LineSeries::new(ends, BLACK.mix(0.4)))?;
        }
        for (label, holds, colour, side) in [
            ("unstable", AIRS[1].1, RGBColor(213, 94, 0), -0.08),
            ("stable", AIRS[2].1, RGBColor(0, 114, 178), 0.08),
        ] {
            let chosen = arcs.iter().filter(|arc| holds(arc.monin_obukhov_length));
            let points = chosen.map(|arc| {
                let ratio = value(&arc.modelled) / value(&arc.observed);
                let doublings = (arc.distance / NEAREST_ARC).log2() + side;
                Circle::new((doublings, ratio), 3, colour.mix(0.7).filled())
            });
            chart
                .draw_series(points)?
                .label(label)
                .legend(move |(x, y)| Circle::new((x + 8, y), 3, colour.filled()));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerLeft)
            .draw()?;
    }
    sheet.present()?;
    Ok(())
}
