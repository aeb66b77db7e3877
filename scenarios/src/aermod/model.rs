//! The hours of a run, one after the other.

use std::collections::{BTreeMap, HashMap};
use std::iter::Peekable;
use std::vec::IntoIter;

use pluim_core::meteorology::Hour;
use pluim_io::aermet::{MetHour, Meteorology, Missing, Stamp, Weather};
use pluim_io::aermod::{Background, ControlFile, ResultKind, Source, Variation};
use pluim_io::error::InputError;
use rayon::prelude::*;

use super::averages::{
    Ended, HourCounts, HourKind, HourResult, LongTermMean, LongTermSum, ShortTerm,
};
use super::chemistry;
use super::deposition::{Conditions, Wetness, wetness};
use super::design_value::DesignValues;
use super::field::{Active, HourlyField};
use super::maxima::Maxima;
use super::plan::{Plan, hourly_release};
use super::surroundings;
use super::years::year_ends;

/// What a run computed.
#[derive(Debug, Clone)]
pub struct Results {
    /// Short-term averages with their highest values, in the order of `CO AVERTIME`.
    pub short_term: Vec<ShortTerm>,
    /// The highest values over all receptors, averaging time by averaging time.
    pub maxima: Vec<Maxima>,
    /// The long-term average.
    pub long_term: Option<LongTermMean>,
    /// Design values, where the pollutant has them.
    pub design: Option<DesignValues>,
    /// Hours.
    pub hours: HourCounts,
    /// Missing hours by what is missing.
    pub missing: BTreeMap<Missing, usize>,
    /// Whole years.
    pub years: usize,
}

/// What happens as a run goes on.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A short-term average has ended.
    Ended(Ended<'a>),
    /// A year has ended: its number and its average.
    Year(usize, &'a [f64]),
    /// This many more hours are done.
    Hours(usize),
}

/// From g/m3 to ug/m3.
const MICROGRAMS: f64 = 1e6;
/// Most numbers that the fields of a batch of hours may hold: 64 MB.
const BATCH: usize = 8_000_000;
/// Most hours of a batch.
const BATCH_HOURS: usize = 96;

/// Models every hour that `deck` asks for and tells `listener` what happens.
///
/// Hours are computed side by side in batches and taken in one after the other, so that results
/// do not depend on the number of threads.
///
/// # Errors
/// When the meteorology does not cover the period asked for, or an hour has no hourly emission.
pub fn model<F: HourlyField>(
    deck: &ControlFile,
    meteorology: &Meteorology,
    plan: &Plan,
    field: &F,
    listener: &mut dyn FnMut(Event<'_>),
) -> Result<Results, InputError> {
    let hours = selected(deck, meteorology)?;
    let mut ledger = Ledger::new(deck, plan, year_ends(deck, meteorology));
    let wetness = match plan.has_gas() {
        true => wetness(meteorology),
        false => HashMap::new(),
    };
    let size = plan.values().max(1);
    let batch = (BATCH / size).clamp(1, BATCH_HOURS);
    for part in hours.chunks(batch) {
        let fields: Vec<Vec<f64>> = part
            .par_iter()
            // hours differ in what they cost: the last ones are shared out one by one
            .with_max_len(1)
            .map(|hour| field_of(deck, plan, (field, &wetness), hour))
            .collect::<Result<_, _>>()?;
        for (hour, values) in part.iter().zip(&fields) {
            ledger.add(hour, values, listener);
        }
        listener(Event::Hours(part.len()));
    }
    Ok(ledger.finish(listener))
}

/// The hours that the control file asks for.
pub(super) fn selected<'a>(
    deck: &ControlFile,
    meteorology: &'a Meteorology,
) -> Result<Vec<&'a MetHour>, InputError> {
    let asked = &deck.meteorology;
    let file = meteorology.files.first().cloned().unwrap_or_default();
    let first = meteorology.hours.first().map(|hour| hour.stamp);
    if let (Some([start, _]), Some(first)) = (asked.window, first)
        && first > start
    {
        let rule = format!("hours from {start} on, as STARTEND asks");
        return Err(InputError::new(file, rule).found(format!("hours from {first} on")));
    }
    let hours = meteorology.hours.iter();
    let chosen: Vec<&MetHour> = hours.filter(|hour| asked.holds(hour.stamp)).collect();
    match chosen.is_empty() {
        true => {
            Err(InputError::new(file, "hours that STARTEND and DAYRANGE ask for").found("none"))
        }
        false => Ok(chosen),
    }
}

/// The field of one hour in the unit of results; empty where it cannot be modelled.
fn field_of<F: HourlyField>(
    deck: &ControlFile,
    plan: &Plan,
    (field, wetness): (&F, &HashMap<Stamp, Wetness>),
    hour: &MetHour,
) -> Result<Vec<f64>, InputError> {
    let Weather::Known(known) = &hour.weather else {
        return Ok(Vec::new());
    };
    let active = active(deck, plan, hour)?;
    let known: &Hour = known;
    let conditions = Conditions {
        hour: known,
        wetness: wetness.get(&hour.stamp).copied().unwrap_or_default(),
    };
    let mut values = field.field(conditions, &active);
    let ozone = surroundings::ozone(deck, hour, known)?;
    chemistry::react(deck, plan, ozone, &mut values);
    let background = surroundings::background(deck, hour, known)? / MICROGRAMS;
    let size = deck.groups.len() * plan.receptors;
    let results = values.chunks_mut(size.max(1));
    for (kind, values) in plan.deposition.results.iter().zip(results) {
        let (factor, background) = match kind {
            ResultKind::Concentration => (deck.units.factor, background),
            _ => (deck.deposition_units.factor, 0.0),
        };
        for (group, values) in deck.groups.iter().zip(values.chunks_mut(plan.receptors)) {
            let more = match group.background {
                Background::With => background,
                Background::Without => 0.0,
            };
            values
                .iter_mut()
                .for_each(|value| *value = (*value + more) * factor);
        }
    }
    Ok(values)
}

