//! The `profile` rung against the `direct` one, at some hours and receptors.

use pluim_core::solve::Rung;
use pluim_io::aermet::{MetHour, Meteorology, Weather};
use pluim_io::aermod::ControlFile;
use pluim_io::error::InputError;
use pluim_io::run_folder::MeasuredError;
use rayon::prelude::*;

use super::deposition::{Conditions, Wetness};
use super::field::{HourlyField, SummedPlumes};
use super::model::{active, selected};
use super::plan::Plan;
use crate::run::error_sample::{SplitMix, summary};

/// Values below this share of the largest are not compared.
const FLOOR: f64 = 1e-3;
/// Hours and receptors of the sample of a run, and how many evaluations of a plume it may take.
const HOURS: usize = 6;
const RECEPTORS: [usize; 2] = [2, 24];
const EVALUATIONS: usize = 20_000;
const SEED: u64 = 1;

/// Where two rungs are compared: in every one of these hours at every one of these receptors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Numbers of hours among those with weather that are asked for.
    pub hours: Vec<usize>,
    /// Numbers of receptors.
    pub receptors: Vec<usize>,
}

/// Relative errors |profile - direct| / direct, ascending, where `direct` is above 0.1 % of its
/// largest value. All source groups are added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Errors {
    /// Hour by hour.
    pub hourly: Vec<f64>,
    /// Of the mean over the hours of the sample.
    pub mean: Vec<f64>,
}

/// Compares the rungs for `deck`, planned as `plan`, at the places and hours that `choose` takes, given how many of
/// both there are.
///
/// # Errors
/// When the meteorology does not cover the period asked for, or an hour has no hourly emission.
pub fn errors(
    deck: &ControlFile,
    meteorology: &Meteorology,
    plan: &Plan,
    choose: impl FnOnce(usize, usize) -> Sample,
) -> Result<Errors, InputError> {
    let known = |hour: &&MetHour| matches!(hour.weather, Weather::Known(_));
    let hours = selected(deck, meteorology)?;
    let hours: Vec<&MetHour> = hours.into_iter().filter(known).collect();
    let sample = choose(hours.len(), plan.receptors);
    let part = plan.at(&sample.receptors);
    let profile = SummedPlumes::new(plan, Rung::Profile);
    let direct = SummedPlumes::new(&part, Rung::Direct);
    let chosen: Vec<&MetHour> = sample
        .hours
        .iter()
        .filter_map(|n| hours.get(*n).copied())
        .collect();
    let pairs: Vec<Vec<[f64; 2]>> = chosen
        .par_iter()
        .map(|hour| {
            let Weather::Known(weather) = &hour.weather else {
                return Ok(Vec::new());
            };
            let active = active(deck, plan, hour)?;
            let conditions = Conditions {
                hour: weather,
                wetness: Wetness::default(),
            };
            let all = total(&profile.field(conditions, &active), plan);
            let found = sample.receptors.iter().map(|number| all[*number]);
            let exact = total(&direct.field(conditions, &active), &part);
            Ok(found.zip(exact).map(|(a, b)| [a, b]).collect())
        })
        .collect::<Result<_, InputError>>()?;
    let mut mean = vec![[0.0; 2]; sample.receptors.len()];
    for hour in &pairs {
        for (sum, pair) in mean.iter_mut().zip(hour) {
            *sum = [sum[0] + pair[0], sum[1] + pair[1]];
        }
    }
    Ok(Errors {
        hourly: relative(pairs.iter().flatten()),
        mean: relative(mean.iter()),
    })
}

/// The sum of all fields of the first result at every receptor.
fn total(values: &[f64], plan: &Plan) -> Vec<f64> {
    let receptors = plan.receptors;
    let mut sums = vec![0.0; receptors];
    let fields = values.chunks_exact(receptors.max(1)).take(plan.fields);
    for field in fields {
        for (sum, value) in sums.iter_mut().zip(field) {
            *sum += value;
        }
    }
    sums
}

fn relative<'a>(pairs: impl Iterator<Item = &'a [f64; 2]> + Clone) -> Vec<f64> {
    let largest = pairs.clone().map(|pair| pair[1]).fold(0.0, f64::max);
    let counted = pairs.filter(|pair| pair[1] > FLOOR * largest);
    let mut errors: Vec<f64> = counted.map(|[a, b]| (a - b).abs() / b).collect();
    errors.sort_by(f64::total_cmp);
    errors
}

/// The error of a run at the `profile` rung, at a small random sample.
///
/// # Errors
/// As [`errors`].
pub(super) fn measured(
    deck: &ControlFile,
    meteorology: &Meteorology,
    plan: &Plan,
) -> Result<Option<MeasuredError>, InputError> {
    let places = EVALUATIONS / (HOURS * deck.sources.len().max(1));
    let places = places.clamp(RECEPTORS[0], RECEPTORS[1]);
    let found = errors(deck, meteorology, plan, |hours, receptors| {
        let mut random = SplitMix(SEED);
        let mut draw = |count: usize, of: usize| match of {
            0 => Vec::new(),
            _ => (0..count).map(|_| random.below(of)).collect(),
        };
        Sample {
            hours: draw(HOURS, hours),
            receptors: draw(places, receptors),
        }
    })?;
    Ok(summary(&found.hourly, Rung::Direct, SEED))
}
