//! Emission: what sources give off, from activity and factor.

pub mod inland_shipping;
pub mod livestock;
pub mod wood_stoves;
