//! Whether files still have the bytes that a record tells.

use std::path::Path;

use pluim_io::run_folder::{FileRecord, Results};

/// What a file is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Input,
    Output,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Same,
    Changed,
    /// It is no longer there, or can no longer be read.
    Gone,
}

/// A file of a run, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) state: State,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }

    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Input => "inputs",
            Self::Output => "outputs",
        }
    }
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// Looks at every input, from the working folder, and at every output, from the run folder.
pub(super) fn check(results: &Results) -> Vec<Checked> {
    let checked = |record: &FileRecord, kind, folder: &Path| Checked {
        path: record.path.clone(),
        kind,
        state: state(record, &folder.join(&record.path)),
    };
    let inputs = results.record.inputs.iter();
    let inputs = inputs.map(|it| checked(it, Kind::Input, Path::new("")));
    let outputs = results.record.outputs.iter();
    let outputs = outputs.map(|it| checked(it, Kind::Output, &results.folder));
    inputs.chain(outputs).collect()
}

fn state(record: &FileRecord, file: &Path) -> State {
    match record.matches(file) {
        Ok(true) => State::Same,
        Ok(false) => State::Changed,
        Err(_) => State::Gone,
    }
}
