//! A plume as a table, asked more closely where it bends and cut where it jumps or turns a corner.

mod corners;
mod jumps;

use pluim_kernels::fan::{Break, FanRow, FanTable};

use crate::scheme::{LOBES, Plume};
use crate::solve::CLOSEST;
use crate::solve::profile::lagrange;

/// Places an octave, evenly in ln x, at which a plume is asked everywhere; where it bends it is asked
/// at twice as many, and where it still bends at every node of the table.
const COARSE: usize = 8;
const FINE: usize = 2 * COARSE;
/// Where the cubic through every second place misses the place between by more than this, the
/// plume bends. Through all places the cubic misses 16 times less.
const BEND: f64 = 1e-3;
/// ln A of a lobe that does not matter, and the least that is told apart.
const FAINT: f64 = -60.0;
const NOTHING: f64 = -80.0;
/// A lobe that is less than this part (as a logarithm: 1e-6) of what it is farther on is not asked
/// closely.
const UNSEEN: f64 = 14.0;
/// Octaves at least and at most: 4 m to 131 km.
const OCTAVES: (u32, u32) = (2, 17);
/// So many roads are few.
const FEW: usize = 32;

/// How closely a table follows what a plume does suddenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Its largest jumps. What is left evens out where many sources share the plume, and a point
    /// meets it at few receptors.
    Largest,
    /// Every jump and every corner, as a single road shows them.
    Every,
}

impl Detail {
    /// For `roads` that share a plume.
    #[must_use]
    pub fn of_roads(roads: usize) -> Self {
        match roads <= FEW {
            true => Self::Every,
            false => Self::Largest,
        }
    }

    /// A jump larger than this is followed by its own panels along lines that hold it.
    fn large(self) -> f64 {
        match self {
            Self::Largest => 0.05,
            Self::Every => 0.003,
        }
    }

    /// Within how many half lengths of a line it is, and so is a corner.
    fn within(self) -> f64 {
        match self {
            Self::Largest => 4.0,
            Self::Every => 10.0,
        }
    }
}

/// The table of `plume` up to `farthest` (m).
#[must_use]
pub fn tabulated(plume: &dyn Plume, farthest: f64, detail: Detail) -> FanTable {
    let octaves = farthest.max(1.0).log2().ceil() as u32;
    let octaves = octaves.clamp(OCTAVES.0, OCTAVES.1);
    let asker = Asker::new(plume);
    let nodes = nodes(&asker, octaves);
    let rows: Vec<FanRow> = nodes.iter().map(|node| node.row).collect();
    let breaks = match detail {
        Detail::Largest => jumps::largest(&asker, &nodes),
        Detail::Every => jumps::every(&asker, &nodes),
    };
    FanTable::new(&rows, &breaks)
        .cut_at(&cuts(&nodes, &breaks, detail), detail.within())
        .clear_of(plume.clear())
}

/// The nodes of the table.
fn nodes(asker: &Asker<'_>, octaves: u32) -> Vec<Node> {
    let asked = asker.places(octaves as usize);
    let floors = arriving(&asked);
    let bends = bending(&asked, &floors);
    FanTable::distances(octaves)
        .map(|x| {
            let at = x.log2() * FINE as f64;
            let place = (at as usize).min(asked.len() - 2);
            let bends = bends[place] || bends[place + 1];
            Node {
                x,
                row: match bends {
                    true => asker.row(x),
                    false => between(&asked, place, at),
                },
                bends,
                floor: floors[place],
            }
        })
        .collect()
}

/// Where panels along a line begin: at large jumps, and at corners where they are followed.
fn cuts(nodes: &[Node], breaks: &[Break], detail: Detail) -> Vec<f64> {
    let large = breaks.iter().filter(|it| it.size() > detail.large());
    let mut cuts: Vec<f64> = large.map(|it| it.at).collect();
    if detail == Detail::Every {
        cuts.extend(corners::corners(nodes, breaks));
    }
    cuts
}

/// Asks a plume for the rows of its table.
struct Asker<'a> {
    plume: &'a dyn Plume,
    /// What depends on the distance alone is not seen from nearer than this (m); there the table
    /// goes on as it starts, so that it is right from here on.
    clear: f64,
    start: [FanRow; 2],
}

