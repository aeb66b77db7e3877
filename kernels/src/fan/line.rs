//! Sums over straight lines.
//!
//! From afar a line is its middle and a correction for its length; nearer it is a few Gauss nodes;
//! where blocks hold receptors that need more nodes than others, each receptor takes as many as it
//! needs along the part of the line that it sees; receptors beside a line are integrated one by one.
//! A node stands for a cell of the line, and passes a jump of the fan by the part of the cell that
//! lies beyond it.

use super::apart::{Apart, FLANK, SPANS, Wanted};
use super::block::{Block, LANES, Lanes, Offsets, Seen};
use super::chain::FanLines;
use super::column::{Jumps, Look, SHARP};
use super::near::mean_over_line;
use super::table::{Aside, FanTable};
use crate::quadrature::Gauss;

/// A line of even strength, in the coordinates of the axis from the origin of the blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanLine {
    /// Middle.
    pub middle: [f32; 2],
    /// From the middle to the end.
    pub half: [f32; 2],
    /// Own spread across the axis, one standard deviation.
    pub widening: f32,
    /// Strength of the whole.
    pub strength: f32,
}

/// The ring of a line is taken at its middle from this many half lengths on; the next term of the
/// correction is then about 1e-4 of one that falls off with the square of the distance.
const FAR: f32 = 4.5;
/// The same where a jump is met, which cells pass the better the shorter they are.
const FAR_OF_JUMPS: f32 = 10.0;
/// Four nodes see the ring from this many half lengths on, nearer it takes eight.
const SPARSE: f32 = 3.0;
/// Receptors within the ellipse about the ends of a line of which the longer half axis is this many
/// half lengths are beside it. At its edge, where both half axes add up to 2.8, eight nodes see 1 / r
/// to 2.8^-16 (Bernstein's ellipse), 7e-8, and what is steeper to somewhat less.
const BESIDE: f32 = 1.58;
/// Nodes along the whole line see lobes only where it lies this many times its half extent ahead.
const AHEAD: f32 = 2.0;
/// Least extent that divides.
pub(super) const TINY: f32 = 1e-6;

/// Adds the fans of `lines` at the receptors of `block` to `sums`; joined lines where they are seen
/// as one.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
pub fn add_lines(table: &FanTable, lines: &FanLines, block: &Block, sums: &mut [f64; LANES]) {
    let mut apart = Apart::new();
    let mut at = 0;
    while let Some(link) = lines.get(at) {
        let line = &link.line;
        let sight = Sight::new(table, line, block);
        let follow = sight.follow();
        if link.pieces > 1 && !sight.sees_one(follow) {
            at += 1;
            continue;
        }
        at = link.next;
        let mut values = sight.ring();
        match follow {
            Follow::None => {}
            Follow::Together(Gauss::Two) => sight.add_far_lobes(&mut values),
            Follow::Together(rule) => sight.add_lobes(rule, &mut values),
            Follow::Apart => {
                let offsets = block.offsets(line.middle);
                let wanted = Wanted {
                    lanes: sight.served(&offsets),
                    jumps: sight.around.any() || sight.along.any(),
                };
                apart.take(table, (line, &offsets), &wanted, sums);
            }
        }
        sight.replace_near(&mut values);
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += f64::from(line.strength * value);
        }
    }
    apart.finish(table, sums);
}

/// A line before the receptors of a block.
struct Sight<'a> {
    table: &'a FanTable,
    line: &'a FanLine,
    block: &'a Block,
    seen: Seen,
    /// Half the length of the line.
    length: f32,
    /// The breaks that lie between the nearest and the farthest receptor and part of the line.
    around: Jumps,
    /// Those that lie between them along the axis.
    along: Jumps,
}

/// How the lobes of a line are followed.
#[derive(Debug, Clone, Copy)]
enum Follow {
    /// They reach no receptor of the block.
    None,
    /// By as many nodes for all receptors.
    Together(Gauss),
    /// By as many nodes as each receptor needs.
    Apart,
}

impl<'a> Sight<'a> {
    #[inline(always)]
    fn new(table: &'a FanTable, line: &'a FanLine, block: &'a Block) -> Self {
        let seen = block.seen_from(line.middle, line.half.map(f32::abs));
        let length = line.half_length();
        Self {
            table,
            line,
            block,
            seen,
            length,
            around: table.jumps([seen.nearest - length, seen.farthest + length]),
            along: table.jumps(seen.along),
        }
    }

