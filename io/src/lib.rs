//! Every file format that pluim reads or writes, and nothing else.

pub mod cimlk;
mod codes;
pub mod error;
mod geometry;
mod number;
mod table;
