//! The valid little world that is spoilt, in a folder of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use pluim_io::run_folder::sha256_of;
use pluim_tests::invented::{Scale, write_run};
use pluim_tests::program::{copy_world, pluim, said};
use tempfile::TempDir;

use crate::case::Case;
use crate::spoil::spoil;

/// No refusal takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A copy of `world/` with two runs beside it.
pub(crate) struct World(TempDir);

impl World {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy_world(folder.path()).unwrap();
        write_run(&folder.path().join("run"), "Run", Scale { roads: 1.0 });
        write_run(&folder.path().join("other"), "Other", Scale { roads: 0.5 });
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program in the folder, for no longer than is reasonable.
    pub(crate) fn run(&self, command: &str) -> Output {
        let mut program = Command::new(pluim());
        program.args(command.split_whitespace());
        self.output(program, command)
    }

    /// The same where no file can grow beyond so many blocks of half a kilobyte.
    #[cfg(unix)]
    pub(crate) fn run_with_files_up_to(&self, blocks: u32, command: &str) -> Output {
        let mut shell = Command::new("sh");
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        shell.arg("-c").arg(line).arg(pluim());
        shell.args(command.split_whitespace());
        self.output(shell, command)
    }

    fn output(&self, mut program: Command, command: &str) -> Output {
        program.current_dir(self.0.path()).stdin(Stdio::null());
        // what it says goes to files outside the folder, so that no pipe can fill up
        let said = TempDir::new().unwrap();
        let to = |name: &str| fs::File::create(said.path().join(name)).unwrap();
        program.stdout(to("out")).stderr(to("err"));
        let begin = Instant::now();
        let mut child = program.spawn().unwrap();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if begin.elapsed() > PATIENCE {
                println!("pluim {command}: no end after {PATIENCE:?}");
                child.kill().unwrap();
                break child.wait().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let read = |name: &str| fs::read(said.path().join(name)).unwrap();
        Output {
            status,
            stdout: read("out"),
            stderr: read("err"),
        }
    }

    /// Every file and folder, with the hash of its bytes.
    pub(crate) fn listing(&self) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        let mut open = vec![self.0.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.0.path()).unwrap();
                let name = format!("/{}", name.display());
                let kind = fs::symlink_metadata(&path).unwrap().file_type();
                if kind.is_dir() {
                    found.insert((format!("{name}/"), String::new()));
                    open.push(path);
                } else if kind.is_file() {
                    found.insert((name, sha256_of(&fs::read(path).unwrap())));
                }
            }
        }
        found
    }

    /// What is wrong with how the program takes a case; none where all is right.
    pub(crate) fn faults(&self, case: &Case) -> Option<String> {
        for change in case.change.iter().chain(&case.also) {
            spoil(self.0.path(), change);
        }
        let before = self.listing();
        let output = self.run(&case.command);
        let message = said(&output);
        let mut faults = Vec::new();
        if output.status.code() != Some(2) {
            faults.push(format!("ended with {}", output.status));
        }
        // where words of the command line are wrong, the parser adds a paragraph on --help
        let first = message.split("\n\n").next().unwrap_or_default();
        if first.trim_end().lines().count() != 1 {
            faults.push("not one message".to_owned());
        }
        if !message.contains("expected") {
            faults.push("does not say what was expected".to_owned());
        }
        let missing = case.says.iter().filter(|part| !message.contains(*part));
        faults.extend(missing.map(|part| format!("does not say {part:?}")));
        let now = self.listing();
        faults.extend(
            now.difference(&before)
                .map(|(path, _)| format!("wrote {path}")),
        );
        faults.extend(
            before
                .difference(&now)
                .map(|(path, _)| format!("removed {path}")),
        );
        let told = format!("- {}: {}\n    {message}", case.name, faults.join("; "));
        (!faults.is_empty()).then_some(told)
    }
}
