//! `pluim emissions`: the emission of every source.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use pluim_core::emission::Pollutant;
use pluim_io::partial::write_whole;
use serde_json::json;

use crate::error::Result;
use crate::plan::{Plan, SourceEmission};

/// Arguments of `pluim emissions`.
#[derive(Debug, Args)]
pub struct EmissionsArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Read this variant of the scenario
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Write a CSV file instead of a table
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong or the file cannot be written.
pub fn execute(args: &EmissionsArgs) -> Result<()> {
    let plan = match &args.variant {
        Some(name) => Plan::read_variant(&args.scenario, name)?,
        None => Plan::read(&args.scenario)?,
    };
    let pollutants = given(&plan.emissions);
    if let Some(file) = &args.csv {
        write_whole(file, csv(&plan.emissions, &pollutants).as_bytes())?;
        println!(
            "emission of {} sources in {}",
            plan.emissions.len(),
            file.display()
        );
        return Ok(());
    }
    if args.json {
        println!("{:#}", as_json(&plan.emissions));
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    write!(out, "{:<28} {:<14}", "id", "group")?;
    for pollutant in &pollutants {
        write!(out, " {:>12}", pollutant.name())?;
    }
    writeln!(out, "   (kg/yr)")?;
    for source in &plan.emissions {
        write!(out, "{:<28} {:<14}", source.id, source.group)?;
        for pollutant in &pollutants {
            write!(
                out,
                " {:>12.3}",
                source.yearly.get(*pollutant).unwrap_or(0.0)
            )?;
        }
        writeln!(out, "   {}", source.notes.join("; "))?;
    }
    Ok(())
}

/// The pollutants that any source gives, in their usual order.
fn given(sources: &[SourceEmission]) -> Vec<Pollutant> {
    let any = |it: &Pollutant| {
        sources
            .iter()
            .any(|source| source.yearly.get(*it).is_some())
    };
    Pollutant::ALL.into_iter().filter(any).collect()
}

fn csv(sources: &[SourceEmission], pollutants: &[Pollutant]) -> String {
    let quote = |text: &str| {
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut text = String::from("id,group");
    for pollutant in pollutants {
        text.push_str(&format!(",{}_kg_per_year", pollutant.name()));
    }
    text.push_str(",notes\n");
    for source in sources {
        text.push_str(&format!("{},{}", quote(&source.id), quote(&source.group)));
        for pollutant in pollutants {
            let amount = source.yearly.get(*pollutant);
            text.push_str(&amount.map_or_else(|| ",".to_owned(), |amount| format!(",{amount}")));
        }
        text.push_str(&format!(",{}\n", quote(&source.notes.join("; "))));
    }
    text
}

fn as_json(sources: &[SourceEmission]) -> serde_json::Value {
    let list: Vec<_> = sources
        .iter()
        .map(|source| {
            let yearly: serde_json::Map<_, _> = source
                .yearly
                .iter()
                .map(|(pollutant, amount)| (pollutant.name().to_owned(), json!(amount)))
                .collect();
            json!({
                "id": source.id,
                "group": source.group,
                "kg_per_year": yearly,
                "notes": source.notes,
            })
        })
        .collect();
    json!(list)
}
