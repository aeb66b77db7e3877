//! The highest values of a place, with their hours.

use pluim_io::aermet::Stamp;

/// A value and the hour in which its average ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Value.
    pub value: f64,
    /// Hour; none where no value above 0 was seen.
    pub stamp: Option<Stamp>,
}

const NONE: Ranked = Ranked {
    value: 0.0,
    stamp: None,
};

/// The `depth` highest values at each of a number of places, the highest first. Of equal values
/// the earlier ranks higher, and a value of 0 does not rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranks {
    depth: usize,
    values: Vec<Ranked>,
}

impl Ranks {
    /// Nothing seen yet at `places` places.
    #[must_use]
    pub fn new(places: usize, depth: usize) -> Self {
        Self {
            depth,
            values: vec![NONE; places * depth],
        }
    }

    /// Takes in the values of all places in the hour `stamp`.
    pub fn add(&mut self, values: &[f64], stamp: Stamp) {
        if self.depth == 0 {
            return;
        }
        for (kept, value) in self.values.chunks_exact_mut(self.depth).zip(values) {
            let ranked = Ranked {
                value: *value,
                stamp: Some(stamp),
            };
            insert(kept, ranked);
        }
    }

    /// Takes in one value a place, each with its own hour.
    pub fn add_each(&mut self, values: &[Ranked]) {
        if self.depth == 0 {
            return;
        }
        for (kept, value) in self.values.chunks_exact_mut(self.depth).zip(values) {
            insert(kept, *value);
        }
    }

    /// The values of rank `rank` (1 for the highest), place by place.
    pub fn of_rank(&self, rank: usize) -> impl Iterator<Item = Ranked> + '_ {
        let at = rank.saturating_sub(1);
        let places = self.values.chunks_exact(self.depth.max(1));
        places.map(move |kept| kept.get(at).copied().unwrap_or(NONE))
    }

    /// How many values a place keeps.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }
}

/// Puts `ranked` in its place among `kept`, the highest first, and drops the lowest.
fn insert(kept: &mut [Ranked], ranked: Ranked) {
    let Some(last) = kept.last() else { return };
    if ranked.value <= last.value {
        return;
    }
    let at = kept.partition_point(|other| other.value >= ranked.value);
    if let Some(below) = kept.get_mut(at..) {
        below.rotate_right(1);
        if let Some(first) = below.first_mut() {
            *first = ranked;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(hour: i32) -> Stamp {
        Stamp::new(2017, 1, 1, hour).unwrap()
    }

    #[test]
    fn the_highest_come_first_and_the_earlier_of_equals() {
        let mut ranks = Ranks::new(1, 3);
        for (hour, value) in [(1, 2.0), (2, 5.0), (3, 2.0), (4, 3.0), (5, 0.0)] {
            ranks.add(&[value], stamp(hour));
        }
        let kept: Vec<Ranked> = (1..=3).flat_map(|rank| ranks.of_rank(rank)).collect();
        let values: Vec<f64> = kept.iter().map(|ranked| ranked.value).collect();
        assert_eq!(values, [5.0, 3.0, 2.0]);
        assert_eq!(kept[2].stamp, Some(stamp(1)));
    }

    #[test]
    fn nothing_above_zero_leaves_no_hour() {
        let mut ranks = Ranks::new(2, 1);
        ranks.add(&[0.0, 1.0], stamp(1));
        let first: Vec<Ranked> = ranks.of_rank(1).collect();
        assert_eq!(first[0], NONE);
        assert_eq!(first[1].stamp, Some(stamp(1)));
    }
}
