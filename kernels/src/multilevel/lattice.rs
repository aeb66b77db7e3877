//! Lattices of nodes in cell units, and numbers on them.
//!
//! All positions are in cells from the centre of the raster's first cell, the first coordinate
//! along a row and the second from row to row. The nodes of level l = 1, 2, ... lie
//! 2^(l - 1) cells apart, and node 0 of every level is that centre.

use rayon::prelude::*;

use super::spline::{GATHER, Halving};

/// A rectangle of nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lattice {
    /// Cells between nodes.
    pub(super) spacing: f64,
    /// First node along a row, and first row.
    pub(super) low: [i64; 2],
    /// Nodes along a row, and rows.
    pub(super) size: [usize; 2],
}

/// A closed box `[low, high]` of positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) low: [f64; 2],
    pub(super) high: [f64; 2],
}

impl Extent {
    pub(super) const EMPTY: Self = Self {
        low: [f64::INFINITY; 2],
        high: [f64::NEG_INFINITY; 2],
    };

    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            low: self.low.map(|edge| edge - by),
            high: self.high.map(|edge| edge + by),
        }
    }

    pub(super) fn with(self, at: [f64; 2]) -> Self {
        Self {
            low: [self.low[0].min(at[0]), self.low[1].min(at[1])],
            high: [self.high[0].max(at[0]), self.high[1].max(at[1])],
        }
    }

    pub(super) fn hull(self, other: Self) -> Self {
        if other.is_empty() {
            return self;
        }
        self.with(other.low).with(other.high)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.low[0] > self.high[0] || self.low[1] > self.high[1]
    }

    pub(super) fn area(&self) -> f64 {
        (self.high[0] - self.low[0]) * (self.high[1] - self.low[1])
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] <= other.high[axis] && other.low[axis] <= self.high[axis])
    }
}

impl Lattice {
    /// The nodes from `low` to `high`, both included.
    pub(super) fn between(spacing: f64, low: [i64; 2], high: [i64; 2]) -> Self {
        let count = |axis: usize| usize::try_from(high[axis] - low[axis] + 1).unwrap_or(0);
        Self {
            spacing,
            low,
            size: [count(0), count(1)],
        }
    }

    /// Last node along a row, and last row.
    pub(super) fn high(&self) -> [i64; 2] {
        [0, 1].map(|axis| self.low[axis] + self.size[axis] as i64 - 1)
    }

    pub(super) fn grown(&self, nodes: i64) -> Self {
        Self::between(
            self.spacing,
            self.low.map(|node| node - nodes),
            self.high().map(|node| node + nodes),
        )
    }

    /// The lattice of twice the spacing that determines a field on all nodes of this one.
    pub(super) fn coarser(&self) -> Self {
        Self::between(
            2.0 * self.spacing,
            self.low.map(|node| node.div_euclid(2) - 1),
            self.high().map(|node| node.div_euclid(2) + 2),
        )
    }

    /// Positions whose four by four splines all belong to the lattice.
    pub(super) fn interior(&self) -> Extent {
        let high = self.high();
        Extent {
            low: [0, 1].map(|axis| self.spacing * (self.low[axis] + 2) as f64),
            high: [0, 1].map(|axis| self.spacing * (high[axis] - 2) as f64),
        }
    }
}

/// Numbers on a lattice, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) lattice: Lattice,
    pub(super) values: Vec<f32>,
}

impl Field {
    pub(super) fn zeros(lattice: Lattice) -> Self {
        Self {
            lattice,
            values: vec![0.0; lattice.size[0] * lattice.size[1]],
        }
    }

    /// Row `node` (counted as the lattice counts), or nothing outside it.
    fn row(&self, node: i64) -> Option<&[f32]> {
        let columns = self.lattice.size[0];
        let row = usize::try_from(node - self.lattice.low[1]).ok()?;
        self.values.get(row * columns..(row + 1) * columns)
    }

    /// Copies row `node` from column `low` on into `line`; 0 outside the lattice.
    pub(super) fn read_row(&self, low: i64, node: i64, line: &mut [f32]) {
        line.fill(0.0);
        let Some(row) = self.row(node) else { return };
        let offset = low - self.lattice.low[0];
        let lead = usize::try_from(-offset).unwrap_or(0).min(line.len());
        let skip = usize::try_from(offset).unwrap_or(0).min(row.len());
        line[lead..]
            .iter_mut()
            .zip(&row[skip..])
            .for_each(|(to, from)| *to = *from);
    }

