//! Running the program as a user does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The built program. Cargo builds it before these tests, beside the folder of test binaries.
///
/// # Panics
/// When it has not been built.
#[must_use]
#[allow(clippy::panic, reason = "a test without its program has failed")]
pub fn pluim() -> PathBuf {
    let path = assert_cmd::cargo::cargo_bin("pluim");
    if !path.exists() {
        panic!(
            "{} is absent; build it with: cargo build -p pluim",
            path.display()
        );
    }
    path
}

/// Runs the program with some arguments in a folder.
///
/// # Panics
/// When it cannot be started.
#[must_use]
#[allow(clippy::panic, reason = "a test without its program has failed")]
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(pluim());
    command.current_dir(folder).args(arguments);
    match command.output() {
        Ok(output) => output,
        Err(fault) => panic!("pluim cannot be started: {fault}"),
    }
}

/// What the program said on standard error.
#[must_use]
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The folder with the demo's scenario.
#[must_use]
pub fn demo_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/demo")
}

/// Copies the demo's scenario into `folder`.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy_demo(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(demo_folder())? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}
