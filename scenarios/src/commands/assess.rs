//! `pluim assess`: a run against limit values.

use crate::assess::AssessArgs;
use crate::error::Result;

/// Runs the command.
///
/// # Errors
/// When the input is wrong, nothing can be assessed or the results cannot be written.
pub fn execute(args: &AssessArgs) -> Result<()> {
    crate::assess::execute(args)
}
