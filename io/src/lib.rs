//! Every file format that pluim reads or writes, and nothing else.

pub mod error;
