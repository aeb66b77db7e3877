//! A raster solved band by band.

use rayon::prelude::*;
use thiserror::Error;

use super::far::Ladder;
use super::lattice::{Extent, Field};
use super::level::{Band as Distances, Buffers, Level, Reading};
use super::near::{Near, Patch, Pencil};
use super::raster::Raster;
use super::spline::VALUES;
use super::spread;
use super::term::{Placed, Term};
use crate::convolution::{Spectrum, add_product, set_product};

/// How finely the kernel is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    nodes: usize,
}

/// Why options cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OptionsError {
    /// The resolution is out of range.
    #[error("a cutoff radius takes 6 to 64 lattice nodes; found {0}")]
    Nodes(usize),
}

impl Default for Options {
    /// Twelve nodes: on networks of roads under a kernel with lobes of 5 degrees, errors of
    /// 0.1 % at the 99th percentile.
    fn default() -> Self {
        Self { nodes: 12 }
    }
}

impl Options {
    /// Lattice nodes per cutoff radius, 6 to 64; the near field reaches as many cells.
    ///
    /// # Errors
    /// When `nodes` is out of range.
    pub fn with_nodes(nodes: usize) -> Result<Self, OptionsError> {
        if (6..=64).contains(&nodes) {
            Ok(Self { nodes })
        } else {
            Err(OptionsError::Nodes(nodes))
        }
    }

    pub(super) fn nodes(self) -> usize {
        self.nodes
    }
}

/// Rows of a raster, complete.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// First row, counted from the north.
    pub first_row: usize,
    /// Number of rows.
    pub rows: usize,
    /// Per channel the values, row by row.
    pub channels: Vec<Vec<f32>>,
}

/// A raster on which every level but the first is solved.
pub struct Solver {
    raster: Raster,
    channels: usize,
    first: Level,
    terms: Vec<Prepared>,
    /// Per channel, the coefficients of all coarse levels.
    far: Vec<Field>,
}

/// A term with what its blocks need.
struct Prepared {
    placed: Placed,
    near: Near,
    spectrum: Spectrum,
    /// Elements near each block, row by row of blocks.
    bins: Vec<Vec<u32>>,
}

/// One thread's memory.
struct Memory {
    buffers: Buffers,
    pencils: Vec<Pencil>,
    line: Vec<f32>,
    charges: Field,
}

impl Solver {
    /// Prepares the field of `terms`, summed per channel, on `raster`.
    #[must_use]
    pub fn new(raster: Raster, terms: &[Term<'_>], options: Options) -> Self {
        let cells = [raster.columns, raster.rows];
        let nodes = options.nodes;
        let channels = terms.iter().map(|term| term.sources.channels()).max();
        let channels = channels.unwrap_or(0);
        let placed: Vec<_> = terms
            .iter()
            .map(|term| (term.kernel_in_cells(&raster), Placed::new(&raster, term)))
            .collect();
        let extent = placed
            .iter()
            .fold(Extent::EMPTY, |all, (_, term)| all.hull(term.extent()));
        let far = Ladder::new(cells, &extent, nodes).solve(&placed, channels);
        let band = Distances {
            inner: nodes as f64,
            outer: Some(2.0 * nodes as f64),
        };
        let first = Level::blocks(1.0, band, 2 * nodes, cells);
        let terms = placed
            .into_iter()
            .map(|(kernel, placed)| Prepared {
                near: Near::new(&kernel, nodes as f64),
                spectrum: first.spectrum(&kernel, Reading::Values),
                bins: bins(&placed, &first, cells),
                placed,
            })
            .collect();
        Self {
            raster,
            channels,
            first,
            terms,
            far,
        }
    }

    /// Number of bands.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.raster.rows.div_ceil(self.first.block[1])
    }

    /// Rows of every band but the last.
    #[must_use]
    pub fn band_rows(&self) -> usize {
        self.first.block[1].min(self.raster.rows)
    }

    /// Rows of every band but the last, of a raster of `rows` rows that need not be solved.
    #[must_use]
    pub fn band_rows_of(rows: usize, options: Options) -> usize {
        Level::block_side(2 * options.nodes, rows).min(rows)
    }

    /// Band number `band`, from the north, computed by the current thread pool.
    ///
    /// The values do not depend on the number of threads, nor on which bands are asked for.
    #[must_use]
    pub fn band(&self, band: usize) -> Band {
        let columns = self.raster.columns;
        let [wide, high] = self.first.block;
        let first_row = band * high;
        let rows = self.raster.rows.saturating_sub(first_row).min(high);
        let starts: Vec<usize> = (0..columns).step_by(wide).collect();
        let blocks: Vec<Vec<Vec<f32>>> = starts
            .par_iter()
            .map_init(
                || self.memory(),
                |memory, start| {
                    let size = [(columns - start).min(wide), rows];
                    self.block([*start, first_row], size, memory)
                },
            )
            .collect();
        let channels = (0..self.channels)
            .map(|channel| {
                let parts: Vec<&[f32]> = blocks.iter().map(|block| &block[channel][..]).collect();
                side_by_side(&parts, columns, (wide, rows))
            })
            .collect();
        Band {
            first_row,
            rows,
            channels,
        }
    }

