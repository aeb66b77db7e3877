//! Every file format that pluim reads or writes, and nothing else.

pub mod aermet;
pub mod aermod;
pub mod cimlk;
mod codes;
pub mod error;
mod geometry;
mod number;
pub mod partial;
pub mod picture;
pub mod raster;
pub mod run_folder;
mod table;
pub mod write_error;
