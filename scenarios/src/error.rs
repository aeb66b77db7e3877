//! What can go wrong in a run, and the exit code that says so.

use std::io::ErrorKind;

use pluim_core::solve::CaseError;
use pluim_io::error::InputError;
use pluim_io::picture::MapError;
use pluim_io::write_error::WriteError;
use thiserror::Error;

use crate::assess::AssessError;

/// A fault that ends a command.
#[derive(Debug, Error)]
pub enum Error {
    /// The input is wrong; the message says where and what was expected.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A result cannot be written.
    #[error(transparent)]
    Write(WriteError),
    /// A map cannot be drawn.
    #[error(transparent)]
    Map(#[from] MapError),
    /// A run cannot be assessed.
    #[error(transparent)]
    Assess(#[from] AssessError),
    /// A run is not what its record tells.
    #[error("{0}")]
    Differs(String),
    /// Standard output is gone, or another fault of the system.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

impl From<WriteError> for Error {
    /// Where the user named a place at which no file can be, that is a wrong input.
    fn from(error: WriteError) -> Self {
        match &error {
            WriteError::File { path, source } if is_place(source.kind()) => {
                let fault =
                    InputError::new(path, "a file in a folder that is there and can be written");
                Self::Input(
                    fault
                        .found(source)
                        .hint("make the folder, or choose another"),
                )
            }
            _ => Self::Write(error),
        }
    }
}

/// Whether a fault of the system lies in the place, and not in the writing.
fn is_place(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::AlreadyExists
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
    )
}

/// Result of a command.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The exit code: 2 where the input is wrong, 1 for anything else.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Assess(error) if error.is_input() => 2,
            Self::Assess(_)
            | Self::Write(_)
            | Self::Map(_)
            | Self::Differs(_)
            | Self::System(_) => 1,
        }
    }
}

/// A case that cannot be computed, as a fault of the scenario file that describes it.
pub(crate) fn in_scenario(file: &std::path::Path, error: &CaseError) -> InputError {
    InputError::new(file, "sources and weather that can be computed with").found(error)
}
