//! Contributions that several runs may share.

use std::path::{Path, PathBuf};

use pluim_core::emission::Pollutant;
use pluim_core::source::Source;
use pluim_io::error::InputError;
use pluim_io::run_folder::{Quantity, Results};

use super::edit::{Edit, Sources, edit};
use crate::background::{BACKGROUND, SOURCES};
use crate::error::Result;
use crate::plan::{No2, Plan};
use crate::run::quantities::{MEAN, Sum, from_hours};

/// Where a contribution lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// With the pieces, under this number; it is computed.
    Computed(usize),
    /// In a run that was made before.
    Kept {
        folder: PathBuf,
        run_id: String,
        part: Part,
    },
}

impl Origin {
    /// Whether it lies in a run that was made before.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self, Self::Kept { .. })
    }
}

/// A part of the results of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The contribution of a source group.
    Group(String),
    /// What all sources give together.
    Sources,
}

impl Part {
    /// Its quantity in rasters and tables of a run that knows the background or does not.
    pub(super) fn quantity(&self, pollutant: Pollutant, background: bool) -> Quantity {
        let mean = Quantity::new(pollutant.name(), MEAN);
        match self {
            Self::Group(name) => mean.of_group(name),
            Self::Sources if background => mean.of_group(SOURCES),
            Self::Sources => mean,
        }
    }
}

/// A contribution and whether it counts or is to be taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    Plus(Origin),
    Minus(Origin),
}

impl Term {
    pub(super) fn origin(&self) -> &Origin {
        match self {
            Self::Plus(origin) | Self::Minus(origin) => origin,
        }
    }

    pub(super) fn sign(&self) -> f64 {
        match self {
            Self::Plus(_) => 1.0,
            Self::Minus(_) => -1.0,
        }
    }
}

/// How much of a contribution another run had too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shared {
    /// All of it.
    Whole,
    /// All but that of so many sources.
    But(usize),
    /// Nothing.
    Nothing,
}

/// The contribution of some source groups, the sum of its terms.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The source groups, by number.
    pub(super) groups: Vec<usize>,
    pub(super) terms: Vec<Term>,
    pub(super) shared: Shared,
}

impl Piece {
    /// Whether it is one of those that a sum is made of.
    pub(super) fn belongs_to(&self, sum: &Sum) -> bool {
        self.groups.iter().all(|it| sum.groups.contains(it))
    }

    /// What it gives in one place, from the values of its terms there.
    pub(super) fn total(&self, values: impl Iterator<Item = f64>) -> f64 {
        let terms = self.terms.iter().zip(values);
        let sum: f64 = terms.map(|(term, value)| term.sign() * value).sum();
        // what rounding leaves of sources that were taken away is none
        if sum < 0.0 { 0.0 } else { sum }
    }
}

/// The raster of the background of a pollutant in a run that was made before; none where nothing
/// was kept of one with it.
pub(super) fn background_of(pieces: &[Piece], pollutant: Pollutant) -> Option<PathBuf> {
    let quantity = Quantity::new(pollutant.name(), MEAN).of_group(BACKGROUND);
    let terms = pieces.iter().flat_map(|piece| &piece.terms);
    let mut files = terms.filter_map(|term| match term.origin() {
        Origin::Kept { folder, .. } => Some(folder.join(quantity.raster_file())),
        Origin::Computed(_) => None,
    });
    files.find(|file| file.exists())
}

/// Sources whose contribution is known or will be.
struct Known {
    sources: Sources,
    origin: Origin,
}

/// All different contributions.
#[derive(Default)]
pub(super) struct Pieces(Vec<Known>);

impl Pieces {
    /// The pieces that make up `plan`; those that are not known yet are added.
    pub(super) fn of(&mut self, plan: &Plan) -> Vec<Piece> {
        let groups = 0..plan.groups.len();
        if self.keeps_sources_together() && !plan.scenario.output.contributions {
            return vec![self.piece(plan, groups.collect())];
        }
        groups.map(|group| self.piece(plan, vec![group])).collect()
    }

    fn keeps_sources_together(&self) -> bool {
        let together = |it: &Known| {
            matches!(
                &it.origin,
                Origin::Kept {
                    part: Part::Sources,
                    ..
                }
            )
        };
        self.0.iter().any(together)
    }

    fn piece(&mut self, plan: &Plan, groups: Vec<usize>) -> Piece {
        let sources = of_groups(plan, &groups);
        let known = self
            .0
            .iter()
            .find(|it| it.sources.sources == sources.sources);
        if let Some(known) = known {
            return Piece {
                groups,
                terms: vec![Term::Plus(known.origin.clone())],
                shared: Shared::Whole,
            };
        }
        match self.edited(plan, &groups, &sources) {
            Some((kept, edit)) => {
                let shared = Shared::But(edit.count);
                let mut terms = vec![Term::Plus(kept)];
                if !edit.added.sources.is_empty() {
                    terms.push(Term::Plus(self.computed(edit.added)));
                }
                if !edit.taken.sources.is_empty() {
                    terms.push(Term::Minus(self.computed(edit.taken)));
                }
                Piece {
                    groups,
                    terms,
                    shared,
                }
            }
            None => Piece {
                groups,
                terms: vec![Term::Plus(self.computed(sources))],
                shared: Shared::Nothing,
            },
        }
    }

