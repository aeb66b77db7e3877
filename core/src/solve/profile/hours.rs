//! Tables of all hours, and the sum over them.

use geo_types::Coord;
use rayon::prelude::*;

use super::{Filling, Profile};
use crate::meteorology::Hour;
use crate::solve::element::array;
use crate::solve::{Case, Element, FarLine, MeanField};
use crate::source::Release;

/// The sources of a case, ready to be summed hour by hour.
pub(in crate::solve) struct Hourly {
    elements: Vec<Vec<(Element, f64)>>,
    far: Vec<Option<FarLine>>,
}

impl Hourly {
    pub(in crate::solve) fn new(case: &Case<'_>) -> Self {
        let elements: Vec<_> = case
            .sources
            .iter()
            .map(|source| Element::of(&source.shape))
            .collect();
        let far = elements.iter().map(|parts| FarLine::of(parts)).collect();
        Self { elements, far }
    }

    /// One hour of one source of 1 g/s: two points from afar, else part by part.
    fn hour(&self, table: &Profile, source: usize, receptor: [f64; 2]) -> f64 {
        if let Some(far) = &self.far[source]
            && let Some(value) = table.of_far_line(far, receptor)
        {
            return value;
        }
        let parts = self.elements[source].iter();
        parts
            .map(|(element, share)| share * table.of_element(element, receptor))
            .sum()
    }

    /// Sum over hours, each with its factor, of one source of 1 g/s.
    pub(in crate::solve) fn hours(
        &self,
        tables: &[(f64, Profile)],
        source: usize,
        receptor: [f64; 2],
    ) -> f64 {
        let emitting = tables.iter().filter(|(factor, _)| *factor > 0.0);
        emitting
            .map(|(factor, table)| factor * self.hour(table, source, receptor))
            .sum()
    }
}

/// The tables of a release group in some of the hours of `case`, with the emission factor of
/// time profile number `profile`.
pub(in crate::solve) fn tables(
    case: &Case<'_>,
    hours: &[Hour],
    release: &Release,
    profile: usize,
) -> Vec<(f64, Profile)> {
    let (profile, filling) = (&case.profiles[profile], Filling::new());
    hours
        .par_iter()
        .map(|hour| {
            (
                profile.factor(hour.begins),
                Profile::new(case, hour, release, &filling),
            )
        })
        .collect()
}

/// The rung: every hour and source by table.
pub struct Profiles<'a> {
    case: Case<'a>,
    hourly: Hourly,
    /// Release group of each source.
    membership: Vec<usize>,
    /// `tables[release group][hour]`.
    tables: Vec<Vec<(f64, Profile)>>,
}

impl<'a> Profiles<'a> {
    /// Tabulates every release group in every hour of `case`.
    #[must_use]
    pub fn new(case: Case<'a>) -> Self {
        let (groups, membership) = case.release_groups();
        let tables = groups
            .iter()
            .map(|(release, profile)| tables(&case, case.hours, release, *profile))
            .collect();
        Self {
            case,
            hourly: Hourly::new(&case),
            membership,
            tables,
        }
    }
}

impl MeanField for Profiles<'_> {
    fn case(&self) -> &Case<'_> {
        &self.case
    }

    fn unit(&self, source: usize, receptor: Coord<f64>) -> f64 {
        let tables = &self.tables[self.membership[source]];
        self.hourly.hours(tables, source, array(receptor)) / self.case.hours.len() as f64
    }
}
