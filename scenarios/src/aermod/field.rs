//! Concentrations of one hour.
//!
//! [`HourlyField`] is the border between the bookkeeping of a run and the summation over sources;
//! [`SummedPlumes`] is the summation source by source.

use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::Plume;
use pluim_core::scheme::pbl::{PblHour, PblPlume};
use pluim_core::source::Release;

use super::plan::{Level, Place, Plan};
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

/// The plumes of all sources, summed one by one in the order of the control file.
#[derive(Debug, Clone, Copy)]
pub struct SummedPlumes<'a> {
    /// What to sum.
    pub plan: &'a Plan,
}

/// From this many evaluations on, a table of the plume is cheaper than its formula.
const WORTH_A_TABLE: usize = 600;

impl HourlyField for SummedPlumes<'_> {
    fn field(&self, hour: &Hour, active: &[Active]) -> Vec<f64> {
        let plan = self.plan;
        let states: Vec<PblHour> = plan
            .schemes
            .iter()
            .map(|scheme| scheme.hour(hour))
            .collect();
        let mut sums = vec![0.0; plan.fields * plan.receptors];
        for level in &plan.levels {
            let mut rest = active;
            while let Some(run) = self.run_of_alike(rest) {
                self.add(hour, &states, level, run, &mut sums);
                rest = rest.get(run.len()..).unwrap_or_default();
            }
        }
        sums
    }
}

impl SummedPlumes<'_> {
    /// The sources at the head of `active` that share one plume.
    fn run_of_alike<'b>(&self, active: &'b [Active]) -> Option<&'b [Active]> {
        let first = active.first()?;
        let scheme = |one: &Active| self.plan.emitters.get(one.source).map(|it| it.scheme);
        let same = |one: &&Active| one.release == first.release && scheme(one) == scheme(first);
        let length = active.iter().take_while(same).count();
        active.get(..length)
    }

    /// Adds the concentrations of sources that share one plume at the receptors of one height.
    fn add(
        &self,
        hour: &Hour,
        states: &[PblHour],
        level: &Level,
        run: &[Active],
        sums: &mut [f64],
    ) {
        let Some(first) = run.first() else { return };
        let emitter = self.plan.emitters.get(first.source);
        let Some(state) = emitter.and_then(|it| states.get(it.scheme)) else {
            return;
        };
        let plume = state.losing_plume(&first.release, level.height, &self.plan.losses);
        let table = PlumeTable::new(&plume);
        let tabulated = run.len() * level.places.len() > WORTH_A_TABLE;
        let sight = Sight {
            plume: &plume,
            table: &table,
            downwind: downwind(&plume, hour),
            tabulated,
        };
        for one in run {
            self.add_one(&sight, level, *one, sums);
        }
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
