//! Where the reference results lie.

use std::path::{Path, PathBuf};

/// The folder of reference results, `$PLUIM_DATA/reference`; says so on stderr where it is absent.
#[must_use]
pub fn reference() -> Option<PathBuf> {
    crate::shared("reference")
}

/// Every AERMOD control file below `folder`, in alphabetical order.
#[must_use]
pub fn decks(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "inp") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
