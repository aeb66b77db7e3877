//! Fields of many sources on large rasters, at a cost that does not grow with the sources.
//!
//! The *multilevel summation* of Brandt and Lubrecht (1990), Skeel, Tezcan and Hardy (2002):
//! with a smooth [`cutoff`] w and radii r_l that double, a kernel is split into
//!
//! ```text
//! K = K w(r / r_1) + sum over l of K_l,   K_l = K [ w(r / r_(l+1)) - w(r / r_l) ]
//! ```
//!
//! The near part is integrated over every element with the steepness of K taken out exactly.
//! K_l is smooth at the scale r_l, so its sources may be laid on a lattice of spacing r_l / 12
//! and its field read from one, both through cubic B-splines; the convolution between the two
//! lattices is a fast Fourier transform. Splines refine exactly, so charges are gathered from
//! lattice to lattice and results summed from the coarsest to the finest without further error.
//!
//! The first level has the raster's own cells as its lattice and is computed in blocks that stay
//! in cache, together with the near field; a band of rows leaves as soon as it is complete.
//! Coarse levels are held whole: a third of the raster's memory per channel.

mod clip;
mod cutoff;
mod far;
mod kernel;
mod lattice;
mod level;
mod near;
mod parts;
mod raster;
mod reference;
mod solver;
mod sources;
mod spline;
mod spread;
mod term;

pub use cutoff::cutoff;
pub use kernel::Kernel;
pub use parts::Parts;
pub use raster::Raster;
pub use reference::direct;
pub use solver::{Band, Options, OptionsError, Solver};
pub use sources::{Element, SourceError, Sources};
pub use term::Term;
