//! Lines laid end to end, which from afar are one.

use super::line::FanLine;

/// Lines, those that go on straight where the one before them ends and are as strong to the metre
/// joined two by two: a road is often given in short pieces, and from afar the pieces of a straight
/// road are summed as one line.
///
/// Every line comes before the two that it is joined of, and these before all others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FanLines {
    links: Vec<Link>,
}

/// A line as it was given, or joined of several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) line: FanLine,
    /// Of how many lines it is joined.
    pub(super) pieces: usize,
    /// Where the next line stands that is no part of this one.
    pub(super) next: usize,
}

/// Lines of a run part from its first line by no more than this share: its strength to the metre,
/// its own spread and, as an angle, its direction.
const ALIKE: f32 = 1e-4;
/// Ends meet where they miss each other by no more than this part of the shorter line.
const GAP: f32 = 1e-3;

impl FanLines {
    /// `lines` in their order.
    #[must_use]
    pub fn new(lines: &[FanLine]) -> Self {
        let mut joined = Self::default();
        let mut rest = lines;
        while let Some(first) = rest.first() {
            let goes_on = |pair: &[FanLine]| pair[0].meets(&pair[1]) && first.is_like(&pair[1]);
            let count = 1 + rest.windows(2).take_while(|pair| goes_on(pair)).count();
            let (run, others) = rest.split_at(count);
            joined.join(run);
            rest = others;
        }
        joined
    }

    pub(super) fn get(&self, at: usize) -> Option<&Link> {
        self.links.get(at)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Adds the lines of a run, joined, and then its halves.
    fn join(&mut self, run: &[FanLine]) {
        let [Some(first), Some(last)] = [run.first(), run.last()] else {
            return;
        };
        let count = run.len();
        self.links.push(Link {
            line: match count {
                1 => *first,
                _ => first.up_to(last, run.iter().map(|line| line.strength).sum()),
            },
            pieces: count,
            // a run of n lines makes n - 1 joined ones
            next: self.links.len() + 2 * count - 1,
        });
        if count > 1 {
            let (front, back) = run.split_at(count / 2);
            self.join(front);
            self.join(back);
        }
    }
}

impl FanLine {
    /// Whether `next` begins where this ends.
    fn meets(&self, next: &Self) -> bool {
        let [end, begin] = [self.at(1.0), next.at(-1.0)];
        let most = 2.0 * GAP * self.half_length().min(next.half_length());
        (end[0] - begin[0]).hypot(end[1] - begin[1]) <= most
    }

    /// Whether `other` goes the same way, as strong to the metre and as wide.
    fn is_like(&self, other: &Self) -> bool {
        let [a, b] = [self.half, other.half];
        let [here, there] = [self.half_length(), other.half_length()];
        let cross = (a[0] * b[1] - a[1] * b[0]).abs();
        let straight = cross <= ALIKE * here * there && a[0] * b[0] + a[1] * b[1] > 0.0;
        let [one, two] = [self.strength * there, other.strength * here];
        let even = (one - two).abs() <= ALIKE * one.abs();
        straight && even && (self.widening - other.widening).abs() <= ALIKE * self.widening
    }

    /// The line from the start of this to the end of `last`.
    fn up_to(&self, last: &Self, strength: f32) -> Self {
        let [start, end] = [self.at(-1.0), last.at(1.0)];
        Self {
            middle: [0, 1].map(|axis| 0.5 * (start[axis] + end[axis])),
            half: [0, 1].map(|axis| 0.5 * (end[axis] - start[axis])),
            strength,
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from: [f32; 2], to: [f32; 2], strength: f32) -> FanLine {
        FanLine {
            middle: [0, 1].map(|axis| 0.5 * (from[axis] + to[axis])),
            half: [0, 1].map(|axis| 0.5 * (to[axis] - from[axis])),
            widening: 2.0,
            strength,
        }
    }

    fn pieces(lines: &[FanLine]) -> Vec<usize> {
        let joined = FanLines::new(lines);
        joined.links.iter().map(|it| it.pieces).collect()
    }

    #[test]
    fn a_straight_road_is_joined_two_by_two() {
        let ends = [0.0, 10.0, 30.0, 60.0];
        let lines: Vec<FanLine> = ends
            .windows(2)
            .map(|ends| line([ends[0], 5.0], [ends[1], 5.0], 0.1 * (ends[1] - ends[0])))
            .collect();
        assert_eq!(pieces(&lines), [3, 1, 2, 1, 1]);
        let joined = FanLines::new(&lines);
        let nexts: Vec<usize> = joined.links.iter().map(|it| it.next).collect();
        assert_eq!(nexts, [5, 2, 5, 4, 5]);
        let whole = joined.links[0].line;
        assert_eq!(
            (whole.middle, whole.half, whole.widening),
            ([30.0, 5.0], [30.0, 0.0], 2.0)
        );
        assert!((whole.strength - 6.0).abs() < 1e-5);
    }

    #[test]
    fn bends_gaps_and_other_strengths_part_lines() {
        let first = line([0.0, 0.0], [10.0, 0.0], 1.0);
        for next in [
            line([10.0, 0.0], [20.0, 0.1], 1.0),
            line([10.1, 0.0], [20.1, 0.0], 1.0),
            line([10.0, 0.0], [20.0, 0.0], 1.1),
            line([10.0, 0.0], [0.0, 0.0], 1.0),
            FanLine {
                widening: 2.1,
                ..line([10.0, 0.0], [20.0, 0.0], 1.0)
            },
        ] {
            assert_eq!(pieces(&[first, next]), [1, 1], "{next:?}");
        }
    }
}