/// The sources that emit in `hour`.
pub(super) fn active(
    deck: &ControlFile,
    plan: &Plan,
    hour: &MetHour,
) -> Result<Vec<Active>, InputError> {
    let class = deck.meteorology.wind_class(hour.wind_speed);
    let mut active = Vec::with_capacity(deck.sources.len());
    let pairs = deck.sources.iter().zip(&plan.emitters);
    for (number, (source, emitter)) in pairs.enumerate() {
        let (rate, release) = match &source.variation {
            Variation::Constant => (source.emission, emitter.release),
            Variation::Factors(table) => {
                let factor = table.at(hour.stamp, class);
                (source.emission * factor, emitter.release)
            }
            Variation::Hourly(series) => {
                let found = series.binary_search_by_key(&hour.stamp, |one| one.stamp);
                let given = found.ok().and_then(|at| series.get(at));
                let given = given.ok_or_else(|| no_emission(deck, source, hour.stamp))?;
                (given.rate, hourly_release(emitter.release, given.release))
            }
        };
        if rate != 0.0 {
            active.push(Active {
                source: number,
                release,
                emission: rate * emitter.rate,
            });
        }
    }
    Ok(active)
}

fn no_emission(deck: &ControlFile, source: &Source, stamp: Stamp) -> InputError {
    let file = deck.files.last().cloned().unwrap_or_default();
    let rule = format!(
        "an emission of source {} for every hour modelled",
        source.id
    );
    InputError::new(file, rule).found(format!("none for hour {stamp}"))
}

/// What is being averaged.
struct Ledger {
    short_term: Vec<ShortTerm>,
    maxima: Vec<Maxima>,
    long_term: Option<LongTermSum>,
    design: Option<DesignValues>,
    hours: HourCounts,
    missing: BTreeMap<Missing, usize>,
    /// Last hours of whole years that are yet to come.
    year_ends: Peekable<IntoIter<Stamp>>,
    years: usize,
}

impl Ledger {
    fn new(deck: &ControlFile, plan: &Plan, year_ends: Vec<Stamp>) -> Self {
        let groups = plan.deposition.results.len() * deck.groups.len();
        let places = groups * plan.receptors;
        let averaged = match plan.deposition.results.first() {
            Some(ResultKind::Concentration) => deck.groups.len() * plan.receptors,
            _ => 0,
        };
        let outputs = &deck.outputs;
        let averages = deck.control.averages.iter();
        let design = deck.control.asks_for_design_values();
        Self {
            maxima: averages
                .clone()
                .map(|_| Maxima::new(groups, plan.receptors, outputs.maxima))
                .collect(),
            short_term: averages
                .map(|average| ShortTerm::new(*average, [places, averaged], outputs.ranks))
                .collect(),
            long_term: deck
                .control
                .long_term
                .map(|term| LongTermSum::new(term, [places, averaged])),
            design: design.then(|| DesignValues::new(places, outputs.ranks)),
            hours: HourCounts::default(),
            missing: BTreeMap::new(),
            year_ends: year_ends.into_iter().peekable(),
            years: 0,
        }
    }

    fn add(&mut self, hour: &MetHour, values: &[f64], listener: &mut dyn FnMut(Event<'_>)) {
        self.end_years(Some(hour.stamp), listener);
        let kind = match &hour.weather {
            Weather::Known(_) => HourKind::Modelled,
            Weather::Calm => HourKind::Calm,
            Weather::Missing(what) => {
                *self.missing.entry(*what).or_default() += 1;
                HourKind::Missing
            }
        };
        self.hours.add(kind);
        let result = HourResult {
            stamp: hour.stamp,
            kind,
            values,
        };
        let (maxima, design) = (&mut self.maxima, &mut self.design);
        for (number, running) in self.short_term.iter_mut().enumerate() {
            running.add(number, result, &mut |ended| {
                if let Some(maxima) = maxima.get_mut(number).filter(|_| ended.ranks) {
                    maxima.add(ended);
                }
                if let Some(design) = design {
                    design.add(ended);
                }
                listener(Event::Ended(ended));
            });
        }
        if let Some(sum) = &mut self.long_term {
            sum.add(result);
        }
        if let Some(design) = &mut self.design {
            design.end_day(hour.stamp);
        }
        self.end_years(hour.stamp.next().ok(), listener);
    }

    /// Ends the years whose last hour comes before `stamp`; all that are left without one.
    fn end_years(&mut self, stamp: Option<Stamp>, listener: &mut dyn FnMut(Event<'_>)) {
        let over = |end: &Stamp| stamp.is_none_or(|stamp| *end < stamp);
        while self.year_ends.next_if(over).is_some() {
            self.end_year(listener);
        }
    }

    fn end_year(&mut self, listener: &mut dyn FnMut(Event<'_>)) {
        self.years += 1;
        if let Some(design) = &mut self.design {
            design.end_year();
        }
        let mean = self.long_term.as_mut().and_then(LongTermSum::end_year);
        if let Some(mean) = mean {
            listener(Event::Year(self.years, &mean));
        }
    }

    fn finish(mut self, listener: &mut dyn FnMut(Event<'_>)) -> Results {
        self.end_years(None, listener);
        Results {
            long_term: self.long_term.map(|sum| sum.finish()),
            short_term: self.short_term,
            maxima: self.maxima,
            design: self.design,
            hours: self.hours,
            missing: self.missing,
            years: self.years,
        }
    }
}