    #[inline(always)]
    fn follow(&self) -> Follow {
        let Seen { along, aside, .. } = self.seen;
        if !self.table.reaches(along[1], aside, self.line.widening) {
            return Follow::None;
        }
        let extent = self.line.half.map(f32::abs);
        let nearest = along[0];
        if nearest < 1.0 || nearest < AHEAD * extent[0] {
            return Follow::Apart;
        }
        let width = self.table.angles(nearest)[0] * nearest;
        let width = (width * width + self.line.widening * self.line.widening).sqrt();
        let span = 2.0 * extent[1] / width + 2.0 * FLANK * extent[0] / nearest;
        let rules = match self.along.any() || self.around.any() {
            true if self.seen.nearest < FAR_OF_JUMPS * self.length => return Follow::Apart,
            true => [Gauss::Four, Gauss::Eight],
            false => [Gauss::Two, Gauss::Four],
        };
        let enough = SPANS.iter().position(|most| span <= *most);
        let rule = enough.and_then(|k| rules.get(k));
        rule.map_or(Follow::Apart, |rule| Follow::Together(*rule))
    }

    /// Whether it is not worth while to look at the lines apart of which this is joined.
    #[inline(always)]
    fn sees_one(&self, follow: Follow) -> bool {
        self.is_far() && !matches!(follow, Follow::Apart)
    }

    /// Whether the ring is seen as that of its middle.
    #[inline(always)]
    fn is_far(&self) -> bool {
        let far = match self.around.any() {
            true => FAR_OF_JUMPS,
            false => FAR,
        };
        self.seen.nearest > far * self.length
    }

    #[inline(always)]
    fn ring(&self) -> Lanes {
        let nearest = self.seen.nearest / self.length.max(TINY);
        if self.is_far() {
            self.far_ring()
        } else if nearest > SPARSE && !self.around.any() {
            self.ring_by_nodes(Gauss::Four)
        } else {
            self.ring_by_nodes(Gauss::Eight)
        }
    }

    /// The ring by the value in the middle, with R = m / r locally a power r^-2q. The mean of
    /// |r - s l|^-2q over s from -1 to 1, by Gegenbauer's polynomials of the cosine c between line
    /// and receptor, with e = l / r, l half the length:
    ///
    /// mean of R = R [1 + C2 e² / 3 + C4 e⁴ / 5],
    /// C2 = 2 q (q + 1) c² - q,
    /// C4 = q (q + 1) [2/3 (q + 2) (q + 3) c⁴ - 2 (q + 2) c² + 1/2].
    #[inline(always)]
    fn far_ring(&self) -> Lanes {
        let [half_x, half_y] = self.line.half;
        let offsets = self.block.offsets(self.line.middle);
        let look = Look::at_square(&offsets.square());
        let steepness = self.steepness(&look, &offsets, 2.0);
        let mut ring = self.table.ring(&look, self.around, &steepness);
        let slopes = self.table.ring_slopes(&look);
        let length = self.length * self.length;
        for lane in 0..LANES {
            let over = 1.0 / look.square[lane].sqrt();
            let q = 0.5 - 0.5 * slopes[lane] / ring[lane].max(f32::MIN_POSITIVE);
            let ce = (offsets.x[lane] * half_x + offsets.y[lane] * half_y) * over * over;
            let (ce2, e2) = (ce * ce, length * over * over);
            let second = 2.0 * (q + 1.0) * ce2 - e2;
            let fourth =
                (q + 2.0) * ce2 * ((q + 3.0) * (2.0 / 3.0) * ce2 - 2.0 * e2) + 0.5 * e2 * e2;
            ring[lane] *= (1.0 + q * ((1.0 / 3.0) * second + (q + 1.0) * 0.2 * fourth)) * over;
        }
        ring
    }

    #[inline(always)]
    fn ring_by_nodes(&self, rule: Gauss) -> Lanes {
        let mut values = [0.0; LANES];
        for (node, weight) in rule.nodes() {
            let offsets = self.block.offsets(self.line.at(node as f32));
            let look = Look::at_square(&offsets.square());
            let steepness = self.steepness(&look, &offsets, weight as f32);
            let ring = self.table.ring(&look, self.around, &steepness);
            for lane in 0..LANES {
                values[lane] += 0.5 * weight as f32 * ring[lane] / look.square[lane].sqrt();
            }
        }
        values
    }

    /// The lobes by two nodes, F in the middle: seen from afar an even fan has almost one F.
    #[inline(always)]
    fn add_far_lobes(&self, values: &mut Lanes) {
        let mut lobes = [0.0; LANES];
        for (node, weight) in Gauss::Two.nodes() {
            let found = self.lobes_of_node(node as f32, weight as f32);
            for lane in 0..LANES {
                lobes[lane] += found[lane];
            }
        }
        self.add_coherent((0.0, 2.0), &lobes, values);
    }