    /// The number at a column and row counted from the lattice's first.
    pub(super) fn node_mut(&mut self, column: i64, row: i64) -> Option<&mut f32> {
        let [columns, rows] = self.lattice.size;
        let (column, row) = (usize::try_from(column).ok()?, usize::try_from(row).ok()?);
        if column >= columns || row >= rows {
            return None;
        }
        self.values.get_mut(row * columns + column)
    }

    /// Adds to the nodes of a lattice of twice the spacing what this one's charges give it.
    pub(super) fn gather_into(&self, coarse: &mut Field) {
        let Lattice { low, size, .. } = coarse.lattice;
        coarse
            .values
            .par_chunks_mut(size[0].max(1))
            .enumerate()
            .for_each_init(
                || vec![0.0; self.lattice.size[0]],
                |line, (index, out)| {
                    let row = 2 * (low[1] + index as i64);
                    line.fill(0.0);
                    for offset in -2_i64..=2 {
                        if let Some(from) = self.row(row + offset) {
                            let tap = GATHER[offset.unsigned_abs() as usize];
                            line.iter_mut()
                                .zip(from)
                                .for_each(|(sum, value)| *sum += tap * value);
                        }
                    }
                    gather_line(line, self.lattice.low[0], out, low[0]);
                },
            );
    }

    /// Adds to row `node` of a lattice of half the spacing, from column `low` on, what this
    /// lattice's coefficients give it; `line` is scratch. This lattice must hold the
    /// [`coarser`](Lattice::coarser) one of what is asked for.
    pub(super) fn halve_row_into(
        &self,
        node: i64,
        low: i64,
        out: &mut [f32],
        (halving, line): (Halving, &mut Vec<f32>),
    ) {
        let centre = node.div_euclid(2);
        let Ok(start) = usize::try_from(low.div_euclid(2) - 1 - self.lattice.low[0]) else {
            return;
        };
        let needed = out.len() / 2 + 4;
        let end = (start + needed).min(self.lattice.size[0]);
        let near = [-1, 0, 1, 2].map(|offset| self.row(centre + offset));
        let [Some(before), Some(here), Some(after), Some(next)] = near else {
            return;
        };
        line.resize(needed, 0.0);
        let Halving { on_node, between } = halving;
        let taps = if node.rem_euclid(2) == 0 {
            [on_node[1], on_node[0], on_node[1], 0.0]
        } else {
            [between[1], between[0], between[0], between[1]]
        };
        let rows = [before, here, after, next].map(|row| &row[start..end]);
        blend(line, rows, taps);
        // a leading odd node stands alone, the rest goes in pairs (on a node, past it)
        let lead = usize::from(low.rem_euclid(2) == 1).min(out.len());
        let (alone, pairs) = out.split_at_mut(lead);
        if let Some(value) = alone.first_mut() {
            *value += between[1] * (line[0] + line[3]) + between[0] * (line[1] + line[2]);
        }
        halve(pairs, &line[lead..], on_node, between);
    }

    /// Adds this field to one of half the spacing.
    pub(super) fn halve_into(&self, fine: &mut Field, halving: Halving) {
        let Lattice { low, size, .. } = fine.lattice;
        fine.values
            .par_chunks_mut(size[0].max(1))
            .enumerate()
            .for_each_init(Vec::new, |line, (index, out)| {
                self.halve_row_into(low[1] + index as i64, low[0], out, (halving, line));
            });
    }
}

/// The weighted sum of four rows.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn blend(line: &mut [f32], rows: [&[f32]; 4], taps: [f32; 4]) {
    let count = line.len().min(rows[0].len());
    let (line, [a, b, c, d]) = (&mut line[..count], rows.map(|row| &row[..count]));
    for index in 0..count {
        line[index] =
            taps[0] * a[index] + taps[1] * b[index] + taps[2] * c[index] + taps[3] * d[index];
    }
}

