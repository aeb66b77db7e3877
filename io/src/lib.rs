//! Every file format that pluim reads or writes, and nothing else.

pub mod cimlk;
mod codes;
pub mod emission_factors;
pub mod error;
mod geometry;
pub mod knmi;
mod number;
mod table;
