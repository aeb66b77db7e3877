//! Shared helpers of the whole-program tests.

pub mod agreement;
pub mod browser;
pub mod invented;
pub mod prairie_grass;
pub mod program;
pub mod random;
pub mod reference;
pub mod scores;

use std::path::{Path, PathBuf};

/// The folder that holds `data/`, `reference/` and `facts/`: `PLUIM_DATA` names it; without that,
/// `../shared` beside the workspace.
fn shared_root() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    std::env::var_os("PLUIM_DATA").map_or(beside, PathBuf::from)
}

/// The folder or file `relative` under the shared data, or `None` with a line that says what is
/// skipped.
#[must_use]
pub fn shared(relative: &str) -> Option<PathBuf> {
    let path = shared_root().join(relative);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent; set PLUIM_DATA", path.display());
    None
}
