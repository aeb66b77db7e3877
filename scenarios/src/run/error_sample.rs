//! The error of a run, measured against the rung below at a random sample of its receptors.

use geo_types::Coord;
use pluim_core::grid::Grid;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::{Fields, Pair, Rung, error_between, mean_fields};
use pluim_core::source::{Shape, Source};
use pluim_io::run_folder::MeasuredError;

use super::sink::Written;
use crate::plan::Plan;

/// Places with less than this share of the largest value are not compared.
pub(super) const FLOOR: f64 = 1e-3;
/// The same for single plumes, whose values span far more.
const PLUME_FLOOR: f64 = 1e-6;
/// Places of the sample where none is asked for: many where the rung below costs little, few
/// where it sums hours.
const MANY: usize = 256;
const FEW: usize = 16;

/// The errors of a run.
#[derive(Default)]
pub(super) struct Errors {
    /// Against the rung below.
    pub(super) measured: Option<MeasuredError>,
    /// Of the mean kernels that the raster is made of.
    pub(super) kernels: Option<MeasuredError>,
    /// The largest share of a value that rounding can make, where values are differences.
    pub(super) rounding: Option<f64>,
}

impl Errors {
    /// Whether the rung itself, and not its kernels, misses the tolerance.
    pub(super) fn measured_above(&self, tolerance: f64) -> bool {
        let found = self.measured.as_ref();
        found.is_some_and(|error| error.percentile_99 > tolerance)
    }

    /// What 99 % of the places stay below at least: the errors of both steps added up.
    pub(super) fn total(&self) -> f64 {
        let both = self.measured.iter().chain(&self.kernels);
        both.map(|error| error.percentile_99).sum()
    }
}

/// The error of a field's values `found` against those of the rung below, `exact`, at the same
/// places; none where nothing is emitted.
pub(super) fn measured(
    plan: &Plan,
    below: Rung,
    found: &Fields,
    exact: &Fields,
) -> Option<MeasuredError> {
    let errors = error_between(found, exact, FLOOR);
    summary(&errors, below, plan.scenario.solver.seed)
}

/// The error of single plumes by their mean kernels against those summed over hours.
pub(super) fn of_kernels(
    plan: &Plan,
    [by_kernel, by_hours]: &[Fields; 2],
) -> Option<MeasuredError> {
    let errors = error_between(by_kernel, by_hours, PLUME_FLOOR);
    summary(&errors, Rung::Profile, plan.scenario.solver.seed)
}

/// What a record says of ascending `errors` against the rung `below`; nothing of none.
pub(crate) fn summary(errors: &[f64], below: Rung, seed: u64) -> Option<MeasuredError> {
    let last = errors.len().checked_sub(1)?;
    let at = |share: f64| errors[(last as f64 * share).ceil() as usize];
    Some(MeasuredError {
        compared_with: below.name().to_owned(),
        sample: errors.len(),
        seed,
        percentile_50: at(0.5),
        percentile_95: at(0.95),
        percentile_99: at(0.99),
        worst: errors[last],
    })
}

/// The error of what was `written` of a raster against its own mean kernels, of the pollutants that it
/// tells of. Files are read back while the kernels are summed.
pub(super) fn against_climatology(
    plan: &Plan,
    climatology: &Climatology<'_>,
    (written, grid): (&mut Written, &Grid),
    places: &[Coord<f64>],
) -> Option<MeasuredError> {
    let file = &mut *written;
    let (found, exact) = rayon::join(
        move || file.sampled(grid, places),
        || of_pollutants(plan, climatology, places),
    );
    let of_known = |fields: Fields| {
        let rows = fields.values.into_iter().enumerate();
        let known = rows.filter(|(it, _)| written.knows(*it));
        Fields {
            values: known.map(|(_, row)| row).collect(),
        }
    };
    measured(plan, Rung::Climatology, &of_known(found), &of_known(exact))
}

/// What all sources contribute at places, per pollutant, by the mean kernels (g/m3).
pub(super) fn of_pollutants(
    plan: &Plan,
    climatology: &Climatology<'_>,
    places: &[Coord<f64>],
) -> Fields {
    let by_group = mean_fields(climatology, places, &|_| {});
    let groups = plan.groups.len().max(1);
    let total = |of_groups: &[Vec<f64>]| -> Vec<f64> {
        let at = |place: usize| of_groups.iter().map(|row| row[place]).sum();
        (0..places.len()).map(at).collect()
    };
    Fields {
        values: by_group.values.chunks(groups).map(total).collect(),
    }
}

/// A place drawn at random.
pub(super) enum Drawn {
    /// The centre of a cell.
    Cell(Coord<f64>),
    /// A receptor, by number.
    Receptor(usize),
}

impl Drawn {
    /// Where it lies.
    pub(super) fn at(&self, plan: &Plan) -> Coord<f64> {
        match self {
            Self::Cell(at) => *at,
            Self::Receptor(number) => plan.receptors[*number].at,
        }
    }
}

/// Cells of the raster, or receptors where there is no raster, by the seed of the plan.
pub(super) fn draw(plan: &Plan, sample: usize) -> Vec<Drawn> {
    let mut random = SplitMix(plan.scenario.solver.seed);
    (0..sample)
        .filter_map(|_| match (&plan.grid, plan.receptors.len()) {
            (Some(grid), _) => Some(Drawn::Cell(grid.centre_of(random.below(grid.cells())))),
            (None, 0) => None,
            (None, count) => Some(Drawn::Receptor(random.below(count))),
        })
        .collect()
}

/// Random places of the raster, or random receptors where there is no raster.
pub(super) fn places(plan: &Plan, rung: Rung) -> Vec<Coord<f64>> {
    let sample = match rung {
        Rung::Raster => MANY,
        Rung::Direct | Rung::Profile | Rung::Climatology => FEW,
    };
    let drawn = draw(plan, plan.scenario.solver.sample.unwrap_or(sample));
    drawn.iter().map(|it| it.at(plan)).collect()
}

/// For every place a random source, the likelier the more it emits and the nearer it is.
pub(super) fn pairs(plan: &Plan, places: &[Coord<f64>]) -> Vec<Pair> {
    let mut random = SplitMix(!plan.scenario.solver.seed);
    let pair = |receptor: &Coord<f64>| {
        let mut sum = 0.0;
        let sums: Vec<f64> = plan
            .sources
            .iter()
            .map(|source| {
                sum += weight(source, *receptor);
                sum
            })
            .collect();
        let drawn = sum * random.share();
        let source = sums.iter().position(|sum| *sum > drawn)?;
        Some(Pair {
            source,
            receptor: *receptor,
        })
    };
    places.iter().filter_map(pair).collect()
}

/// What a source emits over its distance, which is never less than 10 m.
fn weight(source: &Source, receptor: Coord<f64>) -> f64 {
    let begin = match &source.shape {
        Shape::Point(at) => Some(*at),
        Shape::Line(line) => line.coords().next().copied(),
        Shape::Area(polygon) => polygon.exterior().coords().next().copied(),
    };
    let distance = begin.map_or(f64::INFINITY, |at| {
        (at.x - receptor.x).hypot(at.y - receptor.y).max(10.0)
    });
    source.rates.iter().sum::<f64>() / distance
}

/// The generator splitmix64 of Steele, Lea and Flood (2014): small, and the same everywhere.
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, which is not 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// A number from 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
