//! What can go wrong with an assessment.

use std::path::PathBuf;

use pluim_core::assessment::LimitError;
use pluim_io::error::InputError;
use pluim_io::write_error::WriteError;
use thiserror::Error;

/// Why an assessment cannot be made.
#[derive(Debug, Error)]
pub enum AssessError {
    /// An input is wrong.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An output cannot be written.
    #[error(transparent)]
    Output(#[from] WriteError),
    /// The file of limits is not one.
    #[error("{file}: {message}")]
    LimitFile {
        /// The file.
        file: PathBuf,
        /// What is wrong, with line and field.
        message: String,
    },
    /// A limit contradicts itself.
    #[error("{file}: {source}")]
    Limit {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: LimitError,
    },
    /// Two limits share a name.
    #[error("{file}: the name {id} occurs twice; every limit needs a name of its own")]
    Twice {
        /// The file.
        file: PathBuf,
        /// The name.
        id: String,
    },
    /// A run has no receptors.
    #[error(
        "{path}: found no receptor with a value that a limit is set for; run the scenario with receptors, or give a CIMLK results file"
    )]
    NothingToAssess {
        /// The run.
        path: PathBuf,
    },
    /// The reference run shares no receptor with the run.
    #[error(
        "{reference}: shares no receptor with {run}; a plan is compared at receptors with the same id"
    )]
    NoCommonReceptor {
        /// The run.
        run: PathBuf,
        /// The reference.
        reference: PathBuf,
    },
}

impl AssessError {
    /// Whether the input is at fault, which the exit code tells.
    #[must_use]
    pub fn is_input(&self) -> bool {
        !matches!(self, Self::Output(_))
    }
}
