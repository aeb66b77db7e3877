//! Values at random places of a run beside what the formula gives there.

use std::fmt;
use std::path::Path;

use geo_types::Coord;
use pluim_io::run_folder::{Quantity, Results};
use serde_json::json;

use super::VerifyArgs;
use super::files::{Checked, Kind, State};
use crate::error::Result;
use crate::plan::{Plan, Receptor};
use crate::run::error_sample::SplitMix;
use crate::run::{Bar, by_formula};
use crate::srm::{SrmPlan, is_srm_scenario, receptor_table};

/// A value may be off by so many times the tolerance of the run: two rungs lie between, each of
/// which keeps to it at 99 % of the places.
const ALLOWANCE: f64 = 5.0;
/// Deviations are relative to the value, or to this share of the largest of the pollutant.
const FLOOR: f64 = 1e-3;
/// Relative rounding of the numbers in tables.
const ROUNDING: f64 = 2e-6;

/// What came of the sample.
pub(super) enum Sample {
    /// There is none, for this reason.
    None(String),
    Of(Vec<Place>),
}

/// A value of the run at a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Such as `nox_mean` and `receptor school`.
    what: String,
    at: String,
    found: f64,
    expected: f64,
    /// Relative (1).
    pub(super) deviation: f64,
    allowed: f64,
}

impl Sample {
    pub(super) fn places(&self) -> &[Place] {
        match self {
            Self::None(_) => &[],
            Self::Of(places) => places,
        }
    }
}

impl Place {
    pub(super) fn is_off(&self) -> bool {
        self.deviation > self.allowed
    }

