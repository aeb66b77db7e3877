//! Mean kernels beside the hourly sums that they stand for, at some offsets from some sources.

use geo_types::Coord;
use rayon::prelude::*;

use super::climatology::Beside;
use super::element::array;
use super::profile::Profile;
use super::{Case, Element};

/// A source and a place that it is seen from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Number of the source.
    pub source: usize,
    /// The place (m).
    pub receptor: Coord<f64>,
}

/// Sums over hours of single plumes, filled release group by release group.
pub(super) struct KernelSample {
    /// Release group and offset (m) of every pair.
    offsets: Vec<(usize, [f64; 2])>,
    sums: Vec<f64>,
}

impl KernelSample {
    pub(super) fn new(case: &Case<'_>, membership: &[usize], pairs: &[Pair]) -> Self {
        let offset = |pair: &Pair| {
            let source = case.sources.get(pair.source)?;
            let from = anchor(&Element::of(&source.shape))?;
            let to = array(pair.receptor);
            Some((membership[pair.source], [to[0] - from[0], to[1] - from[1]]))
        };
        let offsets: Vec<_> = pairs.iter().filter_map(offset).collect();
        Self {
            sums: vec![0.0; offsets.len()],
            offsets,
        }
    }

    /// Release group, offset (m) and mean over `hours` hours (s/m3) of every pair.
    pub(super) fn means(&self, hours: usize) -> impl Iterator<Item = (usize, [f64; 2], f64)> {
        let hours = hours.max(1) as f64;
        let pairs = self.offsets.iter().zip(&self.sums);
        pairs.map(move |((group, offset), sum)| (*group, *offset, sum / hours))
    }
}

impl Beside for KernelSample {
    fn add(&mut self, group: usize, tables: &[(f64, Profile)]) {
        self.sums
            .par_iter_mut()
            .zip(&self.offsets)
            .filter(|(_, (of_group, _))| *of_group == group)
            .for_each(|(sum, (_, offset))| {
                let hours = tables
                    .iter()
                    .map(|(factor, table)| factor * table.at(*offset));
                *sum += hours.sum::<f64>();
            });
    }

    fn of_group(&self, group: usize) -> Vec<f64> {
        let pairs = self.sums.iter().zip(&self.offsets);
        let own = pairs.filter(|(_, (of_group, _))| *of_group == group);
        own.map(|(sum, _)| *sum).collect()
    }

    fn take(&mut self, group: usize, sums: &[f64]) -> bool {
        let pairs = self.sums.iter_mut().zip(&self.offsets);
        let own: Vec<&mut f64> = pairs
            .filter(|(_, (of_group, _))| *of_group == group)
            .map(|(sum, _)| sum)
            .collect();
        let fits = own.len() == sums.len();
        if fits {
            for (own, sum) in own.into_iter().zip(sums) {
                *own = *sum;
            }
        }
        fits
    }
}

/// A place on a source.
fn anchor(elements: &[(Element, f64)]) -> Option<[f64; 2]> {
    elements.first().and_then(|(element, _)| match element {
        Element::Point(at) => Some(*at),
        Element::Segment(segment) => Some(segment.start),
        Element::Polygon(edges) => edges.first().map(|edge| edge.start),
    })
}
