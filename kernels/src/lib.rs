//! Fast numerics that know nothing of air: axes, tables, quadrature, segments.
//!
//! Nothing here knows a pollutant, a source or a coordinate reference system.
//! Every sum runs in a fixed order, so that a result never depends on the number of threads.

pub mod convolution;
pub mod fan;
pub mod multilevel;
pub mod octave_axis;
pub mod polar_table;
pub mod quadrature;
pub mod segment;
