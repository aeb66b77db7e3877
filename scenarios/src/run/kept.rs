//! What a run keeps of its finished work, so that it goes on from there when it was broken off.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use pluim_core::solve::{GroupStore, GroupSums};
use pluim_io::run_folder::{FileRecord, FinishedParts};

use super::clock::program;
use crate::error::Result;

/// Finished work of a run.
pub(super) struct Kept {
    parts: FinishedParts,
    /// How many parts were found.
    taken: AtomicUsize,
}

impl Kept {
    /// What was finished in `folder` of a run that depends on `depends_on`, see [`depends_on`].
    pub(super) fn open(folder: &Path, depends_on: &str) -> Result<Self> {
        Ok(Self {
            parts: FinishedParts::open(folder, depends_on)?,
            taken: AtomicUsize::new(0),
        })
    }

    /// How many parts were taken from an earlier run.
    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// Rows of `width` numbers that were kept under `name`, or what `compute` gives, which is kept.
    pub(super) fn rows<T: Number>(
        &self,
        name: &str,
        [count, width]: [usize; 2],
        compute: impl FnOnce() -> Vec<Vec<T>>,
    ) -> Result<Vec<Vec<T>>> {
        self.rows_or_fault(name, [count, width], || Ok(compute()))
    }

    /// The same where computing may fail.
    pub(super) fn rows_or_fault<T: Number>(
        &self,
        name: &str,
        [count, width]: [usize; 2],
        compute: impl FnOnce() -> Result<Vec<Vec<T>>>,
    ) -> Result<Vec<Vec<T>>> {
        if let Some(rows) = self.take_rows(name, [count, width]) {
            return Ok(rows);
        }
        let rows = compute()?;
        self.keep_rows(name, &rows)?;
        Ok(rows)
    }

    /// Keeps rows of numbers under `name`.
    pub(super) fn keep_rows<T: Number>(&self, name: &str, rows: &[Vec<T>]) -> Result<()> {
        Ok(self.parts.keep(name, &bytes(rows.iter().flatten()))?)
    }

    /// Rows of `width` numbers that were kept under `name`, which counts as taking a part.
    pub(super) fn take_rows<T: Number>(&self, name: &str, size: [usize; 2]) -> Option<Vec<Vec<T>>> {
        let rows = self.find_rows(name, size)?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        Some(rows)
    }

    /// The same where they were kept before.
    pub(super) fn find_rows<T: Number>(
        &self,
        name: &str,
        [count, width]: [usize; 2],
    ) -> Option<Vec<Vec<T>>> {
        let numbers: Vec<T> = numbers(&self.parts.find(name)?)?;
        let fits = width > 0 && numbers.len() == count.checked_mul(width)?;
        fits.then(|| numbers.chunks(width).map(<[T]>::to_vec).collect())
    }

    /// Removes all of it, when the run is complete.
    pub(super) fn remove(self) -> Result<()> {
        Ok(self.parts.remove()?)
    }

    /// What is kept of the release groups of one rung.
    pub(super) fn groups(&self, rung: &'static str) -> KeptGroups<'_> {
        KeptGroups { kept: self, rung }
    }
}

/// All that finished work depends on: the settings and the inputs, which the identifications of
/// the runs that it is for tell, and the program.
pub(super) fn depends_on(run_ids: &[String]) -> Result<String> {
    Ok(format!("{}\n{}", run_ids.join(" "), of_program()?))
}

/// What tells this program from any other: every byte of it counts. They are read once.
pub(super) fn of_program() -> Result<&'static str> {
    static FOUND: OnceLock<String> = OnceLock::new();
    if let Some(found) = FOUND.get() {
        return Ok(found);
    }
    let program = program();
    let executable = std::env::current_exe()?;
    let bytes = FileRecord::of(&executable, "")?.sha256;
    let commit = program.git_commit.unwrap_or_default();
    Ok(FOUND.get_or_init(|| format!("{}\n{commit}\n{bytes}", program.version)))
}

/// What is kept of the release groups of one rung.
pub(super) struct KeptGroups<'a> {
    kept: &'a Kept,
    rung: &'static str,
}

impl KeptGroups<'_> {
    fn names(&self, group: usize) -> [String; 2] {
        ["kernel", "beside"].map(|what| format!("{}-{what}-{group}", self.rung))
    }
}

impl GroupStore for KeptGroups<'_> {
    fn find(&self, group: usize) -> Option<GroupSums> {
        let [kernel, beside] = self.names(group).map(|name| self.kept.parts.find(&name));
        let sums = GroupSums {
            kernel: numbers(&kernel?)?,
            beside: numbers(&beside?)?,
        };
        self.kept.taken.fetch_add(1, Ordering::Relaxed);
        Some(sums)
    }

    // a group that cannot be kept is averaged again by the next run; a full disk shows soon enough
    fn keep(&self, group: usize, sums: &GroupSums) {
        let [kernel, beside] = self.names(group);
        let _ = self.kept.parts.keep(&kernel, &bytes(&sums.kernel));
        let _ = self.kept.parts.keep(&beside, &bytes(&sums.beside));
    }
}

/// A number that comes back from its bytes with every bit.
pub(super) trait Number: Copy {
    fn put(self, to: &mut Vec<u8>);
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

impl Number for f32 {
    fn put(self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_le_bytes)
    }
}

impl Number for f64 {
    fn put(self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_le_bytes)
    }
}

pub(super) fn bytes<'a, T: Number + 'a>(numbers: impl IntoIterator<Item = &'a T>) -> Vec<u8> {
    let numbers = numbers.into_iter();
    let mut bytes = Vec::with_capacity(numbers.size_hint().0 * size_of::<T>());
    for number in numbers {
        number.put(&mut bytes);
    }
    bytes
}

/// The numbers in `bytes`; none where they are no whole number of them.
pub(super) fn numbers<T: Number>(bytes: &[u8]) -> Option<Vec<T>> {
    bytes.chunks(size_of::<T>()).map(T::from_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_computed_once() {
        let folder = tempfile::tempdir().unwrap();
        let rows = vec![vec![1.5_f32, f32::NAN], vec![-0.0, 3.0]];
        let kept = Kept::open(folder.path(), "run").unwrap();
        let first = kept.rows("a", [2, 2], || rows.clone()).unwrap();
        let again = Kept::open(folder.path(), "run").unwrap();
        let second = again.rows("a", [2, 2], || unreachable!()).unwrap();
        let bits = |rows: &[Vec<f32>]| -> Vec<u32> {
            rows.iter().flatten().map(|it| it.to_bits()).collect()
        };
        assert_eq!(bits(&first), bits(&rows));
        assert_eq!(bits(&second), bits(&rows));
    }

    #[test]
    fn rows_of_another_shape_are_computed() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::open(folder.path(), "run").unwrap();
        kept.rows("a", [1, 2], || vec![vec![1.0_f64, 2.0]]).unwrap();
        let three = kept.rows("a", [1, 3], || vec![vec![1.0_f64; 3]]).unwrap();
        assert_eq!(three[0].len(), 3);
        assert!(kept.find_rows::<f64>("a", [1, 2]).is_none());
    }
}
