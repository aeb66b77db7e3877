//! Places at which the hourly sum is made beside the mean kernel.

use geo_types::Coord;
use rayon::prelude::*;

use super::climatology::Beside;
use super::element::array;
use super::profile::{Hourly, Profile};
use super::{Case, Fields};

/// Sums of the `profile` rung at some places, filled release group by release group.
pub(super) struct Witness<'a> {
    case: Case<'a>,
    hourly: Hourly,
    /// Sources of each release group.
    members: Vec<Vec<usize>>,
    places: Vec<[f64; 2]>,
    /// `sums[group][place][channel]`, of release groups.
    sums: Vec<Vec<Vec<f64>>>,
}

impl<'a> Witness<'a> {
    pub(super) fn new(case: Case<'a>, membership: &[usize], places: &[Coord<f64>]) -> Self {
        let groups = membership.iter().max().map_or(0, |last| last + 1);
        let mut members = vec![Vec::new(); groups];
        for (source, group) in membership.iter().enumerate() {
            members[*group].push(source);
        }
        Self {
            case,
            hourly: Hourly::new(&case),
            members,
            places: places.iter().map(|at| array(*at)).collect(),
            sums: vec![vec![vec![0.0; case.channels.count()]; places.len()]; groups],
        }
    }

    /// The means (g/m3).
    pub(super) fn fields(self) -> Fields {
        let hours = self.case.hours.len().max(1) as f64;
        let at = |number: usize, place: usize| {
            let of_groups = self.sums.iter().map(|sums| sums[place][number]);
            of_groups.sum::<f64>() / hours
        };
        let channel = |number: usize| (0..self.places.len()).map(|it| at(number, it)).collect();
        Fields {
            values: (0..self.case.channels.count()).map(channel).collect(),
        }
    }
}

impl Beside for Witness<'_> {
    fn add(&mut self, group: usize, tables: &[(f64, Profile)]) {
        let (case, hourly, members) = (&self.case, &self.hourly, &self.members[group]);
        self.sums[group]
            .par_iter_mut()
            .zip(&self.places)
            .for_each(|(sums, place)| {
                for source in members {
                    let unit = hourly.hours(tables, *source, *place);
                    let emitter = &case.sources[*source];
                    for (pollutant, rate) in emitter.rates.iter().enumerate() {
                        sums[case.channels.index(pollutant, emitter.group)] += rate * unit;
                    }
                }
            });
    }

    fn of_group(&self, group: usize) -> Vec<f64> {
        self.sums[group].concat()
    }

    fn take(&mut self, group: usize, sums: &[f64]) -> bool {
        let channels = self.case.channels.count();
        let fits = sums.len() == channels * self.places.len();
        if fits {
            let places = self.sums[group].iter_mut();
            for (own, sums) in places.zip(sums.chunks(channels.max(1))) {
                own.copy_from_slice(sums);
            }
        }
        fits
    }
}
