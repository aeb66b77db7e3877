//! Shared helpers of the whole-program tests.

pub mod agreement;
pub mod reference;
