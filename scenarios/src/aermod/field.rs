//! Concentrations of one hour.
//!
//! [`HourlyField`] is the border between the bookkeeping of a run and the summation over sources;
//! [`SummedPlumes`] is the summation at one rung of the solver ladder.

use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::{Footing, PblHour, PblPlume, View};
use pluim_core::solve::Rung;
use pluim_core::solve::hour::{Detail, HourPlace, HourSource, Receptors, Turned, tabulated};
use pluim_core::source::Release;

use super::deposition::Conditions;
use super::plan::{Emitter, Level, Place, Plan};
use super::sight::Sight;
use super::table::PlumeTable;

/// A source in an hour in which it emits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Active {
    /// Number of the source.
    pub source: usize,
    /// How its release starts in this hour.
    pub release: Release,
    /// Emission (g/s, g/m/s or g/m2/s).
    pub emission: f64,
}

/// Whatever knows the concentrations of one hour.
pub trait HourlyField: Sync {
    /// Concentration (g/m3) or flux (g/m2/s) of every field of the plan at every receptor: result
    /// by result, field by field, receptors in the order of the control file.
    fn field(&self, conditions: Conditions<'_>, active: &[Active]) -> Vec<f64>;
}

/// The plumes of all sources, summed at one rung of the ladder:
///
/// - `direct`: points by the formula; roads and areas integrated to 1e-4 in f64, their plume read
///   from 192 distances an octave where it is even between them, and from the formula elsewhere;
/// - `profile`: points and roads from tables, receptors in step. Areas are as at `direct`, and so
///   are points whose plume too few receptors see to make a table worthwhile.
#[derive(Debug, Clone)]
pub struct SummedPlumes<'a> {
    plan: &'a Plan,
    rung: Rung,
    /// The receptors of every level, and the greatest distance (m) between them and a source.
    seen: Vec<(Receptors, f64)>,
}

/// From this many evaluations on, a table of the plume is cheaper than its formula.
const WORTH_A_TABLE: usize = 400;

impl HourlyField for SummedPlumes<'_> {
    fn field(&self, conditions: Conditions<'_>, active: &[Active]) -> Vec<f64> {
        let plan = self.plan;
        let states: Vec<PblHour> = plan
            .schemes
            .iter()
            .map(|scheme| scheme.hour(conditions.hour))
            .collect();
        let mut sums = vec![0.0; plan.values()];
        for number in 0..plan.levels.len() {
            let mut rest = active;
            while let Some(run) = self.run_of_alike(rest) {
                self.add(conditions, &states, number, run, &mut sums);
                rest = rest.get(run.len()..).unwrap_or_default();
            }
        }
        sums
    }
}

/// A plume that is summed: the sources that share it, where it is seen, and by how much it counts.
struct Summand<'a> {
    plume: PblPlume,
    downwind: [f64; 2],
    run: &'a [Active],
    /// Number of the level.
    level: usize,
    factor: f64,
}

impl<'a> SummedPlumes<'a> {
    /// The sum of `plan` at `rung`: `direct`, or for any other `profile`.
    #[must_use]
    pub fn new(plan: &'a Plan, rung: Rung) -> Self {
        let corners = || plan.emitters.iter().flat_map(Emitter::corners);
        let seen = plan.levels.iter().map(|level| {
            let receptors = Receptors::new(&level.places);
            let farthest = receptors.farthest(corners());
            (receptors, farthest)
        });
        Self {
            plan,
            rung,
            seen: seen.collect(),
        }
    }