/// The step in ln r by which a start is continued.
const STEP: f64 = 0.01;

impl<'a> Asker<'a> {
    fn new(plume: &'a dyn Plume) -> Self {
        let clear = plume.clear().max(CLOSEST);
        let start = [0.0, STEP].map(|step: f64| row(plume, clear * step.exp()));
        Self {
            plume,
            clear,
            start,
        }
    }

    /// The plume at [`FINE`] places an octave and one more.
    fn places(&self, octaves: usize) -> Vec<FanRow> {
        let at = |place: usize| self.row((place as f64 / FINE as f64).exp2());
        let coarse: Vec<FanRow> = (0..=octaves * COARSE + 1).map(|k| at(2 * k)).collect();
        let bends = bending(&coarse, &arriving(&coarse));
        let place = |place: usize| {
            let before = place / 2;
            if place.is_multiple_of(2) {
                coarse[before]
            } else if bends[before] || bends[before + 1] {
                at(place)
            } else {
                between(&coarse, before, 0.5 * place as f64)
            }
        };
        (0..=octaves * FINE + 1).map(place).collect()
    }

    fn row(&self, x: f64) -> FanRow {
        let found = row(self.plume, x.max(CLOSEST));
        if x >= self.clear {
            return found;
        }
        let [here, next] = &self.start;
        let steps = (x / self.clear).ln() / STEP;
        let back = |part: fn(&FanRow) -> f64| part(here) + steps * (part(next) - part(here));
        FanRow {
            ring: back(|row| row.ring).max(0.0),
            coherence: back(|row| row.coherence).clamp(0.0, 1.0),
            ..found
        }
    }
}

fn row(plume: &dyn Plume, x: f64) -> FanRow {
    let cut = plume.cut(x);
    FanRow {
        ln_centre: cut.lobes.map(|lobe| lobe.centre.ln().max(NOTHING)),
        decay: cut.lobes.map(|lobe| lobe.decay * x * x),
        ring: x * cut.meander,
        coherence: cut.coherence,
    }
}

/// A node of the table.
struct Node {
    /// Distance (m).
    x: f64,
    row: FanRow,
    /// Whether the plume bends there.
    bends: bool,
    floor: Floor,
}

/// What hardly matters.
#[derive(Debug, Clone, Copy)]
struct Floor {
    /// ln A below which a lobe has hardly arrived.
    ln_centre: [f64; LOBES],
    /// The same for m.
    ring: f64,
}

/// A row in which what hardly matters is alike.
fn held(row: &FanRow, floor: &Floor) -> FanRow {
    let mut held = *row;
    for (ln_centre, floor) in held.ln_centre.iter_mut().zip(floor.ln_centre) {
        *ln_centre = ln_centre.max(floor);
    }
    held.ring = held.ring.max(floor.ring);
    held
}

/// A distance (m) and the plume there.
type Place = (f64, FanRow);

/// The straight line through two places, at `x`.
fn line(one: &Place, other: &Place, x: f64) -> FanRow {
    let part = (x - one.0) / (other.0 - one.0);
    weighted(&[(&one.1, 1.0 - part), (&other.1, part)])
}

/// For every place what has hardly arrived: what it reaches farther on is more by [`UNSEEN`].
fn arriving(asked: &[FanRow]) -> Vec<Floor> {
    let mut most = Floor {
        ln_centre: [FAINT; LOBES],
        ring: 0.0,
    };
    let mut floors: Vec<Floor> = asked
        .iter()
        .rev()
        .map(|row| {
            for (most, ln_centre) in most.ln_centre.iter_mut().zip(row.ln_centre) {
                *most = most.max(ln_centre - UNSEEN);
            }
            most.ring = most.ring.max(row.ring * (-UNSEEN).exp());
            most
        })
        .collect();
    floors.reverse();
    floors
}

/// At which places the plume bends; at an end, whether it does next to it.
fn bending(asked: &[FanRow], floors: &[Floor]) -> Vec<bool> {
    let (first, last) = (3, asked.len() - 4);
    (0..asked.len())
        .map(|place| place.clamp(first, last))
        .map(|place| bends(asked, place, &floors[place]))
        .collect()
}

