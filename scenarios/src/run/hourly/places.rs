//! Statistics at places of which the representative hours are known.

use std::ops::Range;

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::solve::hourly::{Hours, LANES, Lanes, RepresentativeFields, Representatives};
use pluim_core::statistics::of_series::{Calendar, Scratch};
use pluim_core::statistics::statistic::Statistic;
use pluim_io::run_folder::Quantity;
use rayon::prelude::*;

use crate::plan::Plan;
use crate::run::answer::Column;
use crate::run::progress::Bar;
use crate::run::quantities::{at_receptors, from_hours, unit};

/// The background of a pollutant at a place, by its number.
pub(super) type Background<'a> = dyn Fn(Pollutant, usize) -> Option<f64> + Sync + 'a;

/// What turns representative hours into statistics.
pub(super) struct Places<'a> {
    pub(super) plan: &'a Plan,
    calendar: Calendar,
    hours: Hours,
    /// Per pollutant; the mean among them where it is not linear in the emission.
    statistics: Vec<Vec<Statistic>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(plan: &'a Plan, hours: Hours) -> Self {
        let statistics = plan.pollutants.iter().map(|pollutant| {
            let mean = from_hours(plan, *pollutant).then_some(Statistic::Mean);
            mean.into_iter().chain(plan.statistics.clone()).collect()
        });
        Self {
            plan,
            calendar: Calendar::new(plan.hours.iter().map(|hour| hour.begins)),
            hours,
            statistics: statistics.collect(),
        }
    }

    /// What is told of every place: pollutant by pollutant all statistics.
    pub(super) fn quantities(&self) -> Vec<Quantity> {
        let of = |(pollutant, statistics): (&Pollutant, &Vec<Statistic>)| {
            let named = |it: &Statistic| Quantity::new(pollutant.name(), &it.to_string());
            statistics.iter().map(named).collect::<Vec<_>>()
        };
        let pollutants = self.plan.pollutants.iter();
        pollutants.zip(&self.statistics).flat_map(of).collect()
    }

    /// The statistics of the places `span` of `fields`: one row a quantity. The background counts
    /// places from the first of them.
    pub(super) fn rows(
        &self,
        fields: &RepresentativeFields,
        span: Range<usize>,
        background: &Background<'_>,
    ) -> Vec<Vec<f32>> {
        let firsts: Vec<usize> = (0..span.len()).step_by(LANES).collect();
        let blocks: Vec<Vec<[f32; LANES]>> = firsts
            .par_iter()
            .map_init(Memory::default, |memory, first| {
                let lanes = Lanes::of(fields, span.start + first);
                self.block(&lanes, *first, (background, memory))
            })
            .collect();
        let row = |number: usize| {
            let lanes = blocks.iter().flat_map(|block| block[number]);
            lanes.take(span.len()).collect()
        };
        (0..self.quantities().len()).map(row).collect()
    }

    /// The statistics of one block of places, from place `first` on.
    fn block(
        &self,
        lanes: &Lanes,
        first: usize,
        (background, memory): (&Background<'_>, &mut Memory),
    ) -> Vec<[f32; LANES]> {
        let hours = self.hours.count();
        for (number, series) in memory.pollutants(self.plan).iter_mut().enumerate() {
            self.hours.mix(lanes, number, series);
        }
        let mut found = Vec::new();
        for lane in 0..LANES {
            let span = lane * hours..(lane + 1) * hours;
            let mut series: Vec<&mut [f32]> = memory
                .series
                .iter_mut()
                .map(|series| &mut series[span.clone()])
                .collect();
            self.complete(&mut series, &|pollutant| {
                background(pollutant, first + lane)
            });
            let of_lane = self.of_series(&series, &mut memory.scratch);
            found.resize(of_lane.len(), [0.0; LANES]);
            for (found, value) in found.iter_mut().zip(of_lane) {
                found[lane] = value;
            }
        }
        found
    }

    /// All statistics of one place, given every pollutant's hours.
    pub(super) fn of_series(&self, series: &[&mut [f32]], scratch: &mut Scratch) -> Vec<f32> {
        let mut found = Vec::new();
        for (statistics, series) in self.statistics.iter().zip(series) {
            for statistic in statistics {
                found.push(self.calendar.statistic(*statistic, series, scratch));
            }
        }
        found
    }

    /// Turns what sources contribute (g/m3) into totals in the pollutants' units: NO2 by the
    /// chemistry, and with the background, NaN where that is known elsewhere but not here.
    pub(super) fn complete(
        &self,
        series: &mut [&mut [f32]],
        background: &dyn Fn(Pollutant) -> Option<f64>,
    ) {
        let pollutants = &self.plan.pollutants;
        for (pollutant, series) in pollutants.iter().zip(series.iter_mut()) {
            let scale = unit(pollutant.name()).1 as f32;
            series.iter_mut().for_each(|it| *it *= scale);
        }
        let place = |of: Pollutant| pollutants.iter().position(|it| *it == of);
        if let (Some(nox), Some(no2)) = (place(Pollutant::Nox), place(Pollutant::No2))
            && let Ok([nox, no2]) = series.get_disjoint_mut([nox, no2])
        {
            self.plan.chemistry.convert(nox, no2);
        }
        for (pollutant, series) in pollutants.iter().zip(series.iter_mut()) {
            if self.plan.background.knows(*pollutant) {
                let behind = background(*pollutant).unwrap_or(f64::NAN) as f32;
                series.iter_mut().for_each(|it| *it += behind);
            }
        }
    }

    /// The statistics at all receptors.
    pub(super) fn at_receptors(&self, representatives: &Representatives<'_>) -> Vec<Column> {
        let receptors = &self.plan.receptors;
        let places: Vec<Coord<f64>> = receptors.iter().map(|receptor| receptor.at).collect();
        let bar = Bar::cells("hours at receptors", representatives.count() as u64);
        let fields = representatives.at(&places, &|count| bar.advance(count));
        bar.finish();
        let background = at_receptors(self.plan, receptors);
        let rows = self.rows(&fields, 0..places.len(), &background);
        let single = |row: Vec<f32>| row.into_iter().map(f64::from).collect();
        let columns = self.quantities().into_iter().zip(rows);
        columns
            .map(|(quantity, row)| (quantity, single(row)))
            .collect()
    }
}

/// One thread's memory.
#[derive(Default)]
struct Memory {
    /// Per pollutant the hours of all lanes.
    series: Vec<Vec<f32>>,
    scratch: Scratch,
}

impl Memory {
    fn pollutants(&mut self, plan: &Plan) -> &mut [Vec<f32>] {
        self.series.resize(plan.pollutants.len(), Vec::new());
        &mut self.series
    }
}