    fn emitter(&self, one: &Active) -> Option<&'a Emitter> {
        self.plan.emitters.get(one.source)
    }

    /// The sources at the head of `active` that share one plume.
    fn run_of_alike<'b>(&self, active: &'b [Active]) -> Option<&'b [Active]> {
        let first = active.first()?;
        let start = self.emitter(first)?;
        let alike = |one: &Emitter| {
            one.scheme == start.scheme
                && one.substance == start.substance
                && one.decay == start.decay
                && one.rise == start.rise
        };
        let same =
            |one: &&Active| one.release == first.release && self.emitter(one).is_some_and(alike);
        let length = active.iter().take_while(same).count();
        active.get(..length)
    }

    /// Adds the plumes of sources that share them at the receptors of one height.
    fn add(
        &self,
        conditions: Conditions<'_>,
        states: &[PblHour],
        level: usize,
        run: &[Active],
        sums: &mut [f64],
    ) {
        let Some(first) = run.first() else { return };
        let emitter = self.emitter(first);
        let state = emitter.and_then(|it| states.get(it.scheme));
        let height = self.plan.levels.get(level).map(|level| level.height);
        let (Some(emitter), Some(state), Some(height)) = (emitter, state, height) else {
            return;
        };
        let plan = &self.plan.deposition;
        let bare = state.plume(&first.release, height);
        let downwind = downwind(&bare, conditions.hour);
        let size = self.plan.fields * self.plan.receptors;
        for share in plan.shares(&emitter.substance, conditions, &bare, emitter.decay) {
            let escaping = emitter.escaping(share.losses.settling_velocity, state);
            for (sums, kind) in sums.chunks_mut(size.max(1)).zip(&plan.results) {
                for (seen, factor) in share.looks(*kind) {
                    for (footing, part) in footings(emitter.rise) {
                        let view = View {
                            receptor_height: height,
                            footing,
                            of: seen,
                        };
                        let summand = Summand {
                            plume: state.seen(&first.release, &view, &share.losses),
                            downwind,
                            run,
                            level,
                            factor: share.fraction * escaping * factor * part,
                        };
                        self.add_summand(&summand, sums);
                    }
                }
            }
        }
    }

    fn add_summand(&self, summand: &Summand<'_>, sums: &mut [f64]) {
        let Some(level) = self.plan.levels.get(summand.level) else {
            return;
        };
        let in_step = match self.rung {
            Rung::Direct => &[],
            _ => self.served_in_step(summand.run, level),
        };
        self.add_in_step(summand, in_step, sums);
        let table = PlumeTable::new(&summand.plume);
        let sight = Sight {
            plume: &summand.plume,
            table: &table,
            downwind: summand.downwind,
        };
        for one in summand.run.get(in_step.len()..).unwrap_or_default() {
            let emission = summand.factor * one.emission;
            self.add_one(&sight, level, Active { emission, ..*one }, sums);
        }
    }

    /// All of `run`, or nothing where it is of areas or not worth a table. Sources that share a
    /// plume share a kind.
    fn served_in_step<'b>(&self, run: &'b [Active], level: &Level) -> &'b [Active] {
        let area = |one: &Active| {
            self.emitter(one)
                .is_none_or(|it| matches!(it.place, Place::Area(_) | Place::Pit(_)))
        };
        let worth = run.len() * level.places.len() > WORTH_A_TABLE;
        match worth && !run.iter().any(area) {
            true => run,
            false => &[],
        }
    }

    /// Adds those of its points and roads that are summed with receptors in step.
    fn add_in_step(&self, summand: &Summand<'_>, run: &[Active], sums: &mut [f64]) {
        let Summand {
            plume, downwind, ..
        } = summand;
        let (Some((receptors, farthest)), Some(level)) = (
            self.seen.get(summand.level),
            self.plan.levels.get(summand.level),
        ) else {
            return;
        };
        if run.is_empty() {
            return;
        }
        let table = tabulated(plume, *farthest, self.detail(run));
        let turned = Turned::new(receptors, *downwind);
        let mut here = vec![0.0; level.places.len()];
        let groups = |one: &Active| self.plan.membership.get(one.source);
        for alike in run.chunk_by(|one, next| groups(one) == groups(next)) {
            let sources: Vec<HourSource> = alike.iter().filter_map(|it| self.source(it)).collect();
            here.fill(0.0);
            turned.add(&table, &sources, &mut here);
            for group in alike.first().and_then(groups).into_iter().flatten() {
                for (number, value) in level.numbers.iter().zip(&here) {
                    if let Some(sum) = sums.get_mut(group * self.plan.receptors + number) {
                        *sum += summand.factor * value;
                    }
                }
            }
        }
    }

    /// How closely the table of the plume that `run` shares is to follow it.
    fn detail(&self, run: &[Active]) -> Detail {
        let first = run.first().and_then(|one| self.emitter(one));
        match first.map(|it| &it.place) {
            Some(Place::Road { .. }) => Detail::of_roads(run.len()),
            _ => Detail::Largest,
        }
    }

    fn source(&self, one: &Active) -> Option<HourSource> {
        let (place, length) = match &self.emitter(one)?.place {
            Place::Point(at) => (HourPlace::Point(*at), 1.0),
            Place::Road { ends, width } => {
                let [start, end] = ends;
                let length = (end[0] - start[0]).hypot(end[1] - start[1]);
                let (ends, width) = (*ends, *width);
                (HourPlace::Road { ends, width }, length)
            }
            Place::Area(_) | Place::Pit(_) => return None,
        };
        Some(HourSource {
            place,
            emission: one.emission * length,
        })
    }

    fn add_one(&self, sight: &Sight<'_>, level: &Level, one: Active, sums: &mut [f64]) {
        let emitter = self.plan.emitters.get(one.source);
        let groups = self.plan.membership.get(one.source);
        let (Some(emitter), Some(groups)) = (emitter, groups) else {
            return;
        };
        let unit = unit_of(sight, &emitter.place);
        for (place, number) in level.places.iter().zip(&level.numbers) {
            let unit = unit(*place);
            for group in groups {
                if let Some(sum) = sums.get_mut(group * self.plan.receptors + number) {
                    *sum += one.emission * unit;
                }
            }
        }
    }
}

/// Concentration (g/m3) at a receptor of unit emission from `place`.
fn unit_of<'a>(sight: &'a Sight<'_>, place: &'a Place) -> Box<dyn Fn([f64; 2]) -> f64 + 'a> {
    match place {
        Place::Point(at) => Box::new(|receptor| sight.of_point(*at, receptor)),
        Place::Road { ends, width } => Box::new(|receptor| sight.of_road(*ends, *width, receptor)),
        Place::Area(ring) => Box::new(|receptor| sight.of_area(ring, receptor)),
        Place::Pit(pit) => {
            let area = pit.effective_area(sight.downwind);
            Box::new(move |receptor| sight.of_pit(pit, &area, receptor))
        }
    }
}

/// The states of a plume whose source stands `rise` (m) above the ground around it, and how much
/// each weighs.
fn footings(rise: f64) -> Vec<(Footing, f64)> {
    match rise == 0.0 {
        true => vec![(Footing::Level, 1.0)],
        false => vec![
            (Footing::Horizontal(rise), 0.5),
            (Footing::Following(rise), 0.5),
        ],
    }
}

/// Unit vector along which a plume travels; any where the wind has no direction.
fn downwind(plume: &PblPlume, hour: &Hour) -> [f64; 2] {
    let direction: WindDirection = plume.direction().unwrap_or(hour.direction);
    direction.downwind().unwrap_or([1.0, 0.0])
}
