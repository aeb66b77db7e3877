//! Where the shared test data lie.

use std::path::{Path, PathBuf};

/// A file of the shared data, which lie in the folder `PLUIM_DATA`, by default beside the
/// workspace; `None`, with a line that says so, where they are absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let root = std::env::var_os("PLUIM_DATA").map_or(beside, PathBuf::from);
    let file = root.join(path);
    if !file.exists() {
        eprintln!("skipped: {} is absent (set PLUIM_DATA)", file.display());
        return None;
    }
    Some(file)
}
