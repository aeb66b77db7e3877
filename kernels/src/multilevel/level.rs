//! One level of the split: its part of the kernel, sampled, transformed and convolved.

use rayon::prelude::*;

use super::cutoff::cutoff;
use super::kernel::Kernel;
use super::lattice::{Field, Lattice};
use super::spline;
use crate::convolution::{Convolver, Spectrum, Workspace, fast_length, set_product};

/// Nodes added around a kernel's support: the filter that makes splines interpolate has tails
/// that fall by 0.27 a node, and K_l is small where they begin.
const TAIL: usize = 8;

/// Rows and columns of the largest block that is convolved at once: one that stays in cache.
pub(super) const BLOCK: usize = 512;

/// Which distances a level covers, in cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Band {
    /// Cutoff radius r_l: below half of it the level is silent.
    pub(super) inner: f64,
    /// Cutoff radius r_(l+1), beyond which it is silent; none at the last level.
    pub(super) outer: Option<f64>,
}

impl Band {
    /// w(r / r_(l+1)) - w(r / r_l).
    fn share(&self, r: f64) -> f64 {
        self.outer.map_or(1.0, |outer| cutoff(r / outer)) - cutoff(r / self.inner)
    }
}

/// How a level's result is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As spline coefficients.
    Coefficients,
    /// As values on the nodes.
    Values,
}

/// A kernel in cells: K at `(u, v)` cells east and south.
pub(super) struct InCells<'a> {
    pub(super) kernel: &'a dyn Kernel,
    pub(super) cell: f64,
}

impl InCells<'_> {
    pub(super) fn at(&self, u: f64, v: f64) -> f64 {
        self.kernel.at(u * self.cell, -v * self.cell)
    }

    /// Part of the kernel in a band; 0 where the band is silent, however large the kernel.
    fn banded(&self, band: Band, u: f64, v: f64) -> f64 {
        match band.share(u.hypot(v)) {
            0.0 => 0.0,
            share => share * self.at(u, v),
        }
    }
}

/// Convolution on the lattice of one level, block by block.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) spacing: f64,
    band: Band,
    convolver: Convolver,
    /// Rows and columns that a block yields, `[columns, rows]`.
    pub(super) block: [usize; 2],
    /// Nodes around a block from which charges reach it.
    pub(super) halo: usize,
    /// Displacements sampled: from `-reach` on, as far as the transform is long.
    reach: [usize; 2],
}

impl Level {
    /// A level whose kernel ends at its outer radius, of `nodes` nodes; for results on `size`
    /// nodes.
    pub(super) fn blocks(spacing: f64, band: Band, nodes: usize, size: [usize; 2]) -> Self {
        let halo = nodes + TAIL;
        let length = size.map(|size| fast_length(size.min(BLOCK) + 2 * halo));
        Self {
            spacing,
            band,
            convolver: Convolver::new(length[1], length[0]),
            block: size.map(|size| Self::block_side(nodes, size)),
            halo,
            reach: [halo; 2],
        }
    }

    /// Nodes along a side of the blocks into which `size` nodes are divided.
    pub(super) fn block_side(nodes: usize, size: usize) -> usize {
        let halo = nodes + TAIL;
        (fast_length(size.min(BLOCK) + 2 * halo) - 2 * halo).min(BLOCK)
    }

    /// The last level, whose kernel never ends: from all `charges` to all `results` at once.
    pub(super) fn whole(band: Band, charges: &Lattice, results: &Lattice) -> Self {
        let most = |axis: usize| {
            let first = results.low[axis] - charges.high()[axis];
            let last = results.high()[axis] - charges.low[axis];
            first.unsigned_abs().max(last.unsigned_abs()) as usize + TAIL
        };
        let reach = [most(0), most(1)];
        let length = reach.map(|reach| fast_length(2 * reach + 1));
        Self {
            spacing: results.spacing,
            band,
            convolver: Convolver::new(length[1], length[0]),
            block: results.size,
            halo: 0,
            reach,
        }
    }

    pub(super) fn convolver(&self) -> &Convolver {
        &self.convolver
    }

