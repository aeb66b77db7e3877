//! Results that would take the place of what they were made from.

use std::path::{Path, PathBuf};

use pluim_io::error::InputError;
use pluim_io::run_folder::FileRecord;

/// Refuses the folder `out` where one of the files that are read lies in it, not below it: results
/// could take its name.
pub(crate) fn apart<'a>(
    out: &Path,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<(), InputError> {
    let Ok(folder) = out.canonicalize() else {
        return Ok(());
    };
    let inside = |input: &&Path| {
        let file = input.canonicalize().ok();
        file.is_some_and(|file| file.parent() == Some(folder.as_path()))
    };
    match inputs.into_iter().find(inside) {
        None => Ok(()),
        Some(input) => {
            let fault = InputError::new(out, "a folder without the files that are read");
            Err(fault
                .found(input.display())
                .hint("choose another with --out"))
        }
    }
}

/// The same for the inputs of a run.
pub(crate) fn apart_from_inputs(out: &Path, inputs: &[FileRecord]) -> Result<(), InputError> {
    apart(out, inputs.iter().map(|input| Path::new(&input.path)))
}

/// Refuses the file `out`, given by `option`, where it is one of those that are read.
pub(crate) fn not_over<P: AsRef<Path>>(
    (option, out): (&str, &Path),
    inputs: impl IntoIterator<Item = P>,
) -> Result<(), InputError> {
    let real = |path: &Path| -> Option<PathBuf> { path.canonicalize().ok() };
    let Some(file) = real(out) else {
        return Ok(());
    };
    if inputs
        .into_iter()
        .any(|input| real(input.as_ref()).as_ref() == Some(&file))
    {
        let fault = InputError::new(out, "a file that is not among those that are read");
        return Err(fault
            .found("one of them")
            .hint(format!("choose another with {option}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_lie_beside_or_below_their_inputs() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("roads.csv");
        std::fs::write(&input, "").unwrap();
        let below = folder.path().join("run");
        std::fs::create_dir(&below).unwrap();
        assert!(apart(&below, [input.as_path()]).is_ok());
        assert!(apart(&folder.path().join("new"), [input.as_path()]).is_ok());
        assert!(apart(&below.join(".."), [input.as_path()]).is_err());
        let around = below.join("../roads.csv");
        assert!(not_over(("--csv", &around), [&input]).is_err());
        assert!(not_over(("--csv", &below.join("table.csv")), [&input]).is_ok());
    }
}
