//! Spread of the plume: lateral, vertical, by its own buoyancy, and between up- and downdrafts
//! (EPA-454/R-03-004, section 5.5).

mod buoyancy_induced;
mod combined;
mod drafts;
mod lateral;
mod vertical_convective;
mod vertical_stable;

pub(super) use buoyancy_induced::{BETA_2, buoyancy_induced};
pub(super) use combined::combined;
pub(super) use drafts::Drafts;
pub(super) use lateral::{lateral_convective, lateral_stable};
pub(super) use vertical_convective::{Shear, SurfaceLayer, vertical_convective};
pub(super) use vertical_stable::{Stratified, elevated, vertical_stable, weighted};
