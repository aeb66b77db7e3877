//! Release groups that were averaged before.

/// What is found of one release group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSums {
    /// The values of its mean kernel.
    pub kernel: Vec<f32>,
    /// What was summed beside it, to measure the error.
    pub beside: Vec<f64>,
}

/// Keeps what is found of release groups, so that a computation that was broken off can go on.
///
/// What it finds must come from the same case, summed beside the same places or pairs.
pub trait GroupStore {
    /// What was kept of release group number `group`, if anything.
    fn find(&self, group: usize) -> Option<GroupSums>;

    /// Keeps what was found of release group number `group`, as far as it can.
    fn keep(&self, group: usize, sums: &GroupSums);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoStore;

impl GroupStore for NoStore {
    fn find(&self, _: usize) -> Option<GroupSums> {
        None
    }

    fn keep(&self, _: usize, _: &GroupSums) {}
}
