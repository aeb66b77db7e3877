//! Mean kernels of a run, kept in its folder for runs beside it.
//!
//! They lie in a hidden folder, each under a hash of all that it depends on, so that one of other
//! weather, another scheme or another program is never taken.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::{GroupStore, GroupSums};
use pluim_core::source::Release;
use pluim_io::partial::write_whole;
use pluim_io::run_folder::{MeasuredError, sha256_of};

use super::kept::{bytes, numbers, of_program};
use crate::error::Result;
use crate::plan::Plan;

/// Name of the folder with mean kernels in a run folder.
const KERNELS: &str = ".kernels";
/// Release groups of which kernels are kept at most; each takes 0.6 to 1.1 MB.
const MOST: usize = 64;

/// The mean kernels that a run kept of all release groups of a plan.
pub(super) struct Known {
    kernels: Vec<Vec<f32>>,
    /// Their error, as that run measured it.
    pub(super) error: Option<MeasuredError>,
}

impl Known {
    /// What the run in `folder` kept for `plan`, and of which it measured the error; none where it
    /// lacks one of them.
    pub(super) fn find(folder: &Path, plan: &Plan, error: Option<MeasuredError>) -> Option<Self> {
        let keys = keys(plan).ok()?;
        let kernel = |key: &String| numbers(&fs::read(folder.join(KERNELS).join(key)).ok()?);
        let kernels = keys.iter().map(kernel).collect::<Option<_>>()?;
        Some(Self { kernels, error })
    }
}

impl GroupStore for Known {
    fn find(&self, group: usize) -> Option<GroupSums> {
        Some(GroupSums {
            kernel: self.kernels.get(group)?.clone(),
            beside: Vec::new(),
        })
    }

    fn keep(&self, _: usize, _: &GroupSums) {}
}

/// Keeps the mean kernels of a plan in the folder of its run, unless they are many.
pub(super) fn keep(folder: &Path, plan: &Plan, climatology: &Climatology<'_>) -> Result<()> {
    let all = folder.join(KERNELS);
    // absent in a new folder
    let _ = fs::remove_dir_all(&all);
    let kernels = climatology.kernels();
    if kernels.len() > MOST {
        return Ok(());
    }
    fs::create_dir_all(&all)?;
    for (kernel, key) in kernels.iter().zip(keys(plan)?) {
        write_whole(&all.join(key), &bytes(kernel.table().values()))?;
    }
    Ok(())
}

/// Moves what was kept in one folder to another.
pub(super) fn hand_over(from: &Path, to: &Path) {
    let [from, to]: [PathBuf; 2] = [from, to].map(|it| it.join(KERNELS));
    // what is not there is averaged by the next run
    let _ = fs::remove_dir_all(&to);
    let _ = fs::rename(from, to);
}

/// A name for the kernel of every release group of a plan, from all that it depends on.
fn keys(plan: &Plan) -> Result<Vec<String>> {
    let case = plan.case();
    let mut shared = of_program()?.to_owned();
    let solver = serde_json::to_string(&plan.scenario.solver).unwrap_or_default();
    // a String takes any text; numbers are written so that they come back with every bit
    let _ = write!(shared, "\n{solver}\n{:?}\n", case.receptor_height);
    let hours = sha256_of(format!("{:?}", case.hours).as_bytes());
    let key = |(release, profile): &(Release, usize)| {
        let profile = &case.profiles[*profile];
        let text = format!("{shared}{hours}\n{release:?}\n{profile:?}");
        let mut key = sha256_of(text.as_bytes());
        key.truncate(16);
        key
    };
    Ok(case.release_groups().0.iter().map(key).collect())
}
