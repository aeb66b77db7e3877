//! The `climatology` rung: one mean kernel over all hours per release group and time profile, so
//! that an annual mean needs no hour loop.

use geo_types::Coord;

use super::element::array;
use super::group_store::{GroupStore, GroupSums, NoStore};
use super::kernel_integrals::{MeanKernel, is_far};
use super::kernel_sample::{KernelSample, Pair};
use super::mean_kernel::{from_values, mean_kernel};
use super::profile::Profile;
use super::witness::Witness;
use super::{Case, Element, FarLine, Fields, MeanField};

/// Something that is summed beside the mean kernels, release group by release group.
pub(super) trait Beside {
    /// Adds some hours of release group number `group`.
    fn add(&mut self, group: usize, tables: &[(f64, Profile)]);

    /// What was added of it.
    fn of_group(&self, group: usize) -> Vec<f64>;

    /// Takes what was added of it before; false where it does not fit.
    fn take(&mut self, group: usize, sums: &[f64]) -> bool;
}

/// Nothing beside.
struct Alone;

impl Beside for Alone {
    fn add(&mut self, _: usize, _: &[(f64, Profile)]) {}

    fn of_group(&self, _: usize) -> Vec<f64> {
        Vec::new()
    }

    fn take(&mut self, _: usize, sums: &[f64]) -> bool {
        sums.is_empty()
    }
}

/// The rung: every source by the mean kernel of its release group.
pub struct Climatology<'a> {
    case: Case<'a>,
    elements: Vec<Vec<(Element, f64)>>,
    far: Vec<Option<FarLine>>,
    membership: Vec<usize>,
    kernels: Vec<MeanKernel>,
}

impl<'a> Climatology<'a> {
    /// Averages the plumes of every release group of `case`.
    #[must_use]
    pub fn new(case: Case<'a>) -> Self {
        Self::beside(case, &mut Alone, &NoStore)
    }

    /// The same, and beside it the mean by the `profile` rung at `places`, made from the same
    /// tables while they are at hand; the difference is the error of the rung. Release groups that
    /// `store` holds are taken from there.
    #[must_use]
    pub fn witnessed(
        case: Case<'a>,
        places: &[Coord<f64>],
        store: &dyn GroupStore,
    ) -> (Self, Fields) {
        let (_, membership) = case.release_groups();
        let mut witness = Witness::new(case, &membership, places);
        let climatology = Self::beside(case, &mut witness, store);
        (climatology, witness.fields())
    }

    /// The same, and beside it what single sources give single places: by their mean kernels,
    /// and by the sum over hours. A source counts as a point where it begins. The difference is
    /// the error of the kernels, at a cost that does not grow with the number of sources.
    ///
    /// Pairs that name no source are left out. Release groups that `store` holds are taken from
    /// there.
    #[must_use]
    pub fn sampled(case: Case<'a>, pairs: &[Pair], store: &dyn GroupStore) -> (Self, [Fields; 2]) {
        let (_, membership) = case.release_groups();
        let mut sample = KernelSample::new(&case, &membership, pairs);
        let climatology = Self::beside(case, &mut sample, store);
        let (by_kernel, by_hours) = sample
            .means(case.hours.len())
            .map(|(group, [dx, dy], mean)| (climatology.kernels[group].table().at(dx, dy), mean))
            .unzip();
        let field = |values: Vec<f64>| Fields {
            values: vec![values],
        };
        (climatology, [field(by_kernel), field(by_hours)])
    }

    /// Averages the plumes, except of release groups that `store` holds; `beside` is shown the
    /// hourly tables of the others as they pass.
    fn beside(case: Case<'a>, beside: &mut dyn Beside, store: &dyn GroupStore) -> Self {
        let (groups, membership) = case.release_groups();
        let kernels = groups
            .iter()
            .enumerate()
            .map(|(number, (release, profile))| {
                if let Some(kept) = store.find(number)
                    && let Some(kernel) = from_values(release, kept.kernel)
                    && beside.take(number, &kept.beside)
                {
                    return MeanKernel::new(kernel);
                }
                let kernel = mean_kernel(&case, release, *profile, &mut |tables| {
                    beside.add(number, tables);
                });
                let sums = GroupSums {
                    kernel: kernel.values().to_vec(),
                    beside: beside.of_group(number),
                };
                store.keep(number, &sums);
                MeanKernel::new(kernel)
            })
            .collect();
        let elements: Vec<_> = case
            .sources
            .iter()
            .map(|source| Element::of(&source.shape))
            .collect();
        let far = elements.iter().map(|parts| FarLine::of(parts)).collect();
        Self {
            case,
            elements,
            far,
            membership,
            kernels,
        }
    }

    /// The mean kernels, one per release group.
    #[must_use]
    pub fn kernels(&self) -> &[MeanKernel] {
        &self.kernels
    }

    /// A source's mean by its parts.
    fn near(&self, source: usize, receptor: [f64; 2]) -> f64 {
        let kernel = &self.kernels[self.membership[source]];
        self.elements[source]
            .iter()
            .map(|(element, share)| share * kernel.of_element(element, receptor))
            .sum()
    }

    /// Release group of source number `source`.
    #[must_use]
    pub fn release_group(&self, source: usize) -> usize {
        self.membership[source]
    }
}

impl MeanField for Climatology<'_> {
    fn case(&self) -> &Case<'_> {
        &self.case
    }

    fn unit(&self, source: usize, receptor: Coord<f64>) -> f64 {
        let kernel = &self.kernels[self.membership[source]];
        let receptor = array(receptor);
        match &self.far[source] {
            Some(far) if is_far(far, receptor) => kernel.of_far_line(far, receptor),
            _ => self.near(source, receptor),
        }
    }

    fn units(&self, source: usize, receptors: &[Coord<f64>], units: &mut [f64]) {
        let kernel = &self.kernels[self.membership[source]];
        let places = || receptors.iter().map(|receptor| array(*receptor));
        if let Some(far) = &self.far[source]
            && places().all(|receptor| is_far(far, receptor))
        {
            for (unit, receptor) in units.iter_mut().zip(places()) {
                *unit = kernel.of_far_line(far, receptor);
            }
            return;
        }
        for (unit, receptor) in units.iter_mut().zip(receptors) {
            *unit = self.unit(source, *receptor);
        }
    }
}