    pub(super) fn json(&self) -> serde_json::Value {
        json!({
            "quantity": self.what,
            "place": self.at,
            "found": self.found,
            "expected": self.expected,
            "deviation": self.deviation,
            "allowed": self.allowed,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            at,
            found,
            expected,
            deviation,
            allowed,
        } = self;
        let (off, allowed) = (100.0 * deviation, 100.0 * allowed);
        write!(
            to,
            "{what} at {at}: {found:.6} in the run, {expected:.6} by the formula, {off:.2} % off \
             where {allowed:.2} % is allowed"
        )
    }
}

/// Computes some places of the run again, unless its inputs are no longer what they were.
pub(super) fn check(results: &Results, files: &[Checked], args: &VerifyArgs) -> Result<Sample> {
    if args.sample == 0 {
        return Ok(Sample::None("--sample 0".to_owned()));
    }
    let inputs = files.iter().filter(|it| it.kind == Kind::Input);
    if let Some(input) = inputs.into_iter().find(|it| it.state != State::Same) {
        let why = format!("{} is {}", input.path, input.state.name());
        return Ok(Sample::None(why));
    }
    let scenario = results.record.inputs.iter();
    let Some(scenario) = { scenario }.find(|it| it.role.as_deref() == Some("scenario")) else {
        let why = "the run is not that of a scenario; run its control file again to compare";
        return Ok(Sample::None(why.to_owned()));
    };
    let mut random = SplitMix(args.seed);
    if is_srm_scenario(Path::new(&scenario.path)) {
        return of_network(
            results,
            Path::new(&scenario.path),
            (args.sample, &mut random),
        );
    }
    let plan = Plan::again(results)?;
    let bar = Bar::spinner("the formula at random places");
    let mut places = of_rasters(results, &plan, (args.sample, &mut random))?;
    places.extend(of_receptors(results, &plan, (args.sample, &mut random))?);
    bar.finish();
    let allowed = ALLOWANCE * plan.scenario.solver.tolerance;
    Ok(Sample::Of(judged(&places, allowed)))
}

/// A value found and expected, not judged yet.
struct Pair {
    quantity: Quantity,
    at: String,
    found: f64,
    expected: f64,
}

fn of_rasters(
    results: &Results,
    plan: &Plan,
    (count, random): (usize, &mut SplitMix),
) -> Result<Vec<Pair>> {
    let Some(grid) = &plan.grid else {
        return Ok(Vec::new());
    };
    let places: Vec<Coord<f64>> = (0..count)
        .map(|_| grid.centre_of(random.below(grid.cells())))
        .collect();
    let mut pairs = Vec::new();
    for (quantity, values) in by_formula(plan, &at_places(&places)) {
        if !results.path(&quantity).exists() {
            continue;
        }
        let raster = results.raster(&quantity)?;
        for (place, expected) in places.iter().zip(values) {
            pairs.push(Pair {
                quantity: quantity.clone(),
                at: format!("cell {}, {}", place.x, place.y),
                found: raster.value_at(*place)?.map_or(f64::NAN, f64::from),
                expected,
            });
        }
    }
    Ok(pairs)
}

/// Places that have no name, and so no background of their own.
fn at_places(places: &[Coord<f64>]) -> Vec<Receptor> {
    let receptor = |at: &Coord<f64>| Receptor {
        id: String::new(),
        at: *at,
    };
    places.iter().map(receptor).collect()
}

fn of_receptors(
    results: &Results,
    plan: &Plan,
    (count, random): (usize, &mut SplitMix),
) -> Result<Vec<Pair>> {
    if plan.receptors.is_empty() || !results.folder.join("receptors.csv").exists() {
        return Ok(Vec::new());
    }
    let Some(table) = results.receptors()? else {
        return Ok(Vec::new());
    };
    let drawn: Vec<usize> = (0..count)
        .map(|_| random.below(plan.receptors.len()))
        .collect();
    let places: Vec<Receptor> = drawn.iter().map(|it| plan.receptors[*it].clone()).collect();
    let mut pairs = Vec::new();
    for (quantity, values) in by_formula(plan, &places) {
        let Some(column) = table.column(&quantity) else {
            continue;
        };
        for ((row, place), expected) in drawn.iter().zip(&places).zip(values) {
            pairs.push(Pair {
                quantity: quantity.clone(),
                at: format!("receptor {}", place.id),
                found: column.get(*row).copied().unwrap_or(f64::NAN),
                expected,
            });
        }
    }
    Ok(pairs)
}

/// A network is computed whole: its method is the formula.
fn of_network(
    results: &Results,
    scenario: &Path,
    (count, random): (usize, &mut SplitMix),
) -> Result<Sample> {
    let plan = SrmPlan::read(scenario)?;
    let again = receptor_table(&plan.network.run(), &plan.background);
    let Some(table) = results.receptors()? else {
        return Ok(Sample::None("the run has no receptors".to_owned()));
    };
    let mut pairs = Vec::new();
    let drawn = (0..count).filter(|_| !again.receptors.is_empty());
    for row in drawn
        .map(|_| random.below(again.receptors.len()))
        .collect::<Vec<_>>()
    {
        for quantity in &again.quantities {
            let value = |column: Option<Vec<f64>>| {
                column
                    .and_then(|it| it.get(row).copied())
                    .unwrap_or(f64::NAN)
            };
            pairs.push(Pair {
                quantity: quantity.clone(),
                at: format!("receptor {}", again.receptors[row].id),
                found: value(table.column(quantity)),
                expected: value(again.column(quantity)),
            });
        }
    }
    Ok(Sample::Of(judged(&pairs, 0.0)))
}

/// Judges values beside the largest of their pollutant. Where neither has a value they agree.
fn judged(pairs: &[Pair], allowed: f64) -> Vec<Place> {
    let largest = |quantity: &Quantity| {
        let alike = |it: &Quantity| {
            it.pollutant() == quantity.pollutant() && it.statistic() == quantity.statistic()
        };
        let own = pairs.iter().filter(|it| alike(&it.quantity));
        own.map(|it| it.expected.abs()).fold(0.0, f64::max)
    };
    let place = |pair: &Pair| {
        let floor = FLOOR * largest(&pair.quantity);
        let difference = (pair.found - pair.expected).abs();
        let deviation = match (pair.found.is_nan(), pair.expected.is_nan()) {
            (true, true) => 0.0,
            (false, false) if difference == 0.0 => 0.0,
            (false, false) => difference / pair.expected.abs().max(floor),
            _ => f64::INFINITY,
        };
        Place {
            what: pair.quantity.to_string(),
            at: pair.at.clone(),
            found: pair.found,
            expected: pair.expected,
            deviation,
            allowed: allowed + ROUNDING,
        }
    };
    pairs.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(found: f64, expected: f64) -> Pair {
        Pair {
            quantity: Quantity::new("nox", "mean"),
            at: String::new(),
            found,
            expected,
        }
    }

    #[test]
    fn values_are_judged_beside_the_largest() {
        let pairs = vec![pair(100.0, 101.0), pair(0.02, 0.001), pair(90.0, 100.0)];
        let off: Vec<bool> = judged(&pairs, 0.05).iter().map(Place::is_off).collect();
        assert_eq!(off, [false, true, true]);
    }

    #[test]
    fn a_value_that_is_missing_on_one_side_is_off() {
        let pairs = vec![
            pair(f64::NAN, 1.0),
            pair(f64::NAN, f64::NAN),
            pair(1.0, f64::NAN),
        ];
        let off: Vec<bool> = judged(&pairs, 0.05).iter().map(Place::is_off).collect();
        assert_eq!(off, [true, false, true]);
    }
}
