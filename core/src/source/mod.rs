//! Sources: where emission leaves, in what shape, and how it starts.

mod release;
mod shape;

pub use release::{Outlet, Release, ReleaseKind, Stack};
pub use shape::{Shape, ShapeError};
