//! Concentrations of one hour.
//!
//! [`HourlyField`] is the border between the bookkeeping of a run and the summation over sources;
//! [`SummedPlumes`] is the summation at one rung of the solver ladder.

use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::{PblHour, PblPlume};
use pluim_core::solve::Rung;
use pluim_core::solve::hour::{HourPlace, HourSource, Receptors, Turned, tabulated};
use pluim_core::source::Release;

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
    /// Concentration (g/m3) of every field of the plan at every receptor: field by field,
    /// receptors in the order of the control file.
    fn field(&self, hour: &Hour, active: &[Active]) -> Vec<f64>;
}

/// The plumes of all sources, summed at one rung of the ladder:
///
/// - `direct`: points by the formula; roads and areas integrated to 1e-4 in f64, their plume read
///   from 192 distances an octave;
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
    fn field(&self, hour: &Hour, active: &[Active]) -> Vec<f64> {
        let plan = self.plan;
        let states: Vec<PblHour> = plan
            .schemes
            .iter()
            .map(|scheme| scheme.hour(hour))
            .collect();
        let mut sums = vec![0.0; plan.fields * plan.receptors];
        for number in 0..plan.levels.len() {
            let mut rest = active;
            while let Some(run) = self.run_of_alike(rest) {
                self.add(hour, &states, number, run, &mut sums);
                rest = rest.get(run.len()..).unwrap_or_default();
            }
        }
        sums
    }
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
        let scheme = |one: &Active| self.emitter(one).map(|it| it.scheme);
        let same = |one: &&Active| one.release == first.release && scheme(one) == scheme(first);
        let length = active.iter().take_while(same).count();
        active.get(..length)
    }

    /// Adds the concentrations of sources that share one plume at the receptors of one height.
    fn add(&self, hour: &Hour, states: &[PblHour], level: usize, run: &[Active], sums: &mut [f64]) {
        let Some(first) = run.first() else { return };
        let state = self.emitter(first).and_then(|it| states.get(it.scheme));
        let (Some(state), Some(height)) = (state, self.plan.levels.get(level)) else {
            return;
        };
        let plume = state.losing_plume(&first.release, height.height, &self.plan.losses);
        let downwind = downwind(&plume, hour);
        let in_step = match self.rung {
            Rung::Direct => &[],
            _ => self.served_in_step(run, height),
        };
        self.add_in_step(&plume, downwind, level, in_step, sums);
        let table = PlumeTable::new(&plume);
        let sight = Sight {
            plume: &plume,
            table: &table,
            downwind,
        };
        for one in run.get(in_step.len()..).unwrap_or_default() {
            self.add_one(&sight, height, *one, sums);
        }
    }

    /// All of `run`, or nothing where it is of areas or not worth a table. Sources that share a
    /// plume share a kind.
    fn served_in_step<'b>(&self, run: &'b [Active], level: &Level) -> &'b [Active] {
        let area = |one: &Active| {
            self.emitter(one)
                .is_none_or(|it| matches!(it.place, Place::Area(_)))
        };
        let worth = run.len() * level.places.len() > WORTH_A_TABLE;
        match worth && !run.iter().any(area) {
            true => run,
            false => &[],
        }
    }

    /// Adds points and roads that share `plume`, receptors in step.
    fn add_in_step(
        &self,
        plume: &PblPlume,
        downwind: [f64; 2],
        level: usize,
        run: &[Active],
        sums: &mut [f64],
    ) {
        let (Some((receptors, farthest)), Some(level)) =
            (self.seen.get(level), self.plan.levels.get(level))
        else {
            return;
        };
        if run.is_empty() {
            return;
        }
        let table = tabulated(plume, *farthest);
        let turned = Turned::new(receptors, downwind);
        let mut here = vec![0.0; level.places.len()];
        let groups = |one: &Active| self.plan.membership.get(one.source);
        for alike in run.chunk_by(|one, next| groups(one) == groups(next)) {
            let sources: Vec<HourSource> = alike.iter().filter_map(|it| self.source(it)).collect();
            here.fill(0.0);
            turned.add(&table, &sources, &mut here);
            for group in alike.first().and_then(groups).into_iter().flatten() {
                for (number, value) in level.numbers.iter().zip(&here) {
                    if let Some(sum) = sums.get_mut(group * self.plan.receptors + number) {
                        *sum += value;
                    }
                }
            }
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
            Place::Area(_) => return None,
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
        for (place, number) in level.places.iter().zip(&level.numbers) {
            let unit = match &emitter.place {
                Place::Point(at) => sight.of_point(*at, *place),
                Place::Road { ends, width } => sight.of_road(*ends, *width, *place),
                Place::Area(ring) => sight.of_area(ring, *place),
            };
            for group in groups {
                if let Some(sum) = sums.get_mut(group * self.plan.receptors + number) {
                    *sum += one.emission * unit;
                }
            }
        }
    }
}

/// Unit vector along which a plume travels; any where the wind has no direction.
fn downwind(plume: &PblPlume, hour: &Hour) -> [f64; 2] {
    let direction: WindDirection = plume.direction().unwrap_or(hour.direction);
    direction.downwind().unwrap_or([1.0, 0.0])
}
