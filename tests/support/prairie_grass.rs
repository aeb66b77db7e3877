//! Project Prairie Grass (Barad 1958): sulphur dioxide from a release at 0.46 m over a flat, mown
//! prairie in Nebraska in 1956, measured on arcs 50 to 800 m away.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use pluim::aermod::averages::Ended;
use pluim::aermod::field::SummedPlumes;
use pluim::aermod::model::{Event, model};
use pluim::aermod::plan::Plan;
use pluim::aermod::read_meteorology;
use pluim_core::scheme::pbl::NearSurface;
use pluim_core::solve::Rung;
use pluim_io::aermod::ControlFile;

/// Arcs with a larger share of their crosswind integral at the ends are not used.
const MOST_AT_THE_ENDS: f64 = 0.2;
/// Releases at this height (m) or above are not used.
const LOW: f64 = 1.0;

/// What was measured, or modelled, on one arc, per unit of emission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crosswind {
    /// Integral across the wind (s/m2).
    pub integral: f64,
    /// Largest value (s/m3).
    pub maximum: f64,
    /// Standard deviation across the wind (m).
    pub sigma_y: f64,
}

/// One arc of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// Number of the run.
    pub run: u32,
    /// Distance (m).
    pub distance: f64,
    /// Monin-Obukhov length (m).
    pub monin_obukhov_length: f64,
    /// Measured.
    pub observed: Crosswind,
    /// Modelled.
    pub modelled: Crosswind,
}

/// Whatever stands in the way of a study.
pub type Fault = Box<dyn std::error::Error>;

/// The arcs of the given runs, modelled by the `pbl` scheme; `shared` holds `data/` and
/// `reference/`.
///
/// # Errors
/// When a file cannot be read.
pub fn arcs(shared: &Path, near_surface: NearSurface) -> Result<Vec<Arc>, Fault> {
    let folder = shared.join("reference/prairie-grass");
    let deck = ControlFile::read(&folder.join("pg.inp"))?;
    let places: Vec<[f64; 2]> = deck.receptors.iter().map(|it| [it.at.x, it.at.y]).collect();
    let fields = fields(&deck, near_surface)?;
    let hours = runs(&fs::read_to_string(folder.join("hours.csv"))?);
    let table = fs::read_to_string(shared.join("data/prairie-grass/arcs.csv"))?;
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let arc = |line: &str| {
        let row: HashMap<&str, &str> = names.iter().copied().zip(line.split(',')).collect();
        let value = |name: &str| row.get(name)?.parse::<f64>().ok();
        let usable = value("edge_frac")? <= MOST_AT_THE_ENDS && value("zs")? < LOW;
        let hour = hours.get(*row.get("run")?)?;
        let distance = value("x")?;
        usable.then_some(Arc {
            run: row.get("run")?.parse().ok()?,
            distance,
            monin_obukhov_length: value("L")?,
            observed: Crosswind {
                integral: value("cic_over_Q")?,
                maximum: value("cmax_over_Q")?,
                sigma_y: value("sigma_y")?,
            },
            modelled: across(&places, fields.get(hour)?, distance),
        })
    };
    Ok(lines.filter_map(arc).collect())
}

/// Fields (ug/m3 of 1 g/s) by the stamp of their hour.
fn fields(
    deck: &ControlFile,
    near_surface: NearSurface,
) -> Result<HashMap<String, Vec<f64>>, Fault> {
    let meteorology = read_meteorology(deck)?;
    let plan = Plan::of(deck).growing_by(near_surface);
    let field = SummedPlumes::new(&plan, Rung::Direct);
    let mut fields = HashMap::new();
    model(deck, &meteorology, &plan, &field, &mut |event| {
        if let Event::Ended(Ended { stamp, values, .. }) = event {
            fields.insert(stamp.to_string(), values.to_vec());
        }
    })?;
    Ok(fields)
}

/// The hour of every run.
fn runs(table: &str) -> HashMap<String, String> {
    let pairs = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','));
    pairs
        .map(|(run, hour)| (run.to_owned(), hour.trim().to_owned()))
        .collect()
}

/// What `field` (ug/m3) has on the arc at `distance`.
fn across(places: &[[f64; 2]], field: &[f64], distance: f64) -> Crosswind {
    let on_arc = places.iter().zip(field).filter(|(at, _)| {
        let r = at[0].hypot(at[1]);
        (r - distance).abs() < 0.01
    });
    let mut arc: Vec<(f64, f64)> = on_arc
        .map(|(at, value)| (at[1].atan2(at[0]) * distance, value * 1e-6))
        .collect();
    arc.sort_by(|a, b| a.0.total_cmp(&b.0));
    let moment = |power: i32| {
        let value = |(y, c): (f64, f64)| y.powi(power) * c;
        let step =
            |pair: &[(f64, f64)]| 0.5 * (value(pair[0]) + value(pair[1])) * (pair[1].0 - pair[0].0);
        arc.windows(2).map(step).sum::<f64>()
    };
    let (whole, mean, square) = (moment(0), moment(1), moment(2));
    Crosswind {
        integral: whole,
        maximum: arc.iter().map(|(_, value)| *value).fold(0.0, f64::max),
        sigma_y: (square / whole - (mean / whole).powi(2)).max(0.0).sqrt(),
    }
}
