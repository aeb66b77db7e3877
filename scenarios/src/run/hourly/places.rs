//! Statistics at places of which the representative hours are known.

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::solve::hourly::{Hours, LANES, Lanes, RepresentativeFields, Representatives};
use pluim_core::statistics::of_series::{Calendar, Scratch};
use pluim_io::run_folder::Quantity;
use rayon::prelude::*;

use crate::plan::Plan;
use crate::run::answer::Column;
use crate::run::progress::Bar;
use crate::run::quantities::{at_receptors, unit};

/// The background of a pollutant at a place, by its number.
pub(super) type Background<'a> = dyn Fn(Pollutant, usize) -> Option<f64> + Sync + 'a;

/// What turns representative hours into statistics.
pub(super) struct Places<'a> {
    pub(super) plan: &'a Plan,
    pub(super) calendar: Calendar,
    pub(super) hours: Hours,
}

impl Places<'_> {
    /// What is told of every place: pollutant by pollutant all statistics.
    pub(super) fn quantities(&self) -> Vec<Quantity> {
        let pollutants = self.plan.pollutants.iter();
        let of = |pollutant: &Pollutant| {
            let name = pollutant.name();
            let statistics = self.plan.statistics.iter();
            statistics.map(move |it| Quantity::new(name, &it.to_string()))
        };
        pollutants.flat_map(of).collect()
    }

    /// The statistics of `count` places: one row a quantity.
    pub(super) fn rows(
        &self,
        fields: &RepresentativeFields,
        count: usize,
        background: &Background<'_>,
    ) -> Vec<Vec<f32>> {
        let firsts: Vec<usize> = (0..count).step_by(LANES).collect();
        let blocks: Vec<Vec<[f32; LANES]>> = firsts
            .par_iter()
            .map_init(Memory::default, |memory, first| {
                self.block(&Lanes::of(fields, *first), *first, (background, memory))
            })
            .collect();
        let row = |number: usize| {
            let lanes = blocks.iter().flat_map(|block| block[number]);
            lanes.take(count).collect()
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
        let mut found = Vec::new();
        for (number, pollutant) in self.plan.pollutants.iter().enumerate() {
            self.hours.mix(lanes, number, &mut memory.series);
            let start = found.len();
            found.resize(start + self.plan.statistics.len(), [0.0; LANES]);
            for (lane, series) in memory.series.chunks_exact_mut(hours).enumerate() {
                let behind = background(*pollutant, first + lane);
                self.complete(*pollutant, series, behind);
                for (at, statistic) in self.plan.statistics.iter().enumerate() {
                    found[start + at][lane] =
                        self.calendar
                            .statistic(*statistic, series, &mut memory.scratch);
                }
            }
        }
        found
    }

    /// Turns what sources contribute (g/m3) into the total in the pollutant's unit; NaN where the
    /// background is known elsewhere but not here.
    pub(super) fn complete(&self, pollutant: Pollutant, series: &mut [f32], behind: Option<f64>) {
        let scale = unit(pollutant.name()).1 as f32;
        let behind = if self.plan.background.knows(pollutant) {
            behind.unwrap_or(f64::NAN) as f32
        } else {
            0.0
        };
        series.iter_mut().for_each(|it| *it = scale * *it + behind);
    }

    /// The statistics at all receptors.
    pub(super) fn at_receptors(&self, representatives: &Representatives<'_>) -> Vec<Column> {
        let receptors = &self.plan.receptors;
        let places: Vec<Coord<f64>> = receptors.iter().map(|receptor| receptor.at).collect();
        let bar = Bar::cells("hours at receptors", representatives.count() as u64);
        let fields = representatives.at(&places, &|count| bar.advance(count));
        bar.finish();
        let background = at_receptors(self.plan, receptors);
        let rows = self.rows(&fields, places.len(), &background);
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
    series: Vec<f32>,
    scratch: Scratch,
}
