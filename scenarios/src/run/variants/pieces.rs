//! Source groups that several runs may share.

use std::path::{Path, PathBuf};

use pluim_core::source::Source;
use pluim_io::error::InputError;
use pluim_io::run_folder::{Quantity, Results};

use crate::error::Result;
use crate::plan::{No2, Plan, SourceEmission};

/// Where the contribution of a source group comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The piece of this number, which is computed.
    Computed(usize),
    /// A run that was made before.
    Kept { folder: PathBuf, run_id: String },
}

/// The contribution of one source group.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) group: String,
    pub(super) origin: Origin,
    /// Whether another run needed it too.
    pub(super) shared: bool,
}

/// Sources of one group.
struct Known {
    sources: Vec<Source>,
    emissions: Vec<SourceEmission>,
    origin: Origin,
}

/// All different source groups.
#[derive(Default)]
pub(super) struct Pieces(Vec<Known>);

impl Pieces {
    /// The pieces that make up `plan`; those that are not known yet are added.
    pub(super) fn of(&mut self, plan: &Plan) -> Vec<Piece> {
        let groups = 0..plan.groups.len();
        groups.map(|group| self.piece(plan, group)).collect()
    }

    fn piece(&mut self, plan: &Plan, group: usize) -> Piece {
        let (sources, emissions) = of_group(plan, group);
        let name = plan.groups[group].clone();
        let known = self.0.iter().find(|it| it.sources == sources);
        let shared = known.is_some();
        let origin = match known {
            Some(known) => known.origin.clone(),
            None => {
                let computed = |it: &&Known| matches!(it.origin, Origin::Computed(_));
                let origin = Origin::Computed(self.0.iter().filter(computed).count());
                self.0.push(Known {
                    sources,
                    emissions,
                    origin: origin.clone(),
                });
                origin
            }
        };
        Piece {
            group: name,
            origin,
            shared,
        }
    }

    /// Takes note of the groups of which the run of `results` kept the contribution.
    pub(super) fn keep(&mut self, plan: &Plan, results: &Results) {
        for (group, name) in plan.groups.iter().enumerate() {
            let of = |pollutant: &pluim_core::emission::Pollutant| {
                Quantity::new(pollutant.name(), "mean").of_group(name)
            };
            let rasters = plan.grid.is_none()
                || plan
                    .pollutants
                    .iter()
                    .all(|it| results.rasters.contains(&of(it)));
            if !(rasters && plan.scenario.output.contributions) {
                continue;
            }
            let (sources, emissions) = of_group(plan, group);
            self.0.push(Known {
                sources,
                emissions,
                origin: Origin::Kept {
                    folder: results.folder.clone(),
                    run_id: results.record.run_id.clone(),
                },
            });
        }
    }

    /// A plan of all pieces that are to be computed, each a group by its number; none where there
    /// is nothing to compute.
    pub(super) fn plan(&self, file: &Path) -> Result<Option<Plan>> {
        let computed: Vec<&Known> = self
            .0
            .iter()
            .filter(|it| matches!(it.origin, Origin::Computed(_)))
            .collect();
        if computed.is_empty() {
            return Ok(None);
        }
        let mut plan = Plan::read(file)?;
        plan.groups = (0..computed.len()).map(|it| it.to_string()).collect();
        plan.sources.clear();
        plan.emissions.clear();
        for (group, known) in computed.iter().enumerate() {
            let sources = known.sources.iter().cloned();
            plan.sources
                .extend(sources.map(|it| Source { group, ..it }));
            plan.emissions.extend(known.emissions.iter().cloned());
        }
        plan.scenario.output.contributions = true;
        plan.statistics.clear();
        plan.chemistry = No2::Emitted;
        Ok(Some(plan))
    }
}

/// The sources of a group, without its number.
fn of_group(plan: &Plan, group: usize) -> (Vec<Source>, Vec<SourceEmission>) {
    let both = plan.sources.iter().zip(&plan.emissions);
    both.filter(|(source, _)| source.group == group)
        .map(|(source, emission)| {
            let source = Source {
                group: 0,
                ..source.clone()
            };
            (source, emission.clone())
        })
        .unzip()
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
        assert!(pieces.of(&base).iter().all(|it| !it.shared));
        let own = pieces.of(&quiet);
        let shared: Vec<bool> = own.iter().map(|it| it.shared).collect();
        assert_eq!(shared, [false, true, true, true]);
        assert_eq!(own[0].origin, Origin::Computed(4));
    }
}
