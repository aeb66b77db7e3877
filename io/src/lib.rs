//! Every file format that pluim reads or writes, and nothing else.

pub mod aermet;
pub mod aermod;
pub mod error;
