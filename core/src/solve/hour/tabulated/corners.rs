//! Where a plume turns a corner: a limit is met, such as that of the meandering fraction, or the
//! search for the wind of a road begins to go back and forth.

use pluim_kernels::fan::{Break, FanRow};

use super::{Floor, Node, held};
use crate::scheme::LOBES;

/// The least turn: by how much d ln q / d ln x differs on both sides, more than the curve on either
/// side explains.
const TURN: f64 = 0.05;
/// How much more than the slopes of a curve change from node to node on one side they may between
/// both sides: the steps of nodes double where an octave ends.
const CURVED: f64 = 2.0;
/// Corners so near to each other (as a part of their distance) are one, seen in intervals side by side.
const ONE: f64 = 0.03;
/// What a row holds that may turn.
const QUANTITIES: usize = LOBES + 2;

/// Where the plume turns a corner between nodes, ascending.
pub(super) fn corners(nodes: &[Node], breaks: &[Break]) -> Vec<f64> {
    let clear = |nodes: &&[Node]| !breaks.iter().any(|it| holds(nodes, it.at));
    let windows = nodes.windows(6).filter(clear);
    let turns: Vec<Turn> = windows.filter_map(Turn::between).collect();
    let same = turns.chunk_by(|one, next| next.at < one.at * (1.0 + ONE));
    let corners = same.filter_map(|turns| sharpest(turns.iter().copied()));
    corners.map(|turn| turn.at).collect()
}

fn holds(nodes: &[Node], at: f64) -> bool {
    let ends = nodes.first().zip(nodes.last());
    ends.is_some_and(|(first, last)| first.x <= at && at <= last.x)
}

fn sharpest(turns: impl Iterator<Item = Turn>) -> Option<Turn> {
    turns.max_by(|one, other| one.size.total_cmp(&other.size))
}

/// A corner.
#[derive(Debug, Clone, Copy)]
struct Turn {
    /// Distance (m).
    at: f64,
    size: f64,
}

impl Turn {
    /// That between the middle two of six nodes, of the quantity that turns most.
    fn between(nodes: &[Node]) -> Option<Self> {
        let [z, a, b, c, d, e] = nodes else {
            return None;
        };
        if !(b.bends && c.bends) {
            return None;
        }
        let places = [z, a, b, c, d, e].map(|node| (node.x.ln(), quantities(&node.row, &b.floor)));
        let turns =
            (0..QUANTITIES).filter_map(|k| Self::of(places.map(|(ln_x, all)| (ln_x, all[k]))));
        let turn = sharpest(turns)?;
        let at = turn.at.clamp(b.x, c.x);
        Some(Self { at, ..turn })
    }

    /// That of a quantity q: six pairs of ln x and q.
    fn of([z, a, b, c, d, e]: [(f64, f64); 6]) -> Option<Self> {
        let slope = |one: (f64, f64), other: (f64, f64)| (other.1 - one.1) / (other.0 - one.0);
        let (before, behind) = (slope(a, b), slope(c, d));
        let curved = (before - slope(z, a)).abs() + (slope(d, e) - behind).abs();
        let size = (behind - before).abs() - CURVED * curved;
        // where the lines on both sides meet
        let ln_x = (c.1 - b.1 + before * b.0 - behind * c.0) / (before - behind);
        let at = ln_x.exp();
        (size > TURN).then_some(Self { at, size })
    }
}

/// ln m, F and ln A of every lobe, none below what hardly matters.
fn quantities(row: &FanRow, floor: &Floor) -> [f64; QUANTITIES] {
    let FanRow {
        ln_centre: [one, other],
        ring,
        coherence,
        ..
    } = held(row, floor);
    [one, other, ring.max(f64::MIN_POSITIVE).ln(), coherence]
}

#[cfg(test)]
mod tests {
    use super::super::{Asker, nodes};
    use super::*;
    use crate::scheme::{Lobe, Plume};

    /// A ring that falls off faster from a distance (m) on.
    struct Bent(f64);

    impl Plume for Bent {
        fn lobes(&self, _: f64) -> [Lobe; LOBES] {
            [Lobe::default(); LOBES]
        }

        fn meander(&self, r: f64) -> f64 {
            (r / self.0).powf(if r < self.0 { -1.2 } else { -2.0 })
        }
    }

    #[test]
    fn a_corner_is_found_where_it_is() {
        for at in [100.0, 333.3, 513.7, 1024.0] {
            let plume = Bent(at);
            let found = corners(&nodes(&Asker::new(&plume), 12), &[]);
            assert!(!found.is_empty(), "none at {at}");
            let all_there = found.iter().all(|it| (it / at - 1.0).abs() < 1e-3);
            assert!(all_there, "{found:?} at {at}");
        }
    }

    #[test]
    fn a_curve_has_none_but_where_it_begins_to_matter() {
        struct Curve;
        impl Plume for Curve {
            fn lobes(&self, x: f64) -> [Lobe; LOBES] {
                let lobe = Lobe {
                    centre: (-(200.0 / x).powi(2)).exp() / (x * x),
                    decay: 50.0 / (x * x),
                };
                [lobe, Lobe::default()]
            }

            fn meander(&self, r: f64) -> f64 {
                (-(80.0 / r).powi(2)).exp() / (r + 20.0)
            }
        }
        let found = corners(&nodes(&Asker::new(&Curve), 12), &[]);
        // what hardly matters ends in a corner
        assert!(found.iter().all(|at| *at < 100.0), "{found:?}");
    }
}
