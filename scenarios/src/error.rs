//! What can go wrong in a run, and the exit code that says so.

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
    Write(#[from] WriteError),
    /// A map cannot be drawn.
    #[error(transparent)]
    Map(#[from] MapError),
    /// A run cannot be assessed.
    #[error(transparent)]
    Assess(#[from] AssessError),
    /// Standard output is gone, or another fault of the system.
    #[error("{0}")]
    System(#[from] std::io::Error),
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
            Self::Assess(_) | Self::Write(_) | Self::Map(_) | Self::System(_) => 1,
        }
    }
}

/// A case that cannot be computed, as a fault of the scenario file that describes it.
pub(crate) fn in_scenario(file: &std::path::Path, error: &CaseError) -> InputError {
    InputError::new(file, "sources and weather that can be computed with").found(error)
}
