//! Lines before receptors that need them followed more closely than their block does.
//!
//! Each such pair of a line and a receptor waits until as many wait for the same number of nodes as
//! there are lanes; then they are summed in step.

use super::block::{LANES, Lanes, Offsets};
use super::column::Look;
use super::line::{FanLine, TINY};
use super::table::{Aside, FanTable};
use crate::quadrature::Gauss;

/// Rules, each with the number of panels in which it is used.
const RULES: [(Gauss, u16); 4] = [
    (Gauss::Two, 1),
    (Gauss::Four, 1),
    (Gauss::Eight, 1),
    (Gauss::Eight, 2),
];
/// Number of the first rule whose cells are short enough to pass jumps by.
const OF_JUMPS: usize = 2;
/// The standard deviations over which all of them but the last follow a lobe to 4e-4, out to three
/// from its axis, by the error terms of the rules.
pub(super) const SPANS: [f32; 3] = [0.5, 2.2, 5.0];
/// Standard deviations from the axis at which a lobe still matters to the number of nodes.
pub(super) const FLANK: f32 = 2.5;
/// A lobe is cut off at this many standard deviations from its axis, at the width that it has where
/// the line meets the axis, and a part more since it is wider elsewhere.
const CUT: f32 = 4.5 * 1.15;

/// Pairs of lines and receptors that wait.
pub(super) struct Apart([Waiting; RULES.len()]);

/// Those that wait for one rule.
struct Waiting {
    count: usize,
    /// Lane of the receptor.
    lane: [u8; LANES],
    /// From the middle of the line to the receptor, and half the line.
    x: Lanes,
    y: Lanes,
    half_x: Lanes,
    half_y: Lanes,
    widening: Lanes,
    strength: Lanes,
    /// The part of the line that the receptor sees, within -1 and 1.
    from: Lanes,
    to: Lanes,
}

/// Which receptors are taken in.
pub(super) struct Wanted {
    pub(super) lanes: [bool; LANES],
    /// Whether they may meet jumps, which cells pass the better the shorter they are.
    pub(super) jumps: bool,
}

/// What receptors see of the lobes of a line.
pub(super) struct SeenPart {
    from: Lanes,
    to: Lanes,
    /// Over how many standard deviations it goes.
    span: Lanes,
}

impl Apart {
    #[inline(always)]
    pub(super) fn new() -> Self {
        const NONE: Waiting = Waiting {
            count: 0,
            lane: [0; LANES],
            x: [0.0; LANES],
            y: [0.0; LANES],
            half_x: [0.0; LANES],
            half_y: [0.0; LANES],
            widening: [0.0; LANES],
            strength: [0.0; LANES],
            from: [0.0; LANES],
            to: [0.0; LANES],
        };
        Self([NONE; RULES.len()])
    }

    /// Takes in the receptors at `offsets` from the middle of `line` that see anything of its
    /// lobes.
    #[inline(always)]
    pub(super) fn take(
        &mut self,
        table: &FanTable,
        (line, offsets): (&FanLine, &Offsets<LANES>),
        wanted: &Wanted,
        sums: &mut [f64; LANES],
    ) {
        let part = SeenPart::of(table, line, offsets);
        for lane in 0..LANES {
            if !(wanted.lanes[lane] && part.to[lane] > part.from[lane]) {
                continue;
            }
            let enough = SPANS.iter().filter(|most| part.span[lane] > **most).count();
            let rule = match wanted.jumps {
                true => enough.max(OF_JUMPS),
                false => enough,
            };
            let waiting = &mut self.0[rule];
            waiting.push(lane, (line, offsets), &part);
            if waiting.count == LANES {
                waiting.sum(table, RULES[rule], sums);
            }
        }
    }

    /// Sums all that still wait.
    #[inline(always)]
    pub(super) fn finish(&mut self, table: &FanTable, sums: &mut [f64; LANES]) {
        for (waiting, rule) in self.0.iter_mut().zip(RULES) {
            if waiting.count > 0 {
                waiting.sum(table, rule, sums);
            }
        }
    }
}

impl Waiting {
    #[inline(always)]
    fn push(&mut self, lane: usize, (line, offsets): (&FanLine, &Offsets<LANES>), part: &SeenPart) {
        let at = self.count & (LANES - 1);
        self.lane[at] = lane as u8;
        self.x[at] = offsets.x[lane];
        self.y[at] = offsets.y[lane];
        [self.half_x[at], self.half_y[at]] = line.half;
        self.widening[at] = line.widening;
        self.strength[at] = line.strength;
        self.from[at] = part.from[lane];
        self.to[at] = part.to[lane];
        self.count += 1;
    }

