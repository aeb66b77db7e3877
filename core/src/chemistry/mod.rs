//! How emitted NOx becomes NO2.

pub mod arm2;
pub mod dutch_annual_no2;
pub mod dutch_sector_no2;
pub mod olm;
