//! What a run writes: totals first, then the contributions that add up to them.

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::grid::Grid;
use pluim_core::solve::{Channels, Fields};
use pluim_core::statistics::statistic::Statistic;
use pluim_io::run_folder::Quantity;

use crate::background::{BACKGROUND, SOURCES};
use crate::plan::{Plan, Receptor};

/// The statistic of the sums.
pub(super) const MEAN: &str = "mean";
/// Micrograms in a gram.
const MICRO: f64 = 1e6;

/// Unit of a pollutant's concentration, and how much of it a g/m3 (for odour an ouE/m3) is.
pub(crate) fn unit(pollutant: &str) -> (&'static str, f64) {
    if pollutant == "odour" {
        ("ouE/m3", 1.0)
    } else {
        ("ug/m3", MICRO)
    }
}

/// Unit of a quantity's values.
pub(crate) fn unit_of(quantity: &Quantity) -> &'static str {
    match quantity.statistic().parse() {
        Ok(Statistic::HoursOver(_)) => "h",
        Ok(Statistic::DaysOver(_)) => "d",
        _ => unit(quantity.pollutant()).0,
    }
}

/// Whether values of `statistic` count hours or days.
pub(crate) fn counts(statistic: &str) -> bool {
    use Statistic::{DaysOver, HoursOver};
    matches!(statistic.parse(), Ok(DaysOver(_) | HoursOver(_)))
}

/// A quantity with what it sums.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    /// What it is.
    pub(super) quantity: Quantity,
    /// Its pollutant.
    pub(super) pollutant: Pollutant,
    /// Number of its pollutant in the plan.
    pub(super) number: usize,
    /// The source groups in it, by number; none in the background.
    pub(super) groups: Vec<usize>,
    /// Whether the background is in it.
    pub(super) background: bool,
}

/// Everything that is written and is a sum of contributions: for each pollutant the total, and its contributions where they are
/// wanted. A total with background always has its background and sources apart.
pub(super) fn sums(plan: &Plan) -> Vec<Sum> {
    let numbers =
        || (0..plan.pollutants.len()).filter(|it| !from_hours(plan, plan.pollutants[*it]));
    let totals = numbers().map(|number| total(plan, number));
    let parts = numbers().flat_map(|number| parts(plan, number));
    totals.chain(parts).collect()
}

/// Whether even the mean of a pollutant takes every hour, because it is not a sum of
/// contributions.
pub(super) fn from_hours(plan: &Plan, pollutant: Pollutant) -> bool {
    pollutant == Pollutant::No2 && plan.chemistry.needs_hours()
}

fn total(plan: &Plan, number: usize) -> Sum {
    Sum {
        quantity: Quantity::new(plan.pollutants[number].name(), MEAN),
        pollutant: plan.pollutants[number],
        number,
        groups: (0..plan.groups.len()).collect(),
        background: plan.background.knows(plan.pollutants[number]),
    }
}

/// The contributions to a total.
fn parts(plan: &Plan, number: usize) -> Vec<Sum> {
    let total = total(plan, number);
    let part = |group: &str, groups: Vec<usize>, background| Sum {
        quantity: total.quantity.clone().of_group(group),
        groups,
        background,
        ..total.clone()
    };
    let mut parts = Vec::new();
    if total.background {
        parts.push(part(BACKGROUND, Vec::new(), true));
    }
    if plan.scenario.output.contributions {
        for (group, name) in plan.groups.iter().enumerate() {
            parts.push(part(name, vec![group], false));
        }
    } else if total.background {
        parts.push(part(SOURCES, total.groups.clone(), false));
    }
    parts
}

impl Sum {
    /// Whether it holds sources alone, all of them or those of one group, of which the sum over a
    /// pollutant's quantities is what all sources contribute.
    pub(super) fn measures_sources(&self, plan: &Plan) -> bool {
        if plan.background.knows(self.pollutant) {
            !self.background
        } else {
            self.quantity.group().is_none()
        }
    }

    /// The channels of its source groups.
    pub(super) fn channels(&self, all: Channels) -> Vec<usize> {
        let groups = self.groups.iter();
        groups.map(|group| all.index(self.number, *group)).collect()
    }

    /// Its values at so many places, in its unit: sources from `fields` (g/m3), plus the background (in
    /// that unit) that `background` gives by number of the place, NaN where there is none.
    pub(super) fn values(
        &self,
        (fields, channels, places): (&Fields, Channels, usize),
        background: &dyn Fn(Pollutant, usize) -> Option<f64>,
    ) -> Vec<f64> {
        let (_, scale) = unit(self.quantity.pollutant());
        let own = self.channels(channels);
        let of_sources =
            |at: usize| -> f64 { scale * own.iter().map(|it| fields.values[*it][at]).sum::<f64>() };
        let behind = |at: usize| match self.background {
            true => background(self.pollutant, at).unwrap_or(f64::NAN),
            false => 0.0,
        };
        (0..places).map(|at| of_sources(at) + behind(at)).collect()
    }
}

/// The background at receptors.
pub(super) fn at_receptors<'a>(
    plan: &'a Plan,
    receptors: &'a [Receptor],
) -> impl Fn(Pollutant, usize) -> Option<f64> + 'a {
    move |pollutant, at| {
        let receptor = receptors.get(at)?;
        let found = plan
            .background
            .at_receptor(&receptor.id, receptor.at, pollutant);
        found.map(|it| it.concentration)
    }
}

/// The background at the cells of `grid`, row by row from row `first`.
pub(super) fn at_cells<'a>(
    plan: &'a Plan,
    grid: &'a Grid,
    first: usize,
) -> impl Fn(Pollutant, usize) -> Option<f64> + 'a {
    let before = first * grid.columns();
    move |pollutant, at| {
        plan.background
            .at_place(grid.centre_of(before + at), pollutant)
    }
}

/// The background at places.
pub(super) fn at_places<'a>(
    plan: &'a Plan,
    places: &'a [Coord<f64>],
) -> impl Fn(Pollutant, usize) -> Option<f64> + 'a {
    move |pollutant, at| plan.background.at_place(*places.get(at)?, pollutant)
}
