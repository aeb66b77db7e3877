//! A kernel with the sources that share it.

use super::kernel::Kernel;
use super::lattice::Extent;
use super::level::InCells;
use super::raster::Raster;
use super::sources::{Element, Sources};

/// A kernel and the sources that share it.
#[derive(Clone, Copy)]
pub struct Term<'a> {
    /// What a unit source gives.
    pub kernel: &'a dyn Kernel,
    /// What emits.
    pub sources: &'a Sources,
}

impl<'a> Term<'a> {
    pub(super) fn kernel_in_cells(&self, raster: &Raster) -> InCells<'a> {
        InCells {
            kernel: self.kernel,
            cell: raster.cell,
        }
    }
}

/// The sources of a term in cells of a raster.
pub(super) struct Placed {
    elements: Vec<Element>,
    /// Per element, one weight a channel, in cells.
    weights: Vec<f64>,
    channels: usize,
}

impl Placed {
    pub(super) fn new(raster: &Raster, term: &Term<'_>) -> Self {
        let channels = term.sources.channels();
        let mut placed = Self {
            elements: Vec::new(),
            weights: Vec::new(),
            channels,
        };
        for (element, weights) in term.sources.iter() {
            let element = element.in_cells(raster);
            let unit = element.unit(raster.cell);
            placed
                .weights
                .extend(weights.iter().map(|weight| weight * unit));
            placed.elements.push(element);
        }
        placed
    }

    /// Elements with a weight in `channel`.
    pub(super) fn channel(&self, channel: usize) -> impl Iterator<Item = (&Element, f64)> {
        let weights = self
            .weights
            .iter()
            .skip(channel)
            .step_by(self.channels.max(1));
        self.elements
            .iter()
            .zip(weights.copied())
            .filter(|(_, weight)| *weight != 0.0)
    }

    pub(super) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Weights of an element.
    pub(super) fn weights(&self, element: usize) -> &[f64] {
        &self.weights[element * self.channels..][..self.channels]
    }

    /// Weight of an element in a channel.
    pub(super) fn weight(&self, element: usize, channel: usize) -> f64 {
        self.weights(element).get(channel).copied().unwrap_or(0.0)
    }

    /// The box around all elements.
    pub(super) fn extent(&self) -> Extent {
        self.elements
            .iter()
            .fold(Extent::EMPTY, |all, element| all.hull(element.extent()))
    }
}
