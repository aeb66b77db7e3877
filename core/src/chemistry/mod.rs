//! How emitted NOx becomes NO2.

pub mod arm2;
pub mod olm;
