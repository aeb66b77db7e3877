//! The sources in which a contribution differs from one that is known.
//!
//! The field is linear in the sources, so that what changes is the field of what is added less that
//! of what is taken away. Both are made of emissions of 0 or more, as any source is.

use std::collections::{HashMap, VecDeque};

use pluim_core::source::Source;

use crate::plan::SourceEmission;

/// Sources and, by the same number, their emissions.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sources {
    pub(super) sources: Vec<Source>,
    pub(super) emissions: Vec<SourceEmission>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Edit {
    /// What is emitted now and was not before.
    pub(super) added: Sources,
    /// What was emitted before and is not now.
    pub(super) taken: Sources,
    /// How many sources differ.
    pub(super) count: usize,
}

impl Sources {
    fn push(&mut self, source: Source, emission: &SourceEmission) {
        self.sources.push(source);
        self.emissions.push(emission.clone());
    }

    fn iter(&self) -> impl Iterator<Item = (&Source, &SourceEmission)> {
        self.sources.iter().zip(&self.emissions)
    }
}

/// How `now` differs from `before`. Sources are paired by their own identification and group, those that share
/// one in their order.
pub(super) fn edit(before: &Sources, now: &Sources) -> Edit {
    let mut left = by_name(before);
    let mut edit = Edit::default();
    for (source, emission) in now.iter() {
        let queue = left.get_mut(&name(emission));
        match queue.and_then(VecDeque::pop_front) {
            Some(number) => edit.pair(source, emission, &before.sources[number]),
            None => edit.add(source, emission),
        }
    }
    let mut gone: Vec<usize> = left.into_values().flatten().collect();
    gone.sort_unstable();
    for number in gone {
        edit.take(&before.sources[number], &before.emissions[number]);
    }
    edit
}

fn name(emission: &SourceEmission) -> (&str, &str) {
    (&emission.group, &emission.id)
}

fn by_name(sources: &Sources) -> HashMap<(&str, &str), VecDeque<usize>> {
    let mut numbers: HashMap<_, VecDeque<usize>> = HashMap::new();
    for (number, (_, emission)) in sources.iter().enumerate() {
        numbers.entry(name(emission)).or_default().push_back(number);
    }
    numbers
}

impl Edit {
    fn add(&mut self, source: &Source, emission: &SourceEmission) {
        self.count += 1;
        self.added.push(source.clone(), emission);
    }

    fn take(&mut self, source: &Source, emission: &SourceEmission) {
        self.count += 1;
        self.taken.push(source.clone(), emission);
    }

    /// A source that was there before as `old`.
    fn pair(&mut self, new: &Source, emission: &SourceEmission, old: &Source) {
        if new == old {
            return;
        }
        let as_before = Source {
            rates: old.rates.clone(),
            ..new.clone()
        };
        if as_before != *old {
            // elsewhere, or released otherwise: nothing of it cancels
            self.add(new, emission);
            self.taken.push(old.clone(), emission);
            return;
        }
        self.count += 1;
        for (part, [more, less]) in [(&mut self.added, [new, old]), (&mut self.taken, [old, new])] {
            let rates = more.rates.iter().zip(&less.rates);
            let rates: Vec<f64> = rates.map(|(more, less)| (more - less).max(0.0)).collect();
            if rates.iter().any(|rate| *rate > 0.0) {
                part.push(
                    Source {
                        rates,
                        ..new.clone()
                    },
                    emission,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::plan::Plan;

    fn demo() -> Sources {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/scenario.toml");
        let plan = Plan::read(&file).unwrap();
        Sources {
            sources: plan.sources,
            emissions: plan.emissions,
        }
    }

    #[test]
    fn nothing_changed() {
        let before = demo();
        assert_eq!(edit(&before, &before), Edit::default());
    }

    #[test]
    fn more_of_one_pollutant_and_less_of_another() {
        let before = demo();
        let mut now = before.clone();
        now.sources[3].rates[0] += 2.0;
        now.sources[3].rates[1] *= 0.25;
        let edit = edit(&before, &now);
        assert_eq!(edit.count, 1);
        let added = &edit.added.sources[0].rates;
        assert!((added[0] - 2.0).abs() < 1e-12 && added[1..].iter().all(|rate| *rate == 0.0));
        let taken = &edit.taken.sources[0].rates;
        let expected = 0.75 * before.sources[3].rates[1];
        assert!(taken[0] == 0.0 && (taken[1] / expected - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_source_that_is_gone_and_one_that_moved() {
        let before = demo();
        let mut now = before.clone();
        now.sources[1].shape = before.sources[2].shape.clone();
        now.sources.remove(5);
        now.emissions.remove(5);
        let edit = edit(&before, &now);
        assert_eq!(edit.count, 2);
        assert_eq!(edit.added.sources, [now.sources[1].clone()]);
        let taken = [before.sources[1].clone(), before.sources[5].clone()];
        assert_eq!(edit.taken.sources, taken);
    }
}