    /// A contribution that was kept and what has changed since, if that is less than half of the
    /// sources.
    fn edited(&self, plan: &Plan, groups: &[usize], now: &Sources) -> Option<(Origin, Edit)> {
        let kept = self.0.iter().find(|it| match &it.origin {
            Origin::Computed(_) => false,
            Origin::Kept { part, .. } => match part {
                Part::Sources => true,
                Part::Group(name) => groups.iter().all(|group| plan.groups[*group] == *name),
            },
        })?;
        let edit = edit(&kept.sources, now);
        (2 * edit.count < now.sources.len()).then(|| (kept.origin.clone(), edit))
    }

    /// Where the contribution of sources will lie once it is computed.
    fn computed(&mut self, sources: Sources) -> Origin {
        let origin = Origin::Computed(self.to_compute().count());
        self.0.push(Known {
            sources,
            origin: origin.clone(),
        });
        origin
    }

    fn to_compute(&self) -> impl Iterator<Item = &Known> {
        let computed = |it: &&Known| matches!(it.origin, Origin::Computed(_));
        self.0.iter().filter(computed)
    }

    /// Takes note of what the run of `results` kept: the contributions of its source groups, or else
    /// that of all of them together.
    pub(super) fn keep(&mut self, plan: &Plan, results: &Results) {
        if plan.scenario.output.contributions {
            for (group, name) in plan.groups.iter().enumerate() {
                self.keep_part(plan, results, (&[group], Part::Group(name.clone())));
            }
        } else {
            let all: Vec<usize> = (0..plan.groups.len()).collect();
            self.keep_part(plan, results, (&all, Part::Sources));
        }
    }

    fn keep_part(&mut self, plan: &Plan, results: &Results, (groups, part): (&[usize], Part)) {
        let kept = |pollutant: &Pollutant| {
            let quantity = part.quantity(*pollutant, plan.background.knows(*pollutant));
            results.rasters.contains(&quantity)
        };
        let mut summed = plan.pollutants.iter().filter(|it| !from_hours(plan, **it));
        if plan.grid.is_none() || summed.all(kept) {
            self.0.push(Known {
                sources: of_groups(plan, groups),
                origin: Origin::Kept {
                    folder: results.folder.clone(),
                    run_id: results.record.run_id.clone(),
                    part,
                },
            });
        }
    }

    /// Whether there is nothing to compute.
    pub(super) fn are_kept(&self) -> bool {
        self.to_compute().next().is_none()
    }

    /// A plan of all pieces that are to be computed, each a group by its number, with weather and
    /// places as in `like`.
    pub(super) fn plan(&self, like: Plan) -> Plan {
        let computed: Vec<&Known> = self.to_compute().collect();
        let mut plan = like;
        plan.groups = (0..computed.len()).map(|it| it.to_string()).collect();
        plan.sources.clear();
        plan.emissions.clear();
        for (group, known) in computed.iter().enumerate() {
            let sources = known.sources.sources.iter().cloned();
            plan.sources
                .extend(sources.map(|it| Source { group, ..it }));
            plan.emissions
                .extend(known.sources.emissions.iter().cloned());
        }
        plan.scenario.output.contributions = computed.len() > 1;
        plan.statistics.clear();
        plan.chemistry = No2::Emitted;
        plan
    }
}

/// The sources of some groups, without their number.
fn of_groups(plan: &Plan, groups: &[usize]) -> Sources {
    let both = plan.sources.iter().zip(&plan.emissions);
    let (sources, emissions) = both
        .filter(|(source, _)| groups.contains(&source.group))
        .map(|(source, emission)| {
            let source = Source {
                group: 0,
                ..source.clone()
            };
            (source, emission.clone())
        })
        .unzip();
    Sources { sources, emissions }
}

/// Refuses a run whose contributions are not those of `plan` even where the sources are.
pub(super) fn check_alike(plan: &Plan, before: &Plan, folder: &Path) -> Result<()> {
    let (now, then) = (&plan.scenario, &before.scenario);
    let same_profiles = plan.profiles == before.profiles;
    let same_places = plan.receptors == before.receptors;
    let checks = [
        ("weather", plan.hours == before.hours),
        ("time profiles", same_profiles),
        ("raster", plan.grid == before.grid && now.epsg == then.epsg),
        ("receptors", same_places),
        ("solver", now.solver == then.solver),
        ("pollutants", plan.pollutants == before.pollutants),
        ("background", plan.background == before.background),
    ];
    match checks.into_iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((what, _)) => Err(
            InputError::new(folder, format!("a run with the same {what}"))
                .found("another")
                .hint("run without --base")
                .into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_four_pieces_and_a_variant_adds_one() {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/scenario.toml");
        let base = Plan::read(&demo).unwrap();
        let mut quiet = Plan::read(&demo).unwrap();
        for source in quiet.sources.iter_mut().filter(|it| it.group == 0) {
            source.rates[0] *= 0.5;
        }
        let mut pieces = Pieces::default();
        let pieces_of_base = pieces.of(&base);
        let computed = |it: &Piece| it.shared == Shared::Nothing;
        assert!(pieces_of_base.iter().all(computed));
        let own = pieces.of(&quiet);
        let computed: Vec<bool> = own.iter().map(computed).collect();
        assert_eq!(computed, [true, false, false, false]);
        assert_eq!(own[0].terms, [Term::Plus(Origin::Computed(4))]);
    }
}