/// Whether the plume bends between the places on both sides of `place`, leaving out what lies below
/// `floor`.
fn bends(asked: &[FanRow], place: usize, floor: &Floor) -> bool {
    let near = |step: usize| asked.get((place + step).checked_sub(3)?);
    let places = [near(0), near(2), near(4), near(6)];
    let [Some(a), Some(b), Some(c), Some(d)] = places else {
        return true;
    };
    differ(
        &blend([a, b, c, d], lagrange(1.5)),
        &asked[place],
        (BEND, floor),
    )
}

fn differ(one: &FanRow, other: &FanRow, (by, floor): (f64, &Floor)) -> bool {
    let lobe = |k: usize| {
        let [a, b] = [one.ln_centre[k], other.ln_centre[k]];
        if a <= floor.ln_centre[k] && b <= floor.ln_centre[k] {
            return false;
        }
        let decay = one.decay[k] / other.decay[k] - 1.0;
        !((a - b).abs() < by && decay.abs() < by)
    };
    let ring = (one.ring - other.ring).abs() > by * other.ring.abs().max(floor.ring);
    let coherence = (one.coherence - other.coherence).abs() > by;
    ring || coherence || (0..LOBES).any(lobe)
}

/// The cubic through the four places about `at`, which lies behind `place`.
fn between(asked: &[FanRow], place: usize, at: f64) -> FanRow {
    let first = place.saturating_sub(1).min(asked.len() - 4);
    let weights = lagrange(at - first as f64);
    blend([0, 1, 2, 3].map(|k| &asked[first + k]), weights)
}

fn blend(rows: [&FanRow; 4], weights: [f64; 4]) -> FanRow {
    let [a, b, c, d] = rows;
    let [i, j, k, l] = weights;
    weighted(&[(a, i), (b, j), (c, k), (d, l)])
}

/// A weighted sum of rows.
fn weighted(rows: &[(&FanRow, f64)]) -> FanRow {
    let mut sum = FanRow::default();
    for (row, weight) in rows {
        for k in 0..LOBES {
            sum.decay[k] += weight * row.decay[k];
            sum.ln_centre[k] += weight * row.ln_centre[k];
        }
        sum.ring += weight * row.ring;
        sum.coherence += weight * row.coherence;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Lobe;

    /// A plume from aloft that jumps by 2 % at 300 m and ends at a distance (m).
    struct Stepped(f64);

    impl Plume for Stepped {
        fn lobes(&self, x: f64) -> [Lobe; LOBES] {
            if x > self.0 {
                return [Lobe::default(); LOBES];
            }
            let step = if x > 300.0 { 1.02 } else { 1.0 };
            let lobe = Lobe {
                centre: step * (-(200.0 / x).powi(2)).exp() / (x * x),
                decay: 50.0 / (x * x),
            };
            [lobe, Lobe::default()]
        }

        fn meander(&self, _: f64) -> f64 {
            0.0
        }
    }

    #[test]
    fn a_table_holds_on_both_sides_of_a_jump_and_where_the_plume_ends() {
        // on both sides of a node and of the middle of an interval between nodes
        for end in [999.5, 1000.0, 1007.5, 1008.0] {
            holds(&Stepped(end), Detail::Largest);
            holds(&Stepped(end), Detail::Every);
        }
    }

    fn holds(plume: &Stepped, detail: Detail) {
        let table = tabulated(plume, 5000.0, detail);
        let most = plume.lobes(200.0)[0].centre;
        for step in 0..4000 {
            let x = 10.0 * (f64::from(step) / 600.0).exp();
            let exact = plume.lobes(x)[0].centre;
            let found = table.at([x, 0.0], 0.0);
            if [300.0, plume.0]
                .iter()
                .all(|at| (x / at - 1.0).abs() > 1e-5)
            {
                // a straight line between rows errs by 1e-3 where the plume arrives
                let allowed = 1e-3 * exact + 1e-5 * most;
                assert!(
                    (found - exact).abs() < allowed,
                    "{found} of {exact} at {x} m"
                );
            }
        }
    }
}
