//! Project Prairie Grass (1956): scores of the scheme on the measured arcs.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use super::deck::{Deck, lines};

/// One measured arc: stamp of its hour, distance (m), crosswind integral (s/m2) and maximum
/// (s/m3) over the emission.
struct Arc {
    stamp: i64,
    distance: f64,
    integral: f64,
    maximum: f64,
}

/// Measured and modelled values.
pub(crate) struct Pairs(Vec<(f64, f64)>);

impl Pairs {
    /// Fractional bias 2 (obs - mod) / (obs + mod): positive where the model is low.
    pub(crate) fn bias(&self) -> f64 {
        let sum = |pick: fn(&(f64, f64)) -> f64| self.0.iter().map(pick).sum::<f64>();
        let (observed, modelled) = (sum(|pair| pair.0), sum(|pair| pair.1));
        2.0 * (observed - modelled) / (observed + modelled)
    }

    /// Fraction within a factor of two.
    pub(crate) fn factor_of_two(&self) -> f64 {
        let good = self.0.iter().filter(|(observed, modelled)| {
            let ratio = modelled / observed;
            (0.5..=2.0).contains(&ratio)
        });
        good.count() as f64 / self.0.len() as f64
    }
}

impl fmt::Display for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bias, within) = (self.bias(), self.factor_of_two());
        write!(f, "FB {bias:.3}, FAC2 {within:.3} of {} arcs", self.0.len())
    }
}

/// Arc integrals and arc maxima, measured and modelled by `fields` of the deck (ug/m3 of 1 g/s).
pub(crate) fn pairs(deck: &Deck, fields: &[Vec<f64>], shared: &Path) -> (Pairs, Pairs) {
    let arcs = arcs(shared);
    let modelled = |arc: &Arc| {
        let hour = deck
            .hours
            .iter()
            .position(|(stamp, _)| *stamp == arc.stamp)
            .unwrap();
        across(deck, &fields[hour], arc.distance)
    };
    let modelled: Vec<(f64, f64)> = arcs.iter().map(modelled).collect();
    let joined = arcs.iter().zip(&modelled);
    (
        Pairs(
            joined
                .clone()
                .map(|(arc, ours)| (arc.integral, ours.0))
                .collect(),
        ),
        Pairs(joined.map(|(arc, ours)| (arc.maximum, ours.1)).collect()),
    )
}

/// Integral along an arc (s/m2) and its maximum (s/m3).
fn across(deck: &Deck, field: &[f64], distance: f64) -> (f64, f64) {
    let mut arc: Vec<(f64, f64)> = deck
        .receptors
        .iter()
        .zip(field)
        .filter(|(at, _)| (at[0].hypot(at[1]) - distance).abs() < 0.01)
        .map(|(at, value)| (at[1].atan2(at[0]), value * 1e-6))
        .collect();
    arc.sort_by(|a, b| a.0.total_cmp(&b.0));
    let step = |pair: &[(f64, f64)]| 0.5 * (pair[0].1 + pair[1].1) * (pair[1].0 - pair[0].0);
    let integral: f64 = arc.windows(2).map(step).sum();
    let maximum = arc.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    (integral * distance, maximum)
}

/// Arcs of the runs of the deck whose ends are clean and whose release is near the ground.
fn arcs(shared: &Path) -> Vec<Arc> {
    let hours: HashMap<String, i64> = lines(&shared.join("reference/prairie-grass/hours.csv"))[1..]
        .iter()
        .filter_map(|line| line.split_once(','))
        .map(|(run, stamp)| (run.to_owned(), stamp.trim().parse().unwrap()))
        .collect();
    let table = lines(&shared.join("data/prairie-grass/arcs.csv"));
    let names: Vec<&str> = table[0].split(',').collect();
    let arc = |line: &String| {
        let words: Vec<&str> = line.split(',').collect();
        let at = |name: &str| words[names.iter().position(|known| *known == name).unwrap()];
        let value = |name: &str| at(name).parse::<f64>().ok();
        let wanted = value("edge_frac")? <= 0.2 && value("zs")? < 1.0 && value("L").is_some();
        wanted.then_some(Arc {
            stamp: *hours.get(at("run"))?,
            distance: value("x")?,
            integral: value("cic_over_Q")?,
            maximum: value("cmax_over_Q")?,
        })
    };
    table[1..].iter().filter_map(arc).collect()
}