/// Adds coefficients to nodes in pairs, on a node and past it; the first node of `line` is the
/// left neighbour of the first pair's.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn halve(out: &mut [f32], line: &[f32], on_node: [f32; 2], between: [f32; 2]) {
    let (pairs, rest) = out.as_chunks_mut::<2>();
    let count = pairs.len();
    let (a, b) = (&line[..count], &line[1..count + 1]);
    let (c, d) = (&line[2..count + 2], &line[3..count + 3]);
    for index in 0..count {
        let value = pairs[index];
        pairs[index] = [
            value[0] + on_node[1] * (a[index] + c[index]) + on_node[0] * b[index],
            value[1] + between[1] * (a[index] + d[index]) + between[0] * (b[index] + c[index]),
        ];
    }
    if let Some(value) = rest.first_mut() {
        *value += on_node[1] * (line[count] + line[count + 2]) + on_node[0] * line[count + 1];
    }
}

/// Adds a line of charges from node `low` on to one of twice the spacing from `coarse_low` on.
fn gather_line(line: &[f32], low: i64, out: &mut [f32], coarse_low: i64) {
    let at = |node: i64| {
        usize::try_from(node - low)
            .ok()
            .and_then(|index| line.get(index))
            .copied()
            .unwrap_or(0.0)
    };
    for (index, sum) in out.iter_mut().enumerate() {
        let node = 2 * (coarse_low + index as i64);
        let start = node - 2 - low;
        let inside = usize::try_from(start)
            .ok()
            .and_then(|start| line.get(start..start + 5));
        *sum += match inside {
            Some(near) => {
                GATHER[0] * near[2]
                    + GATHER[1] * (near[1] + near[3])
                    + GATHER[2] * (near[0] + near[4])
            }
            None => (-2_i64..=2)
                .map(|offset| GATHER[offset.unsigned_abs() as usize] * at(node + offset))
                .sum(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::spline::{COEFFICIENTS, VALUES, weights};
    use super::*;
    use approx::assert_relative_eq;

    fn filled(lattice: Lattice) -> Field {
        let mut field = Field::zeros(lattice);
        for (index, value) in field.values.iter_mut().enumerate() {
            *value = ((index * 7919) % 97) as f32 / 48.0 - 1.0;
        }
        field
    }

    /// Value of the spline with these coefficients at a position.
    fn spline(field: &Field, at: [f64; 2]) -> f64 {
        let u = at.map(|x| x / field.lattice.spacing);
        let (wx, wy) = (weights(u[0].rem_euclid(1.0)), weights(u[1].rem_euclid(1.0)));
        let mut sum = 0.0;
        for (i, a) in wx.iter().enumerate() {
            for (j, b) in wy.iter().enumerate() {
                let row = field.row(u[1].floor() as i64 + j as i64 - 1).unwrap();
                let column = u[0].floor() as i64 + i as i64 - 1 - field.lattice.low[0];
                sum += a * b * f64::from(row.get(column as usize).copied().unwrap_or(0.0));
            }
        }
        sum
    }

    #[test]
    fn halving_keeps_the_field_on_any_window() {
        for low in [[-3, 2], [4, -1]] {
            let fine = Lattice::between(1.0, low, [low[0] + 8, low[1] + 7]);
            let coarse = filled(fine.coarser());
            let mut values = Field::zeros(fine);
            coarse.halve_into(&mut values, VALUES);
            for (index, value) in values.values.iter().enumerate() {
                let at = [
                    (low[0] + (index % fine.size[0]) as i64) as f64,
                    (low[1] + (index / fine.size[0]) as i64) as f64,
                ];
                assert_relative_eq!(f64::from(*value), spline(&coarse, at), epsilon = 1e-5);
            }
        }
    }

    #[test]
    fn gathering_is_the_adjoint_of_halving() {
        let fine = Lattice::between(1.0, [-3, 1], [9, 12]);
        let coarse = filled(fine.coarser().grown(1));
        let charges = filled(fine);
        let mut halved = Field::zeros(fine);
        coarse.halve_into(&mut halved, COEFFICIENTS);
        let mut gathered = Field::zeros(coarse.lattice);
        charges.gather_into(&mut gathered);
        let dot = |a: &Field, b: &Field| -> f64 {
            a.values
                .iter()
                .zip(&b.values)
                .map(|(x, y)| f64::from(x * y))
                .sum()
        };
        assert_relative_eq!(
            dot(&halved, &charges),
            dot(&coarse, &gathered),
            epsilon = 1e-4
        );
    }
}
