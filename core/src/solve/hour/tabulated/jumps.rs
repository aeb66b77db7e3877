//! Where a plume jumps.
//!
//! Effective parameters jump where the layer over which they are taken changes, and the plume of a
//! road where the search for its wind takes one step more. Where that search converges slowly, jumps
//! follow each other ever more closely.

use pluim_kernels::fan::{BREAKS, Break, FanRow};

use super::{Asker, Floor, Node, Place, differ, held, line, weighted};

/// A plume may jump where it differs by more than this from what its nodes on either side lead to,
/// and does where this much of the difference is left when the interval has been halved.
const JUMP: f64 = 5e-4;
/// Half of a jump is what the middle of an interval misses the mean of its ends by; a plume that
/// misses it by less than this part of the least jump goes on evenly.
const EVEN: f64 = 0.25;
/// How often the interval of a jump is halved to find it.
const HALVINGS: u32 = 12;
/// How many of the largest jumps are kept where not every one is.
const LARGEST: usize = 6;
/// How often what lies on either side of a jump is searched for others.
const DEPTH: u32 = 4;
/// So near (as a part of the distance) to a jump none is told apart from it.
const BESIDE: f64 = 1e-5;

/// Of all places where the plume jumps those with the largest jumps, ascending.
pub(super) fn largest(asker: &Asker<'_>, nodes: &[Node]) -> Vec<Break> {
    let candidates = candidates(nodes);
    let found = candidates.iter().filter_map(|it| it.interval().jump(asker));
    ascending(found.take(LARGEST).collect())
}

/// Every place where the plume jumps, ascending, but no more than a table can hold.
pub(super) fn every(asker: &Asker<'_>, nodes: &[Node]) -> Vec<Break> {
    let mut found = Vec::new();
    for candidate in candidates(nodes) {
        candidate.interval().add_jumps(asker, DEPTH, &mut found);
    }
    found.sort_by(|one, other| other.size().total_cmp(&one.size()));
    found.truncate(BREAKS);
    ascending(found)
}

fn ascending(mut breaks: Vec<Break>) -> Vec<Break> {
    breaks.sort_by(|one, other| one.at.total_cmp(&other.at));
    breaks
}

/// Intervals that may hold jumps, those with the largest first.
fn candidates(nodes: &[Node]) -> Vec<Candidate<'_>> {
    let mut candidates: Vec<Candidate<'_>> = nodes.windows(4).filter_map(Candidate::new).collect();
    candidates.sort_by(|one, other| other.size.total_cmp(&one.size));
    candidates
}

/// An interval between nodes that may hold a jump.
struct Candidate<'a> {
    /// The nodes before and behind it.
    ends: [&'a Node; 2],
    /// How far the plume behind it is from what the nodes before lead to.
    size: f64,
}

impl<'a> Candidate<'a> {
    /// The interval between the middle two of four nodes.
    fn new(nodes: &'a [Node]) -> Option<Self> {
        let [a, b, c, d] = nodes else { return None };
        if !(b.bends && c.bends) {
            return None;
        }
        let rows = [a, b, c, d].map(|node| (node.x, held(&node.row, &b.floor)));
        let ahead = line(&rows[0], &rows[1], rows[2].0);
        let back = line(&rows[3], &rows[2], rows[1].0);
        // a curve leaves both lines by as much, a jump leaves them by as much to either side
        let (ends, led) = ([&rows[1].1, &rows[2].1], [&back, &ahead]);
        let jump = weighted(&[
            (ends[1], 0.5),
            (ends[0], -0.5),
            (led[0], 0.5),
            (led[1], -0.5),
        ]);
        let size = weighted(&[(ends[0], 1.0), (&jump, 1.0)]).gap(ends[0]);
        (size > JUMP).then_some(Self { ends: [b, c], size })
    }

    fn interval(&self) -> Interval<'a> {
        Interval {
            ends: self.ends.map(|node| (node.x, node.row)),
            floor: &self.ends[0].floor,
        }
    }
}

/// An interval that is searched.
struct Interval<'a> {
    ends: [Place; 2],
    floor: &'a Floor,
}

impl Interval<'_> {
    /// The jump, if there is one: without one the middle is the mean of the ends, or nearly.
    fn jump(&self, asker: &Asker<'_>) -> Option<Break> {
        let floor = self.floor;
        let [mut low, mut high] = self.ends;
        for _ in 0..HALVINGS {
            let x = 0.5 * (low.0 + high.0);
            let middle = asker.row(x);
            let gap = |end: &FanRow| held(&middle, floor).gap(&held(end, floor));
            let [from, to] = [low, high].map(|(x, row)| (x, held(&row, floor)));
            if gap(&line(&from, &to, x)) < EVEN * JUMP {
                return None;
            }
            match gap(&low.1) < gap(&high.1) {
                true => low = (x, middle),
                false => high = (x, middle),
            }
        }
        differ(&low.1, &high.1, (JUMP, floor)).then_some(Break {
            at: high.0,
            before: low.1,
            behind: high.1,
        })
    }

    /// Adds all its jumps to `found`.
    fn add_jumps(&self, asker: &Asker<'_>, depth: u32, found: &mut Vec<Break>) {
        let Some(jump) = self.jump(asker) else { return };
        found.push(jump);
        if depth == 0 {
            return;
        }
        let [low, high] = self.ends;
        let before = (jump.at * (1.0 - 0.1 * BESIDE), jump.before);
        let behind = (jump.at * (1.0 + 0.1 * BESIDE), jump.behind);
        for ends in [[low, before], [behind, high]] {
            let [from, to] = &ends;
            let wide = to.0 > from.0 * (1.0 + BESIDE);
            if wide && differ(&from.1, &to.1, (JUMP, self.floor)) {
                let floor = self.floor;
                Interval { ends, floor }.add_jumps(asker, depth - 1, found);
            }
        }
    }
}
