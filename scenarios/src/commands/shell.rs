//! `pluim completions` and `pluim man`: what a shell and a reader of manuals want.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use pluim_io::write_error::WriteError;

use crate::error::Result;

/// Arguments of `pluim completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `pluim man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Folder for a page of the program and one of every command, instead of printing the first
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Prints the completions of a shell.
pub fn completions(args: &CompletionsArgs, mut program: Command) {
    clap_complete::generate(args.shell, &mut program, "pluim", &mut std::io::stdout());
}

/// Prints the manual page of the program, or writes all pages into a folder.
///
/// # Errors
/// When the pages cannot be written.
pub fn man(args: &ManArgs, program: Command) -> Result<()> {
    let Some(folder) = &args.out else {
        Man::new(program).render(&mut std::io::stdout())?;
        return Ok(());
    };
    let refused = |cause| WriteError::file(folder, cause);
    std::fs::create_dir_all(folder).map_err(refused)?;
    clap_mangen::generate_to(program, folder).map_err(refused)?;
    println!(
        "results in {0}: one page a command; read one with: man {0}/pluim-run.1",
        folder.display()
    );
    Ok(())
}