    /// The lobes node by node.
    #[inline(always)]
    fn add_lobes(&self, rule: Gauss, values: &mut Lanes) {
        for (node, weight) in rule.nodes() {
            let lobes = self.lobes_of_node(node as f32, weight as f32);
            self.add_coherent((node as f32, weight as f32), &lobes, values);
        }
    }

    /// The lobes of a node with its weight, without F.
    #[inline(always)]
    fn lobes_of_node(&self, node: f32, weight: f32) -> Lanes {
        let offsets = self.block.offsets(self.line.at(node));
        let place = Aside {
            x: &offsets.x,
            y: &offsets.y,
            jumps: self.along,
            steepness: &[1.0 / (weight * self.line.half[0].abs() + TINY); LANES],
        };
        let mut lobes = self.table.lobes(&place, &[self.line.widening; LANES]);
        for lane in 0..LANES {
            lobes[lane] *= 0.5 * weight;
        }
        lobes
    }

    /// Adds `lobes` times F, as seen from a cell of `weight` half lines at `node`.
    #[inline(always)]
    fn add_coherent(&self, (node, weight): (f32, f32), lobes: &Lanes, values: &mut Lanes) {
        let offsets = self.block.offsets(self.line.at(node));
        let look = Look::at_square(&offsets.square());
        let steepness = self.steepness(&look, &offsets, weight);
        let coherence = self.table.coherence(&look, self.around, &steepness);
        for lane in 0..LANES {
            values[lane] += coherence[lane] * lobes[lane];
        }
    }

    /// One over the extent in r of a cell that is `weight` half lines long, seen at `offsets` as
    /// `look` looks; anything where no jump is met.
    #[inline(always)]
    fn steepness(&self, look: &Look<LANES>, offsets: &Offsets<LANES>, weight: f32) -> Lanes {
        let [half_x, half_y] = self.line.half;
        let mut steepness = [SHARP; LANES];
        if self.around.any() {
            for lane in 0..LANES {
                let along = offsets.x[lane] * half_x + offsets.y[lane] * half_y;
                steepness[lane] = look.square[lane].sqrt() / (weight * along.abs() + TINY);
            }
        }
        steepness
    }

    /// Which receptors nodes serve: those neither beside the line nor near it where the table is cut
    /// along it.
    #[inline(always)]
    fn served(&self, offsets: &Offsets<LANES>) -> [bool; LANES] {
        let mut served = [true; LANES];
        if self.seen.nearest < BESIDE * self.length {
            let [one, other] =
                [-1.0, 1.0].map(|end| self.block.offsets(self.line.at(end)).radius());
            for lane in 0..LANES {
                served[lane] = one[lane] + other[lane] >= 2.0 * BESIDE * self.length;
            }
        }
        let within = self.table.within() * self.length;
        if self.seen.nearest >= within {
            return served;
        }
        let (r, extent) = (offsets.radius(), self.line.half[0].abs());
        for at in self.table.cuts() {
            for lane in 0..LANES {
                let crossed =
                    (r[lane] - at).abs() <= self.length || (offsets.x[lane] - at).abs() <= extent;
                served[lane] = served[lane] && !(crossed && r[lane] < within);
            }
        }
        served
    }

    /// Replaces the values at receptors that nodes do not serve.
    #[inline(always)]
    fn replace_near(&self, values: &mut Lanes) {
        if self.seen.nearest >= BESIDE.max(self.table.within()) * self.length {
            return;
        }
        let (offsets, half) = (self.block.offsets(self.line.middle), self.line.half);
        let served = self.served(&offsets);
        for lane in (0..self.block.count).filter(|lane| !served[*lane]) {
            let (x, y) = (offsets.x[lane], offsets.y[lane]);
            let to = |side: f32| [x - side * half[0], y - side * half[1]];
            values[lane] = mean_over_line(self.table, [to(-1.0), to(1.0)], self.line.widening);
        }
    }
}

impl FanLine {
    #[inline(always)]
    pub(super) fn half_length(&self) -> f32 {
        let [x, y] = self.half;
        (x * x + y * y).sqrt()
    }

    /// The place at `node`, from -1 to 1.
    #[inline(always)]
    pub(super) fn at(&self, node: f32) -> [f32; 2] {
        [
            self.middle[0] + node * self.half[0],
            self.middle[1] + node * self.half[1],
        ]
    }
}
