//! The `pluim` program.

use std::io::{ErrorKind, IsTerminal};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use pluim::aermod;
use pluim::assess::AssessArgs;
use pluim::commands::{assess, check, demo, emissions, run, shell};
use pluim::error::{Error, Result};
use pluim::interrupt::stop_when_asked;
use pluim::{compare, contribution, exchange, exposure, report, resolution, validate, verify};

/// Fields of hundreds of megabytes come and go; the system's own would give each back to the kernel
/// and take it anew, page by page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Street-level air quality, from sources to maps.
///
/// Messages go to standard error, results to standard output or to files. Exit codes: 0 done,
/// 2 the input is wrong (the message says where), 1 anything else.
#[derive(Debug, Parser)]
#[command(
    name = "pluim",
    version,
    arg_required_else_help = true,
    after_help = "Begin with:\n  pluim demo"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute an embedded, fictional municipality, end to end
    #[command(after_help = "Example:\n  pluim demo --out pluimwijk")]
    Demo(demo::DemoArgs),
    /// Compute a scenario or its variants: rasters, receptor table, record
    #[command(after_help = "Examples:\n  \
        PLUIM_DATA=../shared pluim run examples/amsterdam/scenario.toml --out amsterdam\n  \
        pluim run scenario.toml --variant zone --base scenario-run --out zone-run\n  \
        pluim run scenario.toml --all-variants --out runs")]
    Run(run::RunArgs),
    /// Read everything that a scenario names, compute nothing, report
    #[command(after_help = "Examples:\n  pluim check scenario.toml\n  \
        pluim check scenario.toml --variant zone --json")]
    Check(check::CheckArgs),
    /// List the emission of every source, per pollutant, in kg/yr
    #[command(
        after_help = "Examples:\n  pluim emissions scenario.toml --csv emissions.csv\n  \
        pluim emissions scenario.toml --variant zone"
    )]
    Emissions(emissions::EmissionsArgs),
    /// Run an AERMOD control file as it stands
    #[command(after_help = "Example:\n  pluim aermod stack.inp --out stack-run")]
    Aermod(aermod::AermodArgs),
    /// Compare a run with limit values, the values of 2030 and WHO guidelines
    #[command(after_help = "Examples:\n  pluim assess scenario-run\n  \
        pluim assess plan-run --reference scenario-run --lang en")]
    Assess(AssessArgs),
    /// Compare two runs: maps, areas and receptors of the change, and what else differs
    #[command(
        after_help = "Examples:\n  pluim compare scenario-run plan-run --out change\n  \
        pluim compare scenario-run plan-run --areas neighbourhoods.gpkg --strict --json\n  \
        pluim compare runs/base runs/zone runs/slower --areas neighbourhoods.gpkg"
    )]
    Compare(compare::CompareArgs),
    /// Tell which sources cause it: shares of source groups, or the sources that matter most here
    #[command(after_help = "Examples:\n  \
        pluim contribution scenario-run --areas neighbourhoods.gpkg\n  \
        pluim contribution scenario-run --at 133000,411500 --top 10")]
    Contribution(contribution::ContributionArgs),
    /// Tell who breathes what, how many live above limits, and what it does to health
    #[command(after_help = "Examples:\n  \
        pluim exposure scenario-run --areas wijkenbuurten_2024.gpkg\n  \
        pluim exposure scenario-run --areas homes.csv --population residents --lang en")]
    Exposure(exposure::ExposureArgs),
    /// Compute a scenario at several cell sizes: what a finer raster changes, and what it costs
    #[command(after_help = "Examples:\n  \
        pluim resolution scenario.toml --cells 10,20,50,100 --lang en\n  \
        pluim resolution scenario.toml --cells 5,25 --areas wijkenbuurten_2024.gpkg --out study")]
    Resolution(resolution::ResolutionArgs),
    /// Write a run as one page with an interactive map, which opens from disk
    #[command(after_help = "Example:\n  pluim demo && pluim report pluim-demo/run --lang en")]
    Report(report::ReportArgs),
    /// Score a run beside measurements: the total, and what the sources add to the background
    #[command(after_help = "Examples:\n  \
        pluim validate 2018_NO2.csv.gz amsterdam --background NL49003,NL49014 --ozone 2018_O3.csv.gz\n  \
        pluim validate tubes.csv run --pollutant no2 --column id=tube --column value=no2 \\\n    \
        --background T07 --ozone 2018_O3.csv.gz")]
    Validate(validate::ValidateArgs),
    /// Read CIMLK and IMAER files in full, tell what they hold, and write CIMLK tables
    #[command(
        after_help = "Examples:\n  pluim exchange Wegdelen.csv Receptoren.csv\n  \
        pluim exchange wegverkeer.gml --out tables"
    )]
    Exchange(exchange::ExchangeArgs),
    /// Check that a run still is what its record tells: hashes of all files, places by the formula
    #[command(after_help = "Example:\n  pluim verify scenario-run --sample 2 --seed 7")]
    Verify(verify::VerifyArgs),
    /// Print the JSON schema of scenario files, for editors
    #[command(after_help = "Example:\n  pluim schema > schema.json")]
    Schema {
        /// That of files that build on a scenario file with `base`
        #[arg(long)]
        overlay: bool,
    },
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  pluim completions bash > ~/.local/share/bash-completion/completions/pluim"
    )]
    Completions(shell::CompletionsArgs),
    /// Print the manual page
    #[command(after_help = "Examples:\n  pluim man | man -l -\n  pluim man --out man1")]
    Man(shell::ManArgs),
}

fn main() -> ExitCode {
    pluim_io::quiet_gdal();
    end_quietly_when_unread();
    let command = Cli::parse().command;
    match stop_when_asked().and_then(|()| execute(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if matches!(&error, Error::System(cause) if cause.kind() == ErrorKind::BrokenPipe) {
                return ExitCode::SUCCESS;
            }
            eprintln!("{} {error}", name());
            ExitCode::from(error.exit_code())
        }
    }
}

/// Ends the program without a word when a reader such as `head` wants no more; printing would
/// panic.
fn end_quietly_when_unread() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload().downcast_ref::<String>();
        if message.is_some_and(|it| it.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// The name before a message, in colour on a terminal that wants it.
fn name() -> &'static str {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stderr().is_terminal() && !plain {
        "\u{1b}[1;31mpluim:\u{1b}[0m"
    } else {
        "pluim:"
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
        Command::Compare(args) => compare::execute(&args),
        Command::Contribution(args) => contribution::execute(&args),
        Command::Exposure(args) => exposure::execute(&args),
        Command::Resolution(args) => resolution::execute(&args),
        Command::Report(args) => report::execute(&args),
        Command::Validate(args) => validate::execute(&args),
        Command::Exchange(args) => exchange::execute(&args),
        Command::Verify(args) => verify::execute(&args),
        Command::Schema { overlay } => {
            let schema = if overlay {
                pluim::scenario::overlay_schema()
            } else {
                pluim::scenario::schema()
            };
            println!("{schema:#}");
            Ok(())
        }
        Command::Completions(args) => {
            shell::completions(&args, Cli::command());
            Ok(())
        }
        Command::Man(args) => shell::man(&args, Cli::command()),
    }
}
