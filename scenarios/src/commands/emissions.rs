//! `pluim emissions`: the emission of every source.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use pluim_core::emission::{Pollutant, SECONDS_PER_YEAR};
use pluim_io::partial::write_whole;
use serde_json::json;

use super::any_plan::AnyPlan;
use crate::answer::not_over;
use crate::error::Result;
use crate::plan::SourceEmission;

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
    let plan = AnyPlan::read(&args.scenario, args.variant.as_deref())?;
    if let Some(file) = &args.csv {
        not_over(("--csv", file), plan.inputs().iter().map(|it| &it.path))?;
    }
    let emissions = plan.emissions();
    let pollutants = given(&emissions);
    if let Some(file) = &args.csv {
        write_whole(file, csv(&emissions, &pollutants).as_bytes())?;
        println!(
            "emission of {} sources in {}",
            emissions.len(),
            file.display()
        );
    } else if args.json {
        println!("{:#}", as_json(&emissions));
    } else {
        let mut out = std::io::stdout().lock();
        std::io::Write::write_all(&mut out, table(&emissions, &pollutants).as_bytes())?;
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

/// Name of the unit of an emission, as columns bear it.
fn unit(pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::Odour => "ou_per_s",
        _ => "kg_per_year",
    }
}

/// The emission of a source in that unit; none where its file does not give it.
fn amount(source: &SourceEmission, pollutant: Pollutant) -> Option<f64> {
    let yearly = source.yearly.get(pollutant)?;
    Some(match pollutant {
        Pollutant::Odour => yearly * 1000.0 / SECONDS_PER_YEAR,
        _ => yearly,
    })
}

/// What must be said of a source: how sure its emission is, and the notes on its factors.
fn remarks(source: &SourceEmission) -> String {
    let known = source.uncertainty;
    let known = known.map(|factor| format!("known to within a factor {factor:.1}"));
    let remarks: Vec<String> = known.into_iter().chain(source.notes.clone()).collect();
    remarks.join("; ")
}

// Writing to a string cannot fail.
fn table(sources: &[SourceEmission], pollutants: &[Pollutant]) -> String {
    let mut text = format!("{:<28} {:<14}", "id", "group");
    for pollutant in pollutants {
        let _ = write!(text, " {:>14}", pollutant.name());
    }
    let _ = write!(text, "\n{:<28} {:<14}", "", "");
    for pollutant in pollutants {
        let unit = match unit(*pollutant) {
            "ou_per_s" => "ouE/s",
            _ => "kg/yr",
        };
        let _ = write!(text, " {unit:>14}");
    }
    text.push('\n');
    for source in sources {
        let _ = write!(text, "{:<28} {:<14}", source.id, source.group);
        for pollutant in pollutants {
            let amount = amount(source, *pollutant);
            let amount = amount.map_or_else(|| "-".to_owned(), |amount| format!("{amount:.3}"));
            let _ = write!(text, " {amount:>14}");
        }
        let remarks = remarks(source);
        if !remarks.is_empty() {
            let _ = write!(text, "   {remarks}");
        }
        text.push('\n');
    }
    text
}

fn csv(sources: &[SourceEmission], pollutants: &[Pollutant]) -> String {
    let quote = |text: &str| {
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let spell = |number: Option<f64>| number.map_or_else(String::new, |it| it.to_string());
    let mut text = String::from("id,group");
    for pollutant in pollutants {
        let _ = write!(text, ",{}_{}", pollutant.name(), unit(*pollutant));
    }
    text.push_str(",uncertainty_factor,notes\n");
    for source in sources {
        let _ = write!(text, "{},{}", quote(&source.id), quote(&source.group));
        for pollutant in pollutants {
            let _ = write!(text, ",{}", spell(amount(source, *pollutant)));
        }
        let uncertainty = spell(source.uncertainty);
        let notes = quote(&source.notes.join("; "));
        let _ = writeln!(text, ",{uncertainty},{notes}");
    }
    text
}

fn as_json(sources: &[SourceEmission]) -> serde_json::Value {
    let list: Vec<_> = sources.iter().map(source_as_json).collect();
    json!(list)
}

fn source_as_json(source: &SourceEmission) -> serde_json::Value {
    let mut value = json!({
        "id": source.id,
        "group": source.group,
        "uncertainty_factor": source.uncertainty,
        "notes": source.notes,
        "kg_per_year": {},
    });
    for (pollutant, _) in source.yearly.iter() {
        let amount = amount(source, pollutant);
        match pollutant {
            Pollutant::Odour => value["odour_ou_per_s"] = json!(amount),
            _ => value["kg_per_year"][pollutant.name()] = json!(amount),
        }
    }
    value
}
