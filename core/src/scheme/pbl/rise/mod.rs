//! Plume rise of a stack (EPA-454/R-03-004, section 5.6).

mod convective;
mod fluxes;
mod penetration;
mod stable;
mod tip_downwash;

pub(super) use convective::{Lofting, direct_rise, distance_to_final_rise, indirect_rise};
pub(super) use fluxes::Exhaust;
pub(super) use penetration::{Lid, Penetration};
pub(super) use stable::StableRise;
pub use tip_downwash::TipDownwash;
pub(super) use tip_downwash::tip_height;
