//! `pluim check`: read everything, compute nothing.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::error::Result;
use crate::plan::Plan;

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
    let plan = match &args.variant {
        Some(name) => Plan::read_variant(&args.scenario, name)?,
        None => Plan::read(&args.scenario)?,
    };
    let rows = rows(&plan);
    if args.json {
        let warnings: Vec<_> = plan.warnings.iter().map(|it| json!(it)).collect();
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
    for warning in &plan.warnings {
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

fn rows(plan: &Plan) -> Vec<(&'static str, serde_json::Value)> {
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
