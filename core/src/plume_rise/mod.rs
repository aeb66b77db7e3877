//! How far a plume rises above its stack.

pub mod briggs;
pub mod heat_content;