    /// The transform of this level's part of a kernel, with the filters that make splines
    /// interpolate and the scale of the transform inside.
    pub(super) fn spectrum(&self, kernel: &InCells<'_>, reading: Reading) -> Spectrum {
        let (rows, columns) = (self.convolver.rows(), self.convolver.columns());
        let mut image = vec![0.0_f32; rows * columns];
        image
            .par_chunks_mut(columns)
            .enumerate()
            .for_each(|(row, line)| {
                let v = wrapped(row, rows, self.reach[1]);
                for (column, value) in line.iter_mut().enumerate() {
                    let u = wrapped(column, columns, self.reach[0]);
                    let at = [u, v].map(|node| node as f64 * self.spacing);
                    *value = kernel.banded(self.band, at[0], at[1]) as f32;
                }
            });
        let mut spectrum = self.convolver.empty_spectrum();
        let mut work = self.convolver.workspace();
        self.convolver.forward(&mut image, &mut spectrum, &mut work);
        let power = match reading {
            Reading::Coefficients => 2,
            Reading::Values => 1,
        };
        let filter = |node: usize, length: usize| {
            spline::sampled(node as f64 / length as f64).powi(power) * length as f64
        };
        for (column, run) in spectrum.chunks_mut(rows).enumerate() {
            for (row, value) in run.iter_mut().enumerate() {
                *value /= (filter(column, columns) * filter(row, rows)) as f32;
            }
        }
        spectrum
    }

    /// Adds the convolution of `charges` to `results`, with blocks shared among threads.
    pub(super) fn convolve(&self, charges: &Field, spectrum: &Spectrum, results: &mut Field) {
        let Lattice { low, size, .. } = results.lattice;
        let [columns, rows] = self.block;
        results
            .values
            .par_chunks_mut((size[0] * rows).max(1))
            .enumerate()
            .for_each_init(
                || Buffers::new(&self.convolver),
                |buffers, (index, lines)| {
                    let first_row = low[1] + (index * rows) as i64;
                    for start in (0..size[0]).step_by(columns) {
                        let first = [low[0] + start as i64, first_row];
                        let halo = self.halo as i64;
                        let origin = first.map(|node| node - halo);
                        let origin = if self.halo == 0 {
                            charges.lattice.low
                        } else {
                            origin
                        };
                        if !buffers.load(charges, origin, &self.convolver) {
                            continue;
                        }
                        buffers.transform(&self.convolver, spectrum);
                        let shift = [0, 1].map(|axis| (first[axis] - origin[axis]) as isize);
                        buffers.unload(lines, size[0], (start, columns), (shift, &self.convolver));
                    }
                },
            );
    }
}

/// Node number `index` of a circular axis of `length`, of which the last `reach` are negative.
fn wrapped(index: usize, length: usize, reach: usize) -> isize {
    let index = index as isize;
    let length = length as isize;
    if index >= length - reach as isize {
        index - length
    } else {
        index
    }
}

/// One thread's memory for convolving blocks.
pub(super) struct Buffers {
    pub(super) image: Vec<f32>,
    pub(super) spectrum: Spectrum,
    pub(super) product: Spectrum,
    pub(super) work: Workspace,
}

impl Buffers {
    pub(super) fn new(convolver: &Convolver) -> Self {
        Self {
            image: vec![0.0; convolver.rows() * convolver.columns()],
            spectrum: convolver.empty_spectrum(),
            product: convolver.empty_spectrum(),
            work: convolver.workspace(),
        }
    }

    /// Fills the image with the charges from node `origin` on; false where there are none.
    fn load(&mut self, charges: &Field, origin: [i64; 2], convolver: &Convolver) -> bool {
        let mut any = false;
        for (row, line) in self.image.chunks_mut(convolver.columns()).enumerate() {
            charges.read_row(origin[0], origin[1] + row as i64, line);
            any |= line.iter().any(|charge| *charge != 0.0);
        }
        any
    }

    fn transform(&mut self, convolver: &Convolver, spectrum: &Spectrum) {
        convolver.forward(&mut self.image, &mut self.spectrum, &mut self.work);
        set_product(&mut self.product, &self.spectrum, spectrum);
        convolver.inverse(&mut self.product, &mut self.image, &mut self.work);
    }

    /// Adds the image, read from `shift` on, to some columns of rows of length `stride`.
    fn unload(
        &self,
        lines: &mut [f32],
        stride: usize,
        (start, columns): (usize, usize),
        (shift, convolver): ([isize; 2], &Convolver),
    ) {
        let length = [convolver.columns(), convolver.rows()].map(|length| length as isize);
        for (row, line) in lines.chunks_mut(stride).enumerate() {
            let from = (row as isize + shift[1]).rem_euclid(length[1]) as usize;
            let from = &self.image[from * convolver.columns()..][..convolver.columns()];
            let end = (start + columns).min(stride);
            let around = shift[0].rem_euclid(length[0]) as usize;
            let from = from[around..].iter().chain(&from[..around]);
            line[start..end]
                .iter_mut()
                .zip(from)
                .for_each(|(sum, value)| *sum += value);
        }
    }
}
