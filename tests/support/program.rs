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

/// Runs the program with some arguments in a folder; scenarios find the shared data where the tests
/// do.
///
/// # Panics
/// When it cannot be started.
#[must_use]
#[allow(clippy::panic, reason = "a test without its program has failed")]
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(pluim());
    command.current_dir(folder).args(arguments);
    command.env("PLUIM_DATA", crate::shared_root());
    match command.output() {
        Ok(output) => output,
        Err(fault) => panic!("pluim cannot be started: {fault}"),
    }
}

/// What the program wrote on standard output, once it has done what it was asked.
///
/// # Panics
/// When it did not, or did not write text.
#[allow(
    clippy::panic,
    clippy::expect_used,
    clippy::must_use_candidate,
    reason = "a test without its program has failed"
)]
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run_in(folder, arguments);
    if !output.status.success() {
        panic!("{arguments:?}: {}", said(&output));
    }
    String::from_utf8(output.stdout).expect("the program writes text")
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

/// Copies the valid little world of the tests of wrong input into `folder`.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy_world(folder: &Path) -> std::io::Result<()> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad_input/world");
    copy_files(&from, folder)
}

/// Copies the demo's scenario into `folder`.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy_demo(folder: &Path) -> std::io::Result<()> {
    copy_files(&demo_folder(), folder)
}

fn copy_files(from: &Path, folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Computes the demo on coarse cells into `folder`/pluim-demo/run, where `pluim demo` would leave
/// it.
///
/// # Panics
/// When it cannot be computed.
#[allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a test without its run has failed"
)]
pub fn coarse_demo(folder: &Path) {
    let scenario = folder.join("pluim-demo/scenario");
    std::fs::create_dir_all(&scenario).expect("the folder can be made");
    copy_demo(&scenario).expect("the demo can be copied");
    let file = scenario.join("scenario.toml");
    let text = std::fs::read_to_string(&file).expect("the demo has a scenario");
    let coarse = text.replace("cell_m = 20", "cell_m = 100") + "\n[solver]\nsample = 2\n";
    std::fs::write(&file, coarse).expect("the scenario can be written");
    let output = run_in(
        folder,
        &[
            "run",
            "pluim-demo/scenario/scenario.toml",
            "--out",
            "pluim-demo/run",
        ],
    );
    if !output.status.success() {
        panic!("{}", said(&output));
    }
}

/// The commands of `pluim` in the page `name` under docs/, as lists of words, and its blocks of
/// CSV; a command ends where its line does not end in a backslash.
///
/// # Panics
/// When the page cannot be read.
#[must_use]
#[allow(clippy::expect_used, reason = "a test without its page has failed")]
pub fn documented(name: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name);
    let text = std::fs::read_to_string(page).expect("the page is there");
    let blocks = |kind: &str| -> Vec<String> {
        let begin = format!("```{kind}\n");
        let parts = text.split(&begin).skip(1);
        parts
            .filter_map(|part| Some(part.split_once("```")?.0.to_owned()))
            .collect()
    };
    let commands = blocks("sh").join("").replace("\\\n", " ");
    let words = |line: &str| line.split_whitespace().skip(1).map(str::to_owned).collect();
    let commands = commands.lines().filter(|line| line.starts_with("pluim "));
    (commands.map(words).collect(), blocks("csv"))
}
