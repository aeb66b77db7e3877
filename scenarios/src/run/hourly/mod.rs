//! Statistics that need every hour: percentiles, the highest hour, counts.
//!
//! They are those of the total: sources and, where it is known, the background.

mod measured;
mod places;
mod strips;

use geo_types::Coord;
use pluim_core::solve::hourly::{Enough, HourMixtures, Hours, Representatives};
use pluim_io::run_folder::{FileRecord, RunFolder, StatisticsRecord, Warning};

use self::measured::Witness;
use self::places::Places;
use super::answer::Column;
use super::clock::Clock;
use super::kept::Kept;
use super::progress::Bar;
use crate::error::Result;
use crate::plan::{Plan, extent_of};

/// What came of the statistics that need hours.
#[derive(Default)]
pub(super) struct HourlyAnswer {
    pub(super) files: Vec<FileRecord>,
    /// Columns of the table of receptors.
    pub(super) columns: Vec<Column>,
    pub(super) record: Option<StatisticsRecord>,
    pub(super) warnings: Vec<Warning>,
}

/// Computes the statistics of `plan` that need hours, writes their rasters to the folder of the run
/// with this id, and measures their error. Strips of rasters that were finished before are taken from
/// what was `kept`.
pub(super) fn answer(
    plan: &Plan,
    (folder, run_id): (&RunFolder, &str),
    (kept, clock): (&Kept, &mut Clock),
) -> Result<HourlyAnswer> {
    if plan.statistics.is_empty() && !plan.chemistry.needs_hours() {
        return Ok(HourlyAnswer::default());
    }
    let case = plan.case();
    let bar = Bar::spinner("choosing representative hours");
    let mixtures = HourMixtures::new(&case, enough(plan));
    bar.finish();
    let representatives = Representatives::new(case, &mixtures.representatives);
    let places = Places::new(plan, Hours::new(&case, &mixtures, &representatives));
    clock.lap("representative hours");
    let mut answer = HourlyAnswer::default();
    if let Some(grid) = &plan.grid {
        answer.files = strips::write(&places, (&representatives, kept), (grid, folder, run_id))?;
        clock.lap("hourly rasters");
    }
    if !plan.receptors.is_empty() {
        answer.columns = places.at_receptors(&representatives);
        clock.lap("hourly receptors");
    }
    let measured = Witness::new(&places).measured(folder, &answer.columns)?;
    clock.lap("error of statistics");
    answer.warnings = measured::warnings(plan, &measured);
    answer.record = Some(StatisticsRecord {
        representative_hours: representatives.count(),
        hours: plan.hours.len(),
        worst_miss: mixtures.worst,
        measured,
    });
    Ok(answer)
}

/// Plumes may miss by half the tolerance; the other half is for the sum.
fn enough(plan: &Plan) -> Enough {
    let solver = &plan.scenario.solver;
    Enough {
        miss: 0.5 * solver.tolerance,
        representatives: solver.representative_hours,
        farthest: farthest(plan),
    }
}

/// The largest distance (m) between a source and a place, at most.
fn farthest(plan: &Plan) -> f64 {
    let sources = plan
        .sources
        .iter()
        .flat_map(|source| source.shape.vertices());
    let receptors = plan.receptors.iter().map(|receptor| receptor.at);
    let corners = plan.grid.iter().flat_map(|grid| {
        let [west, east] = [grid.west(), grid.east()];
        let [south, north] = [grid.south(), grid.north()];
        [Coord { x: west, y: south }, Coord { x: east, y: north }]
    });
    let [west, south, east, north] = extent_of(sources.chain(receptors).chain(corners));
    (east - west).hypot(north - south)
}