    fn memory(&self) -> Memory {
        let length = [
            self.first.convolver().columns(),
            self.first.convolver().rows(),
        ];
        let lattice = super::lattice::Lattice {
            spacing: 1.0,
            low: [0, 0],
            size: length,
        };
        Memory {
            buffers: Buffers::new(self.first.convolver()),
            pencils: self.terms.iter().map(|term| term.near.pencil()).collect(),
            line: Vec::new(),
            charges: Field::zeros(lattice),
        }
    }

    /// The images, one a channel, of a block of `size` from cell `first` on.
    fn block(&self, first: [usize; 2], size: [usize; 2], memory: &mut Memory) -> Vec<Vec<f32>> {
        let mut images: Vec<_> = (0..self.channels)
            .map(|channel| self.far_block(channel, first, size, memory))
            .collect();
        let bin = self.bin(first);
        let mut patch = Patch {
            first,
            size,
            images: &mut images,
        };
        for (term, pencil) in self.terms.iter().zip(&mut memory.pencils) {
            for element in term.bins[bin].iter().map(|index| *index as usize) {
                let weights = term.placed.weights(element);
                let element = &term.placed.elements()[element];
                term.near.add(element, weights, &mut patch, pencil);
            }
        }
        images
    }

    fn bin(&self, first: [usize; 2]) -> usize {
        let [wide, high] = self.first.block;
        first[1] / high * self.raster.columns.div_ceil(wide) + first[0] / wide
    }

    /// Everything but the near field, of one channel.
    fn far_block(
        &self,
        channel: usize,
        first: [usize; 2],
        size: [usize; 2],
        memory: &mut Memory,
    ) -> Vec<f32> {
        let any = self.first_level(channel, first, memory);
        let columns = self.first.convolver().columns();
        let mut image = Vec::with_capacity(size[0] * size[1]);
        for row in 0..size[1] {
            let start = image.len();
            if any {
                let from = (row + self.first.halo) * columns + self.first.halo;
                image.extend(&memory.buffers.image[from..from + size[0]]);
            } else {
                image.resize(start + size[0], 0.0);
            }
            self.far[channel].halve_row_into(
                (first[1] + row) as i64,
                first[0] as i64,
                &mut image[start..],
                (VALUES, &mut memory.line),
            );
        }
        image
    }

    /// Leaves the field of the first level in the image of `memory`; false if there is none.
    fn first_level(&self, channel: usize, first: [usize; 2], memory: &mut Memory) -> bool {
        let convolver = self.first.convolver();
        let halo = self.first.halo as i64;
        memory.charges.lattice.low = first.map(|cell| cell as i64 - halo);
        let interior = memory.charges.lattice.interior();
        let bin = self.bin(first);
        let Buffers {
            image,
            spectrum,
            product,
            work,
        } = &mut memory.buffers;
        let mut any = false;
        for term in &self.terms {
            let near: Vec<_> = term.bins[bin]
                .iter()
                .map(|index| *index as usize)
                .filter(|index| term.placed.weight(*index, channel) != 0.0)
                .collect();
            if near.is_empty() {
                continue;
            }
            memory.charges.values.fill(0.0);
            for index in near {
                let weight = term.placed.weight(index, channel);
                if let Some(part) = term.placed.elements()[index].inside(&interior) {
                    spread::add(&mut memory.charges, &part, weight);
                }
            }
            convolver.forward(&mut memory.charges.values, spectrum, work);
            if any {
                add_product(product, spectrum, &term.spectrum);
            } else {
                set_product(product, spectrum, &term.spectrum);
            }
            any = true;
        }
        if any {
            convolver.inverse(product, image, work);
        }
        any
    }
}

/// Joins blocks of `wide` columns into rows of `columns`.
fn side_by_side(parts: &[&[f32]], columns: usize, (wide, rows): (usize, usize)) -> Vec<f32> {
    let mut band = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for (index, part) in parts.iter().enumerate() {
            let width = (columns - index * wide).min(wide);
            band.extend_from_slice(&part[row * width..(row + 1) * width]);
        }
    }
    band
}

/// The elements whose charges or near field reach each block.
fn bins(term: &Placed, level: &Level, cells: [usize; 2]) -> Vec<Vec<u32>> {
    let [wide, high] = level.block;
    let counts = [cells[0].div_ceil(wide), cells[1].div_ceil(high)];
    let mut bins = vec![Vec::new(); counts[0] * counts[1]];
    let margin = level.halo as f64;
    for (index, element) in term.elements().iter().enumerate() {
        let extent = element.extent().grown(margin);
        let first = [0, 1].map(|axis| (extent.low[axis].max(0.0) as usize) / level.block[axis]);
        for row in first[1]..counts[1] {
            if (row * high) as f64 > extent.high[1] {
                break;
            }
            for column in first[0]..counts[0] {
                let low = [(column * wide) as f64, (row * high) as f64];
                if low[0] > extent.high[0] {
                    break;
                }
                let block = Extent {
                    low,
                    high: [low[0] + wide as f64, low[1] + high as f64],
                };
                if element.inside(&block.grown(margin)).is_some() {
                    bins[row * counts[0] + column].push(u32::try_from(index).unwrap_or(u32::MAX));
                }
            }
        }
    }
    bins
}
