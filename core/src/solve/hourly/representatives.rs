//! The fields of representative hours.

use geo_types::Coord;
use pluim_kernels::multilevel::SourceError;
use rayon::prelude::*;

use super::super::climatology::Climatology;
use super::super::raster::{Detail, RasterField};
use super::super::{Case, Channels, Progress, mean_fields};
use crate::grid::Grid;
use crate::source::{Source, TimeProfile};

/// Representative hours of a case, in each of which all sources emit at their annual mean rate;
/// what they contribute is kept apart by pollutant and time profile.
pub struct Representatives<'a> {
    case: Case<'a>,
    hours: &'a [usize],
    /// The sources, with their time profile as source group.
    sources: Vec<Source>,
    even: Vec<TimeProfile>,
    /// Numbers of the time profiles that sources follow.
    profiles: Vec<usize>,
}

/// Fields of representative hours at some places (g/m3).
#[derive(Debug, Clone, PartialEq)]
pub struct RepresentativeFields {
    /// `values[representative][channel][place]`.
    pub values: Vec<Vec<Vec<f32>>>,
}

impl<'a> Representatives<'a> {
    /// The hours of `case` numbered in `hours`.
    #[must_use]
    pub fn new(case: Case<'a>, hours: &'a [usize]) -> Self {
        let mut profiles: Vec<usize> = case.sources.iter().map(|it| it.profile).collect();
        profiles.sort_unstable();
        profiles.dedup();
        let sources = case.sources.iter().map(|source| {
            let group = profiles.binary_search(&source.profile).unwrap_or(0);
            Source {
                group,
                profile: 0,
                ..source.clone()
            }
        });
        Self {
            case,
            hours,
            sources: sources.collect(),
            even: vec![TimeProfile::constant()],
            profiles,
        }
    }

    /// Numbers of the time profiles that are kept apart, in the order of the channels' groups.
    #[must_use]
    pub fn profiles(&self) -> &[usize] {
        &self.profiles
    }

    /// How many representatives there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.hours.len()
    }

    /// The channels of the fields: pollutants by time profiles.
    #[must_use]
    pub fn channels(&self) -> Channels {
        Channels {
            pollutants: self.case.channels.pollutants,
            groups: self.profiles.len(),
        }
    }

    /// The one hour of representative number `number`.
    fn hour(&self, number: usize) -> Climatology<'_> {
        let hour = self.hours[number];
        Climatology::new(Case {
            hours: &self.case.hours[hour..=hour],
            sources: &self.sources,
            profiles: &self.even,
            channels: self.channels(),
            ..self.case
        })
    }

    /// The fields at single places, by the `climatology` rung; `progress` hears of every
    /// representative.
    #[must_use]
    pub fn at(&self, places: &[Coord<f64>], progress: Progress<'_>) -> RepresentativeFields {
        let values = (0..self.hours.len())
            .map(|number| {
                let fields = mean_fields(&self.hour(number), places, &|_| {});
                progress(1);
                let single = |row: Vec<f64>| row.into_iter().map(|it| it as f32).collect();
                fields.values.into_iter().map(single).collect()
            })
            .collect();
        RepresentativeFields { values }
    }

    fn raster(&self, number: usize, grid: &Grid) -> Result<RasterField, SourceError> {
        RasterField::new(&self.hour(number), grid, Detail::Groups)
    }

    /// The fields on a grid, row by row, by the `raster` rung; `progress` hears of every
    /// representative.
    ///
    /// # Errors
    /// As [`RasterField::new`].
    pub fn on(
        &self,
        grid: &Grid,
        progress: Progress<'_>,
    ) -> Result<RepresentativeFields, SourceError> {
        let of_hour = |number: usize| {
            let raster = self.raster(number, grid)?;
            let mut values = vec![Vec::with_capacity(grid.cells()); self.channels().count()];
            for band in 0..raster.bands() {
                let rows = raster.band(band);
                for (all, part) in values.iter_mut().zip(rows.fields) {
                    all.extend(part);
                }
            }
            progress(1);
            Ok(values)
        };
        let values = (0..self.hours.len()).into_par_iter().map(of_hour);
        Ok(RepresentativeFields {
            values: values.collect::<Result<_, _>>()?,
        })
    }
}
