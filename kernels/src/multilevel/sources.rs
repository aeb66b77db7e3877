//! What emits, and where.

use thiserror::Error;

use super::clip;
use super::lattice::Extent;
use super::raster::Raster;

/// A piece of a source.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// A point; its weight is a strength.
    Point([f64; 2]),
    /// A straight segment; its weight is a strength per metre.
    Segment([[f64; 2]; 2]),
    /// A polygon by its outer ring and its holes, closed or not, in either sense; its weight is
    /// a strength per square metre. One far narrower than a cell loses digits: a segment tells
    /// the same.
    Polygon(Vec<Vec<[f64; 2]>>),
}

/// Elements that share a kernel, each with a weight in every channel.
///
/// ```
/// use pluim_kernels::multilevel::{Element, Sources};
/// let mut sources = Sources::new(2);
/// sources.push(Element::Segment([[0.0, 0.0], [100.0, 0.0]]), &[1.0, 0.25])?;
/// sources.push_line(&[[0.0, 0.0], [0.0, 9.0], [9.0, 9.0]], &[1.0, 0.0])?;
/// assert_eq!((sources.len(), sources.channels()), (3, 2));
/// # Ok::<(), pluim_kernels::multilevel::SourceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    channels: usize,
    elements: Vec<Element>,
    /// Row by row, one row an element.
    weights: Vec<f64>,
}

/// Why an element cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum SourceError {
    /// Not one weight a channel.
    #[error("an element needs one weight for each of {expected} channels; found {found}")]
    Channels {
        /// Weights given.
        found: usize,
        /// Channels of the sources.
        expected: usize,
    },
    /// A coordinate or weight is NaN or infinite.
    #[error("coordinates and weights must be finite numbers; found {0}")]
    NotFinite(f64),
}

impl Sources {
    /// No elements yet, with weights in `channels` channels.
    #[must_use]
    pub fn new(channels: usize) -> Self {
        Self {
            channels,
            ..Self::default()
        }
    }

    /// Adds an element with a weight in each channel.
    ///
    /// # Errors
    /// When the number of weights is not that of the channels, or a number is not finite.
    pub fn push(&mut self, element: Element, weights: &[f64]) -> Result<(), SourceError> {
        if weights.len() != self.channels {
            return Err(SourceError::Channels {
                found: weights.len(),
                expected: self.channels,
            });
        }
        let coordinates = element.vertices().flatten();
        if let Some(bad) = coordinates
            .chain(weights.iter().copied())
            .find(|x| !x.is_finite())
        {
            return Err(SourceError::NotFinite(bad));
        }
        self.elements.push(element);
        self.weights.extend(weights);
        Ok(())
    }

    /// Adds the segments of a polyline.
    ///
    /// # Errors
    /// As [`Sources::push`].
    pub fn push_line(&mut self, line: &[[f64; 2]], weights: &[f64]) -> Result<(), SourceError> {
        line.windows(2)
            .filter(|pair| pair[0] != pair[1])
            .try_for_each(|pair| self.push(Element::Segment([pair[0], pair[1]]), weights))
    }

    /// Number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Number of channels.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Elements with their weights.
    pub fn iter(&self) -> impl Iterator<Item = (&Element, &[f64])> {
        let weights = self.weights.chunks(self.channels.max(1));
        self.elements.iter().zip(weights)
    }
}

impl Element {
    /// All vertices.
    fn vertices(&self) -> Box<dyn Iterator<Item = [f64; 2]> + '_> {
        match self {
            Self::Point(at) => Box::new(std::iter::once(*at)),
            Self::Segment(ends) => Box::new(ends.iter().copied()),
            Self::Polygon(rings) => Box::new(rings.iter().flatten().copied()),
        }
    }

    /// The element in cells of `raster`; the rings of a polygon made such that the area of the
    /// outer one is positive and those of holes negative.
    pub(super) fn in_cells(&self, raster: &Raster) -> Self {
        match self {
            Self::Point(at) => Self::Point(raster.cells(*at)),
            Self::Segment(ends) => Self::Segment(ends.map(|at| raster.cells(at))),
            Self::Polygon(rings) => {
                let rings = rings.iter().enumerate().map(|(index, ring)| {
                    let mut ring: Vec<[f64; 2]> = ring.iter().map(|at| raster.cells(*at)).collect();
                    if (clip::area(&ring) > 0.0) != (index == 0) {
                        ring.reverse();
                    }
                    ring
                });
                Self::Polygon(rings.collect())
            }
        }
    }

    /// What the weight of an element must be multiplied by when lengths are counted in cells.
    pub(super) fn unit(&self, cell: f64) -> f64 {
        match self {
            Self::Point(_) => 1.0,
            Self::Segment(_) => cell,
            Self::Polygon(_) => cell * cell,
        }
    }

    /// The least box around the element.
    pub(super) fn extent(&self) -> Extent {
        self.vertices().fold(Extent::EMPTY, Extent::with)
    }

    /// The part of the element inside `extent`, if any.
    pub(super) fn inside(&self, extent: &Extent) -> Option<Self> {
        let own = self.extent();
        if !own.meets(extent) {
            return None;
        }
        match self {
            Self::Point(_) => Some(self.clone()),
            Self::Segment([start, end]) => {
                let part = clip::segment(*start, *end, extent)?;
                Some(Self::Segment(part.map(|t| between(*start, *end, t))))
            }
            Self::Polygon(rings) => {
                let rings: Vec<_> = rings.iter().map(|ring| clip::ring(ring, extent)).collect();
                rings
                    .iter()
                    .any(|ring| !ring.is_empty())
                    .then_some(Self::Polygon(rings))
            }
        }
    }

    /// The parts of the element outside `extent`.
    pub(super) fn outside(&self, extent: &Extent) -> Vec<Self> {
        let Some(inside) = self.inside(extent) else {
            return vec![self.clone()];
        };
        match (self, inside) {
            (Self::Segment([start, end]), _) => {
                let part = clip::segment(*start, *end, extent).unwrap_or([0.0, 1.0]);
                [[0.0, part[0]], [part[1], 1.0]]
                    .into_iter()
                    .filter(|[from, to]| to > from)
                    .map(|ends| Self::Segment(ends.map(|t| between(*start, *end, t))))
                    .collect()
            }
            (Self::Polygon(rings), Self::Polygon(cut)) => {
                let holes = cut.into_iter().filter(|ring| !ring.is_empty());
                let holes = holes.map(|ring| ring.into_iter().rev().collect());
                let left: Vec<_> = rings.iter().cloned().chain(holes).collect();
                vec![Self::Polygon(left)]
            }
            _ => Vec::new(),
        }
    }
}

/// The place at fraction `t` from `start` to `end`.
fn between(start: [f64; 2], end: [f64; 2], t: f64) -> [f64; 2] {
    [0, 1].map(|axis| start[axis] + t * (end[axis] - start[axis]))
}
