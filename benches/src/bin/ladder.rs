//! Every rung of the ladder beside the more exact ones, on the sources of a scenario in a square.
//!
//! ```text
//! cargo run --release -p pluim-benches --bin ladder -- SCENARIO.toml [PLACES SEED SIDE EVERY SHARE]
//! ```
//!
//! Random cells of 1 m are computed from every so many-th hour of the scenario: on all rungs but
//! `direct`, and one in SHARE on that too, which takes some 60 microseconds for each cell, source and
//! hour. Cells on the surface of a road, within 3.5 m of its axis, are left out. The table is that of
//! docs/validation/ladder.md.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use geo_types::Coord;
use pluim::plan::Plan;
use pluim_benches::ladder::{Square, off_the_roads};
use pluim_core::grid::Grid;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::raster::{Detail, RasterField};
use pluim_core::solve::{Case, Fields, MeanField, error_between, mean_fields};

/// Cell size (m).
const CELL: f64 = 1.0;
/// Places with less than this share of the largest value are not compared.
const FLOOR: f64 = 1e-3;

fn main() -> ExitCode {
    match table() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("ladder: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked for.
struct Study {
    scenario: String,
    /// Cells drawn.
    places: usize,
    seed: u64,
    /// Side of the square (m).
    side: f64,
    /// Every which hour is taken: best one of which no multiple of 24 is a multiple, so that every
    /// hour of the day is there.
    every: usize,
    /// One cell in so many is computed on the rung `direct`.
    share: usize,
}

impl Study {
    fn asked() -> Result<Self, Box<dyn Error>> {
        let mut arguments = std::env::args().skip(1);
        let scenario = arguments.next().ok_or("give a scenario file")?;
        let mut number = |default: usize| arguments.next().map_or(Ok(default), |it| it.parse());
        Ok(Self {
            scenario,
            places: number(10_000)?,
            seed: number(1)? as u64,
            side: number(1500)? as f64,
            every: number(61)?.max(1),
            share: number(50)?.max(1),
        })
    }
}

fn table() -> Result<(), Box<dyn Error>> {
    let Study {
        scenario,
        places: count,
        seed,
        side,
        every,
        share,
    } = Study::asked()?;
    let plan = Plan::read(Path::new(&scenario))?;
    let square = Square::in_the_middle(&plan.sources, side);
    let sources = square.sources(&plan.sources);
    if sources.is_empty() {
        return Err("no source lies wholly in the square: take a larger one".into());
    }
    let hours: Vec<_> = plan.hours.iter().step_by(every).cloned().collect();
    let case = Case {
        sources: &sources,
        hours: &hours,
        ..plan.case()
    };
    let grid = Grid::covering(square.extent(), CELL)?;
    let cells = off_the_roads(&grid, &sources, (count, seed));
    let places: Vec<Coord<f64>> = cells.iter().map(|cell| grid.centre_of(*cell)).collect();
    println!(
        "{}: {} sources, {} hours, {} cells, seed {seed}\n",
        plan.scenario.title,
        sources.len(),
        hours.len(),
        cells.len()
    );
    let climatology = Climatology::new(case);
    let nowhere = |_| {};
    let fields = [
        (
            "profile",
            mean_fields(&Profiles::new(case), &places, &nowhere),
        ),
        ("climatology", mean_fields(&climatology, &places, &nowhere)),
        ("raster", of_raster(&climatology, &grid, &cells)?),
    ];
    let few = places.len().div_ceil(share);
    let exact = timed("direct", || {
        mean_fields(&Direct::new(case), &places[..few], &nowhere)
    });
    println!("| rung | against | cells | median | 99 % | 99.9 % | worst |");
    println!("|---|---|---|---|---|---|---|");
    for (name, field) in &fields {
        row([name, "direct"], &first(field, few), &exact);
    }
    let [(_, profile), cheaper @ ..] = &fields;
    for (name, field) in cheaper {
        row([name, "profile"], field, profile);
    }
    Ok(())
}

/// The fields at the first `count` places.
fn first(fields: &Fields, count: usize) -> Fields {
    let rows = fields.values.iter();
    Fields {
        values: rows.map(|row| row[..count].to_vec()).collect(),
    }
}

/// Calls `compute` and says how long it took, beside the table.
fn timed<T>(what: &str, compute: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = compute();
    eprintln!("{what}: {:.0} s", start.elapsed().as_secs_f64());
    value
}

fn of_raster(
    climatology: &Climatology<'_>,
    grid: &Grid,
    cells: &[usize],
) -> Result<Fields, Box<dyn Error>> {
    let raster = RasterField::new(climatology, grid, Detail::Groups)?;
    let mut fields = vec![Vec::new(); climatology.case().channels.count()];
    for band in (0..raster.bands()).map(|band| raster.band(band)) {
        for (field, values) in fields.iter_mut().zip(band.fields) {
            field.extend(values);
        }
    }
    let picked = |field: &Vec<f32>| cells.iter().map(|cell| f64::from(field[*cell])).collect();
    Ok(Fields {
        values: fields.iter().map(picked).collect(),
    })
}

fn row([rung, against]: [&str; 2], found: &Fields, exact: &Fields) {
    let errors = error_between(found, exact, FLOOR);
    let Some(last) = errors.len().checked_sub(1) else {
        return;
    };
    let at = |share: f64| 100.0 * errors[(last as f64 * share).ceil() as usize];
    println!(
        "| `{rung}` | `{against}` | {} | {:.3} % | {:.3} % | {:.3} % | {:.3} % |",
        errors.len(),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
}
