//! The question every rung answers, and how it is put to many receptors at once.

use geo_types::Coord;
use rayon::prelude::*;

use super::Case;

/// Mean concentration over the hours of a case (g/m3): one row of receptors per channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields {
    /// `values[channel][receptor]`.
    pub values: Vec<Vec<f64>>,
}

/// Something that knows the mean concentration that every source makes at a place.
pub trait MeanField: Sync {
    /// The case it answers for.
    fn case(&self) -> &Case<'_>;

    /// Mean concentration at `receptor` per unit emission of source number `source` (s/m3),
    /// its time profile included.
    fn unit(&self, source: usize, receptor: Coord<f64>) -> f64;

    /// [`MeanField::unit`] at several receptors, one after another in `units`, to the same bits.
    fn units(&self, source: usize, receptors: &[Coord<f64>], units: &mut [f64]) {
        for (unit, receptor) in units.iter_mut().zip(receptors) {
            *unit = self.unit(source, *receptor);
        }
    }
}

/// Told how many more receptors are finished; may be called from any thread.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// Receptors that one task computes between two reports of progress.
const BLOCK: usize = 64;

/// Mean concentration of every channel at every receptor (g/m3).
///
/// Receptors are divided over the threads of the current rayon pool; each is summed over the
/// sources in their order, so that the result does not depend on the number of threads.
#[must_use]
pub fn mean_fields(
    field: &dyn MeanField,
    receptors: &[Coord<f64>],
    progress: Progress<'_>,
) -> Fields {
    let channels = field.case().channels.count();
    let blocks: Vec<Vec<Vec<f64>>> = receptors
        .par_chunks(BLOCK)
        .map(|block| {
            let sums = at_receptors(field, block);
            progress(block.len() as u64);
            sums
        })
        .collect();
    let row = |channel: usize| {
        let rows = blocks.iter().map(|block| &block[channel]);
        rows.flatten().copied().collect()
    };
    Fields {
        values: (0..channels).map(row).collect(),
    }
}

/// One row a channel. The receptors of a block lie together, so that source by source they read
/// the same part of a table.
fn at_receptors(field: &dyn MeanField, receptors: &[Coord<f64>]) -> Vec<Vec<f64>> {
    let case = field.case();
    let mut sums = vec![vec![0.0; receptors.len()]; case.channels.count()];
    let mut units = vec![0.0; receptors.len()];
    for (number, source) in case.sources.iter().enumerate() {
        field.units(number, receptors, &mut units);
        for (pollutant, rate) in source.rates.iter().enumerate() {
            let channel = case.channels.index(pollutant, source.group);
            for (sum, unit) in sums[channel].iter_mut().zip(&units) {
                *sum += rate * unit;
            }
        }
    }
    sums
}

/// Relative differences |a - b| / b over all receptors of the fields summed over channels,
/// ascending; receptors where `b` is below `floor` times its largest value are left out.
#[must_use]
pub fn error_between(a: &Fields, b: &Fields, floor: f64) -> Vec<f64> {
    let total =
        |fields: &Fields, at: usize| -> f64 { fields.values.iter().map(|row| row[at]).sum() };
    let receptors = b.values.first().map_or(0, Vec::len);
    let largest = (0..receptors).map(|at| total(b, at)).fold(0.0, f64::max);
    let mut errors: Vec<f64> = (0..receptors)
        .filter(|&at| total(b, at) > floor * largest)
        .map(|at| (total(a, at) - total(b, at)).abs() / total(b, at))
        .collect();
    errors.sort_by(f64::total_cmp);
    errors
}
