//! The highest values over all receptors (`OU MAXTABLE`).

use pluim_io::aermet::Stamp;
use serde::Serialize;

use super::averages::Ended;

/// A value, where and when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Maximum {
    /// Value.
    pub value: f64,
    /// Number of the receptor, counted from 0.
    pub receptor: usize,
    /// Last hour of the average as `YYMMDDHH`.
    #[serde(serialize_with = "as_text")]
    pub hour: Stamp,
}

fn as_text<S: serde::Serializer>(hour: &Stamp, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(hour)
}

/// The highest values of every source group, the highest first; of equal values the earlier
/// ranks higher.
#[derive(Debug, Clone, PartialEq)]
pub struct Maxima {
    depth: usize,
    receptors: usize,
    /// Values, group by group.
    pub groups: Vec<Vec<Maximum>>,
}

impl Maxima {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(groups: usize, receptors: usize, depth: usize) -> Self {
        Self {
            depth,
            receptors,
            groups: vec![Vec::new(); groups],
        }
    }

    /// Takes in a short-term average.
    pub fn add(&mut self, ended: Ended<'_>) {
        if self.depth == 0 || self.receptors == 0 {
            return;
        }
        let fields = ended.values.chunks_exact(self.receptors);
        for (kept, field) in self.groups.iter_mut().zip(fields) {
            for (receptor, value) in field.iter().enumerate() {
                let maximum = Maximum {
                    value: *value,
                    receptor,
                    hour: ended.stamp,
                };
                insert(kept, maximum, self.depth);
            }
        }
    }
}

fn insert(kept: &mut Vec<Maximum>, maximum: Maximum, depth: usize) {
    let full = kept.len() >= depth;
    let least = kept.last().filter(|_| full).map_or(0.0, |last| last.value);
    if maximum.value <= least {
        return;
    }
    let at = kept.partition_point(|other| other.value >= maximum.value);
    kept.insert(at, maximum);
    kept.truncate(depth);
}
