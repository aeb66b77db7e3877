//! The `pluim` program.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pluim::aermod;
use pluim::assess::AssessArgs;
use pluim::commands::{assess, check, demo, emissions, run};
use pluim::error::Result;
use pluim::report;

/// Street-level air quality, from sources to maps.
///
/// Messages go to standard error, results to standard output or to files. Exit codes: 0 done,
/// 2 the input is wrong (the message says where), 1 anything else.
#[derive(Debug, Parser)]
#[command(name = "pluim", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute an embedded, fictional municipality, end to end
    Demo(demo::DemoArgs),
    /// Compute a scenario: rasters, receptor table, record
    #[command(
        after_help = "Example:\n  PLUIM_DATA=../shared pluim run examples/amsterdam/scenario.toml --out amsterdam"
    )]
    Run(run::RunArgs),
    /// Read everything that a scenario names, compute nothing, report
    Check(check::CheckArgs),
    /// List the emission of every source, per pollutant, in kg/yr
    Emissions(emissions::EmissionsArgs),
    /// Run an AERMOD control file as it stands
    Aermod(aermod::AermodArgs),
    /// Compare a run with limit values, the values of 2030 and WHO guidelines
    Assess(AssessArgs),
    /// Write a run as one page with an interactive map, which opens from disk
    #[command(after_help = "Example:\n  pluim demo && pluim report pluim-demo/run --lang en")]
    Report(report::ReportArgs),
    /// Print the JSON schema of scenario files, for editors
    Schema,
}

fn main() -> ExitCode {
    pluim_io::quiet_gdal();
    match execute(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pluim: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn execute(command: Command) -> Result<()> {
    match command {
        Command::Demo(args) => demo::execute(&args),
        Command::Run(args) => run::execute(&args),
        Command::Check(args) => check::execute(&args),
        Command::Emissions(args) => emissions::execute(&args),
        Command::Aermod(args) => aermod::execute(&args),
        Command::Assess(args) => assess::execute(&args),
        Command::Report(args) => report::execute(&args),
        Command::Schema => {
            println!("{:#}", pluim::scenario::schema());
            Ok(())
        }
    }
}
