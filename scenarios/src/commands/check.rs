//! `pluim check`: read everything, compute nothing.

use std::path::PathBuf;

use clap::Args;
use pluim_io::run_folder::Warning;
use serde_json::json;

use super::any_plan::AnyPlan;
use crate::error::Result;
use crate::plan::Plan;
use crate::srm::{RoadMethod, SrmPlan, summary};

/// Arguments of `pluim check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Read this variant of the scenario
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong.
pub fn execute(args: &CheckArgs) -> Result<()> {
    let (rows, warnings) = read(args)?;
    if args.json {
        let warnings: Vec<_> = warnings.iter().map(|it| json!(it)).collect();
        let table: serde_json::Map<_, _> = rows
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        println!("{:#}", json!({ "scenario": table, "warnings": warnings }));
        return Ok(());
    }
    for (name, value) in rows {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        println!("{name:>20}  {value}");
    }
    for warning in &warnings {
        let count = warning
            .count
            .map_or(String::new(), |count| format!("{count} "));
        println!(
            "{:>20}  {count}{} [{}]",
            "warning", warning.message, warning.rule
        );
    }
    println!(
        "{:>20}  nothing stands in the way of: pluim run {}",
        "ready",
        args.scenario.display()
    );
    Ok(())
}

/// What a check tells: names and values, in order.
type Rows = Vec<(&'static str, serde_json::Value)>;

/// Reads a scenario of either kind.
fn read(args: &CheckArgs) -> Result<(Rows, Vec<Warning>)> {
    Ok(
        match AnyPlan::read(&args.scenario, args.variant.as_deref())? {
            AnyPlan::Network(plan) => {
                plan.check_receptors()?;
                let warnings = plan.network.warnings().iter().chain(&plan.doubts);
                (network_rows(&plan), summary(warnings))
            }
            AnyPlan::Sources(plan) => (rows(&plan), plan.warnings),
        },
    )
}

fn network_rows(plan: &SrmPlan) -> Rows {
    let roads = plan.network.roads();
    let streets = roads
        .iter()
        .filter(|road| road.method == RoadMethod::Street);
    let streets = streets.count();
    vec![
        ("title", json!(plan.scenario.title)),
        ("year", json!(plan.scenario.year)),
        ("streets (SRM1)", json!(streets)),
        ("open roads (SRM2)", json!(roads.len() - streets)),
        ("receptors", json!(plan.network.receptors())),
        ("background", json!(!plan.scenario.background.is_empty())),
        ("hours", json!(plan.hours.ordinary)),
        ("calm hours", json!(plan.hours.calm)),
        ("variable hours", json!(plan.hours.variable)),
        ("missing hours", json!(plan.hours.missing)),
    ]
}

fn rows(plan: &Plan) -> Rows {
    let counts = plan.hour_counts;
    let mut rows = vec![
        ("title", json!(plan.scenario.title)),
        ("sources", json!(plan.sources.len())),
        ("source groups", json!(plan.groups.join(", "))),
        ("receptors", json!(plan.receptors.len())),
        ("hours", json!(plan.hours.len())),
        ("calm hours", json!(counts.calm)),
        ("variable hours", json!(counts.variable)),
        ("missing hours", json!(counts.missing)),
    ];
    if let Some(grid) = &plan.grid {
        rows.push(("columns", json!(grid.columns())));
        rows.push(("rows", json!(grid.rows())));
        rows.push(("cell (m)", json!(grid.cell())));
        rows.push((
            "west, south (m)",
            json!(format!("{}, {}", grid.west(), grid.south())),
        ));
    }
    rows
}
