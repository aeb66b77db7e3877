//! The parts of a solution one by one, so that what each of them costs can be measured.

use super::far::Ladder;
use super::lattice::{Extent, Field, Lattice};
use super::level::{Band, Level, Reading};
use super::near::{Near, Patch};
use super::raster::Raster;
use super::solver::Options;
use super::spline::VALUES;
use super::spread;
use super::term::{Placed, Term};
use crate::convolution::Spectrum;

/// One term on a raster, prepared for each part of its solution.
///
/// What [`Solver`](super::Solver) does block by block is done for the whole raster here; a field
/// is the sum of all parts.
pub struct Parts {
    raster: Raster,
    placed: Placed,
    near: Near,
    radius: f64,
    levels: Vec<Prepared>,
}

/// A level with what it convolves.
struct Prepared {
    level: Level,
    spectrum: Spectrum,
    charges: Field,
    results: Lattice,
}

impl Parts {
    /// Lays the charges of channel 0 of `term` on the lattices of all levels over `raster`.
    #[must_use]
    pub fn new(raster: Raster, term: &Term<'_>, options: Options) -> Self {
        let (kernel, placed) = (term.kernel_in_cells(&raster), Placed::new(&raster, term));
        let cells = [raster.columns, raster.rows];
        let nodes = options.nodes();
        let radius = nodes as f64;
        let first = Prepared::first(&placed, cells, nodes, |level| {
            level.spectrum(&kernel, Reading::Values)
        });
        let ladder = Ladder::new(cells, &Extent::EMPTY.hull(placed.extent()), nodes);
        let coarse = ladder.levels(&placed).map(|(level, charges, results)| {
            let spectrum = level.spectrum(&kernel, Reading::Coefficients);
            Prepared {
                level,
                spectrum,
                charges,
                results,
            }
        });
        Self {
            near: Near::new(&kernel, radius),
            radius,
            levels: std::iter::once(first).chain(coarse).collect(),
            placed,
            raster,
        }
    }

    /// Number of levels of the far field; the first is that of the cells.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.levels.len()
    }

    /// Nodes on which level number `level`, from 0, is computed.
    #[must_use]
    pub fn nodes(&self, level: usize) -> usize {
        self.levels.get(level).map_or(0, |it| {
            let [columns, rows] = it.results.size;
            columns * rows
        })
    }

    /// Convolves level number `level`, from 0: spline coefficients, values at the first level.
    #[must_use]
    pub fn far(&self, level: usize) -> Vec<f32> {
        self.levels.get(level).map_or_else(Vec::new, |it| {
            let mut results = Field::zeros(it.results);
            it.level.convolve(&it.charges, &it.spectrum, &mut results);
            results.values
        })
    }

    /// Reads coefficients of the second level at every cell and adds them to `image`, which holds
    /// the raster row by row; too few of either leave it as it is.
    pub fn interpolate(&self, coefficients: &[f32], image: &mut [f32]) {
        let Some(second) = self.levels.get(1) else {
            return;
        };
        let mut coarse = Field::zeros(second.results);
        let Some(values) = coefficients.get(..coarse.values.len()) else {
            return;
        };
        coarse.values.copy_from_slice(values);
        let mut line = Vec::new();
        let rows = image.chunks_exact_mut(self.raster.columns.max(1));
        for (row, out) in rows.take(self.raster.rows).enumerate() {
            coarse.halve_row_into(row as i64, 0, out, (VALUES, &mut line));
        }
    }

    /// Pairs of an element and a cell so close that the kernel is integrated, roughly: the cells
    /// within the first cutoff of points and segments.
    #[must_use]
    pub fn near_pairs(&self) -> f64 {
        let of_element = |element: &super::Element| {
            let extent = element.extent();
            let length = (extent.high[0] - extent.low[0]).hypot(extent.high[1] - extent.low[1]);
            self.radius * (2.0 * length + std::f64::consts::PI * self.radius)
        };
        self.placed.elements().iter().map(of_element).sum()
    }

    /// Integrates the near part of the kernel over every element, into a raster row by row.
    #[must_use]
    pub fn near(&self) -> Vec<f32> {
        let size = [self.raster.columns, self.raster.rows];
        let mut images = vec![vec![0.0; size[0] * size[1]]];
        let mut patch = Patch {
            first: [0, 0],
            size,
            images: &mut images,
        };
        let mut pencil = self.near.pencil();
        for (element, weight) in self.placed.channel(0) {
            self.near.add(element, &[weight], &mut patch, &mut pencil);
        }
        images.pop().unwrap_or_default()
    }
}

impl Prepared {
    /// The first level, on the cells themselves.
    fn first(
        placed: &Placed,
        cells: [usize; 2],
        nodes: usize,
        spectrum: impl Fn(&Level) -> Spectrum,
    ) -> Self {
        let band = Band {
            inner: nodes as f64,
            outer: Some(2.0 * nodes as f64),
        };
        let level = Level::blocks(1.0, band, 2 * nodes, cells);
        let last = cells.map(|count| count.max(1) as i64 - 1);
        let results = Lattice::between(1.0, [0, 0], last);
        let mut charges = Field::zeros(results.grown(level.halo as i64));
        let interior = charges.lattice.interior();
        for (element, weight) in placed.channel(0) {
            if let Some(part) = element.inside(&interior) {
                spread::add(&mut charges, &part, weight);
            }
        }
        Self {
            spectrum: spectrum(&level),
            level,
            charges,
            results,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Element, Solver, Sources};
    use super::*;

    struct OneOverR;

    impl super::super::Kernel for OneOverR {
        fn at(&self, dx: f64, dy: f64) -> f64 {
            1.0 / dx.hypot(dy).max(0.5)
        }

        fn closest(&self) -> f64 {
            0.5
        }
    }

    /// The near field and the first level, with the coarse levels summed from coarsest to finest,
    /// are the solver's field.
    #[test]
    fn parts_add_up_to_the_field() {
        let raster = Raster {
            first: [0.0, 0.0],
            cell: 1.0,
            columns: 90,
            rows: 70,
        };
        let mut sources = Sources::new(1);
        let road = Element::Segment([[10.0, -20.0], [70.0, -55.0]]);
        sources.push(road, &[1.0]).unwrap();
        let term = Term {
            kernel: &OneOverR,
            sources: &sources,
        };
        let parts = Parts::new(raster, &term, Options::default());
        // a raster of 90 cells has the first level and one that covers all
        assert_eq!(parts.levels(), 2);
        let mut field = parts.near();
        let first = parts.far(0);
        field.iter_mut().zip(first).for_each(|(sum, it)| *sum += it);
        parts.interpolate(&parts.far(1), &mut field);
        let solver = Solver::new(raster, &[term], Options::default());
        let whole: Vec<f32> = (0..solver.bands())
            .flat_map(|band| solver.band(band).channels.remove(0))
            .collect();
        assert_eq!(field.len(), whole.len());
        for (sum, whole) in field.iter().zip(&whole) {
            assert!((sum / whole - 1.0).abs() < 1e-3, "{sum} is not {whole}");
        }
    }
}