    /// Adds the lobes of those that wait to `sums`; none waits any more. Lanes beyond them hold
    /// pairs that were summed before, and are left out.
    #[inline(always)]
    fn sum(&mut self, table: &FanTable, (rule, panels): (Gauss, u16), sums: &mut [f64; LANES]) {
        let mut values = [0.0; LANES];
        let part = 1.0 / f32::from(panels);
        for panel in 0..panels {
            for (node, weight) in rule.nodes() {
                let within = 0.5 * (node as f32 + 1.0);
                let share = part * (f32::from(panel) + within);
                self.add_node(table, (share, 0.5 * part * weight as f32), &mut values);
            }
        }
        for at in 0..self.count.min(LANES) {
            let lane = usize::from(self.lane[at]) & (LANES - 1);
            sums[lane] += f64::from(self.strength[at] * values[at]);
        }
        self.count = 0;
    }

    /// Adds a node at `share` of the part that is seen, which stands for `portion` of it.
    #[inline(always)]
    fn add_node(&self, table: &FanTable, (share, portion): (f32, f32), values: &mut Lanes) {
        let mut place = Offsets {
            x: [0.0; LANES],
            y: [0.0; LANES],
        };
        let (mut cell, mut steepness) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            let extent = self.to[lane] - self.from[lane];
            let s = self.from[lane] + share * extent;
            place.x[lane] = self.x[lane] - s * self.half_x[lane];
            place.y[lane] = self.y[lane] - s * self.half_y[lane];
            cell[lane] = portion * extent;
            steepness[lane] = 1.0 / (cell[lane] * self.half_x[lane].abs() + TINY);
        }
        let jumps = table.jumps([0.0, f32::MAX]);
        let aside = Aside {
            x: &place.x,
            y: &place.y,
            jumps,
            steepness: &steepness,
        };
        let lobes = table.lobes(&aside, &self.widening);
        let look = Look::at_square(&place.square());
        for lane in 0..LANES {
            let along = place.x[lane] * self.half_x[lane] + place.y[lane] * self.half_y[lane];
            steepness[lane] = look.square[lane].sqrt() / (cell[lane] * along.abs() + TINY);
        }
        let coherence = table.coherence(&look, jumps, &steepness);
        for lane in 0..LANES {
            // the whole line goes from -1 to 1
            values[lane] += 0.5 * cell[lane] * coherence[lane] * lobes[lane];
        }
    }
}

impl SeenPart {
    /// The part of `line` of which the lobes reach a receptor: |y| <= T x + k and x > 0, with T and
    /// k for as many standard deviations as count.
    #[inline(always)]
    fn of(table: &FanTable, line: &FanLine, offsets: &Offsets<LANES>) -> Self {
        let [half_x, half_y] = line.half;
        let mut axis = [0.0; LANES];
        for lane in 0..LANES {
            let meets = offsets.y[lane] / half_y.abs().max(TINY).copysign(half_y);
            axis[lane] = (offsets.x[lane] - meets.max(-1.0).min(1.0) * half_x).max(1.0);
        }
        let angles = table.widest(&Look::at(&axis), table.jumps([0.0, f32::MAX]));
        let mut part = Self {
            from: [-1.0; LANES],
            to: [1.0; LANES],
            span: [0.0; LANES],
        };
        let own = CUT * line.widening;
        for lane in 0..LANES {
            let (x, y, slope) = (offsets.x[lane], offsets.y[lane], CUT * angles[lane]);
            let left = within(slope * x + own - y, half_y - slope * half_x);
            let right = within(slope * x + own + y, -half_y - slope * half_x);
            let ahead = within(x, -half_x);
            let from = part.from[lane].max(left[0]).max(right[0]).max(ahead[0]);
            let to = part.to[lane].min(left[1]).min(right[1]).min(ahead[1]);
            (part.from[lane], part.to[lane]) = (from, to);
            let width = angles[lane] * axis[lane];
            let width = (width * width + line.widening * line.widening).sqrt();
            let across = half_y.abs() / width + FLANK * half_x.abs() / axis[lane];
            part.span[lane] = (to - from) * across;
        }
        part
    }
}

/// Where a + b s >= 0.
#[inline(always)]
fn within(a: f32, b: f32) -> [f32; 2] {
    let b = b.abs().max(TINY).copysign(b);
    let at = -a / b;
    if b > 0.0 {
        [at, f32::MAX]
    } else {
        [f32::MIN, at]
    }
}
